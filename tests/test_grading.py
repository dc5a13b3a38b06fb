"""Grading: by the id of the item on every form, exactly the right set, and nothing in doubt counted as wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.exporting.paper.printed_key import paper_key
from quizgen.model.item import Option
from quizgen.model.key import Copy, PaperKey
from quizgen.problem import ProblemError
from quizgen.scanning.grading import STRANGE, UNREAD, grade
from quizgen.scanning.reading import Doubt, SheetReading
from tests import examples


def several_right(number: int):
    """A `choices` item whose options A and C are right."""
    item = examples.item(number, "choices")
    options = tuple(Option(id=o.id, text=o.text, correct=o.id in "AC") for o in item.options)
    return item.model_copy(update={"options": options, "key": tuple(o.text for o in options if o.correct)})


def key(*items, form_count: int = 1, points=1, copies=()) -> PaperKey:
    """The key of these items; on one form their numbers are their places, their letters their options' ids."""
    made = examples.quiz(items or tuple(examples.item(n) for n in range(3)), form_count=form_count)
    return paper_key(made, {item.id: points for item in made.items}).model_copy(update={"copies": copies})


def reading(marks=None, form="A", doubts=(), **more) -> SheetReading:
    """A sheet; the marks as letters by number."""
    found = None if marks is None else {number: frozenset(letters) for number, letters in marks.items()}
    return SheetReading("scan.pdf", 1, form, marks=found, doubts=tuple(doubts), **more)


def one(made: PaperKey, sheet: SheetReading):
    (graded,) = grade(made, [sheet])
    return graded


def test_right_wrong_and_blank():
    graded = one(key(points=2), reading({1: "B", 2: "A", 3: ""}))
    assert graded.verdicts == {1: "right", 2: "wrong", 3: "blank"}
    assert (graded.score, graded.open, graded.possible, graded.by_hand) == (2, 0, 6, 0)
    assert graded.complete


@pytest.mark.parametrize(
    ("marked", "verdict"),
    [("AC", "right"), ("A", "partly"), ("ABC", "partly"), ("ABCD", "partly"), ("BD", "wrong"), ("", "blank")],
)
def test_of_several_answers_only_exactly_the_right_ones_give_points(marked, verdict):
    graded = one(key(several_right(0), points=4), reading({1: marked}))
    assert graded.verdicts == {1: verdict}
    assert graded.score == (4 if verdict == "right" else 0)


def test_two_marks_at_a_question_with_one_answer_are_wrong_and_not_partly_right():
    assert one(key(), reading({1: "AB", 2: "B", 3: "B"})).verdicts[1] == "wrong"


def test_what_is_in_doubt_is_open_and_not_wrong():
    graded = one(key(points=3), reading({1: "B", 3: "A"}, doubts=[Doubt("2", "faint", "B,C")]))
    assert graded.verdicts == {1: "right", 2: "doubt", 3: "wrong"}
    assert (graded.score, graded.open, graded.best) == (3, 3, 6)
    assert not graded.complete
    assert graded.answers[1].letters == ("B", "C")
    assert graded.answers[1].why == "faint"


def test_a_doubt_goes_before_a_mark():
    assert one(key(), reading({1: "B"}, doubts=[Doubt("1", "erased")])).verdicts[1] == "doubt"


def test_a_question_that_was_not_read_is_in_doubt():
    graded = one(key(), reading({1: "B", 2: "B"}))
    assert graded.verdicts[3] == "doubt"
    assert graded.answers[2].why == UNREAD


def test_a_letter_that_is_not_on_the_form_is_in_doubt():
    graded = one(key(), reading({1: "Z", 2: "B", 3: "B"}))
    assert graded.verdicts[1] == "doubt"
    assert graded.answers[0].why == STRANGE


@pytest.mark.parametrize("field", ["student", "code", "form"])
def test_a_doubt_about_the_student_leaves_the_answers_graded_and_the_sheet_incomplete(field):
    sure = reading({1: "B", 2: "B", 3: "B"})
    doubtful = reading({1: "B", 2: "B", 3: "B"}, doubts=[Doubt(field, "two marks in one column", "12?")])
    assert [(graded.score, graded.complete) for graded in grade(key(), [sure, doubtful])] == [(3, True), (3, False)]


