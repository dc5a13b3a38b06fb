"""A page to practise on: one file that needs no other and no network, and asks one question after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quizgen.exporting.platform.page import data as page_data
from quizgen.exporting.platform.page import document as page_document
from quizgen.exporting.platform.page import linked_data
from quizgen.exporting.report import Report, write_whole
from quizgen.exporting.taking import sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction
from quizgen.model.quiz import Quiz

SUMMARY = "page to practise on, offline: one file with questions, answers, sources and progress"
SUFFIX = ".html"
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "order", "match", "cloze"}
)


class Options(Frozen):
    """What a user may set.

    `number` is how many questions a round has at first, 0 for all; with `shuffle` questions and options are mixed.
    With up to `linked_data` questions the page describes each of them to search engines and other programs
    (schema.org), with more only the whole, for that takes as much room again as the questions themselves.
    """

    number: Annotated[int, Field(ge=0)] = 10
    shuffle: bool = True
    linked_data: Annotated[int, Field(ge=0)] = 1000


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the page. Raises ProblemError if a template or a table of words of the user's own cannot be used."""
    sifted = sift(quiz, shows=lambda _: True, carries=("hint",))
    write_whole(out, (piece.encode() for piece in _page(sifted.quiz, options)))
    count = len(sifted.quiz.items)
    return Report("html", (out,), written=count, cards=count, skipped=sifted.skipped, lost=sifted.lost)


def _page(quiz: Quiz, options: Options) -> Iterator[str]:
    language, words = page_document.words_of(quiz)
    before, after = page_document.document(quiz, language, words, options.number)
    yield before
    yield '<script type="application/ld+json">'
    yield from linked_data.chunks(quiz, most=options.linked_data)
    yield "</script>\n"
    yield '<script type="application/json" id="data">'
    yield from page_data.chunks(quiz, words, options.number, shuffle=options.shuffle)
    yield "</script>"
    yield after
