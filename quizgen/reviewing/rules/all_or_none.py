"""An option is "all of the above" or "none of the above".

"All of the above" is right as soon as two options are seen to be right, and "none of the above" asks for no knowledge
of what is right. Only whole options count, in the words of the item's language: "None Shall Pass" is a name.
Reference: Haladyna, Downing and Rodriguez 2002, guidelines 25 and 26.

Flawed: Titan / Io / Europa / none of the above
Mended: Titan / Io / Europa / Triton

Way out: take the option out of the bank; three options are enough (Rodriguez 2005).
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q111"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Look for an option that is such a phrase."""
    found = seen.words.all_or_none.intersection(seen.option_phrases)
    return f"the option “{min(found)}” speaks of the other options" if found else None
