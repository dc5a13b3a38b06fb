"""The results as JSON, for other programs: all that the tables and the pages show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from quizgen.model.key import Copy, PaperKey
from quizgen.scanning.grading import Answer, Graded
from quizgen.scanning.results_tables import flagged
from quizgen.scanning.statistics import Analysis, Chosen, ItemFigures, Scores

VERSION = "1.0"
DIGITS = 6
Data = dict[str, Any]


def as_json(key: PaperKey, sheets: Sequence[Graded], analysis: Analysis) -> bytes:
    """Return the results as JSON. Points are whole numbers, shares from 0 to 1, and null is what has no value."""
    data = {
        "schemaVersion": VERSION,
        "quiz": key.quiz,
        "title": key.title,
        "sheets": [_sheet(sheet) for sheet in sheets],
        "missing": [{"code": copy.code, **_whose(copy), "form": copy.form} for copy in missing(key, sheets)],
        "scores": _scores(analysis.scores),
        "warnings": list(analysis.warnings),
        "items": [_item(one) for one in analysis.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def missing(key: PaperKey, sheets: Iterable[Graded]) -> list[Copy]:
    """Return the copies that no sheet was scanned of."""
    seen = {sheet.reading.code for sheet in sheets}
    return [copy for copy in key.copies if copy.code not in seen]


def _whose(one: Copy | Graded) -> Data:
    return {"name": one.name, "number": one.number, "group": one.group}


def _sheet(sheet: Graded) -> Data:
    reading = sheet.reading
    return {
        "file": reading.file,
        "page": reading.page,
        "code": reading.code,
        **_whose(sheet),
        "form": sheet.form,
        "score": sheet.score,
        "best": sheet.best,
        "possible": sheet.possible,
        "open": sheet.open,
        "byHand": sheet.by_hand,
        "doubts": [{"field": doubt.field, "why": doubt.why, "seen": doubt.seen} for doubt in reading.doubts],
        "answers": [_answer(answer) for answer in sheet.answers],
    }


def _answer(answer: Answer) -> Data:
    return {
        "number": answer.number,
        "item": answer.item.id,
        "verdict": answer.verdict,
        "letters": list(answer.letters),
        "options": list(answer.options),
        "points": answer.points,
    }


def _scores(scores: Scores) -> Data:
    return {
        "sheets": scores.sheets,
        "graded": scores.graded,
        "complete": scores.complete,
        "possible": scores.possible,
        "mean": _rounded(scores.mean),
        "median": _rounded(scores.median),
        "standardDeviation": _rounded(scores.deviation),
        "method": scores.method,
        "reliability": _rounded(scores.reliability),
        "whyNoReliability": scores.why,
        "standardError": _rounded(scores.error),
        "distribution": [{"score": score, "sheets": count} for score, count in scores.counts],
    }


def _item(one: ItemFigures) -> Data:
    return {
        "item": one.item.id,
        "numbers": [{"form": form, "number": number} for form, number in one.numbers],
        "sheets": one.sheets,
        "right": one.right,
        "partly": one.partly,
        "blank": one.blank,
        "inDoubt": one.doubts,
        "difficulty": _rounded(one.difficulty),
        "discrimination": _rounded(one.discrimination),
        "upperMinusLower": _rounded(one.upper_lower),
        "options": [_option(chosen) for chosen in one.options],
        "flags": [flagged(flag) for flag in one.flags],
    }


def _option(chosen: Chosen) -> Data:
    return {
        "option": chosen.option.id,
        "right": chosen.option.right,
        "count": chosen.count,
        "share": _rounded(chosen.share),
        "meanScore": _rounded(chosen.mean),
        "upper": _rounded(chosen.upper),
        "lower": _rounded(chosen.lower),
    }


def _rounded(value: float | None) -> float | None:
    """The value without the last digits, in which machines differ."""
    return None if value is None else round(value, DIGITS)
