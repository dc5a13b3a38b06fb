"""The hidden words of a cloze note: `{{c1::answer::hint}}`, one inside another too."""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(r"\{\{c[0-9,]+::|\}\}")
Part = tuple[str, bool]
"""A stretch of a field's HTML, and whether it is an answer."""


def cloze_parts(html: str) -> list[Part]:
    """Split a field into the texts around its outermost clozes and the answers in them, without their hints.

    An inner cloze is part of the outer one's answer. What is opened and never closed is text.
    """
    return list(_parts(html, _outermost(html)))


def _outermost(html: str) -> list[tuple[int, int]]:
    """The stretches from `{{c1::` to its `}}` that lie in no other one."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for token in TOKEN.finditer(html):
        if token[0] != "}}":
            opened.append(token.start())
        elif opened:
            start = opened.pop()
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, token.end()))
    return spans


def _parts(html: str, spans: list[tuple[int, int]]) -> Iterator[Part]:
    end = 0
    for start, stop in spans:
        yield html[end:start], False
        yield _answer(html[start:stop]), True
        end = stop
    yield html[end:], False


def _answer(cloze: str) -> str:
    """What a cloze hides: its text and that of the clozes in it; a hint ends the stretch of text it follows."""
    return "".join(text.partition("::")[0] for text in TOKEN.split(cloze))
