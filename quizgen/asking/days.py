"""Different dates in order of time, for finding those about a day."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from quizgen.dates import Date


class Days:
    """Dates of one precision, each first day once, in order of time."""

    def __init__(self, dates: Iterable[Date]) -> None:
        found: dict[int, Date] = {}
        for date in dates:
            found.setdefault(date.earliest, date)
        self.starts = array("q", sorted(found))
        self.dates = tuple(found[start] for start in self.starts)

    def __len__(self) -> int:
        return len(self.dates)

    def nearest(self, day: float, low: float, high: float) -> Date | None:
        """Return the date whose first day is nearest to `day` among those from `low` to `high`, or None."""
        here = bisect_left(self.starts, day)
        around = [n for n in (here - 1, here) if 0 <= n < len(self.starts) and low <= self.starts[n] <= high]
        if not around:
            n = bisect_left(self.starts, low) if day < low else bisect_right(self.starts, high) - 1
            around = [n] if 0 <= n < len(self.starts) and low <= self.starts[n] <= high else []
        return self.dates[min(around, key=lambda n: abs(self.starts[n] - day))] if around else None

    def count(self, low: float, high: float) -> int:
        """Return how many dates begin from `low` to `high`."""
        return bisect_right(self.starts, high) - bisect_left(self.starts, low)
