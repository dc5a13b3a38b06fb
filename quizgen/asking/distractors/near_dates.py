"""Dates in a row with the key: known ones where they fit, because they are real and easily confused, else made up.

The row is as even as the dates allow, and the key stands at each place of it as often: a key that lies alone, or always
between the others, would be guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice, zip_longest

from quizgen import dates
from quizgen.asking import ranks
from quizgen.asking.choosing import draw
from quizgen.asking.pool import Pool
from quizgen.asking.question import Candidate, Question
from quizgen.asking.spans import UNIT, Span, is_plain, span_of
from quizgen.model.fact import DATE, Answer, Fact, Slot
from quizgen.model.item import Level

HALF = {"day": 10.0, "month": 61.0, "year": 1826.0, "decade": 7305.0, "century": 73050.0}
"""So many days away, nearness is a half."""
STEP: dict[Level, float] = {"easy": 1.4, "medium": 0.5, "hard": 0.27}
"""How far options are from each other, over the distance of half nearness."""
STRETCHES = {"day": (0.6, 0.8, 1.0, 1.5, 2.5, 4.0, 5.0, 6.0), "month": (1.0, 1.3, 1.6, 2.0, 2.3, 2.6, 3.0, 3.5)}
STRETCH = (0.75, 0.8, 0.9, 1.0, 1.05, 1.1, 1.2, 1.3)
"""By how much a whole row may be wider or narrower; one of days reaches into other months, so that all parts vary."""
UNEVEN = (0.7, 0.8, 0.9, 1.0, 1.05, 1.15, 1.25, 1.35)
"""By how much one gap of a row may be wider or narrower: the widest is no more than twice the narrowest."""
SQUEEZED = 0.35
"""To leave the key more places, a row near the end of time may be this much narrower."""
SLACK = 0.1
"""By this part of a unit distances in days may be short of it: months and years differ in length."""
SPARE = 8
"""So many dates on each side replace those that may not be offered."""
SAMPLE = 500
"""So many facts of a relation show how often which places are open to the key."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield dates of the key's precision: a row with the key at a drawn place, then what lies outwards of it."""
    key = question.key.date
    if key is None or not is_plain(key):
        return
    style = _style(question.key, question.pool.bank.language)
    if style is None:
        return
    start = draw(question.seed, question.first, "near dates")
    span, step, limits = _scope(question.pool, question.fact, question.slot, key, question.level)
    before = ranks.place(_weights(question), limits, draw(question.seed, question.first, "rank of the key"))
    gaps = list(_gaps(key, span, step, before, start))
    loose, after = 1 + question.fact.tolerance, ranks.PLACES - 1 - before
    earlier = _walk(span, key, [*reversed(gaps[:before]), *[-step] * SPARE], before, loose)
    later = _walk(span, key, [*gaps[before:], *[step] * SPARE], after, loose)
    row = chain(islice(earlier, before), islice(later, after))
    spare = zip_longest(earlier, later) if start & 1 else zip_longest(later, earlier)
    for date in chain(row, chain.from_iterable(spare)):
        if date is not None:
            yield _candidate(question, key, date, style)


def _scope(pool: Pool, fact: Fact, slot: Slot, key: dates.Date, level: Level) -> tuple[Span, float, ranks.Limits]:
    """The span to take dates from, how far from each other (in days), and the places that are open to the key."""
    loose = 1 + fact.tolerance
    least = loose * UNIT[key.precision]
    step = max(HALF[key.precision] * loose * STEP[level], least)
    span = span_of(pool, fact, slot, key, step)
    narrow = min(step * SQUEEZED, (span.last - span.first) / (2 * ranks.PLACES - 2))
    return span, step, ranks.limits(*span.room(key, max(least, narrow)))


def _weights(question: Question) -> Sequence[float]:
    """How heavy each place weighs, so that the keys of the relation, or of all single sentences, stand evenly."""
    pool, index = question.pool, question.slot.index
    line = pool.relations.get(question.fact.statement.relation)
    name = (question.fact.statement.relation, index, question.level) if line else ("", -1, question.level)
    if name not in pool.weighed:
        asked = ((fact, question.slot) for fact in line.facts) if line else _of_sentences(pool)
        keys = ((fact, slot, fact.answers[slot.index].date) for fact, slot in asked if slot.name not in fact.unasked)
        plain = [(fact, slot, key) for fact, slot, key in keys if key and is_plain(key)]
        some = plain[:: len(plain) // SAMPLE + 1]
        pool.weighed[name] = ranks.weights(_scope(pool, *one, question.level)[2] for one in some)
    return pool.weighed[name]


def _of_sentences(pool: Pool) -> Iterator[tuple[Fact, Slot]]:
    for fact in pool.bank.facts:
        if fact.statement.relation not in pool.relations:
            yield from ((fact, slot) for slot in fact.statement.asked)


def _gaps(key: dates.Date, span: Span, step: float, before: int, start: int) -> Iterator[float]:
    """Yield the gaps of a row in order of time, in days, those before the key below zero."""
    stretch = STRETCHES.get(key.precision, STRETCH)[start >> 4 & 7]
    gaps = [step * stretch * UNEVEN[start >> (8 + 4 * n) & 7] for n in range(ranks.PLACES - 1)]
    sides = (key.earliest - span.first, gaps[:before]), (span.last - key.latest, gaps[before:])
    squeeze = min([1.0, *(room / sum(side) for room, side in sides if side)])
    for place, gap in enumerate(gaps):
        yield gap * squeeze * (-1 if place < before else 1)


def _walk(span: Span, key: dates.Date, gaps: Sequence[float], wanted: int, loose: int) -> Iterator[dates.Date]:
    """Yield dates on one side of the key, outwards, about these gaps apart and no fewer than `loose` units.

    Gaps are in days, below zero towards the past. Of the first `wanted`, each leaves room for the next.
    """
    unit, target, edge = UNIT[key.precision], float(key.earliest), key.earliest
    for count, gap in enumerate(gaps):
        target += gap
        left = max(0, wanted - count - 1) * loose
        if gap > 0:
            low, high = edge + (loose - SLACK) * unit, span.last + 1 - (left + 1 - SLACK) * unit
        else:
            low, high = span.first + (left - SLACK) * unit, edge - (loose - SLACK) * unit
        date = _pick(span, key, low, min(max(target, low), high), high, abs(gap) / 2) if low <= high else None
        if date is not None:
            edge = date.earliest
            yield date


def _pick(span: Span, key: dates.Date, low: float, target: float, high: float, about: float) -> dates.Date | None:
    """Return a date that begins near the target and from `low` to `high`: a known one, or else one made up."""
    known = span.known.nearest(target, low, high)
    if span.real or (known is not None and abs(known.earliest - target) <= about and span.holds(known)):
        return known
    made = _moved(key, round((target - key.earliest) / UNIT[key.precision]))
    return made if made and low <= made.earliest <= high and span.holds(made) else None


@lru_cache(maxsize=4096)
def _moved(key: dates.Date, units: int) -> dates.Date | None:
    try:
        return dates.shift(key, units)
    except dates.DateError:  # beyond what can be written, as the day after 31 December 9999
        return None


def _candidate(question: Question, key: dates.Date, date: dates.Date, style: str) -> Candidate:
    text = _written(date, question.pool.bank.language.partition("-")[0], style)
    half = HALF[key.precision] * (1 + question.fact.tolerance)
    return Candidate(Answer(text, DATE, date), None, 1 / (1 + abs(date.earliest - key.earliest) / half))


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
