"""How far apart the events of a question lie: by level, in proportion to what the timeline spans.

A year is nothing among dynasties and an age in a war. So the time between two events is measured by the `span` of
their timeline: the days that the middle four fifths of its events cover.

| level | at least, of the span | and units of the coarser date | with a span of 50 years |
| --- | --- | --- | --- |
| easy | 3/16 | 3 | 9 years |
| medium | 1/32 | 1 | 19 months, or 2 years between years |
| hard | 1/64 | 1 | 9 months, or 1 year between years |

A level is a wish. Where too few events are so far apart, the next smaller gap serves, then the certain order alone,
then a wider gap: whether a question can be asked hardly depends on its level, and its difficulty is measured from what
came out.
"""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.asking.difficulty import DEFAULT, LEVELS
from quizgen.model.event import Event, surely_before
from quizgen.model.item import Level

SHARE: dict[Level, float] = {"easy": 3 / 16, "medium": 1 / 32, "hard": 1 / 64}
UNITS: dict[Level, int] = {"easy": 3, "medium": 1, "hard": 1}
LEAST_DAYS = {"day": 1, "month": 28, "year": 365, "decade": 3652, "century": 36524}
"""The fewest days that one unit of a precision has; an interval counts in years."""
SCALE = 1 / 8
"""The share of the span at which two events are half as near as can be."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The least time between two events: so many `days`, and so many `units` of the coarser of their dates.

    `known` says whether only the better known events of a long timeline are offered.
    """

    days: int
    units: int
    known: bool = True

    def least(self, event: Event) -> int:
        """Return how many days from the event on, or before it, need not be looked at."""
        return max(self.days, self.units * _unit(event), event.doubt)

    def parts(self, one: Event, other: Event) -> bool:
        """Tell whether the one event is certainly earlier than the other, and by so much."""
        between = other.date.earliest - one.date.latest
        if between <= self.days or (self.units and between <= self.units * max(_unit(one), _unit(other))):
            return False
        return surely_before(one, other)


def _unit(event: Event) -> int:
    return LEAST_DAYS.get(event.date.precision, LEAST_DAYS["year"])


SURE = Gap(0, 0)
CERTAIN = Gap(0, 0, known=False)


def gaps(span: int, level: Level | None) -> tuple[Gap, ...]:
    """Return the gaps to try in turn: the level's, the smaller ones, the wider ones. No level means the default."""
    levels = {one: Gap(int(span * SHARE[one]), UNITS[one]) for one in LEVELS}
    here = LEVELS.index(level or DEFAULT)
    return (*(levels[one] for one in LEVELS[here:]), CERTAIN, *(levels[one] for one in reversed(LEVELS[:here])))


def nearness(one: Event, other: Event, span: int) -> float:
    """Return how near two events are in time, from 0 to 1, measured by the span."""
    return 1 / (1 + abs(one.date.earliest - other.date.earliest) / max(1, span * SCALE))
