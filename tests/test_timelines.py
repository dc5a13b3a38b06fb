"""Questions about the order of events: every one is proven anew from the days its dates may mean."""

from __future__ import annotations

import calendar
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import combinations, pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen import api
from quizgen.asking.asker import Asker
from quizgen.asking.kinds import read_kinds
from quizgen.lowering import lower
from quizgen.model.fact import Bank
from quizgen.model.item import Item
from tests import banks

Days = tuple[int, int]
"""The first and the last day that a date may mean, counted by Python."""
Dated = tuple[str, Days]
"""A date as an author writes it after `when `, and its days."""
KINDS = ("next", "before", "first", "order", "match")
FURTHER = KINDS[1:]


# ---- dates with their days, worked out here and not by quizgen ----


def whole(year: int, last: int | None = None) -> Days:
    return date(year, 1, 1).toordinal(), date(last or year, 12, 31).toordinal()


def a_month(year: int, month: int) -> Dated:
    first = date(year, month, 1)
    return f"{year}-{month:02}", (first.toordinal(), first.toordinal() + calendar.monthrange(year, month)[1] - 1)


def a_day(day: date) -> Dated:
    return day.isoformat(), (day.toordinal(), day.toordinal())


years = st.integers(1900, 1960)
moments: st.SearchStrategy[Dated] = st.one_of(
    years.map(lambda year: (str(year), whole(year))),
    st.tuples(years, st.integers(1, 12)).map(lambda found: a_month(*found)),
    st.dates(date(1900, 1, 1), date(1960, 12, 31)).map(a_day),
    st.dates(date(1930, 1, 1), date(1930, 2, 5)).map(a_day),
    st.sampled_from([1900, 1920, 1950]).map(lambda year: (f"{str(year)[:3]}X", whole(year, year + 9))),
    years.map(lambda year: (f"{year}~", whole(year - 1, year + 1))),
    st.tuples(years, st.integers(1, 8)).map(lambda found: (f"{found[0]}/{sum(found)}", whole(found[0], sum(found)))),
    years.map(lambda year: (f"{year}/..", (whole(year)[0], date.max.toordinal()))),
)


def name_of(number: int) -> str:
    return "event " + "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def sentences(found: list[Dated], *tags: str, head: str = "") -> str:
    marks = f"\ntags: [{', '.join(tags)}]" if tags else ""
    bodies = (
        f"say: '[A{n}](who) saw {name_of(n)} [then](when {when}).'\nevent: the {name_of(n)}{marks}"
        for n, (when, _) in enumerate(found)
    )
    return banks.sentences(*bodies, head=head)


def table(found: list[Dated], tolerance: int = 0, fame: str = "") -> tuple[str, str]:
    entry = 'file: t.csv, source: t, id: "f{n}", say: "[{what}] began in [{when}](when).", event: "the {what}"'
    bank = (
        "title: Events\nsources: {t: {title: T, publisher: P}}\n"
        f"tables:\n  - {{{entry}, tolerance: {tolerance}{f', fame: {fame}' if fame else ''}}}\n"
    )
    rows = "".join(f"{n},{name_of(n)},{when},{n % 7}\n" for n, (when, _) in enumerate(found))
    return bank, f"n,what,when,fame\n{rows}"


def checked(root: Path, bank: str, **files: str) -> Bank:
    project = api.check(api.load(banks.project(root, bank, **files)))
    assert not [problem for problem in project.problems if problem.severity.value == "error"]
    return project.banks[0]


def asked(bank: Bank, seed: str = "1", level: str | None = None) -> list[Item]:
    asker = Asker(bank, read_kinds(), seed, difficulty=level)
    return [item for item in asker.items() if item.kind in KINDS]


# ---- the proof ----


