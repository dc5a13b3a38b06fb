"""Answer sheets: the data of `print/sheet.typ`, with everything at the place that `quizgen.answer_sheet` gives it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from quizgen.answer_sheet import MARKERS, Code, SheetPage, answer_sheet, elsewhere, written
from quizgen.exporting.languages import Tongue
from quizgen.exporting.paper.printed_text import labels, plain
from quizgen.exporting.paper.typesetting import Typeset, typeset
from quizgen.model.key import Copy, KeyForm, PaperKey
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError
from quizgen.templating import find


@dataclass(frozen=True)
class Grey:
    """A picture of black and white squares: its bytes (0 is black), row by row."""

    width: int
    height: int
    pixels: tuple[int, ...]


@dataclass(frozen=True)
class AnswerPage:
    """One page that is printed: its geometry in millimetres, whose it is, and its code as a picture."""

    layout: SheetPage
    form: str
    copy: dict[str, str] | None
    elsewhere: str
    qr: Grey


@dataclass(frozen=True)
class AnswerSheets:
    """The data of `print/sheet.typ`."""

    title: str
    tongue: Tongue
    words: dict[str, str]
    fonts: tuple[str, ...]
    markers: tuple[Grey, ...]
    pages: tuple[AnswerPage, ...]


def typeset_sheets(quiz: Quiz, key: PaperKey, fonts: Sequence[str], font_path: Sequence[Path] = ()) -> Typeset:
    """Compile a sheet for each copy of the key in the order of the list, or else for each form.

    Raises ProblemError when a package is missing or a question has too many options, TypesetError when Typst refuses.
    """
    data = sheets(quiz, key, fonts)
    text = json.dumps(asdict(data), ensure_ascii=False)
    return typeset(find("print/sheet.typ", quiz.templates), text, font_path)


def sheets(quiz: Quiz, key: PaperKey, fonts: Sequence[str]) -> AnswerSheets:
    """Return the data of all the sheets that the key has a plan for."""
    spoken, words = labels(quiz)
    return AnswerSheets(
        title=plain(key.title),
        tongue=spoken,
        words=words,
        fonts=tuple(fonts),
        markers=tuple(_grey([[sign == "#" for sign in row] for row in marker]) for marker in MARKERS),
        pages=tuple(_pages(key)),
    )


def _pages(key: PaperKey) -> Iterator[AnswerPage]:
    forms = {form.name: (form, answer_sheet(key, form)) for form in key.forms}
    wanted: list[tuple[str, Copy | None]] = [(copy.form, copy) for copy in key.copies]
    for name, copy in wanted or [(name, None) for name in forms]:
        form, pages = forms[name]
        for page in pages:
            yield _answer_page(key, form, copy, page)


def _answer_page(key: PaperKey, form: KeyForm, copy: Copy | None, page: SheetPage) -> AnswerPage:
    code = Code(key.quiz, form.name, copy.code if copy else "", page.number)
    said = {name: plain(text) for name, text in copy.model_dump().items()} if copy else None
    return AnswerPage(page, form.name, said, _runs(elsewhere(key, form)), _qr(written(code)))


def _runs(numbers: Sequence[int]) -> str:
    """Return the numbers as a reader would list them: `7, 32–65`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    joints = {1: "", 2: ", "}
    return ", ".join(joints.get(len(run), "–").join(map(str, dict.fromkeys((run[0], run[-1])))) for run in runs)


def _qr(text: str) -> Grey:
    segno = _segno()
    return _grey([[bool(dark) for dark in row] for row in segno.make(text, error="m", micro=False).matrix])


def _segno() -> Any:
    try:
        import segno
    except ImportError:
        hint = 'pip install "quizgen[scan]"'
        raise ProblemError(Problem("B131", "answer sheets need the package segno", "print", hint=hint)) from None
    return segno


def _grey(rows: Sequence[Sequence[bool]]) -> Grey:
    return Grey(len(rows[0]), len(rows), tuple(0 if dark else 255 for row in rows for dark in row))
