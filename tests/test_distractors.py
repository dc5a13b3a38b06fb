"""Exactly one option is right: proved by an oracle that knows the bank and nothing of how questions are made.

The oracle keeps to what a bank says: names and aliases, what lies in what, and days as `datetime` counts them.
"""

from __future__ import annotations

import calendar
import math
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen import api
from quizgen.model.item import Item
from tests import banks

REAL = Path(__file__).parent.parent
Days = tuple[date, date]
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if number}


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder for one example, since pytest's lasts for the whole property."""
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def days(text: str) -> Days:
    """First and last day of `1990`, `May 1990`, `12 May 1990`, `the 1990s`, `1990-05-12`, `1990-05`."""
    if found := re.fullmatch(r"(?:the )?(\d{4})s", text):
        return date(int(found[1]), 1, 1), date(int(found[1]) + 9, 12, 31)
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text):
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
    else:
        *words, last = text.split()
        year, month = int(last), MONTHS[words[-1]] if words else 0
        day = int(words[0]) if len(words) > 1 else 0
    if day:
        return date(year, month, day), date(year, month, day)
    first, final = month or 1, month or 12
    return date(year, first, 1), date(year, final, calendar.monthrange(year, final)[1])


def meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


# ---- tables: prizes are shared, names have aliases, places lie in places --------------------------------------------

PEOPLE = ["Ann Ash", "Bob Birch", "Cyd Cedar", "Dee Date", "Eve Elm", "Fay Fir", "Gus Gum"]
ALIASES = {"Ann Ash": "A. Ash", "Bob Birch": "Robert Birch", "Eve Elm": "Evelyn Elm"}
PRIZES = ["Alpha Medal", "Beta Cup", "Gamma Star", "Delta Ring"]
CITIES = {
    "Rome": "Italy",
    "Trastevere": "Rome",
    "Paris": "France",
    "Lyon": "France",
    "Bari": "Italy",
    "Italy": "Europe",
}
PLACES = [*CITIES, "France", "Oslo", "Europe"]
DATES = ["1990", "1991", "1992", "1990-05", "1990-06", "1991-05", "1990-05-12", "1990-05-13", "1992-01-01", "the 1990s"]

HEAD = (
    "entities:\n"
    + "".join(f"  {name}: {{kind: person, aka: [{alias}]}}\n" for name, alias in ALIASES.items())
    + "".join(f"  {name}: {{kind: place, in: {within}}}\n" for name, within in CITIES.items())
)
SAY = "[{who}](who) won the [{prize}](which prize) in [{where}](where) on [{when}](when)."
TABLE = f"""
title: Prizes
sources: {{t: {{title: T, publisher: P}}}}
{HEAD}
tables:
  - {{file: t.csv, source: t, id: "r{{n}}", say: "{SAY}", kinds: {{who: person, prize: prize, where: place}}}}
"""
Row = tuple[str, str, str, str]
rows = st.lists(
    st.tuples(
        st.sampled_from([*PEOPLE, *ALIASES.values()]),
        st.sampled_from(PRIZES),
        st.sampled_from(PLACES),
        st.sampled_from(DATES),
    ),
    min_size=4,
    max_size=14,
)
NAMES = {alias: name for name, alias in ALIASES.items()}


def same(text: str) -> str:
    return NAMES.get(text, text)


def chain(place: str) -> set[str]:
    """The place and all it lies in."""
    found = {place}
    while place in CITIES:
        place = CITIES[place]
        found.add(place)
    return found


def agrees(index: int, one: str, other: str) -> bool:
    """Whether two cells of a column may mean the same thing."""
    if index == 0:
        return same(one) == same(other)
    if index == 2:
        return one in chain(other) or other in chain(one)
    if index == 3:
        return meet(days(one), days(other))
    return one == other


def right_answers(row: Row, index: int, known: list[Row]) -> set[str]:
    """What the table says of this row's question: the cells of every row that says the same otherwise."""
    others = [n for n in range(4) if n != index]
    return {other[index] for other in known if all(agrees_exactly(n, row[n], other[n]) for n in others)}


def agrees_exactly(index: int, one: str, other: str) -> bool:
    return same(one) == same(other) if index == 0 else one == other


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows)
def test_of_a_tables_options_exactly_one_is_right(known: list[Row]):
    with folder() as root:
        text = "n,who,prize,where,when\n" + "".join(f"{n},{','.join(row)}\n" for n, row in enumerate(known))
        made, _ = banks.asked(banks.project(root, TABLE, t_csv=text))
    columns = {"who": 0, "which": 1, "where": 2, "when": 3}
    for item in made:
        if not item.options:
            continue
        index, row = columns[item.kind], known[int(item.fact.removeprefix("r"))]
        truth = right_answers(row, index, known)
        correct = [option.text for option in item.options if option.correct]
        assert len(correct) == 1, item
        assert agrees(index, correct[0], row[index])
        for option in item.options:
            if not option.correct:
                assert not agrees(index, option.text, row[index]), item
                assert not any(says_the_same(index, option.text, value) for value in truth), (item, truth)
        for one, other in combinations([option.text for option in item.options], 2):
            assert not agrees(index, one, other), item


