"""SurveyJS files: what stands in them, and what the report says of the rest."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.model.quiz import Quiz
from quizgen.problem import ProblemError
from tests import examples
from tests.test_exporting_h5p import PNG, with_picture


def survey(quiz: Quiz, folder: Path, **options: str) -> dict[str, Any]:
    [file] = api.export(quiz, "surveyjs", folder / "quiz-surveyjs.json", **options).files
    return json.loads(file.read_text("utf-8"))


def elements(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for page in made["pages"] for one in page["elements"]}


def test_questions_are_named_by_their_ids_in_the_order_of_the_quiz(tmp_path: Path):
    quiz = examples.everything()
    made = survey(quiz, tmp_path)
    assert [name for name in elements(made) if not name.startswith("evidence:")] == [item.id for item in quiz.items]


def test_evidence_has_a_page_of_its_own_that_only_an_answer_opens(tmp_path: Path):
    made = survey(examples.quiz((examples.item(1),), 1), tmp_path)
    asked, told = made["pages"]
    assert "visibleIf" not in asked
    assert told["visibleIf"] == "{moon.event-1.choice} notempty"
    assert made["showPrevButton"] is False
    evidence = told["elements"][0]["html"]
    assert (
        'data-item="moon.event-1.choice" data-sources="moon.almanac" data-tags="moon when src:moon.almanac"' in evidence
    )
    assert "Answer: 1911" in evidence


def test_evidence_may_wait_for_the_end(tmp_path: Path):
    made = survey(examples.quiz((examples.item(1), examples.item(2)), 1), tmp_path, feedback="end")
    assert len(made["pages"]) == 1
    assert list(elements(made)) == ["moon.event-1.choice", "moon.event-2.choice"]
    assert "event 2: 1912" in made["completedHtml"]
    assert "event 2: 1912" not in json.dumps(made["pages"])


def test_no_brace_of_an_author_is_a_value_to_be_filled_in(tmp_path: Path):
    made = survey(examples.everything("{pageno}"), tmp_path)
    for one in elements(made).values():
        one.pop("correctAnswer", None)  # compared, never shown
    shown = json.dumps(made["pages"], ensure_ascii=False)
    assert "{pageno}" not in shown
    assert "{\u2060pageno}" in shown
    assert "&#123;pageno}" in shown


def test_ordered_options_stay_and_others_are_shuffled(tmp_path: Path):
    items = (examples.item(1), examples.item(2).model_copy(update={"ordered": True}), examples.several(3))
    made = elements(survey(examples.quiz(items, 1), tmp_path))
    assert [made[item.id]["choicesOrder"] for item in items] == ["random", "none", "random"]


def test_events_to_put_in_order_are_never_shown_in_their_order(tmp_path: Path):
    item = examples.item(1, "order")
    made = elements(survey(examples.quiz((item,), 1), tmp_path))[item.id]
    shown = [row["value"] for row in made["rows"]]
    assert sorted(shown) == ["A", "B", "C", "D"]
    assert shown != ["A", "B", "C", "D"]
    assert made["correctAnswer"] == {"A": "1", "B": "2", "C": "3", "D": "4"}


def test_spellings_that_no_expression_can_hold_are_reported(tmp_path: Path):
    base = examples.item(1, "text")
    held = base.model_copy(update={"accept": ("AD 1911", 'the "year" 1911', "a\\b", "{x}", "it equals 1911")})
    bare = base.model_copy(update={"id": "moon.bare.text", "key": ('"1911"',), "accept": ("1911",)})
    report = api.export(examples.quiz((held, bare), 1), "surveyjs", tmp_path / "quiz-surveyjs.json")
    made = json.loads(report.files[0].read_text("utf-8"))
    assert report.lost == {"accepted spelling that no SurveyJS expression can hold": 5}
    assert [one["expression"] for one in made["triggers"]] == ["{#moon.event-1.text} anyof ['AD 1911']"]


def test_buttons_speak_the_language_of_the_quiz(tmp_path: Path):
    quiz = examples.quiz()
    for language, locale in (("de-AT", "de"), ("zh-TW", "zh-tw"), ("zh", "zh-cn"), ("en", "en")):
        items = tuple(item.model_copy(update={"language": language}) for item in quiz.items)
        made = survey(replace(quiz, items=items), tmp_path)
        assert made["locale"] == locale


def test_a_picture_that_asks_stands_before_its_question_and_any_other_with_the_evidence(tmp_path: Path):
    asks, tells = with_picture(tmp_path), with_picture(tmp_path, 2, asks=False)
    report = api.export(examples.quiz((asks, tells), 1), "surveyjs", tmp_path / "quiz-surveyjs.json")
    made = json.loads(report.files[0].read_text("utf-8"))
    packed = base64.b64encode(PNG).decode()
    assert [one["type"] for one in made["pages"][0]["elements"]] == ["html", "radiogroup"]
    assert packed in made["pages"][0]["elements"][0]["html"]
    assert 'alt="A crater, seen from above"' in made["pages"][0]["elements"][0]["html"]
    assert packed not in json.dumps(made["pages"][2])
    assert packed in made["pages"][3]["elements"][0]["html"]
    assert not report.lost


def test_an_unknown_place_for_the_evidence_is_a_problem(tmp_path: Path):
    with pytest.raises(ProblemError):
        api.export(examples.quiz(), "surveyjs", tmp_path / "quiz-surveyjs.json", feedback="never")
