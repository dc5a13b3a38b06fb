"""Text as Markdown that shows just what was typed, whatever it holds: after CommonMark 0.31 and GitHub's additions.

What a sign means depends on what stands around it, and templates put texts anywhere. So whatever may mean something is
escaped, wherever it stands; letters, digits and plain punctuation stay readable.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup

# Emphasis, code, links, HTML, tables, strike-outs, headings; the formulas, notes and tags of other Markdown tools.
SIGN = re.compile(r"[\\`*_\[\]<~|#$^{}]|&(?=#?[0-9A-Za-z]+;)")
# What would become a link by itself, and then show the backslashes within it.
ADDRESS = re.compile(r"(https?|ftp)(?=://)|(www)(?=\.)", re.IGNORECASE)
# Quotes, lists, underlines of headings, the line below the head of a table, definitions.
FIRST = re.compile(r"[>+=:-]|(?<=[0-9])[.)]")
NUMBER = re.compile(r"[0-9]+(?=[.)])")
WEB = re.compile(r"https?://[^\s<>、。，）」]*[^\s<>、。，）」.,;:!?'\")\]]")
SAFE = "!#$%&'+,-./:;=?@~"
"""What an address may hold as it is, beside letters and digits."""


def markdown(text: str) -> Markup:
    """Return the text as it is written in Markdown. Its line breaks stay, as hard ones."""
    lines = [line.strip(" \t") for line in text.strip(" \t\n").splitlines()]
    return _written("\\\n".join(map(_line, lines)))


def one_line(text: str) -> Markup:
    """Return the text in one line, as a heading wants it."""
    return markdown(" ".join(text.split()))


def address(url: str) -> Markup:
    """Return a web address as it stands between a link's round brackets."""
    return _written(quote(url, safe=SAFE, errors="replace").replace("&", "\\&"))


def linked(text: str) -> Markup:
    """Return the text in one line, with its web addresses as links."""
    text = " ".join(text.split())
    parts, end = [], 0
    for found in WEB.finditer(text):
        parts += [_line(text[end : found.start()]), _link(found[0])]
        end = found.end()
    return _written("".join([*parts, _line(text[end:])]))


def _link(url: str) -> str:
    """In the short form nothing can be escaped; there is none for what would be read as an entity."""
    return f"[{_line(url)}]({address(url)})" if "&" in url or "\\" in url else f"<{url}>"


def _line(line: str) -> str:
    escaped = ADDRESS.sub(r"\g<0>\\", SIGN.sub(r"\\\g<0>", line))
    number = NUMBER.match(escaped)
    start = number.end() if number else 0
    return f"{escaped[:start]}\\{escaped[start:]}" if FIRST.match(escaped, start) else escaped


def _written(text: str) -> Markup:
    return Markup(text)  # noqa: S704  (the mark of what is not to be escaped again)
