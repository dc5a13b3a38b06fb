"""No wrong option is right by anything that a bank tells: whole banks made at random, and a judge of their own.

The banks mix sentences of several wordings and tables about the same flights, with aliases, places in places, dates of
every precision and shared crafts. The judge knows what each fact was made from, and compares days, names and places by
means of its own.
"""

from __future__ import annotations

import calendar
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen import api
from quizgen.model.item import Item
from quizgen.problem import errors
from tests import banks

Days = tuple[date, date]
SETTINGS = settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

ALIASES = {"Ann Ash": "A. Ash", "Bob Birch": "Robert Birch", "Eve Elm": "Evelyn Elm", "Nasu": "N.A.S.U."}
AGENTS = [
    "Ann Ash",
    "Bob Birch",
    "Cyd Cedar",
    "Dee Date",
    "Eve Elm",
    "Fay Fir",
    "Nasu",
    "Rocket Branch",
    "Orbit Office",
]
WITHIN = {
    "Rome": "Italy",
    "Bari": "Italy",
    "Italy": "Europe",
    "Paris": "France",
    "France": "Europe",
    "Rocket Branch": "Nasu",
    "Orbit Office": "Rocket Branch",
}
PLACES = ["Rome", "Bari", "Italy", "Paris", "France", "Europe", "Oslo", "Lima"]
CRAFTS = ["Petrel", "Gannet", "Fulmar", "Kestrel", "Osprey"]


def kind_of(name: str) -> str:
    return "person" if name in AGENTS else "place"


HEAD = "entities:\n" + "".join(
    f"  {name}: {{kind: {kind_of(name)}"
    + (f", aka: [{ALIASES[name]}]" if name in ALIASES else "")
    + (f", in: {WITHIN[name]}" if name in WITHIN else "")
    + "}\n"
    for name in dict.fromkeys((*AGENTS, *PLACES))
)


@dataclass(frozen=True)
class Told:
    """What one fact says. `where` is None where its wording has no place; `when` is the date as days and as written."""

    wording: int
    who: str
    what: str
    where: str | None
    days: Days
    text: str
    edtf: str


SENTENCES = (
    "[{who}](who) flew the [{what}](which craft) from [{where}](where) in [{text}](when).",
    "In [{text}](when), the [{what}](which craft) was taken from [{where}](where) by [{who}](who).",
    "[{who}](who) was at the helm of the [{what}](which craft) in [{text}](when).",
)
TABLES = (
    "[{who}](who) steered the [{what}](which craft) out of [{where}](where) in [{when}](when).",
    "In [{when}](when), the [{what}](which craft) was under [{who}](who).",
)
PLACELESS = {2, 4}


def dated(day: date, precision: str) -> tuple[Days, str, str]:
    """The date as days, as a sentence writes it, and as a table holds it."""
    month = calendar.month_name[day.month]
    if precision == "day":
        return (day, day), f"{day.day} {month} {day.year}", day.isoformat()
    if precision == "month":
        last = calendar.monthrange(day.year, day.month)[1]
        return (day.replace(day=1), day.replace(day=last)), f"{month} {day.year}", f"{day:%Y-%m}"
    if precision == "year":
        return (date(day.year, 1, 1), date(day.year, 12, 31)), str(day.year), str(day.year)
    first = day.year // 10 * 10
    return (date(first, 1, 1), date(first + 9, 12, 31)), f"the {first}s", f"the {first}s"


@st.composite
def told(draw: st.DrawFn) -> Told:
    wording = draw(st.integers(0, 4))
    who = draw(st.sampled_from(AGENTS))
    who = ALIASES[who] if who in ALIASES and draw(st.booleans()) else who
    where = None if wording in PLACELESS else draw(st.sampled_from(PLACES))
    day = date(1969, 6, 1) + timedelta(days=draw(st.integers(0, 900)))
    days, text, edtf = dated(day, draw(st.sampled_from(["day", "month", "year", "year", "decade"])))
    return Told(wording, who, draw(st.sampled_from(CRAFTS)), where, days, text, edtf)


