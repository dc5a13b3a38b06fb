"""Exactly one option is right.

A choice with no right option cannot be answered, and one with two punishes who knows more. The key is right by the
bank, and every wrong option must be wrong by the bank (Haladyna, Downing and Rodriguez 2002, guideline 19).

Way out: tell the bank what else is right, with `also:` or `several:` in the fact, or `aka:` and `in:` in an entity.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q101"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Count the right options, and look for the key among the wrong ones."""
    item = seen.item
    if not item.options or item.interaction in {"order", "match"}:
        return None
    if len(item.right) != 1 and item.interaction == "choice":
        return f"{len(item.right)} of its options are right"
    keys = {seen.identity(text) for text in (*item.key, *item.accept)}
    wrong = [o.text for o in item.options if not o.correct and seen.identity(o.text) in keys]
    return f"the option “{wrong[0]}” is right, too" if wrong else None
