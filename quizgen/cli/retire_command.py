from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli import settings


@click.command("retire")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--vanished", is_flag=True, help="All questions that were released and are asked no more.")
@click.option("--why", default="", metavar="TEXT", help="What the cards say of the reason, to those who have them.")
@click.option(
    "--from",
    "deck",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="DECK.apkg",
    help="The deck that tells what a vanished card said. [default: those in output/]",
)
@click.option("--undo", is_flag=True, help="Ask retired questions again.")
@click.option("--forget", is_flag=True, help="Drop questions that nobody was ever given.")
@click.pass_context
def command(ctx: click.Context, /, ids: tuple[str, ...], **choices: bool | str | Path | None) -> None:
    """Take released questions out of use; the next build tells those who have the cards.

    Nothing can be deleted from a student's collection. A retired question is asked in no output any more, and its
    card, for those who have it, is marked as out of date and tagged `quizgen::retired`.

    ID is an item's id (bank.fact.kind), or a fact's (bank.fact) for all its questions.

    \b
    quizgen retire moon.landing.who --why "The source has been withdrawn."
    quizgen retire --vanished
    """
    from quizgen.cli.retiring import Retiring

    if not ids and not choices["vanished"]:
        raise click.UsageError("Missing argument 'ID...', or --vanished.")
    if choices["undo"] and (choices["forget"] or choices["vanished"]):
        raise click.UsageError("--undo does not go together with --forget or --vanished.")
    if (choices["undo"] or choices["forget"]) and (choices["why"] or choices["deck"]):
        raise click.UsageError("--why and --from are for what is being retired.")
    told = Retiring(project=settings(ctx)["project"], ids=ids, **choices).run()  # type: ignore[arg-type]
    if not settings(ctx)["quiet"]:
        click.echo(told, err=True)
