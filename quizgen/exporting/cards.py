"""Flashcards on paper: a question in front, behind it the answer with its source, printed to be cut or torn apart.

Every card is measured before anything is written: what fits on no card at the smallest type is skipped by name, and a
quote that had to be cut short is counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from quizgen.exporting.paper import card_faces, card_stock, choices
from quizgen.exporting.paper.card_faces import Sheets, as_json, contents, parts, pictures
from quizgen.exporting.paper.card_preferences import unscaled
from quizgen.exporting.paper.card_stock import STOCKS, Flip, StockName
from quizgen.exporting.paper.choices import lost, without
from quizgen.exporting.paper.glyphs import Fonts, check_font_path, refuse_missing, refused, with_faces, without_glyphs
from quizgen.exporting.paper.proving import broken, refuse_empty, unasked
from quizgen.exporting.paper.typesetting import Mark, Typeset, TypesetError, forget, typeset
from quizgen.exporting.report import Report, write_together
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError
from quizgen.templating import find

SUMMARY = "flashcards on paper, two-sided, on card stock or to be cut (PDF/UA)"
SUFFIX = "-cards.pdf"
PAPER = True
INTERACTIONS = choices.INTERACTIONS
SMALLEST = 7
"""The smallest type of the template, in points."""
ROUNDS = 10
"""How often what cannot be printed is taken out and the rest tried again; two were enough in all trials."""
TOGETHER = 200
"""So many pages go into one file: the memory that a document takes grows with them, half a gigabyte for these."""
FARTHEST = 10.0
"""How far a printer may be off, in millimetres: more is no drift."""
LOST = {
    "quote": "quote cut short or left out",
    "why": "statement left out",
    "place": "further source left out",
}
"""What the template leaves out where it does not fit, by the part it marks."""


def _pair(value: object) -> object:
    """Take `dx,dy` as well as two numbers."""
    found = value.split(",") if isinstance(value, str) else value
    try:
        moved = tuple(float(str(part)) for part in found) if isinstance(found, list | tuple) else ()
    except ValueError:
        moved = ()
    if len(moved) != 2 or not all(math.isfinite(part) and abs(part) <= FARTHEST for part in moved):
        message = f"`offset` is two numbers of millimetres such as 0.5,-0.3, none beyond {FARTHEST:g}, not {value!r}"
        raise ValueError(message)
    return moved


class Options(Fonts):
    """What the user may set.

    `stock` is the sheet of cards: Avery's number, or plain paper to be cut into 8 or 10. `flip` is the edge along which
    the printer turns the sheet over; `fold` puts the back beside the front, for printers that print on one side.
    `offset` moves the backs right and down by so many millimetres, for printers that do not meet the front;
    `calibration` begins with a sheet to measure that. `crop_marks` are the marks to cut at, by default on plain paper.
    """

    stock: StockName = "a4-8"
    flip: Flip = "long"
    offset: Annotated[tuple[float, float], BeforeValidator(_pair)] = (0.0, 0.0)
    crop_marks: bool | None = None
    calibration: bool = False

    @model_validator(mode="after")
    def _has_a_back(self) -> Options:
        if self.flip == "fold" and (self.calibration or self.offset != (0.0, 0.0)):
            raise ValueError("a sheet to fold has nothing on its back: `offset` and `calibration` are for two sides")
        return self


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the cards to `out`, very many of them to `…-2.pdf` and so on, too.

    Raises ProblemError if Typst refuses, or no font has a character of theirs.
    """
    check_font_path(out, options)
    options = with_faces(options, quiz)
    kept, skipped, made = _printable(quiz, out, options)
    return Report(
        format="cards",
        files=write_together(
            (path, unscaled(one.pdf, options.flip)) for path, one in zip(_names(out), made, strict=False)
        ),
        written=len(kept.items),
        cards=len(kept.items),
        skipped=tuple((item.id, skipped[item.id]) for item in quiz.items if item.id in skipped),
        lost=lost(kept, lambda item: item.asking) + _left_out(_marks(made)),
    )


def sheets(quiz: Quiz, options: Options) -> Sheets:
    """Return the quiz as its template takes it."""
    stock, flip = STOCKS[options.stock], options.flip
    marked = stock.cut if options.crop_marks is None else options.crop_marks
    leaves = card_stock.leaves(stock, flip, len(quiz.items), options.offset, marks=marked)
    return contents(
        quiz,
        fonts=options.fonts,
        flip=flip,
        offset=options.offset,
        sheets=card_stock.sheets(stock, flip, len(quiz.items)),
        stock=stock,
        leaves=(*card_stock.calibration(stock, flip, options.offset), *leaves) if options.calibration else leaves,
    )


def typeset_cards(quiz: Quiz, data: str, options: Options) -> Typeset:
    """Compile the cards; raise TypesetError if that fails."""
    return typeset(find("print/cards.typ", quiz.templates), data, options.font_path, pictures(quiz.items))


def _printable(quiz: Quiz, out: Path, options: Options) -> tuple[Quiz, dict[str, str], list[Typeset]]:
    """Return what of the quiz can be printed, why the other items cannot, and the compiled cards."""
    skipped = {item.id: reason for item in quiz.items if (reason := unasked(item))}
    for _ in range(ROUNDS):
        kept = without(quiz, skipped)
        refuse_empty(quiz, kept, skipped, out)
        data = sheets(kept, options)
        try:
            made = list(_typeset(kept, data, options))
        except TypesetError as error:
            flaws = without_glyphs({one.id: card_faces.texts(one) for one in data.cards}, options, error)
            if not flaws:
                shown = [(item.id, one) for item in kept.items for one in item.asking]
                raise ProblemError(*broken(shown, out), refused(error, out, options)) from None
            refuse_missing(flaws, out, options)
        else:
            flaws = _too_big(_marks(made), options)
            if not flaws:
                return kept, skipped, made
        skipped |= flaws
    raise ProblemError(Problem("B090", "too much cannot be printed", out.name, hint="print fewer items"))


def _typeset(quiz: Quiz, data: Sheets, options: Options) -> Iterator[Typeset]:
    """Compile the files one by one."""
    for number, part in enumerate(parts(data, TOGETHER)):
        if number:
            forget()
        yield typeset_cards(quiz, as_json(part), options)


def _names(out: Path) -> Iterator[Path]:
    """Yield the names of the files: as they were asked for, then numbered."""
    yield out
    yield from (out.with_name(f"{out.stem}-{number}{out.suffix}") for number in count(2))


def _marks(made: Iterable[Typeset]) -> Iterator[Mark]:
    return (mark for one in made for mark in one.marks)


def _too_big(marks: Iterable[Mark], options: Options) -> dict[str, str]:
    """Return the items that the template has marked as too big for a side of their card."""
    reason = "its {} does not fit on {} even at {} pt"
    return {
        mark.item: reason.format(mark.part, options.stock, SMALLEST)
        for mark in reversed(list(marks))
        if mark.end == "big"
    }


def _left_out(marks: Iterable[Mark]) -> Counter[str]:
    return Counter(LOST.get(mark.part, mark.part) for mark in marks if mark.end == "lost")
