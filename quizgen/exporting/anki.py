"""Anki: a deck as an .apkg file, for Anki on every system and for AnkiDroid.

A later release updates the notes in place and leaves the schedule alone: a note is known by the id that its item was
first released under, and carries a newer time only if its content changed.
"""

from __future__ import annotations

from pathlib import Path

from quizgen import moments
from quizgen.exporting.anki_deck import DeckOptions, decks, notes, sift
from quizgen.exporting.anki_losses import links
from quizgen.exporting.anki_package import Times, pack
from quizgen.exporting.anki_schema import NOTE_TYPES
from quizgen.exporting.anki_templates import refuse_wrong
from quizgen.exporting.report import Report, write_whole
from quizgen.model.item import Interaction
from quizgen.model.quiz import Quiz

SUMMARY = "Anki deck: flashcards with the answer, its source, the quote and a link"
SUFFIX = ".apkg"
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "cloze", "order", "match"}
)
Options = DeckOptions


def export(quiz: Quiz, out: Path, options: DeckOptions) -> Report:
    """Write the quiz as an Anki package: a note for each item, a card for each note and one for its reverse.

    Raises ValueError for two items that are one note, and for a moment before 1970-01-02.
    """
    refuse_wrong(quiz.templates)
    sifted = sift(quiz, options)
    tree = decks(quiz, options)
    made = list(notes(quiz, sifted.sound, tree, options))
    media = {one.name: one.path for item in sifted.sound for one in item.media}
    write_whole(out, pack(list(tree.values()), made, quiz.templates, times(quiz), media))
    cards = sum(len(note.cards) for note in made)
    return Report("anki", (out,), len(sifted.sound), cards, sifted.skipped, links(sifted.sound))


def times(quiz: Quiz) -> Times:
    """Return when the release was made, and when the looks of each note type last changed."""
    release = moments.seconds(quiz.lock.release)
    known = quiz.lock.note_types
    looks = {kind.id: moments.seconds(known[kind.key].changed) for kind in NOTE_TYPES if kind.key in known}
    return Times(release, looks)
