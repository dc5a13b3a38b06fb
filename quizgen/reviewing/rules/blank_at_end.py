"""The options are to fill a blank in the middle of the question.

To try an option the reader must hold half a sentence in mind, jump to the options and back. In a choice the blank
stands at the end, or a question before it says what is asked.
References: Haladyna, Downing and Rodriguez 2002, guideline 15; Moore et al. 2023 (fill in the blank).

Flawed: In ____ the first satellite was launched.
Mended: In which year was the first satellite launched?

Way out: word the question yourself (`ask:`).
"""

from __future__ import annotations

from quizgen.model.item import BLANK
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q118"
SEVERITY = Severity.WARNING
ASKS = "?？؟:："


def review(seen: Examined) -> str | None:
    """Look at what stands before and behind the blank of a choice."""
    stem = seen.item.stem
    if BLANK not in stem or not seen.item.options:
        return None
    before, _, behind = stem.rpartition(BLANK)
    if any(mark in before for mark in ASKS) or not any(char.isalnum() for char in behind):
        return None
    return "the blank stands in the middle of the sentence"
