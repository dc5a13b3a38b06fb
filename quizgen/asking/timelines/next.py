"""What came next: the one event that follows, or the one among the options.

Two shapes. Where sentences tell a story and exactly one event can be the next, the question shows where on the
timeline we are. Elsewhere, as in a table where many events share a year, every wrong option is certainly before the
event asked from, or certainly after the key.
"""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.asking.timelines.gaps import Gap
from quizgen.asking.timelines.names import shows_date
from quizgen.asking.timelines.options import LATER, find
from quizgen.asking.timelines.task import NO_WORDS, TOO_FEW, WRONG, Task
from quizgen.model.event import Event
from quizgen.model.item import Item

LONGEST = 40
"""Words of a stem, as rule Q120 has it."""


def ask(task: Task) -> Item | str:
    """Return what comes next after the event, or why that cannot be asked."""
    key = task.line.successor(task.event)
    return _among(task) if key is None or shows_date(key) else _in_story(task, key)


def _in_story(task: Task, key: Event) -> Item | str:
    """Return what is sure to come next among what came later still: who knows the story has left the rest behind."""
    story = (*task.line.lead(task.event), task.event)
    for lead in (story[start:] for start in range(len(story))):  # what is told is lost to the options
        stem = _stem(task, lead)
        if not stem or len(stem.split()) > LONGEST:
            continue
        if found := find(task, lead, lambda _: (key,), LATER, task.start("next")):
            return task.choice(stem, key, found.wrong, (key, task.event), lead)
    return TOO_FEW


def _among(task: Task) -> Item | str:
    stem = _stem(task, (task.event,))
    if not stem:
        return NO_WORDS

    def keys(gap: Gap) -> list[Event]:
        """What came next is one of the next few."""
        return task.keys(task.line.after(task.event, gap))

    found = find(task, (task.event,), keys, _sides(task), task.start("next"))
    return task.choice(stem, found.key, found.wrong, (found.key, task.event)) if found else TOO_FEW


def _sides(task: Task) -> Sequence[bool]:
    """Up to two wrong options certainly before what is told, the others after the key; where there are none, others."""
    earlier = task.start("sides") % WRONG
    return (*[False] * earlier, *[True] * (WRONG - earlier), *[True] * earlier, *[False] * WRONG)


def _stem(task: Task, lead: Sequence[Event]) -> str | None:
    """The stem that says what has happened, and asks what came next."""
    among = task.kind.among.get(task.language, {}).get("_")
    if len(lead) == 1 and among:
        return task.titled(among.format(event=lead[0].name))
    then = task.kind.form(task.kind.then, task.language) or " → "
    return task.stem(events=then.join(event.name for event in lead))
