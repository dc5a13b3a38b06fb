"""What the order of events in an item rests on, worked out anew from the dates of the facts behind its options.

The order must hold for every day that the dates may mean and for how far the facts say they may be off, so two dates
are in order only if the one is over before the other begins (the relation "before" of Allen 1983).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from quizgen import dates
from quizgen.model.fact import Fact
from quizgen.model.item import Item, Option
from quizgen.reviewing.examined import TIMELINE, Examined

DAYS = {"day": 1, "month": 31, "year": 366, "decade": 3653, "century": 36525}
YEARLESS = frozenset({"recurring", "season"})
UNCERTAIN, TIE, OVERLAP, NO_YEAR = "T301", "T302", "T303", "T304"


class Event(NamedTuple):
    """An event of an item: what it is called there, and the fact that dates it."""

    name: str
    fact: Fact
    date: dates.Date | None


Pair = tuple[Event, Event]
"""The first must surely come before the second."""
Flaw = tuple[str, str]
"""The code of the rule that an order offends against, and what to say."""


def flaw(seen: Examined, code: str) -> str | None:
    """Return what is wrong with the order of the item's events by the rule of this code, or None."""
    if seen.item.kind not in TIMELINE:
        return None
    found = order_flaw(seen)
    return found[1] if found and found[0] == code else None


@lru_cache(maxsize=1)
def order_flaw(seen: Examined) -> Flaw | None:
    """Return the first thing that is wrong with the order of the item's events."""
    for one, other in _pairs(seen):
        found = _wrong(one, other)
        if found:
            return found
    return None


def _pairs(seen: Examined) -> Iterator[Pair]:
    """The pairs whose order the item rests on."""
    item = seen.item
    if item.interaction in SHAPES:
        yield from SHAPES[item.interaction](seen)
    elif item.kind in CHOICES and len(item.right) == 1:
        key = _event(seen, item.right[0])
        wrong = [_event(seen, option) for option in seen.wrong]
        yield from CHOICES[item.kind](_asked_from(seen), key, wrong)


def _put_in_order(seen: Examined) -> Iterator[Pair]:
    ordered = sorted(seen.item.options, key=lambda option: option.place or 0)
    yield from pairwise(_event(seen, option) for option in ordered)


def _matched(seen: Examined) -> Iterator[Pair]:
    """The dates to match must not be taken for one another; which of two is earlier does not matter."""
    events = sorted((_event(seen, option) for option in seen.item.options), key=_when)
    yield from combinations(events, 2)


SHAPES: dict[str, Callable[[Examined], Iterator[Pair]]] = {"order": _put_in_order, "match": _matched}


def _next(anchor: Event, key: Event, wrong: list[Event]) -> Iterator[Pair]:
    if key.fact is anchor.fact:
        return  # the option does not say whose event it is
    yield anchor, key
    for event in wrong:
        early = event.date and anchor.date and event.date.earliest < anchor.date.earliest
        yield (event, anchor) if early else (key, event)


def _before(anchor: Event, key: Event, wrong: list[Event]) -> Iterator[Pair]:
    yield key, anchor
    yield from ((anchor, event) for event in wrong)


def _first(_: Event, key: Event, wrong: list[Event]) -> Iterator[Pair]:
    yield from ((key, event) for event in wrong)


CHOICES: dict[str, Callable[[Event, Event, list[Event]], Iterator[Pair]]] = {
    "next": _next,
    "before": _before,
    "first": _first,
}


def _event(seen: Examined, option: Option) -> Event:
    fact = seen.context.facts[option.fact] if option.fact else seen.fact
    return Event(option.text, fact, _date(fact))


def _asked_from(seen: Examined) -> Event:
    return Event(seen.fact.event or seen.fact.id, seen.fact, _date(seen.fact))


def _date(fact: Fact) -> dates.Date | None:
    """The date of the fact's event: what its first `when` holds."""
    for slot in fact.statement.slots:
        if slot.head == "when" and (date := fact.answers[slot.index].date):
            return date
    return fact.date


def _when(event: Event) -> tuple[int, int]:
    return (event.date.earliest, event.date.latest) if event.date else (0, 0)


def _wrong(one: Event, other: Event) -> Flaw | None:
    """What speaks against the first event being surely over before the second begins."""
    mine, theirs = one.date, other.date
    if mine is None or mine.precision in YEARLESS:
        return NO_YEAR, f"“{one.name}” has no date with a year"
    if theirs is None or theirs.precision in YEARLESS:
        return NO_YEAR, f"“{other.name}” has no date with a year"
    doubt = max(_doubt(one.fact, mine), _doubt(other.fact, theirs))
    if mine.latest + doubt < theirs.earliest and dates.before(mine, theirs):
        return None
    names = f"“{one.name}” and “{other.name}”"
    if mine.edtf == theirs.edtf:
        return TIE, f"{names} have the same date"
    if dates.overlap(mine, theirs):
        return OVERLAP, f"the dates of {names} may mean the same day"
    return UNCERTAIN, f"{names} are not surely in this order"


def _doubt(fact: Fact, date: dates.Date) -> int:
    """How many days the date may be off."""
    return fact.tolerance * DAYS.get(date.precision, 366)


def out_of_shape(item: Item) -> str | None:
    """Return what is wrong with the places or targets of an item to put in order or to match, or None."""
    options = item.options
    if item.interaction == "order":
        by_place = sorted(options, key=lambda option: option.place or 0)
        if [option.place for option in by_place] != list(range(1, len(options) + 1)):
            return "its events have no places 1, 2, 3 …"
        return None if tuple(option.text for option in by_place) == item.key else "its key has another order"
    matched = [option.match for option in options]
    if len(set(matched)) < len(matched) or not set(matched) <= set(item.targets):
        return "its options do not match one target each"
    return None
