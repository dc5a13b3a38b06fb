"""Questions that give each other away, or ask the same, do not stand on one paper."""

from __future__ import annotations

from hashlib import blake2b

import pytest

from quizgen.assembling import select
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Bank
from quizgen.model.item import Item, Option
from quizgen.problem import Place, Severity
from quizgen.reviewing.clues import Paper, Weights
from quizgen.reviewing.papers import review_paper
from quizgen.reviewing.rules import enemies
from tests import examples

ENTITIES = Entities(
    [
        Entity(name="United States", kind="country", aka=("U.S.", "USA"), demonym="American"),
        Entity(name="Iran", kind="country", demonym="Iranian"),
    ]
)


def item(stem: str, *answers: str, fact: str = "", bank: str = "moon", **fields: object) -> Item:
    """An item with its right answer first; one with a single answer is typed."""
    options = tuple(Option(id="ABCD"[n], text=text, correct=n == 0) for n, text in enumerate(answers))
    name = f"{bank}.{blake2b(repr((stem, answers)).encode(), digest_size=6).hexdigest()}"
    typed = {"interaction": "text", "options": ()} if len(answers) == 1 else {"options": options}
    return examples.item(1).model_copy(
        update={"id": name, "bank": bank, "fact": fact or name, "stem": stem, "key": answers[:1], **typed, **fields}
    )


def launched(name: str, year: int) -> Item:
    years = [str(year + n) for n in range(4)]
    return item(f"In which year was {name} launched?", *years, ordered=True, fact=f"{name}-launch")


def operated(name: str, year: int) -> Item:
    return item(f"Which agency operated {name}, launched in {year}?", "NASA", "Roscosmos", fact=f"{name}-operator")


def country(name: str, *answers: str) -> Item:
    return item(f"In which country is {name}?", *answers, fact=f"{name}-place")


FLIGHTS = [launched(f"{name} {n}", 1960 + n) for name in ("Gemini", "Soyuz", "Apollo") for n in range(2, 12)]
TOWERS = [country(f"{name} Tower", "Peru", "Chile") for name in ("Almas", "Zifeng", "Vasco", "Boltek", "Carlos")]


def conflict(one: Item, other: Item) -> str | None:
    """What is wrong with the two on one paper; the order must not matter for whether there is something."""
    found = [_first(one, other), _first(other, one)]
    assert (found[0] is None) == (found[1] is None)
    return found[0]


def _first(one: Item, other: Item) -> str | None:
    paper = Paper(Weights([*OTHERS, one, other], {"moon": ENTITIES}))
    paper.add(one)
    found = next(paper.conflicts(other), None)
    assert found is None or found.other == one.id
    return found.what if found else None


KILLED = item("Who was killed near the airport of Baghdad by a drone?", "Soleimani", "Bolton", fact="strike")
FLOOD = "the flood of Tikrit"
LONG = "the great landing of the marines in the harbour of Umm Qasr"
FIRST, SECOND, THIRD = "the landing in Kirkuk", "the siege of Basra", "the treaty of Mosul"


def after(lead: str, key: str, fact: str, of: str, *wrong: str) -> Item:
    options = (Option(id="A", text=key, correct=True, fact=of), *(Option(id="B", text=w, correct=False) for w in wrong))
    return item(f"{lead}: which of these came next?", key, "x", fact=fact, options=options, closed=True)


