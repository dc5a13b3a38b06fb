"""quizgen.lock: for each item the hash of its content and the release in which it last changed.

The file is committed. It is what makes a rebuild an update: unchanged content keeps its day, changed content gets
the day of this release, and an item that vanishes is noticed instead of silently leaving students' decks to rot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quizgen.model.item import Item
from quizgen.problem import Problem, ProblemError, Span
from quizgen.reading.located import read_text, shown
from quizgen.reading.project import release_day

LOCK = "quizgen.lock"
HEAD = "# quizgen.lock: item, hash of its content, release in which it last changed. Commit this file.\n"
LINE = re.compile(r"^(?P<item>[A-Za-z_][A-Za-z0-9._-]{0,99}) (?P<hash>[0-9a-f]{16}) (?P<day>\d{4}-\d\d-\d\d)$")


@dataclass(frozen=True, slots=True)
class Locked:
    """What the lock says of one item."""

    revision: str
    changed: str


@dataclass(frozen=True)
class Changes:
    """What happened since the lock was written, as item ids."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    vanished: tuple[str, ...]


def read_lock(root: Path) -> dict[str, Locked]:
    """Return what the project's lock says; nothing if there is none yet. Raises ProblemError for a broken line."""
    path = root / LOCK
    if not path.is_file():
        return {}
    found: dict[str, Locked] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        match = LINE.match(line)
        if match and not _is_release_day(match["day"]):
            match = None
        if match is None or match["item"] in found:
            span = Span(number, 1, number, len(line) + 1)
            message = "this item stands here twice" if match else "this line of the lock cannot be read"
            hint = "restore it from version control, or delete it to begin anew"
            raise ProblemError(Problem("B085", message, shown(path), span, hint))
        found[match["item"]] = Locked(match["hash"], match["day"])
    return found


def _is_release_day(day: str) -> bool:
    try:
        return release_day(day) == day
    except ValueError:
        return False


def updated(lock: dict[str, Locked], items: Iterable[Item], release: str) -> tuple[dict[str, Locked], Changes]:
    """Return the lock as it stands after a release with these items, and what changed."""
    after: dict[str, Locked] = {}
    new: list[str] = []
    changed: list[str] = []
    for item in items:
        before = lock.get(item.id)
        if before and before.revision == item.revision:
            after[item.id] = before
            continue
        (changed if before else new).append(item.id)
        after[item.id] = Locked(item.revision, release)
    vanished = tuple(name for name in lock if name not in after)
    return after, Changes(tuple(new), tuple(changed), vanished)


def written(lock: dict[str, Locked]) -> bytes:
    """Return the lock as the bytes of its file, sorted by item."""
    lines = (f"{name} {locked.revision} {locked.changed}\n" for name, locked in sorted(lock.items()))
    return (HEAD + "".join(lines)).encode()
