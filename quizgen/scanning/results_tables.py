"""The results as tables for spreadsheets: UTF-8 with a mark at the beginning, by which Excel knows it.

Names and texts are made inert, so that no spreadsheet takes one for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from quizgen.exporting.paper.printed_key import inert
from quizgen.model.key import PaperKey
from quizgen.scanning.grading import Answer, Graded
from quizgen.scanning.statistics import Analysis, Chosen, ItemFigures
from quizgen.scanning.statistics_flags import Flag

Cell = str | int | float | None
SHEET = (
    "name",
    "number",
    "group",
    "code",
    "form",
    "score",
    "possible",
    "open",
    "by hand",
    "file",
    "page",
    "to look at",
)
ANSWER = ("name", "number", "group", "code", "form", "file", "page",
          "question", "item", "verdict", "letters", "options", "points", "possible")  # fmt: skip
ITEM = ("item", "fact", "kind", "stem", "questions", "sheets", "right", "partly", "blank", "in doubt", "difficulty",
        "discrimination", "upper minus lower", "options", "chosen", "mean scores", "flags", "sources")  # fmt: skip
BETWEEN = "; "


def sheets_csv(key: PaperKey, sheets: Iterable[Graded]) -> bytes:
    """Return a row for each sheet, with a column for each item.

    An item's cell has the letters marked on the student's own form, nothing for a blank, and `?` with what was made out
    where it is in doubt. Letters of different forms mean different options: `answers.csv` has the options themselves.
    """
    items = [item.id for item in key.items]
    return table((*SHEET, *items), (_sheet(sheet, items) for sheet in sheets))


def _sheet(sheet: Graded, items: Iterable[str]) -> list[Cell]:
    answers = {answer.item.id: _marked(answer) for answer in sheet.answers}
    doubts = BETWEEN.join(f"{doubt.field}: {doubt.why}" for doubt in sheet.reading.doubts)
    points: list[Cell] = [sheet.score, sheet.possible, sheet.open, sheet.by_hand]
    return [*_whose(sheet), *points, sheet.reading.file, sheet.reading.page, doubts,
            *(answers.get(item, "") for item in items)]  # fmt: skip


def _whose(sheet: Graded) -> list[Cell]:
    form = "?" if sheet.form is None else sheet.form
    return [sheet.name, sheet.number, sheet.group, sheet.reading.code, form]


def _marked(answer: Answer) -> str:
    letters = ", ".join(answer.letters)
    if answer.verdict == "doubt":
        return f"? {letters}".strip()
    return answer.verdict if answer.verdict == "by hand" else letters


def answers_csv(sheets: Iterable[Graded]) -> bytes:
    """Return a row for each answer of each sheet; `options` are ids, which mean the same on every form."""
    return table(ANSWER, (_answer(sheet, answer) for sheet in sheets for answer in sheet.answers))


def _answer(sheet: Graded, answer: Answer) -> list[Cell]:
    graded = answer.verdict not in {"doubt", "by hand"}
    letters, options = ", ".join(answer.letters), ", ".join(answer.options)
    return [*_whose(sheet), sheet.reading.file, sheet.reading.page, answer.number, answer.item.id, answer.verdict,
            letters, options, answer.points if graded else None, answer.item.points]  # fmt: skip


def items_csv(analysis: Analysis) -> bytes:
    """Return a row for each item that has bubbles, with its figures."""
    return table(ITEM, (_item(one) for one in analysis.items))


def _item(one: ItemFigures) -> list[Cell]:
    item = one.item
    figures = [_rounded(value) for value in (one.difficulty, one.discrimination, one.upper_lower)]
    sources = (" ".join(filter(None, (cited.title, cited.where, cited.url))) for cited in item.citations)
    return [item.id, item.fact, item.kind, item.stem, BETWEEN.join(f"{form} {n}".strip() for form, n in one.numbers),
            one.sheets, one.right, one.partly, one.blank, one.doubts, *figures,
            *_options(one.options), BETWEEN.join(map(flagged, one.flags)), BETWEEN.join(sources)]  # fmt: skip


def _options(options: Sequence[Chosen]) -> list[Cell]:
    texts = (f"{one.option.id}{' (right)' if one.option.right else ''}: {one.option.text}" for one in options)
    counts = (f"{one.option.id} {one.count}" for one in options)
    means = (f"{one.option.id} {one.mean:.2f}" for one in options if one.mean is not None)
    return [BETWEEN.join(texts), BETWEEN.join(counts), BETWEEN.join(means)]


def flagged(flag: Flag) -> str:
    """Return a flag in words."""
    return " ".join((flag.words, ", ".join(f"“{option.text}”" for option in flag.options))).strip()


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def table(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return the table, every text in it inert."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "backslashreplace")
