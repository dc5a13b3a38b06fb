"""Whole numbers in digits and in English words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
SMALL = {word: n for n, word in enumerate(UNITS)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
GROUPS = "[,\u00a0\u202f ]"
DIGITS = re.compile(rf"^[+-]?\d{{1,3}}(?:{GROUPS}\d{{3}})+$|^[+-]?\d+$")
LONGEST = 200
"""What is longer is no number that a question could ask for, and would take long to read as one."""
WORDS_BELOW = 10**6
"""Numbers from here on are not written in words."""

_WORD = "|".join((*SMALL, *SCALES))
_PARTS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|half|halves|quarter|tenth"
IN_WORDS = re.compile(
    rf"(?<![a-z])(?<!several )(?<!few )(?<!many )(?:{_WORD})(?:(?:-| and | )(?:{_WORD}))*(?![a-z]|-(?:{_PARTS}))"
)
IN_DIGITS = re.compile(
    rf"(?<![a-z\d])(?<!\d[.,:])(?P<whole>\d{{1,3}}(?:{GROUPS}\d{{3}}){{1,30}}|\d{{1,99}})(?P<part>\.\d{{1,99}})?(?![a-z\d]|[.,:]\d)"
    rf"(?:[ -](?P<scale>{'|'.join(SCALES)})(?![a-z]))?"
)


@lru_cache(maxsize=4096)
def read(text: str) -> int | None:
    """Return the whole number that `text` is, in digits (`1,200`) or English words (`forty-two`), else None."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if DIGITS.match(text):
        return int(re.sub(r"[^\d+-]", "", text))
    words = re.split(r"[\s-]+", text.lower())
    if any(word not in SMALL and word not in SCALES and word != "and" for word in words) or words[0] == "and":
        return None
    return _value(words)


def _value(words: list[str]) -> int | None:
    """The number the words say, if that is how it is said: "two three" is no five, nor is "two and three"."""
    said = [word for word in words if word != "and"]
    number = _sum_of(said)
    hundreds = [*_said(number // 100), "hundred", *(_said(number % 100) if number % 100 else ())]
    joined = all(one in SCALES for one, word in pairwise(words) if word == "and")
    whole = joined and words[-1] != "and"
    return number if whole and said in (_said(number), _said(number)[1:], hundreds) else None


def _sum_of(words: list[str]) -> int:
    total = current = 0
    for word in words:
        if word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        else:
            total, current = total + max(current, 1) * SCALES[word], 0
    return total + current


def _said(number: int) -> list[str]:
    """The words of a number from 0 on, without "and"."""
    if number < 20:
        return [UNITS[number]]
    if number < 100:
        return [TENS[number // 10 - 2], *([UNITS[number % 10]] if number % 10 else [])]
    size, name = next((size, name) for name, size in reversed(SCALES.items()) if size <= number)
    return [*_said(number // size), name, *(_said(number % size) if number % size else [])]


def unit(number: int) -> int:
    """Return the power of ten to which the number seems rounded: 1,200 → 100, 271 → 1."""
    size = 1
    while number and number % (size * 10) == 0:
        size *= 10
    return size


def in_words(number: int, like: str) -> str:
    """Return the number written as `like` is written: in words if it is words, with its digits and separator."""
    if like[:1].isalpha() and 0 <= number < WORDS_BELOW:
        words = _spelt(number)
        return words.capitalize() if like[0].isupper() else words
    separator = next((char for char in like if char in ",\u00a0\u202f "), "")
    long = sum(char.isdigit() for char in like) > 4
    digits = f"{number:,}" if separator or (number >= 10_000 and not long) else str(number)
    return _digits_like(digits.replace(",", separator or ","), like)


def _spelt(number: int) -> str:
    """The words as they are printed: forty-two, two hundred and five."""
    words = re.sub(rf"({'|'.join(TENS)}) ({'|'.join(UNITS[1:10])})\b", r"\1-\2", " ".join(_said(number)))
    head, _, last = words.rpartition(" ")
    return f"{head} and {last}" if head and last not in SCALES else words


def _digits_like(digits: str, like: str) -> str:
    """Digits in the script of those of `like`, such as Arabic or Devanagari."""
    first = next((char for char in like if char.isdecimal()), "0")
    zero = ord(first) - int(first)
    return "".join(chr(zero + int(char)) if char.isdecimal() else char for char in digits)


def stated(number: int, text: str) -> bool:
    """Tell whether `text` states the number, in digits or in words; a part of a longer number is not stated."""
    plain = " ".join(text.lower().split())
    return any(found == number for found in (*_in_digits(plain), *_in_words(plain)))


def _in_digits(text: str) -> Iterator[Fraction]:
    for found in IN_DIGITS.finditer(text):
        whole = re.sub(GROUPS, "", found["whole"])
        yield Fraction(f"{int(whole)}{found['part'] or ''}") * SCALES.get(found["scale"], 1)


def _in_words(text: str) -> Iterator[int]:
    """Each number of a run of number words, the longest first: "two and three" states two and three."""
    for found in IN_WORDS.finditer(text):
        words = re.split("[ -]", found[0])
        while words:
            length = next((n for n in range(len(words), 0, -1) if read(" ".join(words[:n])) is not None), 0)
            if length:
                yield read(" ".join(words[:length])) or 0
            words = words[max(length, 1) :]
