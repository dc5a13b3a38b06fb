"""What students write on our cards (the field Notes) and the tags they give them, which a push looks after.

Anki's importer writes all fields and tags of a note anew when a release changes it, so a push asks for the student's
own before the import, and puts back afterwards what is gone. Of any other note nothing is asked, and nothing changed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import Any

import click

from quizgen.ankiconnect import AnkiConnect, RefusedError
from quizgen.exporting.anki_deck import ROOT
from quizgen.exporting.anki_schema import NOTE_TYPES
from quizgen.reading.located import shown

FIELD = "Notes"
PREFIX = f"{ROOT}::"
"""What all tags of ours begin with."""
CHUNK = 500
"""Notes asked for at once: a few thousand bytes each, and Anki stands still while it answers."""


def _unlike(prefix: str) -> str:
    """Return a regular expression, without the look-ahead that Anki's lack, for what does not begin with `prefix`."""
    later = (f"{prefix[:place]}([^{sign}]|$)" for place, sign in enumerate(prefix) if place)
    return f"^({'|'.join([f'[^{prefix[0]}]', *later])})"


TYPES = " or ".join([f'"note:{ROOT} *"', *(f"mid:{kind.id}" for kind in NOTE_TYPES)])
"""Our note types: by their names, and by their numbers if a student has renamed them."""
# An Anki that knows no regular expressions for tags (before 2.1.50) finds none, so there all notes with tags are asked.
QUERY = f'({TYPES}) ("{FIELD}:_*" or "tag:re:{_unlike(PREFIX)}" or (-tag:none -"tag:re:."))'


@dataclass(frozen=True)
class Remark:
    """A student's own on a note: `text` is the HTML of the field Notes, `tags` are those that are not ours.

    `search` is what finds the note in Anki's browser, and `key` says which question it is.
    """

    search: str
    key: str
    text: str
    tags: tuple[str, ...]

    def beyond(self, now: Remark | None) -> Remark | None:
        """Return what of this is not there now; None if all is."""
        if now is None:
            return self
        there = frozenset(map(_same, now.tags))
        tags = tuple(tag for tag in self.tags if _same(tag) not in there)
        text = "" if _composed(self.text) == _composed(now.text) else self.text
        return replace(self, text=text, tags=tags) if text or tags else None


Remarks = dict[int, Remark]
"""By the ids of the notes, which an update keeps."""


def remembered(anki: AnkiConnect) -> Remarks:
    """Ask Anki for all that students have added to notes of ours.

    Raises RefusedError when Anki does not tell, for then they could be lost unseen.
    """
    try:
        notes = _notes(anki)
        told = _told(anki, notes)
        if len(told) < len(set(notes)):
            raise anki.refused("notesInfo", "it does not tell of all notes")
    except RefusedError as refusal:
        why = refusal.problems[0]
        hint = "`--overwrite-remarks` pushes all the same; what you wrote on cards that the deck changes is then lost"
        message = f"your remarks and tags cannot be looked after, so nothing was pushed: {why.message}"
        raise RefusedError(replace(why, message=message, hint=hint)) from None
    return {note: one for note, one in told.items() if one.text or one.tags}


def put_back(anki: AnkiConnect, own: Remarks, deck: Path) -> int:
    """Put back what the notes no longer have; return on how many that was. What has all is not touched.

    Raises ProblemError when that fails; then what was missing is in a file beside the deck.
    """
    with saved(own, deck):
        missing = lost(anki, own)
    with saved(missing, deck):
        _restore(anki, missing)
    return len(missing)


def _restore(anki: AnkiConnect, missing: Remarks) -> None:
    hint = "the deck is in Anki; put back by hand what your cards lack, and push with Anki's browser closed next time"
    try:
        _add_tags(anki, missing)
        for note, one in missing.items():
            if one.text:
                anki.ask("updateNoteFields", note={"id": note, "fields": {FIELD: one.text}})
    except RefusedError as refusal:
        raise RefusedError(replace(refusal.problems[0], hint=hint)) from None
    if still := lost(anki, missing):  # so it goes if the note stands open in an editor
        raise anki.refused("updateNoteFields", f"your remarks or tags did not stay on {cards(still)}", hint)