class World:
    """Events by name with their days, and how many days any of them may be off."""

    def __init__(self, found: list[Dated], doubt: int = 0):
        self.days = {f"the {name_of(n)}": days for n, (_, days) in enumerate(found)}
        self.written = {f"the {name_of(n)}": re.sub(r"\d", "0", when) for n, (when, _) in enumerate(found)}
        self.doubt = doubt

    def sure(self, one: str, other: str) -> bool:
        """Whether every possible day of the one is before every possible day of the other."""
        return self.days[one][1] + self.doubt < self.days[other][0]

    def prove(self, item: Item) -> None:
        own = f"the {name_of(int(item.fact[1:]))}"
        texts = [option.text for option in item.options]
        assert len(set(texts)) == len(texts) >= 3
        assert [option.fact for option in item.options] == [None if t == own else self.fact(t) for t in texts]
        assert all(name in item.rationale for name in [text[4:] for text in texts])
        getattr(self, f"prove_{item.kind}")(item, own)

    def fact(self, text: str) -> str:
        return f"f{list(self.days).index(text)}"

    def wrong(self, item: Item) -> list[str]:
        assert item.interaction == "choice"
        assert item.closed
        [right] = item.right
        assert (right.text,) == item.key
        return [option.text for option in item.options if not option.correct]

    def prove_next(self, item: Item, own: str) -> None:
        [key] = item.key
        assert self.sure(own, key)
        assert all(self.sure(other, own) or self.sure(key, other) for other in self.wrong(item))
        if item.stem.startswith("First"):
            told = [name for name in self.days if name[4:] in item.stem]
            way = [*sorted(told, key=lambda name: item.stem.index(name[4:])), key]
            assert way[-2] == own
            for one, other in pairwise(way):
                rest = self.days.keys() - {one, other}
                assert self.sure(one, other)
                assert all(self.sure(name, one) or self.sure(other, name) for name in rest)

    def prove_before(self, item: Item, own: str) -> None:
        assert self.sure(item.key[0], own)
        assert all(self.sure(own, other) for other in self.wrong(item))
        assert own[4:] in item.stem

    def prove_first(self, item: Item, own: str) -> None:
        assert item.key == (own,)
        assert all(self.sure(own, other) for other in self.wrong(item))

    def prove_order(self, item: Item, own: str) -> None:
        texts = {option.place: option.text for option in item.options}
        assert item.key == tuple(texts[place] for place in range(1, len(texts) + 1))
        assert item.key != tuple(option.text for option in item.options)
        assert own in item.key
        assert len(item.citations) == len(item.key) <= 5
        possible = [p for p in permutations(item.key) if not any(self.sure(b, a) for a, b in combinations(p, 2))]
        assert possible == [item.key]

    def prove_match(self, item: Item, own: str) -> None:
        assert own in {option.text for option in item.options}
        assert len(item.citations) == len(item.options) <= 5
        assert sorted(item.targets) == sorted(option.match or "" for option in item.options)
        [written] = {self.written[option.text] for option in item.options}
        assert not set("~/") & set(written), "one precision, and none that is loose"
        when = {option.match: self.days[option.text] for option in item.options}
        assert sorted(item.targets, key=lambda target: when[target]) == list(item.targets)
        lines = {f"{option.text}: {option.match}" for option in item.options}
        assert set(item.key) == lines
        names = [option.text for option in item.options]
        right = tuple(option.match for option in item.options)
        assert [p for p in permutations(item.targets) if self.could_be(names, [when[t] for t in p])] == [right]

    def could_be(self, names: list[str], given: list[Days]) -> bool:
        """Whether each event's days and those it is matched with have a day in common."""
        pairs = [(self.days[name], days) for name, days in zip(names, given, strict=True)]
        return all(own[0] - self.doubt <= days[1] and days[0] <= own[1] + self.doubt for own, days in pairs)


