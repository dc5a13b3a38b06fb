"""The project: a folder with quizgen.toml, question_bank/, templates/ and output/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, ValidationError

from quizgen import moments
from quizgen.model.citation import Standing
from quizgen.model.fact import Bank
from quizgen.model.frozen import Frozen
from quizgen.model.item import Level as Difficulty
from quizgen.problem import Place, Problem, ProblemError, Span
from quizgen.reading import lone_table
from quizgen.reading.banks import bank_name, read_bank
from quizgen.reading.complaints import A_BANK, A_LEVEL, complaints
from quizgen.reading.located import BREAKS, forget_positions, read_text, shown

CONFIG = "quizgen.toml"
Level = Literal["off", "warning", "error"]


def _form_of_level(value: object) -> str:
    return A_BANK if isinstance(value, dict) else A_LEVEL


Levels = Annotated[
    Annotated[Level, Tag(A_LEVEL)] | Annotated[dict[str, Level], Tag(A_BANK)], Discriminator(_form_of_level)
]
STANDINGS: tuple[Standing, ...] = ("cited", "quoted", "verified")


def _web(address: str) -> str:
    if not re.fullmatch(r"(https?://|mailto:)[^\s\"<>]+", address):
        message = f"an address to report mistakes to begins with https:// or mailto:, and `{address}` does not"
        raise ValueError(message)
    return address


class PlannedSection(Frozen):
    """A section of the paper as quizgen.toml plans it: which questions, how many, and how they are shown.

    Without a `number` it has all that fit. `break = "before"` lets it begin on a new page.
    """

    title: str = ""
    where: str = ""
    number: Annotated[int | None, Field(ge=1)] = None
    instructions: str = ""
    points: Annotated[int | None, Field(ge=0)] = None
    lines: Annotated[int | None, Field(ge=1, le=40)] = None
    page_break: Annotated[Literal["before"] | None, Field(alias="break")] = None


class Config(Frozen):
    """What quizgen.toml may say.

    `release` is the moment of this release; without it, that of the build that changes something. `report` is where
    mistakes are reported, `{id}` standing for the question's id. `sections` are the parts of a paper.
    `require` is the least standing an answer's citation must have, `difficulty` how near wrong options shall be.
    `review` sets how bad the finding of a review rule is (`Q104 = "off"`), for all banks or, in a group of its name,
    for one.
    """

    title: str = "Quiz"
    formats: tuple[str, ...] = ("anki", "print", "html", "json")
    require: Standing = "cited"
    seed: str = "1"
    difficulty: Difficulty = "medium"
    release: Annotated[str | None, BeforeValidator(moments.written)] = None
    report: Annotated[str, AfterValidator(_web)] = ""
    print_items: Annotated[int, Field(alias="print-items", ge=1)] = 40
    forms: Annotated[int, Field(ge=1, le=130)] = 2
    sections: tuple[PlannedSection, ...] = ()
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    review: dict[str, Levels] = Field(default_factory=dict)

    def levels(self, bank: str) -> dict[str, Level]:
        """Return how bad the findings of rules are in this bank, by code, where that is not the rule's own."""
        for_all = {code: level for code, level in self.review.items() if isinstance(level, str)}
        own = self.review.get(bank, {})
        return for_all | (own if isinstance(own, dict) else {})


