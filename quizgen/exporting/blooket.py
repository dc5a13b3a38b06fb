"""Blooket: the CSV that its question sets import, with the two lines of its template above the questions.

A question whose answer is typed says so in the tenth column, which the template has no name for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quizgen.exporting.platform.sheets.csv import csv_lines
from quizgen.exporting.platform.sheets.files import CITATION, Sheet, exported, sheets
from quizgen.exporting.platform.sheets.rows import Limits, asked, listed, offered, refused, right, unlisted
from quizgen.exporting.report import Report
from quizgen.exporting.taking import sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "CSV for Blooket's import, with a sheet of the sources (.csv)"
SUFFIX = "-blooket.csv"
PARTS = r"-\d+"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text"})
LIMITS = Limits("Blooket", answers=4, spellings=4, csv=True)
TITLE = "Blooket\nImport Template"
HEAD = (
    "Question #",
    "Question Text",
    "Answer 1",
    "Answer 2",
    "Answer 3\n(Optional)",
    "Answer 4\n(Optional)",
    "Time Limit (sec)\n(Max: 300 seconds)",
    "Correct Answer(s)\n(Only include Answer #)",
)
TYPED = ("", "", "typing")
"""The last three cells of a question whose answer is typed."""


class Options(Frozen):
    """How a question is played: `seconds` is the time to answer. A file has at most `per_file` questions (0: all)."""

    seconds: Annotated[int, Field(ge=1, le=300)] = 20
    per_file: Annotated[int, Field(ge=0)] = 0


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out`, further files (`…-2.csv`) if `per_file` asks for them, and the sources beside it."""
    sifted = sift(quiz, refused=lambda item: refused(item, asked(item), LIMITS))
    items = sifted.quiz.items
    lost = unlisted(items, LIMITS) + Counter({CITATION: len(items)})
    return exported("blooket", sifted, sheets(out, items, options.per_file), lambda one: _table(one, options), lost)


def _table(sheet: Sheet, options: Options) -> Iterator[bytes]:
    width = len(HEAD) if all(item.options for item in sheet.items) else len(HEAD) + 2
    return csv_lines((*row, *("",) * width)[:width] for row in _rows(sheet, str(options.seconds)))


def _rows(sheet: Sheet, seconds: str) -> Iterator[tuple[str, ...]]:
    yield (TITLE,)
    yield HEAD
    for number, item in enumerate(sheet.items, 1):
        yield str(number), asked(item), *_answers(item), seconds, *((right(item),) if item.options else TYPED)


def _answers(item: Item) -> tuple[str, ...]:
    return (*(offered(item) or listed(item, LIMITS)), *("",) * 4)[:4]
