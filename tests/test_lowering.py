"""What a format lacks becomes simpler or is left out, and either is said."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.lowering import SIMPLER, lettered, lower
from quizgen.model.item import Interaction, Item, Option
from tests import examples

ALL = get_args(Interaction)


def test_what_the_format_has_stays_the_very_same():
    quiz = examples.quiz()
    lowered = lower(quiz, frozenset(ALL))
    assert lowered.quiz is quiz
    assert (lowered.skipped, lowered.simplified) == ((), {})


def test_every_interaction_has_its_way_down():
    assert SIMPLER.keys() == set(ALL)
    for interaction, targets in SIMPLER.items():
        assert interaction not in targets
        assert set(targets) <= set(ALL)


@pytest.mark.parametrize("interaction", ["choice", "cloze", "date", "number"])
def test_a_question_becomes_typed(interaction: str):
    quiz = examples.quiz((examples.item(1, interaction),))
    lowered = lower(quiz, frozenset({"text"}))
    [item] = lowered.quiz.items
    assert (item.interaction, item.options, item.key) == ("text", (), quiz.items[0].key)
    assert item.citations == quiz.items[0].citations
    assert not lettered(item)
    assert list(lowered.simplified.values()) == [f"{interaction} asked as text"]
    assert all(entry.options == () for form in lowered.quiz.forms for entry in form.entries)


def events(interaction: str, *, closed: bool = False) -> Item:
    """Three events, shown as third, first, second; or those with their dates."""
    dates = ("1957", "1961", "1969")
    options = tuple(
        Option(
            id="ABC"[n],
            text=f"event {place}",
            correct=True,
            place=place if interaction == "order" else None,
            match=dates[place - 1] if interaction == "match" else None,
        )
        for n, place in enumerate((3, 1, 2))
    )
    lines = tuple(f"event {n}: {dates[n - 1]}" if interaction == "match" else f"event {n}" for n in (1, 2, 3))
    return examples.item(1, interaction, closed=closed).model_copy(
        update={
            "stem": "Put these in order:",
            "options": options,
            "key": lines,
            "targets": dates if interaction == "match" else (),
        }
    )


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize(
    ("interaction", "stem", "key", "accepted"),
    [
        (
            "order",
            "Put these in order:\n(A) event 3\n(B) event 1\n(C) event 2",
            "B, C, A",
            {"B,C,A", "B C A", "BCA"},
        ),
        (
            "match",
            "Put these in order:\n(A) event 3\n(B) event 1\n(C) event 2\n(1) 1957\n(2) 1961\n(3) 1969",
            "A3, B1, C2",
            {"A3,B1,C2", "A3 B1 C2", "A3B1C2"},
        ),
    ],
)
def test_letters_answer_what_must_be_ordered_or_matched(
    interaction: str, stem: str, key: str, accepted: set[str], closed: bool
):
    item = events(interaction, closed=closed)
    lowered = lower(examples.quiz((item,)), frozenset({"text", "choice"}))
    [typed] = lowered.quiz.items
    assert (typed.interaction, typed.stem, typed.key) == ("text", stem, (key,))
    assert set(typed.accept) == accepted
    assert lettered(typed)
    assert not lettered(item)
    assert (typed.options, typed.targets, typed.closed) == ((), (), False)
    assert (typed.id, typed.rationale, typed.citations) == (item.id, item.rationale, item.citations)
    assert list(lowered.simplified.values()) == [f"{interaction} asked as text"]
    assert all(entry.options == () for form in lowered.quiz.forms for entry in form.entries)


def test_the_letters_stay_those_of_the_options_whatever_the_form():
    quiz = examples.quiz((events("order"),), form_count=3)
    assert {form.entries[0].options for form in quiz.forms} != {()}
    assert lower(quiz, frozenset({"text"})).quiz.items[0].key == ("B, C, A",)


@pytest.mark.parametrize("interaction", ["choices", "order", "match"])
def test_what_cannot_be_simpler_is_left_out_and_said(interaction: str):
    quiz = examples.quiz((examples.item(1, interaction), examples.item(2)))
    lowered = lower(quiz, frozenset({"choice"}))
    assert [item.id for item in lowered.quiz.items] == [examples.item(2).id]
    assert lowered.skipped == ((examples.item(1, interaction).id, f"this format has no {interaction} question"),)
    assert all(len(form.entries) == 1 for form in lowered.quiz.forms)


def test_a_closed_question_is_never_asked_without_its_options():
    quiz = examples.quiz((examples.item(1, closed=True),))
    lowered = lower(quiz, frozenset({"text"}))
    assert not lowered.quiz.items
    assert len(lowered.skipped) == 1
    assert lower(quiz, frozenset({"choice"})).quiz is quiz


@settings(max_examples=100, derandomize=True)
@given(
    st.lists(st.tuples(st.sampled_from(ALL), st.booleans()), max_size=8),
    st.frozensets(st.sampled_from(ALL)),
)
def test_nothing_is_lost_in_silence(shapes: list[tuple[Interaction, bool]], interactions: frozenset[Interaction]):
    items = tuple(
        events(shape, closed=closed).model_copy(update={"id": f"moon.event-{n}.{shape}"})
        if shape in {"order", "match"}
        else examples.item(n, shape, closed=closed)
        for n, (shape, closed) in enumerate(shapes)
    )
    quiz = examples.quiz(items)
    lowered = lower(quiz, interactions)
    assert len(lowered.quiz.items) + len(lowered.skipped) == len(items)
    assert {item.interaction for item in lowered.quiz.items} <= interactions
    kept = {item.id: item for item in lowered.quiz.items}
    changed = [item for item in items if item.id in kept and kept[item.id].interaction != item.interaction]
    assert len(lowered.simplified) == len(changed)
    assert not any(item.closed for item in changed if item.interaction not in {"order", "match"})
    for form in lowered.quiz.forms:
        assert {entry.item for entry in form.entries} == kept.keys()
        for entry in form.entries:
            assert sorted(entry.options) == sorted(option.id for option in kept[entry.item].options)
