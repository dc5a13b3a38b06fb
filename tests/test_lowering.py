"""What a format lacks becomes simpler or is left out, and either is said."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.lowering import SIMPLER, lower
from quizgen.model.item import Interaction
from tests import examples

ALL = get_args(Interaction)


def test_what_the_format_has_stays_the_very_same():
    quiz = examples.quiz()
    lowered = lower(quiz, frozenset(ALL))
    assert lowered.quiz is quiz
    assert (lowered.skipped, lowered.simplified) == ((), Counter())


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
    assert lowered.simplified == {f"{interaction} asked as text": 1}
    assert all(entry.options == () for form in lowered.quiz.forms for entry in form.entries)


@pytest.mark.parametrize("interaction", ["choices", "order", "match"])
def test_what_cannot_be_simpler_is_left_out_and_said(interaction: str):
    quiz = examples.quiz((examples.item(1, interaction), examples.item(2)))
    lowered = lower(quiz, frozenset({"text", "choice"}))
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
    items = tuple(examples.item(n, shape, closed=closed) for n, (shape, closed) in enumerate(shapes))
    quiz = examples.quiz(items)
    lowered = lower(quiz, interactions)
    assert len(lowered.quiz.items) + len(lowered.skipped) == len(items)
    assert {item.interaction for item in lowered.quiz.items} <= interactions
    kept = {item.id: item for item in lowered.quiz.items}
    changed = [item for item in items if item.id in kept and kept[item.id].interaction != item.interaction]
    assert sum(lowered.simplified.values()) == len(changed)
    assert not any(item.closed for item in changed)
    for form in lowered.quiz.forms:
        assert {entry.item for entry in form.entries} == kept.keys()
        for entry in form.entries:
            assert sorted(entry.options) == sorted(option.id for option in kept[entry.item].options)
