"""Every rule finds its flaw and leaves sound items alone; every code is explained."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import quizgen
from quizgen import numbers, reviewing
from quizgen.cli.explanations import explanations
from quizgen.dates import DateError, read
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Answer, Bank, Fact, Slot, Statement
from quizgen.model.item import Item, Option
from quizgen.model.media import Medium
from quizgen.problem import Place, Problem, Severity
from quizgen.reviewing.examined import Context, Examined
from tests import examples

SOURCE = Path(quizgen.__file__).parent
CODE = re.compile(r"\b[BPQT]\d{3}\b")
OF_PAPERS = {"Q122"}
"""Rules about items that stand on one paper, which have their own tests."""

ENTITIES = Entities(
    [
        Entity(name="United States", kind="country", aka=("U.S.", "US", "USA"), demonym="American"),
        Entity(name="Iran", kind="country"),
        Entity(name="Iraq", kind="country"),
        Entity(name="Baghdad", kind="city", within="Iraq"),
        Entity(name="The Times", kind="paper"),
        Entity(name="Ann", kind="person"),
    ]
)


PERSONS = {"Ann", "Max Born"}


def answer(text: str) -> Answer:
    """What a mark with this text holds."""
    try:
        return Answer(text, "date", read(text))
    except DateError:
        return Answer(text, "person" if text in PERSONS else "thing")


def fact(holds: str = "1911", role: str = "when", *, key: str = "event-1", subject: str = "", **fields: Any) -> Fact:
    """A fact with one answer, and a subject that is marked but not asked if there is one."""
    slots = (Slot(0, role, role.partition(" ")[0]), *([Slot(1)] if subject else []))
    statement = Statement(("It was ", 0, *([" of ", 1] if subject else [])), slots, "r")
    answers = (answer(holds), *([answer(subject)] if subject else []))
    return Fact(key, "moon", statement, answers, Place("bank.yaml", ("facts",)), 0, **fields)


def dated(name: str, when: str, **fields: Any) -> Fact:
    return fact(when, key=name, event=f"the {name}", **fields)


def seen(item: Item, *facts: Fact, language: str = "en") -> Examined:
    own = facts or (fact(),)
    return Examined(item, Context(Bank("moon", "The Moon", language, Place("bank.yaml"), entities=ENTITIES, facts=own)))


def options(*texts: str, right: int = 0) -> tuple[Option, ...]:
    return tuple(Option(id="ABCDEFGH"[n], text=text, correct=n == right) for n, text in enumerate(texts))


def changed(**fields: Any) -> Item:
    return examples.item(1).model_copy(update={"id": f"moon.event-1.{fields.get('kind', 'when')}"} | fields)


def named(*texts: str, stem: str = "Which thing flew past Venus first?", right: int = 0, **fields: Any) -> Item:
    """A choice among names; the first is right."""
    base = {"kind": "which", "key": (texts[right],), "options": options(*texts, right=right), "accept": ()}
    return changed(**base | {"stem": stem} | fields)


def timeline(kind: str, right: str, *wrong: str, **fields: Any) -> Item:
    """A choice among events, each option called as its fact."""
    texts = [right, *wrong]
    made = tuple(
        Option(id="ABCDEFGH"[n], text=f"the {text}", correct=not n, fact=text if text != "event-1" else None)
        for n, text in enumerate(texts)
    )
    stem = "Which of these came next after the event-1?"
    return changed(kind=kind, key=(f"the {right}",), options=made, stem=stem, **fields)


def ordered(*names: str, key: tuple[str, ...] = (), places: tuple[int, ...] = ()) -> Item:
    """Events to put in order, as they stand in the right order."""
    made = tuple(
        Option(id="ABCDEFGH"[n], text=f"the {name}", correct=True, fact=name, place=place)
        for n, (name, place) in enumerate(zip(names, places or range(1, len(names) + 1), strict=True))
    )
    return changed(
        kind="order",
        interaction="order",
        options=made,
        stem="Put these events in order:",
        key=key or tuple(option.text for option in made),
    )


def matched(*names: str, targets: tuple[str, ...] = ("1900", "1910"), of: tuple[str, ...] = ()) -> Item:
    made = tuple(
        Option(id="ABCDEFGH"[n], text=f"the {name}", correct=True, fact=name, match=match)
        for n, (name, match) in enumerate(zip(names, of or targets, strict=True))
    )
    stem = "Match the events with their years:"
    return changed(kind="match", interaction="match", options=made, targets=targets, stem=stem, key=("x",))


def dates(*texts: str, right: int = 0, **fields: Any) -> Item:
    return changed(key=(texts[right],), options=options(*texts, right=right), ordered=True, **fields)


def amounts(*texts: str, right: int = 0, stem: str = "How many moons does it have?") -> Item:
    return dates(*texts, right=right, kind="how-many", stem=stem, id="moon.event-1.how-many.how")


def count(text: str) -> Fact:
    made = fact(text, "how many moons")
    return replace(made, answers=(Answer(text, "number", number=numbers.read(text)),))


def seen_as(alt: str, *, asks: bool = True, credit: str = "A. Painter", **fields: Any) -> Item:
    """An item about Ann with a picture."""
    picture = {"kind": "image", "file": "a.png", "sha256": "0" * 64, "type": "image/png", "path": Path("a.png")}
    medium = Medium(**picture, alt=alt, credit=credit, licence="CC0-1.0", asks=asks)
    return changed(kind="who", key=("Ann",), id="moon.event-1.who", media=(medium,), options=(), **fields)


SOUND = changed()
EVENTS = tuple(dated(str(year), str(year)) for year in range(1900, 1991, 10))
ANCHOR = (dated("event-1", "1930"), *EVENTS)
ALLEGED = fact(status="alleged", by="The Times")
BY_THE_BANK = (
    fact("Ann", "who", subject="the prize of 1976"),
    fact("Bob", "who", key="event-2", subject="the prize of 1976"),
    fact("Cid", "who", key="event-3", subject="the prize of 1977"),
)
Case = tuple[Any, ...]
"""An item, and the facts of its bank if they matter: the item's own first."""
FLAWED: dict[str, list[Case]] = {
    "Q101": [
        (changed(options=options("1911", "1912", right=7)),),
        (changed(options=tuple(o.model_copy(update={"correct": True}) for o in SOUND.options)),),
        (named("United States", "USA", "Iran"),),
        (named("Rome", "ROMA", "Bari", accept=("Roma",)),),
        (named("Ann", "Bob", "Cid", kind="who"), *BY_THE_BANK),
        (named("Ann", "Bea", "Cid", kind="who"), fact("Ann", "who", also={"who": ("Bea",)})),
        (named("Baghdad", "Iraq", "Rome"), fact("Baghdad", "which place")),
        (named("Iraq", "Rome", "Baghdad"), fact("Iraq", "which place")),
        (named("Quds Force", "IRGC Quds Force", "Basij"), fact("Quds Force", "which force")),
        (dates("January 2020", "3 January 2020", "May 2021"), fact("January 2020")),
        (dates("1911", "1912", "1920"), fact("1911", tolerance=1)),
        (amounts("1,200", "1,210", "1,400"), count("1,200")),
        (amounts("271", "273", "290"), count("271")),
        (ordered("1900", "1910", key=("the 1910", "the 1900")), *EVENTS),
        (ordered("1900", "1910", places=(1, 3)), *EVENTS),
        (matched("1900", "1910", of=("1900", "1900")), *EVENTS),
        (matched("1900", "1910", of=("1900", "1999")), *EVENTS),
    ],
    "Q102": [
        (named("Rome", "Café Bar", "the Cafe bar"),),
        (changed(options=options("1911", "1912", "1912")),),
        (named("Iran", "USA", "U.S."),),
        (named("Bari", "Abu Mahdi al-Muhandis", "Abu Mahdi al Muhandis"),),
        (named("Bari", "Soleimani, Qasem", "Qasem Soleimani"),),
        (named("Bari", "Qasem Soleimani", "Qassem Soleimani"),),
        (timeline("next", "1940", "1950", "1950"), *ANCHOR),
    ],
    "Q103": [
        (changed(stem="In which year did the events of 1911 happen?"),),
        (changed(key=("11 May 1911",), stem="When in 1911 did it happen?"),),
        (changed(kind="who", key=("Ann",), accept=("A. Ash",), stem="Who, known as A. Ash, wrote it?"),),
        (named("United States", "Iran", stem="Which country carried out the American strike?"),),
        (named("United States", "Iran", stem="Which country's fleet, the US Navy, was there?"),),
        (amounts("42", "52", stem="How many of the forty-two moons were seen?"), count("42")),
    ],
    "Q104": [
        (named("European Space Agency", "NASA", "Roscosmos", stem="Which agency launched the European comet probe?"),),
        (named("Peace Prize", "Prize in Physics", stem="Which prize did the peacemaker and friend of peace get?"),),
    ],
    "Q105": [
        (named("the elite force of the guard", "Basij", "Fatah"),),
        (named("a rocket with two very long stages", "a small balloon", "a big kite"),),
    ],
    "Q106": [
        (named("Peru", "Chad", "Federal Democratic Republic of Ethiopia", "Iran"),),
        (named("the second and longer of its voyages", "the first one"),),
    ],
    "Q107": [
        (named("Iran", "Ann", "Iraq"),),
        (dates("1919", "3 May 1920", "1921"), fact("1919")),
        (named("10 km", "12 mi", "14 km"),),
        (named("the comet", "asteroid", "planet"),),
        (named("drone strike", "Car bomb", "Missile attack"),),
        (amounts("twelve", "15", "18"), count("twelve")),
    ],
    "Q108": [
        (dates("1969", "1957", "1965", right=0), fact("1969")),
        (dates("May 1911", "January 1911", "June 1911"), fact("May 1911")),
        (amounts("12", "9", "40"), count("12")),
    ],
    "Q111": [
        (named("Titan", "Io", "None of the above."),),
        (changed(options=options("1911", "1912", "all of these")),),
        (named("Titan", "Io", "keine der genannten", language="de"),),
        (named("土卫六", "木卫一", "以上都不是", language="zh"),),
        (named("تيتان", "آيو", "لا شيء مما سبق", language="ar"),),
        (named("Титан", "Ио", "Все вышеперечисленное", language="ru"),),
    ],
    "Q112": [
        (named("Titan", "Io", "both"),),
        (named("Titan", "Io", "Rhea", "A and C"),),
        (named("Titan", "Io", "Rhea", "Both A and B"),),
        (named("Titan", "Io", "Rhea", "A, B and C"),),
        (named("Lennon", "McCartney", "Lennon and McCartney"),),
        (named("Titan", "Io", "les deux", language="fr"),),
    ],
    "Q113": [
        (changed(stem="Which of these is not a planet?"),),
        (changed(stem="All of these are planets except:"),),
        (changed(stem="Which of these, according to NASA, wasn't a planet?"),),
        (changed(stem="Welcher dieser Himmelskörper ist kein Planet?", language="de"),),
        (changed(stem="Что из этого не является планетой?", language="ru"),),
    ],
    "Q114": [
        (named("it never erupts", "it sleeps", "it steams"),),
        (named("Always in winter", "in May", "in June"),),
        (named("immer im Winter", "im Mai", "im Juni", language="de"),),
    ],
    "Q115": [
        (named("often in winter", "in spring", "in summer"),),
        (named("in winter", "Usually in spring", "in summer"),),
        (named("souvent en hiver", "au printemps", "en automne", language="fr"),),
    ],
    "Q116": [
        (named("red ball", "red cube", "blue ball", "green ring"),),
        (named("Paul Smith", "Paul Jones", "Will Smith"),),
    ],
    "Q117": [
        (named("comet", "asteroid", stem="The probe Philae landed on a ____."),),
        (named("asteroid", "comet", stem="The probe Philae landed on an"),),
        (named("NBA player", "hour glass", "unicorn", stem="What they found on Titan was an ____."),),
    ],
    "Q118": [
        (changed(stem="In ____ the first satellite was launched."),),
        (changed(stem="Im Jahr ____ startete der erste Satellit.", language="de"),),
    ],
    "Q119": [
        (changed(stem="The year of the event."),),
        (changed(stem="When ?"),),
        (changed(stem="When?"),),
        (changed(stem=""),),
        (changed(stem="Which of the following is correct?"),),
        (changed(stem="Welche der folgenden Aussagen ist richtig?", language="de"),),
    ],
    "Q120": [
        (changed(stem=f"When did it {'slowly ' * 40}fall?"),),
        (changed(stem=f"{'彗星探测器' * 20}？", language="zh"),),
    ],
    "Q121": [
        (dates("1212", "1911", "1915", right=1), fact("1911")),
        (dates("3 May 1911", "3 May 1922"), fact("3 May 1911")),
        (amounts("4", "12", "900", right=1), count("12")),
        (amounts("1", "12", "14", right=1), count("12")),
        (
            timeline("next", "1940", "1950"),
            dated("event-1", "1930", fame=100.0),
            dated("1940", "1940", fame=300.0),
            dated("1950", "1950", fame=10.0),
        ),
        (
            timeline("next", "1940", "1950"),
            dated("event-1", "1930", fame=100.0),
            dated("1940", "1940", fame=2.0),
            dated("1950", "1950", fame=50.0),
        ),
    ],
    "P206": [
        (changed(stem="Who stole the painting in the Louvre?", kind="who", key=("Ann",)), ALLEGED),
        (
            changed(stem="Who stole the painting in the Louvre?", kind="who", key=("Ann",)),
            fact(status="disputed"),
        ),
    ],
    "P208": [
        (changed(stem="What did she say?"),),
        (changed(stem="In which year did she win the prize?"),),
        (changed(stem="She won the prize in ____."),),
        (changed(stem="Who was his wife?"),),
        (changed(stem="Who ordered this?"),),
        (changed(stem="When did this happen?"),),
        (changed(stem="Where did the comet that was seen appear today?"),),
        (changed(stem="Which comet was seen from here?"),),
        (changed(stem="When was the latter published?"),),
        (changed(stem="Wann wurde er geboren?", language="de"),),
        (changed(stem="Quand est-elle née ?", language="fr"),),
        (changed(stem="Когда она родилась?", language="ru"),),
        (changed(stem="她是什么时候出生的？", language="zh"),),
    ],
    "Q123": [
        (changed(hint="It was in 1911."), fact("1911")),
        (seen_as("A man called Ann"), fact("Ann", "who")),
        (seen_as("A man in white", credit="A. Painter, Portrait of Ann"), fact("Ann", "who")),
        (named("United States", "Iran", hint="An American one."), fact("United States", "which country")),
        (amounts("12", "10").model_copy(update={"hint": "There are twelve: 12."}), count("12")),
        (
            changed(id="moon.event-1.quote.when", kind="quote", key=("that spring",), hint="It was that spring."),
            fact("1911"),
        ),
    ],
    "T301": [
        (timeline("next", "1920", "1950"), *ANCHOR),
        (timeline("next", "1950", "1940"), *ANCHOR),
        (timeline("before", "1940", "1950"), *ANCHOR),
        (timeline("before", "1920", "1910"), *ANCHOR),
        (timeline("first", "1940", "1920"), *ANCHOR),
        (ordered("1910", "1900", "1920"), *EVENTS),
        (timeline("next", "late", "1980"), dated("event-1", "1930", tolerance=2), dated("late", "1932"), *EVENTS),
    ],
    "T302": [
        (timeline("next", "twin", "1950"), *ANCHOR, dated("twin", "1930")),
        (timeline("first", "event-1", "twin"), *ANCHOR, dated("twin", "1930")),
        (matched("1900", "twin"), *EVENTS, dated("twin", "1900")),
    ],
    "T303": [
        (timeline("next", "long", "1950"), *ANCHOR, dated("long", "1925/1935")),
        (timeline("next", "1940", "long"), *ANCHOR, dated("long", "1938/1942")),
        (ordered("1900", "month"), *EVENTS, dated("month", "May 1900")),
        (matched("1900", "month"), *EVENTS, dated("month", "May 1900")),
    ],
    "T304": [
        (timeline("next", "feast", "1950"), *ANCHOR, dated("feast", "27 December")),
        (timeline("next", "1940", "1950"), dated("event-1", "summer 1930"), *EVENTS),
        (timeline("first", "1940", "nothing"), *ANCHOR, fact("Ann", "who", key="nothing", event="the nothing")),
    ],
}
FAIR: dict[str, list[Case]] = {
    "Q101": [
        (changed(interaction="text", options=()),),
        (named("Ann", "Cid", "Dan", kind="who"), *BY_THE_BANK),
        (named("Iran", "Iraq", "Rome"), fact("Iran", "which country")),
        (named("Iran", "Tirana", "Rome"), fact("Iran", "which country")),
        (dates("January 2020", "February 2020"), fact("January 2020")),
        (dates("1911", "1913"), fact("1911", tolerance=1)),
        (amounts("271", "291"), count("271")),
        (amounts("12", "10"), count("12")),
        (timeline("next", "1940", "1950"), *ANCHOR),
        (ordered("1900", "1910"), *EVENTS),
        (matched("1900", "1910"), *EVENTS),
    ],
    "Q102": [
        (named("Apollo 11", "Apollo 12", "Apollo 1"),),
        (named("Iran", "Iraq", "Irak"),),
        (named("Henry VIII", "Henry VII", "Karen Smith", "Karin Smith"),),
        (named("Republic of the Congo", "Democratic Republic of the Congo"),),
        (named("George Bush", "George H. W. Bush", "George W. Bush"),),
    ],
    "Q103": [
        (named("Ann", "Bob", stem="Whom did Annabel marry in 1911?"),),
        (named("United States", "Iran", stem="Which country told us of the strike?"),),
        (amounts("three", "five", stem="How many moons were seen on 3 January 2020 and for 13 days?"), count("three")),
        (dates("1911", "1913", stem="In which year did flight 19110 start?"),),
    ],
    "Q104": [
        (named("Peace Prize", "Prize in Physics", stem="Which prize did she get?"),),
        (named("with them", "after her", stem="With which of them did she go after that?"),),
        (timeline("next", "1940", "1950"), *ANCHOR),
    ],
    "Q105": [
        (named("Nobel Prize in Physiology or Medicine", "Nobel Peace Prize"),),
        (named("Constantinople", "Rome", "Bari"),),
        (named("a rocket with two long stages", "a balloon with a small basket"),),
    ],
    "Q106": [
        (named("Iran", "United Kingdom", "Saudi Arabia"),),
        (named("a kite", "a balloon"),),
        (named("Max Born", "Chen-ning Yang", "Johannes van der Waals", kind="who"), fact("Max Born", "who")),
    ],
    "Q107": [
        (named("iPhone", "Kindle", "Galaxy"),),
        (named("Iran", "Iraq", "Atlantis"),),
        (named("777 Tower", "35 Hudson Yards", "The Shard"),),
        (named("the comet", "the moon", "planet"),),
        (dates("1 May 1919", "3 May 1920"), fact("1 May 1919")),
        (timeline("next", "1940", "1950"), *ANCHOR),
    ],
    "Q108": [
        (dates("44 BC", "AD 12", "1911"), fact("44 BC")),
        (amounts("nine", "twelve"), count("nine")),
        (named("1917", "300", "2012"),),
    ],
    "Q111": [
        (named("None Shall Pass", "All of Me", "None"),),
        (named("以上", "木卫一", language="zh"),),
        (named("all of the above", "Io", language="fi"),),
    ],
    "Q112": [
        (named("C and A", "B and B", "A & E", "Simon and Garfunkel"),),
        (named("New York", "York", "Boston"),),
        (named("A and Z", "Both Sides Now", "Io"),),
    ],
    "Q113": [
        (changed(stem="Which of these is NOT a planet?"),),
        (changed(stem="Who wrote Never Let Me Go?"),),
        (changed(stem="Never Let Me Go was written by which author?"),),
        (changed(stem="Who said that it was not hard to find?"),),
        (changed(stem="Who said “I will not go”?"),),
        (changed(stem="In which year was No. 5 (a house with no windows, not lived in) built?"),),
        (changed(stem="Members of which house, generally not consulted before the strike, objected?"),),
        (changed(stem="不丹的首都是哪里？", language="zh"),),
    ],
    "Q114": [
        (named("None Shall Pass", "All Quiet on the Western Front", "Always"),),
        (named("ball", "wall", "hall"),),
        (named("only in May", "only in June"),),
    ],
    "Q115": [(named("May 1911", "The Usually", "March"),), (named("some apples", "many pears"),)],
    "Q116": [
        (named("red ball", "red cube", "blue ball", "blue cube"),),
        (named("Nobel Prize in Physics", "Nobel Prize in Chemistry", "Nobel Peace Prize"),),
        (named("Ann Lee", "Bob Lee", "Cid Roe"),),
    ],
    "Q117": [
        (named("comet", "asteroid", stem="The probe Philae landed on a(n) ____."),),
        (named("hour", "umbrella", "FBI agent", "11 o'clock ride", stem="They had seen an ____."),),
        (named("European", "unit", "one-off", "NASA probe", stem="They had seen a ____."),),
        (named("comet", "asteroid", stem="Which of them was class a?"),),
    ],
    "Q118": [
        (changed(stem="The first satellite was launched in ____."),),
        (changed(stem="Which date completes this statement? On ____ it was launched."),),
        (changed(stem="In ____ it was launched.", interaction="cloze", options=()),),
    ],
    "Q119": [
        (seen_as("A man", stem="Who is this?"),),
        (changed(stem="Die Z3 wurde ____ gebaut."),),
        (changed(stem="متى وُلد ابن سينا؟"),),
        (changed(stem="彼はいつ生まれましたか？"),),
        (changed(stem="Who said “I came, I saw, I conquered?”"),),
        (changed(stem="In which country is The Index?"),),
        (timeline("first", "1940", "1950").model_copy(update={"stem": "Which of these happened first?"}), *ANCHOR),
    ],
    "Q120": [(changed(stem=f"When did it {'a ' * 30}fall?"),), (changed(stem="彗" * 60, language="zh"),)],
    "Q121": [
        (dates("1901", "1911", "1960", right=1), fact("1911")),
        (amounts("9", "12", "15", right=1), count("12")),
        (timeline("next", "1940", "1950"), *ANCHOR),
        (
            timeline("next", "1940", "1950"),
            dated("event-1", "1930", fame=1.0),
            dated("1940", "1940", fame=300.0),
            dated("1950", "1950", fame=40.0),
        ),
    ],
    "P206": [
        (changed(stem="Who was accused of stealing the painting?", kind="who", key=("Ann",)), ALLEGED),
        (changed(stem="Who, by The Times, stole the painting?", kind="who", key=("Ann",)), ALLEGED),
        (changed(stem="Which paper wondered about it in 1911?", kind="which", key=("The Times",)), ALLEGED),
        (changed(stem="Who stole the painting in the Louvre?", kind="who", key=("Ann",)),),
    ],
    "P208": [
        (seen_as("A man", stem="Who is shown here?"),),
        (seen_as("A man", stem="Whose voice is this?"),),
        (changed(stem="Who founded Now Corp?"),),
        (changed(stem="When did The Who play The Here and Now?"),),
        (changed(stem="Who wrote It?"),),
        (changed(stem="Who said that he would resign?"),),
        (changed(stem="Which of these came first?"),),
        (changed(stem="Which date completes this statement? It was on ____."),),
        (changed(stem="How long did it take Apollo 11 to reach the Moon?"),),
        (changed(stem="In which year was it reported that Israel was there?"),),
        (changed(stem="For his novel, who was awarded the prize?"),),
        (changed(stem="Which city, now called Istanbul, is known for its bridges?"),),
        (changed(stem="What did Marie Curie say when she retired?"),),
        (changed(stem="Who said “Where is she now?”"),),
        (changed(stem="Of Lennon and McCartney, when was the latter born?"),),
        (changed(stem="Which law did the former president sign?"),),
        (changed(stem="Wann wurde Marie Curie geboren, und wer war er?", language="de"),),
        (changed(stem="他加禄语在哪里使用？", language="zh"),),
    ],
    "Q123": [
        (changed(hint="It was before the war of 1914."), fact("1911")),
        (seen_as("A man in white"), fact("Ann", "who")),
        (seen_as("A man called Ann", asks=False), fact("Ann", "who")),
        (named("United States", "Iran", hint="One of the two is in Asia."), fact("United States", "which country")),
        (timeline("next", "1940", "1950"), *ANCHOR),
    ],
    "T301": [
        (timeline("next", "1940", "1950", "1910"), *ANCHOR),
        (timeline("before", "1920", "1940", "1950"), *ANCHOR),
        (timeline("first", "event-1", "1940", "1950"), *ANCHOR),
        (ordered("1900", "1910", "1920"), *EVENTS),
        (matched("1910", "1900", of=("1910", "1900")), *EVENTS),
        (changed(),),
    ],
    "T302": [(timeline("next", "1940", "1950"), *ANCHOR), (matched("1900", "1910"), *EVENTS)],
    "T303": [(timeline("next", "1940", "1950"), *ANCHOR), (ordered("1900", "1910"), *EVENTS)],
    "T304": [(timeline("next", "1940", "1950"), *ANCHOR), (changed(), fact("27 December"))],
}
ITEM_RULES = {code for code, rule in reviewing.rules().items() if hasattr(rule, "review")} - OF_PAPERS


