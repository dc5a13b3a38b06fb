from __future__ import annotations

import click


@click.command("explain")
@click.argument("code")
def command(code: str) -> None:
    """Say what a code such as Q103 means and what to do."""
    from quizgen.cli.explanations import explanations
    from quizgen.problem import Problem, ProblemError

    known = explanations()
    text = known.get(code.upper())
    if text is None:
        hint = "`quizgen list codes` lists them"
        raise ProblemError(Problem("B086", f"there is no code `{code}`", "quizgen explain", None, hint))
    click.echo(f"{code.upper()}: {text}")
