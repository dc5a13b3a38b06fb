"""Anki's note types as quizgen ships them, and the templates that give them their looks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from quizgen.templating import find

STYLE = "anki/style.css"
PART = re.compile(r"\{\{>\s*(\w+)\s*\}\}\n?")
"""Where a template takes in another one, as mustache writes it; Anki itself knows nothing of the kind."""
PARTS = ("anki/sources.html",)


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """One card of a note type, which a note has if its field `switch` is filled.

    `id` never changes, so `name` may; `files` begins its templates' names.
    """

    id: int
    name: str
    files: str
    switch: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type with a frozen schema: `fields` maps a field's name to its id, in order.

    Where a field or template more, less or moved meets a type that is already there, Anki makes a second type
    and never updates the notes of the first again. Hence the spare fields, the spare template, the ids (a name may
    change, its id may not) and the version in the name: another schema is another type, with another id.
    """

    id: int
    name: str
    fields: dict[str, int]
    templates: tuple[CardTemplate, ...]
    cloze: bool = False

    @property
    def key(self) -> str:
        """The name as one word."""
        return self.name.replace(" ", "-")

    @property
    def schema(self) -> str:
        """The fingerprint of what may never change under this name."""
        cards = [[card.id, card.name] for card in self.templates]
        return fingerprint(json.dumps([self.id, self.name, list(self.fields.items()), cards, self.cloze]))


def fingerprint(text: str) -> str:
    """Return 16 hexadecimal digits that stand for the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


QUESTION = NoteType(
    id=1_763_800_000_101,
    name="quizgen question v1",
    fields={
        "Key": 101,  # first, for Anki sorts and names notes by it
        "Question": 102,
        "Shown": 103,  # the picture or sound that is the question
        "Options": 104,
        "TypeAnswer": 105,
        "Hint": 106,
        "Answer": 107,
        "Also": 108,
        "Why": 109,  # why the other options are wrong
        "Timeline": 110,
        "Statement": 111,
        "Media": 112,  # pictures and sounds of the answer
        "Quote": 113,
        "Source": 114,
        "SourceURL": 115,
        "MoreSources": 116,
        "Kind": 117,
        "Language": 118,
        "Report": 119,
        "Retired": 120,  # filled, the card says that it is out of date
        "Reverse": 121,  # filled, it makes the second card
        "Notes": 122,  # the student's own: never written by us
        "Spare1": 123,  # filled, it makes the third card
        "Spare2": 124,
        "Spare3": 125,
    },
    templates=(
        CardTemplate(201, "Question", "question", "Question"),
        CardTemplate(202, "Reverse", "reverse", "Reverse"),
        CardTemplate(203, "Spare", "spare", "Spare1"),
    ),
)
CLOZE = NoteType(
    id=1_763_800_000_102,
    name="quizgen cloze v1",
    fields={
        "Key": 301,
        "Text": 302,
        "Shown": 303,
        "TypeAnswer": 304,
        "Hint": 305,
        "Also": 306,
        "Why": 307,
        "Statement": 308,
        "Media": 309,
        "Quote": 310,
        "Source": 311,
        "SourceURL": 312,
        "MoreSources": 313,
        "Kind": 314,
        "Language": 315,
        "Report": 316,
        "Retired": 317,
        "Notes": 318,
        "Spare1": 319,
        "Spare2": 320,
        "Spare3": 321,
    },
    templates=(CardTemplate(401, "Cloze", "cloze", "Text"),),
    cloze=True,
)
NOTE_TYPES = (QUESTION, CLOZE)
BY_NAME: Mapping[str, NoteType] = {note_type.name: note_type for note_type in NOTE_TYPES}


def sides(template: CardTemplate) -> tuple[str, str]:
    """Return the names of the template files of a card: its front and its back."""
    return f"anki/{template.files}_front.html", f"anki/{template.files}_back.html"


def files(note_type: NoteType | None = None) -> Iterator[str]:
    """Yield the names of the template files that a note type holds, or all of them."""
    kinds = (note_type,) if note_type else NOTE_TYPES
    yield STYLE
    yield from itertools.chain.from_iterable(sides(card) for kind in kinds for card in kind.templates)


def fingerprints(own: Sequence[Path]) -> dict[str, tuple[str, str]]:
    """Return by a note type's key the fingerprints of its schema and of its looks; `own` goes before our templates."""
    return {
        kind.key: (kind.schema, fingerprint("\x1f".join(read(name, own) for name in files(kind))))
        for kind in NOTE_TYPES
    }


def models(own: Sequence[Path]) -> list[Any]:
    """Return the note types as genanki's Models; `own` are template folders that go before ours."""
    return [model(note_type, own) for note_type in NOTE_TYPES]


def model(note_type: NoteType, own: Sequence[Path]) -> Any:
    """Return the note type as genanki's Model."""
    import genanki

    return genanki.Model(
        note_type.id,
        note_type.name,
        fields=[{"name": name, "id": number} for name, number in note_type.fields.items()],
        templates=[card(template, own) for template in note_type.templates],
        css=read(STYLE, own),
        model_type=genanki.Model.CLOZE if note_type.cloze else genanki.Model.FRONT_BACK,
    )


def card(template: CardTemplate, own: Sequence[Path]) -> dict[str, str | int]:
    """Return a card template as genanki wants it."""
    front, back = (read(name, own) for name in sides(template))
    return {"name": template.name, "id": template.id, "qfmt": front, "afmt": back}


def read(name: str, own: Sequence[Path]) -> str:
    """Return the text of a template file, with those that it takes in."""
    text = find(name, own).read_text("utf-8")
    return PART.sub(lambda part: find(f"anki/{part[1]}.html", own).read_text("utf-8"), text).strip()
