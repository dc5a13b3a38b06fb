"""What came next: asked only where the order is certain, whatever the dates leave open.

Two shapes. In a bank of sentences the events are one timeline, and the question shows where on it we are; it is asked
where exactly one event can be the next. In a table many events share a year, so the question is asked among options
of which only the key can come next: every other one is certainly before the event asked from, or certainly after the
key.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from quizgen import dates
from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.kinds import Kind
from quizgen.asking.making import LETTERS, finished
from quizgen.asking.pool import Pool
from quizgen.grounding.checking import citations_of
from quizgen.model.entity import fold
from quizgen.model.fact import Fact, Slot
from quizgen.model.item import Difficulty, Item, Option

NEAR = 10
"""How many events of a table to choose from on each side."""
LOOK = 40
"""How many events of a table to look at for them."""
LEAD = 2
WRONG = 3
ENOUGH = 2
UNIT_DAYS = {"day": 1, "month": 31, "year": 366, "decade": 3653, "century": 36525}
BEFORE_NUMBER = re.compile(r"[-\s]*\d")
NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event: its noun phrase, its date, and the fact and slot that say so.

    `doubt` is how many days the date may be off, `series` what stands before the number in a name that has one.
    """

    name: str
    date: dates.Date
    fact: Fact
    slot: Slot
    doubt: int = 0
    series: str | None = None


