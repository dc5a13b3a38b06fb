"""Texts as GIFT holds them: each on one line, its signs escaped, in the plain format wherever that will do.

Nothing escapes `->`, and a `%` or a `[` at the start of an answer is taken for a weight or a format. A line break has
an escape, but not every reader knows it; in HTML it is a tag.
"""

from __future__ import annotations

import re

from quizgen.exporting.markup import RIGHT_TO_LEFT, html, legal

SIGNS = tuple(r"\~=#{}:")
LINES = re.compile("[\n\r\x85\u2028\u2029]")
PLACEHOLDER = "&&0"
"""What readers put for an escaped sign while they read; in a plain text it would become that sign."""
PLAIN, HTML = "plain", "html"


def signs(text: str) -> str:
    """Return the text with GIFT's own signs escaped."""
    return _escaped(legal(text))


def hypertext(content: str) -> str:
    """Return HTML with its format in front."""
    return f"[html]{_escaped(content)}"


def _escaped(text: str) -> str:
    for sign in SIGNS:  # the backslash first; so many searches take a tenth of the time of one `translate`
        text = text.replace(sign, f"\\{sign}")
    return text


def stem(text: str, language: str) -> str:
    """Return a question, always with its format in front."""
    if needs_html(text):
        return hypertext(f'<p dir="auto" lang="{html(language)}">{html(text)}</p>')
    return f"[plain]{signs(text.strip())}"


def part(text: str, default: str) -> str:
    """Return an option or the like, with its format in front where that is not the question's or cannot be left out."""
    if needs_html(text):
        return hypertext(f'<span dir="auto">{html(text)}</span>')
    bare = signs(text.strip())
    return f"[plain]{bare}" if default != PLAIN or bare[:1] in {"[", "%"} else bare


def typed(text: str) -> str:
    """Return an answer to be typed, which is plain text whatever the question is."""
    bare = signs(text.strip())
    return f"[plain]{bare}" if bare[:1] in {"[", "%"} else bare


def format_of(text: str) -> str:
    """Return the format that `stem` writes a text in."""
    return HTML if needs_html(text) else PLAIN


def needs_html(text: str) -> bool:
    """Tell whether a text cannot be plain: its direction must be said, or a sign in it has no escape."""
    if "->" in text or PLACEHOLDER in text or LINES.search(text):
        return True
    return not text.isascii() and RIGHT_TO_LEFT.search(text) is not None
