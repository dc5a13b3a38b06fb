"""Match events to dates: three to five dates of one precision, none of which could be another's."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen import dates
from quizgen.asking.timelines.chain import chain
from quizgen.asking.timelines.names import shows_date
from quizgen.asking.timelines.task import NO_WORDS, SHOWN, TOO_FEW, Task
from quizgen.model.event import Event
from quizgen.model.item import Item


def ask(task: Task) -> Item | str:
    """Return the events to match with their dates, or why there are none."""
    stem = task.stem()
    if stem is None:
        return NO_WORDS
    if shows_date(task.event):
        return SHOWN
    if not _is_plain(task.event):
        return "its date is too loose to be matched"
    precision = task.event.date.precision
    events = chain(task, lambda event: event.date.precision == precision and _is_plain(event))
    return task.all_of(stem, events, _targets(events, task.language)) if events else TOO_FEW


def _is_plain(event: Event) -> bool:
    date = event.date
    return not (date.approximate or date.uncertain or date.precision == "interval")


def _targets(events: Sequence[Event], language: str) -> list[str]:
    """The dates written alike; in words of the bank where its language has none of ours."""
    try:
        return [dates.in_words(event.date, language) for event in events]
    except dates.DateError:
        return [event.fact.answer(event.slot).text for event in events]
