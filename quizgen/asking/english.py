"""English questions from statements: subject replacement, inversion, and did + base.

A statement is understood only as far as that is sure: an opening adverbial with a comma, a marked subject, a finite
verb right behind it. Anything else gives no wording here, and the ladder goes on to the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from quizgen.asking import verbs
from quizgen.model.fact import Piece, Slot, Starting, Statement

OPENERS = frozenset(
    "in on at after before during by from since between under following shortly within throughout as for".split()
)
BE = frozenset("was were is are".split())
HAVE = frozenset("has had have".split())
MODALS = frozenset("will would can could may might must shall should".split())
FINITE = BE | HAVE | MODALS | frozenset("did does do".split())
JOINING = frozenset("and but or".split())
ADVERBS = frozenset("first later also then once soon again still already never instead thus once jointly".split())
DETERMINERS = frozenset("the a an".split())
TIME_PREPOSITIONS = frozenset("on in at".split())
PLACE_PREPOSITIONS = frozenset("in at on near inside outside over off along".split())
NESTING = frozenset(
    "that which who whom whose while after before because when where although though but if whether since until "
    "as than not".split()
)
LAST_WORDS = re.compile(r"(?:^|(?<=\s))(?:(?P<preposition>[a-z]+)\s+)?(?:(?P<article>the|a|an)\s+)?$")
PREPOSITIONS = PLACE_PREPOSITIONS | frozenset(
    "to from by with for of about against under into onto through across between among during within upon".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: what opens it, its subject, adverbs, the finite verb, and what follows the verb."""

    opening: tuple[Piece, ...]
    subject: tuple[Piece, ...]
    adverbs: str
    verb: str
    rest: tuple[Piece, ...]

    @property
    def auxiliary(self) -> bool:
        """Whether the finite verb inverts by itself; `had` does so only before a participle."""
        if self.verb in BE or self.verb in MODALS:
            return True
        word = _first_word(self.rest)
        return self.verb in HAVE and (word == "been" or verbs.is_participle(word))

    @property
    def base(self) -> str | None:
        """The base of a finite main verb in the past, for did."""
        return "have" if self.verb == "had" else verbs.base_of(self.verb)


def clause_of(statement: Statement) -> Clause | None:
    """Return the main clause, or None when the statement is not surely of the simple form."""
    if statement.record:
        return None
    pieces = _without_stop(statement.pieces)
    opening, main = _split_opening(pieces)
    if main is None:
        return None
    subject, rest = _split_subject(main)
    if not subject or not rest or not isinstance(rest[0], str):
        return None
    return _with_verb(opening, subject, rest[0], rest[1:])


def _without_stop(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    last = pieces[-1]
    if isinstance(last, str):
        return (*pieces[:-1], last.rstrip().removesuffix("."))
    return pieces


def _split_opening(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...] | None]:
    """An opening is there only when the first word is one that opens; then the first comma must close it."""
    first = pieces[0]
    if not isinstance(first, str) or first.split(" ")[0].lower() not in OPENERS:
        return (), pieces
    for number, piece in enumerate(pieces):
        if isinstance(piece, str) and ", " in piece:
            before, _, after = piece.partition(", ")
            return (*pieces[:number], *([before] if before else [])), (
                (after, *pieces[number + 1 :]) if after else pieces[number + 1 :]
            )
    return (), None


