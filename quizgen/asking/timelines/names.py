"""What the names of events give away: their dates, or their order by a number."""

from __future__ import annotations

import re
from functools import lru_cache

from quizgen import dates
from quizgen.asking.leaks import content
from quizgen.model.event import Event

YEAR = re.compile(r"(?<!\d)\d{3,4}(?!\d)")
BEFORE_NUMBER = re.compile(r"[-\s]*\d|[-\s]+[IVXL]+\b")
NUMBERS = re.compile(r"\d+")
ACRONYM = re.compile(r"\b[A-Z]{2,}\b")


def shows_date(event: Event) -> bool:
    """Tell whether a number of three or four digits in the event's name may be its year."""
    return any(_is_year(number, event.date) for number in YEAR.findall(event.name))


@lru_cache(maxsize=4096)
def _is_year(number: str, date: dates.Date) -> bool:
    in_words = date.edtf if date.precision == "interval" else dates.in_words(date)
    return number in in_words or dates.overlap(dates.parse(number.zfill(4)), date)


@lru_cache(maxsize=1 << 14)
def series_of(name: str) -> str | None:
    """Return what stands before the first number of a name (`Gemini 3`, `Elizabeth II`), None if it has none.

    Where only what follows tells two names apart, the numbers tell the order.
    """
    series, *number = BEFORE_NUMBER.split(name, maxsplit=1)
    return series if number else None


@lru_cache(maxsize=1 << 14)
def words_of(name: str) -> frozenset[str]:
    """Return what of a name could be recognised in another: its content words, its acronyms and its numbers."""
    return frozenset((*content(name), *ACRONYM.findall(name), *NUMBERS.findall(name)))


@lru_cache(maxsize=1 << 14)
def programme_of(name: str) -> frozenset[str]:
    """Return the words of the series a name is of, if it is: known programmes tell the order of their series."""
    return words_of(series_of(name) or "")


def told(event: Event) -> str:
    """Return the event with its date, as a rationale says it."""
    return f"{event.name[:1].upper()}{event.name[1:]}: {date_of(event)}."


def date_of(event: Event) -> str:
    """Return the event's date in words."""
    return event.fact.answer(event.slot).text
