"""Text in lines of a certain width, as a terminal or a printer with letters of one width shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Scripts whose lines may break between any two signs, but for the punctuation that belongs to the one before or after.
OPENING = "([{“‘「『（〈《【〔［｛"
CLOSING = ",.!?:;)\\]}”’…、。，．・：；！？）」』〉》】〕］｝々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
SIGNS = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
PIECE = re.compile(f"[{re.escape(OPENING)}]*[{SIGNS}][{CLOSING}]*| +|\u200b|[^ \u200b{SIGNS}]+")
NARROWEST = 16
"""So much is left to a text, however far it is indented."""


def columns(text: str) -> int:
    """Return how many columns the text takes: East Asian signs take two, combining and unseen ones none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def wrapped(text: str, width: int, mark: str = "", indent: int = 0) -> str:
    """Return the text in lines of at most `width` columns, with `mark` before it and all else flush with its begin.

    A word longer than a line is left whole: it may be an address.
    """
    room = max(width - indent - columns(mark), NARROWEST)
    lines = [line for part in text.splitlines() or [""] for line in _lines(part, room)]
    first, rest = " " * indent + mark, " " * (indent + columns(mark))
    return "\n".join(((rest if number else first) + line).rstrip(" ") for number, line in enumerate(lines))


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"} or "\u1160" <= sign <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _lines(text: str, room: int) -> Iterator[str]:
    if columns(text) <= room:
        yield text
        return
    line, used = "", 0
    for piece in PIECE.findall(text):
        wide = columns(piece)
        if used + wide > room and line.strip(" ") and piece.strip(" "):
            yield line.rstrip(" ")
            line, used = "", 0
        if line or piece.strip(" "):
            line, used = line + piece, used + wide
    yield line.rstrip(" ")
