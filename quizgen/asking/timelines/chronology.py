"""The events of one timeline in order of time, and what lies surely before and after each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from statistics import median

from quizgen import dates
from quizgen.asking.timelines.gaps import Gap
from quizgen.asking.timelines.names import shows_date, words_of
from quizgen.model.entity import fold
from quizgen.model.event import Event, surely_before

LOOK = 40
"""How many events to look at on each side."""
MANY = 40
"""With so many events, and a measure of fame, only the better known half is offered."""
LONGEST = 100
"""A longer timeline is no story that a question could be a part of."""
LEAD = 2
EVEN = frozenset({"day", "month", "year", "decade"})
"""The precisions whose dates come in the order of their first days and of their last days alike."""


class _Row:
    """Events in order of their first possible day, to look around in.

    Where `even` says that all have one precision, one doubt and no loose date, their days alone tell what is apart.
    """

    def __init__(self, events: list[Event], *, even: bool) -> None:
        self.events, self.even = events, even
        self.starts = [event.date.earliest for event in events]
        self.ends = [event.date.latest for event in events] if even else self.starts

    def after(self, event: Event, gap: Gap) -> Iterator[Event]:
        first = bisect_right(self.starts, event.date.latest + gap.least(event))
        near = self.events[first : first + LOOK]
        return iter(near) if self.even else (other for other in near if gap.parts(event, other))

    def before(self, event: Event, gap: Gap) -> Iterator[Event]:
        end = bisect_left(self.ends, event.date.earliest - gap.least(event))
        near = self.events[max(0, end - LOOK) : end][::-1]
        return iter(near) if self.even else (other for other in near if gap.parts(other, event))


class Chronology:
    """The events of one timeline, `name` and `title` empty where it is no timeline of the author's own.

    An event is told by one fact: of sentences about the same event the one with the most exact date stands for all,
    unless they are at odds; rows of a table with the same name are several events that no question can tell apart.
    """

    def __init__(self, events: Iterable[Event], name: str = "", title: str = "") -> None:
        self.name, self.title = name, title
        self._clashes: dict[str, Event | str] = {}
        told = [event for event in self._told_apart(events) if isinstance(event, Event)]
        self.events = sorted(told, key=lambda e: (e.date.earliest, e.fact.order))
        offered = [event for event in self.events if not shows_date(event)]
        even = _are_even(self.events)
        self._all = _Row(offered, even=even)
        self._known = _Row(_better_known(offered), even=even)

    def _told_apart(self, events: Iterable[Event]) -> Iterator[Event | str]:
        alone: dict[str, Event] = {}
        same: dict[str, list[Event]] = {}
        for event in events:
            first = alone.setdefault(fold(event.name), event)
            if first is not event:
                same.setdefault(fold(event.name), [first]).append(event)
        self._clashes = {name: _one_of(several) for name, several in same.items()}
        yield from (self._clashes.get(name, event) for name, event in alone.items())

    def refusal(self, event: Event) -> str | None:
        """Return why the fact does not ask about its event, or None."""
        found = self._clashes.get(fold(event.name)) if self._clashes else None
        if isinstance(found, Event):
            return None if found.fact is event.fact else "another fact tells of the same event"
        return found

    @cached_property
    def span(self) -> int:
        """The days that the middle four fifths of the events cover; open ends of time aside."""
        days = [e.date.earliest for e in self.events if dates.UNBEGUN < e.date.earliest < dates.ENDLESS]
        return days[-1 - len(days) // 10] - days[len(days) // 10] if days else 0

    def after(self, event: Event, gap: Gap) -> Iterator[Event]:
        """Yield the next events to offer that are certainly later by the gap, nearest first."""
        return self._row(gap).after(event, gap)

    def before(self, event: Event, gap: Gap) -> Iterator[Event]:
        """Yield the last events to offer that are certainly earlier by the gap, nearest first."""
        return self._row(gap).before(event, gap)

    def _row(self, gap: Gap) -> _Row:
        return self._known if gap.known else self._all

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that all names have, which tell nothing; as the first names show."""
        return frozenset.intersection(*(words_of(event.name) for event in self.events[:MANY]))

    def successor(self, event: Event) -> Event | None:
        """Return the one event that no other could come before, once `event` has happened; None where it is not sure.

        Only a timeline of sentences, not too long, is a story where one event follows another.
        """
        return self._successors.get(event.fact.id)

    @cached_property
    def _successors(self) -> dict[str, Event]:
        told = 1 < len(self.events) <= LONGEST and all(event.fact.columns is None for event in self.events)
        found = {event.fact.id: self._next_after(event) for event in self.events} if told else {}
        return {fact: event for fact, event in found.items() if event}

    def _next_after(self, event: Event) -> Event | None:
        later = [other for other in self.events if surely_before(event, other)]
        key = min(later, key=lambda other: other.date.latest, default=None)
        others = [other for other in self.events if other is not key and other is not event]
        sure = key and all(surely_before(other, event) or surely_before(key, other) for other in others)
        return key if sure else None

    def lead(self, event: Event) -> list[Event]:
        """Return up to two events that lead up to `event` without a gap or a doubt."""
        lead: list[Event] = []
        first: Event | None = event
        while len(lead) < LEAD and (first := self._predecessor(first)):
            lead.insert(0, first)
        return lead

    def _predecessor(self, event: Event | None) -> Event | None:
        if event is None:
            return None
        return next((e for e in self.events if (after := self.successor(e)) and after.fact is event.fact), None)


def _one_of(same: Sequence[Event]) -> Event | str:
    """The event that stands for several of one name, or why none does."""
    if any(event.fact.columns is not None for event in same):
        return "two facts have an event of this name"
    if not all(dates.overlap(same[0].date, event.date) for event in same):
        return "facts are at odds on the date of its event"
    return min(same, key=lambda event: event.date.latest - event.date.earliest)


def _are_even(events: Sequence[Event]) -> bool:
    """Whether the dates are as exact as each other, and none is loose."""
    alike = {(event.date.precision, event.doubt) for event in events}
    loose = any(event.date.approximate or event.date.uncertain for event in events)
    return len(alike) == 1 and not loose and next(iter(alike))[0] in EVEN


def _better_known(events: list[Event]) -> list[Event]:
    """Of many events only those that are known at least as well as the one in the middle."""
    fame = [event.fact.fame for event in events if event.fact.fame is not None]
    if len(events) < MANY or len(fame) < len(events):
        return events
    middle = median(fame)
    return [event for event in events if (event.fact.fame or 0) >= middle]
