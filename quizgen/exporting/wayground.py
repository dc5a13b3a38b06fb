"""Wayground, which was Quizizz: the spreadsheet that its editor imports.

It has the names of its template in row 1, the template's own notes on them in row 2, and questions from row 3. It is
the one site of its sort that shows an explanation after the answer; so the citation stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quizgen.exporting.evidence import explained_text
from quizgen.exporting.platform.sheets.files import Sheet, exported, sheets
from quizgen.exporting.platform.sheets.rows import (
    LONGEST_CELL,
    Limits,
    asked,
    length,
    listed,
    offered,
    refused,
    right,
    unlisted,
)
from quizgen.exporting.platform.sheets.xlsx import require, xlsx_pieces
from quizgen.exporting.report import Report
from quizgen.exporting.taking import sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "spreadsheet for Wayground's (Quizizz's) import, with a sheet of the sources (.xlsx, .csv)"
SUFFIX = "-wayground.xlsx"
PARTS = r"-\d+"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text"})
LIMITS = Limits("Wayground", answers=5, question=LONGEST_CELL, answer=LONGEST_CELL, spellings=5)
KINDS = {"choice": "Multiple Choice", "choices": "Checkbox", "text": "Fill-in-the-Blank"}
HEAD = (
    ("Question Text", "Text of the question\n\n(required)\n\n\n"),
    ("Question Type", "Question Type\n\n(default is Multiple Choice)\n\n"),
    ("Option 1", "Text for option 1\n\n(required in all cases except open-ended & draw questions)"),
    ("Option 2", "Text for option 2\n\n(required in all cases except open-ended & draw questions)"),
    *((f"Option {number}", f"Text for option {number}\n\n(optional)\n\n\n") for number in (3, 4, 5)),
    (
        "Correct Answer",
        "The correct option choice (between 1-5).\n\n"
        'Leave blank for "Open-Ended", "Poll", "Draw" and "Fill-in-the-Blank".',
    ),
    ("Time in seconds", "Time in seconds\n\n(optional, default value is 30 seconds)\n"),
    ("Image Link", "Link of the image\n\n(optional)\n\n\n"),
    ("Answer explanation", "Explanation for the answer\n(optional)\n\n\n"),
)
WIDTHS = (60, 18, 24, 24, 24, 24, 24, 12, 12, 12, 80)
Row = tuple[str | int, ...]


class Options(Frozen):
    """How a question is played: `seconds` is the time to answer. A file has at most `per_file` questions (0: all)."""

    seconds: Annotated[int, Field(ge=5, le=900)] = 30
    per_file: Annotated[int, Field(ge=0)] = 0


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz to `out`, further files (`…-2.xlsx`) if `per_file` asks for them, and the sources beside it.

    Raises ProblemError if XlsxWriter is not installed.
    """
    require(out.name)
    sifted = sift(quiz, refused=lambda item: _refused(quiz, item))
    kept = sifted.quiz
    made = sheets(out, kept.items, options.per_file)
    lost = unlisted(kept.items, LIMITS)
    return exported("wayground", sifted, made, lambda sheet: _workbook(kept, sheet, options.seconds), lost)


def _refused(quiz: Quiz, item: Item) -> str | None:
    if reason := refused(item, asked(item), LIMITS):
        return reason
    fits = length(explained_text(quiz, item)) <= LONGEST_CELL
    return None if fits else f"its citation is longer than a cell takes ({LONGEST_CELL:,} characters)"


def _workbook(quiz: Quiz, sheet: Sheet, seconds: int) -> Iterator[bytes]:
    return xlsx_pieces("Create a Quiz", _rows(quiz, sheet, seconds), WIDTHS, head=0)


def _rows(quiz: Quiz, sheet: Sheet, seconds: int) -> Iterator[Row]:
    yield from zip(*HEAD, strict=True)
    for item in sheet.items:
        texts = offered(item) or listed(item, LIMITS)
        cells = (*texts, *("",) * 5)[:5]
        yield asked(item), KINDS[item.interaction], *cells, _key(item), seconds, "", explained_text(quiz, item)


def _key(item: Item) -> str | int:
    key = right(item)
    return int(key) if key.isdigit() else key
