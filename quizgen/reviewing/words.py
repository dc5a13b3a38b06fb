"""What the rules look for in texts: words of a language by their use (words.yaml), and how texts are cut into words."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator

from quizgen.grounding.normalising import UNSPACED
from quizgen.model.entity import unmarked
from quizgen.model.frozen import Frozen
from quizgen.reading.located import read_yaml

WORD = re.compile(r"\w+")
LONGER = re.compile(r"(?<![-'’])\b[^\W\d_]\w{3,}")


@lru_cache(maxsize=32768)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and accents."""
    return tuple(WORD.findall(unmarked(text)))


@lru_cache(maxsize=32768)
def flat(text: str) -> str:
    """Return the words of a text with one space between."""
    return " ".join(words_of(text))


def count(text: str) -> int:
    """Return how many words a text has; in scripts without spaces two letters make a word."""
    tokens = words_of(text)
    if text.isascii():
        return len(tokens)
    return sum((len(token) + 1) // 2 if UNSPACED.search(token) else 1 for token in tokens)


def is_name(text: str) -> bool:
    """Tell whether a text is written as a name: with a capital on each longer word."""
    return text != text.lower() and not any(word[0].islower() for word in LONGER.findall(text))


def _flat(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(flat(phrase) for phrase in phrases)


Phrases = Annotated[frozenset[str], AfterValidator(_flat)]
NONE: frozenset[str] = frozenset()


class Words(Frozen):
    """The lists of one language, as words.yaml says at its top what each is for; a list it lacks is empty."""

    all_or_none: Phrases = NONE
    together: Phrases = NONE
    negative: Phrases = NONE
    clauses: Phrases = NONE
    absolute: Phrases = NONE
    vague: Phrases = NONE
    articles: Phrases = NONE
    little: Phrases = NONE
    empty: Phrases = NONE
    units: Phrases = NONE
    pronouns: Phrases = NONE
    possessives: Phrases = NONE
    deictics: Phrases = NONE
    referring: Phrases = NONE
    shown: Phrases = NONE
    starts: Phrases = NONE

    @cached_property
    def pointing(self) -> frozenset[str]:
        """The words that may point at something."""
        return self.pronouns | self.possessives | self.deictics | self.referring_ends

    @cached_property
    def referring_ends(self) -> frozenset[str]:
        """The last words of what refers to something named before."""
        return frozenset(phrase.rpartition(" ")[2] for phrase in self.referring)

    @cached_property
    def naming_nothing(self) -> frozenset[str]:
        """The words that name nothing."""
        return self.little | self.units | self.pronouns


NOTHING = Words()


@lru_cache(maxsize=1)
def languages() -> dict[str, Words]:
    """Return the lists by language."""
    text = files("quizgen.reviewing").joinpath("words.yaml").read_text(encoding="utf-8")
    data = read_yaml(text, "words.yaml")
    return {name: Words.model_validate(lists) for name, lists in data.items()} if isinstance(data, dict) else {}


@lru_cache(maxsize=64)
def words_for(language: str) -> Words:
    """Return the lists of a language such as `en` or `en-GB`; empty ones where there are none."""
    return languages().get(language.partition("-")[0].lower(), NOTHING)
