"""Numbers near the key, written as it is written; the key's rank among the options is drawn evenly."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen import numbers
from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import NUMBER, Answer

WANTED = 3


def propose(question: Question) -> Iterator[Candidate]:
    """Yield numbers below and above the key, in steps that grow with it; never below 1."""
    key = question.key.number
    if key is None or key < 1:
        return
    start = draw(question.seed, question.item, "near numbers")
    step = max(1, _magnitude(key) // 5)
    below = [n for n in (key - step * k for k in (1, 2, 3, 4)) if n >= 1]
    above = [key + step * k for k in (1, 2, 3, 4)]
    count = min(start % (WANTED + 1), len(below))
    low, high = shuffled(below, start >> 8), shuffled(above, start >> 16)
    for number in (*low[:count], *high[: WANTED - count], *low[count:], *high[WANTED - count :]):
        yield Candidate(Answer(numbers.in_words(number, question.key.text), NUMBER, number=number))


def _magnitude(number: int) -> int:
    """The number's power of ten: 271 → 100, so that its neighbours are tens away."""
    return int(10 ** (len(str(number)) - 1)) if number >= 100 else 5 if number >= 20 else 1
