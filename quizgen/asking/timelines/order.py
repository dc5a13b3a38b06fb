"""Put in order: three to five events, each certainly before the next."""

from __future__ import annotations

from quizgen.asking.timelines.chain import chain
from quizgen.asking.timelines.names import shows_date
from quizgen.asking.timelines.task import NO_WORDS, SHOWN, TOO_FEW, Task
from quizgen.model.item import Item


def ask(task: Task) -> Item | str:
    """Return the events to put in order, or why there are none."""
    stem = task.stem()
    if stem is None:
        return NO_WORDS
    if shows_date(task.event):
        return SHOWN
    events = chain(task, lambda _: True)
    return task.all_of(stem, events) if events else TOO_FEW
