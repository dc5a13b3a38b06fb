"""No two options say the same.

Two options that mean the same cannot both be wrong answers worth thinking about; whoever sees it may strike both
(Haladyna, Downing and Rodriguez 2002, guideline 22: keep options independent).

Way out: name the aliases of the entity (`aka:`), so that quizgen knows the two as one.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q102"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Compare the options by what they name, without case, accents and articles."""
    names: dict[str, str] = {}
    for option in seen.item.options:
        name = seen.identity(option.text)
        if name in names:
            return f"the options “{names[name]}” and “{option.text}” are the same"
        names[name] = option.text
    return None
