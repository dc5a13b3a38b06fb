"""Dates and numbers as wrong options: rows in which nothing but knowledge tells the key."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen import api, numbers
from quizgen.asking import ranks
from quizgen.asking.choosing import MASK
from quizgen.asking.days import Days
from quizgen.dates import parse
from quizgen.model.item import Item
from tests import banks

FLIGHTS = """
title: Flights
sources: {t: {title: T}}
tables:
  - {file: t.csv, source: t, id: "r{n}", say: "[{name}] was launched in [{year}](when)."}
"""
PRIZES = """
title: Prizes
sources: {t: {title: T}}
tables:
  - {file: t.csv, source: t, id: "r{n}", tolerance: 1,
     say: "[{name}](who) won the [{prize}](which prize) in [{year}](when)."}
"""
SEEDS = [str(seed) for seed in range(12)]


def years(item: Item) -> list[int]:
    return [int(option.text) for option in item.options]


def rank(item: Item) -> int:
    return [option.correct for option in item.options].index(True)


def asked(tmp_path: Path, bank: str, lines: list[str], kind: str) -> list[Item]:
    checked = api.check(api.load(banks.project(tmp_path, bank, t_csv="\n".join(lines) + "\n")))
    return [item for seed in SEEDS for item in api.ask(checked, seed) if item.kind == kind]


@pytest.fixture(scope="module")
def flights(tmp_path_factory: pytest.TempPathFactory) -> list[Item]:
    """A long series, a short one, and others, one a year, that go on before and after both."""
    names = [(f"Comet {n}", 1970 + n // 2) for n in range(24)]
    names += [(f"Minor-{n}", 1960 + n // 2) for n in range(4)]
    names += [(f"Lone {'abcdefgh'[n // 10]}{'abcdefghij'[n % 10]}", 1930 + n) for n in range(78)]
    lines = ["n,name,year", *(f"{n},{name},{year}" for n, (name, year) in enumerate(names))]
    return asked(tmp_path_factory.mktemp("flights"), FLIGHTS, lines, "when")


def test_a_series_is_asked_with_dates_of_its_own_time(flights: list[Item]):
    long = [item for item in flights if "Comet" in item.stem]
    assert len(long) == 24 * len(SEEDS)
    assert all(1970 <= year <= 1981 for item in long for year in years(item))
    assert all(len(item.options) == 4 for item in long)


def test_a_short_series_is_asked_with_dates_little_beyond_it(flights: list[Item]):
    short = [year for item in flights if "Minor" in item.stem for year in years(item)]
    assert (min(short), max(short)) == (1958, 1963)


def test_what_is_of_no_series_is_asked_with_any_dates_of_the_bank(flights: list[Item]):
    found = {year for item in flights if "Lone" in item.stem for year in years(item)}
    assert (min(found), max(found)) == (1930, 2007)


def test_the_key_stands_at_each_place_of_its_row(flights: list[Item]):
    counts = Counter(rank(item) for item in flights if len(item.options) == 4)
    assert all(abs(counts[place] / counts.total() - 1 / 4) < 0.05 for place in range(4)), counts


def test_no_option_lies_alone(flights: list[Item]):
    uneven = 0
    for item in flights:
        gaps = [later - one for one, later in pairwise(years(item))]
        uneven += max(gaps) > 2 * median(gaps) + 1
    assert uneven < 0.02 * len(flights)


def test_a_prize_is_asked_with_years_in_which_it_was_given(tmp_path: Path):
    given = {"Odd": range(1901, 1999, 2), "Even": range(1900, 1998, 2)}
    rows = [(prize, year) for prize, ones in given.items() for year in ones]
    lines = ["n,name,prize,year"]
    for n, (prize, year) in enumerate(rows):
        lines.append(f"{n},{'ABCDEFG'[n % 7]}an {'HIJKLMN'[n // 7 % 7]}orn{'opqrst'[n // 49]},{prize} Prize,{year}")
    items = asked(tmp_path, PRIZES, lines, "when")
    assert items
    for item in items:
        assert len({year % 2 for year in years(item)}) == 1, item.options


# ---- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2", "4", "five", "11", "40", "271", "1,200", "36,000"])
def test_numbers_stand_in_a_row_without_a_visible_step(tmp_path: Path, number: str):
    project = banks.project(tmp_path, banks.sentences(f"[Ann](who) counted [{number}](how many stones) stones."))
    checked = api.check(api.load(project))
    items = [item for seed in range(60) for item in api.ask(checked, str(seed)) if item.kind == "how-many"]
    assert len(items) == 60
    key, rows = numbers.read(number) or 0, set()
    for item in items:
        row = [numbers.read(option.text) or 0 for option in item.options]
        rows.add(tuple(later - one for one, later in pairwise(row)))
        assert len(row) == 4
        assert row == sorted(row)
        assert row[0] >= 1
        assert all(abs(one - key) * 50 >= key and one % numbers.unit(key) == 0 for one in row if one != key)
    assert len({rank(item) for item in items}) == min(4, key)
    assert sum(len(set(gaps)) > 1 for gaps in rows) > len(rows) / 2


# ---- ranks and days --------------------------------------------------------------------------------------------------

limits = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda two: (min(two), max(two)))


@given(st.lists(limits, min_size=1, max_size=30), st.integers(0, MASK))
def test_a_place_is_within_its_limits(known: list[ranks.Limits], start: int):
    weighed = ranks.weights(known)
    assert all(low <= ranks.place(weighed, (low, high), start) <= high for low, high in known)


def test_open_places_make_up_for_closed_ones():
    known = [(3, 3)] * 10 + [(0, 3)] * 90
    weighed = ranks.weights(known)
    counts = Counter(ranks.place(weighed, one, n * (MASK // 90)) for one in known for n in range(90))
    assert all(abs(counts[place] / counts.total() - 1 / 4) < 0.02 for place in range(4)), counts


@given(st.lists(st.integers(1000, 2999), max_size=20), st.integers(900, 3100), limits)
def test_the_nearest_date_is_found(known: list[int], year: int, width: tuple[int, int]):
    days = Days(parse(str(one)) for one in known)
    target = (year - 1900) * 365.25 + 2415021
    low, high = target - 4000 * width[0], target + 4000 * width[1]
    found, within = days.nearest(target, low, high), [start for start in days.starts if low <= start <= high]
    assert (found is None) == (not within)
    assert days.count(low, high) == len(within)
    assert found is None or abs(found.earliest - target) == min(abs(start - target) for start in within)
