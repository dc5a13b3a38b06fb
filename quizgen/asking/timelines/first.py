"""Which of these happened first: the event, for every other option certainly came later."""

from __future__ import annotations

from quizgen.asking.timelines.names import shows_date
from quizgen.asking.timelines.options import LATER, find
from quizgen.asking.timelines.task import NO_WORDS, SHOWN, TOO_FEW, Task
from quizgen.model.item import Item


def ask(task: Task) -> Item | str:
    """Return the question whose answer is the event, or why that cannot be asked."""
    stem = task.stem()
    if stem is None:
        return NO_WORDS
    if shows_date(task.event):
        return SHOWN
    found = find(task, (), lambda _: [task.event], LATER, task.start("first"))
    return task.choice(stem, task.event, found.wrong, (task.event, *found.wrong)) if found else TOO_FEW
