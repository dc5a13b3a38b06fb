"""Whole numbers in digits and in English words."""

from __future__ import annotations

import re
from functools import lru_cache

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
SMALL = {word: n for n, word in enumerate(UNITS)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
DIGITS = re.compile(r"^[+-]?\d{1,3}(?:[,\u00a0\u202f ]\d{3})+$|^[+-]?\d+$")
WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?|\d[\d,]*")


@lru_cache(maxsize=4096)
def read(text: str) -> int | None:
    """Return the whole number that `text` is, in digits (`1,200`) or English words (`forty-two`), else None."""
    text = text.strip()
    if DIGITS.match(text):
        return int(re.sub(r"[^\d+-]", "", text))
    words = re.split(r"[\s-]+", text.lower())
    if not words or any(word not in SMALL and word not in SCALES and word != "and" for word in words):
        return None
    return _sum_of(words) if words[0] != "and" else None


def _sum_of(words: list[str]) -> int:
    total = current = 0
    for word in words:
        if word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in SCALES:
            total, current = total + max(current, 1) * SCALES[word], 0
    return total + current


def in_words(number: int, like: str) -> str:
    """Return the number written as `like` is written: in words if it is words, with its thousands separator."""
    if like[:1].isalpha() and 0 <= number < 100:
        words = _below_hundred(number)
        return words.capitalize() if like[0].isupper() else words
    return f"{number:,}" if "," in like or number >= 10_000 else str(number)


def _below_hundred(number: int) -> str:
    if number < 20:
        return UNITS[number]
    tens, rest = divmod(number, 10)
    return TENS[tens - 2] + (f"-{UNITS[rest]}" if rest else "")


def stated(number: int, text: str) -> bool:
    """Tell whether `text` states the number, in digits or in words of up to three words."""
    tokens = WORD.findall(text)
    runs = (tokens[i : i + n] for n in (1, 2, 3) for i in range(len(tokens) - n + 1))
    return any(read(" ".join(run).replace(",", "")) == number for run in runs)
