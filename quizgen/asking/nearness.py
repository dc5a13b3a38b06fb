"""How near a candidate is to the right answer, from 0 (nothing in common) to 1: what makes a wrong option tempting.

Four things are measured where the bank has them, and averaged with their weights: nearness in time, what the two
share (the same prize, place or topic), fame, and the look of the names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from math import log

from quizgen.model.fact import Fact

TIME, SHARED, FAME, LOOK = 2.0, 1.0, 1.0, 1.0
"""The weights."""
YEAR = 365.25
HALF = 5
"""Years after which nearness in time is a half."""
APART = log(20)
"""From a ratio of 20 on, one is famous and the other obscure."""
NOT_KNOWN = float("nan")
Look = tuple[int, int, int]
"""Length in characters, number of words, and the sort of letters: script, casing, initials or numbers."""


def year_of(fact: Fact) -> float:
    """Return the time of the fact's first date in years, or NaN."""
    return fact.date.earliest / YEAR if fact.date else NOT_KNOWN


def fame_of(fact: Fact) -> float:
    """Return the logarithm of the fact's fame, or NaN."""
    return log(fact.fame) if fact.fame and fact.fame > 0 else NOT_KNOWN


def in_time(one: float, other: float) -> float:
    """Return 1 for the same time, 1/2 for five years apart; NaN when either time is not known."""
    return 1 / (1 + abs(one - other) / HALF)


def in_fame(one: float, other: float) -> float:
    """Return 1 for equal fame (both as logarithms), 0 from a ratio of 20 on; NaN when either is not known."""
    near = 1 - abs(one - other) / APART
    return 0.0 if near < 0 else near


@lru_cache(maxsize=65536)
def in_look(one: Look, other: Look) -> float:
    """Return how alike two names look: as long, of as many words, of the same sort of letters."""
    (length, words, letters), (its_length, its_words, its_letters) = one, other
    alike = min(length, its_length) * min(words, its_words) / (max(length, its_length) * max(words, its_words) or 1)
    return alike if letters == its_letters else alike / 2


def average(parts: Iterable[tuple[float, float]]) -> float:
    """Return the mean of (weight, nearness) pairs; what is NaN does not count."""
    total = weights = 0.0
    for weight, part in parts:
        if part == part:  # noqa: PLR0124  (NaN alone differs from itself, and this is the quickest way to ask)
            total, weights = total + weight * part, weights + weight
    return total / weights if weights else 0.5


def look(text: str) -> Look:
    """Return how the name looks."""
    words = text.split()
    letter = next((char for char in text if char.isalpha()), "")
    script = hash_of_script(letter) if letter and not letter.isascii() else 0
    abbreviated = any(len(word) == 1 or word.endswith(".") for word in words)  # an initial, Dr., Jr.
    sorts = (text[:1].isupper(), text.isupper(), abbreviated, any(char.isdigit() for char in text))
    return len(text), len(words), script * 16 + sum(flag << n for n, flag in enumerate(sorts))


@lru_cache(maxsize=1024)
def hash_of_script(letter: str) -> int:
    """Return a number for the letter's script: the first word of its Unicode name (LATIN, CYRILLIC), 0 for Latin."""
    script = unicodedata.name(letter, "LATIN").partition(" ")[0]
    return 0 if script == "LATIN" else sum(ord(char) << n for n, char in enumerate(script))
