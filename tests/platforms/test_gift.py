"""GIFT as gift-pegjs reads it, the parser of GIFT editors: every text, key, feedback, id and tag against the item."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from quizgen import api
from quizgen.exporting.markup import flat
from quizgen.model.item import BLANK, Item
from quizgen.model.quiz import Quiz
from tests import examples
from tests.moodle_reading import fits, shown, words
from tests.platforms.conftest import version
from tests.test_exporting_gift import asked, key, mistake, typable

pytestmark = pytest.mark.platforms
TEXTS = ("", *examples.HOSTILE)
LEFT = {"&&092;": "\\", "&&058;": ":", "&&035;": "#", "&&061;": "=", "&&123;": "{", "&&125;": "}", "&&126;": "~"}
"""What the parser puts for escaped signs, and forgets to put back in the right half of a pair."""


def seen(part: dict) -> str:
    return words(part["text"]) if part["format"] == "html" else flat(part["text"])


def target(text: str) -> str:
    for placeholder, sign in LEFT.items():
        text = text.replace(placeholder, sign)
    return flat(text)


def weight(choice: dict) -> float:
    return choice["weight"] / 100 if choice["weight"] is not None else float(choice["isCorrect"])


def grade(entry: dict, response) -> float:
    """What a response earns by what the parser found."""
    match entry["type"]:
        case "TF":
            return float(response == [str(entry["isTrue"]).lower()])
        case "MC":
            return sum(weight(choice) for choice in entry["choices"] if seen(choice["text"]) in response)
        case "Short":
            return max(weight(choice) * fits(response, choice["text"]["text"]) for choice in entry["choices"])
        case "Matching":
            pairs = [(seen(pair["subquestion"]), target(pair["subanswer"])) for pair in entry["matchPairs"]]
            return sum(pair in response for pair in pairs) / len(pairs)
    return float(entry["type"] == "Numerical" and str(entry["choices"]["number"]) == response)


def cited(entry: dict, quiz: Quiz, item: Item) -> bool:
    feedback = entry["globalFeedback"]
    wanted = (item.rationale, item.citations[0].quote, quiz.source(item).reference, "page 12")
    return (
        feedback["format"] == "html"
        and all(flat(text) in words(feedback["text"]) for text in wanted)
        and shown(feedback["text"]).links == [item.citations[0].url]
    )


def called(item: Item) -> str:
    return "true or false" if item.id.endswith(".true") else item.id.rpartition(".")[2]


def test_gift_pegjs_finds_what_was_written(node, result, tmp_path: Path):
    quizzes = [examples.everything(text) for text in TEXTS]
    files = [api.export(quiz, "gift", tmp_path / f"{n}-gift.txt").files[0] for n, quiz in enumerate(quizzes)]
    counts: dict[str, Counter[str]] = {}
    for quiz, text, read in zip(
        quizzes, TEXTS, node("gift.mjs", [file.read_text("utf-8") for file in files]), strict=True
    ):
        items = [item for item in asked(text) if typable(item)]
        category, *entries = read
        assert (category["type"], category["title"]) == ("Category", "$course$/top/The Moon")
        for item, entry in zip(items, entries, strict=True):
            count = counts.setdefault(called(item), Counter())
            count["items"] += 1
            count["right"] += abs(grade(entry, key(item)) - 1) < 0.0001
            count["wrong"] += grade(entry, mistake(item)) < 0.9999
            count["cited"] += cited(entry, quiz, item)
            assert (entry["id"], entry["title"]) == (item.id, item.id)
            assert entry["tags"] == [*item.tags, "src:moon.almanac"]
            assert flat(re.sub("_____+", BLANK, seen(entry["stem"]))).replace(" ", "") == flat(item.stem).replace(
                " ", ""
            )
    found = {name: dict(count) for name, count in counts.items()}
    result("gift", "gift-pegjs", version("gift-pegjs"), found, "order is typed, as letters")


def test_gift_pegjs_finds_every_option_with_what_is_said_of_it(node, tmp_path: Path):
    items = tuple(examples.item(n, text=text) for n, text in enumerate(TEXTS))
    file = api.export(examples.quiz(items), "gift", tmp_path / "quiz-gift.txt").files[0]
    [[_, *entries]] = node("gift.mjs", [file.read_text("utf-8")])
    for item, entry in zip(items, entries, strict=True):
        found = [
            (seen(choice["text"]), choice["isCorrect"], choice["feedback"] and seen(choice["feedback"]))
            for choice in entry["choices"]
        ]
        told = [(flat(option.text), option.correct, flat(option.rationale or "") or None) for option in item.options]
        assert found == told


def test_gift_pegjs_reads_a_number_as_one(node, tmp_path: Path):
    item = examples.item(1, "number").model_copy(update={"key": ("12",), "accept": ()})
    file = api.export(examples.quiz((item,)), "gift", tmp_path / "quiz-gift.txt").files[0]
    [[_, entry]] = node("gift.mjs", [file.read_text("utf-8")])
    assert (entry["type"], grade(entry, "12"), grade(entry, "13")) == ("Numerical", 1, 0)
