from __future__ import annotations

import click

from quizgen.cli import settings
from quizgen.cli.options import bank_option, where_option


@click.command("practice")
@click.option("-n", "--number", type=click.IntRange(1), default=10, show_default=True, help="How many questions.")
@bank_option
@where_option
@click.option("--seed", metavar="SEED", help="The same questions in the same order again; the end tells it.")
@click.pass_context
def command(ctx: click.Context, number: int, banks: tuple[str, ...], where: str, seed: str | None) -> None:
    """Ask questions here in the terminal.

    Answer with a letter, or type what is asked for. What went wrong comes back once; the end tells what to revise, and
    where it stands in its source.

    \b
    quizgen practice
    quizgen practice -n 20 --bank spaceflight --where 'kind:when'
    quizgen practice --seed 7
    """
    from quizgen.cli.practising import practise

    practise(settings(ctx), number, banks, where, seed)
