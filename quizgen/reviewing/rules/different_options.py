"""No two options say the same.

Two options that mean the same cannot both be wrong answers worth thinking about; whoever sees it may strike both.
Options are the same when they name one entity, when they differ only in case, accents, article, punctuation or the
order of their words, or when a single letter sets one name apart from the other (Qasem, Qassem) and the bank does not
know the two as different. Reference: Haladyna, Downing and Rodriguez 2002, guideline 22: independent options.

Flawed: Which country?  Iran / USA / the United States / Iraq
Mended: Which country?  Iran / United States / Syria / Iraq

Way out: name the aliases of the entity (`aka:`), so that quizgen knows the two as one; if they are two, give each an
entry under `entities:`.
"""

from __future__ import annotations

from itertools import combinations

from rapidfuzz import fuzz

from quizgen.problem import Severity
from quizgen.reviewing.examined import TIMELINE, Examined

CODE = "Q102"
SEVERITY = Severity.ERROR
ALIKE = 90
LONG = 5
"""Shorter words are too easily one letter apart: Iran, Iraq."""


def review(seen: Examined) -> str | None:
    """Compare the options by what they name, and by their words."""
    names = seen.option_phrases if seen.item.kind in TIMELINE else seen.identities
    if len(set(names)) == len(names) and (not seen.named or seen.distinct):
        return None
    options = zip(seen.item.options, names, seen.option_words, strict=True)
    for (one, name, words), (other, other_name, other_words) in combinations(options, 2):
        if name == other_name or (seen.named and _spelt_alike(seen, words, other_words, one.text, other.text)):
            return f"the options “{one.text}” and “{other.text}” are the same"
    return None


def _spelt_alike(seen: Examined, words: tuple[str, ...], others: tuple[str, ...], one: str, other: str) -> bool:
    """Whether the words are the same in another order, or but for one letter in one of them."""
    if len(words) != len(others) or not words:
        return False
    mine, theirs = set(words), set(others)
    left = mine - theirs
    if not left:
        return mine == theirs
    right = theirs - mine
    if len(left) > 1 or len(right) > 1 or len(words) < 2:
        return False
    return _variant(left.pop(), right.pop()) and not _known_apart(seen, one, other)


def _variant(one: str, other: str) -> bool:
    letters = one.isalpha() and other.isalpha() and min(len(one), len(other)) >= LONG
    return letters and one[0] == other[0] and fuzz.ratio(one, other) >= ALIKE


def _known_apart(seen: Examined, one: str, other: str) -> bool:
    entities = seen.context.bank.entities
    return entities.find(one) is not None and entities.find(other) is not None
