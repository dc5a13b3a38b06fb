"""Dates near the key: those of the bank first, because they are real and easily confused, then others made up.

The number of options before the key is drawn evenly, so that the key is as often the first as the last or between.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from quizgen import dates
from quizgen.asking.choosing import draw, drawn
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import DATE, Answer

REACH = 8
"""How many of the bank's dates to look at on each side."""
FARTHEST = {"day": 1500, "month": 1800, "year": 11_000, "decade": 22_000, "century": 180_000}
"""Dates of the bank farther away than this, in days, are no temptation."""
STEPS = {
    "day": (2, 3, 5, 9, 14, 21, 30, 45),
    "month": (1, 2, 3, 5, 7, 11),
    "year": (1, 2, 3, 4, 6, 8, 11, 15),
    "decade": (1, 2, 3),
    "century": (1, 2, 3),
}
WANTED = 3
ENOUGH = 8
"""So many dates show what span the bank is about."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield dates of the key's precision, so many earlier and so many later ones as the draw says, then the rest."""
    key = question.key.date
    if key is None or key.precision not in STEPS or key.approximate or key.uncertain:
        return
    style = _style(question.key, question.pool.bank.language)
    if style is None:
        return
    start = draw(question.seed, question.item, "near dates")
    earlier = _side(question, key, style, start, later=False)
    later = _side(question, key, style, start, later=True)
    before = start % (WANTED + 1)
    first = chain(_take(earlier, before), _take(later, WANTED - before))
    yield from chain(first, earlier, later)


def _take(side: Iterator[Candidate], count: int) -> Iterator[Candidate]:
    for _ in range(count):
        if (candidate := next(side, None)) is not None:
            yield candidate


def _side(question: Question, key: dates.Date, style: str, start: int, *, later: bool) -> Iterator[Candidate]:
    """Yield dates on one side of the key, each farther from the others than dates may be off."""
    given = [key]
    for date in _dates(question, key, start, later=later):
        if all(_apart(date, other, question.fact.tolerance) for other in given):
            given.append(date)
            yield _candidate(question, key, date, style)


def _apart(one: dates.Date, other: dates.Date, tolerance: int) -> bool:
    return one.earliest != other.earliest and (not tolerance or dates.units_between(one, other) > tolerance)


def _dates(question: Question, key: dates.Date, start: int, *, later: bool) -> Iterator[dates.Date]:
    """The bank's dates on one side of the key in drawn order, then made-up ones."""
    near = question.pool.dates_near(key.precision, key.earliest, REACH * (1 + question.fact.tolerance))
    known = (date for date in near if (date.earliest > key.earliest) is later)
    for date in drawn(known, start >> 8):
        if abs(date.earliest - key.earliest) <= FARTHEST[key.precision]:
            yield date
    for step in drawn(STEPS[key.precision], start >> 16):
        try:
            date = dates.shift(key, (step if later else -step) * (1 + question.fact.tolerance))
        except dates.DateError:  # beyond what can be written, as the day after 31 December 9999
            continue
        if _in_range(question, key, date):
            yield date


def _in_range(question: Question, key: dates.Date, date: dates.Date) -> bool:
    """Nothing made up lies after the bank's last date: it might lie in the future.

    Where the bank has enough dates to show its span, nothing lies before the first one either: there may have been no
    such thing yet.
    """
    first, last = question.pool.day_range
    early = len(question.pool.dates[key.precision]) >= ENOUGH and date.earliest < min(first, key.earliest)
    return not early and date.latest <= max(last, key.latest)


def _candidate(question: Question, key: dates.Date, date: dates.Date, style: str) -> Candidate:
    text = _written(date, question.pool.bank.language.partition("-")[0], style)
    units = dates.units_between(key, date)
    return Candidate(Answer(text, DATE, date), None, 1 / (1 + units / 5))


@lru_cache(maxsize=4096)
def _written(date: dates.Date, language: str, style: str) -> str:
    return dates.in_words(date, language, style)


def _style(key: Answer, language: str) -> str | None:
    """How the key is written, so that all options are written alike; None when it is written in its own way."""
    if key.date is None:
        return None
    for style in ("dmy", "mdy"):
        try:
            if _written(key.date, language.partition("-")[0], style) == key.text:
                return style
        except dates.DateError:
            return None
    return None
