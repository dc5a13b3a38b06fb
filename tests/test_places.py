"""The order of learning, within a release and from one to the next."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizgen.places import APART, learning_order, placed
from tests.examples import item


def made(bank: str, facts: int, each: int):
    base = item(0)
    return [
        base.model_copy(update={"id": f"{bank}.f{n}.k{k}", "bank": bank, "fact": f"f{n}"})
        for n in range(facts)
        for k in range(each)
    ]


def test_the_first_question_on_each_fact_comes_in_the_order_of_the_bank():
    order = [it.id for it in learning_order(made("moon", 50, 3))]
    firsts = [name for name in order if name.endswith(".k0")]
    assert firsts == [f"moon.f{n}.k0" for n in range(50)]
    assert sorted(order) == sorted(it.id for it in made("moon", 50, 3))


def test_questions_on_one_fact_are_a_days_cards_apart():
    order = [it.id for it in learning_order(made("moon", 200, 4))]
    for n in range(200):
        at = [order.index(f"moon.f{n}.k{k}") for k in range(4)]
        assert all(later - sooner >= APART for sooner, later in pairwise(at)), n


def test_a_small_bank_goes_round_by_round():
    order = [it.id for it in learning_order(made("moon", 3, 2))]
    assert order == [f"moon.f{n}.k{k}" for k in range(2) for n in range(3)]


def test_banks_come_one_after_the_other():
    both = [*made("sun", 2, 2), *made("moon", 2, 2)]
    assert [it.bank for it in learning_order(both)] == ["sun"] * 4 + ["moon"] * 4


def test_what_is_new_comes_between_its_neighbours_and_nothing_else_moves():
    before = placed(["a", "b", "c"], {})
    after = placed(["x", "a", "y", "z", "b", "c", "w"], before)
    assert {name: after[name] for name in before} == before
    assert list(after.values()) == sorted(set(after.values()))


def test_what_moved_moves_alone():
    before = placed([*"abcdef"], {})
    after = placed([*"fabcde"], before)
    assert {name: after[name] for name in "abcde"} == {name: before[name] for name in "abcde"}
    assert after["f"] < after["a"]


def test_without_room_it_stands_beside_the_one_before():
    assert placed(["a", "n", "b"], {"a": 4, "b": 5})["n"] == 4


SEQUENCE = st.lists(st.integers(0, 40), unique=True).map(lambda numbers: [str(number) for number in numbers])


@given(SEQUENCE, SEQUENCE, SEQUENCE)
def test_places_never_fall_and_a_rebuild_moves_nothing(first, second, third):
    places: dict[str, int] = {}
    for sequence in (first, second, third):
        places = placed(sequence, places)
        found = [places[name] for name in sequence]
        assert found == sorted(found)
        assert list(places) and min(found) >= 0 if sequence else not places
        assert placed(sequence, places) == places
