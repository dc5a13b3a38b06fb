"""Stems in English: what is asked for each slot of many statements, or that only a statement with a blank is sure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quizgen.asking.context import stands_alone
from quizgen.asking.english.events import running, taking_place
from quizgen.asking.kinds import Kind, kinds_for, read_kinds
from quizgen.asking.wording import Worder, Wording
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Fact
from quizgen.model.item import BLANK
from quizgen.problem import Place
from quizgen.reading.records import FactRecord
from quizgen.reading.sentences import SentenceReader

ASKED: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    return read_kinds()


def fact_of(sentence: str, *entities: Entity, language: str = "en", **fields: str) -> Fact:
    record = FactRecord.model_validate({"say": sentence, "cite": {"book": {"page": "1"}}, **fields})
    reader = SentenceReader("bank", language, Entities(entities), ["book"], ())
    return reader.read("f", record, Place("bank.yaml"), 0)


def worded(fact: Fact, *entities: Entity, language: str = "en") -> dict[str, Wording | None]:
    """The best wording for each slot."""
    worder = Worder(language, Entities(entities))
    return {
        slot.name: next(worder.open(fact, slot, kind), None)
        for slot in fact.statement.asked
        for kind in kinds_for(slot, kinds())
    }


def stems(sentence: str, *entities: Entity, language: str = "en", **fields: str) -> dict[str, str]:
    """The stem for each slot; `carrier` where that is how it was made."""
    made = worded(fact_of(sentence, *entities, language=language, **fields), *entities, language=language)
    return {name: "carrier" if one.how == "carrier" else one.stem for name, one in made.items() if one}


@pytest.mark.parametrize("sentence", ASKED)
def test_a_sentence_is_asked_in_good_english_or_with_a_blank(sentence: str):
    assert stems(sentence) == ASKED[sentence]


@pytest.mark.parametrize("sentence", ASKED)
def test_every_stem_is_clean(sentence: str):
    fact = fact_of(sentence)
    for slot in fact.statement.asked:
        for kind in kinds_for(slot, kinds()):
            for one in Worder("en").open(fact, slot, kind):
                _assert_clean(one, fact.answer(slot).text)


def _assert_clean(one: Wording, answer: str) -> None:
    assert "  " not in one.stem
    assert not re.search(r"\s[,.?!;:)]|\(\s", one.stem)
    assert one.stem[0].isupper()
    assert one.stem.count("?") == 1
    assert one.stem.count(BLANK) == (one.how == "carrier")
    if one.how != "carrier":
        assert one.stem.endswith("?")
        assert not re.search(rf"\b{re.escape(answer)}\b", one.stem)


NAMES = st.sampled_from(["Ann Lee", "de Gaulle", "The strike", "O'Neill", "Al-Khwarizmi", "Łukasz", "李白", "U.S."])
VERBS = st.sampled_from(
    ["found", "was seen", "had left", "will join", "did not see", "began to rule", "took over", "ly"]
)
TAILS = st.lists(
    st.sampled_from(
        [
            " [Bob](whom)",
            " in [Rome](where)",
            " on [3 May 1990](when)",
            " by [Bob](whom)",
            " and left",
            ", a town",
            " near the sea",
            " with [two](how many dogs) dogs",
            ", his [second](which time)",
            " – then",
            " St. Paul",
            " who met [Eve](whom)",
        ]
    ),
    min_size=1,
    max_size=4,
)
OPENINGS = st.sampled_from(
    ["", "In [1850](when), ", "On [2 May 1850](when) the ", "According to Pliny, ", "While away, "]
)


@given(opening=OPENINGS, name=NAMES, verb=VERBS, tails=TAILS)
def test_whatever_the_sentence_every_stem_is_clean(opening: str, name: str, verb: str, tails: list[str]):
    fact = fact_of(f"{opening}[{name}](who) {verb}{''.join(tails)}.")
    for slot in fact.statement.asked:
        for kind in kinds_for(slot, kinds()):
            for one in Worder("en").open(fact, slot, kind):
                assert "  " not in one.stem
                assert one.stem.count("?") == 1
                assert one.stem.count(BLANK) == (one.how == "carrier")


# ---- what the bank knows of a thing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sentence", "asked"),
    [
        ("country", "[Israel](who) bombed [Iraq](whom) in [1981](when).", "Which country bombed Iraq in 1981?"),
        ("agency", "[Israel](who) was founded by [Ann](whom).", "Which agency was founded by Ann?"),
        ("person", "[Israel](who) was found by [Ann](whom).", "Who was found by Ann?"),
        ("country", "[Israel](whose)'s army left.", "Which country's army left?"),
    ],
)
def test_a_body_is_asked_for_by_its_kind(kind: str, sentence: str, asked: str):
    assert asked in stems(sentence, Entity(name="Israel", kind=kind)).values()


@pytest.mark.parametrize(
    ("kind", "preposition", "asked"),
    [
        ("city", "in", "In which city was Ann born in 1950?"),
        ("city", "near", "Near which city was Ann born in 1950?"),
        ("country", "in", "In which country was Ann born in 1950?"),
        ("island", "on", "On which island was Ann born in 1950?"),
        ("airport", "at", "At which airport was Ann born in 1950?"),
        ("airport", "near", "Near which airport was Ann born in 1950?"),
        ("place", "near", "Where was Ann born in 1950?"),
        ("city", "at", "Where was Ann born in 1950?"),
        ("place", "outside", "carrier"),
    ],
)
def test_a_place_is_asked_for_by_its_kind_and_preposition(kind: str, preposition: str, asked: str):
    made = stems(f"[Ann](who) was born {preposition} [Elba](where) in [1950](when).", Entity(name="Elba", kind=kind))
    assert made["where"] == asked


@pytest.mark.parametrize(
    ("date", "asked"),
    [
        ("3 May 1990", "On which day did Ann leave?"),
        ("May 1990", "In which month did Ann leave?"),
        ("1990", "In which year did Ann leave?"),
        ("the 1990s", "In which decade did Ann leave?"),
        ("the 19th century", "In which century did Ann leave?"),
        ("summer 1990", "When did Ann leave?"),
        ("1990–1992", "When did Ann leave?"),
    ],
)
def test_a_date_is_asked_for_by_its_precision(date: str, asked: str):
    assert stems(f"[Ann](who) left in [{date}](when).")["when"] == asked


@pytest.mark.parametrize(
    ("text", "entity", "inside"),
    [
        ("The strike", None, "the strike"),
        ("Three ships", None, "three ships"),
        ("The Hague", None, "The Hague"),
        ("The Times", "The Times", "The Times"),
        ("The Bush administration", "Bush administration", "the Bush administration"),
        ("NASA", None, "NASA"),
        ("iPhone", None, "iPhone"),
        ("eBay", None, "eBay"),
        ("de Gaulle", None, "de Gaulle"),
        ("St. Louis", None, "St. Louis"),
        ("U.S.", None, "U.S."),
    ],
)
def test_a_name_keeps_its_letters_inside_a_sentence(text: str, entity: str | None, inside: str):
    known = [Entity(name=entity)] if entity else []
    assert stems(f"[{text}](what) ended in [1990](when).", *known)["when"] == f"In which year did {inside} end?"


def test_a_name_that_begins_small_stays_so_at_the_beginning():
    assert fact_of("[iPhone](what) was shown in [2007](when).").prose() == "iPhone was shown in 2007."
    assert fact_of("[de Gaulle](who) spoke in [1940](when).").prose() == "De Gaulle spoke in 1940."


# ---- hedges ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "by", "asked"),
    [
        ("attributed", "The Times", "According to The Times, who met Bob?"),
        ("alleged", "United States", "According to the United States, who met Bob?"),
        ("attributed", "", "According to one account, who met Bob?"),
        ("alleged", "", "According to an allegation, who met Bob?"),
        ("disputed", "", "According to a disputed account, who met Bob?"),
        ("asserted", "The Times", "Who met Bob?"),
    ],
)
def test_what_is_not_certain_names_who_says_so(status: str, by: str, asked: str):
    state = Entity(name="United States", kind="country", article="the")
    made = worded(fact_of("[Ann](who) met [Bob](whom).", state, status=status, **({"by": by} if by else {})), state)
    assert made["who"] is not None
    assert made["who"].stem == asked


@pytest.mark.parametrize(
    "sentence", ["[Ann](who) said that [Bob](whom) was ill.", "[Ann](who) accused [Bob](whom) of it."]
)
def test_a_sentence_that_says_who_says_so_keeps_its_words(sentence: str):
    assert not any("According" in stem for stem in stems(sentence, status="alleged", by="Ann").values())


def test_in_other_languages_the_speaker_stands_first():
    made = worded(fact_of("[Ann](who) traf [Bob](whom).", language="de", status="alleged", by="Zeit"), language="de")
    assert made["who"] is not None
    assert made["who"].stem == "Laut Zeit: Welcher Name gehört in die Lücke? ____ traf Bob."
    unnamed = worded(fact_of("[Ann](who) traf [Bob](whom).", language="de", status="alleged"), language="de")
    assert unnamed["who"] is None


# ---- what says too little -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stem",
    [
        "What did she say?",
        "Whom did she meet in Rome?",
        "In which year was it built?",
        "When did this happen?",
        "In which year did he die?",
        "Who is president today?",
        "In 1990, what did the latter do?",
        "Where did they meet?",
        "In which city were they married?",
        "Which date completes this statement? He was born in ____ in Rome.",
        "Which place completes this statement? In 1990, they met in ____.",
    ],
)
def test_a_pronoun_that_stands_for_nothing(stem: str):
    assert not stands_alone(stem)


@pytest.mark.parametrize(
    "stem",
    [
        "Who developed his theory while he worked in Bern?",
        "In which year was it reported that Israel struck?",
        "Who completes this statement? ____ lost his hat.",
        "Which of these came next after the war?",
        "Which king lost his crown?",
        "In which year did Napoleon lose his army?",
        "In 1990, which band released its first album?",
        "On which day did Politico reveal that it had been receiving documents?",
        "In his youth, who sailed to Java?",
        "Who wrote “The world of today”?",
        "Who ruled in the latter half of the 19th century?",
        "Who played in The Who?",
        "Which band recorded Yesterday?",
    ],
)
def test_a_pronoun_that_stands_for_what_was_named(stem: str):
    assert stands_alone(stem)


# ---- events ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "stands"),
    [
        ("the Battle of Hastings", "the Battle of Hastings"),
        ("The launch of Apollo 11", "the launch of Apollo 11"),
        ("World War I", "World War I"),
        ("protests against the war", "protests against the war"),
        ("Ann's flight to Rome", "Ann's flight to Rome"),
        ("killing of Ann", None),
        ("the presidency of Ann", None),
        ("the report by The Times on Ann", None),
        ("the reign of Ann", None),
        ("the life and times of Ann", None),
    ],
)
def test_only_what_takes_place_is_asked_so(event: str, stands: str | None):
    assert taking_place(event) == stands


def test_an_event_stands_inside_a_sentence():
    assert running("The launch") == "the launch"
    assert running("Thermopylae") == "Thermopylae"


# ---- other languages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "when", "event"),
    [
        ("de", "Welche Zeitangabe gehört in die Lücke? A: ____", "Wann fand folgendes Ereignis statt: X?"),
        (
            "fr",
            "Quelle date complète cette phrase\u00a0? A: ____",
            "Quand a eu lieu l’événement suivant\u00a0: X\u00a0?",
        ),
        ("es", "¿Qué fecha completa esta frase? A: ____", "¿Cuándo tuvo lugar el siguiente acontecimiento: X?"),
        ("ja", "A: ____", None),
    ],
)
def test_other_languages_have_words_of_their_own(language: str, when: str, event: str | None):
    fact = fact_of("A: [1990](when)", language=language)
    worder = Worder(language)
    assert next(worder.open(fact, fact.statement.asked[0], kinds()["when"])).stem == when
    named = fact_of("A: [1990](when)", language=language, event="X")
    assert next(worder.open(named, named.statement.asked[0], kinds()["when"])).stem == (event or when)