class Rows:
    """The events of one table in order of time. Only those whose name shows no date, and is no other's, are offered."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        events = [event for fact in facts if (event := _event(fact))]
        names = Counter(fold(event.name) for event in events)
        self.repeated = frozenset(name for name, count in names.items() if count > 1)
        sound = (e for e in events if fold(e.name) not in self.repeated and not _shows_date(e))
        self.events = sorted(sound, key=lambda e: (e.date.earliest, e.fact.order))
        self.starts = [event.date.earliest for event in self.events]

    def after(self, event: Event, count: int, unlike: Event) -> list[Event]:
        """Return up to `count` of the next events that are certainly later, and of another series than `unlike`."""
        first = bisect_right(self.starts, event.date.latest + event.doubt)
        near = (self.events[n] for n in range(first, min(first + LOOK, len(self.events))))
        return list(islice((e for e in near if _in_order(event, e) and not _same_series(e, unlike)), count))

    def before(self, event: Event, count: int) -> list[Event]:
        """Return up to `count` of the last events that are certainly earlier, and of another series."""
        end = bisect_left(self.starts, event.date.earliest - event.doubt)
        near = (self.events[n] for n in range(end - 1, max(-1, end - 1 - LOOK), -1))
        return list(islice((e for e in near if _in_order(e, event) and not _same_series(e, event)), count))


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
        events = self._rows[anchor.fact.statement.relation]
        if fold(anchor.name) in events.repeated:
            return "two facts have an event of this name"
        start = draw(self.seed, f"{self.pool.bank.id}.{anchor.fact.id}.next", "next")
        earlier = events.before(anchor, NEAR)
        for key in shuffled(events.after(anchor, NEAR, unlike=anchor), start):
            later = shuffled(events.after(key, NEAR, unlike=anchor), start >> 8)
            others = [*later[:1], *shuffled((*earlier, *later[1:]), start >> 16)]  # the key is not always the last
            wrong = [e for e in others if fold(e.name) != fold(key.name)][:WRONG]
            if len(wrong) == WRONG:
                return self._item(anchor, key, wrong, template.format(event=anchor.name), closed=True)
        return "too few events near it are surely in order"

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        return {name: Rows(line.facts) for name, line in self.pool.relations.items()}

    @cached_property
    def _events(self) -> tuple[Event, ...]:
        """The bank's timeline: each event once, with its most exact date; events told at odds are left out."""
        found: dict[str, list[Event]] = {}
        for fact in self.pool.bank.facts:
            if fact.event and fact.columns is None and (event := _event(fact)):
                found.setdefault(fold(fact.event), []).append(event)
        agreed = [events for events in found.values() if all(dates.overlap(events[0].date, e.date) for e in events)]
        exact = (min(events, key=lambda e: e.date.latest - e.date.earliest) for events in agreed)
        return tuple(sorted(exact, key=_when))

    def _first_of(self, event: Event) -> bool:
        """Of several facts about one event only the one on the timeline asks."""
        return any(known.fact is event.fact for known in self._events)

    def _in_timeline(self, anchor: Event) -> Item | str:
        key = self._successor(anchor)
        if key is None:
            return "no event is surely the next one"
        if _shows_date(key):
            return "the name of the next event shows its date"
        for lead in ((*self._lead(anchor), anchor), (anchor,)):  # what is told is lost to the options
            wrong, stem = self._others(lead, key), self._told_so_far(lead)
            if len(wrong) >= ENOUGH and stem:
                return self._item(anchor, key, wrong, stem, closed=True)
        return "too few events near it are surely in order"

    def _others(self, lead: Sequence[Event], key: Event) -> list[Event]:
        """Wrong options: events certainly later than the key, and where those do not suffice, earlier than the lead."""
        start = draw(self.seed, f"{self.pool.bank.id}.{lead[-1].fact.id}.next", "next")
        others = [e for e in self._events if e not in (*lead, key) and not _shows_date(e)]
        later = shuffled((e for e in others if _in_order(key, e)), start)
        earlier = shuffled((e for e in others if _in_order(e, lead[0])), start)
        return [*later, *earlier][:WRONG]

    def _told_so_far(self, lead: Sequence[Event]) -> str | None:
        """The stem that says what has happened, and asks what came next."""
        if self.kind is None:
            return None
        among = self.kind.among.get(self.language, {}).get("_")
        if len(lead) == 1 and among:
            return among.format(event=lead[0].name)
        template, then = (self.kind.form(words, self.language) for words in (self.kind.timeline, self.kind.then))
        return template.format(events=(then or " → ").join(e.name for e in lead)) if template else None

    def _successor(self, anchor: Event) -> Event | None:
        """The event after `anchor` that no other event could come before."""
        later = [e for e in self._events if _in_order(anchor, e)]
        for key in later[:1]:
            others = [e for e in self._events if e not in (anchor, key)]
            if all(_in_order(e, anchor) or _in_order(key, e) for e in others):
                return key
        return None

    def _lead(self, anchor: Event) -> list[Event]:
        """Up to two events that lead up to `anchor` without a gap or a doubt."""
        lead: list[Event] = []
        for event in reversed([e for e in self._events if _in_order(e, anchor)]):
            if len(lead) == LEAD or self._successor(event) != (lead or [anchor])[0]:
                break
            lead.insert(0, event)
        return lead

    def _item(self, anchor: Event, key: Event, wrong: Sequence[Event], stem: str, *, closed: bool) -> Item:
        name = f"{self.pool.bank.id}.{anchor.fact.id}.next"
        everyone = shuffled((key, *wrong), draw(self.seed, name, "option order")) if wrong else []
        nearness = [1 / (1 + abs(e.date.earliest - key.date.earliest) / 3652.5) for e in wrong]
        return finished(
            id=name,
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


def _event(fact: Fact) -> Event | None:
    for slot in fact.statement.slots:
        date = fact.answers[slot.index].date
        if slot.head == "when" and date and fact.event and date.precision not in {"recurring", "season"}:
            series, *number = BEFORE_NUMBER.split(fact.event, maxsplit=1)
            doubt = fact.tolerance * UNIT_DAYS.get(date.precision, 366)
            return Event(fact.event, date, fact, slot, doubt, series if number else None)
    return None


def _in_order(one: Event, other: Event) -> bool:
    """Whether the one event is certainly earlier, by the dates and by how far they may be off."""
    if one.date.latest + max(one.doubt, other.doubt) >= other.date.earliest:
        return False
    return dates.before(one.date, other.date)


def _same_series(one: Event, other: Event) -> bool:
    """Whether only numbers tell the two names apart (Gemini 3, Gemini 12): then the numbers tell the order."""
    return one.series is not None and one.series == other.series


def _when(event: Event) -> tuple[int, int, int]:
    return (event.date.latest, event.date.earliest, event.fact.order)


def _shows_date(event: Event) -> bool:
    words = dates.in_words(event.date) if event.date.precision != "interval" else event.date.edtf
    return any(number in event.name for number in NUMBER.findall(words))


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
