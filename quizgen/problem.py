"""What can be wrong, where it is, and the way out. Problems are values: they are collected and shown at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the fact, item or build it belongs to; a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text file. Lines and columns count from 1; the end is exclusive, in characters."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `path` is relative to where the user stands; `span` is None for a whole file. `item` is the id of the item that the
    problem was found in, if it is about one.
    """

    code: str
    message: str
    path: str
    span: Span | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR
    item: str = ""

    @property
    def place(self) -> tuple[str, int, int, str]:
        """The sort key: problems are shown in the order of their places."""
        span = self.span or Span(0, 0, 0, 0)
        return (self.path, span.line, span.column, self.code)


class ProblemError(Exception):
    """Work cannot go on; carries the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems sorted by place, each once."""
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.place)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return only the errors."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: a file, and either a path of keys inside it or a line.

    The line and column of a path are looked up only when there is a problem to show. `key` points at the last key
    itself instead of its value.
    """

    file: str
    at: tuple[str | int, ...] = ()
    line: int = 0
    key: bool = False

    def inside(self, *parts: str | int) -> Place:
        """Return the place of something within this one."""
        return Place(self.file, (*self.at, *parts), self.line)
