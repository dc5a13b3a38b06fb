"""Something fronted and the rest inverted: "When was X killed", "When did X launch Y"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from quizgen.asking import verbs
from quizgen.asking.english import phrases, subjects
from quizgen.asking.english.clause import Clause, Pieces, first_word, tokens
from quizgen.asking.english.wanted import Wanted, goes_on, joined, repeats
from quizgen.asking.english.words import (
    BE,
    CARRYING_ON,
    FINITE,
    JOINING,
    LIMITS,
    MODALS,
    NESTING,
    PARTICLES,
    PARTS,
    PHRASAL,
    PLACE_NOUNS,
    PREPOSITIONS,
    is_adverb,
)
from quizgen.model.fact import Slot

LAST_WORDS = re.compile(r"(?:^|(?<=\s))(?:(?P<preposition>[a-z]+)\s+)?(?:(?P<article>the|a|an)\s+)?$")
ARTICLE = re.compile(r"(?:^|(?<=\s))(?:the|a|an)\s+$")


def inverted(clause: Clause, wanted: Wanted) -> Pieces | None:
    """Return the question that fronts the phrase and inverts: "When was X killed", "When did X launch Y"."""
    if goes_on(clause.rest) or "not" in tokens(clause.rest)[:1]:
        return None
    if clause.opening and clause.opening[-1] == wanted.slot.index:
        front = _from_opening(clause.opening, wanted)
        return _inversion((), front, clause, clause.rest) if front else None
    if wanted.slot.index not in clause.rest:
        return None
    cut = _cut(clause, wanted)
    return _inversion(clause.opening, cut[0], clause, cut[1]) if cut else None


def _from_opening(opening: Pieces, wanted: Wanted) -> str | None:
    words = opening[0] if len(opening) == 2 else ""
    preposition = str(words).strip().lower().removesuffix(" the").strip()
    if wanted.slot.head == "when":
        return phrases.of_time(preposition, wanted.phrase)
    if wanted.slot.head == "where":
        return phrases.of_place(preposition, wanted.phrase, wanted.plain)
    fits = preposition == "during" and wanted.slot.head == "which"
    return f"{preposition} {phrases.lowered(wanted.phrase)}" if fits else None


def _inversion(opening: Pieces, front: str, clause: Clause, rest: Pieces) -> Pieces | None:
    subject = clause.subject if clause.opening else subjects.inside(clause.subject)
    if subject is None:
        return None
    adverbs = f" {clause.adverbs}" if clause.adverbs else ""
    if clause.auxiliary:
        return joined(opening, front, (f" {clause.verb} ", *subject, adverbs, *rest))
    return joined(opening, front, (" did ", *subject, f"{adverbs} {clause.base}", *rest))


def _cut(clause: Clause, wanted: Wanted) -> tuple[str, Pieces] | None:
    """Take the slot with its preposition out of what follows the verb; return what is fronted, and the rest."""
    slot = wanted.slot
    at = clause.rest.index(slot.index)
    before, after = clause.rest[:at], clause.rest[at + 1 :]
    preposition, kept = _preposition(clause, before)
    if _shared(before, after) or not _ends_there(after):
        return None
    if slot.head == "how many":
        made = phrases.counted(slot, wanted.phrase, after)
        if made is None:
            return None
        wanted, after = replace(wanted, phrase=made[0]), made[1]
    elif repeats(slot, after):
        return None
    between = _between(clause, kept)
    if between is None or (preposition in LIMITS and _range(after)):
        return None
    front = _front(clause, wanted, preposition, between, kept)
    return (front, (*kept, *after)) if front else None


def _front(clause: Clause, wanted: Wanted, preposition: str, between: list[str], kept: Pieces) -> str | None:
    """What is fronted: the phrase with the preposition that the slot stood behind."""
    slot = wanted.slot
    if slot.head == "when":
        return phrases.of_time(preposition, wanted.phrase)
    if slot.head == "where":
        return phrases.of_place(preposition, wanted.phrase, wanted.plain)
    placed = preposition in {"in", "on"} and slot.head == "which" and slot.role.rpartition(" ")[2] in PLACE_NOUNS
    agent = preposition == "by" and _passive(clause) and _only_around(between, kept, wanted.around)
    if between and not (placed or agent) and not _complement(clause, preposition, between, slot):
        return None  # whatever stands between might own the slot
    if preposition in LIMITS - PREPOSITIONS and _after_verb(clause, clause.rest)[0] != "name":
        return None  # "named after" alone goes with a thing
    if not preposition and clause.verb in BE and not _passive(clause):
        return wanted.phrase  # "Who were the founders", for nothing is done to them
    return phrases.of_thing(preposition, slot, wanted.phrase)


def _range(after: Pieces) -> bool:
    return tokens(after)[:1] in (["to"], ["and"], ["until"])


def _preposition(clause: Clause, before: Pieces) -> tuple[str, Pieces]:
    """The preposition before a slot, and what stands before that; articles go, particles of the verb stay."""
    text = before[-1] if before and isinstance(before[-1], str) else ""
    found = LAST_WORDS.search(text)
    preposition = found["preposition"] or "" if found else ""
    verb, words = _after_verb(clause, before)
    particle = words[:1] == [preposition] and verb in PHRASAL.get(preposition, ())
    if preposition not in PREPOSITIONS | LIMITS or particle:
        preposition, found = "", ARTICLE.search(text)
    cut = text[: found.start()].rstrip() if found else text.rstrip()
    return preposition, (*before[:-1], cut) if text else before


def _after_verb(clause: Clause, kept: Pieces) -> tuple[str, list[str]]:
    """The base of the main verb, and the words and marks that follow it."""
    words, verb = tokens(kept), clause.base or ""
    if clause.auxiliary:
        while words and (words[0] == "been" or is_adverb(words[0])):
            words.pop(0)
        if words and clause.verb in MODALS and verbs.is_base(words[0]):
            verb = words.pop(0)
        elif words and verbs.is_participle(words[0]):
            verb = verbs.base_of_participle(words.pop(0)) or ""
    return verb, words


def _between(clause: Clause, kept: Pieces) -> list[str] | None:
    """The words and marks between the main verb and the slot; None when another clause may begin among them."""
    verb, words = _after_verb(clause, kept)
    if len(words) == 1 and words[0] in PARTICLES:
        words.pop(0)
    if any("," in word or ";" in word for word in words):
        return None
    plain = _carried([word.strip(".") for word in words], verb)
    if any(word in NESTING or word in FINITE or verbs.is_verb_form(word) for word in plain):
        return None
    return None if any(a == "to" and verbs.is_base(b) for a, b in pairwise(plain)) else words


def _carried(plain: list[str], verb: str) -> list[str]:
    """The words without a second verb that only carries the first one on: "began to paint"."""
    if verb in CARRYING_ON and plain[:1] == ["to"] and verbs.is_base("".join(plain[1:2])):
        return plain[2:]
    return plain[1:] if verb in CARRYING_ON and plain and plain[0].endswith("ing") else plain


def _passive(clause: Clause) -> bool:
    return clause.verb in BE and verbs.is_participle(first_word(clause.rest))


def _only_around(between: list[str], kept: Pieces, around: frozenset[int]) -> bool:
    """Whether only times and places stand before an agent: "shot in [1865] by"."""
    marked = all(isinstance(piece, str) or piece in around for piece in kept)
    return marked and all(word == "\0" if number % 2 else word in {"in", "on"} for number, word in enumerate(between))


def _complement(clause: Clause, preposition: str, between: list[str], slot: Slot) -> bool:
    """Whether the slot belongs to a noun behind "was": "was the capital of [Peru]" asks "Of which country"."""
    plain = all(word.isalpha() and word not in PREPOSITIONS and word not in PARTS for word in between)
    return clause.verb in BE and preposition == "of" and slot.head == "which" and plain and len(between) <= 4


def _ends_there(after: Pieces) -> bool:
    """Whether the thing that the slot holds ends with it, unlike "[Ann]'s brother" and "[Queen] of Spain"."""
    text = after[0] if after and isinstance(after[0], str) else ""
    return not text or (text[0] in ' ,.)"”' and tokens(after)[:1] != ["of"])


def _shared(before: Pieces, after: Pieces) -> bool:
    """Whether the slot is one of two things joined by "and", which cannot be asked for alone."""
    lead = before[-1] if before and isinstance(before[-1], str) else ""
    tail = after[0] if after and isinstance(after[0], str) else ""
    joined_before = len(before) > 1 and lead.strip() in JOINING
    return joined_before or (len(after) > 1 and tail.strip() in JOINING)
