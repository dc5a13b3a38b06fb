"""The subject replaced by the question phrase: "Who ordered the strike", "How many apostles followed Jesus"."""

from __future__ import annotations

import re

from quizgen.asking.english import phrases
from quizgen.asking.english.clause import Clause, Pieces, first_word, tokens
from quizgen.asking.english.wanted import Wanted, goes_on, joined, repeats
from quizgen.asking.english.words import BE, DETERMINERS, GROUPED, JOINING, NESTING, PLURAL, is_finite
from quizgen.model.fact import Slot

BESIDE = re.compile(r", (?:an?) ((?:[\w-]+ ){0,5}[\w-]+),")


def as_subject(clause: Clause, wanted: Wanted) -> Pieces | None:
    """Return the question that puts the phrase in the subject's place: "Who ordered the strike"."""
    slot, phrase = wanted.slot, wanted.phrase
    lead = clause.subject[0] if isinstance(clause.subject[0], str) else ""
    at = 1 if lead else 0
    if slot.head in {"when", "where"} or slot.index not in clause.subject[at : at + 1]:
        return None
    if lead.strip().lower() not in {"", *DETERMINERS}:
        return None
    made = _subject_phrase(slot, phrase, clause.subject[at + 1 :])
    if made is None or goes_on(clause.rest) == "clause" or "not" in tokens(clause.rest)[:1]:
        return None
    verb = phrases.agreeing(clause.verb, slot, phrase, first_word(clause.rest))
    if verb is None or (phrase == "Who" and first_word(clause.rest) in GROUPED):
        return None
    if slot.head != "how many" and repeats(slot, (f" {clause.verb}",)):
        return None
    words = " ".join(part for part in (clause.adverbs, verb) if part)
    return joined(clause.opening, made, (f" {words}", *clause.rest))


def _subject_phrase(slot: Slot, phrase: str, behind: Pieces) -> str | None:
    """The phrase with the words of the subject that stay: "Whose army", "Which seamstress", "How many men"."""
    text = behind[0] if behind else ""
    if len(behind) > 1 or not isinstance(text, str):
        return None
    if slot.head == "whose":
        owned = text.removeprefix("'s").removeprefix("’s")
        return f"{phrase}{owned}" if phrase == "Whose" else f"{phrase}'s{owned}"
    if not text:
        return phrase
    beside = BESIDE.fullmatch(text)
    if beside and phrase in {"Who", "What"} and not any(w in NESTING or w in JOINING for w in beside[1].split()):
        return f"Which {beside[1]}"
    return None


def counted_subject(pieces: Pieces, wanted: Wanted) -> Pieces | None:
    """Return the question for a number that begins its sentence: "How many apostles followed Jesus"."""
    if pieces[0] != wanted.slot.index:
        return None
    made = phrases.counted(wanted.slot, wanted.phrase, pieces[1:])
    text = made[1][0] if made and made[1] else ""
    found = re.match(r" ([a-z]+)(?=\s|$)", text) if isinstance(text, str) else None
    if not made or not found or not is_finite(found[1]):
        return None
    front, rest = made
    if "not" in tokens(rest)[1:2] or goes_on(rest):
        return None
    return joined((), front, (f" {PLURAL.get(found[1], found[1])}{str(text)[found.end() :]}", *rest[1:]))


def identified(pieces: Pieces, wanted: Wanted) -> Pieces | None:
    """Return the question for what a sentence ends in: "Who was the first man to walk on the Moon"."""
    words = tokens(pieces[:-1])
    if pieces[-1] != wanted.slot.index or len(words) < 3 or words[0] != "The" or words[-1] not in BE:
        return None
    if any(is_finite(w) or w in NESTING or w in JOINING or w.endswith(",") for w in words[1:-1]):
        return None
    last = str(pieces[-2]).rstrip().removesuffix(words[-1]).rstrip()
    named = (f"the{str(pieces[0])[3:]}", *pieces[1:-2], last) if len(pieces) > 2 else (f"the{last[3:]}",)
    return joined((), wanted.phrase, (f" {words[-1]} ", *named))
