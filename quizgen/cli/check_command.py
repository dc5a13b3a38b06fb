from __future__ import annotations

from pathlib import Path

import click

from quizgen.cli import settings
from quizgen.cli.options import bank_option


@click.command("check")
@bank_option
@click.option("--strict", is_flag=True, help="Leave with 1 for warnings, too.")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--all", "every", is_flag=True, help="Show every warning, not only the first three of each code.")
@click.option("--figures", "with_figures", is_flag=True, help="Print what might tell the answers, held against chance.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page for reading and signing: every question with its source and what review found.",
)
@click.option(
    "--for", "formats", multiple=True, metavar="FORMATS", help="Say what these formats, such as moodle,kahoot, lose."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    banks: tuple[str, ...],
    formats: tuple[str, ...],
    style: str,
    report: Path | None,
    **flags: bool,
) -> None:
    """Hold every citation against its source and review every question.

    Problems are shown all at once, each at its place. Leaves with 1 when there is an error.

    \b
    quizgen check
    quizgen check --bank spaceflight --format json | jq -r '.[].code'
    quizgen check --report report.html
    quizgen check --figures
    quizgen check --for moodle,canvas,kahoot
    """
    from quizgen.cli.checking import Check
    from quizgen.cli.frames import exit_code
    from quizgen.problem import ProblemError

    options = settings(ctx)
    check = Check(quiet=options["quiet"])
    try:
        named = [name.strip() for names in formats for name in names.split(",") if name.strip()]
        check.run(options["project"], banks, report, list(dict.fromkeys(named)))
    except ProblemError as error:
        check.stop(error)
    check.say(style, every=flags["every"], with_figures=flags["with_figures"])
    ctx.exit(exit_code(check.problems) or int(flags["strict"] and bool(check.problems)))
