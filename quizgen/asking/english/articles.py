"""Articles before a blank."""

from __future__ import annotations

import re

LAST_ARTICLE = re.compile(r"\b([Aa])n? $")


def untelling(lead: str) -> str:
    """Return the words before a blank without an article that tells how the answer begins: "a ____" is "a(n) ____"."""
    return LAST_ARTICLE.sub(r"\1(n) ", lead)