@contextmanager
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def made_of(known: list[Told]) -> list[Item]:
    """Write the facts as sentences and tables of one bank, and ask it."""
    lines = ["title: Flights", "sources: {s0: {title: A}, s3: {title: B}, s4: {title: C}}", HEAD]
    rows: dict[int, list[str]] = {3: [], 4: []}
    facts = ["facts:"]
    for number, fact in enumerate(known):
        if fact.wording in rows:
            rows[fact.wording].append(",".join((str(number), fact.who, fact.what, fact.where or "", fact.edtf)))
            continue
        say = SENTENCES[fact.wording].format(who=fact.who, what=fact.what, where=fact.where, text=fact.text)
        facts.append(f"  f{number}:\n    say: '{say}'\n    cite: {{s0: {{page: 1}}}}")
    tables = ["tables:"]
    files = {}
    for wording, own in rows.items():
        if own:
            files[f"t{wording}_csv"] = "n,who,what,where,when\n" + "\n".join(own) + "\n"
            kinds = "{who: person, what: craft, where: place}" if wording == 3 else "{who: person, what: craft}"
            say = TABLES[wording - 3]
            tables.append(
                f'  - {{file: t{wording}.csv, source: s{wording}, id: "f{{n}}", say: "{say}", kinds: {kinds}}}'
            )
    bank = "\n".join([*lines, *(tables if len(tables) > 1 else ()), *(facts if len(facts) > 1 else ()), ""])
    with folder() as root:
        return asked(banks.project(root, bank, **files))


def asked(root: Path) -> list[Item]:
    """Ask a bank that may well say things twice, or contradict itself, which is but warned of."""
    checked = api.check(api.load(root))
    assert not errors(checked.problems), checked.problems
    return list(api.ask(checked))


def name(text: str) -> str:
    return next((name for name, alias in ALIASES.items() if alias == text), text)


def upward(text: str) -> list[str]:
    """The thing and all that it lies in."""
    found = [name(text)]
    while found[-1] in WITHIN:
        found.append(WITHIN[found[-1]])
    return found


def may_be(one: str | None, other: str | None) -> bool:
    """Whether two names may stand for one thing, or one for a part of the other; what is not said may be anything."""
    return one is None or other is None or name(one) in upward(other) or name(other) in upward(one)


def meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def written(text: str) -> Days:
    """The days that an option means."""
    months = {word: number for number, word in enumerate(calendar.month_name) if number}
    if text.startswith("the "):
        return dated(date(int(text[4:8]), 1, 1), "decade")[0]
    *words, year = text.split()
    month = months[words[-1]] if words else 1
    day = int(words[0]) if len(words) > 1 else 1
    return dated(date(int(year), month, day), ("year", "month", "day")[len(words)])[0]


def may_answer(option: str, kind: str, asked: Told, other: Told) -> bool:
    """Whether what another fact says makes the option right: all that the question says may be that fact's."""
    same = {
        "who": may_be(asked.who, other.who),
        "which": asked.what == other.what,
        "where": may_be(asked.where, other.where),
        "when": meet(asked.days, other.days),
    }
    if not all(fits for slot, fits in same.items() if slot != kind):
        return False
    if kind == "when":
        return meet(written(option), other.days)
    if kind == "where":
        return other.where is not None and may_be(option, other.where)
    return option == other.what if kind == "which" else may_be(option, other.who)


def wrong_options(items: list[Item]) -> list[tuple[Item, str]]:
    return [(item, option.text) for item in items for option in item.options if not option.correct]


KINDS = {"who", "which", "where", "when"}


@SETTINGS
@given(st.lists(told(), min_size=4, max_size=14))
def test_no_fact_of_the_bank_makes_a_wrong_option_right(known: list[Told]):
    for item, option in wrong_options(made_of(known)):
        if item.kind in KINDS:
            asked = known[int(item.fact.removeprefix("f"))]
            proof = [other for other in known if may_answer(option, item.kind, asked, other)]
            assert not proof, (item.stem, option, proof)


