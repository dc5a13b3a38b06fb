"""What an export did: written, skipped, lost. Silent loss is the worst failure of this field."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction
from quizgen.model.quiz import Quiz


@dataclass(frozen=True, slots=True)
class Report:
    """One export's account.

    `written` counts items (for print: items per form), `cards` what a student will see of them, `skipped` holds
    (item id, reason), `lost` counts what the format could not carry by a short name of it.
    """

    format: str
    files: tuple[Path, ...]
    written: int
    cards: int = 0
    skipped: tuple[tuple[str, str], ...] = ()
    lost: Counter[str] = field(default_factory=Counter)

    def reasons(self) -> Counter[str]:
        """Why items were skipped, counted."""
        return Counter(reason for _, reason in self.skipped)


class NoOptions(Frozen):
    """There is nothing to set."""


class Exporter(Protocol):
    """What a module in `quizgen.exporting` must hold to be a format.

    `SUFFIX` is the output's file name ending. `INTERACTIONS` are those the format can show; others are lowered
    before. `Options` lists what the user may set, `export` writes `quiz` to `out` (the full path of the main file)
    and never leaves a half-written file behind. One whose output is paper says `PAPER = True`,
    too, and one that makes copies for the students of a class `COPIES = True`. One that may write further files of
    questions says in `PARTS: str`, a regular expression, what follows the main file's stem in their names.
    """

    SUMMARY: str
    SUFFIX: str
    INTERACTIONS: frozenset[Interaction]
    Options: type[BaseModel]

    def export(self, quiz: Quiz, out: Path, options: BaseModel) -> Report:
        """Write the quiz and say what came of it."""


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write beside `path` and move into place, so that a failure leaves the old file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        _write(beside, content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _write(path: Path, content: bytes | Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)


def write_together(files: Iterable[tuple[Path, bytes | Iterable[bytes]]]) -> tuple[Path, ...]:
    """Write files that belong together, each beside its path, and move all into place once the last is made.

    They may be made while they are written, whole or in parts. A failure leaves all old ones whole.
    """
    written: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.part")
            written.append((beside, path))
            _write(beside, content)
        for beside, path in written:
            beside.replace(path)
    finally:
        for beside, _ in written:
            beside.unlink(missing_ok=True)
    return tuple(path for _, path in written)


def write_folder(path: Path, files: Mapping[str, bytes | Path], folders: Iterable[str] = ()) -> None:
    """Write a folder beside `path` and move it into place, so that a failure leaves the old one whole.

    `files` maps the files' places in it (`media/a.png`) to their bytes, or to files to be copied. `folders` are there
    even if nothing goes into them, so that nothing of an older build stays in them. See `move_folder` for the rest.
    """
    beside = path.with_name(f".{path.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        for folder in folders:
            (beside / folder).mkdir(parents=True)
        for name, content in files.items():
            place = beside / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as file:
                file.write(content.read_bytes() if isinstance(content, Path) else content)
        move_folder(beside, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def move_folder(made: Path, final: Path) -> None:
    """Move what stands in the folder `made`, which is on the same disk, into the folder `final`.

    Files and folders of the same names are replaced whole; whatever else is in `final` is another's, such as `.git`,
    and stays. A failure puts everything back. `made` is left, with the replaced things in it, for the caller to remove.
    """
    with ExitStack() as undo:
        if not final.exists():
            final.mkdir(parents=True)
            undo.callback(final.rmdir)
        for entry in sorted(made.iterdir()):
            target, old = final / entry.name, made / f".old-{entry.name}"
            if target.exists():
                target.rename(old)
                undo.callback(old.rename, target)
            entry.rename(target)
            undo.callback(target.rename, entry)
        undo.pop_all()
