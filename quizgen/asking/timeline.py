"""What came next: asked only where the order is certain, whatever the dates leave open.

Two shapes. In a bank of sentences the events are one timeline, and the question shows where on it we are; it is asked
where exactly one event can be the next. In a table many events share a year, so the question is asked among options
of which only the key can come next: every other one is certainly before the event asked from, or certainly after the
key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quizgen import dates
from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.kinds import Kind
from quizgen.asking.making import LETTERS, with_revision
from quizgen.asking.pool import Pool
from quizgen.grounding.checking import citations_of
from quizgen.model.entity import fold
from quizgen.model.fact import Fact, Slot
from quizgen.model.item import Difficulty, Item, Option

REACH = 60
"""How many neighbours in a table to look at on each side."""
NEAR_EVENTS = 12
LEAD = 2
WRONG = 3


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event: its noun phrase, its date, and the fact and slot that say so."""

    name: str
    date: dates.Date
    fact: Fact
    slot: Slot


class Timelines:
    """Asks what came next in one bank."""

    def __init__(self, pool: Pool, kind: Kind | None, seed: str, language: str) -> None:
        self.pool, self.kind, self.seed = pool, kind, seed
        self.language = language.partition("-")[0]

    def ask(self, fact: Fact) -> Item | str | None:
        """Return the question that starts from this fact's event, why there is none, or None if it has no event."""
        if self.kind is None or fact.event is None:
            return None
        event = _event(fact)
        if event is None:
            return "its event has no date that could be put in order"
        if fact.statement.relation in self.pool.relations:
            return self._among_rows(event)
        return self._in_timeline(event) if self._first_of(event) else None

    def _among_rows(self, anchor: Event) -> Item | str:
        template = self.kind and self.kind.among.get(self.language, {}).get("_")
        if not template:
            return "this language has no wording for it"
        if fold(anchor.name) in self._repeated:
            return "two facts have an event of this name"
        line = self.pool.relations[anchor.fact.statement.relation]
        near = [e for f in line.near(anchor.fact, REACH) if (e := _event(f)) and self._may_be_option(e, anchor)]
        start = draw(self.seed, f"{self.pool.bank.id}.{anchor.fact.id}.next", "next")
        later = sorted((e for e in near if dates.before(anchor.date, e.date)), key=_when)
        for key in shuffled(later[:NEAR_EVENTS], start):
            wrong = _distinct([e for e in near if _cannot_be_next(e, anchor, key)], key, start)
            if len(wrong) == WRONG:
                stem = template.format(event=anchor.name)
                return self._item(anchor, key, wrong, stem, closed=True)
        return "too few events near it are surely in order"

    def _may_be_option(self, event: Event, anchor: Event) -> bool:
        shown = _shows_date(event) or fold(event.name) in self._repeated
        return not shown and fold(event.name) != fold(anchor.name)

    @cached_property
    def _repeated(self) -> frozenset[str]:
        names = Counter(fold(f.event) for f in self.pool.bank.facts if f.event and f.columns is not None)
        return frozenset(name for name, count in names.items() if count > 1)

    @cached_property
    def _events(self) -> tuple[Event, ...]:
        """The bank's timeline: each event once, with its most exact date; events told at odds are left out."""
        found: dict[str, list[Event]] = {}
        for fact in self.pool.bank.facts:
            if fact.event and fact.columns is None and fact.status != "draft" and (event := _event(fact)):
                found.setdefault(fold(fact.event), []).append(event)
        agreed = [events for events in found.values() if all(dates.overlap(events[0].date, e.date) for e in events)]
        exact = (min(events, key=lambda e: e.date.latest - e.date.earliest) for events in agreed)
        return tuple(sorted(exact, key=_when))

    def _first_of(self, event: Event) -> bool:
        """Of several facts about one event only the one on the timeline asks."""
        return any(known.fact is event.fact for known in self._events)

    def _in_timeline(self, anchor: Event) -> Item | str:
        template = self.kind.form(self.kind.timeline, self.language) if self.kind else None
        key = self._successor(anchor)
        if template is None or key is None:
            return "no event is surely the next one"
        if _shows_date(key):
            return "the name of the next event shows its date"
        lead = self._lead(anchor)
        wrong = [
            e
            for e in self._events
            if e not in (*lead, anchor, key)
            and (dates.before(key.date, e.date) or dates.before(e.date, (*lead, anchor)[0].date))
            and not _shows_date(e)
        ]
        chosen = shuffled(wrong, draw(self.seed, f"{self.pool.bank.id}.{anchor.fact.id}.next", "next"))[:WRONG]
        stem = template.format(events=" → ".join(e.name for e in (*lead, anchor)))
        return self._item(anchor, key, chosen if len(chosen) > 1 else [], stem, closed=False)

    def _successor(self, anchor: Event) -> Event | None:
        """The event after `anchor` that no other event could come before."""
        later = [e for e in self._events if dates.before(anchor.date, e.date)]
        for key in later[:1]:
            others = [e for e in self._events if e not in (anchor, key)]
            if all(dates.before(e.date, anchor.date) or dates.before(key.date, e.date) for e in others):
                return key
        return None

    def _lead(self, anchor: Event) -> list[Event]:
        """Up to two events that lead up to `anchor` without a gap or a doubt."""
        lead: list[Event] = []
        for event in reversed([e for e in self._events if dates.before(e.date, anchor.date)]):
            if len(lead) == LEAD or self._successor(event) != (lead or [anchor])[0]:
                break
            lead.insert(0, event)
        return lead

    def _item(self, anchor: Event, key: Event, wrong: Sequence[Event], stem: str, *, closed: bool) -> Item:
        name = f"{self.pool.bank.id}.{anchor.fact.id}.next"
        everyone = shuffled((key, *wrong), draw(self.seed, name, "option order")) if wrong else []
        nearness = [1 / (1 + abs(e.date.earliest - key.date.earliest) / 3652.5) for e in wrong]
        item = Item(
            id=name,
            revision="",
            bank=self.pool.bank.id,
            fact=anchor.fact.id,
            kind="next",
            interaction="choice" if wrong else "text",
            closed=closed,
            stem=stem,
            options=tuple(_option(letter, e, key) for letter, e in zip(LETTERS, everyone, strict=False)),
            key=(key.name,),
            rationale=" ".join(_told(e) for e in (anchor, key)),
            citations=tuple(citations_of(e.fact, e.slot, self.pool.bank)[0] for e in (key, anchor)),
            tags=tuple(dict.fromkeys((*anchor.fact.tags, *key.fact.tags))),
            language=self.pool.bank.language,
            wording="among" if closed else "timeline",
            difficulty=_difficulty(nearness),
        )
        return with_revision(item)


