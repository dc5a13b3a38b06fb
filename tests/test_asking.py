"""One sentence, good questions: their words, their ids, what they give away, and that a seed settles everything."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from quizgen import api, dates
from quizgen.model.item import BLANK, ITEM_ID
from tests import banks

REAL = Path(__file__).parent.parent


def test_the_carrier_agrees_with_its_noun(tmp_path: Path):
    sentence = "Hannibal crossed the [Alps](which mountains) and went on in [218 BC](when)."
    made = banks.items(tmp_path, banks.sentences(sentence))
    stem = f"Which mountains complete this statement? Hannibal crossed the {BLANK} and went on in 218 BC."
    assert made["f0.which"].stem == stem


def test_the_article_before_a_blank_tells_nothing(tmp_path: Path):
    made = banks.items(tmp_path, banks.sentences("The ship that sank was an [ocean liner](what) of [1912](when)."))
    assert "was a(n) ____ of" in made["f0.what"].stem


# ---- the author's words, several right answers ---------------------------------------------------------------------


def test_the_authors_own_words_go_first(tmp_path: Path):
    fact = "say: '[Ann](who) met [Bob](whom) in [Rome](where).'\nask: {whom: Whom did Ann meet in Rome?}"
    made = banks.items(tmp_path, banks.sentences(fact))
    assert (made["f0.who.whom"].stem, made["f0.who.whom"].wording) == ("Whom did Ann meet in Rome?", "author")
    assert made["f0.where"].wording == "inversion"


def test_a_record_is_asked_by_its_event(tmp_path: Path):
    fact = (
        "event: the first landing on the Moon\nwho: Neil Armstrong\nwhen: 20 July 1969\nwhere: the Sea of Tranquility"
    )
    made = banks.items(tmp_path, banks.sentences(fact))
    assert made["f0.when"].stem == "On which day did the first landing on the Moon take place?"
    assert made["f0.where"].stem == "Where did the first landing on the Moon take place?"
    assert made["f0.who"].stem == "Who is associated with the first landing on the Moon?"
    assert made["f0.when"].rationale.startswith("The first landing on the Moon (who: Neil Armstrong; when: 20 July")


PRIZES = """
title: Prizes
sources: {t: {title: T, publisher: P}}
tables:
  - file: p.csv
    source: t
    id: "{who}-{prize}-{year}"
    say: "[{who}](who) won the [{prize}](which prize) in [{year}](when)."
    kinds: {who: person, prize: prize}
