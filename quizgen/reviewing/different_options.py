"""No two options say the same.

Two options that mean the same cannot both be wrong answers worth thinking about; whoever sees it may strike both
(Haladyna, Downing and Rodriguez 2002, guideline 22: keep options independent).

Way out: name the aliases of the entity (`aka:`), so that quizgen knows the two as one.
"""

from __future__ import annotations

from quizgen.model.item import Item
from quizgen.problem import Severity
from quizgen.reviewing import Reviewed

CODE = "Q102"
SEVERITY = Severity.ERROR


def review(item: Item, context: Reviewed) -> str | None:
    """Compare the options by what they name, without case, accents and articles."""
    seen: dict[str, str] = {}
    for option in item.options:
        name = context.bank.entities.identity(option.text)
        if name in seen:
            return f"the options “{seen[name]}” and “{option.text}” are the same"
        seen[name] = option.text
    return None
