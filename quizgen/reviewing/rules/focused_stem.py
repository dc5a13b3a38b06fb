"""The stem is no question.

A stem must be answerable with the options covered: it ends in a question mark or a colon, or shows a blank to fill,
and says enough to know what is asked (Haladyna, Downing and Rodriguez 2002, guideline 14; NBME: cover the options).

Way out: word the question yourself (`ask:`).
"""

from __future__ import annotations

import re

from quizgen.model.item import BLANK
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q119"
SEVERITY = Severity.ERROR
ENDS = ("?", ":", "？", "：", "؟", ";")
FEWEST = 3
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def review(seen: Examined) -> str | None:
    """Look at how the stem ends and how much it says."""
    item = seen.item
    stem = item.stem.rstrip(" »”\"'）)")
    if BLANK not in stem and not stem.endswith(ENDS):
        return "the question does not end as a question"
    return "the question says too little" if _words(stem) < FEWEST else None


def _words(stem: str) -> int:
    """How many words the stem has, as far as it matters; scripts without spaces count by the letter."""
    if stem.count(" ") >= 2 * FEWEST:
        return FEWEST
    tokens = re.findall(r"\w+", stem)
    return sum(len(token) if UNSPACED.search(token) else 1 for token in tokens)
