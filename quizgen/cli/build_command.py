from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from quizgen.cli import settings
from quizgen.cli.options import bank_option, complete_formats, where_option

SINCE = "Only what is new or changed since LAST, an export of then (.json or .jsonl)."
REPORT = "Write as JSON what each format wrote, skipped and lost."


@click.command("build")
@click.argument("formats", nargs=-1, metavar="[FORMAT]...", shell_complete=complete_formats)
@click.option("-o", "--output", metavar="PATH", help="A folder, a file, or - for stdout. [default: output/]")
@bank_option
@where_option
@click.option("-n", "--number", type=click.IntRange(1), help="So many questions, balanced over banks and kinds.")
@click.option("--seed", help="Another seed makes other choices; the same seed makes the same files.")
@click.option("--difficulty", type=click.Choice(["easy", "medium", "hard"]), help="How near wrong options are.")
@click.option("--forms", type=click.IntRange(1, 130), help="Versions of the quiz: same questions, other order.")
@click.option("--class", "class_list", metavar="FILE", help="A CSV list of names: a copy of the quiz for each.")
@click.option("--font-path", multiple=True, metavar="DIR", help="A folder with fonts, for scripts ours lack.")
@click.option("--set", "assignments", multiple=True, metavar="FORMAT.OPTION=VALUE", help="Set an option of a format.")
@click.option("--since", type=click.Path(path_type=Path), metavar="LAST", help=SINCE)
@click.option("--h5p-donor", "donor", metavar="FILE", help="An .h5p of your site, for the libraries it has.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=REPORT)
@click.option("--strict", is_flag=True, help="Fail on warnings, and on whatever a format cannot carry.")
@click.option("--keep-going", is_flag=True, help="Build from the facts that hold even if others do not.")
@click.pass_context
def command(ctx: click.Context, /, formats: tuple[str, ...], **choices: Any) -> None:
    """Make decks, quizzes and JSON; without FORMAT, what quizgen.toml names.

    Nothing is written unless everything could be made: a failed build leaves the last one whole.

    \b
    quizgen build
    quizgen build anki --bank spaceflight
    quizgen build print -n 20 --forms 4 -o exam/
    quizgen build print --class 7b.csv --set print.sheet=yes
    quizgen build moodle --since last/quiz.json
    quizgen build json -o - --bank spaceflight | jq '.items[0].citations'
    """
    from quizgen.cli.building import Build

    build = Build(project=settings(ctx)["project"], quiet=settings(ctx)["quiet"], formats=formats, **choices)
    ctx.exit(build.run())
