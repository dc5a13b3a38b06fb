"""SurveyJS: a survey in quiz mode as JSON, for programs that embed survey-core or one of its renderers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from quizgen.exporting.evidence import said
from quizgen.exporting.languages import locale, main_language
from quizgen.exporting.markup import html
from quizgen.exporting.platform.surveyjs_questions import (
    asking,
    evidence_html,
    question,
    spellings,
    text,
    trigger,
    typed,
)
from quizgen.exporting.report import Report, write_whole
from quizgen.exporting.taking import first_id, sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import EVERY, Item
from quizgen.model.quiz import Quiz

SUMMARY = "SurveyJS: a quiz as JSON, with the source of each answer once it is given"
SUFFIX = "-surveyjs.json"
INTERACTIONS = EVERY
UNSPOKEN = "accepted spelling that no SurveyJS expression can hold"
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Options(Frozen):
    """What a user may set.

    `feedback` is where the source of an answer is shown: on a `page` of its own after each question, from which there
    is no way back, or all at the `end`.
    """

    feedback: Literal["page", "end"] = "page"


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz as one survey."""
    at_end = options.feedback == "end"
    sifted = sift(quiz, lambda _: True)
    items = sifted.quiz.items
    write_whole(out, (chunk.encode() for chunk in chunks(sifted.quiz, at_end=at_end)))
    lost = sifted.lost + Counter({UNSPOKEN: sum(spellings(item)[1] for item in items if typed(item))})
    return Report("surveyjs", (out,), len(items), len(items), sifted.skipped, lost)


def chunks(quiz: Quiz, *, at_end: bool = False) -> Iterator[str]:
    """Yield the survey in pieces, one item at a time."""
    head = {"title": text(quiz.title), "locale": locale(main_language(quiz)), "showPrevButton": at_end}
    yield f"{_json(head)[:-1]},\n"
    yield '"triggers":['
    yield from _joined(_json(made) for item in quiz.items if (made := trigger(quiz, item)))
    yield '],\n"pages":['
    yield from _together(quiz) if at_end else _joined(_paged(quiz))
    yield '],\n"completedHtml":"'
    yield _inner(_score(quiz))
    for item in quiz.items if at_end else ():
        yield _inner(f'<h4 dir="auto">{_stem(item)}</h4>{evidence_html(quiz, item)}')
    yield '"}\n'


def _paged(quiz: Quiz) -> Iterator[str]:
    """Two pages for each item: the question, and the evidence, which is there only for those who answered."""
    for item in quiz.items:
        name = first_id(quiz, item)
        yield _json({"name": f"ask:{name}", "elements": [*asking(quiz, item), question(quiz, item)]})
        told = {"type": "html", "name": f"evidence:{name}", "html": evidence_html(quiz, item)}
        yield _json({"name": f"told:{name}", "visibleIf": f"{{{name}}} notempty", "elements": [told]})


def _together(quiz: Quiz) -> Iterator[str]:
    """One page with all questions, its elements one at a time."""
    yield '{"name":"questions","elements":['
    yield from _joined(_json(element) for item in quiz.items for element in (*asking(quiz, item), question(quiz, item)))
    yield "]}"


def _score(quiz: Quiz) -> str:
    if not quiz.items:
        return ""
    words = said(quiz, quiz.items[0])
    return f'<h3 dir="auto">{html(words["score"] + words["colon"])} {{correctAnswers}} / {{questionCount}}</h3>'


def _stem(item: Item) -> str:
    return html(item.stem).replace("{", "&#123;")


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    for number, piece in enumerate(pieces):
        yield f",\n{piece}" if number else piece


def _inner(markup: str) -> str:
    """Return a text as it stands between the quotation marks of a JSON string."""
    return _json(markup)[1:-1]
