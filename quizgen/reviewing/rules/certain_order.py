"""The order of the events is not certain.

The dates of the facts behind the options do not prove the order that the answer needs: the other order holds, or one
of the two may be so far off (`tolerance`) that it could. Players of timeline games complain of little else.

Flawed: which came first, the bridge of about 1620 or the tower of 1621?
Mended: which came first, the bridge of about 1620 or the tower of 1702?

Way out: give the facts more exact dates, in EDTF if need be (`[that summer](when 2019-07)`).
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.timelines import UNCERTAIN, flaw

CODE = "T301"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Work the order out anew from the facts behind the options."""
    return flaw(seen, UNCERTAIN)
