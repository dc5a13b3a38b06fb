from __future__ import annotations

import click

from quizgen.cli import settings
from quizgen.cli.options import bank_option


@click.command("check")
@bank_option
@click.option("--strict", is_flag=True, help="Leave with 1 for warnings, too.")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, banks: tuple[str, ...], style: str, *, strict: bool) -> None:
    """Hold every citation against its source and review every question.

    Problems are shown all at once, each at its place. Leaves with 1 when there is an error.

    \b
    quizgen check
    quizgen check --bank spaceflight --format json | jq -r '.[].code'
    """
    from quizgen import api
    from quizgen.cli import frames
    from quizgen.cli.progress import counted
    from quizgen.cli.summary import many
    from quizgen.problem import ProblemError, errors, in_order

    options = settings(ctx)
    items = 0
    try:
        checked = api.check(api.load(options["project"], banks))
        asked = api.ask(checked)
        items = sum(1 for _ in counted(asked, "questions", quiet=options["quiet"]))
        problems = in_order((*checked.problems, *asked.problems))
        facts = sum(len(bank.facts) for bank in checked.banks)
    except ProblemError as error:
        problems, facts = list(error.problems), 0
    if style == "json":
        click.echo(frames.as_json(problems))
    elif style == "github":
        click.echo(frames.as_github(problems), nl=bool(problems))
    else:
        frames.say_problems(problems)
        if not options["quiet"] and not errors(problems):
            verb = "holds" if facts == 1 else "hold"
            click.echo(f"{many(facts, 'fact')} {verb}, with {many(items, 'question')}", err=True)
    ctx.exit(frames.exit_code(problems) or int(strict and bool(problems)))