MERCURY = [launched(f"Mercury-Atlas {n}", 1960 + n) for n in (5, 6, 7)]
OTHERS = [*FLIGHTS, *MERCURY, *TOWERS, after(f"Then {FLOOD}", FIRST, "flood", "first", "the fire of Erbil")]
"""What words weigh is learned from many stems, and what events are called from the options of others."""
ENEMIES = {
    "the year of a date stands in a stem": (launched("Vostok 9", 1969), operated("Vostok 9", 1969)),
    "the name stands in a stem": (KILLED, item("When was Soleimani killed near the airport of Baghdad?", "2020")),
    "an alias stands in a stem": (
        country("Trump Tower", "United States", "Chile"),
        item("In which year was Trump Tower (a skyscraper in New York, USA) finished?", "1983", "1984", ordered=True),
    ),
    "a demonym stands in a stem": (
        item("Which country shot down the Boeing over Tehran?", "Iran", "Chile"),
        item("Who commanded the Iranian crew that shot down the Boeing over Tehran?", "Ali", "Reza"),
    ),
    "an accepted spelling stands in a stem": (
        item("Which body charged Poursafi with the plot?", "Department of Justice", accept=("DOJ",)),
        item("When did the DOJ say that it charged Poursafi with the plot?", "2022"),
    ),
    "an option tells": (
        country("Trump Tower", "Japan", "Chile"),
        item("Which came next after the opening of Dom?", "the opening of Dom", "the opening of Trump Tower in Japan"),
    ),
    "the same stem from two facts": (
        item("Who discovered penicillin?", "Fleming", fact="a"),
        item("who discovered Pénicillin?", "A. Fleming", fact="b"),
    ),
    "the same stem in two banks": (
        item("Who discovered penicillin?", "Fleming"),
        item("Who discovered penicillin?", "Fleming", bank="sun"),
    ),
    "nearly the same stem with one answer": (
        item("Who was the discoverer of the drug penicillin in London?", "Fleming", fact="a"),
        item("Who was discoverer of the drug of penicillin in London?", "Fleming", fact="b"),
    ),
    "one part of a fact asked twice": (
        item("Who ordered it?", "Trump", fact="strike"),
        item("The strike was ordered by ____.", "President Trump", fact="strike", accept=("Trump",)),
    ),
    "a lead-in that passes the answer": (
        after(f"First the flood, then {FIRST}", SECOND, "first", "second", FLOOD),
        after(f"First {FIRST}, then {SECOND}", THIRD, "second", "third", "the fire of Erbil"),
    ),
    "a lead-in that passes a wrong option, too": (
        after(f"Then {FIRST}", SECOND, "first", "second", "the fire of Erbil"),
        after(f"First {FIRST}, then {SECOND}, then the fire of Erbil", THIRD, "fire", "third", FLOOD),
    ),
    "events to put in order": (
        item("Put in order.", FIRST, SECOND, THIRD, "the fire of Erbil", interaction="order", key=(FIRST, SECOND)),
        after(f"First {FIRST}, then {SECOND}", THIRD, "second", "third", "the fire of Erbil"),
    ),
    "an event to match with its date": (
        item(
            "Match.",
            interaction="match",
            targets=("1991", "1994"),
            key=("x",),
            options=(
                Option(id="A", text=FIRST, correct=True, match="1991"),
                Option(id="B", text=SECOND, correct=True, match="1994"),
            ),
        ),
        item(f"Who signed {THIRD}, three years after {FIRST} of 1991?", "Ali", "Reza"),
    ),
}
FRIENDS = {
    "two flights of one series in one year": (launched("Vostok 8", 1969), operated("Vostok 9", 1969)),
    "two flights of two series with one number": (
        launched("Mercury-Redstone 4", 1961),
        operated("Mercury-Atlas 4", 1961),
    ),
    "an event much like another": (
        after(f"Then {FIRST}", SECOND, "first", "second", "the fire of Erbil"),
        after(f"First the great landing in northern Kirkuk, then {SECOND}", THIRD, "second", "third", FLOOD),
    ),
    "one event of several to put in order": (
        item("Put in order.", LONG, FLOOD, interaction="order", key=(LONG, FLOOD)),
        item(f"Who led {LONG}?", "Ali", "Reza"),
    ),
    "a country named for another reason": (
        country("Trump Tower", "United States", "Chile"),
        item("Which ship sailed from the United States in 1912?", "Titanic", "Olympic"),
    ),
    "a subject of which something else is told": (
        launched("Vostok 9", 1969),
        item("Who built Vostok 9, brought home in 1971?", "Ali", "Reza"),
    ),
    "a wrong option stands there, too": (
        country("Trump Tower", "United States", "Iran"),
        item("Who sold the Trump Tower in the United States to Iran?", "Ali", "Reza"),
    ),
    "a name inside a word": (
        item("Who led the expedition to Kadath?", "Ann", "Bob"),
        item("Where did Annabel lead the expedition to Kadath?", "Rome", "Oslo"),
    ),
    "a text of another bank": (
        country("Trump Tower", "United States", "Chile"),
        item("In which year was Trump Tower in the United States sold?", "1999", "2000", bank="sun"),
    ),
    "two questions of one fact": (
        item("When did the drone strike near Kirkuk happen?", "2020", fact="strike"),
        item("Who ordered the drone strike near Kirkuk?", "Trump", fact="strike"),
    ),
    "one stem for several tasks": (
        item("Which of these came first?", FIRST, SECOND, closed=True),
        item("Which of these came first?", THIRD, SECOND, closed=True),
    ),
    "the next event's own question": (
        after(f"Then {FIRST}", SECOND, "first", "second", FLOOD),
        after(f"Then {SECOND}", THIRD, "second", "third", "the fire of Erbil"),
    ),
    "similar stems with other numbers": (
        item("Who won the great race of Kirkuk in round 4?", "Ali", "Reza"),
        item("Who won the great race of Kirkuk in round 5?", "Ali", "Reza"),
    ),
    "a number that the name of the answer shares": (
        after("Then the launch of Apollo 8", "the launch of Soyuz 8", "apollo", "soyuz", "the launch of Luna 2"),
        item("What came before the launch of Soyuz 8?", "the launch of Vega 1", "the launch of Soyuz 8"),
    ),
}


