"""Moodle XML, read back by a reader that follows Moodle's own rules (`moodle_reading.py`); Moodle itself is not run."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from quizgen import api
from quizgen.exporting.markup import flat, legal
from quizgen.exporting.report import Report
from quizgen.exporting.taking import answers, in_order, true_or_false
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests import examples, moodle_reading
from tests.moodle_reading import Question, shown, words

TEXTS = ("", *examples.HOSTILE)


def exported(quiz: Quiz, folder: Path) -> tuple[Report, list[Question]]:
    report = api.export(quiz, "moodle", folder / "quiz-moodle.xml")
    return report, moodle_reading.read(report.files[0])


def only(item: Item, folder: Path) -> Question:
    _, [question] = exported(examples.quiz((item,)), folder)
    return question


def option_texts(item: Item, *, correct: bool) -> list[str]:
    return [flat(option.text) for option in item.options if option.correct is correct]


def key(item: Item):
    """What a student gives who knows the answer."""
    if (right := true_or_false(item)) is not None:
        return [str(right).lower()]
    if item.interaction == "order":
        return [flat(option.text) for option in in_order(item)]
    if item.interaction == "match":
        return [(flat(option.text), flat(option.match)) for option in item.options]
    return option_texts(item, correct=True) if item.options else flat(item.key[0])


def mistakes(item: Item) -> list:
    """What students give who do not."""
    if (right := true_or_false(item)) is not None:
        return [[str(not right).lower()]]
    right = key(item)
    if item.interaction == "order":
        return [[*right[1:], right[0]], right[::-1]]
    if item.interaction == "match":
        turned = [other for _, other in right]
        return [[(one, other) for (one, _), other in zip(right, [*turned[1:], turned[0]], strict=True)]]
    wrong = option_texts(item, correct=False)
    if item.interaction == "choices":
        return [right[:1], wrong, [*right, *wrong], [*right, wrong[0]], []]
    return [[text] for text in wrong] if item.options else ["nonsense", "", "1", "1911 or so"]


def cited(question: Question, quiz: Quiz, item: Item) -> None:
    told, evidence = words(question.feedback), item.citations[0]
    for text in (item.rationale, evidence.quote, quiz.source(item).reference, "page 12"):
        assert flat(text) in told
    assert shown(question.feedback).links == [evidence.url]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_question_is_taken_graded_and_cited(text: str, tmp_path: Path):
    quiz = examples.everything(text)
    report, questions = exported(quiz, tmp_path)
    assert report.written == len(quiz.items) == len(questions)
    for item, question in zip(quiz.items, questions, strict=True):
        assert question.grade(key(item)) == 1, item.id
        for mistake in mistakes(item):
            assert question.grade(mistake) < 1, (item.id, mistake)
        cited(question, quiz, item)
        assert question.idnumber == item.id
        assert question.name.startswith(f"{item.id}: ")
        assert question.tags == [*item.tags, "src:moon.almanac"]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_the_question_reads_as_it_was_written(text: str, tmp_path: Path):
    for item, question in zip(examples.every(text), exported(examples.everything(text), tmp_path)[1], strict=True):
        read = re.sub(r"_____+|\{1:SHORTANSWER:.*(?<!\\)\}", "____", words(question.text))
        if item.interaction != "cloze" or question.type != "cloze":
            assert read == flat(item.stem)
        else:
            assert read.startswith(flat(item.stem.partition("____")[0]))
            assert words(question.text).endswith(flat(item.stem.partition("____")[2]))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_spelling_that_is_accepted_is_right(text: str, tmp_path: Path):
    for item in (examples.item(1, "text", text=text), examples.item(2, "cloze", text=text)):
        question = only(item, tmp_path)
        assert [question.grade(flat(spelling)) for spelling in answers(item)] == [1, 1]
        assert question.grade(flat(item.key[0]).replace("script", "SCRIPT").replace("word", "WORD")) == 1


def test_an_asterisk_is_no_wildcard(tmp_path: Path):
    question = only(examples.item(1, "text").model_copy(update={"key": ("M*A*S*H",), "accept": ()}), tmp_path)
    assert question.grade("m*a*s*h") == 1
    assert question.grade("Mad As A Hatter, aSHoH") == 0


def test_a_wrong_option_says_whose_answer_it_is(tmp_path: Path):
    item = examples.item(1, text="}] Anna")
    feedback = {text: told for text, _, told in only(item, tmp_path).answers}
    assert set(feedback.values()) == {"}] Anna"}


def test_the_feedback_of_true_and_false_stands_with_its_answer(tmp_path: Path):
    told = ("That was so.", "That was not so.")
    for right in (True, False):
        item = examples.true_or_false(1, right=right)
        for turned in (1, -1):
            options = tuple(o.model_copy(update={"rationale": t}) for o, t in zip(item.options, told, strict=True))
            question = only(item.model_copy(update={"options": options[::turned]}), tmp_path)
            assert question.answers == [("true", float(right), told[0]), ("false", float(not right), told[1])]


@pytest.mark.parametrize("spellings", [("7",), ("7", "07"), ("-12",), ("1969",)])
def test_a_number_in_plain_digits_is_numerical(spellings: tuple[str, ...], tmp_path: Path):
    item = examples.item(1, "number").model_copy(update={"key": spellings[:1], "accept": spellings[1:]})
    question = only(item, tmp_path)
    assert question.type == "numerical"
    assert [question.grade(text) for text in (*spellings, f"{spellings[0]}.0")] == [1.0] * (len(spellings) + 1)
    assert question.grade("8") == 0


@pytest.mark.parametrize("spellings", [("7", "seven"), ("1,200", "1200"), ("7", "8"), ("٧",), ("1.5",), ("7 km",)])
def test_any_other_number_is_a_short_answer(spellings: tuple[str, ...], tmp_path: Path):
    item = examples.item(1, "number").model_copy(update={"key": spellings[:1], "accept": spellings[1:]})
    question = only(item, tmp_path)
    assert question.type == "shortanswer"
    assert all(question.grade(text) == 1 for text in spellings)


@pytest.mark.parametrize("answer", ["a~b", "a\\b", "~", "back\\}slash"])
def test_an_answer_that_no_gap_can_hold_is_typed_into_the_sentence(answer: str, tmp_path: Path):
    question = only(examples.item(1, "cloze").model_copy(update={"key": (answer,), "accept": ()}), tmp_path)
    assert question.type == "shortanswer"
    assert re.search("in _____+.", question.text)
    assert question.grade(answer) == 1


@pytest.mark.parametrize(
    "answer", ["a}b", "#1", "=SUM(A1)", "%50%x", "{1:SHORTANSWER:=x}", 'a "b" & <c>', "&amp;", "*"]
)
def test_a_gap_takes_any_other_answer(answer: str, tmp_path: Path):
    question = only(examples.item(1, "cloze").model_copy(update={"key": (answer,), "accept": ()}), tmp_path)
    assert question.type == "cloze"
    assert question.grade(answer) == 1
    assert question.grade("x") == 0


def several(right: int, wrong: int) -> Item:
    base = examples.item(1, "choices").options[0]
    options = tuple(
        base.model_copy(update={"id": f"O{n}", "text": f"option {n}", "correct": n < right})
        for n in range(right + wrong)
    )
    made = {"options": options, "key": tuple(option.text for option in options if option.correct)}
    return examples.several(1).model_copy(update=made)


@pytest.mark.parametrize("right", [1, 2, 3, 7, 9, 10, 20])
@pytest.mark.parametrize("wrong", [1, 3, 6, 11])
def test_several_answers_earn_only_what_is_known_and_never_all_for_ticking_all(right: int, wrong: int, tmp_path: Path):
    item = several(right, wrong)
    question = only(item, tmp_path)
    assert question.grade(key(item)) == 1
    wrong_ones = option_texts(item, correct=False)
    assert question.grade([*key(item), *wrong_ones]) < 0.001
    assert question.grade([*key(item), wrong_ones[0]]) <= 1 - 0.99 / right


def test_where_every_option_is_right_all_must_be_ticked(tmp_path: Path):
    item = several(3, 0)
    assert only(item, tmp_path).grade(key(item)) == 1
    assert only(item, tmp_path).grade(key(item)[:2]) < 1


def test_a_single_option_is_no_question(tmp_path: Path):
    report, _ = exported(examples.quiz((several(1, 0),)), tmp_path)
    assert "no fewer than 2 answers" in report.skipped[0][1]


@pytest.mark.parametrize("right", [11, 13, 19, 21])
def test_a_grade_that_moodle_does_not_know_skips_the_item_with_a_reason(right: int, tmp_path: Path):
    report, questions = exported(examples.quiz((several(right, 2), examples.item(2))), tmp_path)
    assert len(questions) == report.written == 1
    assert f"no grade of one part in {right}" in report.skipped[0][1]


def test_events_that_read_the_same_cannot_be_put_in_order(tmp_path: Path):
    item = examples.item(1, "order")
    options = tuple(option.model_copy(update={"text": "the same"}) for option in item.options)
    report, _ = exported(examples.quiz((item.model_copy(update={"options": options}),)), tmp_path)
    assert "read the same" in report.skipped[0][1]


def matching(pairs: int, targets: tuple[str, ...]) -> Item:
    item = examples.item(1, "match")
    options = tuple(
        option.model_copy(update={"match": targets[n % len(targets)]}) for n, option in enumerate(item.options[:pairs])
    )
    return item.model_copy(update={"options": options, "targets": targets})


def test_targets_without_an_option_are_offered_too(tmp_path: Path):
    question = only(matching(2, ("a", "b", "c", "d")), tmp_path)
    assert [other for _, other in question.pairs] == ["a", "b", "c", "d"]
    assert [bool(one) for one, _ in question.pairs] == [True, True, False, False]


def test_two_options_may_share_a_target(tmp_path: Path):
    item = matching(4, ("a", "b"))
    assert only(item, tmp_path).grade(key(item)) == 1


@pytest.mark.parametrize(
    ("pairs", "targets", "reason"),
    [
        (2, ("a", "b"), "no fewer than 2 things with 3 answers"),
        (1, ("a", "b", "c"), "no fewer than 2 things with 3 answers"),
        (4, ("a", "b" * 256), "longer than 255 characters"),
        (4, ("a", "<" * 100), "longer than 255 characters"),
    ],
)
def test_what_moodle_cannot_match_is_skipped_with_a_reason(pairs: int, targets: tuple, reason: str, tmp_path: Path):
    report, _ = exported(examples.quiz((matching(pairs, targets),)), tmp_path)
    assert reason in report.skipped[0][1]


@pytest.mark.parametrize("target", ["<b>bold</b>", "a < b & c", "AT&T", "&lt;", "x > y"])
def test_tags_in_a_target_are_shown(target: str, tmp_path: Path):
    item = matching(4, ("plain", target))
    assert only(item, tmp_path).grade(key(item)) == 1


def test_dates_and_numbers_keep_their_order(tmp_path: Path):
    assert only(examples.item(1), tmp_path).shuffle
    assert not only(examples.item(1).model_copy(update={"ordered": True}), tmp_path).shuffle


def test_the_blank_of_a_typed_question_becomes_its_field(tmp_path: Path):
    item = examples.item(1, "text").model_copy(update={"stem": "Event 1 happened in ____, they say."})
    assert re.fullmatch("Event 1 happened in _{5,}, they say.", words(only(item, tmp_path).text))


@pytest.mark.parametrize("title", ["a/b", "/a", "a/", "a//b", "Moon & <i>Sun</i>", *examples.UGLY, "t" * 300])
def test_a_bank_has_one_category_whatever_its_title(title: str, tmp_path: Path):
    quiz = examples.quiz()
    moon = quiz.banks[0].model_copy(update={"title": title})
    sun = moon.model_copy(update={"id": "sun", "title": "The Sun", "licence": None})
    items = tuple(item.model_copy(update={"bank": "sun"}) if n % 2 else item for n, item in enumerate(quiz.items))
    _, questions = exported(replace(quiz, banks=(moon, sun), items=items), tmp_path)
    first, second = dict.fromkeys(question.category for question in questions)
    wanted = flat(title) if len(title) <= 255 else f"{'t' * 254}…"
    assert moodle_reading.path_of(first) == ["$course$", "top", wanted]
    assert second == "$course$/top/The Sun"
    assert {question.idnumber for question in questions if question.category == second} == {
        item.id for item in items if item.bank == "sun"
    }


def test_a_hint_is_kept_save_for_true_and_false(tmp_path: Path):
    items = (examples.item(1), examples.true_or_false(2, right=True))
    hinted = tuple(item.model_copy(update={"hint": "Think of <1969>."}) for item in items)
    report, questions = exported(examples.quiz(hinted), tmp_path)
    assert words(questions[0].hints[0]) == "Think of <1969>."
    assert report.lost == {"hint of a true-or-false question (Moodle gives none there)": 1}


def test_tags_that_moodle_changes_are_reported(tmp_path: Path):
    item = examples.item(1).model_copy(update={"tags": ("x" * 51, "a<b", "fine ✓")})
    report, [question] = exported(examples.quiz((item,)), tmp_path)
    assert question.tags[:3] == list(item.tags)
    assert sorted(report.lost.values()) == [1, 1]


def medium(folder: Path, kind: str, content: bytes, *, asks: bool) -> Medium:
    path = folder / f"{kind}{asks}"
    path.write_bytes(content)
    mime = {"image": "image/png", "audio": "audio/mpeg"}[kind]
    told = {"alt": 'A "crater" & <rim>', "credit": "A. Doe", "licence": "CC0-1.0"}
    digest = sha256(content).hexdigest()
    return Medium(kind=kind, file=path.name, sha256=digest, type=mime, asks=asks, path=path, **told)


@pytest.mark.parametrize("interaction", ["choice", "text", "cloze", "order", "match"])
def test_pictures_and_sounds_come_along(interaction: str, tmp_path: Path):
    asking = medium(tmp_path, "image", b"\x89PNG question", asks=True)
    beside = medium(tmp_path, "audio", b"ID3 answer", asks=False)
    item = examples.item(1, interaction).model_copy(update={"media": (asking, beside)})
    report, [question] = exported(examples.quiz((item,)), tmp_path)
    assert question.files == {asking.name: b"\x89PNG question", beside.name: b"ID3 answer"}
    assert shown(question.text).files == [asking.name]
    assert shown(question.text).alts == [asking.alt]
    assert shown(question.feedback).files == [beside.name]
    assert words(question.feedback).endswith('A "crater" & <rim> Picture: A. Doe, CC0-1.0 A. Doe, CC0-1.0')
    assert 'aria-label="A &quot;crater&quot; &amp; &lt;rim&gt;"' in question.feedback
    assert "A. Doe" not in words(question.text)
    assert not report.lost


def test_the_direction_is_the_texts_own(tmp_path: Path):
    item = examples.item(1, text="متى؟").model_copy(update={"language": "ar"})
    question = only(item, tmp_path)
    assert question.text.startswith('<p dir="auto" lang="ar">')
    assert 'dir="auto"' in question.feedback


def test_an_item_of_which_nothing_is_left_is_skipped(tmp_path: Path):
    options = tuple(
        o.model_copy(update={"text": "\x0b"}) if n == 2 else o for n, o in enumerate(examples.item(1).options)
    )
    report, _ = exported(examples.quiz((examples.item(1).model_copy(update={"options": options}),)), tmp_path)
    assert report.written == 0
    assert "empty" in report.skipped[0][1]
    assert legal("\x0b") == ""
