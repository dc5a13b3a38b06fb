"""Text as quotes are compared, with the way back to where each character stood."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

REFERENCE_MARK = re.compile(r"\[(?:\d{1,4}|[a-z]{1,2}|[Nn]ote \d+|citation needed)\]")
EQUAL = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    "\u2026": "...",
}


@dataclass(frozen=True)
class Normalised:
    """`text` as compared; `origins[i]` is the offset in the raw text of what became `text[i]`."""

    raw: str
    text: str
    origins: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw offsets (end exclusive) of a stretch of the compared text."""
        return self.origins[start], self.end_of(end - 1)

    def end_of(self, last: int) -> int:
        """Return the raw offset behind the compared character `last`, with the marks that combine with it."""
        end = self.origins[last] + 1
        while end < len(self.raw) and unicodedata.combining(self.raw[end]):
            end += 1
        return end


@lru_cache(maxsize=64)
def normalise(raw: str) -> Normalised:
    """Return the text as compared: NFKC, one kind of quotes, dashes and spaces, no case, no reference marks."""
    out: list[str] = []
    origins = array("l")
    blank = True
    marks = {found.start(): found.end() for found in REFERENCE_MARK.finditer(raw)}
    at, length = 0, len(raw)
    while at < length:
        if at in marks:
            at = marks[at]
            continue
        end = at + 1
        while end < length and unicodedata.combining(raw[end]):
            end += 1
        for char in _compared(raw[at:end]):
            if char == " ":
                if blank:
                    continue
                blank = True
            else:
                blank = False
            out.append(char)
            origins.append(at)
        at = end
    return Normalised(raw, "".join(out), origins)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return only the compared text, without the way back: for short texts, and quick where they are plain ASCII."""
    if text.isascii() and "[" not in text:
        return " ".join(text.replace("`", "'").lower().split())
    return normalise(text).text.strip()


@lru_cache(maxsize=8192)
def _compared(cluster: str) -> str:
    plain = EQUAL.get(cluster)
    if plain is None:
        plain = unicodedata.normalize("NFKC", cluster).casefold()
        plain = "".join(EQUAL.get(char, char) for char in plain)
    return "".join(" " if char.isspace() else char for char in plain)
