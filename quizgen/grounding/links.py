"""Links that open a source at the quote (WICG text fragments)."""

from __future__ import annotations

from urllib.parse import quote as percent

from quizgen.grounding.normalising import REFERENCE_MARK

EDGE_WORDS = 4
EDGE = 80
"""Of a range each end has so many words, and where words are not spaced no more than so many characters."""
LONGEST = 300
"""Browsers match an exact fragment only within one block; longer quotes are given as a range."""


def link_to_quote(url: str | None, quote: str, lead: str = "") -> str | None:
    """Return the address that opens the page at the quote; `lead` are the words before it, if it stands there twice.

    A quote that spans a reference mark, or that is long, becomes a range `start,end`: on the page the mark is text,
    so an exact match would fail.
    """
    if not url or not url.startswith(("http://", "https://")):
        return url
    parts = [part.strip() for part in REFERENCE_MARK.split(quote) if any(map(str.isalnum, part))]
    if not parts or ":~:" in url:
        return url
    opened = f"{url}{'' if '#' in url else '#'}:~:text={_prefix(lead)}"
    if len(parts) == 1 and len(parts[0]) <= LONGEST:
        return f"{opened}{_encoded(parts[0])}"
    first, last = parts[0].split()[:EDGE_WORDS], parts[-1].split()[-EDGE_WORDS:]
    return f"{opened}{_encoded(' '.join(first)[:EDGE])},{_encoded(' '.join(last)[-EDGE:])}"


def _prefix(lead: str) -> str:
    words = " ".join(lead.split()[-EDGE_WORDS:])[-EDGE:]
    return f"{_encoded(words)}-," if any(map(str.isalnum, words)) else ""


def _encoded(text: str) -> str:
    """A hyphen has a meaning in a fragment, so it is encoded, too."""
    return percent(" ".join(text.split()), safe="").replace("-", "%2D")
