"""What cards cannot carry, counted, for every format that Anki takes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from quizgen.exporting.anki_note import is_link
from quizgen.model.item import Item


def links(items: Iterable[Item]) -> Counter[str]:
    """Count the links that are not for the web."""
    urls = (citation.url for item in items for citation in item.citations if citation.url)
    return Counter("link" for url in urls if not is_link(url))


def media(items: Iterable[Item]) -> Counter[str]:
    """Count the pictures and sounds, for a format that holds text alone."""
    return Counter("picture or sound" for item in items for _ in item.media)
