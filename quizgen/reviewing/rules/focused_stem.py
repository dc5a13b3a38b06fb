"""The stem is no question.

A stem must be answerable with the options covered: it ends in a question mark or a colon, or shows a blank to fill; it
has three words or more; and at least one of them says what it is about, unless a picture or sound does. "Which of these
is true?" leaves that to the options. References: Haladyna, Downing and Rodriguez 2002, guidelines 14 and 15; NBME
guide: cover the options.

Flawed: Which of the following is correct?
Mended: Which probe was the first to land on Titan?

Way out: word the question yourself (`ask:`).
"""

from __future__ import annotations

from quizgen.grounding.normalising import UNSPACED
from quizgen.model.item import BLANK
from quizgen.problem import Severity
from quizgen.reviewing.examined import TIMELINE, Examined

CODE = "Q119"
SEVERITY = Severity.ERROR
ENDS = ("?", ":", "？", "：", "؟", ";")
FEWEST = 3


def review(seen: Examined) -> str | None:
    """Look at how the stem ends and how much it says."""
    item = seen.item
    stem = item.stem.rstrip(" »”\"'）)")
    if BLANK not in stem and not stem.endswith(ENDS):
        return "the question does not end as a question"
    if stem.count(" ") < 2 * FEWEST and _words(seen) < FEWEST:
        return "the question says too little"
    if item.kind in TIMELINE or item.asking:  # "Which of these happened first?" is about its options
        return None
    little, empty, units = seen.words.little, seen.words.empty, seen.words.units
    if little and all(word in little or word in empty or word in units for word in seen.stem_words):
        return "the question does not say what it is about"
    return None


def _words(seen: Examined) -> int:
    """How many words the stem has; scripts without spaces count by the letter."""
    return sum(len(token) if UNSPACED.search(token) else 1 for token in seen.stem_words)
