"""A deck as a table in plain text: one row a note, below the headers that tell Anki's text import what is what.

There are two shapes. `basic` has a front and a back, for Anki's own type Basic and for any other program that reads
tables. `full` has the fields of our note types one by one, and updates the notes of a deck that is there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from quizgen.exporting import anki_losses
from quizgen.exporting.anki_deck import DeckOptions, Sifted, decks, level, notes, sift
from quizgen.exporting.anki_note import Fields, first_id, is_typed, question, sourced
from quizgen.exporting.anki_package import Deck, Note
from quizgen.exporting.anki_schema import NOTE_TYPES, NoteType
from quizgen.exporting.report import Report, write_whole
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "cloze", "order", "match"}
)
OWN = "Notes"
"""The student's own field. What stands behind it is spare: rows end before it, so that Anki leaves it as it is."""
WHOLE_NUMBER = re.compile(r"[+-]?\d+", re.ASCII)
BY_ID: Mapping[int, NoteType] = {note_type.id: note_type for note_type in NOTE_TYPES}
BASIC = ("notetype:Basic", "tags column:3", "deck column:4", "guid column:5")
"""No names of columns: Anki would look for fields of these names, and other languages have others for them."""
FULL = ("guid column:1", "notetype column:2", "deck column:3", "tags column:4")
ASKED = "its question is a picture or a sound, and text holds none"
Row = tuple[str, ...]


class TextOptions(DeckOptions):
    """What a user may set of a deck in plain text."""

    notes: Literal["basic", "full"] = Field(
        "basic", description="front and back, for any Anki and other programs; or all fields, to update a deck"
    )


