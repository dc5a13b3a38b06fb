"""Choosing and ordering: everything comes from the seed, and one item's change moves no other."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.assembling import FIELDS, make_forms, parse_where, select
from quizgen.model.item import Item
from quizgen.problem import ProblemError
from tests import examples


def item(number: int, *, bank: str = "moon", kind: str = "when", fact: str = "", tags: tuple[str, ...] = ()) -> Item:
    return examples.item(number).model_copy(
        update={
            "id": f"{bank}.event-{number}.{kind}",
            "bank": bank,
            "kind": kind,
            "fact": fact or f"event-{number}",
            "tags": tags,
        }
    )


ITEMS = [
    item(1, tags=("a", "b")),
    item(2, kind="who", tags=("b",)),
    item(3, bank="sun", kind="who"),
    item(4, bank="sun", tags=("c",)),
]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ("", [1, 2, 3, 4]),
        ("kind:who", [2, 3]),
        ("-kind:who", [1, 4]),
        ("kind:who bank:sun", [3]),
        ("kind:who,when", [1, 2, 3, 4]),
        ("tag:a,c", [1, 4]),
        ("-tag:a,c", [2, 3]),
        ("tag:b -tag:a", [2]),
        ("  bank:moon   -kind:who ", [1]),
        ("fact:event-4", [4]),
        ("id:moon.event-1.when", [1]),
        ("interaction:choice", [1, 2, 3, 4]),
        ("interaction:text", []),
        ("bank:nowhere", []),
    ],
)
def test_where_chooses(where: str, numbers: list[int]):
    wanted = parse_where(where)
    assert [n for n, one in enumerate(ITEMS, 1) if wanted(one)] == numbers


@pytest.mark.parametrize(
    "where",
    ["who", "kind", "kind:", ":who", "-", "colour:red", "kind=who", "-kind:", "Kind:who", "kind:,", "kind:who,"],
)
def test_where_that_says_nothing_is_refused(where: str):
    with pytest.raises(ProblemError) as error:
        parse_where(where)
    [problem] = error.value.problems
    assert problem.code == "B080"
    assert all(field in (problem.hint or "") for field in FIELDS)


# ---- select --------------------------------------------------------------------------------------------------------


def many(banks: int = 3, kinds: int = 4, each: int = 25) -> list[Item]:
    names = ["who", "when", "where", "which", "what"][:kinds]
    return [
        item(n, bank=f"bank{b}", kind=kind, fact=f"{kind}-{n}")
        for b in range(banks)
        for kind in names
        for n in range(each)
    ]


@pytest.mark.parametrize("number", [12, 24, 40, 100])
def test_banks_and_kinds_have_equal_shares(number: int):
    chosen = select(many(), number, "1")
    assert len(chosen) == number
    shares = Counter((one.bank, one.kind) for one in chosen)
    assert max(shares.values()) - min(shares.values()) <= 1


def test_a_rare_kind_gives_what_it_has_and_others_fill_up():
    items = [*many(1, 1, 50), item(99, bank="bank0", kind="next")]
    chosen = select(items, 20, "1")
    assert len(chosen) == 20
    assert Counter(one.kind for one in chosen)["next"] == 1


def test_one_fact_gives_one_question_while_others_can():
    items = [item(n, kind=kind, fact=f"f{n}") for n in range(10) for kind in ("who", "when", "where")]
    assert len({one.fact for one in select(items, 10, "1")}) == 10
    assert len({one.id for one in select(items, 25, "1")}) == 25


def test_everything_is_chosen_where_there_is_not_more():
    items = many(1, 1, 5)
    for number in (None, 5, 6, 1000):
        assert select(items, number, "1") == tuple(items)
    assert select([], 5, "1") == ()
    assert select(items, 0, "1") == ()


def test_the_chosen_keep_their_order_and_the_seed_settles_them():
    items = many()
    first = select(items, 30, "1")
    assert first == select(items, 30, "1") == select(iter(items), 30, "1")
    assert first != select(items, 30, "2")
    places = [items.index(one) for one in first]
    assert places == sorted(places)


def test_the_choice_does_not_depend_on_the_order_of_the_items():
    items = many()
    assert {one.id for one in select(items, 30, "1")} == {one.id for one in select(items[::-1], 30, "1")}


def test_ten_thousand_items_are_chosen_from_quickly():
    items = [item(n, bank=f"bank{n % 3}", kind=("who", "when")[n % 2], fact=f"f{n // 4}") for n in range(10_000)]
    assert len(select(items, 5_000, "1")) == 5_000


# ---- forms ---------------------------------------------------------------------------------------------------------


def test_each_form_has_all_items_in_its_own_order():
    items = [examples.item(n) for n in range(40)]
    forms = make_forms(items, 4, "1")
    assert [form.name for form in forms] == list("ABCD")
    orders = [[entry.item for entry in form.entries] for form in forms]
    assert all(sorted(order) == sorted(one.id for one in items) for order in orders)
    assert len({tuple(order) for order in orders}) == 4
    for form in forms:
        for entry in form.entries:
            assert sorted(entry.options) == list("ABCD")
    shuffles = {entry.options for form in forms for entry in form.entries}
    assert len(shuffles) > 15


def test_options_in_a_natural_order_keep_it():
    items = [examples.item(n).model_copy(update={"ordered": True}) for n in range(10)]
    for form in make_forms(items, 3, "1"):
        assert all(entry.options == ("A", "B", "C", "D") for entry in form.entries)


def test_a_typed_item_has_no_options_to_order():
    [form] = make_forms([examples.item(1, "text")], 1, "1")
    assert form.entries[0].options == ()


@settings(max_examples=30, derandomize=True)
@given(st.integers(0, 19), st.sampled_from(["edit", "drop", "add"]))
def test_a_change_of_one_item_moves_no_other(number: int, change: str):
    items = [examples.item(n) for n in range(20)]
    after = list(items)
    if change == "edit":
        after[number] = items[number].model_copy(update={"stem": "Another question?", "revision": "f" * 16})
    elif change == "drop":
        del after[number]
    else:
        after.insert(number, examples.item(99))
    changed = {items[number].id, examples.item(99).id}
    for one, other in zip(make_forms(items, 3, "7"), make_forms(after, 3, "7"), strict=True):
        kept = [entry for entry in one.entries if entry.item not in changed]
        assert kept == [entry for entry in other.entries if entry.item not in changed]


def test_more_forms_leave_the_first_ones_alone():
    items = [examples.item(n) for n in range(10)]
    assert make_forms(items, 5, "1")[:2] == make_forms(items, 2, "1")
    assert make_forms(items, 2, "1") != make_forms(items, 2, "2")


@pytest.mark.parametrize("count", [0, -1, 131])
def test_a_number_of_forms_that_has_no_letters(count: int):
    with pytest.raises(ProblemError) as error:
        make_forms([examples.item(1)], count, "1")
    assert error.value.problems[0].code == "B081"


def test_the_last_letter_is_z():
    assert make_forms([examples.item(1)], 26, "1")[-1].name == "Z"
