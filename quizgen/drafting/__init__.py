"""From the notes of an Anki deck to facts that wait for their sources.

What comes out is a draft in the words of the deck: a sentence with its answers marked, and the author's own question.
Whatever is left behind is counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from quizgen.drafting.draft import Draft, joined
from quizgen.drafting.notes import OWN, NoDraftError, draft_of
from quizgen.model.entity import Entities
from quizgen.problem import Place, ProblemError
from quizgen.reading.field_text import left_behind, plain, tidy
from quizgen.reading.packages import Package, PackedNote
from quizgen.reading.records import FactRecord
from quizgen.reading.sentences import SentenceReader

LONGEST_ID, LONGEST_NAME = 32, 40
"""Of a fact's id and a bank's name: together with a kind they fit into an item's id."""
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
UNNAMED = "Default"
"""The deck that is in every collection."""


@dataclass
class Drafting:
    """What became of a deck: drafts by their ids, and counts of the notes not taken, by reason, of those that are
    part of another's draft, and of what the drafts had to leave behind or change.
    """

    title: str
    language: str
    drafts: dict[str, Draft] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    merged: int = 0
    left: Counter[str] = field(default_factory=Counter)
    rounded: int = 0


def draft_deck(package: Package, language: str | None = None) -> Drafting:
    """Draft the notes of a package in their order; without a language, in that of quizgen's own notes, else English."""
    made = Drafting(_title(package), language or _language(package.notes) or "en")
    root = _root(package.decks)
    found: dict[str, Draft] = {}
    for note in package.notes:
        try:
            draft = _sound(draft_of(note, package.note_types[note.note_type], made.language), made.language)
        except NoDraftError as reason:
            made.refused[str(reason)] += 1
            continue
        made.left.update(sum(map(left_behind, note.fields.values()), Counter()))
        draft = replace(draft, tags=(*draft.tags, *_topic(note.deck, root)))
        known = found.get(draft.sentence)
        made.merged += known is not None
        found[draft.sentence] = _sound(joined(known, draft), made.language) if known else draft
    made.rounded = sum(draft.rounded for draft in found.values())
    made.drafts = dict(_named(found.values()))
    return made


def bank_name(text: str) -> str:
    """Return the text as the name of a bank: of a-z, 0-9 and `-`, "" when nothing of it remains."""
    return _cut(_folded(text), LONGEST_NAME)


def _sound(draft: Draft, language: str) -> Draft:
    """The draft, if the reader of banks reads it: without its questions where it is these that it cannot place."""
    reader = SentenceReader("deck", language, Entities(), (), ())
    for ask in (draft.ask, {}):
        try:
            reader.read("draft", FactRecord(say=draft.say, ask=ask, status="draft"), Place("deck"), 0)
        except ProblemError:
            continue
        if ask == draft.ask:
            return draft
        return replace(draft, answers=tuple(replace(answer, question="") for answer in draft.answers))
    raise NoDraftError("a sentence that quizgen cannot read")


def _title(package: Package) -> str:
    """The name of the deck that holds all notes, without those above it, else of the file."""
    levels = [level for level in _root(package.decks) if level != UNNAMED]
    return (tidy(levels[-1]) if levels else "") or tidy(package.path.stem) or "Deck"


def _root(decks: Iterable[str]) -> list[str]:
    """The levels of decks that all decks share."""
    split = [deck.split("::") for deck in decks]
    return [levels[0] for levels in takewhile(lambda levels: len(set(levels)) == 1, zip(*split, strict=False))]


def _topic(deck: str, root: list[str]) -> Iterator[str]:
    """The deck's place below the common one, as a tag."""
    below = deck.split("::")[len(root) :]
    if topic := "::".join("-".join(tidy(level).split()) for level in below):
        yield topic


def _language(notes: Iterable[PackedNote]) -> str | None:
    """The language of quizgen's own notes, if there are any and they have but one."""
    found = {plain(note.fields.get("Language", "")) for note in notes if note.note_type.startswith(OWN)}
    only = found.pop() if len(found) == 1 else ""
    return only if LANGUAGE.fullmatch(only) else None


def _named(drafts: Iterable[Draft]) -> Iterator[tuple[str, Draft]]:
    """Give each draft an id of its own, of its first words, or of its number where these are not of Latin letters."""
    taken: set[str] = set()
    again: Counter[str] = Counter()
    for number, draft in enumerate(drafts, 1):
        first = _cut(_folded(draft.name), LONGEST_ID) or f"note-{number}"
        name = first = f"n-{first}"[:LONGEST_ID].rstrip("-") if first[0].isdigit() else first
        while name in taken:
            again[first] += 1
            ending = f"-{again[first] + 1}"
            name = first[: LONGEST_ID - len(ending)].rstrip("-") + ending
        taken.add(name)
        yield name, draft


def _folded(text: str) -> str:
    """The Latin letters and digits of a text, without accents; nothing when most of its letters are of another kind."""
    plain_letters = unicodedata.normalize("NFKD", text).lower().replace("ß", "ss")
    ascii_only = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f'’]", "", plain_letters)).strip("-")
    letters = sum(char.isalpha() for char in plain_letters)
    return ascii_only if 2 * sum(char.isalpha() for char in ascii_only) >= letters else ""


def _cut(slug: str, longest: int) -> str:
    """The slug's first words that fit."""
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
