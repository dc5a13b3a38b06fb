"""An event has no date with a year.

A date without a year (27 December), a season, or no date at all cannot be put on a timeline.

Flawed: which came first, the fair (every 27 December) or the flood (1953)?
Mended: which came first, the fair of 27 December 1951 or the flood of 1953?

Way out: give the facts more exact dates, in EDTF if need be (`[that summer](when 2019-07)`).
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.timelines import NO_YEAR, flaw

CODE = "T304"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Work the order out anew from the facts behind the options."""
    return flaw(seen, NO_YEAR)