def _split_subject(main: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The subject: at most four plain words, one mark, and perhaps an apposition between commas."""
    lead: tuple[Piece, ...] = ()
    if isinstance(main[0], str):
        if not _plain(main[0]) or len(main) < 2:
            return (), ()
        lead, main = (main[0],), main[1:]
    if isinstance(main[0], str) or len(main) < 2:
        return (), ()
    subject, rest = (*lead, main[0]), main[1:]
    if isinstance(rest[0], str) and rest[0].startswith(", "):
        return _with_apposition(subject, rest, ", ")
    if isinstance(rest[0], str) and rest[0].startswith(" ("):
        return _with_apposition(subject, rest, ") ")
    return subject, rest


def _with_apposition(
    subject: tuple[Piece, ...], rest: tuple[Piece, ...], closing: str
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The subject with what stands beside it, up to the comma or the bracket that closes it."""
    for number, piece in enumerate(rest):
        if not isinstance(piece, str):
            continue
        start = 2 if number == 0 else 0
        close = piece.find(closing, start)
        if close >= 0:
            inner = (*rest[:number], piece[: close + 1])
            return (*subject, *inner), (piece[close + 1 :], *rest[number + 1 :])
    return (), ()


def _plain(text: str) -> bool:
    words = text.lower().split()
    return (
        len(words) <= 4
        and "," not in text
        and text.endswith(" ")
        and not any(w in NESTING or w in BE or w in HAVE or w in PREPOSITIONS or verbs.is_verb_form(w) for w in words)
    )


def _with_verb(
    opening: tuple[Piece, ...], subject: tuple[Piece, ...], text: str, rest: tuple[Piece, ...]
) -> Clause | None:
    found = re.match(r"^ ((?:[a-z]+ )*?)([a-z]+)(?=\s|$)", text)
    while found and (found[2] in ADVERBS or (found[2].endswith("ly") and verbs.base_of(found[2]) is None)):
        found = re.match(rf"^ ({re.escape(found[1] + found[2])} )([a-z]+)(?=\s|$)", text)
    if not found or (found[1] and any(not (w in ADVERBS or w.endswith("ly")) for w in found[1].split())):
        return None
    after = text[found.end() :]
    clause = Clause(opening, subject, found[1].strip(), found[2], (after, *rest) if after else rest)
    if not clause.auxiliary and (clause.base is None or _first_word(clause.rest) == "by"):
        return None  # "the drone ordered by …" is no finite verb
    return clause


def _first_word(pieces: tuple[Piece, ...]) -> str:
    words = pieces[0].split() if pieces and isinstance(pieces[0], str) else []
    return next((word for word in words if word not in ADVERBS and not word.endswith("ly")), "")


def as_subject(clause: Clause, slot: Slot, phrase: str) -> tuple[Piece, ...] | None:
    """Return the question that puts `phrase` in the subject's place: "Who ordered the strike"."""
    lead = clause.subject[0] if isinstance(clause.subject[0], str) else ""
    if clause.subject[-1] != slot.index or lead.strip().lower() not in {"", *DETERMINERS}:
        return None
    if clause.verb in {"were", "are", "have"} and not is_plural(slot.role):
        return None
    if _goes_on(clause.rest) == "clause" or _repeats(slot, (f" {clause.verb}",)):
        return None
    verb = " ".join(part for part in (clause.adverbs, clause.verb) if part)
    return _joined(clause.opening, phrase, (f" {verb}", *clause.rest))


def inverted(clause: Clause, slot: Slot, phrase: str, plain: str) -> tuple[Piece, ...] | None:
    """Return the question that fronts `phrase` and inverts: "When was X killed", "When did X launch Y".

    `plain` is the phrase without a preposition of its own ("where" for "in which country"), used when the slot
    stands behind another preposition than "in".
    """
    if _goes_on(clause.rest):
        return None
    if clause.opening and clause.opening[-1] == slot.index:
        opening_words = clause.opening[0] if len(clause.opening) == 2 else ""
        preposition = str(opening_words).strip().lower().removesuffix(" the").strip()
        if preposition not in TIME_PREPOSITIONS | PLACE_PREPOSITIONS:
            return None
        front = phrase if preposition == "in" else plain
        return _joined((), front, _inverted_rest(clause, clause.rest))
    if slot.index not in clause.rest:
        return None
    cut = _cut(clause, slot, phrase, plain)
    return _joined(clause.opening, cut[0], _inverted_rest(clause, cut[1])) if cut else None


def _inverted_rest(clause: Clause, rest: tuple[Piece, ...]) -> tuple[Piece, ...]:
    subject = _mid_sentence(clause.subject) if not clause.opening else clause.subject
    adverbs = f" {clause.adverbs}" if clause.adverbs else ""
    if clause.auxiliary:
        return (f" {clause.verb} ", *subject, adverbs, *rest)
    return (" did ", *subject, f"{adverbs} {clause.base}", *rest)


def _mid_sentence(subject: tuple[Piece, ...]) -> tuple[Piece, ...]:
    first = subject[0]
    if isinstance(first, str):
        return (first[:1].lower() + first[1:], *subject[1:])
    return (Starting(first), *subject[1:])


def _cut(clause: Clause, slot: Slot, phrase: str, plain: str) -> tuple[str, tuple[Piece, ...]] | None:
    """Take the slot with its preposition out of what follows the verb; return what is fronted, and the rest."""
    at = clause.rest.index(slot.index)
    before, after = clause.rest[:at], clause.rest[at + 1 :]
    text = before[-1] if before and isinstance(before[-1], str) else ""
    found = LAST_WORDS.search(text)
    if not found:
        return None
    preposition = found["preposition"] or ""
    if preposition and preposition not in PREPOSITIONS:
        preposition = ""
        found = re.search(r"(?:(?:the|a|an)\s+)?$", text)
    kept = (*before[:-1], text[: found.start()].rstrip()) if text and found else before
    if _repeats(slot, after) or _shared(before, after):
        return None
    between = _between(clause, kept)
    if between is None:
        return None
    if slot.head in {"when", "where"}:
        return _adverbial(slot, preposition, phrase, plain, (*kept, *after))
    return _object(slot, preposition, phrase, between, (*kept, *after))


def _adverbial(
    slot: Slot, preposition: str, phrase: str, plain: str, rest: tuple[Piece, ...]
) -> tuple[str, tuple[Piece, ...]] | None:
    allowed = TIME_PREPOSITIONS if slot.head == "when" else PLACE_PREPOSITIONS
    if preposition not in allowed:
        return None
    return (phrase if preposition == "in" or slot.head == "when" else plain), rest


def _object(
    slot: Slot, preposition: str, phrase: str, between: list[str], rest: tuple[Piece, ...]
) -> tuple[str, tuple[Piece, ...]] | None:
    """Only what follows the verb at once: whatever stands between might own the slot."""
    if between or slot.role == "how many":
        return None
    if not preposition:
        return phrase, rest
    fronted = "whom" if slot.head in {"who", "whom"} else phrase[:1].lower() + phrase[1:]
    return f"{preposition} {fronted}", rest


def _between(clause: Clause, kept: tuple[Piece, ...]) -> list[str] | None:
    """The words and marks between the main verb and the slot; None when another clause may begin among them."""
    words: list[str] = []
    for piece in kept:
        words += piece.split() if isinstance(piece, str) else ["\0"]
    if clause.auxiliary:
        while words and (words[0] in ADVERBS or words[0] == "been" or words[0].endswith("ly")):
            words.pop(0)
        if words and verbs.is_participle(words[0]):
            words.pop(0)
    plain = [word.strip(",.;:").lower() for word in words]
    if any("," in word or ";" in word for word in words):
        return None
    if any(word in NESTING or word in FINITE or verbs.is_verb_form(word) for word in plain):
        return None
    return None if any(a == "to" and verbs.is_base(b) for a, b in pairwise(plain)) else words


def _goes_on(rest: tuple[Piece, ...]) -> str:
    """What "and", "but" or "or" adds to the main verb's words: another `predicate`, another `clause`, or ''."""
    words: list[str] = []
    for piece in rest:
        words += piece.replace(",", " ").split() if isinstance(piece, str) else ["\0"]
    for number, word in enumerate(words):
        if word not in JOINING:
            continue
        tail = [w for w in words[number + 1 :] if w not in DETERMINERS and w not in ADVERBS and not w.endswith("ly")]
        if tail and _finite(tail[0]):
            return "predicate"
        if len(tail) > 1 and _finite(tail[1]):
            return "clause"
    return ""


def _finite(word: str) -> bool:
    return word in FINITE or verbs.base_of(word) is not None or verbs.is_participle(word)


def _repeats(slot: Slot, after: tuple[Piece, ...]) -> bool:
    """Whether the noun of the question phrase follows the slot: "[two](how many wives) wives"."""
    first = after[0] if after else ""
    noun = slot.role.rpartition(" ")[2]
    return isinstance(first, str) and " " in slot.role and first.split()[:1] == [noun]


def _shared(before: tuple[Piece, ...], after: tuple[Piece, ...]) -> bool:
    """Whether the slot is one of two things joined by "and", which cannot be asked for alone."""
    lead = before[-1] if before and isinstance(before[-1], str) else ""
    tail = after[0] if after and isinstance(after[0], str) else ""
    joined_before = len(before) > 1 and lead.strip() in JOINING
    return joined_before or (len(after) > 1 and tail.strip() in JOINING)


def is_plural(role: str) -> bool:
    """Whether the noun of a role such as `which mountains` is in the plural."""
    noun = role.rpartition(" ")[2]
    return (
        role.startswith("how many")
        or noun in {"people", "men", "women", "children"}
        or (" " in role and noun.endswith("s") and not noun.endswith(("ss", "us", "is", "series")))
    )


def _joined(opening: tuple[Piece, ...], phrase: str, rest: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if not opening:
        return (phrase[:1].upper() + phrase[1:], *rest, "?")
    return (*opening, f", {phrase[:1].lower() + phrase[1:]}", *rest, "?")