@pytest.mark.parametrize("case", ENEMIES)
def test_enemies_are_found(case: str):
    assert conflict(*ENEMIES[case])


@pytest.mark.parametrize("case", FRIENDS)
def test_friends_are_left_alone(case: str):
    assert conflict(*FRIENDS[case]) is None


def test_the_reason_is_told_from_the_later_one():
    when, who = ENEMIES["the year of a date stands in a stem"]
    assert conflict(when, who) == f"it shows the answer of `{when.id}`"
    assert conflict(who, when) == f"its answer stands in `{who.id}`"


# ---- choosing ------------------------------------------------------------------------------------------------------

PAIRS = [one for n in range(10, 30) for one in (launched(f"Vostok {n}", 1950 + n), operated(f"Vostok {n}", 1950 + n))]


@pytest.mark.parametrize("number", [2, 10, 20])
@pytest.mark.parametrize("seed", ["1", "2"])
def test_no_enemy_is_chosen_while_others_are_left(number: int, seed: str):
    chosen = select(PAIRS, number, seed)
    assert len(chosen) == number
    assert list(enemies.judge(chosen, Weights(PAIRS))) == []


def test_who_wants_more_gets_enemies_and_is_told():
    chosen = select(PAIRS, 25, "1")
    assert len(chosen) == 25
    assert len(list(enemies.judge(chosen, Weights(PAIRS)))) == 5


BANK = Bank("moon", "The Moon", "en", Place("bank.yaml"))


@pytest.mark.parametrize(("level", "severity"), [(None, enemies.SEVERITY), ("error", Severity.ERROR)])
def test_a_paper_has_one_problem_for_each_bank(level: str | None, severity: Severity):
    levels = {enemies.CODE: level} if level else {}
    [problem] = review_paper(PAIRS, Weights(PAIRS), [BANK], lambda _: levels)  # type: ignore[arg-type,return-value]
    assert (problem.code, problem.severity, problem.path) == ("Q122", severity, "bank.yaml")
    assert "and 17 more" in problem.message
    assert problem.message.count(": it") == 3
    assert problem.hint


def test_a_rule_that_is_off_finds_nothing():
    assert review_paper(PAIRS, Weights(PAIRS), [BANK], lambda _: {"Q122": "off"}) == []
    assert review_paper(FLIGHTS, Weights(FLIGHTS), [BANK], lambda _: {}) == []


def test_ten_thousand_items_are_judged_quickly():
    flights = [(f"Vostok {'ABC'[n % 3]}-{n}", 1900 + n % 100) for n in range(5_000)]
    items = [make(name, year) for make in (operated, launched) for name, year in flights]
    assert len(list(enemies.judge(items, Weights(items)))) >= 5_000
