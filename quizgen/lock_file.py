"""quizgen.lock: the file, committed, that keeps what has been released."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from quizgen import moments
from quizgen.model.item import ITEM_ID
from quizgen.model.release import Lock, Locked, Looks, Retired
from quizgen.problem import Problem, ProblemError, Span
from quizgen.reading.located import BREAKS, read_text, shown

LOCK = "quizgen.lock"
HEAD = (
    "# quizgen.lock: what has been released, so that the next build is an update. Commit this file.\n"
    "# item, hash of its content, when that last changed, place in the order of learning, id it was released under.\n"
)
HASH = re.compile(r"[0-9a-f]{16}")
NAME = re.compile(ITEM_ID)
UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no field of a card has. Anki keeps the fields of a note in one text, with U+001F between them."""
TAG = re.compile(r"[^\s\x00-\x1f\x7f\ufffe\uffff]+")
CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
HINT = "restore it from version control"
CONFLICT_HINT = (
    "two branches were merged: keep the lines of both sides, of `release` the later one, and take this line out"
)
TWICE_HINT = "keep one of the lines, that with the later moment"


def read_lock(root: Path) -> Lock:
    """Return what the project's lock says; an empty one if there is none yet. Raises ProblemError for a broken line."""
    path = root / LOCK
    return _Reader(path).read() if path.exists() else Lock()


class _Reader:
    """Reads the lines of one lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.releases: dict[str, str] = {}
        self.items: dict[str, Locked] = {}
        self.retired: dict[str, Retired] = {}
        self.note_types: dict[str, Looks] = {}
        self.decks: dict[str, str] = {}
        self.kinds: dict[str, Callable[[str], None]] = {
            "release": self._release,
            "note-type": self._note_type,
            "deck": self._deck,
            "item": self._item,
            "retired": self._retired,
        }

    def read(self) -> Lock:
        for number, line in enumerate(BREAKS.split(read_text(self.path)), 1):
            if not line or line.startswith("#"):
                continue
            kind, _, rest = line.partition(" ")
            try:
                self.kinds[kind](rest)
            except (KeyError, ValueError, TypeError, RecursionError) as error:
                message, hint = _why(line, error)
                span = Span(number, 1, number, len(line) + 1)
                raise ProblemError(Problem("B085", message, shown(self.path), span, hint)) from None
        self._refuse_one_note_for_two()
        return Lock(self.releases.get("", moments.NEVER), self.items, self.retired, self.note_types, self.decks)

    def _release(self, rest: str) -> None:
        self._put(self.releases, "", moments.written(rest))

    def _note_type(self, rest: str) -> None:
        name, schema, looks, changed = rest.split(" ")
        self._put(self.note_types, name, Looks(_hash(schema), _hash(looks), moments.written(changed)))

    def _deck(self, rest: str) -> None:
        bank, name = rest.split(" ", 1)
        self._put(self.decks, _name(bank), name)

    def _item(self, rest: str) -> None:
        name, content, changed, place, *first = rest.split(" ")
        locked = Locked(_hash(content), moments.written(changed), _place(place), _name(*(first or [name])))
        self._put(self.items, _name(name), locked)

    def _retired(self, rest: str) -> None:
        one = Retired(**_told(json.loads(rest)))
        self._put(self.retired, _name(one.item), one)

    def _put(self, where: dict[str, Any], name: str, value: object) -> None:
        apart = where is self.note_types or where is self.decks
        if name in where or (not apart and (name in self.items or name in self.retired)):
            raise _RepeatedError
        where[name] = value

    def _refuse_one_note_for_two(self) -> None:
        firsts: dict[str, str] = {}
        pairs = [(name, one.first) for name, one in self.items.items()]
        for name, first in (*pairs, *((name, one.first) for name, one in self.retired.items())):
            if (other := firsts.setdefault(first, name)) != name:
                message = f"`{name}` and `{other}` are one note: both were released as `{first}`"
                raise ProblemError(Problem("B085", message, shown(self.path), None, HINT))


class _RepeatedError(ValueError):
    """An item or a note type stands in the lock twice."""


def _hash(text: str) -> str:
    if not HASH.fullmatch(text):
        raise ValueError
    return text


def _place(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError
    return int(text)


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise ValueError
    return text


def _why(line: str, error: Exception) -> tuple[str, str]:
    """What is wrong with a line, and what to do about it."""
    if CONFLICT.match(line):
        return "this is the mark of a merge that is not finished", CONFLICT_HINT
    if isinstance(error, _RepeatedError):
        return "this stands here twice", TWICE_HINT
    return "this line of the lock cannot be read", HINT


def _told(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of a retired item, each of its type, and none that a card could not have."""
    json.dumps(found, ensure_ascii=False).encode()  # raises ValueError for half characters, which no file can hold
    card, tags = found["fields"], found["tags"]
    texts = all(isinstance(found[name], str) for name in ("item", "first", "note_type", "why"))
    if not texts or found.keys() != {one.name for one in fields(Retired)}:
        raise ValueError
    if not isinstance(card, dict) or not all(
        isinstance(text, str) and not UNSAYABLE.search(text) for text in card.values()
    ):
        raise ValueError
    if not isinstance(tags, list) or not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in tags):
        raise ValueError
    return found | {
        "tags": tuple(tags),
        "place": _place(json.dumps(found["place"])),
        "changed": moments.written(found["changed"]),
        "first": _name(found["first"]),
    }


def written(lock: Lock) -> bytes:
    """Return the lock as the bytes of its file, sorted, so that two branches can be merged."""
    return (HEAD + "".join(f"{line}\n" for line in _lines(lock))).encode()


def _lines(lock: Lock) -> Iterator[str]:
    yield f"release {lock.release}"
    for name, looks in sorted(lock.note_types.items()):
        yield f"note-type {name} {looks.schema} {looks.looks} {looks.changed}"
    for bank, name in sorted(lock.decks.items()):
        yield f"deck {bank} {name}"
    for name, one in sorted(lock.items.items()):
        renamed = f" {one.first}" if one.first != name else ""
        yield f"item {name} {one.content} {one.changed} {one.place}{renamed}"
    for _, gone in sorted(lock.retired.items()):
        yield f"retired {json.dumps(asdict(gone), ensure_ascii=False)}"
