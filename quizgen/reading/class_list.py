"""A class list: the students that copies of a paper are made out to, as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quizgen.problem import Problem, ProblemError, Span
from quizgen.reading.located import read_text, shown

COLUMNS = (
    dict.fromkeys(("name", "student", "nom", "nombre", "schüler", "schülerin", "élève", "alumno"), "name")
    | dict.fromkeys(("number", "id", "student number", "student id", "nummer", "nr", "numéro", "número"), "number")
    | dict.fromkeys(("class", "group", "klasse", "classe", "clase", "groupe", "grupo"), "group")
)
"""What a column may be called, and what it is; others are left alone."""


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody on the list; `number` and `group` (the class) are empty where the list has none."""

    name: str
    number: str = ""
    group: str = ""


def read_class_list(path: Path) -> tuple[Student, ...]:
    """Return the students in their order.

    The first line names the columns: `name`, and perhaps `number` and `class`; a lone column of names needs no first
    line. Commas, semicolons or tabs separate the cells. Raises ProblemError with the place of what is wrong: no file,
    no name in a line, more cells than columns, the same student or number twice in a class.
    """
    rows = _rows(path)
    columns = [COLUMNS.get(cell.strip().casefold()) for cell in rows[0][1]] if rows else []
    if "name" in columns:
        rows = rows[1:]
    elif rows and max(len(row) for _, row in rows) > 1:
        hint = "the first line names the columns: name, number, class"
        raise ProblemError(Problem("B120", "the class list has no column `name`", shown(path), _line(1), hint))
    else:
        columns = ["name"]
    students = tuple(_students(rows, columns, path))
    if not students:
        raise ProblemError(Problem("B120", "the class list names nobody", shown(path)))
    return students


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows with the lines that they end in."""
    text = read_text(path).removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        hint = "a quotation mark that begins a cell must end it, too"
        raise ProblemError(Problem("B120", f"not CSV: {error}", shown(path), _line(reader.line_num), hint)) from None


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _students(rows: Iterable[tuple[int, list[str]]], columns: list[str | None], path: Path) -> Iterator[Student]:
    seen: dict[object, int] = {}
    for line, row in rows:
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(columns) :]):
            hint = 'a name with a comma stands between quotation marks: "Lovelace, Ada"'
            raise ProblemError(Problem("B120", "this line has more cells than columns", shown(path), _line(line), hint))
        student = Student(**({"name": ""} | cells))
        if not student.name:
            raise ProblemError(Problem("B120", "a line of the class list has no name", shown(path), _line(line)))
        for same, hint in (
            (student, "students of one name need a number each"),
            (student.number and (student.group, student.number), "in a class each number is one student's"),
        ):
            if same and seen.setdefault(same, line) != line:
                message = f"`{student.number or student.name}` stands in line {seen[same]}, too"
                raise ProblemError(Problem("B120", message, shown(path), _line(line), hint))
        yield student


def _line(number: int) -> Span:
    return Span(number, 1, number, 2)
