"""What is asked of a clause, and what every question made from one has to look at."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.asking import verbs
from quizgen.asking.english import phrases
from quizgen.asking.english.clause import Pieces, tokens
from quizgen.asking.english.words import DETERMINERS, JOINING, is_adverb, is_finite
from quizgen.model.fact import Slot


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the slot, the phrase for it ("In which country"), and the plain one ("Where").

    The plain phrase has no preposition of its own and fits behind any. `around` are the marks that hold a time or a
    place.
    """

    slot: Slot
    phrase: str
    plain: str
    around: frozenset[int] = frozenset()


def goes_on(rest: Pieces) -> str:
    """Return what "and", "but" or "or" adds to the main verb's words: another `predicate`, another `clause`, or ''."""
    words = [word for word in " ".join(tokens(rest)).replace(",", " ").split() if word]
    for number, word in enumerate(words):
        if word not in JOINING:
            continue
        tail = [w for w in words[number + 1 :] if w not in DETERMINERS and not is_adverb(w)]
        if tail and _verbal(tail[0]):
            return "predicate"
        if len(tail) > 1 and _verbal(tail[1]):
            return "clause"
    return ""


def _verbal(word: str) -> bool:
    return is_finite(word) or verbs.is_participle(word)


def repeats(slot: Slot, after: Pieces) -> bool:
    """Tell whether the noun of the question phrase follows the slot: "[Seven](which dwarfs) dwarfs"."""
    first = after[0] if after else ""
    noun = slot.role.rpartition(" ")[2]
    return isinstance(first, str) and " " in slot.role and first.split()[:1] == [noun]


def joined(opening: Pieces, phrase: str, rest: Pieces) -> Pieces:
    """Return the question: what opens it, the phrase, and the rest."""
    if not opening:
        return (phrase[:1].upper() + phrase[1:], *rest, "?")
    return (*opening, f", {phrases.lowered(phrase)}", *rest, "?")
