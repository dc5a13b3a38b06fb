"""Question phrases: what stands in front, which preposition it takes along, and whether it agrees."""

from __future__ import annotations

import re

from quizgen.asking.english.words import (
    DETERMINERS,
    LIMITS,
    NEAR_PREPOSITIONS,
    NESTING,
    PLACE_PREPOSITIONS,
    PLURAL,
    PREPOSITIONS,
    SINGULAR,
    TIME_PREPOSITIONS,
    is_plural,
)
from quizgen.asking.verbs import is_participle, is_verb_form
from quizgen.model.fact import Piece, Slot

IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "person", "wives": "wife", "lives": "life"}
LATER = 2
"""How many words of a noun an author may leave to the sentence: "[four](how many) senior officers"."""


def lowered(phrase: str) -> str:
    """Return the phrase as it stands behind something: "in which year"."""
    return phrase[:1].lower() + phrase[1:]


def of_time(preposition: str, phrase: str) -> str | None:
    """Return what is asked for a date behind a preposition: "In which year", "Since which year"."""
    if preposition in TIME_PREPOSITIONS:
        return phrase
    noun = phrase.partition(" ")[2]
    return f"{preposition} {noun}" if preposition in LIMITS and noun.startswith("which ") else None


def of_place(preposition: str, phrase: str, plain: str) -> str | None:
    """Return what is asked for a place behind a preposition: "In which city", "Near which city", "Where"."""
    if preposition not in PLACE_PREPOSITIONS:
        return None
    own, _, noun = phrase.partition(" ")
    if not noun.startswith("which "):
        return plain if preposition not in NEAR_PREPOSITIONS - {"near"} else None
    if preposition == own.lower() or preposition in NEAR_PREPOSITIONS:
        return f"{preposition} {noun}"
    return plain


def of_thing(preposition: str, slot: Slot, phrase: str) -> str:
    """Return what is asked for a person or a thing behind a preposition: "by whom", "to which city"."""
    if slot.head in {"who", "whom"} and " " not in phrase:
        return f"{preposition} whom" if preposition else "whom"
    return f"{preposition} {lowered(phrase)}" if preposition else phrase


def agreeing(verb: str, slot: Slot, phrase: str, following: str) -> str | None:
    """Return the verb as it agrees with the phrase in the subject's place, or None where that is not sure.

    "which country were" becomes "which country was" before a participle only: behind it there may be a noun that goes
    with the plural ("were allies"). "Who were the first" stays.
    """
    if slot.head == "how many":
        return PLURAL.get(verb, verb)
    if verb not in SINGULAR or slot.head == "whose" or is_plural(slot.role):
        return verb
    if phrase == "Who" and following in DETERMINERS:
        return verb
    return SINGULAR[verb] if is_participle(following) else None


def counted(slot: Slot, phrase: str, after: tuple[Piece, ...]) -> tuple[str, tuple[Piece, ...]] | None:
    """Return the phrase of a number with its noun, and what follows that; None where the noun is not surely known.

    `[two](how many wives) wives` and `[two](how many) wives` both ask "How many wives".
    """
    text = after[0] if after and isinstance(after[0], str) else ""
    noun = slot.role.removeprefix("how many").strip()
    words = text.split()
    if noun:
        rest = _without_noun(noun.split(), words)
        if rest is None:
            return (phrase, after) if not words or _ends_noun(words[0]) else None
        return phrase, (_rejoined(rest, text), *after[1:])
    count = next((n for n, word in enumerate(words) if _ends_noun(word)), len(words))
    if not 0 < count <= LATER + 1 or (count == len(words) and len(after) > 1):
        return None
    last = words[count - 1] if count else ""
    if count == len(words) and not last.endswith("s"):
        return None
    return f"{phrase} {' '.join(words[:count])}", (_rejoined(words[count:], text), *after[1:])


def _without_noun(noun: list[str], words: list[str]) -> list[str] | None:
    said, meant = [_stem(word) for word in words[: len(noun)]], [_stem(word) for word in noun]
    return words[len(noun) :] if said == meant else None


def _stem(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    return re.sub(r"(?:e?s)$", "", word.lower())


def _rejoined(words: list[str], text: str) -> str:
    if not words:
        return ""
    return f" {' '.join(words)}{' ' if text.endswith(' ') else ''}"


def _ends_noun(word: str) -> bool:
    """Whether the noun is over: a preposition, a verb, a clause or punctuation begins."""
    return (
        word in PREPOSITIONS or word in NESTING or is_verb_form(word) or not word.isalpha() or word in SINGULAR.values()
    )
