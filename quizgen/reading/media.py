"""From the pictures and sounds that an author names to media with the files behind them."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from quizgen.model.media import CALLED, Attached, Medium, Sort
from quizgen.problem import Place, Problem, ProblemError
from quizgen.reading.located import locate
from quizgen.reading.records import FactRecord, MediumRecord, TableRecord
from quizgen.reading.signatures import SUFFIXES, media_type
from quizgen.reading.sources import inside
from quizgen.reading.svg import UnsafeSvgError, check_svg

if TYPE_CHECKING:
    from quizgen.reading.sentences import SlotNames

SORTS: tuple[Sort, ...] = get_args(Sort)
LARGEST = 10_000_000
"""In bytes. Of a deck of a thousand pictures each student gets every byte."""
FEW = 500
"""So many files are looked through for the one that may have been meant."""
TEXTS = {"file", "alt", "credit", "licence"}
Row = tuple[str, ...]
Filled = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was looked at: where it is, its SHA-256, its media type."""

    path: Path
    sha256: str
    type: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file cannot be taken: code, message, hint."""

    code: str
    message: str
    hint: str | None = None


class MediaFiles:
    """The pictures and sounds beside a bank.yaml. Each file is read once, however many rows name it."""

    def __init__(self, bank_file: str) -> None:
        self.folder = Path(bank_file).parent
        self._known: dict[tuple[Sort, str], Stored | Refused] = {}
        self._siblings: dict[Path, list[str]] = {}

    def attached(self, record: FactRecord, slots: SlotNames, place: Place) -> tuple[Attached, ...]:
        """Return the media of a fact; raise ProblemError with the place of the first that cannot be taken."""
        return tuple(
            Attached(self.medium(sort, one.model_dump(include=TEXTS), at), asked_by(one, slots, sort, number))
            for sort, number, one in listed(record)
            for at in [place.inside(sort, number, "file")]
        )

    def medium(self, sort: Sort, texts: dict[str, str], place: Place) -> Medium:
        """Return the medium that the texts (`file`, `alt`, `credit`, `licence`) tell of; `place` is where they stand.

        Raises ProblemError when there is no such file in the bank's folder, or it is too large or not what it claims.
        """
        file = texts["file"]
        found = self._known.get((sort, file))
        if found is None:
            found = self._known[sort, file] = self._looked_at(sort, file, place)
        if isinstance(found, Refused):
            raise ProblemError(Problem(found.code, found.message, place.file, locate(place), found.hint))
        said = {name: " ".join(text.split()) for name, text in texts.items()}
        return Medium(kind=sort, sha256=found.sha256, type=found.type, path=found.path, **said)

    def _looked_at(self, sort: Sort, name: str, place: Place) -> Stored | Refused:
        if "://" in name:
            hint = "quizgen fetches nothing: store the file in the bank's folder, and say in `credit` where it is from"
            return Refused("B033", f"`{name}` is an address, not a file of this bank", hint)
        path = inside(self.folder, name, place)
        claimed = SUFFIXES.get(path.suffix.lower())
        if claimed is None or not claimed.startswith(sort):
            return _unknown(sort, name, claimed)
        try:
            size = path.stat().st_size if path.is_file() else None
            if size is None:
                return self._missing(name, path)
            if size > LARGEST:
                return _too_large(sort, name, size)
            raw = path.read_bytes()
        except OSError as error:
            return Refused("B033", f"cannot read `{name}`: {error.strerror}")
        return _of_bytes(path, raw, name, claimed)

    def _missing(self, name: str, path: Path) -> Refused:
        if path.is_dir():
            return Refused("B033", f"`{name}` is a folder, not a file")
        near = difflib.get_close_matches(path.name, self._beside(path), 1)
        meant = f"did you mean `{Path(name).with_name(near[0]).as_posix()}`?" if near else None
        return Refused("B033", f"there is no file `{name}` in the bank's folder", meant)

    def _beside(self, path: Path) -> list[str]:
        """The names of the files in the same folder, unless they are too many to look through."""
        folder = path.parent
        if folder not in self._siblings:
            names = sorted(one.name for one in folder.glob("*") if one.suffix.lower() in SUFFIXES)
            self._siblings[folder] = names if len(names) <= FEW else []
        return self._siblings[folder]


def _unknown(sort: Sort, name: str, claimed: str | None) -> Refused:
    known = ", ".join(suffix for suffix, found in SUFFIXES.items() if found.startswith(sort))
    if claimed:
        other: Sort = "audio" if sort == "image" else "image"
        return Refused("B034", f"`{name}` is a {CALLED[other]}, no {CALLED[sort]}", f"put it under `{other}`")
    return Refused("B034", f"`{name}` is no kind of {CALLED[sort]} known here", f"known are {known}")


def _too_large(sort: Sort, name: str, size: int) -> Refused:
    message = f"`{name}` has {size / 1e6:.1f} MB, and a {CALLED[sort]} may have {LARGEST / 1e6:.0f} MB at most"
    way = "store a smaller picture" if sort == "image" else "store a shorter or more compressed sound"
    return Refused("B035", message, f"{way}: every student downloads all of it")


def _of_bytes(path: Path, raw: bytes, name: str, claimed: str) -> Stored | Refused:
    if claimed == "image/svg+xml":
        try:
            check_svg(raw)
        except UnsafeSvgError as error:
            return Refused("B034", f"`{name}` is no SVG picture that stands alone: {error}")
    elif (found := media_type(raw)) != claimed:
        ending = next((suffix for suffix, kind in SUFFIXES.items() if kind == found), None)
        told = f"its bytes are {found}" if found else "its bytes are nothing known here" if raw else "it is empty"
        hint = f"name it `{path.with_suffix(ending).name}`" if ending else "save it anew from the program it comes from"
        return Refused("B034", f"`{name}` is not the {claimed} that its name claims: {told}", hint)
    return Stored(path.absolute(), hashlib.sha256(raw).hexdigest(), claimed)


def listed(record: FactRecord | TableRecord) -> Iterator[tuple[Sort, int, MediumRecord]]:
    """Yield the records of media in the order in which they are shown, each with its sort and its place among them."""
    for sort in SORTS:
        for number, one in enumerate(getattr(record, sort)):
            yield sort, number, one


def asked_by(record: MediumRecord, slots: SlotNames, sort: Sort, number: int) -> frozenset[str]:
    """Return the names of the slots that the medium asks for."""
    return frozenset(
        name for n, reference in enumerate(record.asks) for name in slots.all(reference, sort, number, "asks", n)
    )


class RowMedia:
    """The media of a table's rows. What fills their texts is built once.

    `filler` makes, from a text with `{column}`, the field it stands in and the path to it, what fills it from a row;
    what it makes for `file` gives nothing where a cell is empty, and then the row has no such picture.
    """

    def __init__(
        self,
        record: TableRecord,
        slots: SlotNames,
        filler: Callable[[str, str, tuple[str | int, ...]], Filled],
        files: MediaFiles,
    ) -> None:
        self.files = files
        self.entries = [
            (sort, asked_by(one, slots, sort, number), self._fillers(one, filler, (sort, number)))
            for sort, number, one in listed(record)
        ]

    def _fillers(
        self,
        record: MediumRecord,
        filler: Callable[[str, str, tuple[str | int, ...]], Filled],
        at: tuple[str | int, ...],
    ) -> dict[str, Filled]:
        texts = record.model_dump(include=TEXTS)
        return {field: filler(text, field, (*at, field)) for field, text in texts.items()}

    def of(self, row: Row, place: Place) -> tuple[Attached, ...]:
        """Return the media of a row; raise ProblemError with the row's place for the first that cannot be taken."""
        return tuple(self._of(row, place))

    def _of(self, row: Row, place: Place) -> Iterable[Attached]:
        for sort, slots, fillers in self.entries:
            texts = {field: fill(row).strip() for field, fill in fillers.items()}
            if not texts["file"]:
                continue
            empty = next((field for field, text in texts.items() if not text), None)
            if empty:
                message = f"this row has nothing for the `{empty}` of its {CALLED[sort]} `{texts['file']}`"
                hint = "fill the cell, or leave that of the file empty"
                raise ProblemError(Problem("B010", message, place.file, locate(place), hint))
            yield Attached(self.files.medium(sort, texts, place), slots)
