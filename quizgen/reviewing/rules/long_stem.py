"""The question is long.

More than 40 words are hard to keep in mind, and what does not help to answer is window dressing. Fewer, and each is
read. (The measure of variety that SAQUET adds cannot exceed its limit below 40 words, so the count alone decides.)
References: Haladyna, Downing and Rodriguez 2002, guidelines 13 and 16; Moore et al. 2023.

Flawed: In which year was Jane Doe, who …, and who …, awarded the prize for her work on …, which …?
Mended: In which year was Jane Doe awarded the prize?

Way out: word the question yourself (`ask:`), or leave a long field out of the pattern of a table.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.words import count

CODE = "Q120"
SEVERITY = Severity.WARNING
MOST = 40


def review(seen: Examined) -> str | None:
    """Count the words, if there may be too many."""
    stem = seen.item.stem
    if len(stem) <= 2 * MOST or (stem.isascii() and stem.count(" ") < MOST):
        return None
    words = count(stem)
    return f"the question has {words} words" if words > MOST else None