def says_the_same(index: int, one: str, other: str) -> bool:
    return days(one) == days(other) if index == 3 else agrees_exactly(index, one, other)


def test_two_dates_of_one_award_are_not_asked_for(tmp_path: Path):
    """Two rows tell of one award: in May 1990, and in 1990. So no other month of 1990 is surely wrong."""
    whens = ["1990-05", "1990", "1990-06", "1990-07", "1990-08"]
    lines = [f"{n},{PEOPLE[max(0, n - 1)]},Alpha Medal,Bari,{when}\n" for n, when in enumerate(whens)]
    made = banks.items(tmp_path, TABLE, t_csv="n,who,prize,where,when\n" + "".join(lines))
    assert "r0.when" not in made
    assert "r1.when" not in made
    assert "r2.when" in made


def test_what_overlaps_a_date_that_is_also_right_is_not_offered(tmp_path: Path):
    facts = [f"'[{name}](who) sang in [{n} May 1990](when).'" for n, name in enumerate(PEOPLE, 1)]
    first = "say: '[Zoe](who) sang in [June 1990](when).'\nalso: {when: [July 1990]}"
    made = banks.items(tmp_path, banks.sentences(first, *(f"say: {fact}" for fact in facts)))
    assert "July 1990" not in [option.text for option in made["f0.when"].options]
    assert len(made["f0.when"].options) == 4


# ---- sentences: one bank, several shapes ---------------------------------------------------------------------------

SHAPES = [
    "[{who}](who) was born in [{where}](where) on [{when}](when).",
    "[{who}](who) died in [{where}](where) on [{when}](when).",
    "[{who}](who) was awarded the [{prize}](which prize) in [{where}](where).",
]
SENTENCE_DATES = ["1990", "1991", "1993", "May 1990", "June 1990", "12 May 1990", "13 May 1990", "1 January 1992"]
facts = st.lists(
    st.tuples(
        st.sampled_from(range(3)),
        st.tuples(
            st.sampled_from(PEOPLE), st.sampled_from(PRIZES), st.sampled_from(PLACES), st.sampled_from(SENTENCE_DATES)
        ),
    ),
    min_size=4,
    max_size=12,
)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts)
def test_of_a_sentences_options_exactly_one_is_right(known: list[tuple[int, Row]]):
    sentences = [
        SHAPES[shape].format(who=who, prize=prize, where=where, when=when) for shape, (who, prize, where, when) in known
    ]
    with folder() as root:
        made, _ = banks.asked(banks.project(root, banks.sentences(*sentences, head=HEAD)))
    columns = {"who": 0, "which": 1, "where": 2, "when": 3}
    used = {0: (0, 2, 3), 1: (0, 2, 3), 2: (0, 1, 2)}
    for item in made:
        shape, row = known[int(item.fact.removeprefix("f"))]
        index = columns[item.kind]
        others = [n for n in used[shape] if n != index]
        truth = {
            other[index]
            for its, other in known
            if its == shape and all(agrees_exactly(n, row[n], other[n]) for n in others)
        }
        assert [option.text for option in item.options if option.correct] in ([], [item.key[0]])
        for option in item.options:
            if not option.correct:
                assert not agrees(index, option.text, row[index]), item
                assert not any(says_the_same(index, option.text, value) for value in truth), (item, truth)


# ---- what came next ------------------------------------------------------------------------------------------------

EVENTS = """
title: Events
sources: {t: {title: T, publisher: P}}
tables:
  - {file: t.csv, source: t, id: "e{n}", say: "[{what}] began in [{when}](when).", event: "the {what}"}
"""
moments = st.one_of(
    st.integers(1900, 1960).map(str),
    st.tuples(st.integers(1900, 1960), st.integers(1, 12)).map(lambda found: f"{found[0]}-{found[1]:02}"),
    st.dates(date(1900, 1, 1), date(1960, 12, 31)).map(str),
    st.sampled_from(["the 1920s", "the 1950s"]),
)


def letters(number: int) -> str:
    return "event " + "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(moments, min_size=5, max_size=30))
def test_what_came_next_among_rows_is_certain(when: list[str]):
    with folder() as root:
        text = "n,what,when\n" + "".join(f"{n},{letters(n)},{moment}\n" for n, moment in enumerate(when))
        made, _ = banks.asked(banks.project(root, EVENTS, t_csv=text))
    names = {f"the {letters(n)}": days(moment) for n, moment in enumerate(when)}
    for item in made:
        if item.kind == "next":
            _prove_next(item, names[f"the {letters(int(item.fact[1:]))}"], names)


