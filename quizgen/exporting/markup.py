"""Texts on their way into a platform's file: whatever an author wrote stays text, and no file breaks on it."""

from __future__ import annotations

import re

from quizgen.model.item import Item

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML cannot hold at all, or no reader wants."""
NEWLINE = re.compile(r"\r\n?|[\n\x85\u2028\u2029]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A letter of a script that runs from right to left."""
CREATIVE_COMMONS = re.compile(
    r"CC[- ](BY(?:[- ](?:SA|ND|NC|NC[- ]SA|NC[- ]ND))?)[- ](1\.0|2\.0|2\.5|3\.0|4\.0)|CC(0)(?:[- ]1\.0)?", re.IGNORECASE
)
LINK = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def legal(text: str) -> str:
    """Return the text without the characters that XML cannot hold, its line breaks as line feeds."""
    if text.isprintable():  # most texts, at a tenth of the time; nothing illegal is printable
        return text
    return NEWLINE.sub("\n", ILLEGAL.sub("", text))


def flat(text: str) -> str:
    """Return the legal text on one line, each run of white space one space."""
    return " ".join(legal(text).split())


def shortened(text: str, most: int) -> str:
    """Return the text on one line of at most so many characters, with an ellipsis where the rest is left out."""
    line = flat(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def escaped(text: str) -> str:
    """Return the text as XML and HTML hold it, between tags as well as between double quotation marks."""
    text = legal(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def html(text: str) -> str:
    """Return HTML, well-formed as XML, that shows the text as it is, with its line breaks."""
    return escaped(text.strip()).replace("\n", "<br/>")


def inner(text: str) -> str:
    """Return `html` of a part of a line, which keeps the spaces at its ends."""
    return html(f"|{text}|")[1:-1]


def link(url: str | None) -> str:
    """Return a web address fit to be offered as a link; empty for any other, such as `javascript:`."""
    return url if url is not None and LINK.fullmatch(url) and not ILLEGAL.search(url) else ""


def creative_commons(licence: str) -> tuple[str, str] | None:
    """Return what a Creative Commons licence asks for and its version: `("BY-SA", "4.0")`, of CC0 `("0", "1.0")`.

    Its parts may be joined by hyphens or by spaces. None for any other licence.
    """
    found = CREATIVE_COMMONS.fullmatch(licence.strip())
    if not found:
        return None
    return (found[1].upper().replace(" ", "-"), found[2]) if found[1] else ("0", "1.0")


def texts(item: Item) -> tuple[str, ...]:
    """Return the texts of an item that every platform shows."""
    options = (option.text for option in item.options)
    quotes = (citation.quote or "" for citation in item.citations)
    return (item.stem, *options, *item.targets, *item.key, *item.accept, item.rationale, *quotes)