generous = settings(max_examples=50, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@generous
@given(st.lists(moments, min_size=3, max_size=16))
def test_what_sentences_tell_is_asked_in_certain_order_only(found: list[Dated]):
    with folder() as root:
        items = asked(checked(root, sentences(found)))
    for item in items:
        World(found).prove(item)


@generous
@given(st.lists(moments, min_size=4, max_size=60), st.integers(0, 2))
def test_what_rows_tell_is_asked_in_certain_order_only(found: list[Dated], tolerance: int):
    found = [(when, days) for when, days in found if len(when) == 4]  # one precision: a year off is 365 days off
    bank, rows = table(found, tolerance)
    if len(found) < 2:
        return
    with folder() as root:
        items = asked(checked(root, bank, t_csv=rows))
    for item in items:
        World(found, 365 * tolerance).prove(item)


@generous
@given(st.lists(moments, min_size=4, max_size=40))
def test_rows_of_any_precision_are_asked_in_certain_order_only(found: list[Dated]):
    bank, rows = table(found)
    with folder() as root:
        items = asked(checked(root, bank, t_csv=rows))
    for item in items:
        World(found).prove(item)


@settings(generous, max_examples=25)
@given(st.lists(moments, min_size=3, max_size=30), st.sampled_from(["2", "x"]), st.sampled_from(["easy", "hard"]))
def test_neither_seed_nor_level_decides_what_is_asked_in_a_table(found: list[Dated], seed: str, level: str):
    bank, rows = table(found)
    with folder() as root:
        one = checked(root, bank, t_csv=rows)
        first, other, wide = asked(one), asked(one, seed), asked(one, seed, level)
    assert {item.id for item in first} == {item.id for item in other}
    lasting = {"next", "before", "first"}
    assert {i.id for i in first if i.kind in lasting} == {i.id for i in wide if i.kind in lasting}
    for item in wide:
        World(found).prove(item)


# ---- what a good timeline gives ----

LIVES = [(str(1900 + n), whole(1900 + n)) for n in range(60)]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    bank, text = table(LIVES, fame="fame")
    return checked(tmp_path_factory.mktemp("rows"), bank, t_csv=text)


def test_every_event_asks_what_came_next_and_one_thing_more(rows: Bank):
    counts = Counter(item.kind for item in asked(rows))
    assert set(counts) == set(KINDS)
    per_fact = Counter(item.fact for item in asked(rows))
    assert set(per_fact.values()) <= {1, 2}
    assert sum(counts.values()) > 105


def test_wrong_options_lie_on_both_sides_where_they_can(rows: Bank):
    world = World(LIVES)
    items = [item for item in asked(rows) if item.kind == "next"]
    sides = Counter(
        sum(world.sure(option.text, item.key[0]) for option in item.options) for item in items if len(item.options) == 4
    )
    assert sides[3] < 0.1 * len(items)
    assert min(sides[0], sides[1], sides[2]) > 0.15 * len(items)


def test_harder_means_nearer_in_time(rows: Bank):
    means = []
    for level in ("easy", "medium", "hard"):
        values = [item.difficulty.value for item in asked(rows, level=level) if item.difficulty]
        means.append(sum(values) / len(values))
    assert means == sorted(means)
    assert means[0] + 0.2 < means[2]


def test_the_well_known_are_offered(rows: Bank):
    shown = Counter(int(o.fact[1:]) % 7 for item in asked(rows) for o in item.options if o.fact)
    assert sum(shown[fame] for fame in (3, 4, 5, 6)) > 0.85 * sum(shown.values())


def test_no_two_questions_put_the_same_events_in_order(tmp_path: Path):
    for size in (3, 4, 5, 6, 8):
        items = asked(checked(tmp_path / str(size), sentences(LIVES[: size * 7 : 7])))
        for kind in ("order", "match"):
            sets = [frozenset(option.text for option in item.options) for item in items if item.kind == kind]
            assert len(set(sets)) == len(sets)


EVENTS = "say: 'Somebody saw {name} in [{year}](when).'\nevent: {name}"


def told(*events: tuple[str, int]) -> str:
    return banks.sentences(*(EVENTS.format(name=name, year=year) for name, year in events))


def test_numbers_in_names_never_tell_the_order(tmp_path: Path):
    flights = [(f"the flight of {ship} {n}", 1960 + 5 * n + k) for k, ship in enumerate(["Ax", "Bo"]) for n in range(6)]
    kings = [(f"the coronation of {king}", 1955 + n) for n, king in enumerate(["Ada I", "Ada II", "Ada IX", "Bea"])]
    items = asked(checked(tmp_path, told(*flights, *kings)))
    assert {item.kind for item in items} >= {"next"}
    for item in items:
        for one, other in combinations([option.text for option in item.options], 2):
            assert not ("Ax" in one and "Ax" in other), item
            assert not ("Bo" in one and "Bo" in other), item
            assert not ("Ada" in one and "Ada" in other), item


def test_an_event_whose_name_shows_its_date_is_no_option(tmp_path: Path):
    events = [(f"the {'abcdefgh'[n]} rising{' of 1930' if n in {2, 5} else ''}", 1910 + 10 * n) for n in range(8)]
    items = asked(checked(tmp_path, told(*events)))
    assert items
    assert not [item for item in items for option in item.options if option.text == "the c rising of 1930"]
    assert "f5" in {item.fact for item in items}, "only the name with its own year is left out"


def test_hedged_facts_are_only_asked_where_the_stem_names_them(tmp_path: Path):
    bodies = [
        f"say: 'Ann said that {name_of(n)} was in [{1900 + 5 * n}](when).'\n"
        f"event: the report of {name_of(n)}\nstatus: attributed\nby: Ann"
        for n in range(24)
    ]
    assert {item.kind for item in asked(checked(tmp_path, banks.sentences(*bodies)))} == {"next", "before"}


@pytest.mark.parametrize("language", ["fi", "zh", "ar", "de", "fr", "es"])
def test_other_languages_have_words_or_signs(tmp_path: Path, language: str):
    bank = sentences(LIVES[::2]).replace("language: en", f"language: {language}")
    project = api.check(api.load(banks.project(tmp_path, bank)))
    made = api.ask(project)
    items = [item for item in made if item.kind in KINDS]
    assert {item.kind for item in items} == set(KINDS)
    assert not [problem for problem in made.problems if problem.severity.value == "error"]
    assert not [item for item in items if "which" in item.stem or "Which" in item.stem or "Put" in item.stem]


def test_every_event_is_asked_about_or_it_is_said_why_not(tmp_path: Path):
    found = [*LIVES[:20:4], ("1904/1950", whole(1904, 1950)), ("XXXX-05", (0, 0)), LIVES[8], LIVES[8]]
    bank = sentences(found)
    bank = bank.replace(f"the {name_of(8)}", f"the {name_of(7)}")
    one = checked(tmp_path, bank)
    asker = Asker(one, read_kinds())
    done = {item.fact for item in asker.items() if item.kind in KINDS}
    why = {left.fact: left.reason for left in asker.unasked if left.slot in KINDS}
    assert done | set(why) == {fact.id for fact in one.facts}
    assert why["f6"] == "its event has no date that could be put in order"
    assert why["f8"] == "another fact tells of the same event"
    assert why["f5"] == "too few events near it are surely in order"


def test_sources_at_odds_about_an_event_leave_it_out(tmp_path: Path):
    bank = told(("the a", 1900), ("the b", 1910), ("the b", 1950), ("the c", 1930), ("the d", 1940), ("the e", 1960))
    one = checked(tmp_path, bank)
    asker = Asker(one, read_kinds())
    items = [item for item in asker.items() if item.kind in KINDS]
    assert items
    assert "the b" not in {option.text for item in items for option in item.options}
    assert ("f1", "next", "more than one date may be right") in {
        (left.fact, left.slot, left.reason) for left in asker.unasked
    }


def test_json_carries_the_order_and_the_dates(tmp_path: Path):
    project = api.check(api.load(banks.project(tmp_path, sentences(LIVES[::3]))))
    quiz = api.assemble(project, api.ask(project), where="kind:order,match")
    api.export(quiz, "json", tmp_path / "quiz.json")
    made = json.loads((tmp_path / "quiz.json").read_text(encoding="utf-8"))
    kinds = {item["kind"] for item in made["items"]}
    assert (made["schemaVersion"], kinds) == ("1.3", {"order", "match"})
    for item in made["items"]:
        if item["kind"] == "order":
            assert sorted(option["place"] for option in item["options"]) == list(range(1, len(item["options"]) + 1))
        else:
            assert {option["match"] for option in item["options"]} == set(item["targets"])


def test_what_a_format_cannot_show_is_typed_there(tmp_path: Path):
    project = api.check(api.load(banks.project(tmp_path, sentences(LIVES[::3]))))
    quiz = api.assemble(project, api.ask(project), where="kind:order,match")
    lowered = lower(quiz, frozenset({"text"}))
    assert len(lowered.quiz.items) == len(quiz.items) > 2
    assert set(lowered.simplified.values()) == {"order asked as text", "match asked as text"}
    assert lowered.skipped == ()


# ---- the author's own timelines ----

NAMED = "timelines:\n  race: {tag: first, title: Firsts}\n  own: {facts: [f1, f5, f9, f14]}"


def test_an_authors_timelines_add_questions_of_their_own(tmp_path: Path):
    plain = sentences(LIVES[::3], "first", head="tags: [x]")
    without = asked(checked(tmp_path / "without", plain))
    items = asked(checked(tmp_path / "with", plain.replace("tags: [x]", f"tags: [x]\n{NAMED}")))
    assert {item.id for item in without} < {item.id for item in items}
    own = [item for item in items if item.id.endswith(".own")]
    race = [item for item in items if item.id.endswith(".race")]
    assert "bank.f1.next.own" in {item.id for item in own}
    assert {item.fact for item in own} <= {"f1", "f5", "f9", "f14"}
    allowed = {f"the {name_of(n)}" for n in (1, 5, 9, 14)}
    assert {option.text for item in own for option in item.options} <= allowed
    assert race
    assert all(item.stem.startswith("Firsts – ") for item in race)
    for item in own:
        World([day if n in {1, 5, 9, 14} else LIVES[::3][0] for n, day in enumerate(LIVES[::3])]).prove(item)
    for item in (*race, *without):
        World(LIVES[::3]).prove(item)


@pytest.mark.parametrize(
    ("timeline", "code", "said", "hint", "mark"),
    [
        ("{facts: [f1, f2, f33]}", "B052", "there is no fact `f33`", "did you mean `f3`?", "f33"),
        ("{facts: [f1, f2, f1]}", "B052", "`f1` stands twice", None, "f1]"),
        ("{facts: [f1, f2]}", "B052", "at least 3 events; this one has 2", "facts have an", "a:"),
        ("{title: X}", "B052", "by a tag or by a list of facts", "`{tag: launch}`", "a:"),
        ("{tag: first, facts: [f1, f2, f3]}", "B052", "by a tag or by a list of facts", "`{tag: launch}`", "a:"),
        ("{tag: frist}", "B052", "no fact has the tag `frist`", "did you mean `first`?", "frist"),
        ("{facts: [f0, f1, bare]}", "B053", "`bare` has no event", "`event:`", "bare"),
        ("{facts: [f0, f1, undated]}", "B053", "`undated` has no date", None, "undated"),
        ("{facts: [f0, f2, f1, f3]}", "B054", "contradict the order of `f2`", "the earlier one", "f1, f3"),
        ("{facts: [f0, f1, vague]}", "B054", "leave the order of `f1`", "more exact dates", "vague"),
        ("{facts: [f0, f1, f2], name: X}", "B010", "unknown field `name`", "", "name"),
    ],
)
def test_a_timeline_that_cannot_be_has_a_place_and_a_way_out(
    tmp_path: Path, timeline: str, code: str, said: str, hint: str | None, mark: str
):
    more = (
        "  bare: {say: 'In [1950](when), [Ann](who) sang.', cite: {book: {page: 1}}}\n"
        "  undated: {say: '[Ann](who) danced.', event: the dance, cite: {book: {page: 1}}}\n"
        "  vague: {say: '[Ann](who) slept [long](when 1903/1950).', event: the sleep, cite: {book: {page: 1}}}\n"
    )
    bank = sentences(LIVES[:16:4], "first", head=f"timelines:\n  a: {timeline}") + more
    [problem] = api.load(banks.project(tmp_path, bank)).problems
    assert (problem.code, problem.severity.value) == (code, "error")
    assert said in problem.message
    assert (hint or "") in (problem.hint or "")
    line = bank.splitlines()[problem.span.line - 1]
    assert line[problem.span.column - 1 :].startswith(mark.partition(" ")[0].rstrip("]:,")), (line, problem.span)


def test_rows_that_may_be_a_year_off_bear_out_no_order_of_two_years(tmp_path: Path):
    for name, years in (("far", [0, 3, 6]), ("near", [0, 3, 4])):
        bank, rows = table([LIVES[n] for n in years], tolerance=1)
        text = f"{bank}timelines: {{a: {{facts: [f0, f1, f2]}}}}\n"
        loaded = api.load(banks.project(tmp_path / name, text, t_csv=rows))
        assert [problem.code for problem in loaded.problems] == (["B054"] if name == "near" else [])


def test_a_faulty_timeline_costs_no_fact(tmp_path: Path):
    bank = sentences(LIVES[:30:5], head="timelines: {a: {tag: none}}")
    loaded = api.load(banks.project(tmp_path, bank))
    assert [problem.code for problem in loaded.problems] == ["B052"]
    assert len(loaded.banks[0].facts) == 6
    assert loaded.banks[0].timelines == ()


def test_an_id_with_a_timelines_name_must_fit(tmp_path: Path):
    bank = sentences(LIVES[:30:5], "first", head=f"timelines: {{{'a' * 90}: {{tag: first}}}}")
    [problem] = api.load(banks.project(tmp_path, bank)).problems
    assert "longer than 100 characters" in problem.message
