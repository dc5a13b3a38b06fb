"""Text as quotes are compared, with the way back to where each character stood."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

REFERENCE_MARK = re.compile(
    r"\[(?:\d{1,3}|(?:[Nn]ote|[Nn]b|[Nn]) ?\d+|[a-z ]{3,40} needed)\]"
    r"|\[[a-z]\](?![^\W\d_])"  # in "[t]he" and "[s]he" an editor speaks
    r"|(?<=[^\s\[({\"'“‘„«])\[[ab][a-z]\](?![^\W\d_])"  # in “[no] evidence” and "kill[ed]", too
)
EQUAL = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bb\u02bc\u0060\u00b4\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0e\ufe0f", ""),
    **{char: char for char in "⁰¹²³⁴⁵⁶⁷⁸⁹¼½¾⅓⅔⅛⅜⅝⅞"},  # 10³ is not 103
    "\u2026": "...",
}
PLAIN_RUN = re.compile(r"[!-Z\\\]^_a-~]+(?![^\x00-\x7f])")
"""ASCII without spaces, `[` (a reference mark may begin), a backtick, and nothing behind it that may combine."""
COMPOSING = frozenset(
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35\uff9e\uff9f"
) | {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
"""What joins the character before it and is no combining mark: vowel signs, and the parts of a Hangul syllable."""
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


@dataclass(frozen=True)
class Normalised:
    """`text` as compared; `origins[i]` is the offset in the raw text of what became `text[i]`."""

    raw: str
    text: str
    origins: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw offsets (end exclusive) of a stretch of the compared text."""
        return self.origins[start], _end_of_cluster(self.raw, self.origins[end - 1])


def normalise(raw: str) -> Normalised:
    """Return the text as compared: NFKC, one kind of quotes, dashes and spaces, no case, no reference marks."""
    return _phrase(raw) if len(raw) < 2000 else _document(raw)


def _normalised(raw: str) -> Normalised:
    out: list[str] = []
    origins = array("l")
    blank = True
    marks = {found.start(): found.end() for found in REFERENCE_MARK.finditer(raw)}
    at, length = 0, len(raw)
    while at < length:
        if at in marks:
            at = marks[at]
            continue
        if run := PLAIN_RUN.match(raw, at):  # most of most texts, taken in one step
            end = run.end()
            out.append(raw[at:end].lower())
            origins.extend(range(at, end))
            at, blank = end, False
            continue
        end = _end_of_cluster(raw, at)
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


_phrase = lru_cache(maxsize=4096)(_normalised)
_document = lru_cache(maxsize=16)(_normalised)  # a store of its own, for phrases would push the snapshots out


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return only the compared text, without the way back: for short texts, and quick where no characters combine."""
    if "[" not in text:
        found = text.replace("`", "'").lower() if text.isascii() else text.translate(_SINGLE)
        if COMBINES not in found:
            return " ".join(found.split())
    return normalise(text).text.strip()


COMBINES = "\x00"


class _Single(dict[int, str]):
    """What becomes of each character that stands alone, worked out when it first comes; of a combining one, a sign."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = COMBINES if unicodedata.combining(char) or char in COMPOSING else _compared(char)
        return self[code]


_SINGLE = _Single()


def _end_of_cluster(raw: str, at: int) -> int:
    """Return the offset behind the character at `at` and the marks that combine with it."""
    end = at + 1
    while end < len(raw) and (unicodedata.combining(raw[end]) or raw[end] in COMPOSING):
        end += 1
    return end


@lru_cache(maxsize=8192)
def _compared(cluster: str) -> str:
    plain = EQUAL.get(cluster)
    if plain is None:
        plain = unicodedata.normalize("NFKC", cluster).casefold()
        plain = "".join(EQUAL.get(char, char) for char in plain)
    return "".join(" " if char.isspace() else char for char in plain)


def places(wanted: str, text: str) -> Iterator[int]:
    """Yield where `wanted` stands in `text`, both as compared, without being cut out of a word or a number."""
    at = text.find(wanted)
    while at >= 0:
        if not (_inside_word(text, at) or _inside_word(text, at + len(wanted))):
            yield at
        at = text.find(wanted, at + 1)


def _inside_word(text: str, at: int) -> bool:
    """Whether a cut at `at` goes through a word, or through a number such as 1,200 or 3.5."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if unicodedata.category(right).startswith("M"):
        return True
    if _of_word(left) and _of_word(right):
        return not (UNSPACED.match(left) or UNSPACED.match(right))
    if left == "]" or right == "[":  # "[s]he", "kill[ed]"
        return _of_word(right if left == "]" else left)
    if right in ".,:":
        return left.isdigit() and text[at + 1 : at + 2].isdigit()
    return left in ".,:" and right.isdigit() and text[max(0, at - 2) : at - 1].isdigit()


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")
