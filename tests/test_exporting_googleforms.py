"""What Google's Forms API is sent, answered as its reference says that it grades. Nothing here talks to Google."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting.markup import flat
from quizgen.exporting.platform import forms_requests
from quizgen.exporting.report import Report
from quizgen.lowering import lower
from quizgen.model.item import Item, Option
from quizgen.model.quiz import Quiz
from tests import examples

# ---- a form as the reference says it grades ------------------------------------------------------------------------


def export(quiz: Quiz, folder: Path, **options: object) -> tuple[Report, list[dict[str, Any]]]:
    report = api.export(quiz, "googleforms", folder / "moon-googleforms.json", **options)
    return report, json.loads(report.files[0].read_text("utf-8"))["requests"]


def items(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [request["createItem"]["item"] for request in requests if "createItem" in request]


def question(item: dict[str, Any]) -> dict[str, Any]:
    return item["questionItem"]["question"]


def score(asked: dict[str, Any], *given: str) -> int:
    """Of one answer: full marks if it is among the right ones; of checkboxes: if these are exactly the right ones."""
    grading = asked["grading"]
    right = [one["value"] for one in grading["correctAnswers"]["answers"]]
    several = asked.get("choiceQuestion", {}).get("type") == "CHECKBOX"
    full = sorted(given) == sorted(right) if several else len(given) == 1 and given[0] in right
    return grading["pointValue"] if full else 0


def seen(asked: dict[str, Any], *, right: bool) -> dict[str, Any]:
    """The feedback that is shown: the reference has one for right and one for wrong answers where there are options,
    and a general one where the answer is typed."""
    grading = asked["grading"]
    names = {"whenRight", "whenWrong"} if "choiceQuestion" in asked else {"generalFeedback"}
    assert names == grading.keys() - {"pointValue", "correctAnswers"}
    return grading.get("generalFeedback") or grading["whenRight" if right else "whenWrong"]


def wrong(item: Item) -> list[str]:
    return [flat(option.text) for option in item.options if not option.correct][:1] or ["no such answer"]


# ---- tests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=lambda text: repr(text[:12]))
def test_the_key_scores_a_wrong_answer_does_not_and_the_source_is_seen(text: str, tmp_path: Path):
    quiz = examples.everything(text)
    report, requests = export(quiz, tmp_path)
    assert report.skipped == ()
    asked = lower(quiz, frozenset({"choice", "choices", "text"})).quiz.items
    for item, made in zip(asked, items(requests), strict=True):
        assert flat(f"{made['title']} {made.get('description', '')}") == flat(item.stem)
        form = question(made)
        assert score(form, *map(flat, item.key)) == 1
        assert score(form, *wrong(item)) == 0
        assert score(form) == 0
        for spelling in item.accept:
            assert score(form, flat(spelling)) == 1
        for right in (True, False):
            told = seen(form, right=right)
            assert flat(item.rationale) in told["text"]
            assert f"“{flat(item.citations[0].quote or '')}”" in told["text"]
            assert "Source: Doe, Ada. An Almanac of the Moon. Example Press, 1999." in told["text"]
            assert "page 12" in told["text"]
            link = {"uri": item.citations[0].url, "displayText": "An Almanac of the Moon"}
            assert told["material"] == [{"link": link}]


@pytest.mark.parametrize("text", examples.HOSTILE, ids=lambda text: repr(text[:12]))
def test_what_is_displayed_on_one_line_has_no_line_break(text: str, tmp_path: Path):
    """The API answers `Displayed text cannot contain newlines`, and makes nothing of the whole file."""
    quiz = replace(examples.everything(text), title=text)
    _, requests = export(quiz, tmp_path)
    shown = [requests[0]["updateFormInfo"]["info"]["title"]]
    for made in items(requests):
        shown.append(made["title"])
        shown += [option["value"] for option in question(made).get("choiceQuestion", {}).get("options", [])]
        shown += [one["link"]["displayText"] for one in seen(question(made), right=True)["material"]]
    assert not [one for one in shown if re.search(r"[\r\n\x0b\x0c\x85\u2028\u2029]", one) or not one]


def test_the_form_becomes_a_quiz_before_its_questions_come(tmp_path: Path):
    _, requests = export(examples.quiz(title="The Moon\nand its landings"), tmp_path)
    assert requests[0] == {"updateFormInfo": {"info": {"title": "The Moon and its landings"}, "updateMask": "title"}}
    assert requests[1] == {
        "updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}
    }
    places = [request["createItem"]["location"]["index"] for request in requests[2:]]
    assert places == list(range(13))


def test_questions_are_added_to_a_form_that_has_some(tmp_path: Path):
    _, requests = export(examples.quiz(), tmp_path, add="yes", at="12", points="3")
    assert list(requests[0]) == ["updateSettings"]
    assert [request["createItem"]["location"]["index"] for request in requests[1:]] == list(range(12, 25))
    assert {question(made)["grading"]["pointValue"] for made in items(requests)} == {3}


def test_dates_and_true_or_false_keep_their_order(tmp_path: Path):
    ordered = examples.item(1).model_copy(update={"ordered": True})
    asked = (ordered, examples.true_or_false(2, right=True).model_copy(update={"ordered": False}), examples.item(3))
    _, requests = export(examples.quiz(asked), tmp_path)
    choices = [question(made)["choiceQuestion"] for made in items(requests)]
    assert [choice["shuffle"] for choice in choices] == [False, False, True]
    assert [one["value"] for one in choices[0]["options"]] == ["1901", "1911", "1921", "1931"]


def test_further_lines_of_a_question_are_its_description(tmp_path: Path):
    _, requests = export(examples.quiz((examples.item(1, "order"),)), tmp_path)
    (made,) = items(requests)
    assert made["title"] == "In which year did event 1 happen?"
    assert made["description"] == "(A) 1901\n(B) 1911\n(C) 1921\n(D) 1931"


def test_ids_are_those_of_the_questions_in_each_build(tmp_path: Path):
    """Eight hexadecimal digits up to 7fffffff: the API refuses others, and answers come back under them."""
    first = items(export(examples.quiz(), tmp_path / "a")[1])
    fewer = items(export(examples.quiz(examples.quiz().items[5:]), tmp_path / "b")[1])
    assert fewer == first[5:]
    ids = [one for made in first for one in (made["itemId"], question(made)["questionId"])]
    assert len(set(ids)) == 26
    assert all(re.fullmatch("[0-7][0-9a-f]{7}", one) and int(one, 16) for one in ids)


def test_a_renamed_question_keeps_its_ids(tmp_path: Path):
    """The answers to a form that is out come back under them."""
    old, quiz = examples.item(1), examples.quiz((examples.item(1),))
    new = old.model_copy(update={"id": "moon.landing.choice"})
    lock = replace(quiz.lock, items={new.id: quiz.lock.items[old.id]})
    _, before = export(quiz, tmp_path)
    _, after = export(replace(quiz, items=(new,), forms=(), lock=lock), tmp_path)
    assert items(after) == items(before)


def test_ids_that_meet_are_told_apart(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(forms_requests, "LARGEST_ID", 0xFF)
    made = forms_requests.form_ids(examples.quiz(tuple(examples.item(n) for n in range(100))))
    ids = [one for pair in made.values() for one in pair]
    assert len(set(ids)) == 200
    assert "00000000" not in ids


def test_the_companion_has_our_ids_beside_those_of_the_form(tmp_path: Path):
    report, requests = export(examples.quiz(), tmp_path)
    assert [path.name for path in report.files] == ["moon-googleforms.json", "moon-googleforms-sources.csv"]
    with report.files[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, item, made in zip(rows, examples.quiz().items, items(requests), strict=True):
        assert (row["id"], row["source"]) == (item.id, "moon.almanac")
        assert (row["form item"], row["form question"]) == (made["itemId"], question(made)["questionId"])


def test_answers_that_look_the_same_are_not_offered(tmp_path: Path):
    texts = ("20 July", "20\nJuly")
    options = tuple(Option(id="AB"[n], text=text, correct=n == 0) for n, text in enumerate(texts))
    item = examples.item(1).model_copy(update={"options": options, "key": texts[:1]})
    report, requests = export(examples.quiz((item, examples.item(2))), tmp_path)
    assert report.skipped == ((item.id, "two of its answers look the same"),)
    assert len(items(requests)) == 1


def test_a_link_that_is_none_is_no_link(tmp_path: Path):
    citation = examples.CITATION.model_copy(update={"url": "javascript:alert(1)"})
    item = examples.item(1).model_copy(update={"citations": (citation,)})
    report, requests = export(examples.quiz((item,)), tmp_path)
    assert "material" not in seen(question(items(requests)[0]), right=True)
    assert report.lost["link that is no web address"] == 1


@pytest.mark.parametrize("language", ["ar", "he", "ja"])
def test_the_word_for_source_is_in_the_questions_language(language: str, tmp_path: Path):
    item = examples.item(1).model_copy(update={"language": language})
    _, requests = export(examples.quiz((item,)), tmp_path)
    assert {"ar": "المصدر", "he": "מקור", "ja": "出典"}[language] in seen(question(items(requests)[0]), right=True)[
        "text"
    ]
