"""Exported surveys in survey-core, the engine of SurveyJS: what it scores, and what is on the page."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting.markup import legal
from quizgen.exporting.taking import in_order, true_or_false
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz
from tests import examples
from tests.platforms.conftest import version

pytestmark = pytest.mark.platforms
TEXTS = ("", "{moon.event-1.text} {pageno} {questionCount}", *examples.HOSTILE)


def as_shown(text: str) -> str:
    return legal(text)


def attempt(item: Item, *, right: bool) -> Any:
    """An answer as it is given: by the texts that are offered."""
    if item.interaction == "order":
        events = in_order(item)
        places = [str(n) for n in range(1, len(events) + 1)]
        return [
            (as_shown(event.text), place)
            for event, place in zip(events, places if right else [*places[2:], *places[:2]], strict=True)
        ]
    if item.interaction == "match":
        targets = [option.match or "" for option in item.options]
        given = targets if right else [targets[1], targets[0], *targets[2:]]
        return [(as_shown(o.text), as_shown(target)) for o, target in zip(item.options, given, strict=True)]
    wanted = [as_shown(option.text) for option in item.options if option.correct is right]
    if item.interaction == "choices":
        return wanted if right else wanted[:1]
    return wanted[0] if item.options else (" ".join(as_shown(item.key[0]).split()) if right else "no answer")


def asked(item: Item) -> dict[str, Any]:
    typed = not item.options
    return {
        "id": item.id,
        "right": attempt(item, right=True),
        "wrong": attempt(item, right=False),
        "spellings": [*item.accept, item.key[0].swapcase()] if typed and item.accept else [],
    }


def exported(quiz: Quiz, folder: Path, **options: str) -> dict[str, Any]:
    report = api.export(quiz, "surveyjs", folder / "quiz-surveyjs.json", **options)
    assert report.skipped == ()
    return json.loads(report.files[0].read_text("utf-8"))


def visible(markup: str) -> str:
    """What a reader sees of HTML, without its white space."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def is_cited(markup: str, item: Item) -> bool:
    words = visible(markup)
    quote, rationale = item.citations[0].quote or "", item.rationale
    told = ("".join(as_shown(text).split()) for text in (quote, rationale, "An Almanac of the Moon", "page 12"))
    return all(text in words for text in told) and "https://example.org/moon#:~:text=" in markup


@pytest.mark.parametrize("feedback", ["page", "end"])
def test_survey_core_scores_and_cites_every_question(node, result, tmp_path: Path, feedback: str):
    quizzes = [examples.everything(text) for text in TEXTS]
    given = [
        {"survey": exported(quiz, tmp_path / str(n), feedback=feedback), "items": [asked(item) for item in quiz.items]}
        for n, quiz in enumerate(quizzes)
    ]
    counts: dict[str, Counter[str]] = {}
    for quiz, survey in zip(quizzes, node("surveyjs.mjs", given), strict=True):
        assert survey["errors"] == []
        assert survey["title"] == quiz.title
        assert survey["back"] is (feedback == "end")
        for item, told in zip(quiz.items, survey["told"], strict=True):
            assert told["stem"] == as_shown(item.stem)
            assert told["before"] == ""
            assert told["untouched"] == 0
            kind = "true or false" if true_or_false(item) is not None else item.interaction
            count = counts.setdefault(kind, Counter())
            count["items"] += 1
            count["right"] += told["right"] == told["full"] > 0
            count["wrong"] += told["wrong"] < told["full"]
            count["cited"] += is_cited(told["after"] if feedback == "page" else survey["end"], item)
    remark = "also with every hostile text; order and match count each row"
    result("surveyjs", "survey-core", version("survey-core"), {k: dict(v) for k, v in counts.items()}, remark)


def test_survey_core_takes_every_spelling_that_is_not_reported_lost(node, tmp_path: Path):
    quiz = examples.quiz((examples.item(1, "text"), examples.item(2, "date"), examples.item(3, "number")), 1)
    awkward = ("It's 1910", "१९१०", "-- 0007", "=SUM(A1)", "1,910", "2020-01-03", "[x]", "0")
    items = tuple(item.model_copy(update={"accept": (*item.accept, *awkward)}) for item in quiz.items)
    quiz = examples.quiz(items, 1)
    told = node("surveyjs.mjs", [{"survey": exported(quiz, tmp_path), "items": [asked(item) for item in items]}])[0]
    assert [one["spellings"] for one in told["told"]] == [[1] * 10] * 3


def test_survey_core_tells_the_score_at_the_end(node, tmp_path: Path):
    quiz = examples.everything()
    told = node("surveyjs.mjs", [{"survey": exported(quiz, tmp_path), "items": [asked(i) for i in quiz.items]}])[0]
    full = sum(one["full"] for one in told["told"])
    assert f"{full} / {full}" in told["end"]


def test_survey_core_takes_no_number_for_another_spelled_alike(node, tmp_path: Path):
    item = examples.item(1, "number").model_copy(update={"key": ("384,400",), "accept": ("384400", "1,910", "007")})
    quiz = examples.quiz((item,), 1)
    wrong = ["384.4", "1.91", "1.910", "7", "0", "38440"]
    given = {"id": item.id, "right": "384400", "wrong": "1.91", "spellings": wrong}
    [told] = node("surveyjs.mjs", [{"survey": exported(quiz, tmp_path), "items": [given]}])[0]["told"]
    assert (told["right"], told["spellings"]) == (1, [0] * len(wrong))
