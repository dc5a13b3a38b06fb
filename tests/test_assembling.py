"""Choosing and ordering: everything comes from the seed, and one item's change moves no other."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.asking.choosing import draw, shuffled
from quizgen.assembling import FIELDS, parse_where, sections, select
from quizgen.forms import make_forms
from quizgen.model.item import Item, Option
from quizgen.model.quiz import Form, Section
from quizgen.problem import ProblemError
from quizgen.reading.project import PlannedSection
from tests import examples


def item(number: int, *, bank: str = "moon", kind: str = "when", fact: str = "", tags: tuple[str, ...] = ()) -> Item:
    return examples.item(number).model_copy(
        update={
            "id": f"{bank}.event-{number}.{kind}",
            "bank": bank,
            "stem": f"In which year did event {number} of {bank}, {kind}, happen?",
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


def test_sections_take_what_fits_them_and_no_item_twice():
    plans = (
        PlannedSection(title="Who", where="kind:who"),
        PlannedSection(where="bank:sun", points=2, page_break="before"),
    )
    one, two = sections(ITEMS, plans, "1")
    assert (one.title, one.items) == ("Who", (ITEMS[1].id, ITEMS[2].id))
    assert (two.points, two.page_break, two.items) == (2, True, (ITEMS[3].id,))


def test_sections_of_a_number_are_balanced_and_have_one_fact_once():
    items = [item(n, kind=kind, fact=f"event-{n}") for n in range(10) for kind in ("who", "when")]
    one, two = sections(
        items, (PlannedSection(where="kind:who", number=5), PlannedSection(where="kind:when", number=5)), "1"
    )
    facts = [name.split(".")[1] for name in one.items + two.items]
    assert len(set(facts)) == 10


def test_a_section_that_nothing_fits_is_a_problem():
    with pytest.raises(ProblemError) as error:
        sections(ITEMS, (PlannedSection(title="Where", where="kind:where"),), "1")
    assert "“Where”" in error.value.problems[0].message


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


def test_other_words_move_nothing():
    items = [examples.item(n) for n in range(20)]
    after = [one.model_copy(update={"stem": "Another question?", "revision": "f" * 16}) for one in items]
    assert make_forms(items, 3, "7") == make_forms(after, 3, "7")


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.integers(0, 39), st.sampled_from(["drop", "add"]))
def test_one_item_more_or_less_moves_few_others(number: int, change: str):
    items = [examples.item(n) for n in range(40)]
    after = [*items[:number], *items[number + 1 :]] if change == "drop" else [*items, examples.item(99 + number)]
    for one, other in zip(make_forms(items, 3, "7"), make_forms(after, 3, "7"), strict=True):
        known = {entry.item: entry.options for entry in other.entries}
        moved = [entry.item for entry in one.entries if known.get(entry.item, entry.options) != entry.options]
        assert len(moved) <= 8 or one.name != "A"  # the others are set apart anew from the forms before
        here, there = ([e.item for e in form.entries if e.item in known] for form in (one, other))
        assert here == [name for name in there if name in here]


def mixed(shape: list[tuple[int, bool, int]]) -> list[Item]:
    """Items by number of options, whether these have a natural order, and which is right."""
    found = []
    for n, (count, ordered, right) in enumerate(shape):
        options = tuple(Option(id="ABCDE"[k], text=f"{n} {k}", correct=k == right % count) for k in range(count))
        found.append(examples.item(n).model_copy(update={"options": options, "ordered": ordered}))
    return found


def keys(form: Form, items: list[Item]) -> list[int]:
    right = {one.id: one.right[0].id for one in items}
    return [entry.options.index(right[entry.item]) for entry in form.entries]


LAST = ("Titan", "Io", "None of these.", "Europa")
SHAPES = st.lists(st.tuples(st.integers(2, 5), st.booleans(), st.integers(0, 4)), min_size=1, max_size=60)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(SHAPES)
def test_no_letter_is_the_key_more_than_once_oftener(shape: list[tuple[int, bool, int]]):
    items = mixed(shape)
    by_id = {one.id: one for one in items}
    for form in make_forms(items, 2, "1"):
        assert sorted(entry.item for entry in form.entries) == sorted(by_id)
        found: dict[int, Counter[int]] = defaultdict(Counter)
        for entry, key in zip(form.entries, keys(form, items), strict=True):
            one = by_id[entry.item]
            assert sorted(entry.options) == [option.id for option in one.options]
            if one.ordered:
                assert list(entry.options) == [option.id for option in one.options]
            else:
                found[len(entry.options)][key] += 1
        for count, places in found.items():
            shares = [places[place] for place in range(count)]
            assert max(shares) - min(shares) <= 1


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.just(4), st.booleans(), st.integers(0, 3)), min_size=12, max_size=60), st.integers(0, 99))
def test_no_more_than_three_keys_in_a_row_have_one_letter(shape: list[tuple[int, bool, int]], seed: int):
    half = len(shape) // 2
    items = mixed([(4, ordered and n < half, right) for n, (_, ordered, right) in enumerate(shape)])
    for form in make_forms(items, 2, str(seed)):
        assert max(len(list(row)) for _, row in groupby(keys(form, items))) <= 3


def test_dates_that_all_have_one_letter_are_set_apart_by_the_others():
    items = mixed([(4, True, 1)] * 15 + [(4, False, 0)] * 15)
    for form in make_forms(items, 20, "1"):
        assert max(len(list(row)) for _, row in groupby(keys(form, items))) <= 3


def test_where_nothing_can_be_done_nothing_is_moved():
    items = mixed([(4, True, 2)] * 1_000)
    [form] = make_forms(items, 1, "1")
    drawn = sorted(items, key=lambda one: draw("1", one.id, "place on form A"))
    assert [entry.item for entry in form.entries] == [one.id for one in drawn]


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.just(4), st.booleans(), st.integers(0, 3)), min_size=20, max_size=60), st.integers(0, 99))
def test_neighbours_do_not_share_letters(shape: list[tuple[int, bool, int]], seed: int):
    third = len(shape) // 3
    items = mixed([(4, ordered and n < third, right) for n, (_, ordered, right) in enumerate(shape)])
    letters = [keys(form, items) for form in make_forms(items, 4, str(seed))]
    for one, other in pairwise(letters):
        assert sum(here == there for here, there in zip(one, other, strict=True)) <= len(items) // 20


def test_four_forms_have_four_letters_at_each_number():
    items = mixed([(4, False, 0)] * 40)
    letters = zip(*(keys(form, items) for form in make_forms(items, 4, "1")), strict=True)
    assert sum(len(set(at)) == 4 for at in letters) >= 30


def test_an_option_that_speaks_of_the_others_stays_last():
    options = tuple(Option(id=k, text=text, correct=k == "B") for k, text in zip("ABCD", LAST, strict=True))
    items = [examples.item(n).model_copy(update={"options": options}) for n in range(20)]
    assert {entry.options[-1] for form in make_forms(items, 4, "1") for entry in form.entries} == {"C"}


def test_events_to_be_put_in_order_never_stand_in_order():
    items = [examples.item(n, "order") for n in range(200)]
    orders = [entry.options for form in make_forms(items, 3, "1") for entry in form.entries]
    assert ("A", "B", "C", "D") not in orders
    assert len(set(orders)) > 15


def test_items_stay_in_their_section():
    items = [examples.item(n) for n in range(30)]
    ids = [one.id for one in items]
    parts = (Section(title="one", items=tuple(ids[:10])), Section(title="two", items=tuple(ids[10:])))
    for form in make_forms(items, 4, "1", parts):
        assert {entry.item for entry in form.entries[:10]} == set(ids[:10])


def test_few_keys_are_moved():
    items = mixed([(4, False, 0)] * 400)
    [form] = make_forms(items, 1, "1")
    shuffles = {one.id: shuffled("ABCD", draw("1", one.id, "options on form A")) for one in items}
    assert sum(list(entry.options) != shuffles[entry.item] for entry in form.entries) < 40


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
