"""The key and wrong options around it in time, none of which the names give away.

The options of a question stand apart like the rungs of a ladder, each by the gap of the level from the next (at hard,
wrong ones as near as is certain): no two share a date, and none is far off alone. What is told in the stem need only
be sure to lie between them. Nor must the key be found by words: what it shares with the stem a wrong option shares too
(`leaks.clang`), and no word is in all wrong options but not in the key, which would make it the odd one out.
References: Haladyna, Downing and Rodriguez 2002, guidelines 22 and 28b; NBME guide (word repeats, convergence).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from quizgen.asking.timelines.gaps import CERTAIN, SURE, Gap
from quizgen.asking.timelines.names import series_of, words_of
from quizgen.asking.timelines.task import ENOUGH, WRONG, Task
from quizgen.model.event import Event, surely_before

LATER = (True,) * WRONG
"""The sides of a question whose wrong options are all later than the key."""

TRIES = 3
"""How many keys to try before a smaller gap."""
REACH = 1.25
"""How many times as far from the last option as the nearest another may be."""

FARTHEST = 1 / 4
"""The share of a table's span that the options may lie away from the key: farther off, the age of a name tells it."""

Keys = Callable[[Gap], Sequence[Event]]
"""Gives the events that can be the key, best first, those offered at a gap."""


class Found(NamedTuple):
    """The right option and the wrong ones."""

    key: Event
    wrong: list[Event]


def find(task: Task, told: Sequence[Event], keys: Keys, sides: Sequence[bool], start: int) -> Found | None:
    """Return options for what the stem tells, or None where too few fit.

    `told` are the events that the stem names, in order of time; `sides` says of one wrong option after the other
    whether it shall be later than key and told, or earlier, and is longer than needed for where one side has no more.
    Whether there is a question is found out first, with the nearest of all and by no seed or level: ids depend on
    neither.
    """
    farthest = int(task.line.span * FARTHEST) if task.event.fact.columns is not None else None
    later_first = sorted(sides, reverse=True)
    sure = _search(task, told, keys, later_first, start, [Try(gap, 1, None, farthest) for gap in (SURE, CERTAIN)])
    if sure is None:
        return None
    reach = None if task.level == "easy" else farthest
    return _search(task, told, keys, sides, start, [Try(gap, task.choices, TRIES, reach) for gap in task.gaps]) or sure


class Try(NamedTuple):
    """How to look: the gap between options, how many next ones to choose from, how many keys, and how far, in days."""

    gap: Gap
    near: int
    keys: int | None
    farthest: int | None


def _search(
    task: Task, told: Sequence[Event], keys: Keys, sides: Sequence[bool], start: int, tries: Iterable[Try]
) -> Found | None:
    """Return the first key with three wrong options; from sentences, which tell of few events, one with two will do."""
    enough = ENOUGH if task.event.fact.columns is None else WRONG
    fallback: Found | None = None
    for gap, near, count, farthest in tries:
        bound = SURE if gap.known else CERTAIN
        for key in keys(bound)[:count]:
            ladder = _Ladder(task, key, told, gap, bound, farthest)
            ladder.climb(sides, start, near)
            if len(ladder.found) < enough or not ladder.is_fair:
                continue
            if len(ladder.found) == WRONG:
                return Found(key, ladder.found)
            fallback = fallback or Found(key, ladder.found)
    return fallback


class _Ladder:
    """The wrong options `found` for a key, and what their names leave open.

    `echoes` are the words of the stem and the key that no wrong option has; `shared` those that all wrong options have
    and the key has not.
    """

    def __init__(
        self, task: Task, key: Event, told: Sequence[Event], gap: Gap, bound: Gap, farthest: int | None
    ) -> None:
        self.line, self.told, self.gap, self.bound = task.line, told, gap, bound
        self.farthest = farthest
        self.rung = bound if task.level == "hard" else gap
        self.found: list[Event] = []
        self.series = {series_of(event.name) for event in (*told, key)} - {None}
        self.key = self.last = self.first = key
        self.words = words_of(key.name)
        stem = words_of(self.line.title).union(*(words_of(event.name) for event in told))
        self.echoes = (stem & self.words) - self.line.common
        self.shared: frozenset[str] | None = None

    @property
    def is_fair(self) -> bool:
        """Whether no word gives the key away, nor that all others are earlier."""
        return not self.echoes and not self.shared and self.last is not self.key

    def climb(self, sides: Sequence[bool], start: int, near: int) -> None:
        """Add a wrong option on one side after the other, each one of the `near` next."""
        for later in sides:
            if len(self.found) == WRONG:
                break
            start >>= 6
            links = self._links(self._later() if later else self._earlier(), near)
            if links:
                self._add(links[start % len(links)], later=later)

    def _links(self, beyond: Iterator[Event], near: int) -> list[Event]:
        """The nearest events to choose the next option from; those with words that are wanted, if there are such."""
        if self.farthest is not None:
            beyond = takewhile(self._is_near, beyond)
        fits: Iterable[Event] = filter(self._is_unlike, beyond)
        if near == 1:  # what leaves most room for others
            fits = sorted(fits, key=self._end)
        closing = len(self.found) == WRONG - 1
        links = list(islice(filter(self._closes, fits) if closing else fits, near))
        if self.echoes and not closing:
            links = [link for link in links if not self.echoes.isdisjoint(words_of(link.name))] or links
        while len(links) > 1 and self._away(links[-1]) > REACH * self._away(links[0]):
            links.pop()
        return links

    def _is_near(self, event: Event) -> bool:
        return self.farthest is None or abs(event.date.earliest - self.key.date.earliest) <= self.farthest

    def _is_unlike(self, event: Event) -> bool:
        """Whether no number in the name tells its place among the others."""
        return series_of(event.name) not in self.series

    def _end(self, event: Event) -> int:
        """How far out the event ends, on either side."""
        return max(event.date.latest - self.key.date.earliest, self.key.date.latest - event.date.earliest)

    def _away(self, event: Event) -> int:
        start = event.date.earliest
        return max(start - self.last.date.earliest, self.first.date.earliest - start)

    def _later(self) -> Iterator[Event]:
        """Events after the last option, and after what the stem tells if that is later than the key."""
        if self.last is not self.key:
            return self.line.after(self.last, self.rung)
        beyond = self.line.after(self.key, self.gap)
        if self.told and surely_before(self.key, self.told[-1]):
            return (event for event in beyond if self.bound.parts(self.told[-1], event))
        return beyond

    def _earlier(self) -> Iterator[Event]:
        """Events before the first option, and before what the stem tells."""
        if self.first is not self.key:
            return self.line.before(self.first, self.rung)
        beyond = self.line.before(self.key, self.gap)
        return (event for event in beyond if self.bound.parts(event, self.told[0])) if self.told else beyond

    def _closes(self, event: Event) -> bool:
        """Whether nothing gives the key away once this is the last wrong option."""
        words = words_of(event.name)
        return self.echoes <= words and not (self.shared and not self.shared.isdisjoint(words))

    def _add(self, event: Event, *, later: bool) -> None:
        words = words_of(event.name)
        self.shared = words - self.words if self.shared is None else self.shared & words
        self.echoes -= words
        self.found.append(event)
        if series := series_of(event.name):
            self.series.add(series)
        if later:
            self.last = event
        else:
            self.first = event
