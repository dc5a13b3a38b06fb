"""The stem is no question.

A stem must be answerable with the options covered: it ends in a question mark or a colon, or shows a blank to fill,
and says enough to know what is asked (Haladyna, Downing and Rodriguez 2002, guideline 14; NBME: cover the options).

Way out: word the question yourself (`ask:`).
"""

from __future__ import annotations

from quizgen.model.item import BLANK, Item
from quizgen.problem import Severity
from quizgen.reviewing import Reviewed

CODE = "Q119"
SEVERITY = Severity.ERROR
ENDS = ("?", ":", "？", "：", "؟", ";")
FEWEST = 3


def review(item: Item, context: Reviewed) -> str | None:
    """Look at how the stem ends and how much it says."""
    stem = item.stem.rstrip(" »”\"'）)")
    if BLANK not in stem and not stem.endswith(ENDS):
        return "the question does not end as a question"
    spaced = len(stem.split()) if " " in stem.strip() else len(stem)
    return "the question says too little" if spaced < FEWEST else None
