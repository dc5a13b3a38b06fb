from __future__ import annotations

import click

from quizgen.cli import settings


@click.command("show")
@click.argument("id")
@click.pass_context
def command(ctx: click.Context, id: str) -> None:  # noqa: A002  (the user's word for it)
    """Show a fact or an item with its source, its options and what was refused.

    ID is an item's id (bank.fact.kind) or a fact's (bank.fact), as `quizgen list` prints them.
    """
    from quizgen import api
    from quizgen.cli import showing
    from quizgen.problem import Problem, ProblemError

    project = api.load(settings(ctx)["project"], _bank_of(id))
    checked = api.check(project)
    asked = api.ask(checked)
    items = [item for item in asked if id in {item.id, f"{item.bank}.{item.fact}"}]
    facts = {f"{bank.id}.{fact.id}": (bank, fact) for bank in checked.banks for fact in bank.facts}
    name = f"{items[0].bank}.{items[0].fact}" if items else id
    if name not in facts:
        raise ProblemError(
            Problem("B084", f"there is no fact or item `{id}`", "quizgen show", None, showing.near(id, facts))
        )
    bank, fact = facts[name]
    click.echo(showing.fact_text(fact, asked.unasked[bank.id] if id == name else ()))
    for item in items:
        click.echo("\n" + showing.item_text(item, bank))


def _bank_of(name: str) -> tuple[str, ...]:
    bank, dot, _ = name.partition(".")
    return (bank,) if dot else ()
