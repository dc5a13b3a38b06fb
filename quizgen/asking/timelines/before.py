"""Which of these came before: the key certainly did, and every other option certainly came after."""

from __future__ import annotations

from quizgen.asking.timelines.gaps import Gap
from quizgen.asking.timelines.options import LATER, find
from quizgen.asking.timelines.task import NO_WORDS, TOO_FEW, Task
from quizgen.model.event import Event
from quizgen.model.item import Item


def ask(task: Task) -> Item | str:
    """Return what came before the event, or why that cannot be asked."""
    stem = task.stem(event=task.event.name)
    if stem is None:
        return NO_WORDS

    def keys(gap: Gap) -> list[Event]:
        return task.keys(task.line.before(task.event, gap))

    found = find(task, (task.event,), keys, LATER, task.start("later"))
    return task.choice(stem, found.key, found.wrong, (found.key, task.event)) if found else TOO_FEW
