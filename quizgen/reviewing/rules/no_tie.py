"""Two events have the same date.

Of two events of one day, month or year neither came first, as far as the bank knows, and who knows that finds no
answer. "What came next" is asked only where one date is over before the other begins.

Flawed: which came first, Apollo 11 (1969) or Apollo 12 (1969)?
Mended: which came first, Apollo 11 (1969) or Apollo 13 (1970)?

Way out: give the facts more exact dates, in EDTF if need be (`[that summer](when 2019-07)`).
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.timelines import TIE, flaw

CODE = "T302"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Work the order out anew from the facts behind the options."""
    return flaw(seen, TIE)
