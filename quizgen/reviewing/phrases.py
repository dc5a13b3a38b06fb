"""Words that some options have and others do not."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from quizgen.reviewing.examined import Examined
from quizgen.reviewing.words import WORD, words_of


def said_by_some(seen: Examined, wanted: AbstractSet[str]) -> tuple[str, str] | None:
    """Return the first option with one of the words, and the word, unless no option has one or all have."""
    if not wanted or not seen.named:
        return None
    if all(wanted.isdisjoint(words) for words in seen.option_words):
        return None
    found = [(option.text, _said(option.text, wanted)) for option in seen.item.options]
    having = [(text, word) for text, word in found if word]
    return having[0] if 0 < len(having) < len(found) else None


def _said(text: str, wanted: AbstractSet[str]) -> str | None:
    """The first of the words that stands in small letters, or begins a text that goes on in small letters."""
    tokens: list[str] = WORD.findall(text)
    for n, token in enumerate(tokens):
        word = words_of(token)
        name = token[:1].isupper() and (n > 0 or len(tokens) == 1 or not tokens[1][:1].islower())
        if word and word[0] in wanted and not name:
            return token
    return None