"""
ROWS = "who,prize,year\nAnn,Alpha,1990\nBob,Alpha,1990\nCyd,Beta,1991\nDee,Gamma,1992\nEve,Beta,1993\nFay,Delta,1994\n"


def test_what_has_several_right_answers_is_asked_among_options(tmp_path: Path):
    made, account = banks.asked(banks.project(tmp_path, PRIZES, p_csv=ROWS))
    [item] = [item for item in made if item.fact.endswith("Alpha-1990") and item.kind == "who"]
    assert (item.closed, item.interaction) == (True, "choice")
    assert item.stem == "Which of these people won the Alpha in 1990?"
    assert len({"Ann", "Bob"} & {option.text for option in item.options}) == 1
    assert "the same question as `bank.Ann-Alpha-1990.who`" in {one.reason for one in account.unasked["bank"]}
    assert not next(item for item in made if item.id == "bank.Dee-Gamma-1992.who").closed


def test_the_author_says_that_a_slot_has_several_right_answers(tmp_path: Path):
    made = banks.items(tmp_path, PRIZES + "    several: [who]\n", p_csv=ROWS)
    assert all(item.closed for item in made.values() if item.kind == "who")
    assert not any(item.closed for item in made.values() if item.kind == "which")


def test_what_the_author_says_is_right_too_is_never_offered(tmp_path: Path):
    head = "say: '[Ann](who) was born in [Rome](which city) in [1901](when).'\nalso: {which city: [Latina, Ostia]}"
    others = [
        f"[P{n}](who) lived in [{city}](which city)." for n, city in enumerate(("Latina", "Ostia", "Bari", "Turin"))
    ]
    made = banks.items(tmp_path, banks.sentences(head, *others))
    assert {option.text for option in made["f0.which"].options} == {"Rome", "Bari", "Turin"}


def test_too_few_wrong_options_make_a_typed_question(tmp_path: Path):
    made = banks.items(tmp_path, banks.sentences("[Ann](who) met [Bob](whom) in [Rome](where) on [1 May 1990](when)."))
    assert {key.removeprefix("f0."): item.interaction for key, item in made.items()} == {
        "who": "text",
        "who.whom": "text",
        "where": "text",
        "when": "choice",
    }
    assert not made["f0.who"].options
    assert made["f0.who"].key == ("Ann",)


# ---- what a question gives away ------------------------------------------------------------------------------------


def test_an_answer_in_its_own_question_is_not_asked(tmp_path: Path):
    head = "entities: {New York: {kind: city, aka: [the Big Apple]}}"
    facts = [
        "[Yorkers](who) called [New York](which city) the Big Apple.",
        "The war of 1812 began in [1812](when).",
        "[Twelve](how many men) men of the twelve sailed.",
    ]
    made, account = banks.asked(banks.project(tmp_path, banks.sentences(*facts, head=head)))
    assert [item.id for item in made] == ["bank.f0.who"]
    reasons = {(unasked.fact, unasked.slot): unasked.reason for unasked in account.unasked["bank"]}
    assert {reasons[key] for key in [("f0", "which"), ("f1", "when"), ("f2", "how-many")]} == {
        "every wording shows the answer"
    }


def test_the_same_question_is_asked_once(tmp_path: Path):
    facts = ["[Ann](who) founded the club in [1901](when).", "[Ann](who) founded the club in [1901](when)."]
    account = api.ask(api.check(api.load(banks.project(tmp_path, banks.sentences(*facts)))))
    assert {item.fact for item in account} == {"f0"}
    assert {unasked.reason for unasked in account.unasked["bank"]} == {
        "the same question as `bank.f0.who`",
        "the same question as `bank.f0.when`",
    }


def test_a_draft_is_not_asked(tmp_path: Path):
    made, account = banks.asked(
        banks.project(tmp_path, banks.sentences("say: '[Ann](who) met [Bob](whom).'\nstatus: draft"))
    )
    assert not made
    assert [unasked.reason for unasked in account.unasked["bank"]] == ["a draft"]


LIVING = "entities:\n" + "".join(
    f"  {name}: {{kind: person{died}}}\n"
    for name, died in [("Ann Old", ", died: 1990"), ("Bob Old", ", died: 1991"), ("Cy Old", ", died: 1992"),
                       ("Dan New", ""), ("Eve New", ""), ("Flo New", "")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "fair"),
    [
        ("[Cy Old](who) was charged with the murder in [1950](when).", True),
        ("[Cy Old](who) killed [Dan New](whom) in [1950](when).", True),
        ("[Cy Old](who) was accused of fraud in [1950](when).", True),
        ("[Cy Old](who) painted the hall in [1950](when).", False),
    ],
)
def test_living_people_are_never_offered_where_a_crime_is_asked(tmp_path: Path, sentence: str, fair: bool):
    others = [
        f"[{name}](who) lived in [Rome](where)." for name in ("Ann Old", "Bob Old", "Dan New", "Eve New", "Flo New")
    ]
    made = banks.items(tmp_path, banks.sentences(sentence, *others, head=LIVING))
    offered = {
        option.text
        for item in made.values()
        if item.fact == "f0" and item.kind == "who"
        for option in item.options
        if not option.correct
    }
    assert bool({name for name in offered if name.endswith("New")}) is not fair
    consent = banks.sentences(sentence, *others, head=LIVING + "living-options: true")
    free = banks.items(tmp_path / "free", consent)
    assert any(option.text.endswith("New") for item in free.values() if item.fact == "f0" for option in item.options)


# ---- options -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["12 May 1990", "May 1990", "1990", "the 1990s", "the 19th century", "May 12, 1990"])
def test_dates_ascend_in_one_precision_and_one_style(tmp_path: Path, date: str):
    made = banks.items(tmp_path, banks.sentences(f"[Ann](who) met [Bob](whom) in [{date}](when)."))
    [item] = [item for item in made.values() if item.kind == "when"]
    read = [dates.read(option.text) for option in item.options]
    assert item.ordered
    assert len(read) == 4
    assert {one.precision for one in read} == {dates.read(date).precision}
    assert all(dates.before(one, other) for one, other in pairwise(read))
    assert {"," in option.text for option in item.options} == {"," in date}
    assert [option.id for option in item.options] == list("ABCD")


@pytest.mark.parametrize("number", ["two", "42", "1,200", "95", "ninety-nine", "9500", "120000", "1"])
def test_numbers_ascend_and_are_written_alike(tmp_path: Path, number: str):
    from quizgen import numbers

    made = banks.items(tmp_path, banks.sentences(f"Ann saw [{number}](how many birds) birds."))
    item = made["f0.how-many"]
    read = [numbers.read(option.text) for option in item.options]
    assert read == sorted(set(read), key=lambda value: value or 0)
    assert min(value or 0 for value in read) >= 1
    assert len({option.text[0].isdigit() for option in item.options}) == 1
    long = [option.text for option in item.options if len(option.text) > 4 and option.text[0].isdigit()]
    assert len({"," in text for text in long}) <= 1


@pytest.mark.parametrize("date", ["c. 1620", "2019–2022", "before 1900", "summer 1990"])
def test_a_date_without_fair_alternatives_is_typed(tmp_path: Path, date: str):
    made = banks.items(tmp_path, banks.sentences(f"[Ann](who) met [Bob](whom) in [{date}](when)."))
    assert made["f0.when"].interaction in {"date", "cloze"}


# ---- ids, seeds, order ---------------------------------------------------------------------------------------------


def test_ids_come_from_the_authors_ids_kind_and_slot(tmp_path: Path):
    sentence = "[Ann](who) and [Bob](who) met [Cyd](whom) in [Rome](which city) with [two](how many dogs) dogs."
    made = banks.items(tmp_path, banks.sentences(sentence), name="my-bank")
    assert set(made) == {"f0.who", "f0.who.who-2", "f0.who.whom", "f0.which", "f0.how-many"}
    assert all(re.fullmatch(ITEM_ID, item.id) and item.id.startswith("my-bank.f0.") for item in made.values())


@pytest.fixture(scope="module")
def real() -> api.CheckedProject:
    return api.check(api.load(REAL))


def test_every_fact_makes_a_question_or_says_why_not(real: api.CheckedProject):
    account = api.ask(real)
    asked = {(item.bank, item.fact) for item in account}
    asked |= {(item.bank, item.fact) for item in account.dropped}  # of these the problems tell
    told = {(bank, unasked.fact) for bank, several in account.unasked.items() for unasked in several}
    facts = {(bank.id, fact.id) for bank in real.banks for fact in bank.facts}
    assert not facts - asked - told


def test_a_fact_in_which_nothing_is_asked_says_so(tmp_path: Path):
    made, account = banks.asked(banks.project(tmp_path, banks.sentences("[Ann] met Bob.")))
    assert not made
    assert [unasked.reason for unasked in account.unasked["bank"]] == ["nothing in it is marked to be asked"]


def test_a_question_that_hangs_on_what_was_said_before_is_not_asked(tmp_path: Path):
    facts = ["She was born in [Rome](where) in [1950](when).", "say: '[Ann](who) ate.'\nask: {who: What did she eat?}"]
    made, account = banks.asked(banks.project(tmp_path, banks.sentences(*facts)))
    assert [item.fact for item in made] == []
    assert {unasked.reason for unasked in account.unasked["bank"]} == {"says too little to be asked alone"}


def test_the_same_seed_makes_the_same_bytes(real: api.CheckedProject):
    first, second = ([item.model_dump_json() for item in api.ask(real, "1")] for _ in range(2))
    assert first == second


def test_another_seed_makes_other_choices_of_the_same_questions(real: api.CheckedProject):
    first, second = ({item.id: item for item in api.ask(real, seed)} for seed in ("1", "2"))
    common = first.keys() & second.keys()
    assert len(common) > 0.98 * max(len(first), len(second))
    asked = [first[name] for name in common if first[name].wording not in {"among", "timeline"}]
    assert all(item.stem == second[item.id].stem and item.key == second[item.id].key for item in asked)
    assert sum(item.options != second[item.id].options for item in asked) > 0.8 * len(asked)


def test_every_id_of_the_real_banks_is_safe_and_stands_once(real: api.CheckedProject):
    ids = [item.id for item in api.ask(real)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(ITEM_ID, name) for name in ids)


def test_the_order_of_facts_leaves_ids_stems_and_dates_alone(tmp_path: Path):
    facts = [f"[P{n}](who) was born in [C{n}](where) on [{n + 1} May 19{n:02}](when)." for n in range(20)]
    entry = banks.sentences(*facts)
    head, _, body = entry.partition("facts:\n")
    entries = re.split(r"(?m)^(?=  f\d+:)", body)
    turned = head + "facts:\n" + "".join(reversed([entry.rstrip("\n") + "\n" for entry in entries if entry.strip()]))
    one, other = banks.items(tmp_path / "a", entry), banks.items(tmp_path / "b", turned)
    assert one.keys() == other.keys()
    assert list(one) != list(other)
    for name, item in one.items():
        assert (item.stem, item.key) == (other[name].stem, other[name].key)
        if item.kind == "when":
            assert item.options == other[name].options


# ---- other languages -----------------------------------------------------------------------------------------------

GERMAN = [
    "[Ada Lovelace](who) schrieb [1843](when) in [London](where) das erste Programm.",
    "[Konrad Zuse](who) baute [1941](when) in [Berlin](where) die [Z3](which Rechenmaschine).",
    "[Grace Hopper](who) wurde am [9. Dezember 1906](when 1906-12-09) in [New York](where) geboren.",
    "[Alan Turing](who) starb am [7. Juni 1954](when 1954-06-07) in [Wilmslow](where).",
]
ARABIC = [
    "وُلد [ابن سينا](who) في [أفشنة](where) سنة [980](when).",
    "وُلد [ابن رشد](who) في [قرطبة](where) سنة [1126](when).",
    "وُلد [ابن خلدون](who) في [تونس](where) سنة [1332](when).",
]
JAPANESE = [
    "[夏目漱石](who)は[1867](when)年に[江戸](where)で生まれた。",
    "[森鷗外](who)は[1862](when)年に[津和野](where)で生まれた。",
    "[樋口一葉](who)は[1872](when)年に[東京](where)で生まれた。",
]


@pytest.mark.parametrize(("language", "facts"), [("de", GERMAN), ("ar", ARABIC), ("ja", JAPANESE), ("de-CH", GERMAN)])
def test_other_languages_are_asked_with_a_blank(tmp_path: Path, language: str, facts: list[str]):
    made, account = banks.asked(banks.project(tmp_path, banks.sentences(*facts, language=language)))
    assert not [problem for problem in account.problems if problem.code != "Q118"]  # a carrier has its blank anywhere
    assert len(made) == sum(len(re.findall(r"\]\(", fact)) for fact in facts)
    sentences = {re.sub(r"\[(.*?)\]\(.*?\)", r"\1", fact) for fact in facts}
    for item in made:
        assert (item.wording, item.language) == ("carrier", language)
        assert item.stem.count(BLANK) == 1
        asked = item.stem.replace(BLANK, item.key[0])
        assert any(asked.endswith(sentence) for sentence in sentences)
        assert not re.search(r"\b(which|statement|completes)\b", asked, re.IGNORECASE)  # no English word around it
        assert item.rationale in sentences
        for option in item.options:
            assert option.correct is (option.text == item.key[0])
    years = [item for item in made if item.kind == "when" and item.key[0].isdigit()]
    assert all(len(item.options) == 4 and all(option.text.isdigit() for option in item.options) for item in years)


def test_a_date_in_words_of_another_language_is_never_among_english_ones(tmp_path: Path):
    made = banks.items(tmp_path, banks.sentences(*GERMAN, language="de"))
    assert made["f2.when"].options == ()
    assert made["f2.when"].interaction == "cloze"
    assert made["f2.when"].key == ("9. Dezember 1906",)


def test_a_date_is_accepted_in_the_words_of_its_language_only(tmp_path: Path):
    made = banks.items(tmp_path, banks.sentences(*GERMAN, language="de"))
    assert "December" not in " ".join(made["f2.when"].accept)
