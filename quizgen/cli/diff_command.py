from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli import settings

EXPORT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("diff")
@click.argument("old", type=EXPORT, required=False, metavar="[OLD]")
@click.argument("new", type=EXPORT, required=False, metavar="[NEW]")
@click.option(
    "--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", help="How to print it."
)
@click.option("--all", "every", is_flag=True, help="Name every question, not the first few.")
@click.pass_context
def command(ctx: click.Context, old: Path | None, new: Path | None, style: str, *, every: bool) -> None:
    """Say what changes for students from one release to the next.

    OLD and NEW are two decks, or two files of JSON or JSON Lines. With OLD alone, between it and what a build would
    make now; without any, between quizgen.lock and the banks. As Markdown these are notes for the release.

    \b
    quizgen diff
    quizgen diff old/deck.apkg output/deck.apkg --format markdown > NOTES.md
    quizgen diff old/quiz.json
    """
    from quizgen.cli import diffing

    if old is None:
        found = diffing.against_lock(settings(ctx)["project"])
    else:
        found = diffing.between(old, new or settings(ctx)["project"])
    click.echo(diffing.told(found, style, every=every))