def test_every_rule_about_an_item_is_tested():
    assert ITEM_RULES == FLAWED.keys() == FAIR.keys()


@pytest.mark.parametrize("code", sorted(reviewing.rules()))
def test_a_rule_says_what_it_is(code: str):
    rule = reviewing.rules()[code]
    assert code == rule.CODE
    assert CODE.fullmatch(code)
    assert {getattr(rule, name, Severity.ERROR) for name in ("SEVERITY", "SET_SEVERITY")} <= set(Severity)
    text = reviewing.explanation(code) or ""
    assert len(text) > 200
    assert "Way out: " in text
    assert text.split("\n")[0].endswith((".", "?"))


@pytest.mark.parametrize("code", sorted(FLAWED.keys() - {"P206"}))
def test_a_rule_shows_an_example(code: str):
    assert re.search(r"^Flawed: .+\nMended: .+$", reviewing.explanation(code) or "", re.MULTILINE)


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, cases in FLAWED.items() for n in range(len(cases))])
def test_a_rule_finds_its_flaw(code: str, number: int):
    item, *facts = FLAWED[code][number]
    message = reviewing.rules()[code].review(seen(item, *facts))
    assert message
    assert not message[0].isupper()


@pytest.mark.parametrize(("code", "number"), [(code, n) for code, cases in FAIR.items() for n in range(len(cases))])
def test_a_rule_leaves_sound_items_alone(code: str, number: int):
    item, *facts = FAIR[code][number]
    assert reviewing.rules()[code].review(seen(item, *facts)) is None


