"""From the HTML in a field of an Anki note to plain text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape

# One expression from left to right, for a field may hold 100 kB of "<": no part of it is looked at twice, and what is
# not closed reaches to the end, as in a browser.
MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<unseen>script|style)\b.*?(?:</(?P=unseen)\s*>|\Z)"
    r"|<[!?][^>]*(?:>|\Z)"
    r"""|</?(?P<tag>[a-z][^\s/>]*)(?:=\s*"[^"]*(?:"|\Z)|=\s*'[^']*(?:'|\Z)|[^>])*(?:>|\Z)"""
    r"|\[sound:(?P<sound>[^\[\]]*)\]"
    r"|\[/?(?:latex|\${1,2}|anki:[^\[\]]*)\]",
    re.IGNORECASE | re.DOTALL,
)
PICTURES, SOUNDS = "picture", "sound"
LEFT = {"img": PICTURES, "svg": PICTURES, "canvas": PICTURES, "audio": SOUNDS, "video": SOUNDS}
INLINE = frozenset(
    "a abbr b bdi bdo big cite code del em font i ins kbd label mark q ruby s small span strike strong sub sup tt u "
    "var wbr".split()
)
"""Tags at which no word ends; at others a line does, or a cell."""
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no text holds, or nobody sees: controls, half characters, marks of byte order."""


def left_behind(html: str) -> Counter[str]:
    """Count the pictures and sounds of a field, which a text cannot hold."""
    found: Counter[str] = Counter()
    for markup in MARKUP.finditer(html):
        tag = (markup["tag"] or "").lower()
        if markup["sound"] is not None:
            found[SOUNDS] += 1
        elif tag in LEFT:
            found[LEFT[tag]] += not markup[0].startswith("</")
    return found


def plain(html: str) -> str:
    """Return what a field says: one line, composed characters (NFC), neither markup nor anything unprintable."""
    return tidy(running(html))


def running(html: str) -> str:
    """Return the text of a stretch of HTML with the spaces around it, which matter inside a sentence."""
    return unescape(MARKUP.sub(_between, html))


def _between(markup: re.Match[str]) -> str:
    return "" if (markup["tag"] or "").lower() in INLINE else " "


def tidy(text: str) -> str:
    """Return the text on one line, without what no file can hold."""
    return unicodedata.normalize("NFC", " ".join(UNWRITABLE.sub(_space, text).split()))


def _space(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else ""
