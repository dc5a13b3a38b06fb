"""Which versions of H5P's content types an export asks for, and the libraries of a package that has them.

A site takes a package only if it has the very version of each library (major and minor number) that the package names,
or if the package brings it. The versions here are those that sites of the last years have; a package exported from the
site in question, a donor, says which it has and lends its libraries.
"""

from __future__ import annotations

import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizgen.exporting.zipping import Member
from quizgen.problem import Problem, ProblemError

VERSIONS = {
    "H5P.QuestionSet": (1, 20),
    "H5P.MultiChoice": (1, 16),
    "H5P.TrueFalse": (1, 8),
    "H5P.Blanks": (1, 14),
    "H5P.DragText": (1, 10),
    "H5P.Image": (1, 1),
    "H5P.Dialogcards": (1, 9),
    "H5P.Timeline": (1, 1),
    "H5P.SortParagraphs": (0, 11),
}
"""Of newer ones there are QuestionSet 1.21 and the like, which older sites refuse."""
DAMAGED = (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError)
"""What a member of a package raises that is damaged, encrypted, or packed in a way that is not known."""
KINDS = ("preloadedDependencies", "editorDependencies", "dynamicDependencies")
Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Library:
    """A library in a donor: the folder it is in, its version, and what it needs as (name, version)."""

    folder: str
    version: Version
    needs: tuple[tuple[str, Version], ...]


@dataclass(frozen=True)
class Libraries:
    """The versions to ask for; with a donor, also where the libraries are, by name and version."""

    donor: Path | None = None
    found: dict[tuple[str, Version], Library] = field(default_factory=dict)

    def lent(self, name: str) -> Version | None:
        """Return the newest version of a library that the donor has; None if it has none, or there is no donor."""
        return max((version for known, version in self.found if known == name), default=None)

    def version(self, name: str) -> Version:
        """Return the version to ask for."""
        return self.lent(name) or VERSIONS[name]

    def written(self, name: str) -> str:
        """Return the library as questions name it: `H5P.MultiChoice 1.16`."""
        major, minor = self.version(name)
        return f"{name} {major}.{minor}"

    def dependency(self, name: str) -> dict[str, Any]:
        """Return the library as h5p.json names it."""
        major, minor = self.version(name)
        return {"machineName": name, "majorVersion": major, "minorVersion": minor}

    def members(self, names: Iterable[str]) -> Iterator[Member]:
        """Yield the donor's files of these libraries and of all that they need; none without a donor.

        Raises ProblemError for one that is damaged or encrypted.
        """
        if self.donor is None:
            return
        folders = self._folders([(name, version) for name in names if (version := self.lent(name))])
        with zipfile.ZipFile(self.donor) as package:
            for info in package.infolist():
                if info.filename.partition("/")[0] in folders and not info.is_dir():
                    yield Member(info.filename, _read(package, info.filename, self.donor))

    def _folders(self, wanted: list[tuple[str, Version]]) -> set[str]:
        done: set[tuple[str, Version]] = set()
        while wanted:
            one = wanted.pop()
            if one in self.found and one not in done:
                done.add(one)
                wanted.extend(self.found[one].needs)
        return {self.found[one].folder for one in done}


def libraries(donor: Path | None) -> Libraries:
    """Return the libraries that a donor lends, or quizgen's own table of versions.

    Raises ProblemError if the donor cannot be read, is no H5P package, or holds no libraries.
    """
    if donor is None:
        return Libraries()
    try:
        with zipfile.ZipFile(donor) as package:
            found = dict(_found(package, donor))
            odd = next((name for name in package.namelist() if not name.isascii()), None)
    except OSError as error:
        raise refused(donor, f"it cannot be read: {error.strerror or error}") from None
    except (zipfile.BadZipFile, RuntimeError):
        raise refused(donor, "it is no H5P package, which is a zip file") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refused(donor, "a `library.json` in it is not as H5P writes it") from None
    if not found:
        raise refused(donor, "there are no libraries in it")
    if odd:
        raise refused(donor, f"the name of a file in it is not plain ASCII: {odd!r}")
    return Libraries(donor, found)


def refused(donor: Path, why: str) -> ProblemError:
    """Return the problem of a donor that cannot lend what is needed."""
    hint = "export a Question Set from the site that the quiz is for, with a question of each kind in it"
    return ProblemError(Problem("B088", f"no libraries from this donor: {why}", os.path.relpath(donor), None, hint))


def _read(package: zipfile.ZipFile, name: str, donor: Path) -> bytes:
    try:
        return package.read(name)
    except DAMAGED:
        raise refused(donor, f"`{name}` in it is damaged or encrypted") from None


def _found(package: zipfile.ZipFile, donor: Path) -> Iterator[tuple[tuple[str, Version], Library]]:
    for name in package.namelist():
        folder, slash, rest = name.partition("/")
        if slash and rest == "library.json":
            told = json.loads(_read(package, name, donor))
            needs = tuple(_named(one) for kind in KINDS for one in told.get(kind) or ())
            known = _named(told)
            yield known, Library(folder, known[1], needs)


def _named(told: dict[str, Any]) -> tuple[str, Version]:
    return str(told["machineName"]), (int(told["majorVersion"]), int(told["minorVersion"]))