@pytest.mark.parametrize("code", sorted(ITEM_RULES))
@pytest.mark.parametrize("language", ["en", "fi", "ja"])
def test_the_sound_item_passes_every_rule(code: str, language: str):
    for interaction in ("choice", "text", "cloze", "date", "number"):
        item = examples.item(1, interaction).model_copy(update={"language": language})
        assert reviewing.rules()[code].review(seen(item, language=language)) is None


@pytest.mark.parametrize("text", examples.UGLY)
def test_no_rule_stumbles_over_an_ugly_text(text: str):
    for language in ("en", "zh", "ar", "de", "xx"):
        made = named(text, f"{text} {text}", "", stem=text, language=language)
        for code in ITEM_RULES:
            reviewing.rules()[code].review(seen(made, fact(text or "x", "which thing"), language=language))


def test_errors_drop_the_item_and_say_where(tmp_path: Path):
    from tests import banks

    text = banks.sentences("say: '[Ann](who) met [Bob](whom) in [Rome](where).'\nask: {whom: Ann met}")
    root = banks.project(tmp_path, text)
    made, account = banks.asked(root)
    assert [item.id for item in made] == ["bank.f0.who", "bank.f0.where"]
    [problem] = account.problems
    assert (problem.code, problem.severity) == ("Q119", "error")
    assert problem.message.startswith("bank.f0.who.whom: ")
    assert problem.span
    assert (tmp_path / "question_bank/bank/bank.yaml").read_text().splitlines()[problem.span.line - 1].strip() == "f0:"


