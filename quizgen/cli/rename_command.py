from __future__ import annotations

import click

from quizgen.cli import settings


@click.command("rename")
@click.argument("old")
@click.argument("new")
@click.pass_context
def command(ctx: click.Context, old: str, new: str) -> None:
    """Say that what was released as OLD is now NEW, so that students keep its cards.

    Rename the fact in its bank first. OLD and NEW are a fact's ids (bank.fact), for all its questions, an item's
    (bank.fact.kind), or a bank's.

    \b
    quizgen rename moon.landing moon.apollo-11
    """
    from quizgen.cli.renaming import rename

    told = rename(settings(ctx)["project"], old, new)
    if not settings(ctx)["quiet"]:
        click.echo(told, err=True)
