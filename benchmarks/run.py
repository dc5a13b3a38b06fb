"""Measure quizgen: `python benchmarks/run.py [--quick] [--full] [--only ROW] [--write]`.

Every number is a median with the least and the greatest beside it; every ratio is between runs of this one call.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import asking
import click
import deck
import engines
import json_export
import paper
import platforms
import quotes
import reading
import scanning
import startup
from measuring import HERE, Line, Scale

Measure = Callable[[Scale, Path], Iterator[Line]]
ROWS: dict[str, Measure] = {
    "asking": asking.lines,
    "deck": deck.lines,
    "paper": paper.lines,
    "scan": scanning.lines,
    "engines": engines.lines,
    "build": startup.build_lines,
    "help": startup.help_lines,
    "yaml": reading.lines,
    "json": json_export.lines,
    "quotes": quotes.lines,
    "platforms": platforms.lines,
}
HEAD = ("row", "what", "figure", "ratio", "bar", "")
RESULTS = HERE / "results.md"
VERDICT = {None: "", True: "holds", False: "missed"}


@click.command()
@click.option("--quick", is_flag=True, help="Small sizes and few repeats: does everything run, is anything far off?")
@click.option("--full", is_flag=True, help="Ask a table of a million facts, too.")
@click.option("--only", "only", multiple=True, type=click.Choice(list(ROWS)), help="Only this row; may be repeated.")
@click.option("--write", is_flag=True, help="Keep the table in benchmarks/results.md.")
def run(only: tuple[str, ...], *, quick: bool, full: bool, write: bool) -> None:
    """Measure the rows and print them as one table."""
    scale = Scale((1_000, 10_000), 3) if quick else Scale(largest=1_000_000 if full else 0)
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="quizgen-benchmarks-") as folder:
        found = list(_measured(only or tuple(ROWS), scale, Path(folder)))
    text = f"{_conditions(before, os.getloadavg()[0])}\n\n{_table(found)}\n"
    click.echo(text)
    if write:
        RESULTS.write_text(f"# What was measured\n\n{text}", "utf-8")


def _measured(names: tuple[str, ...], scale: Scale, folder: Path) -> Iterator[tuple[str, Line]]:
    for name in names:
        click.echo(f"{name} …", err=True)
        try:
            for line in ROWS[name](scale, folder):
                click.echo(f"  {line.what}: {line.figure}  {line.ratio}", err=True)
                yield name, line
        except subprocess.CalledProcessError as error:  # the other rows are still worth having
            click.echo((error.stderr or b"").decode(errors="replace"), err=True)
            yield name, Line("a case failed; its message is above the table", f"exit {error.returncode}", met=False)


def _conditions(before: float, after: float) -> str:
    """Return what the figures depend on, with nothing that names a machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("typst", "genanki", "pyyaml", "pydantic", "rapidfuzz"))
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}; {os.cpu_count()} cores."
        f"\nLoad before {before:.1f}, after {after:.1f} (above 1 before, others were at work)."
        "\nFigures are median (least..greatest); ratios are within one run, case beside case."
    )


def _table(found: list[tuple[str, Line]]) -> str:
    """Return the lines as a Markdown table that reads well as plain text."""
    cells = [(row, line.what, line.figure, line.ratio, line.bar, VERDICT[line.met]) for row, line in found]
    widths = [max(map(len, column)) for column in zip(HEAD, *cells, strict=True)]
    rule = tuple("-" * width for width in widths)
    rows = (HEAD, rule, *cells)
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


if __name__ == "__main__":
    sys.exit(run())
