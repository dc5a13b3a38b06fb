"""Events: what facts say happened, when, and which of two came certainly first."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen import dates
from quizgen.dates import Date
from quizgen.model.fact import Fact, Slot

UNIT_DAYS = {"day": 1, "month": 31, "year": 366, "decade": 3653, "century": 36525}
"""The most days that one unit of a precision has; an interval counts in years."""
UNORDERED = frozenset({"recurring", "season"})
"""Precisions without a year, or without a hemisphere: there is no order to rest on them."""


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A dated event: its noun phrase, its date, and the fact and slot that say so.

    `doubt` is how many days the date may be off, by the tolerance of the table it comes from.
    """

    name: str
    date: Date
    fact: Fact
    slot: Slot
    doubt: int = 0


def event_of(fact: Fact) -> Event | None:
    """Return the event that the fact names, with the first date of the fact that can be put in order, or None."""
    if fact.event is None:
        return None
    for slot in fact.statement.slots:
        date = fact.answers[slot.index].date
        if date and slot.head == "when" and date.precision not in UNORDERED and slot.name not in fact.several:
            doubt = fact.tolerance * UNIT_DAYS.get(date.precision, 366) if fact.tolerance else 0
            return Event(fact.event, date, fact, slot, doubt)
    return None


def surely_before(one: Event, other: Event) -> bool:
    """Tell whether the one event is certainly earlier, by the dates and by how far either may be off."""
    if one.date.latest + max(one.doubt, other.doubt) >= other.date.earliest:
        return False
    return dates.before(one.date, other.date)
