"""What might tell the key in a whole set: counted right, silent on chance, heard when it is planted; and the levels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from quizgen import api, reviewing
from quizgen.asking.choosing import draw
from quizgen.cli import group
from quizgen.model.item import Item, Option
from quizgen.problem import ProblemError
from quizgen.reviewing.figures import LONGEST, POSITION, RANK, Figures, together
from quizgen.reviewing.levels import check_levels
from tests import banks, examples
from tests.test_reviewing import seen


def item(number: int, place: int, lengths: tuple[int, ...] = (4, 5, 6, 7), *, ordered: bool = False) -> Item:
    """A choice whose key stands at a place, with options of these lengths."""
    options = tuple(
        Option(id="ABCDEFGH"[n], text=chr(ord("a") + n) * length, correct=n == place)
        for n, length in enumerate(lengths)
    )
    fields = {"options": options, "ordered": ordered, "key": (options[place].text,), "kind": "which"}
    return examples.item(number).model_copy(update=fields)


def counted(items: list[Item]) -> dict[str, object]:
    figures = Figures()
    for one in items:
        figures.add(one)
    return {figure.tell: figure for figure in figures.all()}


def chance(number: int, options: int = 4) -> int:
    return draw("7", str(number), "place") % options


def said(code: str, items: list[Item]) -> list[str]:
    tally = reviewing.rules()[code].Tally()
    for one in items:
        tally.add(seen(one))
    return list(tally.findings())


def test_shares_and_chances():
    found = counted([item(1, 3), item(2, 3), item(3, 0), item(4, 1, (9, 9, 9)), item(5, 2, ordered=True)])
    longest, letters, ranks = found[LONGEST], found[POSITION], found[RANK]
    assert (longest.items, longest.found, longest.chance) == (3, {"longest": 2 / 3}, {"longest": 0.25})
    assert letters.items == 4
    assert letters.found == {"A": 0.25, "B": 0.25, "C": 0, "D": 0.5}
    assert letters.chance == dict.fromkeys("ABC", (3 / 4 + 1 / 3) / 4) | {"D": 3 / 16}
    assert (ranks.items, ranks.found["3"]) == (1, 1)


def test_nothing_counted_is_no_figure():
    empty = counted([examples.item(1, "text"), item(1, 0).model_copy(update={"interaction": "order"})])
    assert all(figure.items == 0 and figure.distance is None and not figure.tells for figure in empty.values())


def test_the_distance_of_the_longest_is_in_standard_deviations():
    [longest] = [f for f in counted([item(n, 3 if n < 35 else 0) for n in range(100)]).values() if f.tell == LONGEST]
    assert longest.distance == pytest.approx((35 - 25) / (100 * 0.25 * 0.75) ** 0.5)


@given(st.lists(st.tuples(st.integers(2, 6), st.integers(0, 5), st.booleans()), max_size=60))
def test_parts_make_the_whole(rows: list[tuple[int, int, bool]]):
    items = [item(n, place % size, tuple(range(3, 3 + size)), ordered=o) for n, (size, place, o) in enumerate(rows)]
    one, other, whole = Figures(), Figures(), Figures()
    for n, made in enumerate(items):
        whole.add(made)
        (one if n % 2 else other).add(made)
    for merged, figure in zip(together([one, other]).all(), whole.all(), strict=True):
        assert (merged.items, merged.found) == (figure.items, figure.found)
        assert merged.distance == pytest.approx(figure.distance)
        if figure.items:
            assert merged.chance == pytest.approx(figure.chance)
            assert figure.tell == LONGEST or sum(figure.found.values()) == pytest.approx(1)
            assert figure.tell == LONGEST or sum(figure.chance.values()) == pytest.approx(1)


@pytest.mark.parametrize("code", ["Q105", "Q109", "Q110"])
@pytest.mark.parametrize("size", [1, 19, 40, 400])
def test_sound_sets_are_left_alone(code: str, size: int):
    assert said(code, [item(n, chance(n), ordered=code == "Q110") for n in range(size)]) == []


@pytest.mark.parametrize("code", ["Q105", "Q109", "Q110"])
@pytest.mark.parametrize("size", [40, 400])
def test_a_tell_in_half_of_the_items_is_heard(code: str, size: int):
    items = [item(n, 3 if n % 2 else chance(n), ordered=code == "Q110") for n in range(size)]
    [message] = said(code, items)
    assert "by chance in 25%" in message
    assert said(code, items[:8]) == []


def test_a_short_key_that_is_never_the_longest_is_no_tell():
    assert said("Q105", [item(n, n % 3) for n in range(200)]) == []


def test_the_middle_one_is_heard():
    [message] = said("Q110", [item(n, 1 + n % 2, ordered=True) for n in range(60)])
    assert message.startswith("rank 2 is right in 50% of 60 items")


def project(root: Path, config: str) -> Path:
    return banks.project(root, banks.sentences("[Ann](who) met [Bob](whom) in [1911](when)."), config=config)


@pytest.mark.parametrize("config", [
    "", 'review = {Q104 = "off"}', '[review]\nP208 = "warning"\n[review.bank]\nT301 = "error"\nQ122 = "off"',
])  # fmt: skip
def test_what_there_is_may_be_turned_off(tmp_path: Path, config: str):
    assert check_levels(api.load(project(tmp_path, config))) == []


@pytest.mark.parametrize(("config", "line", "message", "hint"), [
    ('[review]\nQ140 = "off"', 2, "there is no review rule `Q140`", "did you mean `Q120`?"),
    ('[review]\nq104 = "off"', 2, "there is no review rule `q104`", "did you mean `Q104`?"),
    ('[review]\nB010 = "off"', 2, "there is no review rule `B010`", None),
    ('[review.bnak]\nQ104 = "off"', 1, "there is no bank `bnak`", "did you mean `bank`?"),
    ('[review.bank]\nQ999 = "off"', 2, "there is no review rule `Q999`", None),
])  # fmt: skip
def test_what_there_is_not_is_said_with_its_place(
    tmp_path: Path, config: str, line: int, message: str, hint: str | None
):
    [problem] = api.check(api.load(project(tmp_path, config))).problems
    assert (problem.code, problem.message, problem.span and problem.span.line) == ("B064", message, line)
    assert problem.path.endswith("quizgen.toml")
    assert hint is None or problem.hint == hint


def test_a_bank_that_is_not_read_is_known(tmp_path: Path):
    root = project(tmp_path, '[review.other]\nQ104 = "off"')
    banks.project(root, banks.sentences("[Cid](who) met Dan."), name="other", config='[review.other]\nQ104 = "off"')
    assert api.check(api.load(root, ["bank"])).problems == ()


@pytest.mark.parametrize("value", ['"of"', "3", "true", '["off"]'])
def test_a_wrong_level_is_one_problem(tmp_path: Path, value: str):
    root = project(tmp_path, f"[review]\nQ104 = {value}")
    with pytest.raises(ProblemError) as caught:
        api.load(root)
    [problem] = caught.value.problems
    assert problem.span
    assert problem.span.line == 2


def check(root: Path, *arguments: str) -> tuple[str, str]:
    done = CliRunner().invoke(group, ["-C", str(root), "-q", "check", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def months(root: Path, config: str = "") -> Path:
    facts = (f"Comet {n} was seen in [{1900 + 3 * n}](when)." for n in range(30))
    return banks.project(root, banks.sentences(*facts), config=config)


def test_figures_are_printed_and_reachable_for_programs(tmp_path: Path):
    table, _ = check(months(tmp_path), "--figures")
    assert table.splitlines()[0].split() == ["bank", "tell", "items", "found", "by", "chance", "distance"]
    assert RANK in table
    text, _ = check(tmp_path, "--figures", "--format", "json")
    whole = json.loads(text)
    assert whole["problems"] == []
    [figure] = whole["figures"]
    assert (figure["bank"], figure["tell"], figure["items"]) == ("bank", RANK, 30)
    assert json.loads(check(tmp_path, "--format", "json")[0]) == []


def test_of_many_warnings_alike_three_are_shown(tmp_path: Path):
    long = "far " * 40
    facts = (f"Comet {n} {long}was seen in [{1900 + 3 * n}](when)." for n in range(6))
    root = banks.project(tmp_path, banks.sentences(*facts))
    _, few = check(root)
    assert few.count("warning[Q120]") == 3
    assert "3 more [Q120]; `quizgen check --all` shows them" in few
    assert "6 warnings" in few
    _, every = check(root, "--all")
    assert every.count("warning[Q120]") == 6
    assert "more [" not in every
    rows = json.loads(check(root, "--format", "json")[0])
    assert sorted(row["item"] for row in rows) == [f"bank.f{n}.when" for n in range(6)]
    github, _ = check(root, "--format", "github")
    assert all(f"bank.f{n}.when" in github for n in range(6))
