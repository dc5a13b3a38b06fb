"""Which dates may be offered beside a key: those of like things, or all that the bank's time allows.

A flight of a series is asked with dates from the series' own time, and a prize with the years of that prize: whoever
knows when the thing began or ended could strike out the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from quizgen.asking.days import Days
from quizgen.asking.lines import Line
from quizgen.asking.pool import Pool
from quizgen.asking.timelines.names import series_of
from quizgen.dates import UNBEGUN, Date
from quizgen.model.fact import DATE, NUMBER, Fact, Slot

UNIT = {"day": 1.0, "month": 30.437, "year": 365.2425, "decade": 3652.425, "century": 36524.25}
"""The length of a unit of each precision, in days, on average."""
WANTED = 3
MARGIN = 2
"""So many units beyond the first and the last date of a short series may be offered."""
ENOUGH = 8
"""So many dates show what span the bank is about."""
REACH = 6
"""Real dates are enough if there are three within so many steps of the key."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that dates may be offered from, those of them that are known, and whether only those may be."""

    first: int
    last: int
    known: Days
    real: bool = False

    def holds(self, date: Date) -> bool:
        """Whether the whole date lies in the span."""
        return self.first <= date.earliest and date.latest <= self.last

    def room(self, key: Date, step: float) -> tuple[int, int]:
        """Return how many options, a step (in days) apart, there is room for before the key and after it."""
        sides = [(key.earliest - self.first) / step, (self.last - key.latest) / step]
        before, after = (int(min(WANTED, max(0, side + 0.05))) for side in sides)
        if not self.real:
            return before, after
        half, far = step / 2, REACH * step
        earlier = self.known.count(key.earliest - far, key.earliest - half)
        return min(before, earlier), min(after, self.known.count(key.earliest + half, key.earliest + far))


def is_plain(date: Date | None) -> bool:
    """Whether the date can be asked for among others made like it."""
    return date is not None and date.precision in UNIT and not (date.approximate or date.uncertain)


def span_of(pool: Pool, fact: Fact, slot: Slot, key: Date, step: float) -> Span:
    """Return the span of the key's series, else of the rows that share an answer with its fact, else of the bank.

    `step` is how far options are from each other, in days. Only what leaves room for three options counts.
    """
    bank = pool.dates[key.precision]
    everything = Span(*_reach(bank, key, pool), bank)
    line = pool.relations.get(fact.statement.relation)
    if line is None:
        return everything
    series = _series(line, fact, slot, key)
    if series is not None:
        return _of_series(series, key, (1 + fact.tolerance) * UNIT[key.precision], everything)
    return _sharing(pool, line, fact, slot, key, step) or everything


def _reach(bank: Days, key: Date, pool: Pool) -> tuple[int, int]:
    """The days that the bank is about: nothing made up lies after its last date, since it might lie in the future.

    Where the bank has enough dates to show its span, nothing lies before the first one either: there may have been no
    such thing yet.
    """
    first, last = pool.day_range
    return min(first, key.earliest) if len(bank) >= ENOUGH else UNBEGUN, max(last, key.latest)


def _of_series(series: Days, key: Date, unit: float, everything: Span) -> Span:
    """The time of the series alone if that is long enough, else a little more."""
    span = Span(series.dates[0].earliest, series.dates[-1].latest, series)
    if len(series) > WANTED and sum(span.room(key, unit)) >= WANTED:
        return span
    margin = ceil(MARGIN * unit)
    first, last = max(everything.first, span.first - margin), min(everything.last, span.last + margin)
    return Span(first, last, everything.known)


def _series(line: Line, fact: Fact, slot: Slot, key: Date) -> Days | None:
    """The dates of the rows whose names begin like this one's and go on with a number; None if it is the only one."""
    name = _name(fact)
    series = series_of(name) if name else None
    if not series:
        return None
    of_line: dict[tuple[str, str], Days] = line.kept(("series", slot.index), lambda: _all_series(line, slot.index))
    return of_line.get((series, key.precision))


def _all_series(line: Line, index: int) -> dict[tuple[str, str], Days]:
    found: dict[tuple[str, str], list[Date]] = defaultdict(list)
    for fact in line.facts:
        date, name = fact.answers[index].date, _name(fact)
        if name and date and is_plain(date) and (series := series_of(name)):
            found[series, date.precision].append(date)
    return {name: Days(dates) for name, dates in found.items() if len(dates) > 1}


def _name(fact: Fact) -> str | None:
    """What the fact is about: its first mark that is no date or number."""
    statement = fact.statement
    named = (slot.index for slot in statement.slots if slot.index not in statement.given)
    texts = (fact.answers[n].text for n in named if fact.answers[n].type not in {DATE, NUMBER})
    return next(texts, None)


def _sharing(pool: Pool, line: Line, fact: Fact, slot: Slot, key: Date, step: float) -> Span | None:
    """The dates of the rows that share one of few answers, such as the prize: in other years there may be none."""
    for other in fact.statement.asked:
        if other.index == slot.index or other.head == "when" or not (values := line.values(other.index)):
            continue
        places = values[pool.identity(fact.answers[other.index].text)]
        of_line: dict[tuple[int, int, str], Days] = line.kept(("sharing", slot.index), dict)
        name = other.index, places[0], key.precision
        if name not in of_line:
            of_line[name] = _days(line, places, slot.index, key.precision)
        days = of_line[name]
        span = Span(days.dates[0].earliest, days.dates[-1].latest, days, real=True)
        if sum(span.room(key, step)) >= WANTED:
            return span
    return None


def _days(line: Line, places: Iterable[int], index: int, precision: str) -> Days:
    found = (line.facts[place].answers[index].date for place in places)
    return Days(date for date in found if date and date.precision == precision and is_plain(date))