def test_the_judge_sees_something():
    """The property would hold of banks without questions, too."""
    known = [
        Told(wording, AGENTS[n], CRAFTS[n % 5], None if wording in PLACELESS else PLACES[n], *dated(day, "year"))
        for n, (wording, day) in enumerate(
            (n % 5 if n % 2 else 3, date(1900 + 7 * n, 5, 5)) for n in range(len(PLACES))
        )
    ]
    kinds = {item.kind for item, _ in wrong_options(made_of(known))}
    assert kinds >= {"who", "when"}


# ---- one relation at a time -----------------------------------------------------------------------------------------


def offered(made: dict[str, Item], item: str) -> set[str]:
    return {option.text for option in made[item].options if not option.correct}


PAINTERS = [
    f"[{name}](who) painted the [{craft}](which craft)."
    for name, craft in (("Cyd", "Gannet"), ("Dee", "Fulmar"), ("Eve", "Osprey"))
]
PEOPLE = "entities: {" + ", ".join(f"{name}: {{kind: person}}" for name in ("Ann", "Bob", "Cyd", "Dee", "Eve")) + "}"


def test_what_another_wording_says_of_the_same_things_is_not_offered(tmp_path: Path):
    sentences = [
        "[Ann](who) operated the [Petrel](which craft).",
        "The [Petrel](which craft) was flown by [Bob](who).",
        *PAINTERS,
    ]
    made = banks.items(tmp_path, banks.sentences(*sentences, head=PEOPLE))
    assert offered(made, "f0.who") == {"Cyd", "Dee", "Eve"}
    assert ("told of the same things in another fact", 1) in made["f0.who"].ledger


def test_what_another_wording_says_of_another_time_may_be_offered(tmp_path: Path):
    sentences = [
        "[Ann](who) operated the [Petrel](which craft) in [1960](when).",
        "In [1980](when), the [Petrel](which craft) was flown by [Bob](who).",
        "In [1990](when), the [Petrel](which craft) was sold by [Cyd](who).",
    ]
    made = banks.items(tmp_path, banks.sentences(*sentences, head=PEOPLE))
    assert offered(made, "f0.who") == {"Bob", "Cyd"}


@pytest.mark.parametrize("words", ["including", "such as", "among others,", "including the pilots"])
def test_of_a_list_that_is_not_complete_nothing_is_surely_wrong(tmp_path: Path, words: str):
    sentence = f"The court fined some people, {words} [Ann](whom) and [Bob](whom)."
    made = banks.items(tmp_path, banks.sentences(sentence, *PAINTERS, head=PEOPLE))
    assert not [item for item in made if item.startswith("f0.")]
    complete = banks.sentences(sentence.replace(f"some people, {words} ", ""), *PAINTERS, head=PEOPLE)
    assert offered(banks.items(tmp_path / "complete", complete), "f0.who.whom") == {"Cyd", "Dee", "Eve"}


numbers = st.builds(lambda number, unit: number * unit, st.integers(1, 130), st.sampled_from([1, 1, 50, 1000]))


@SETTINGS
@given(numbers, st.lists(numbers, max_size=3))
def test_no_number_is_offered_that_rounds_to_a_right_one(key: int, others: list[int]):
    facts = [f"[{number}](how many people) people sailed on the [Petrel]." for number in (key, *others)]
    with folder() as root:
        made = asked(banks.project(root, banks.sentences(*facts)))
    for item, option in wrong_options(made):
        if item.kind == "how-many":
            right = {key, *others} if item.closed or len({key, *others}) > 1 else {int(item.key[0].replace(",", ""))}
            for number in right:
                exponent = Decimal(f"1E{len(str(number)) - len(str(number).rstrip('0'))}")
                for way in (ROUND_HALF_UP, ROUND_HALF_DOWN):
                    assert Decimal(option.replace(",", "")).quantize(exponent, way) != number, (item.stem, option)
