"""How near wrong options are, level by level, and that nothing about an option but what it says tells the key."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen import api
from quizgen.asking.difficulty import LEVELS, TARGET, level_of, measured
from quizgen.asking.nearness import in_fame, in_look, in_time, look
from quizgen.assembling import parse_where
from quizgen.cli import showing, summary
from quizgen.model.item import Item, Level
from tests import banks

REAL = Path(__file__).parent.parent
ROWS = 400
TABLE = """
title: Prizes
sources: {t: {title: T}}
tables:
  - {file: t.csv, source: t, id: "r{n}", kinds: {who: person},
     say: "[{who}](who) won the [{prize}](which prize) in [{year}](when)."}
"""
SYLLABLES = ("ba", "co", "di", "fu", "ga", "he", "ki", "lo")


def name(number: int) -> str:
    one, two, three = SYLLABLES[number % 8], SYLLABLES[number // 8 % 8], SYLLABLES[number // 64 % 8]
    return f"{one}{two} {three}{one}n".title()


def prizes(tmp_path: Path, config: str = "") -> api.CheckedProject:
    """A prize a year, of five in turn, to people the later the more famous."""
    rows = (f"{n},{name(n)},{'FGHJK'[n % 5]} prize,{1600 + n},{10 + n}" for n in range(ROWS))
    text = "n,who,prize,year,sitelinks\n" + "\n".join(rows) + "\n"
    return api.check(api.load(banks.project(tmp_path, TABLE, config=config, t_csv=text)))


@pytest.fixture(scope="module")
def real() -> dict[Level, list[Item]]:
    checked = api.check(api.load(REAL))
    return {level: list(api.ask(checked, difficulty=level)) for level in LEVELS}


def mean(items: list[Item], kind: str) -> float:
    values = [item.difficulty.value for item in items if item.kind == kind and item.difficulty]
    return sum(values) / len(values)


@pytest.mark.parametrize("kind", ["who", "when"])
def test_the_harder_the_nearer(real: dict[Level, list[Item]], kind: str):
    easy, medium, hard = (mean(real[level], kind) for level in LEVELS)
    assert easy + 0.1 < medium < hard - 0.07


@pytest.mark.parametrize("kind", ["who", "when"])
def test_most_items_are_of_the_level_asked_for(real: dict[Level, list[Item]], kind: str):
    for level in LEVELS:
        found = Counter(item.difficulty.level for item in real[level] if item.kind == kind and item.difficulty)
        assert found[level] > 0.5 * found.total(), (level, found)


def test_the_level_changes_no_id(real: dict[Level, list[Item]]):
    asked = [{item.id for item in real[level] if item.kind in {"who", "where", "which", "when"}} for level in LEVELS]
    assert all(len(ids ^ asked[0]) <= 3 for ids in asked)


def test_the_project_says_how_hard(tmp_path: Path):
    checked = prizes(tmp_path, 'difficulty = "hard"')
    hard, easy = list(api.ask(checked)), list(api.ask(checked, difficulty="easy"))
    assert mean(hard, "who") > mean(easy, "who") + 0.1
    assert hard == list(api.ask(checked, difficulty="hard"))


def test_items_are_chosen_by_their_level(tmp_path: Path):
    made = list(api.ask(prizes(tmp_path)))
    for level in LEVELS:
        wanted = parse_where(f"difficulty:{level}")
        assert [item for item in made if wanted(item)] == [
            item for item in made if item.difficulty and item.difficulty.level == level
        ]


@given(st.floats(0, 1), st.floats(0, 1))
def test_levels_follow_nearness(one: float, other: float):
    assert (LEVELS.index(level_of(one)) <= LEVELS.index(level_of(other))) or one > other
    assert all(level_of(value) == level for level, value in TARGET.items())


def test_what_was_not_measured_has_no_level():
    assert measured([], "nearness") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_looks_are_alike_both_ways_and_most_to_themselves(one: str, other: str):
    near = in_look(look(one), look(other))
    assert 0 <= near <= 1
    assert near == in_look(look(other), look(one))
    assert in_look(look(one), look(one)) == (1 if one.split() else 0)


def test_names_of_one_shape_look_alike():
    wu, li, karl = look("吳健雄"), look("李政道"), look("Karl Ferdinand Braun")
    assert in_look(wu, li) == 1
    assert in_look(wu, karl) < 0.2
    assert in_look(look("J. J. Thomson"), look("C. V. Raman's")) > in_look(look("J. J. Thomson"), karl)


def test_time_and_fame_fall_off():
    assert in_time(1900, 1900) == 1 > in_time(1900, 1905) > in_time(1900, 1950) > 0
    assert in_fame(math.log(5), math.log(5)) == 1
    assert in_fame(math.log(5), math.log(101)) == 0


# ---- nothing tells the key, over all items of the four banks ---------------------------------------------------------


def within(found: float, total: int, chance: float, deviations: float = 2) -> bool:
    return abs(found - total * chance) <= deviations * math.sqrt(total * chance * (1 - chance))


@pytest.mark.parametrize("level", LEVELS)
def test_the_longest_option_is_the_key_as_often_as_any(real: dict[Level, list[Item]], level: Level):
    longest = total = 0
    for item in real[level]:
        lengths = sorted(len(option.text) for option in item.options)
        if item.interaction == "choice" and len(lengths) == 4 and not item.ordered and lengths[-1] > lengths[-2]:
            total, longest = total + 1, longest + (len(item.key[0]) == lengths[-1])
    assert total > 1000
    assert within(longest, total, 1 / 4, 2 if level == "medium" else 3), longest / total  # three tries at chance


@pytest.mark.parametrize("level", LEVELS)
def test_the_key_has_any_rank_among_its_dates(real: dict[Level, list[Item]], level: Level):
    items = [item for item in real[level] if item.kind == "when" and len(item.options) == 4]
    for bank in {item.bank for item in items}:
        own = [item for item in items if item.bank == bank]
        ranks = Counter([option.correct for option in item.options].index(True) for item in own)
        assert all(within(ranks[rank], len(own), 1 / 4) for rank in range(4)), (bank, ranks)


def test_fame_does_not_tell_the_key(real: dict[Level, list[Item]]):
    fame = {(bank.id, fact.id): fact.fame or 0 for bank in api.load(REAL).banks for fact in bank.facts}
    ranks: Counter[int] = Counter()
    for item in real["medium"]:
        if item.kind == "who" and len(item.options) == 4 and item.bank == "nobel":
            own = fame[item.bank, item.fact]
            others = [fame[item.bank, option.fact] for option in item.options if option.fact]
            assert not own > 20 * max(others)
            assert not own * 20 < min(others)
            ranks[sum(other < own for other in others)] += 1
    assert all(within(ranks[rank], ranks.total(), 1 / 4) for rank in range(4)), ranks


def test_an_answer_of_a_closed_class_is_offered_as_often_as_it_is_right(tmp_path: Path):
    """Five prizes, of which one is given four times as often as another."""
    given = "FFGGGHHHHJJJJKKKK" * 12
    rows = (f"{n},{name(n)} {n},{prize * (1 + 'FGHJK'.index(prize))} prize,{1700 + n}" for n, prize in enumerate(given))
    root = banks.project(tmp_path, TABLE, t_csv="n,who,prize,year\n" + "\n".join(rows) + "\n")
    items = [item for item in api.ask(api.check(api.load(root))) if item.kind == "which"]
    right, shown = Counter(item.key[0] for item in items), Counter(o.text for item in items for o in item.options)
    assert len(items) == len(given)
    assert all(0.15 < right[prize] / shown[prize] < 0.35 for prize in right), (right, shown)


@pytest.mark.parametrize("tower", ["Wieża Łódź", "Torre Garcillo"])
def test_a_country_is_asked_with_those_of_names_alike(tmp_path: Path, tower: str):
    """Polish, Italian and Spanish names: a reader may doubt between the two that sound alike, so these tempt."""
    names = {
        "Poland": ("Wieża", "Łaźnia", "Zamość", "Kładka", "Wrzeszcz", "Rzeszów"),
        "Czechia": ("Věž", "Zámek", "Radnice", "Rozhledna", "Brněnská", "Lázně"),
        "Italy": ("Torre", "Ponticello", "Castello", "Garisenda", "Marcello", "Grattacielo"),
        "Spain": ("Torre", "Castillo", "Puentecillo", "Garcilla", "Marcilla", "Alcazaba"),
        "Japan": ("Tsutenkaku", "Kyobashi", "Toranomon", "Sumidagawa", "Shinjuku", "Hakodate"),
        "Ghana": ("Akosombo", "Kwame", "Adomi", "Nkrumah", "Osu", "Kumasi"),
    }
    sister = {"Wieża Łódź": ("Poland", "Japan"), "Torre Garcillo": ("Italy", "Ghana")}[tower]
    rows = [
        f"{place}{n}{k},{one} {place[::-1]}{n},{place}"
        for place, ones in names.items()
        for n, one in enumerate(ones)
        for k in "ab"
    ]
    key = "Czechia" if sister[0] == "Poland" else "Spain"
    rows += [f"asked{n},{tower} {n},{key}" for n in range(9)]
    bank = """
