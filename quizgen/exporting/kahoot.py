"""Kahoot!: the spreadsheet that its editor imports.

The columns and their limits are those of the template that Kahoot! offers for it: names in row 8, questions from row 9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from quizgen.exporting.markup import flat
from quizgen.exporting.platform.sheets.files import CITATION, Sheet, exported, sheets
from quizgen.exporting.platform.sheets.rows import Limits, offered, refused, right
from quizgen.exporting.platform.sheets.xlsx import require, xlsx_pieces
from quizgen.exporting.report import Report
from quizgen.exporting.taking import sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction
from quizgen.model.quiz import Quiz

SUMMARY = "spreadsheet for Kahoot!'s import, with a sheet of the sources (.xlsx, .csv)"
SUFFIX = "-kahoot.xlsx"
PARTS = r"-\d+"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices"})
LIMITS = Limits("Kahoot!", answers=4, question=120, answer=75)
TIMES = (5, 10, 20, 30, 60, 90, 120, 240)
HEAD = (
    "",
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
WIDTHS = (6, 60, 30, 30, 30, 30, 20, 20)
Row = tuple[str | int, ...]


def _offered_time(seconds: int) -> int:
    if seconds not in TIMES:
        raise ValueError(f"Kahoot! has {', '.join(map(str, TIMES))} seconds")
    return seconds


class Options(Frozen):
    """How a question is played: `seconds` is the time to answer. A file has at most `per_file` questions."""

    seconds: Annotated[int, AfterValidator(_offered_time)] = 20
    per_file: Annotated[int, Field(ge=1, le=10_000)] = 100


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out`, further files (`…-2.xlsx`) if one is not enough, and the sources beside it.

    Raises ProblemError if XlsxWriter is not installed.
    """
    require(out.name)
    sifted = sift(quiz, refused=lambda item: refused(item, flat(item.stem), LIMITS))
    made = sheets(out, sifted.quiz.items, options.per_file)
    lost = Counter({CITATION: len(sifted.quiz.items)})
    return exported("kahoot", sifted, made, lambda sheet: _workbook(quiz.title, sheet, options), lost)


def _workbook(title: str, sheet: Sheet, options: Options) -> Iterator[bytes]:
    return xlsx_pieces("Sheet1", _rows(title, sheet, options), WIDTHS, head=7)


def _rows(title: str, sheet: Sheet, options: Options) -> Iterator[Row]:
    yield ()
    yield "", flat(title)
    yield from ((),) * 5
    yield HEAD
    for number, item in enumerate(sheet.items, 1):
        texts = (*offered(item), "", "")[:4]
        key = right(item)
        yield number, flat(item.stem), *texts, options.seconds, int(key) if key.isdigit() else key
