"""Where the subject of a clause ends: a mark with what belongs to it, or plain words before a verb."""

from __future__ import annotations

from collections.abc import Collection

from quizgen.asking import verbs
from quizgen.asking.english.words import (
    BE,
    COMMON,
    HAVE,
    JOINING,
    MODALS,
    NAME_PARTS,
    NESTING,
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    is_adverb,
    is_finite,
    is_starter,
)
from quizgen.model.fact import Piece, Starting

Pieces = tuple[Piece, ...]
NOTHING: tuple[Pieces, Pieces] = ((), ())
LONGEST = 6
"""No subject without a mark has more words than this."""


def split(main: Pieces, owners: Collection[int] = ()) -> tuple[Pieces, Pieces]:
    """Split a clause into its subject and the rest, which begins with the verb; nothing when that is not sure.

    `owners` are the marks that have a noun behind them: whose it is, or how many there are.
    """
    lead: Pieces = ()
    if isinstance(main[0], str):
        if (found := _plain_subject(main[0])) is not None:
            return (main[0][:found],), (main[0][found:], *main[1:])
        if not _is_lead(main[0]) or len(main) < 2:
            return NOTHING
        lead, main = (main[0],), main[1:]
    if isinstance(main[0], str) or len(main) < 2 or not isinstance(main[1], str):
        return NOTHING
    return _extended((*lead, main[0]), main[1:], owned=main[0] in owners)


def _extended(subject: Pieces, rest: Pieces, *, owned: bool) -> tuple[Pieces, Pieces]:
    """The subject with what else belongs to it: its possession, its partners, what stands beside it."""
    text = rest[0]
    assert isinstance(text, str)  # noqa: S101  (the caller looked)
    if owned or text.startswith(("'s ", "’s ")):
        cut = _verb_at(text, 1)
        return ((*subject, text[:cut]), (text[cut:], *rest[1:])) if cut else NOTHING
    if len(rest) > 1 and _joins(text):
        joined = _with_partners(subject, rest)
        if joined[0]:
            return joined
    if text.startswith(", "):
        return _with_apposition(subject, rest, ", ")
    if text.startswith(" ("):
        return _with_apposition(subject, rest, ") ")
    return subject, rest


def _joins(text: str) -> bool:
    words = text.replace(",", " ").split()
    return bool(text.strip()) and all(word in {"and", "the"} for word in words) and text[-1:] == " "


def _with_partners(subject: Pieces, rest: Pieces) -> tuple[Pieces, Pieces]:
    """Marks one after the other, the last one behind "and": "[A], [B] and [C]"."""
    last = ""
    while len(rest) > 2 and isinstance(rest[0], str) and _joins(rest[0]) and not isinstance(rest[1], str):
        last, subject, rest = rest[0], (*subject, *rest[:2]), rest[2:]
    return (subject, rest) if "and" in last.split() else NOTHING


def _with_apposition(subject: Pieces, rest: Pieces, closing: str) -> tuple[Pieces, Pieces]:
    """The subject with what stands beside it, up to the comma or the bracket that closes it."""
    for number, piece in enumerate(rest):
        if not isinstance(piece, str):
            continue
        close = piece.find(closing, 2 if number == 0 else 0)
        if close >= 0:
            inner = (*rest[:number], piece[: close + 1])
            return (*subject, *inner), (piece[close + 1 :], *rest[number + 1 :])
    return NOTHING


def _is_lead(text: str) -> bool:
    """Whether the words may stand before the first mark of a subject: "The", "The capital of", "French president"."""
    words = text.lower().split()
    if not words or len(words) > 4 or "," in text or not text.endswith(" "):
        return False
    if any(w in NESTING or w in BE or w in HAVE or w in JOINING or verbs.is_verb_form(w) for w in words):
        return False
    others = [word for word in words if word in PREPOSITIONS]
    return not others or (others == ["of"] and is_starter(words[0]) and words[0] != "of" and "of" in words[-2:])


def _plain_subject(text: str) -> int | None:
    """Where the verb begins behind a subject without any mark, or None."""
    words = text.split()
    if not words or words[0].lower() in PRONOUNS or words[0].lower() in COMMON:
        return None
    cut = _verb_at(f" {text}", 0)
    subject = text[: cut - 1].split() if cut else []
    if not subject:
        return None
    if is_starter(subject[0]) or _is_name(subject):
        return cut - 1
    return None


def _is_name(words: list[str]) -> bool:
    """Whether the words can only be a name; one word that ends in -s may be "Workers"."""
    if any(not word[:1].isupper() and word not in NAME_PARTS for word in words) or not words[-1][:1].isupper():
        return False
    return len(words) > 1 or not words[0].endswith("s")


def _verb_at(text: str, skip: int) -> int:
    """Where the finite verb (with its adverbs) begins in a text that opens with plain words; 0 where none surely does.

    The text opens with a space or with "'s ". `skip` words are no verbs, whatever they look like.
    """
    words = text.split(" ")
    at = len(words[0])
    for number, word in enumerate(words[1:], 1):
        if number > skip + LONGEST:
            return 0
        if number > skip and is_finite(word):
            return 0 if number == 1 or _participle_subject(words[number:]) else at
        if not _plain_word(word, number):
            return 0
        if not (number > 1 and is_adverb(word) and _verb_follows(words[number + 1 :])):
            at += 1 + len(word)
            continue
        return at
    return 0


def _verb_follows(words: list[str]) -> bool:
    following = next((word for word in words if not is_adverb(word)), "")
    return is_finite(following)


def _plain_word(word: str, number: int) -> bool:
    bare = word.lower()
    if bare in NESTING or bare in JOINING or (bare in PREPOSITIONS and bare != "of"):
        return False
    return word.replace("-", "").replace("'", "").replace("’", "").isalpha() and (number < 2 or bare != "there")


def _participle_subject(words: list[str]) -> bool:
    """Whether what looks like the verb may be a participle that belongs to the subject: "captured army was"."""
    if words[0] in BE or words[0] in HAVE or words[0] in MODALS:
        return False
    for word in words[1:5]:
        if word in NESTING or word in JOINING or word in PRONOUNS:
            return False
        if word in BE or word in HAVE or word in MODALS:
            return True
    return False


def inside(subject: Pieces) -> Pieces | None:
    """Return the subject as it stands inside a sentence; None when its first letter is not surely known."""
    first = subject[0]
    if not isinstance(first, str):
        return (Starting(first), *subject[1:])
    words = first.split()
    if is_starter(words[0]):
        return (first[:1].lower() + first[1:], *subject[1:])
    if words[0].lower() in TITLES or (len(subject) == 1 and _is_name(words)):
        return subject
    return None
