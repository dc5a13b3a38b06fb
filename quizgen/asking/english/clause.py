"""The main clause of a statement: what opens it, its subject, its finite verb, and what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizgen.asking import verbs
from quizgen.asking.english import subjects
from quizgen.asking.english.words import (
    BE,
    FINITE,
    HAVE,
    JOINING,
    MODALS,
    NESTING,
    OPENERS,
    PRONOUNS,
    STATING,
    abbreviated,
    is_adverb,
    is_starter,
)
from quizgen.model.fact import Piece, Statement

Pieces = tuple[Piece, ...]
ASIDE = re.compile(r"[;…]|: | [–—-] |—|!|\?")
"""What breaks a sentence up so that its order cannot be changed."""
STOP = re.compile(r"(\S*)\.[\"”’)]*(?=\s)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: what opens it, its subject, adverbs, the finite verb, and what follows the verb."""

    opening: Pieces
    subject: Pieces
    adverbs: str
    verb: str
    rest: Pieces

    @property
    def auxiliary(self) -> bool:
        """Whether the finite verb inverts by itself; `had` does so only before a participle."""
        if self.verb in BE or self.verb in MODALS:
            return True
        word = first_word(self.rest)
        return self.verb in HAVE and (word == "been" or verbs.is_participle(word))

    @property
    def base(self) -> str | None:
        """The base of a finite main verb in the past, for did."""
        return "have" if self.verb == "had" else verbs.base_of(self.verb)


def clause_of(statement: Statement) -> Clause | None:
    """Return the main clause, or None when the statement is not surely of the simple form."""
    pieces = without_stop(statement.pieces)
    if statement.record or not pieces or _broken(pieces):
        return None
    opening, main = _split_opening(pieces, statement)
    if not main:
        return None
    subject, rest = subjects.split(main, {slot.index for slot in statement.slots if slot.head in {"whose", "how many"}})
    if not subject or not rest or not isinstance(rest[0], str):
        return None
    return _with_verb(opening, subject, rest[0], rest[1:])


def without_stop(pieces: Pieces) -> Pieces:
    """Return the sentence without its full stop, unless that is part of a last word such as "Inc."."""
    last = pieces[-1]
    if not isinstance(last, str):
        return pieces
    text = last.rstrip()
    word = text.removesuffix(".").rpartition(" ")[2]
    kept = text if abbreviated(word) else text.removesuffix(".")
    return (*pieces[:-1], kept) if kept else pieces[:-1]


def _broken(pieces: Pieces) -> bool:
    """Whether there is more than one sentence, or something that breaks the sentence up."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return any(ASIDE.search(text) or any(not abbreviated(w) for w in STOP.findall(text)) for text in texts)


def _split_opening(pieces: Pieces, statement: Statement) -> tuple[Pieces, Pieces]:
    """An opening is there only when the first word is one that opens; then a date or the first comma must close it."""
    first = pieces[0]
    if not isinstance(first, str) or first.split(" ")[0].lower() not in OPENERS:
        return (), pieces
    if len(pieces) > 3 and first.lower() in {"in ", "on ", "in the "} and _is_date(pieces[1], statement):
        lead = pieces[2]
        if lead == " ":
            return pieces[:2], pieces[3:]
        if isinstance(lead, str) and lead[:1] == " " and is_starter(lead.split()[0]):
            return pieces[:2], (lead[1:], *pieces[3:])
    return _up_to_comma(pieces)


def _is_date(piece: Piece, statement: Statement) -> bool:
    return not isinstance(piece, str) and statement.slots[piece].head == "when"


def _up_to_comma(pieces: Pieces) -> tuple[Pieces, Pieces]:
    for number, piece in enumerate(pieces):
        if isinstance(piece, str) and ", " in piece:
            before, _, after = piece.partition(", ")
            opening = (*pieces[:number], before) if before else pieces[:number]
            return opening, (after, *pieces[number + 1 :]) if after else pieces[number + 1 :]
    return (), ()


def _with_verb(opening: Pieces, subject: Pieces, text: str, rest: Pieces) -> Clause | None:
    words = re.findall(r"^(?: [a-z]+(?:-[a-z]+)?)+(?=\s|$)", text)
    plain = words[0].split() if words else []
    count = next((n for n, word in enumerate(plain) if not is_adverb(word)), len(plain))
    if count == len(plain):
        return None
    adverbs, verb = " ".join(plain[:count]), plain[count]
    after = text[len(" ".join(["", *plain[: count + 1]])) :]
    clause = Clause(opening, subject, adverbs, verb, (after, *rest) if after else rest)
    if clause.auxiliary:
        return clause
    if clause.base is None or first_word(clause.rest) == "by" or _another_verb(clause):
        return None  # "the drone ordered by …" is no finite verb
    return clause


def _another_verb(clause: Clause) -> bool:
    """Whether the clause has a second finite verb, so that the first was a participle: "the ship built here sank"."""
    if clause.base in STATING:
        return False
    for word in tokens(clause.rest):
        if word in NESTING or word in JOINING or word.lower() in PRONOUNS or word.endswith(","):
            return False
        if word in FINITE:
            return True
    return False


def tokens(pieces: Pieces) -> list[str]:
    """Return the words; a mark is one word, which is no word of the language."""
    found: list[str] = []
    for piece in pieces:
        found += piece.split() if isinstance(piece, str) else ["\0"]
    return found


def first_word(pieces: Pieces) -> str:
    """Return the first word that is no adverb, or '' where a mark comes first."""
    words = pieces[0].split() if pieces and isinstance(pieces[0], str) else []
    return next((word for word in words if not is_adverb(word)), "")
