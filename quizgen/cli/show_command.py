from __future__ import annotations

import click

from quizgen.cli import settings


@click.command("show")
@click.argument("id")
@click.pass_context
def command(ctx: click.Context, id: str) -> None:  # noqa: A002  (the user's word for it)
    """Show a fact or an item with its source, its options and what was refused.

    ID is an item's id (bank.fact.kind) or a fact's (bank.fact), as `quizgen list` prints them, or what stands in the
    field Key of an Anki card.
    """
    from quizgen import api
    from quizgen.cli import showing
    from quizgen.cli.releasing import renamed

    project = api.load(settings(ctx)["project"], _bank_of(id))
    id = renamed(project.root, id)  # noqa: A001  (the user's word for it)
    bank, fact = showing.find(id, project)
    checked = api.check(project)
    showing.refuse_broken(fact, bank, project)
    asked = api.ask(checked)
    whole, slots = f"{bank.id}.{fact.id}", id.split(".")[2:]
    items = [item for item in asked if item.fact == fact.id and id in {item.id, whole}]
    unasked = [one for one in asked.unasked[bank.id] if one.fact == fact.id and (id == whole or one.slot in slots)]
    if id != whole and not items and not unasked:
        raise showing.missing(id, whole)
    click.echo(showing.fact_text(fact, unasked))
    for item in items:
        click.echo("\n" + showing.item_text(item, bank))


def _bank_of(name: str) -> tuple[str, ...]:
    bank, dot, _ = name.partition(".")
    return (bank,) if dot else ()
