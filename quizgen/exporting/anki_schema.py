"""Anki's note types as quizgen ships them, and the templates that give them their looks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizgen.templating import find

STYLE = "anki/style.css"
STYLED = "2026-11-22"
"""The day our templates last changed. Until it moves, a student's own changes to the looks survive."""


@dataclass(frozen=True, slots=True)
class CardTemplate:
    """One card of a note type. `id` never changes, so `name` may; `files` begins its templates' names."""

    id: int
    name: str
    files: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type with a frozen schema: `fields` maps a field's name to its id, in order.

    Where a field or template more, less or moved meets a type that is already there, Anki makes a second type
    and never updates the notes of the first again. Hence the spare fields, the ids (a name may change, its id
    may not) and the version in the name: another schema is another type, with another id.
    """

    id: int
    name: str
    fields: dict[str, int]
    templates: tuple[CardTemplate, ...]
    cloze: bool = False


QUESTION = NoteType(
    id=1_763_800_000_101,
    name="quizgen question v1",
    fields={
        "Key": 101,  # first, for Anki sorts and names notes by it
        "Question": 102,
        "Options": 103,
        "Answer": 104,
        "Also": 105,
        "TypeAnswer": 106,
        "Hint": 107,
        "Statement": 108,
        "Image": 109,
        "Quote": 110,
        "Source": 111,
        "SourceURL": 112,
        "MoreSources": 113,
        "Kind": 114,
        "Language": 115,
        "Reverse": 116,  # filled, it makes the second card
        "Notes": 117,  # the student's own: never written by us
        "Spare1": 118,
        "Spare2": 119,
    },
    templates=(CardTemplate(201, "Question", "question"), CardTemplate(202, "Reverse", "reverse")),
)
CLOZE = NoteType(
    id=1_763_800_000_102,
    name="quizgen cloze v1",
    fields={
        "Key": 301,
        "Text": 302,
        "Also": 303,
        "TypeAnswer": 304,
        "Hint": 305,
        "Statement": 306,
        "Image": 307,
        "Quote": 308,
        "Source": 309,
        "SourceURL": 310,
        "MoreSources": 311,
        "Kind": 312,
        "Language": 313,
        "Notes": 314,
        "Spare1": 315,
        "Spare2": 316,
    },
    templates=(CardTemplate(401, "Cloze", "cloze"),),
    cloze=True,
)
NOTE_TYPES = (QUESTION, CLOZE)


def sides(template: CardTemplate) -> tuple[str, str]:
    """Return the names of the template files of a card: its front and its back."""
    return f"anki/{template.files}_front.html", f"anki/{template.files}_back.html"


def files() -> Iterator[str]:
    """Yield the names of all template files that the note types hold."""
    yield STYLE
    yield from itertools.chain.from_iterable(sides(card) for kind in NOTE_TYPES for card in kind.templates)


def styled(own: Sequence[Path], release: str) -> str:
    """Return the day the looks last changed: for templates of the user's own, the day of the release."""
    return STYLED if all(find(name, own) == find(name) for name in files()) else release


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
    """Return the text of a template file."""
    return find(name, own).read_text("utf-8").strip()
