"""Some options speak vaguely ("usually", "often", "some").

How often is often? Readers differ, and a hedged option is likelier to be right than a bare one. Words count as whole
words, in small letters, and only where some options have one and others do not; "May" is a month.
References: NBME guide (vague terms); Moore et al. 2023.

Flawed: often in winter / in spring / in summer / in autumn
Mended: winter / spring / summer / autumn

Way out: mark the thing itself without the hedge.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.phrases import said_by_some

CODE = "Q115"
SEVERITY = Severity.WARNING


def review(seen: Examined) -> str | None:
    """Look for vague words in some of the options."""
    found = said_by_some(seen, seen.words.vague)
    return f"“{found[1]}” leaves the option “{found[0]}” vague" if found else None
