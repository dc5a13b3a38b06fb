"""Gimkit: the CSV that a kit is made of, one file for questions with options, another for those that are typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from quizgen.exporting.platform.sheets.csv import csv_lines
from quizgen.exporting.platform.sheets.files import CITATION, Sheet, beside, exported
from quizgen.exporting.platform.sheets.rows import Limits, asked, listed, offered, refused, unlisted
from quizgen.exporting.report import NoOptions, Report
from quizgen.exporting.taking import sift
from quizgen.lowering import lettered
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "CSV for Gimkit's import, typed questions apart, with a sheet of the sources (.csv)"
SUFFIX = "-gimkit.csv"
PARTS = "-text"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "text"})
LIMITS = Limits("Gimkit", answers=4, csv=True)
ORDER = "order of the answers (Gimkit shuffles them)"
OFFERED = (
    ("Gimkit Spreadsheet Import Template", "", "", "", ""),
    (
        "Question",
        "Correct Answer",
        "Incorrect Answer 1",
        "Incorrect Answer 2 (Optional)",
        "Incorrect Answer 3 (Optional)",
    ),
)
TYPED = (("Gimkit Spreadsheet Import Template 2", ""), ("Question", "Correct Answer"))


LETTERS = "it is answered with letters, and Gimkit accepts one way of writing them alone"
Options = NoOptions


def export(quiz: Quiz, out: Path, options: NoOptions) -> Report:
    """Write the questions with options to `out`, the typed ones to `…-text.csv`, and the sources beside them."""
    sifted = sift(quiz, refused=_refused)
    items = sifted.quiz.items
    made = [Sheet(out, [item for item in items if item.options])]
    if written := [item for item in items if not item.options]:
        made.append(Sheet(beside(out, PARTS), written))
    lost = Counter({CITATION: len(items), ORDER: sum(1 for item in items if item.ordered and item.options)})
    return exported("gimkit", sifted, made, lambda sheet: _table(sheet, out), lost + unlisted(items, LIMITS))


def _refused(item: Item) -> str | None:
    return LETTERS if lettered(item) else refused(item, asked(item), LIMITS)


def _table(sheet: Sheet, out: Path) -> Iterator[bytes]:
    return csv_lines((*OFFERED, *map(_offered, sheet.items)) if sheet.path == out else (*TYPED, *_typed(sheet)))


def _offered(item: Item) -> tuple[str, ...]:
    texts = list(zip(offered(item), item.options, strict=True))
    key = [text for text, option in texts if option.correct]
    wrong = [text for text, option in texts if not option.correct]
    return (asked(item), *key, *wrong, "", "")[:5]


def _typed(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    for item in sheet.items:
        yield asked(item), *listed(item, LIMITS)
