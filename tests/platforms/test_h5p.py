"""Exported H5P packages on a site: @lumieducation/h5p-server takes them in, filters and saves them.

It does not play them, and the content types themselves come from no package registry. So what the site then holds is
read here by the rules of the content types: where a gap ends, what a tip is, which text belongs to which place.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.exporting.markup import legal
from quizgen.exporting.taking import true_or_false
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz
from tests import examples, h5p_site
from tests.platforms.conftest import version
from tests.test_exporting_h5p import EVENTS, dated, ordered, with_picture

pytestmark = pytest.mark.platforms
SERVER = "@lumieducation/h5p-server"


def squeezed(text: str) -> str:
    return "".join(legal(text).split())


def visible(markup: str) -> str:
    """What a reader sees of HTML, without its white space."""
    return "".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def overall(params: dict[str, Any]) -> str:
    [only] = params["overallFeedback"]
    assert (only["from"], only["to"]) == (0, 100)
    return only.get("feedback", "")


# ---- what the content types make of their parameters: (points for an answer, most points, what is then shown) --------


def multi_choice(params: dict[str, Any], given: list[str]) -> tuple[int, int, str]:
    offered = {visible(one["text"]): one for one in params["answers"]}
    chosen = [offered[squeezed(text)] for text in given]
    right = [one for one in params["answers"] if one["correct"]]
    assert params["behaviour"]["type"] == "multi" or len(right) == 1
    score = sum(1 if one["correct"] else -1 for one in chosen)
    shown = "".join(one["tipsAndFeedback"]["chosenFeedback"] for one in chosen) + overall(params)
    return max(score, 0), len(right), shown


def true_false(params: dict[str, Any], given: list[str]) -> tuple[int, int, str]:
    labels = {visible(params["l10n"]["trueText"]): "true", visible(params["l10n"]["falseText"]): "false"}
    right = labels[squeezed(given[0])] == params["correct"]
    return int(right), 1, params["behaviour"]["feedbackOnCorrect" if right else "feedbackOnWrong"]


def blanks(params: dict[str, Any], given: list[str]) -> tuple[int, int, str]:
    [line] = params["questions"]
    gaps = re.findall(r"\*(.*?)\*", line)
    assert (len(gaps), line.count("*")) == (1, 2)
    solution, tip, _ = gaps[0].partition(":")
    assert not tip
    assert not params["behaviour"]["caseSensitive"]
    right = [html.unescape(one.strip()).lower() for one in solution.split("/")]
    return int(given[0].strip().lower() in right), 1, overall(params)


def drag_text(params: dict[str, Any], given: list[str]) -> tuple[int, int, str]:
    places = re.findall(r"\*(.*?)\*", params["textField"])
    spare = re.findall(r"\*(.*?)\*", params["distractors"])
    assert len(params["textField"].split("\n")) == len(places) == params["textField"].count("*") / 2
    assert not [text for text in (*places, *spare) if re.search(r":|\\[+-]", text)]
    assert {squeezed(text) for text in given} <= {visible(text) for text in (*places, *spare)}
    score = sum(visible(place) == squeezed(text) for place, text in zip(places, given, strict=True))
    return score, len(places), overall(params)


def sort_paragraphs(params: dict[str, Any], given: list[str]) -> tuple[int, int, str]:
    assert (params["behaviour"]["scoringMode"], params["behaviour"]["applyPenalties"]) == ("positions", False)
    assert params["a11y"]["yourResult"], "the player reads it before it shows anything, and has no word of its own"
    places = list(map(visible, params["paragraphs"]))
    assert sorted(map(squeezed, given)) == sorted(places)
    score = sum(place == squeezed(text) for place, text in zip(places, given, strict=True))
    return score, len(places), overall(params)


PLAYED = {
    "H5P.MultiChoice 1.16": multi_choice,
    "H5P.TrueFalse 1.8": true_false,
    "H5P.Blanks 1.14": blanks,
    "H5P.DragText 1.10": drag_text,
    "H5P.SortParagraphs 0.11": sort_paragraphs,
}


def attempt(item: Item, library: str, *, right: bool) -> list[str]:
    """The answer: texts that are chosen, typed, or dragged to the places in their order."""
    if library.startswith("H5P.Blanks"):
        if not right:
            return ["no answer"]
        if item.interaction == "order":
            return [", ".join(o.id for o in sorted(item.options, key=lambda o: o.place or 0))]
        if item.interaction == "match":
            return [", ".join(f"{o.id}{item.targets.index(o.match or '') + 1}" for o in item.options)]
        return [" ".join(legal(item.key[0]).split())]
    if item.interaction in {"order", "match"}:
        texts = list(item.key) if item.interaction == "order" else [o.match or "" for o in item.options]
        return texts if right else [*texts[1:], texts[0]]
    wanted = [option.text for option in item.options if option.correct is right]
    return wanted if item.interaction == "choices" else wanted[:1]


def is_cited(shown: str, item: Item) -> bool:
    told = (item.citations[0].quote or "", item.rationale, "An Almanac of the Moon", "page 12")
    linked = "https://example.org/moon#:~:text=" in html.unescape(shown)
    return linked and all(squeezed(text) in visible(shown) for text in told)


@pytest.fixture(scope="module")
def sites(node, tmp_path_factory: pytest.TempPathFactory):
    """What a site holds of each quiz: (quiz, report, what became of each package)."""
    folder = tmp_path_factory.mktemp("h5p")
    lent = h5p_site.donor(folder / "donor.h5p")
    quizzes = [examples.everything(text) for text in ("", *examples.HOSTILE)]
    asked = {"donor": lent, "content": "question-set,cards,sort-paragraphs"}
    reports = [api.export(quiz, "h5p", folder / str(n) / "quiz.h5p", **asked) for n, quiz in enumerate(quizzes)]
    told = node("h5p.mjs", [[str(file) for file in report.files] for report in reports])
    return list(zip(quizzes, reports, told, strict=True))


def of_item(questions: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    named = (one["metadata"]["authorComments"].removeprefix("quizgen: ").partition(";")[0] for one in questions)
    return dict(zip(named, questions, strict=True))


def test_a_site_takes_every_question_with_its_key_and_its_citation(sites, result):
    counts: dict[str, Counter[str]] = {}
    for quiz, report, (told, *_) in sites:
        assert told["ok"], told
        assert (told["library"], told["license"]) == ("H5P.QuestionSet 1.20", "CC0 1.0")
        questions = of_item(told["params"]["questions"])
        skipped = {item for item, _ in report.skipped}
        assert questions.keys() == {item.id for item in quiz.items} - skipped
        for item in quiz.items:
            if item.id in skipped:
                assert re.search(r"[*/:<]", item.key[0])
                continue
            library, params = questions[item.id]["library"], questions[item.id]["params"]
            kind = "true or false" if true_or_false(item) is not None else item.interaction
            count = counts.setdefault(kind, Counter())
            count["items"] += 1
            score, most, shown = PLAYED[library](params, attempt(item, library, right=True))
            count["right"] += score == most
            missed, _, shown_then = PLAYED[library](params, attempt(item, library, right=False))
            count["wrong"] += missed < most
            count["cited"] += is_cited(shown, item) and is_cited(shown_then, item)
    remark = "imported, filtered and saved with described libraries, then read by the content types' rules; not played"
    result("h5p", "h5p-server", version(SERVER), {name: dict(count) for name, count in counts.items()}, remark)


def test_a_site_takes_every_question_of_order_to_be_sorted(sites):
    for quiz, _, told in sites:
        ordered = [item for item in quiz.items if item.interaction == "order"]
        packages = [one for one in told if one.get("library") not in {"H5P.QuestionSet 1.20", "H5P.Dialogcards 1.9"}]
        assert len(packages) == len(ordered) > 0
        for item, one in zip(ordered, packages, strict=True):
            assert one["ok"], one
            assert (one["library"], one["license"]) == ("H5P.SortParagraphs 0.11", "CC0 1.0")
            play = PLAYED[one["library"]]
            assert squeezed(item.stem) in visible(one["params"]["taskDescription"])
            score, most, shown = play(one["params"], attempt(item, one["library"], right=True))
            missed, _, shown_then = play(one["params"], attempt(item, one["library"], right=False))
            assert missed < score == most == len(item.key)
            assert is_cited(shown, item)
            assert is_cited(shown_then, item)


def test_a_site_shows_every_question_as_it_was_written(sites):
    for quiz, _, (told, *_) in sites:
        for name, one in of_item(told["params"]["questions"]).items():
            item, params = quiz.by_id[name], one["params"]
            shown = "".join(visible(params.get(key, "")) for key in ("question", "text", "taskDescription"))
            shown += visible(re.sub(r"\*.*?\*", "____", params["questions"][0])) if "questions" in params else ""
            assert squeezed(item.stem) in shown, name


def test_a_site_takes_the_cards_with_key_and_citation(sites):
    for quiz, report, (_, cards, *_) in sites:
        kept = [item for item in quiz.items if item.interaction not in {"choices", "order", "match"}]
        kept = [item for item in kept if item.id not in {name for name, _ in report.skipped}]
        assert cards["ok"], cards
        assert cards["library"] == "H5P.Dialogcards 1.9"
        for item, card in zip(kept, cards["params"]["dialogs"], strict=True):
            assert visible(card["text"]) == squeezed(item.stem)
            assert visible(card["answer"]).startswith(squeezed(item.key[0]))
            assert is_cited(card["answer"], item)


def test_a_site_without_the_libraries_says_which_are_missing(node, tmp_path: Path):
    report = api.export(examples.everything(), "h5p", tmp_path / "quiz.h5p")
    told = node("h5p.mjs", [[str(file) for file in report.files]])[0]
    assert [one["error"] for one in told] == ["install-missing-libraries"] * 2
    wanted = ("QuestionSet-1.20", "MultiChoice-1.16", "TrueFalse-1.8", "Blanks-1.14", "DragText-1.10")
    assert all(f"H5P.{one}" in told[0]["said"] for one in wanted)
    assert "H5P.Dialogcards-1.9" in told[1]["said"]


def test_a_site_that_has_the_libraries_takes_content_alone(node, tmp_path: Path):
    lent = h5p_site.donor(tmp_path / "donor.h5p")
    quiz: Quiz = examples.everything()
    bringing = api.export(quiz, "h5p", tmp_path / "first.h5p", donor=lent)
    alone = api.export(quiz, "h5p", tmp_path / "second.h5p")
    told = node("h5p.mjs", [[str(file) for file in (*bringing.files, *alone.files)]])[0]
    assert [one["ok"] for one in told] == [True] * 4
    assert [bool(one["installed"]) for one in told] == [True, True, False, False]
    assert told[2]["params"] == told[0]["params"]


def test_a_site_keeps_pictures_and_places_events(node, tmp_path: Path):
    lent = h5p_site.donor(tmp_path / "donor.h5p")
    quiz = examples.quiz((with_picture(tmp_path), dated(2)), 1)
    report = api.export(quiz, "h5p", tmp_path / "quiz.h5p", donor=lent)
    told = node("h5p.mjs", [[str(file) for file in report.files]])[0]
    assert [one["library"] for one in told] == ["H5P.QuestionSet 1.20", "H5P.Dialogcards 1.9", "H5P.Timeline 1.1"]
    picture = told[0]["params"]["questions"][0]["params"]["media"]["type"]
    assert [picture["params"]["file"]["path"]] == told[0]["files"]
    assert picture["params"]["alt"] == "A crater, seen from above"
    assert [event["startDate"] for event in told[2]["params"]["timeline"]["date"]] == ["1959,09,13", "1969,07", "1972"]


def test_a_site_keeps_the_licence_and_what_an_event_cites(node, tmp_path: Path):
    quiz = examples.quiz((ordered(1, *EVENTS),), 1)
    quiz = replace(quiz, banks=(quiz.banks[0].model_copy(update={"licence": "CC BY-SA 4.0"}),))
    lent = h5p_site.donor(tmp_path / "donor.h5p")
    report = api.export(quiz, "h5p", tmp_path / "quiz.h5p", donor=lent, content="question-set,timeline")
    asked, timeline = node("h5p.mjs", [[str(file) for file in report.files]])[0]
    [question] = asked["params"]["questions"]
    assert [one["license"] for one in (asked, timeline, question["metadata"])] == ["CC BY-SA"] * 3
    assert (question["metadata"]["licenseVersion"], question["metadata"]["source"]) == (
        "4.0",
        "https://example.org/moon",
    )
    for event, (_, _, quote) in zip(timeline["params"]["timeline"]["date"], EVENTS, strict=True):
        assert squeezed(f"“{quote}”") in visible(event["text"])
        assert '<a href="https://example.org/moon#' in event["text"]