def _event(fact: Fact) -> Event | None:
    for slot in fact.statement.slots:
        date = fact.answers[slot.index].date
        if slot.head == "when" and date and fact.event and date.precision not in {"recurring", "season"}:
            return Event(fact.event, date, fact, slot)
    return None


def _when(event: Event) -> tuple[int, int, int]:
    return (event.date.latest, event.date.earliest, event.fact.order)


def _cannot_be_next(event: Event, anchor: Event, key: Event) -> bool:
    return dates.before(event.date, anchor.date) or dates.before(key.date, event.date)


def _distinct(events: Sequence[Event], key: Event, start: int) -> list[Event]:
    """Wrong options of different names: nearest first, some earlier and some later if there are such."""
    nearest = sorted(events, key=lambda e: abs(e.date.earliest - key.date.earliest))[: NEAR_EVENTS * 2]
    return list({fold(e.name): e for e in shuffled(nearest, start >> 8) if e.name != key.name}.values())[:WRONG]


def _shows_date(event: Event) -> bool:
    words = dates.in_words(event.date) if event.date.precision != "interval" else event.date.edtf
    return any(re.search(rf"(?<!\d){number}", event.name) for number in re.findall(r"\d{3,}", words))


def _option(letter: str, event: Event, key: Event) -> Option:
    correct = event is key
    return Option(
        id=letter,
        text=event.name,
        correct=correct,
        fact=None if correct else event.fact.id,
        rationale=None if correct else _told(event),
    )


def _told(event: Event) -> str:
    answer = event.fact.answer(event.slot)
    return f"{event.name[:1].upper()}{event.name[1:]}: {answer.text}."


def _difficulty(nearness: Sequence[float]) -> Difficulty | None:
    if not nearness:
        return None
    return Difficulty(value=round(sum(nearness) / len(nearness), 3), method="nearness of the options in time")