@dataclass(frozen=True)
class Project:
    """A project as read. `problems` holds everything found wrong while reading it."""

    root: Path
    config: Config
    banks: tuple[Bank, ...]
    problems: tuple[Problem, ...]

    @property
    def templates(self) -> tuple[Path, ...]:
        """The project's own template folder, if it has one."""
        folder = self.root / "templates"
        return (folder,) if folder.is_dir() else ()


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that is a project.

    Raises ProblemError when there is none.
    """
    if not start.exists():
        raise ProblemError(Problem("B060", "there is no such folder", shown(start)))
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() or (folder / "question_bank").is_dir():
            return folder
    hint = "`quizgen init` makes one"
    raise ProblemError(Problem("B060", "this folder is no quizgen project", shown(start), None, hint))


def read_project(start: Path, only: Iterable[str] = ()) -> Project:
    """Read the project at or above `start`; with `only`, just the banks of these names.

    Raises ProblemError when there is no project, its quizgen.toml cannot be read, or a named bank is not there.
    """
    forget_positions()
    root = find_root(start)
    config = read_config(root / CONFIG)
    readings = [read_bank(path) for path in _bank_paths(root, frozenset(only))]
    banks = {bank.id: bank for reading in reversed(readings) if (bank := reading.bank)}
    twice = [bank for reading in readings if (bank := reading.bank) and banks[bank.id] is not bank]
    found = [problem for reading in readings for problem in reading.problems]
    return Project(
        root=root,
        config=config,
        banks=tuple(reversed(banks.values())),
        problems=(*found, *(_twice(bank, banks[bank.id]) for bank in twice)),
    )


def _twice(bank: Bank, first: Bank) -> Problem:
    message = f"this bank and {first.place.file} are both called `{bank.id}`"
    return Problem("B013", message, bank.place.file, None, "names of banks are written with a-z, 0-9, `-` and `_`")


def _bank_paths(root: Path, only: frozenset[str]) -> list[Path]:
    folder = root / "question_bank"
    if not folder.is_dir():
        raise ProblemError(
            Problem("B061", "there is no question_bank/ here", shown(root), None, "`quizgen init` makes one")
        )
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")) and _may_be_bank(path))
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot read this folder: {error.strerror}", shown(folder))) from None
    names = {path.stem if path.is_file() else path.name for path in paths}
    if unknown := only - names:
        message = f"there is no bank `{sorted(unknown)[0]}`"
        raise ProblemError(Problem("B062", message, shown(folder), None, f"there are {', '.join(sorted(names))}"))
    return [path for path in paths if not only or (path.stem if path.is_file() else path.name) in only]


def bank_names(root: Path) -> frozenset[str]:
    """Return the names of all banks of the project, read or not."""
    names = set()
    for path in _bank_paths(root, frozenset()):
        with suppress(ProblemError):  # said when it is read
            names.add(bank_name(path))
    return frozenset(names)


def in_config(root: Path, problem: Problem, key: str) -> Problem:
    """Return the problem with its place in the project's quizgen.toml: the line that begins with `key`."""
    path = root / CONFIG
    return _at_key(replace(problem, path=shown(path)), key, read_text(path))


def _may_be_bank(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in lone_table.SUFFIXES


def read_config(path: Path) -> Config:
    """Return what the file says, or the defaults when there is none; raise ProblemError when it is wrong."""
    if not path.exists() and not path.is_symlink():
        return Config()
    text = read_text(path)
    try:
        return Config.model_validate(_toml(text, path))
    except ValidationError as error:
        fields = {"": frozenset(field.alias or name for name, field in Config.model_fields.items())}
        found = complaints(error, Place(shown(path)), fields)
        keys = [next(str(p) for p in reversed(detail["loc"]) if p != A_LEVEL) for detail in error.errors()]
        raise ProblemError(*(_at_key(problem, key, text) for problem, key in zip(found, keys, strict=True))) from None


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, at, rest = str(error).rpartition(" (at ")
        place = _toml_place(rest, text)
        raise ProblemError(Problem("B063", f"not TOML: {message if at else error}", shown(path), place)) from None
    except (RecursionError, ValueError):
        raise ProblemError(Problem("B063", "not TOML: nested too deep, or a number too long", shown(path))) from None


def _toml_place(words: str, text: str) -> Span:
    """The place that the reader of TOML tells in words, `line 3, column 5` or `end of document`."""
    found = re.fullmatch(r"line (\d+), column (\d+)\)", words)
    lines = BREAKS.split(text)
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    return Span(line, column, line, column + 1)


def _at_key(problem: Problem, key: str, text: str) -> Problem:
    """TOML readers give no places; the line that begins with the key, or the table of that name, is the place."""
    begins = re.compile(rf"""\s*\[*\s*(?:[^=]+\.\s*)?["']?(?P<key>{re.escape(key)})["']?\s*[=.\]]""")
    for number, line in enumerate(BREAKS.split(text), 1):
        if found := begins.match(line):
            return replace(problem, span=Span(number, found.start("key") + 1, number, found.end("key") + 1))
    return replace(problem, span=None)
