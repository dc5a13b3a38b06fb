"""The dates of two events overlap.

January 2020 and 3 January 2020, or 2019–2022 and 2020, may be the same time: neither is before the other (Allen 1983:
of thirteen relations of two intervals only "before" and "after" put them in order).

Flawed: which came first, the crisis of 2019–2022 or the strike of January 2020?
Mended: which came first, the withdrawal of 2018 or the strike of January 2020?

Way out: give the facts more exact dates, in EDTF if need be (`[that summer](when 2019-07)`).
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.timelines import OVERLAP, flaw

CODE = "T303"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Work the order out anew from the facts behind the options."""
    return flaw(seen, OVERLAP)
