"""Questions about the order of events, asked only where it is certain, whatever the dates leave open.

The bank's sentences are one timeline, each of its tables one, and the author may name others. On each of its timelines
an event asks what came next, and one further question: which one is drawn from the author's ids alone, so that the
seed changes no id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from quizgen.asking.choosing import draw
from quizgen.asking.kinds import Kind
from quizgen.asking.pool import Pool
from quizgen.asking.timelines import before, first, match, next, order  # noqa: A004
from quizgen.asking.timelines.chronology import Chronology
from quizgen.asking.timelines.task import Task
from quizgen.model.event import Event, event_of
from quizgen.model.fact import Fact
from quizgen.model.item import Item, Level

ASKED: dict[str, Callable[[Task], Item | str]] = {
    "next": next.ask,
    "before": before.ask,
    "first": first.ask,
    "order": order.ask,
    "match": match.ask,
}
FURTHER = ("before", "first", "order", "match")
UNNAMED = frozenset({"first", "order", "match"})
"""Their stems do not name the event, so they could not say who claims it."""

Refusal = tuple[str, str]
"""What could not be asked, and why."""


class Timelines:
    """Asks about the order of the events of one bank."""

    def __init__(self, pool: Pool, kinds: Mapping[str, Kind], seed: str, level: Level | None = None) -> None:
        self.pool, self.kinds, self.seed, self.level = pool, kinds, seed, level
        self._asked: set[int] = set()

    def ask(self, fact: Fact) -> Iterator[Item | Refusal]:
        """Yield the questions that start from this fact's event, or why there are none; nothing if it has no event."""
        if fact.event is None:
            return
        event = event_of(fact)
        if event is None:
            yield "next", _undated(fact)
            return
        for line in self._lines_of(fact):
            if reason := line.refusal(event):
                yield "next", reason
                continue
            for name in ("next", self._further(fact, line)):
                found = self._ask(name, line, event)
                yield (name, found) if isinstance(found, str) else found

    def _ask(self, name: str, line: Chronology, event: Event) -> Item | str:
        kind = self.kinds.get(name)
        if kind is None:
            return "there is no such kind of question"
        if name in UNNAMED and event.fact.status != "asserted":
            return f"the fact is {event.fact.status}, and the question could not say so"
        return ASKED[name](Task(self.pool, kind, line, event, self.seed, self.level, self._asked))

    def _further(self, fact: Fact, line: Chronology) -> str:
        own = self.pool.renames.first(f"{self.pool.bank.id}.{fact.id}.{line.name}")
        return FURTHER[draw("", own, "timeline") % len(FURTHER)]

    def _lines_of(self, fact: Fact) -> Iterator[Chronology]:
        yield self._default[_table(fact)]
        yield from self._named.get(fact.id, ())

    @cached_property
    def _default(self) -> dict[str, Chronology]:
        """The timeline of the sentences, under the empty name, and those of the tables."""
        found: dict[str, list[Event]] = defaultdict(list)
        for fact in self.pool.bank.facts:
            if event := event_of(fact):
                found[_table(fact)].append(event)
        return {name: Chronology(events) for name, events in found.items()}

    @cached_property
    def _named(self) -> dict[str, list[Chronology]]:
        """The author's timelines that each fact stands in."""
        found: dict[str, list[Chronology]] = defaultdict(list)
        facts = {fact.id: fact for fact in self.pool.bank.facts} if self.pool.bank.timelines else {}
        for timeline in self.pool.bank.timelines:
            members = [facts[fact] for fact in timeline.facts if fact in facts]
            events = [event for fact in members if (event := event_of(fact))]
            line = Chronology(events, timeline.name, timeline.title)
            for fact in members:
                found[fact.id].append(line)
        return found


def _table(fact: Fact) -> str:
    return fact.statement.relation if fact.columns is not None else ""


def _undated(fact: Fact) -> str:
    """Why an event has no date to put it in order by."""
    disputed = any(slot.head == "when" and slot.name in fact.several for slot in fact.statement.slots)
    return "more than one date may be right" if disputed else "its event has no date that could be put in order"
