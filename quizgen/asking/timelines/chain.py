"""Three to five events of which each is certainly before the next.

Which events stand together belongs to the question, so the project's seed has no part in it. No two questions of a
kind are about the same events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from quizgen.asking.choosing import draw
from quizgen.asking.timelines.gaps import Gap
from quizgen.asking.timelines.names import programme_of
from quizgen.asking.timelines.task import Task, unlike
from quizgen.model.event import Event
from quizgen.model.item import Level

FEWEST, MOST = 3, 5
LENGTH: dict[Level, int] = {"easy": 3, "medium": 4, "hard": 5}
NEAR = 4
"""How many events to choose from for the next link."""
TRIES = 3

Fits = Callable[[Event], bool]


def chain(task: Task, fits: Fits) -> list[Event] | None:
    """Return a chain with the task's event in it, of events that fit; None where there is none of three and more."""
    for number in range(TRIES):
        start = draw("", task.first, f"events {number}")
        found = _longest(task, fits, start)
        events = hash((task.kind.kind, frozenset(event.fact.id for event in found)))
        if len(found) < FEWEST:
            return None
        if events not in task.asked:
            task.asked.add(events)
            return found
    return None


def _longest(task: Task, fits: Fits, start: int) -> list[Event]:
    """The longest chain up to the length wanted, of those the one with the widest gap."""
    length = LENGTH[task.level] if task.level else FEWEST + start % (MOST - FEWEST + 1)
    best: list[Event] = []
    for gap in task.gaps:
        for near in (NEAR, 1):
            found = _grown(task, fits, gap, length, start, near)
            if len(found) == length:
                return found
            best = max(best, found, key=len)
    return best


def _grown(task: Task, fits: Fits, gap: Gap, length: int, start: int, near: int) -> list[Event]:
    """A chain that grows on both sides, so many links on each as the draw says, then where there is room."""
    found = [task.event]
    earlier = (start >> 4) % length
    sides = [*[False] * earlier, *[True] * (length - 1 - earlier), *[True] * length, *[False] * length]
    for step, later in enumerate(sides):
        if len(found) == length:
            break
        beyond = task.line.after(found[-1], gap) if later else task.line.before(found[0], gap)
        links = _links(task, filter(fits, beyond), found, near)
        if links:
            link = links[(start >> (8 + 4 * (step % 8))) % len(links)]
            found = [*found, link] if later else [link, *found]
    return found


def _links(task: Task, beyond: Iterable[Event], found: Sequence[Event], near: int) -> list[Event]:
    """The next events to choose a link from, of other programmes than those found where there are such."""
    known = frozenset[str]().union(*(programme_of(event.name) for event in found)) - task.line.common
    if not known:
        return unlike(beyond, found, near)
    beyond = list(beyond)
    apart = [event for event in beyond if known.isdisjoint(programme_of(event.name))]
    return unlike(apart, found, near) or unlike(beyond, found, near)