def _prove_next(item: Item, anchor: Days, names: dict[str, Days]) -> None:
    """The key certainly came after the anchor; every other certainly before it or certainly after the key."""
    key = names[item.key[0]]
    assert anchor[1] < key[0]
    assert item.closed or not item.options or "→" in item.stem
    for option in item.options:
        if not option.correct:
            other = names[option.text]
            assert other[1] < anchor[0] or key[1] < other[0], (item.stem, option.text)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(moments, min_size=3, max_size=9))
def test_what_came_next_on_a_timeline_is_the_only_successor(when: list[str]):
    bodies = [
        f"say: 'In [{moment}](when), [A{n}](who) saw {letters(n)}.'\nevent: the {letters(n)}"
        for n, moment in enumerate(when)
    ]
    with folder() as root:
        made, _ = banks.asked(banks.project(root, banks.sentences(*bodies)))
    names = {f"the {letters(n)}": days(moment) for n, moment in enumerate(when)}
    for item in made:
        if item.kind != "next" or not item.stem.startswith("First"):
            continue
        shown = re.findall(r"the event [a-j]{3}", item.stem)
        way = [names[name] for name in (*shown, item.key[0])]
        assert all(one[1] < other[0] for one, other in pairwise(way))
        _prove_next(item, names[shown[-1]], names)
        for name in names.keys() - {shown[-1], item.key[0]}:
            assert names[name][1] < names[shown[-1]][0] or way[-1][1] < names[name][0], (item.stem, name)


# ---- the real banks ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> list[Item]:
    return list(api.ask(api.check(api.load(REAL))))


def test_every_real_choice_has_one_right_option(real: list[Item]):
    for item in real:
        if item.interaction == "choice":
            assert len(item.right) == 1
            assert item.right[0].text == item.key[0]
            assert 3 <= len(item.options) <= 4
            assert len({option.text.casefold() for option in item.options}) == len(item.options)


def test_every_real_next_is_in_certain_order(real: list[Item]):
    facts = {(bank.id, fact.id): fact for bank in api.load(REAL).banks for fact in bank.facts}
    spans = {
        (bank, fact.event): days(fact.date.edtf)
        for (bank, _), fact in facts.items()
        if fact.event and fact.columns and fact.date
    }
    closed = [item for item in real if item.kind == "next" and facts[item.bank, item.fact].columns]
    assert len(closed) > 300
    for item in closed:
        anchor = facts[item.bank, item.fact]
        assert anchor.date
        names = {option.text: spans[item.bank, option.text] for option in item.options}
        _prove_next(item, days(anchor.date.edtf), names)


def _uniform(counts: Counter[int], size: int) -> bool:
    """Whether each place has its share, four standard deviations allowed."""
    total = sum(counts.values())
    spread = 4 * math.sqrt(total * (1 / size) * (1 - 1 / size))
    return all(abs(counts[place] - total / size) <= spread for place in range(size))


def test_the_key_stands_anywhere_among_shuffled_options(real: list[Item]):
    items = [item for item in real if len(item.options) == 4 and item.interaction == "choice" and not item.ordered]
    counts = Counter([option.correct for option in item.options].index(True) for item in items)
    assert len(items) > 500
    assert _uniform(counts, 4), counts


def test_the_key_has_any_rank_among_dates(real: list[Item]):
    items = [item for item in real if len(item.options) == 4 and item.kind == "when"]
    counts = Counter([option.correct for option in item.options].index(True) for item in items)
    assert len(items) > 500
    assert _uniform(counts, 4), counts


def test_a_longest_or_shortest_option_is_no_hint(real: list[Item]):
    items = [item for item in real if item.interaction == "choice" and len(item.options) == 4 and not item.ordered]
    ranks: Counter[int] = Counter()
    for item in items:
        lengths = [len(option.text) for option in item.options]
        own = len(item.key[0])
        if len(set(lengths)) == 4:
            ranks[sorted(lengths).index(own)] += 1
    assert max(ranks.values()) < 0.5 * sum(ranks.values()), ranks


def test_a_date_without_a_year_has_no_distance_and_is_no_option(tmp_path: Path):
    whens = ["1950", "May", "1960", "1970", "1980", "1990"]
    bank = TABLE.replace("source: t,", "source: t, tolerance: 1,")
    assert bank != TABLE
    lines = [f"{n},{PEOPLE[n % len(PEOPLE)]},Alpha Medal,Bari,{when}\n" for n, when in enumerate(whens)]
    made = banks.items(tmp_path, bank, t_csv="n,who,prize,where,when\n" + "".join(lines))
    assert "May" not in [option.text for item in made.values() for option in item.options if item.kind == "when"]
    assert any(item.kind == "who" for item in made.values())


@pytest.mark.parametrize("when", ["31 December 9999", "the 9990s", "1 BC", "AD 1", "the 1st century BC"])
def test_dates_at_the_ends_of_time_are_asked(tmp_path: Path, when: str):
    made = banks.items(tmp_path, banks.sentences(f"[Ann](who) met [Bob](whom) in [{when}](when)."))
    assert any(item.kind == "when" for item in made.values())
