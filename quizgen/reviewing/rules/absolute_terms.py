"""Some options speak in absolutes ("always", "never", "only").

Hardly anything is always so, so test-wise readers strike such options. Words count as whole words, in small letters,
and only where some options have one and others do not: "None Shall Pass" and "The Only Way" are names.
References: Haladyna, Downing and Rodriguez 2002, guideline 28a; NBME guide (absolute terms).

Flawed: it never erupts / it erupts every year / it erupted in 1980 / it erupted in 1912
Mended: 1947 / 1956 / 1980 / 1912

Way out: mark the fact itself, not what is said about it.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.phrases import said_by_some

CODE = "Q114"
SEVERITY = Severity.WARNING


def review(seen: Examined) -> str | None:
    """Look for absolute words in some of the options."""
    found = said_by_some(seen, seen.words.absolute)
    return f"“{found[1]}” makes the option “{found[0]}” too absolute to be right" if found else None
