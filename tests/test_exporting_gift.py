"""GIFT, read back as Moodle would read it (`gift_reading.py`); gift-pegjs, a real reader, is in `platforms/`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen import api
from quizgen.exporting.gift import INTERACTIONS
from quizgen.exporting.markup import flat
from quizgen.exporting.registry import exporter
from quizgen.exporting.report import Report
from quizgen.exporting.taking import in_order, true_or_false
from quizgen.lowering import lower
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz
from tests import examples, gift_reading, moodle_reading
from tests.gift_reading import Entry
from tests.moodle_reading import path_of, shown, words

TEXTS = ("", *examples.HOSTILE)


def exported(quiz: Quiz, folder: Path) -> tuple[Report, list[Entry]]:
    report = api.export(quiz, "gift", folder / "quiz-gift.txt")
    return report, gift_reading.read(report.files[0].read_text("utf-8"))


def only(item: Item, folder: Path) -> Entry:
    _, [entry] = exported(examples.quiz((item,)), folder)
    return entry


def asked(text: str) -> tuple[Item, ...]:
    """Every interaction, as GIFT asks it: what must be put in order is typed."""
    return lower(examples.everything(text), INTERACTIONS).quiz.items


def typable(item: Item) -> bool:
    return bool(item.options) or "->" not in item.key[0]


def key(item: Item):
    if (right := true_or_false(item)) is not None:
        return [str(right).lower()]
    if item.interaction == "match":
        return [(flat(option.text), flat(option.match)) for option in item.options]
    return [flat(option.text) for option in item.right] if item.options else flat(item.key[0])


def mistake(item: Item):
    if (right := true_or_false(item)) is not None:
        return [str(not right).lower()]
    if item.interaction == "match":
        return [(flat(option.text), flat(item.options[0].match)) for option in item.options]
    return [flat(option.text) for option in item.options if not option.correct][:1] if item.options else "nonsense"


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_question_is_taken_graded_and_cited(text: str, tmp_path: Path):
    quiz = examples.everything(text)
    items = [item for item in asked(text) if typable(item)]
    report, entries = exported(quiz, tmp_path)
    assert report.written == len(items) == len(entries)
    assert {item for item, _ in report.skipped} == {item.id for item in asked(text) if not typable(item)}
    for item, entry in zip(items, entries, strict=True):
        assert entry.grade(key(item)) == 1, item.id
        assert entry.grade(mistake(item)) < 1, item.id
        assert (entry.name, entry.idnumber) == (item.id, item.id)
        assert entry.tags == [*item.tags, "src:moon.almanac"]
        for told in (item.rationale, item.citations[0].quote, quiz.source(item).reference, "page 12"):
            assert flat(told) in words(entry.feedback)
        assert shown(entry.feedback).links == [item.citations[0].url]
        stem = re.sub(r"_____+", "____", entry.text)
        assert stem == flat(item.stem)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_option_stands_there_with_what_is_said_of_it(text: str, tmp_path: Path):
    for item in (examples.item(1, text=text), examples.several(2, text=text)):
        entry = only(item, tmp_path)
        wanted = [(flat(option.text), flat(option.rationale or "")) for option in item.options]
        assert [(answer, told) for answer, _, told in entry.answers] == wanted


@pytest.mark.parametrize(
    "start", ["%50% of it", "[html] x", "[x] y", "//no comment", "::name::", "=", "->", "a\\", "T", "#1"]
)
def test_an_option_may_begin_with_any_sign(start: str, tmp_path: Path):
    item = examples.item(1)
    options = tuple(o.model_copy(update={"text": f"{start} {o.id}", "rationale": start}) for o in item.options)
    entry = only(item.model_copy(update={"options": options, "stem": start}), tmp_path)
    assert entry.text == flat(start)
    assert entry.answers == [(f"{start} {o.id}", float(o.correct), start) for o in options]


@pytest.mark.parametrize(
    "answer", ["%50% of it", "[html] x", "[x] y", "//", "a=b", "a\\", "T", "TRUE", "#1", "M*A*S*H", "~"]
)
def test_a_typed_answer_may_be_any_text(answer: str, tmp_path: Path):
    item = examples.item(1, "text").model_copy(update={"key": (answer,), "accept": ("other",)})
    entry = only(item, tmp_path)
    assert entry.type == "shortanswer"
    assert [entry.grade(text) for text in (answer, "other", "mxaxsxh")] == [1, 1, 0]


def test_what_would_be_taken_for_a_pair_is_left_out_and_told(tmp_path: Path):
    first = examples.item(1, "text").model_copy(update={"accept": ("a -> b", "&&058;")})
    second = examples.item(2, "text").model_copy(update={"key": ("a -> b",), "accept": ()})
    report, [entry] = exported(examples.quiz((first, second)), tmp_path)
    assert [answer for answer, _, _ in entry.answers] == list(first.key)
    assert list(report.lost.values()) == [2]
    assert "`->`" in report.skipped[0][1]


@pytest.mark.parametrize(
    ("stem", "written"),
    [
        ("It was ____ who flew.", r"It was {"),
        ("It was in ____.", r"It was in {"),
        ("____ flew.", "[plain]____________________ flew."),
        ("Who flew? ____", "[plain]Who flew? ____________________"),
        ("متى ____ ؟", "[html]"),
        ("It was ____ // who flew.", "[plain]It was ____________________ // who"),
    ],
)
def test_a_gap_is_a_missing_word_where_gift_has_a_place_for_it(stem: str, written: str, tmp_path: Path):
    item = examples.item(1, "cloze").model_copy(update={"stem": stem})
    report, [entry] = exported(examples.quiz((item,)), tmp_path)
    assert written in report.files[0].read_text("utf-8")
    assert re.sub("_____+", "____", entry.text) == stem
    assert entry.grade(item.key[0]) == 1


def test_a_number_in_plain_digits_is_numerical(tmp_path: Path):
    item = examples.item(1, "number").model_copy(update={"key": ("12",), "accept": ("012",)})
    entry = only(item, tmp_path)
    assert entry.type == "numerical"
    assert (entry.grade("12"), entry.grade("13")) == (1, 0)
    worded = item.model_copy(update={"accept": ("twelve",)})
    assert only(worded, tmp_path).grade("twelve") == 1


def test_the_wrong_one_of_true_and_false_says_why(tmp_path: Path):
    for right in (True, False):
        item = examples.true_or_false(1, right=right)
        options = tuple(o.model_copy(update={"rationale": f"Not {o.text}: #1"}) for o in item.options)
        told = {
            text: feedback for text, _, feedback in only(item.model_copy(update={"options": options}), tmp_path).answers
        }
        wrong = str(not right)
        assert told == {wrong.lower(): f"Not {wrong}: #1", str(right).lower(): ""}


def test_targets_without_an_option_are_offered_too(tmp_path: Path):
    item = examples.item(1, "match")
    targets = (*item.targets, "no date -> at all")
    entry = only(item.model_copy(update={"targets": targets}), tmp_path)
    assert entry.pairs[-1] == ("", "no date -> at all")


@pytest.mark.parametrize("title", ["a/b", "/a/", "c:\\n\\x {x} =", *examples.UGLY])
def test_a_bank_has_one_category_whatever_its_title(title: str, tmp_path: Path):
    quiz = examples.quiz()
    banks = (quiz.banks[0].model_copy(update={"title": title}),)
    entries = exported(replace(quiz, banks=banks), tmp_path)[1]
    [category] = {entry.category for entry in entries}
    assert path_of(category) == ["$course$", "top", flat(title)]


@pytest.mark.parametrize("text", ["متى؟", "two\nlines", "a -> b", "&&058;"])
def test_only_what_needs_it_is_html(text: str, tmp_path: Path):
    report, [entry] = exported(examples.quiz((examples.item(1, text=text),)), tmp_path)
    written = report.files[0].read_text("utf-8")
    assert written.count("[html]<span") == 2 * len(entry.answers)
    plain, _ = exported(examples.quiz((examples.item(1, text="~=#{}:\\ é 漢字"),)), tmp_path)
    assert plain.files[0].read_text("utf-8").count("[html]") == 1  # the feedback


def test_hints_and_tags_that_are_changed_are_reported(tmp_path: Path):
    item = examples.item(1).model_copy(update={"hint": "Think.", "tags": ("x" * 51, "a]b")})
    report, [entry] = exported(examples.quiz((item,)), tmp_path)
    assert entry.tags[1] == "a]b"
    assert sorted(report.lost) == ["hint", "tag longer than 50 characters (Moodle cuts it)"]


PIECES = (
    *("\\", "~", "=", "#", "{", "}", ":", "*", "%50%", "[html]", "[", "]", "//", "\n", "&", "<b>", '"', "####", "::"),
    *("]]>", "->", "&amp;", "&&058;", "{1:SHORTANSWER:", "{#1}", "_____", "\\n", "\\}", "TRUE", "a", "é", "ש", "\x0b"),
    *("\u2028", " ", "-"),
)


def begun(item: Item, text: str) -> Item:
    """The item with a text at the start of all that may hold any."""
    if true_or_false(item) is not None:
        return item.model_copy(update={"stem": text + item.stem})
    options = tuple(
        o.model_copy(update={"text": text + o.text, "rationale": text + o.id, "match": o.match and text + o.match})
        for o in item.options
    )
    right = tuple(option.text for option in options if option.correct)
    told = {"options": options, "targets": tuple(text + target for target in item.targets), "stem": text + item.stem}
    typed = {"key": (text + item.key[0],), "accept": (item.key[0] + text,)}
    return item.model_copy(update=told | ({"key": right} if options else typed))


@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
@settings(max_examples=60, deadline=None)
def test_no_text_at_the_start_of_anything_is_taken_for_a_sign(text: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("any")
    quiz = examples.quiz(tuple(begun(item, text) for item in examples.every()))
    for format_name, reader in (("gift", read_gift), ("moodle", moodle_reading.read)):
        report = api.export(quiz, format_name, folder / "quiz")
        skipped = {item for item, _ in report.skipped}
        asked_items = lower(quiz, exporter(format_name).INTERACTIONS).quiz.items
        for item, entry in zip((i for i in asked_items if i.id not in skipped), reader(report.files[0]), strict=True):
            wanted = in_order(item) if item.interaction == "order" else ()
            assert entry.grade([flat(option.text) for option in wanted] or key(item)) == 1


def read_gift(file: Path) -> list[Entry]:
    return gift_reading.read(file.read_text("utf-8"))
