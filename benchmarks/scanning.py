"""How surely drawn answer sheets are read: `python benchmarks/scanning.py [--sheets 300] [--each]`.

The sheets are printed by the real template; the marks are drawn and the scans made by a program (`tests/sheets.py`),
so this says nothing of real pens, paper and scanners. Under each condition it counts the sheets that were lost, those
whose code was read, and of the fields (questions and student numbers) those that were read rightly, left to a person,
and silently wrong.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
from measuring import HERE, Line, Scale

sys.path.insert(0, str(HERE.parent))

from quizgen.model.key import SheetPlan
from quizgen.scanning.corrections import Corrections
from quizgen.scanning.identity import sheets_of
from quizgen.scanning.pages import Page
from quizgen.scanning.sheets import read_page
from tests.sheets import CONDITIONS, FAINT, HANDS, Tally, a_key, class_of, filled, scanned

BAR = 0.0005
"""The share of fields that may be silently wrong, in grey."""
TOGETHER = 30
"""Copies to a document, for its memory."""
PLANS = (
    (40, SheetPlan(paper="a4")),
    (90, SheetPlan(paper="us-letter")),
    (25, SheetPlan(paper="a4", enlarged=True)),
)
"""The sheets: how many questions, and their plan, in turn."""


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield a line for each condition, as `run.py` shows it."""
    for condition, tally in tallied(50 if scale.largest == 0 and len(scale.sizes) < 3 else 300).items():
        share = tally.wrong / tally.fields
        figure = f"{tally.wrong} of {tally.fields:,} silently wrong"
        left = f"{tally.lost} of {tally.sheets} sheets lost, {tally.doubts / tally.fields:.1%} to a person"
        met = None if "1-bit" in condition else share <= BAR and not tally.lost
        yield Line(f"drawn sheets, {condition}", figure, left, f"≤ {BAR:.2%}, none lost", met)


def tallied(count: int, *, each: bool = False) -> dict[str, Tally]:
    """Draw and read so many sheets, each under one condition in turn or under all of them."""
    tallies = {condition: Tally() for condition in CONDITIONS}
    for start in range(0, count, TOGETHER):
        questions, plan = PLANS[start // TOGETHER % len(PLANS)]
        made, key = a_key(questions, plan, class_of(min(TOGETHER, count - start)))
        sheets = sheets_of(key)
        for number, page in enumerate(filled(made, key, start, HANDS | FAINT), start):
            for condition in CONDITIONS if each else (CONDITIONS[number % len(CONDITIONS)],):
                scan = scanned(page.pixels, condition, np.random.default_rng(number))
                began = time.process_time()
                reading, _ = read_page(Page("sheet", number, scan), sheets, Corrections())
                tallies[condition].seconds += time.process_time() - began
                tallies[condition].add(page, reading)
        click.echo(f"\r  {min(count, start + TOGETHER)} sheets", nl=False, err=True)
    click.echo(err=True)
    return tallies


@click.command()
@click.option("--sheets", "count", default=300, show_default=True, help="How many sheets to draw.")
@click.option("--each", is_flag=True, help="Read every sheet under every condition.")
def main(count: int, *, each: bool) -> None:
    """Print the table."""
    click.echo("| condition | sheets | lost | code | fields | right | to a person | silently wrong | CPU a sheet |")
    click.echo("| --- " * 9 + "|")
    for condition, tally in tallied(count, each=each).items():
        shares = " | ".join(f"{part / tally.fields:.2%}" for part in (tally.right, tally.doubts))
        wrong = f"{tally.wrong} ({tally.wrong / tally.fields:.3%})"
        speed = f"{1000 * tally.seconds / tally.sheets:.0f} ms"
        counted = f"{tally.sheets} | {tally.lost} | {tally.codes} | {tally.fields:,}"
        click.echo(f"| {condition} | {counted} | {shares} | {wrong} | {speed} |")


if __name__ == "__main__":
    main()