class Separator(NamedTuple):
    """What stands between two cells: Anki's name for it, and the character."""

    name: str
    character: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, Anki's headers for them (one a line, without the `#`), and what came of the items.

    `columns` names the columns; it is empty where they are told by their order alone.
    """

    heads: tuple[str, ...]
    columns: Row
    rows: list[Row]
    cards: int
    written: tuple[Item, ...]
    skipped: tuple[tuple[str, str], ...]
    lost: Counter[str]


def export_table(name: str, quiz: Quiz, out: Path, options: TextOptions, separator: Separator) -> Report:
    """Write the quiz as the format `name`. Raises ValueError as `anki_deck.notes` does."""
    made = (basic if options.notes == "basic" else full)(quiz, sift(quiz, options), options)
    write_whole(out, (line.encode() for line in text(quiz, made, separator)))
    lost = made.lost + anki_losses.links(made.written)
    return Report(name, (out,), len(made.written), made.cards, made.skipped, lost)


# ---- the file -------------------------------------------------------------------------------------------------------


def text(quiz: Quiz, table: Table, separator: Separator) -> Iterator[str]:
    """Yield the lines: headers, remarks (a `#` begins those, too) and rows."""
    yield f"#separator:{separator.name}\n#html:true\n#if matches:update current\n"
    for head in table.heads:
        yield f"#{head}\n"
    if table.columns:
        yield f"#columns:{separator.character.join(table.columns)}\n"
    for remark in remarks(quiz):
        yield f"# quizgen: {remark}\n"
    for row in table.rows:
        yield separator.character.join([cell(one, separator) for one in row]) + "\n"


def remarks(quiz: Quiz) -> Iterator[str]:
    """Yield of each bank its title and its licence, and when the deck was released: there is no other place for it."""
    for bank in quiz.banks:
        yield level(f"{bank.title}, {bank.licence}" if bank.licence else bank.title)
    yield f"release {quiz.lock.release.partition('T')[0]}"


def cell(content: str, separator: Separator) -> str:
    """Return the cell, between quotation marks where its text would otherwise end it or make a remark of the line."""
    if content[:1] != "#" and not any(mark in content for mark in (separator.character, '"', "\n", "\r")):
        return content
    return '"' + content.replace('"', '""') + '"'


# ---- front and back -------------------------------------------------------------------------------------------------


def basic(quiz: Quiz, found: Sifted, options: TextOptions) -> Table:
    """Return the items as front and back, in the order of learning."""
    asked = {item.id for item in found.sound if item.asking}
    items = tuple(item for item in found.sound if item.id not in asked)
    made = list(basic_rows(quiz, items, options))
    lost = anki_losses.media(items) + Counter({"retired question": len(quiz.retired)})
    lost["question asked in reverse"] = sum(1 for item in items if item.reverse)
    skipped = (*found.skipped, *((item.id, ASKED) for item in found.sound if item.id in asked))
    if options.typing:
        lost["answer to type"] = sum(1 for item in items if is_typed(item, options.chosen))
    return Table(BASIC, (), made, len(made), items, skipped, lost)


def basic_rows(quiz: Quiz, items: tuple[Item, ...], options: TextOptions) -> Iterator[Row]:
    """Yield front, back, tags, deck and identity. Front and back come first, for programs that read only those."""
    by_key = {first_id(quiz, item): item for item in items}
    for note, deck in placed(quiz, items, options):
        if item := by_key.get(note.fields[0]):  # else it is a retired one
            fields = sourced(quiz, item, options.chosen) | question(item, note.fields[0], options.chosen)
            yield front(fields), back(fields), " ".join(note.tags), unmistakable(deck), note.guid


def unmistakable(deck: str) -> str:
    """Return the name so that Anki makes the deck: a mere number it takes for the id of one that is there."""
    return f"quizgen::{deck}" if WHOLE_NUMBER.fullmatch(deck) else deck


def front(fields: Fields) -> str:
    """Return the question with what it is asked among."""
    offered = fields.get("Options", "").replace('<li class="right">', "<li>")
    offered = f"<div style=display:inline-block;text-align:start>{offered}</div>" if offered else ""
    return blocks(fields, (fields["Question"], offered, fields["Hint"]))


def back(fields: Fields) -> str:
    """Return the answer with what supports it."""
    url, source, quote = fields["SourceURL"], fields["Source"], fields["Quote"]
    said = (
        f"<b>{fields['Answer']}</b>",
        f"({fields['Also']})" if fields["Also"] else "",
        fields.get("Why", ""),
        fields["Timeline"],
        fields["Statement"],
        f"<blockquote>{quote}</blockquote>" if quote else "",
        f'<a href="{url}">{source}</a>' if url else source,
        fields["MoreSources"],
        fields["Report"],
    )
    return blocks(fields, said)


def blocks(fields: Fields, parts: Iterable[str]) -> str:
    """Return the parts that are not empty, one below the other, each in its own direction of writing.

    HTML needs no quotation marks here, and the table would have to double them.
    """
    language = fields["Language"]
    opening = f"<div dir=auto lang={language}>" if re.fullmatch(r"[\w-]+", language) else "<div dir=auto>"
    return "".join(f"{opening}{part}</div>" for part in parts if part)


# ---- all fields -----------------------------------------------------------------------------------------------------


def full(quiz: Quiz, found: Sifted, options: TextOptions) -> Table:
    """Return the notes ones, too, with their fields up to the student's own, which Anki then leaves alone."""
    made = list(placed(quiz, found.sound, options))
    rows = [full_row(note, deck) for note, deck in made]
    cards = sum(len(note.cards) for note, _ in made)
    return Table(FULL, COLUMNS, rows, cards, found.sound, found.skipped, anki_losses.media(found.sound))


def full_row(note: Note, deck: str) -> Row:
    """Return identity, note type, deck, tags and our fields."""
    note_type = BY_ID[note.note_type]
    ours = note.fields[: own(note_type)]
    return note.guid, note_type.name, deck, " ".join(note.tags), *ours


def own(note_type: NoteType) -> int:
    """Return the place of the student's own field."""
    return list(note_type.fields).index(OWN)


COLUMNS = ("GUID", "Note type", "Deck", "Tags", *(f"Field {n}" for n in range(1, 1 + max(map(own, NOTE_TYPES)))))
"""Anki reads as many columns as are named, else as many as the first row has; note types differ in their fields."""


def placed(quiz: Quiz, items: tuple[Item, ...], options: DeckOptions) -> Iterator[tuple[Note, str]]:
    """Yield the notes in the order of learning, each with the name of its deck."""
    tree: dict[str, Deck] = decks(quiz, options)
    names = {deck.id: deck.name for deck in tree.values()}
    return ((note, names[note.deck]) for note in notes(quiz, items, tree, options))
