"""An item as cells of a site's import sheet: what a site takes of it, and why it does not take another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from quizgen.exporting.markup import flat, legal
from quizgen.exporting.platform.sheets.csv import computed
from quizgen.exporting.taking import answers
from quizgen.model.item import Item

LONGEST_CELL = 32767
"""What Excel holds in one cell."""
SPELLINGS = "further accepted spelling"


class Limits(NamedTuple):
    """What a site takes of one question: at most so many answers, texts of at most so many characters.

    Of a typed answer it accepts at most so many `spellings`. `csv` says that its sheet is CSV, and no workbook.
    """

    site: str
    answers: int
    question: float = inf
    answer: float = inf
    spellings: int = 1
    csv: bool = False


def length(text: str) -> int:
    """Return how many characters a site counts: UTF-16 units as in JavaScript, so that most emoji count two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def asked(item: Item) -> str:
    """Return the question with its line breaks, where a site's questions may have some."""
    return legal(item.stem).strip()


def offered(item: Item) -> tuple[str, ...]:
    """Return the options as offered, each on one line."""
    return tuple([flat(option.text) for option in item.options])


def right(item: Item) -> str:
    """Return the places of the right options, from 1: `2`, or `1,3`."""
    return ",".join(str(place) for place, option in enumerate(item.options, 1) if option.correct)


def typed(item: Item) -> tuple[str, ...]:
    """Return what is right when it is typed: the key first, each spelling once."""
    return tuple(dict.fromkeys(map(flat, answers(item))))


def listed(item: Item, limits: Limits) -> tuple[str, ...]:
    """Return what a site is told to accept of what may be typed."""
    texts = typed(item)
    return tuple([text for text in texts if not (limits.csv and computed(text))][: limits.spellings])


def refused(item: Item, question: str, limits: Limits) -> str | None:
    """Return why a site cannot take the item, asked in these words; None if it can. Nothing is ever cut to fit."""
    if length(question) > limits.question:
        return f"its question is longer than {limits.site} takes ({limits.question:,} characters)"
    if item.options:
        return _refused_options(offered(item), limits)
    texts = typed(item)
    if limits.csv and computed(texts[0]):
        return "its answer begins like a formula, and a spreadsheet would compute it"
    return _too_long(texts, limits)


def _refused_options(options: tuple[str, ...], limits: Limits) -> str | None:
    if not 2 <= len(options) <= limits.answers:
        return f"it offers {len(options)} answers, {limits.site} takes 2 to {limits.answers}"
    if len(set(options)) < len(options):
        return "two of its answers look the same"
    return _too_long(options, limits)


def _too_long(texts: tuple[str, ...], limits: Limits) -> str | None:
    if max(map(length, texts)) > limits.answer:
        return f"one of its answers is longer than {limits.site} takes ({limits.answer:,} characters)"
    return None


def unlisted(items: Iterable[Item], limits: Limits) -> Counter[str]:
    """Count the accepted spellings of typed answers that a site is not told."""
    beyond = sum(len(typed(item)) - len(listed(item, limits)) for item in items if not item.options)
    return Counter({SPELLINGS: beyond} if beyond else {})