@pytest.mark.parametrize("interaction", ["text", "date", "number", "cloze", "order", "match"])
def test_what_has_no_bubbles_is_graded_by_hand(interaction):
    graded = one(key(examples.item(0), examples.item(1, interaction), points=5), reading({1: "B"}))
    assert graded.verdicts == {1: "right", 2: "by hand"}
    assert (graded.score, graded.possible, graded.by_hand) == (5, 5, 5)
    assert graded.complete


@pytest.mark.parametrize("form", [None, "Q"])
def test_a_sheet_without_a_known_form_is_wholly_open(form):
    graded = one(key(points=2), reading({1: "B"}, form=form))
    assert graded.verdicts == {}
    assert graded.form is None
    assert (graded.score, graded.open, graded.best, graded.possible) == (0, 6, 6, 6)
    assert not graded.complete


def test_a_paper_with_one_nameless_form():
    made = paper_key(examples.quiz(form_count=0), {item.id: 1 for item in examples.quiz().items})
    assert one(made, reading({1: "B"}, form="")).verdicts[1] == "right"
    assert one(made, reading({1: "B"}, form=None)).verdicts == {}


def test_the_code_of_a_copy_says_whose_it_is():
    copies = (Copy(code="7F3", form="A", name="عائشة", number="12", group="7b"), Copy(code="8A2", form="A", name="Eve"))
    made = key(copies=copies)
    first = one(made, reading({}, code="7F3", student="99"))
    assert (first.name, first.number, first.group) == ("عائشة", "12", "7b")
    second = one(made, reading({}, code="8A2", student="99"))
    assert (second.name, second.number) == ("Eve", "99")
    unknown = one(made, reading({}, code="none", student="42"))
    assert (unknown.name, unknown.number, unknown.group) == ("", "42", "")


def test_every_sheet_comes_back_in_its_place():
    sheets = [reading({n: "B"}, student=str(n)) for n in (3, 1, 1, 2)]
    assert [graded.reading for graded in grade(key(), sheets)] == sheets
    assert grade(key(), []) == []


@given(st.data())
def test_whatever_the_form_the_same_answers_get_the_same_verdicts(data):
    """The sheet is filled by the printed text alone, and judged by the item: neither knows the key's letters."""
    items = tuple(examples.item(n) if n % 3 else several_right(n) for n in range(5))
    made = examples.quiz(items, form_count=4)
    paper = paper_key(made, {item.id: 1 + n for n, item in enumerate(items)})
    wanted = {
        item.id: data.draw(st.frozensets(st.sampled_from([o.text for o in item.options])), item.id) for item in items
    }
    scores = set()
    for form, sheet in zip(made.forms, paper.forms, strict=True):
        marks = {}
        for number, entry in enumerate(form.entries, 1):
            texts = [next(o.text for o in made.by_id[entry.item].options if o.id == option) for option in entry.options]
            marks[number] = {"ABCD"[n] for n, text in enumerate(texts) if text in wanted[entry.item]}
        graded = one(paper, reading(marks, form=form.name))
        for number, entry in enumerate(form.entries, 1):
            right = frozenset(made.by_id[entry.item].key)
            assert (graded.verdicts[number] == "right") is (wanted[entry.item] == right), (form.name, number)
            assert set(sheet.entries[number - 1].key) == marks[number] or graded.verdicts[number] != "right"
        scores.add(graded.score)
    assert len(scores) == 1


def test_the_wrong_form_gives_other_verdicts():
    made = key(*(examples.item(n) for n in range(6)), form_count=4)
    full = {entry.number: set(entry.key) for entry in made.forms[0].entries}
    assert one(made, reading(full, form="A")).score == 6
    assert one(made, reading(full, form="B")).score < 6


def test_a_key_that_contradicts_itself_is_refused():
    made = key()
    form = made.forms[0]
    moved = form.entries[1].model_copy(update={"key": ("C",)})
    forged = made.model_copy(update={"forms": (form.model_copy(update={"entries": (form.entries[0], moved)}),)})
    with pytest.raises(ProblemError) as caught:
        grade(forged, [])
    (problem,) = caught.value.problems
    assert problem.code == "B139"
    assert "question 2 of form A" in problem.message
    assert made.items[1].id in problem.message
    assert problem.hint


def test_a_key_without_the_answer_to_a_question_is_refused():
    made = key()
    with pytest.raises(ProblemError, match="no answer to question 3 of form A"):
        grade(made.model_copy(update={"items": made.items[:2]}), [])
