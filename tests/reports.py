"""Reviews made by hand, for tests of the report: every interaction, scripts from both sides, and hostile texts."""

from __future__ import annotations

from dataclasses import replace

from quizgen import dates
from quizgen.asking.asker import Unasked
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Answer, Bank, Fact, Slot, Statement
from quizgen.model.item import Item, Option
from quizgen.model.source import Source
from quizgen.problem import Place, Problem, Severity, Span
from quizgen.reporting.reviewed import Reviewed
from tests import examples

HOSTILE = (
    "<script>document.title = 'taken'</script>",
    "</script></style></title>--> ]]> <![CDATA[ <img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' {{ 7*7 }} {% raw %}",
    "a\u2028b\u2029c \u202edesrever\u202c \u0007 \x00",
    *examples.UGLY,
)
PLACE = Place("question_bank/moon/bank.yaml", line=12)


def fact(name: str, when: str = "1969") -> Fact:
    """A fact about the Moon that asks for its date; `when` as an author writes it, empty for none."""
    answers = (Answer(when, "date", date=dates.read(when)),) if when else (Answer("the Moon", "thing"),)
    statement = Statement((f"{name} happened in ", 0, "."), (Slot(0, "when" if when else "", "when"),), name)
    return Fact(name, "moon", statement, answers, PLACE, 0)


def bank(*facts: Fact, name: str = "moon", title: str = "The Moon", language: str = "en") -> Bank:
    """A bank of these facts, whose answers may go by other names."""
    entities = Entities([Entity(name="Neil Armstrong", aka=("N. A. Armstrong",))])
    sources = {"almanac": examples.SOURCE.source.model_copy(update={"id": f"{name}.almanac"})}
    return Bank(name, title, language, Place(f"question_bank/{name}/bank.yaml"), sources=by_id(sources),
                entities=entities, facts=facts)  # fmt: skip


def by_id(sources: dict[str, Source]) -> dict[str, Source]:
    return {source.id: source for source in sources.values()}


def put_in_order(number: int = 20) -> Item:
    """An item of the interaction `order`."""
    item = examples.item(number)
    options = tuple(
        Option(id="ABC"[k], text=f"event {k}", correct=True, place=place) for k, place in enumerate((2, 3, 1))
    )
    return item.model_copy(update={
        "interaction": "order", "kind": "order", "options": options, "key": ("event 2", "event 0", "event 1"),
        "stem": "Put these events in order of time:",
    })  # fmt: skip


def to_match(number: int = 21) -> Item:
    """An item of the interaction `match`."""
    item = examples.item(number)
    years = ("1957", "1961", "1969")
    options = tuple(Option(id="ABC"[k], text=f"event {k}", correct=True, match=years[k]) for k in range(3))
    key = tuple(f"{option.text}: {option.match}" for option in options)
    return item.model_copy(update={
        "interaction": "match", "kind": "match", "options": options, "targets": years, "key": key,
        "stem": "Which date belongs to which event?",
    })  # fmt: skip


def flag(item: Item, code: str, severity: Severity = Severity.WARNING, message: str = "too long") -> Problem:
    """A finding about an item as review reports it."""
    return Problem(code, f"{item.id}: {message}", PLACE.file, Span(12, 3, 12, 9), None, severity, item.id)


def reviewed(*items: Item, **more: object) -> Reviewed:
    """A review of one bank with these items; by default of every interaction, with flags and a dropped item."""
    if not items:
        typed = [examples.item(n, kind) for n, kind in enumerate(("text", "date", "number", "cloze"), 10)]
        chosen = [examples.item(n) for n in range(3)]
        items = (*chosen, *typed, examples.item(14, closed=True), put_in_order(), to_match())
    dropped = (examples.item(90),)
    facts = tuple(fact(item.fact) for item in items) + tuple(map(fact, ("landing", "ides"), ("", "44 BC")))
    told = {
        "title": "The Moon & <us>",
        "release": "2026-11-22",
        "written": (bank(*facts, fact("unheld")),),
        "banks": (bank(*facts),),
        "items": items,
        "dropped": dropped,
        "unasked": {"moon": [Unasked("landing", "when", "the same question as `moon.event-1.when`")]},
        "problems": (
            flag(items[0], "Q105"),
            flag(items[0], "Q104", message="only the answer shares a word with the question"),
            flag(dropped[0], "Q101", Severity.ERROR, "2 of its options are right"),
            Problem("Q109", "the key is A in 8 of 9 items", PLACE.file, None, None, Severity.WARNING),
        ),
        "meanings": {
            "Q101": "Exactly one option is right.\n\nTwo punish\nwho knows more.\n\n    A. 1969\n\nWay out: mend it.",
            "Q104": "Only the answer shares a word with the question.",
            "Q105": "The right answer is much longer.",
            "Q109": "The key stands in one place too often.",
        },
        "off": {"Q104": ("sun",)},
    }
    return Reviewed(**(told | more))


def hostile() -> Reviewed:
    """A review with a hostile text in every field that holds text."""
    items = tuple(
        examples.item(n, "choice" if n % 2 else "text", text=text).model_copy(
            update={"tags": (text,), "wording": text, "kind": text, "ledger": ((text, 3),), "language": "en"}
        )
        for n, text in enumerate(HOSTILE)
    )
    text = " ".join(HOSTILE)
    source = examples.SOURCE.source.model_copy(update={"title": text, "url": "javascript:alert(1)"})
    held = replace(bank(replace(fact(text), id=text)), title=text, sources={source.id: source})
    found = tuple(flag(item, "Q105", message=text) for item in items)
    return reviewed(
        *items, title=text, banks=(held,), written=(held,), problems=found, meanings={"Q105": text},
        off={"Q105": (text,)},
    )  # fmt: skip


def abroad() -> Reviewed:
    """A review of a bank in Arabic and one in Japanese."""
    arabic = examples.item(0).model_copy(update={
        "bank": "arab", "language": "ar", "stem": "في أي سنة ولد ابن سينا؟", "rationale": "ولد ابن سينا سنة 980.",
    })  # fmt: skip
    japanese = examples.item(1, "text").model_copy(update={
        "bank": "japan", "language": "ja",
        "stem": "徳川家康は何年に幕府を開いたか？", "rationale": "徳川家康は1603年に幕府を開いた。",
    })  # fmt: skip
    banks = (bank(name="arab", title="حقائق", language="ar"), bank(name="japan", title="日本史", language="ja"))
    return reviewed(arabic, japanese, banks=banks, written=banks, dropped=(), problems=(), unasked={})
