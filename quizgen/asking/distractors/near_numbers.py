"""Numbers in a row with the key, written as it is written; the key stands at each place of the row as often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen import numbers
from quizgen.asking import ranks
from quizgen.asking.choosing import draw
from quizgen.asking.difficulty import DEFAULT
from quizgen.asking.pool import Pool
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import NUMBER, Answer
from quizgen.model.item import Level

SHARE: dict[Level, float] = {"easy": 0.3, "medium": 0.15, "hard": 0.07}
"""How far options are from each other, over the key."""
SMALLEST = 1.4
"""At least so far: a row of consecutive numbers looks made."""
UNEVEN = (0.65, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4)
"""By how much one gap may be wider or narrower."""
ROUNDING = 50
"""Numbers nearer than this part of the key might be the key, rounded."""
LONG = 40
"""From here on an option that is rounder than the key would look invented."""
SPARE = 8
"""So many numbers above the row replace those that may not be offered."""
SAMPLE = 2000
"""So many facts show how often which places are open to the key."""


def propose(question: Question) -> Iterator[Candidate]:
    """Yield numbers in a row that holds the key at a drawn place, then some farther on; none is below 1."""
    key = question.key.number
    if key is None or key < 1:
        return
    start = draw(question.seed, question.first, "near numbers")
    place = ranks.place(_weights(question.pool), _limits(key), draw(question.seed, question.first, "rank of the key"))
    least = _least(key)
    step = max(key * SHARE[question.level], SMALLEST * least)
    gaps = [max(least, step * UNEVEN[start >> (8 + 4 * n) & 7]) for n in range(ranks.PLACES - 1)]
    below = gaps[:place]
    squeeze = max(1.0, sum(below) / max(1, key - numbers.unit(key))) if below else 1.0
    row = [*_walk(key, [-gap / squeeze for gap in below], least), *_walk(key, gaps[place:], least)]
    for number in [*row, *_walk(key, [step] * SPARE, least)]:
        nearness = min(key, number) / max(key, number)
        yield Candidate(Answer(numbers.in_words(number, question.key.text), NUMBER, number=number), None, nearness)


def _walk(key: int, gaps: list[float], least: int) -> Iterator[int]:
    """Yield numbers outwards from the key, about these gaps apart and never less than `least`, as exact as the key."""
    unit, edge, target = numbers.unit(key), key, float(key)
    for gap in gaps:
        target += gap
        sign = 1 if gap > 0 else -1
        number = unit * round(target / unit)
        if sign * (number - edge) < least:
            number = edge + sign * least
        if key >= LONG and numbers.unit(number) > unit:
            number += sign * unit
        if number < 1:
            return
        edge = number
        yield number


def _least(key: int) -> int:
    """The smallest gap: a unit of what the key seems rounded to, and no less than rounding may make."""
    unit = numbers.unit(key)
    return max(unit, -(-key // ROUNDING // unit) * unit)


def _limits(key: int) -> ranks.Limits:
    return ranks.limits((key - 1) // _least(key), ranks.PLACES)


def _weights(pool: Pool) -> Sequence[float]:
    """How heavy each place weighs, so that the bank's numbers stand evenly though small ones have little below them."""
    name = (NUMBER, -1, DEFAULT)
    if name not in pool.weighed:
        some = pool.bank.facts[:: len(pool.bank.facts) // SAMPLE + 1]
        answers = (fact.answers[slot.index].number for fact in some for slot in fact.statement.asked)
        pool.weighed[name] = ranks.weights(_limits(number) for number in answers if number)
    return pool.weighed[name]
