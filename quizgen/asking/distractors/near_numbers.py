"""Numbers near the key, written as it is written, evenly spaced; the key's rank among them is drawn evenly."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen import numbers
from quizgen.asking.choosing import draw
from quizgen.asking.question import Candidate, Question
from quizgen.model.fact import NUMBER, Answer

WANTED = 3


def propose(question: Question) -> Iterator[Candidate]:
    """Yield the other numbers of an even row that holds the key at a drawn place; none is below 1."""
    key = question.key.number
    if key is None or key < 1:
        return
    step = max(1, _magnitude(key) // 5)
    below = min(draw(question.seed, question.item, "near numbers") % (WANTED + 1), (key - 1) // step)
    for place in range(-below, WANTED + 1):
        if place:
            number = key + step * place
            yield Candidate(Answer(numbers.in_words(number, question.key.text), NUMBER, number=number))


def _magnitude(number: int) -> int:
    """The number's power of ten: 271 → 100, so that its neighbours are tens away."""
    return int(10 ** (len(str(number)) - 1)) if number >= 100 else 5 if number >= 20 else 1
