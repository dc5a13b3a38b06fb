"""What has changed on disk, by looking: no service of the system is asked, so it works on any disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from quizgen.lock_file import LOCK
from quizgen.reading.lone_table import SUFFIXES
from quizgen.reading.project import CONFIG

COMMON = ""
"""The name under which everything stands that all banks depend on: no bank has it."""
DEEPEST = 8
MOST_FILES = 20_000
SETTLED = 20
"""For so many looks a file is read again after it changed: a clock of a disk may be too coarse to tell two saves."""
LARGE = 1 << 22
"""Larger files are read again only when their size or their time changes."""
Stamp = tuple[int, int, int]


@dataclass(slots=True)
class _File:
    """A file as it was seen: size, time and number on disk, the hash of what it holds, and how often that was so."""

    stamp: Stamp
    digest: bytes
    looks: int = 0


@dataclass
class Watch:
    """The files of one project. `look` says what stands there now."""

    root: Path
    _files: dict[str, _File] = field(default_factory=dict)

    def look(self) -> dict[str, bytes]:
        """Return a hash of each bank's files by the bank's name, and of what all banks share under `COMMON`."""
        seen: dict[str, _File] = {}
        found = {name: self._digest(paths, seen) for name, paths in self._parts().items()}
        self._files = seen
        return found

    def _parts(self) -> dict[str, list[Path]]:
        templates = [path for path, _ in zip(_below(self.root / "templates"), range(MOST_FILES), strict=False)]
        folder = self.root / "question_bank"
        absent = [] if _is_folder(folder) else [folder]
        parts = {COMMON: [self.root / CONFIG, self.root / LOCK, *templates, *absent]}
        for path in _entries(folder):
            if _is_folder(path):
                inside = [file for file, _ in zip(_below(path), range(MOST_FILES), strict=False)]
                parts.setdefault(path.name, []).extend(inside)
            elif path.suffix.lower() in SUFFIXES:
                parts.setdefault(path.stem, []).append(path)
        return parts

    def _digest(self, paths: list[Path], seen: dict[str, _File]) -> bytes:
        whole = blake2b(digest_size=16)
        for path in paths:
            file = self._look_at(str(path))
            if file:
                seen[str(path)] = file
            whole.update(f"{path}\0".encode(errors="surrogatepass") + (file.digest if file else b"-"))
        return whole.digest()

    def _look_at(self, path: str) -> _File | None:
        """What a file holds; None if it is not there or cannot be read."""
        known = self._files.get(path)
        try:
            found = os.stat(path)  # noqa: PTH116  (thousands of them, several times a second)
            stamp = (found.st_size, found.st_mtime_ns, found.st_ino)
            same = known is not None and known.stamp == stamp
            if known and same and (known.looks >= SETTLED or found.st_size > LARGE):
                return known
            if not stat.S_ISREG(found.st_mode):  # reading a pipe would never end
                return None
            with open(path, "rb") as file:  # noqa: PTH123
                digest = _hash_of(iter(lambda: file.read(1 << 20), b""))
        except (OSError, ValueError):
            return None
        return _File(stamp, digest, known.looks + 1 if known and same else 0)


def _hash_of(pieces: Iterator[bytes]) -> bytes:
    whole = blake2b(digest_size=16)
    for piece in pieces:
        whole.update(piece)
    return whole.digest()


def _entries(folder: Path) -> list[Path]:
    """What stands in a folder, without hidden files; nothing if it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; not if that cannot be known, as of what stands in a folder that may only be listed."""
    return os.path.isdir(path)  # noqa: PTH112  (Path.is_dir raises then)


def _below(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the files of a folder and of those in it; links to folders are not followed, nor is it too deep."""
    for path in _entries(folder):
        if not _is_folder(path):
            yield path
        elif not path.is_symlink() and depth < DEEPEST:
            yield from _below(path, depth + 1)