@pytest.mark.parametrize(("levels", "kept", "said"), [
    ({}, False, ["error"]),
    ({"Q119": "warning"}, True, ["warning"]),
    ({"Q119": "off"}, True, []),
])  # fmt: skip
def test_levels_say_how_bad_a_finding_is(levels: dict[str, Any], kept: bool, said: list[str]):
    problems: list[Problem] = []
    flawed = changed(stem="The comet.")
    bank = seen(SOUND).context.bank
    items = list(reviewing.Review(bank, problems, levels).sound([flawed, SOUND]))
    assert items == ([flawed, SOUND] if kept else [SOUND])
    assert [problem.severity for problem in problems] == said
    assert all(problem.item == flawed.id for problem in problems)


def test_a_million_facts_are_not_looked_through_for_each_item():
    context = seen(SOUND).context
    assert context.facts is context.facts
    assert context.rights is context.rights
    assert replace(context) == context


def used_codes() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(CODE.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_code_is_explained_and_every_explanation_is_of_a_code():
    assert used_codes() == explanations().keys()


@pytest.mark.parametrize("code", sorted(explanations()))
def test_an_explanation_says_something(code: str):
    text = explanations()[code]
    assert text.strip()
    assert not text.startswith("#")
    assert text.split("\n")[0].endswith((".", "?"))