def lost(anki: AnkiConnect, own: Remarks) -> Remarks:
    """Return what of the student's own the notes do not have now."""
    now = _told(anki, list(own))
    return {note: gap for note, one in own.items() if (gap := one.beyond(now.get(note)))}


@contextmanager
def saved(own: Remarks, deck: Path, *, unless: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Write the student's own into a file beside the deck when what is done here breaks off, whatever the reason.

    After an error in `unless` there is no need.
    """
    try:
        yield
    except unless:
        raise
    except BaseException:
        if own:
            _save(own, deck)
        raise


def cards(own: Mapping[int, Remark]) -> str:
    """Return how many cards these are, in words."""
    return "1 card" if len(own) == 1 else f"{len(own):,} cards"


def _notes(anki: AnkiConnect) -> list[int]:
    found = anki.ask("findNotes", query=QUERY)
    if not isinstance(found, list) or not all(isinstance(note, int) for note in found):
        raise anki.refused("findNotes", "its answer is no list of notes")
    return found


def _told(anki: AnkiConnect, notes: list[int]) -> Remarks:
    """Return what Anki has of the student's own on these notes; those that it does not know are left out."""
    told: Remarks = {}
    for start in range(0, len(notes), CHUNK):
        answer = anki.ask("notesInfo", notes=notes[start : start + CHUNK])
        try:
            told.update(map(_remark, filter(None, answer)))
        except (TypeError, KeyError, AttributeError):
            raise anki.refused("notesInfo", "its answer does not describe notes") from None
    return told


def _remark(info: Any) -> tuple[int, Remark]:
    """Read one note of the answer; raise TypeError, KeyError or AttributeError if it is no note."""
    key, text = (info["fields"].get(name, {"value": ""})["value"] for name in ("Key", FIELD))
    tags = tuple(tag for tag in info["tags"] if not _same(tag).startswith(PREFIX))
    if not isinstance(info["noteId"], int) or not isinstance(text, str):
        raise TypeError
    return info["noteId"], Remark(f"nid:{info['noteId']}", str(key), text, tags)


def _add_tags(anki: AnkiConnect, missing: Remarks) -> None:
    """Put tags back, of all notes that miss the same ones at once."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for note, one in missing.items():
        alike.setdefault(one.tags, []).append(note)
    for tags, notes in alike.items():
        if tags:
            anki.ask("addTags", notes=notes, tags=" ".join(tags))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)  # as Anki keeps what is given to it


def _same(tag: str) -> str:
    """Return what is the same for tags that Anki takes for one: capitals do not count."""
    return _composed(tag).casefold()


def _save(own: Remarks, deck: Path) -> None:
    """Write the student's own into a new file beside the deck, or say it, if that cannot be."""
    told = json.dumps([asdict(one) for one in own.values()], ensure_ascii=False, indent=2) + "\n"
    try:
        path = _written(told.encode("utf-8", "backslashreplace"), deck)
    except OSError as error:
        click.echo(told, nl=False)
        click.echo(
            f"your remarks and tags on {cards(own)} stand above, for no file takes them: {error.strerror}", err=True
        )
        return
    click.echo(f"your remarks and tags on {cards(own)}, as they were, are in {shown(path)}", err=True)


def _written(content: bytes, deck: Path) -> Path:
    """Write a file that was not there before: that one could hold what is not yet put back."""
    first = deck.with_suffix(".remarks.json")
    others = (deck.with_suffix(f".remarks-{number}.json") for number in count(2))
    path = next(path for path in chain([first], others) if not path.exists())
    with path.open("xb") as file:
        file.write(content)
    return path
