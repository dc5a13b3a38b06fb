"""The question shows its answer.

"What happened in the 1066 Battle of Hastings?" can be answered without knowing anything. The key, an alias or a
demonym of it, the year of a date or the value of a number stands in the stem, as whole words.
Reference: NBME item-writing guide (word repeats); Wikitrivia counts "title has year" among its reasons to reject.

Flawed: In which year did the revolution of 1911 begin?
Mended: In which year did the Xinhai Revolution begin?

Way out: word the question yourself (`ask:`), or name the event without its date.
"""

from __future__ import annotations

import re
from functools import lru_cache

from quizgen import numbers
from quizgen.grounding.normalising import places, plain
from quizgen.grounding.support import LEADING_ARTICLE
from quizgen.problem import Severity
from quizgen.reviewing.examined import TIMELINE, Examined

CODE = "Q103"
SEVERITY = Severity.ERROR
YEAR = re.compile(r"\d{3,}")
SHORT = 3
"""Short aliases in capitals are looked for in capitals: US is not "us"."""
SMALL = 31
"""Smaller numbers stand in many stems for something else, such as the day of a month."""


def review(seen: Examined) -> str | None:
    """Look for every accepted answer and what else betrays it, for the year of a date and the value of a number."""
    item, answer = seen.item, seen.answer
    traces = () if item.kind in TIMELINE else seen.context.bank.entities.traces(item.key[0])
    for text in dict.fromkeys((*item.key, *item.accept, *traces)):
        if _stands(text, seen):
            return f"the question shows its answer, “{text}”"
    if answer is not None and answer.number is not None and abs(answer.number) > SMALL:
        return "the question shows its number" if numbers.stated(answer.number, item.stem) else None
    dated = item.kind == "when" or (answer is not None and answer.date is not None)
    years = YEAR.findall(item.key[0]) if dated else []
    shown = [year for year in years if year in item.stem and next(places(year, item.stem), None) is not None]
    return f"the question shows the year of its answer, {shown[0]}" if shown else None


@lru_cache(maxsize=16384)
def _wanted(text: str) -> str:
    return LEADING_ARTICLE.sub("", plain(text))


def _stands(text: str, seen: Examined) -> bool:
    wanted = _wanted(text)
    if not wanted or wanted not in seen.plain_stem or next(places(wanted, seen.plain_stem), None) is None:
        return False
    return not (len(text) <= SHORT and text.isupper()) or next(places(text, seen.item.stem), None) is not None
