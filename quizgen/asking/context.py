"""Does a stem say enough to be asked alone? "What did she say?" does not: nobody knows who she is."""

from __future__ import annotations

import re

from quizgen.asking.english.words import FINITE, OPENERS, PREPOSITIONS
from quizgen.model.fact import STARTERS
from quizgen.model.item import BLANK

POINTING = frozenset(
    "he He she She it It they They him Him her Her them Them his His its Its their Their this This these These today "
    "yesterday tomorrow nowadays currently latter".split()
)
PLACES = {word: re.compile(rf"\b{word}\b(?![\w'’-])") for word in POINTING} | {
    "today": re.compile(r"(?<!of )\btoday\b(?![\w'’-])"),  # "the world of today" is no day
    "latter": re.compile(r"\blatter\b(?= (?:is|was|were|did|do|say|has|had)\b|[?,.]|$)"),  # nor "the latter half"
}
DEICTIC = frozenset("today yesterday tomorrow nowadays currently latter".split())
POSSESSIVE = frozenset("his her its their".split())
FRAME = re.compile(r"^[^?]*\bcompletes? this statement\? |\b[Cc]omplete this \w+|\b[Ww]hich of these\b")
"""What our own words say of a statement, a quotation and the options."""
NO_SUBJECT = re.compile(
    r"it (?:be |been |was |is |were )?(?:\w+ly )?(?:said|reported|claimed|announced|believed|thought|known|revealed|"
    r"estimated|alleged|decided|agreed|found|possible|impossible|necessary|likely|clear|take|took)\b"
)
ASKED = re.compile(r"\b(?:who|whom|whose|which|what|how many)\b", re.IGNORECASE)
ASKED_FIRST = re.compile(r"(?:^|, |: )(?:which|what) \w+", re.IGNORECASE)
PEOPLE = frozenset({"who", "whom", "whose"})
MONTHS = "january february march april may june july august september october november december".split()
NO_NAMES = (
    FINITE | OPENERS | PREPOSITIONS | {"when", "where", "what", "which", "how", "to", *PEOPLE, *MONTHS, *STARTERS}
)
NO_NAMES |= frozenset("he she it they him them today yesterday tomorrow".split())
LEADING = STARTERS - {"this", "these", "his", "her", "its", "their"}
"""Words behind which a thing is named: "the king", "two ships"."""


def stands_alone(stem: str) -> bool:
    """Tell whether every pronoun of an English stem has something before it that it may stand for."""
    words = stem.replace("?", " ").replace(",", " ").replace(".", " ").replace("(", " ").split()
    pointing = POINTING.intersection(words)
    if not pointing:
        return True
    told = FRAME.sub(" ", stem) if "omplete" in stem or "hich of" in stem else stem
    return all(_meant(told, found) for word in pointing for found in PLACES[word].finditer(told))


def _meant(told: str, found: re.Match[str]) -> bool:
    word = found[0].lower()
    if word in DEICTIC:
        return False
    if word == "it" and NO_SUBJECT.match(told, found.start()):
        return True
    if word in POSSESSIVE and ASKED.search(told):
        return True
    before = told[: found.start()]
    words = re.findall(r"[\w’'-]+", before)
    if BLANK in before or any(map(_names, words)):
        return True
    if words and words[-1].lower() in FINITE:
        return False  # "What did she say": whoever she is stands for nothing that is asked
    return bool(ASKED_FIRST.search(before)) or any(one.lower() in PEOPLE for one in words)


def _names(word: str) -> bool:
    """Whether the word may begin what a later pronoun stands for."""
    bare = word.lower()
    if word in LEADING:
        return True
    return word[:1].isupper() and bare not in NO_NAMES and bare not in POSSESSIVE and len(word) > 1