title: Towers
sources: {t: {title: T}}
tables: [{file: t.csv, source: t, id: "{n}", say: "[{tower}] is in [{place}](where).", kinds: {place: country}}]
"""
    made = banks.items(tmp_path, bank, t_csv="n,tower,place\n" + "\n".join(rows) + "\n")
    options = Counter(o.text for n in range(9) for o in made[f"asked{n}.where"].options)
    assert options[sister[0]] > options[sister[1]], options


# ---- what was refused ------------------------------------------------------------------------------------------------


def test_what_was_refused_is_named_and_summed(tmp_path: Path):
    people = "entities: {" + ", ".join(f"{one}: {{kind: person}}" for one in ("Ann", "Bob", "Cyd", "Dee")) + "}"
    sentences = ["[Ann](who) met [Bob](whom) in [1950](when).", "[Cyd](who) slept.", "[Dee](who) sang."]
    root = banks.project(tmp_path, banks.sentences(*sentences, head=people))
    checked = api.check(api.load(root))
    made = list(api.ask(checked))
    for item in made:
        assert {reason for reason, _ in item.refused} == {reason for reason, _ in item.ledger}
    assert summary.refused(made) == sum((Counter(dict(item.ledger)) for item in made), Counter[str]())
    item = next(item for item in made if item.id == "bank.f0.who")
    told = showing.item_text(item, checked.banks[0])
    assert "not offered: 1 × named in the question: Bob" in told
    assert "difficulty: " in told
    assert "refused" not in item.model_dump()
