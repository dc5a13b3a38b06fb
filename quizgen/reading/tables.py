"""Tables: CSV, TSV, JSON lists, JSON Lines and SPARQL results, each row with the line it stands in."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizgen.problem import Problem, ProblemError, Span
from quizgen.reading.located import BREAKS, CONTROLS, shown

DELIMITERS = ",;\t|"
LARGEST_CELL = 16 * 2**20
BINDINGS = re.compile(r'"bindings"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, rows of texts (as long as the names), and the line in which each row begins."""

    file: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    lines: list[int]
    json: bool = False


def read_table(path: Path, encoding: str | None = None) -> Table:
    """Read a table by its file name's ending.

    Raises ProblemError with the line when the file cannot be read as what it claims to be.
    """
    text = _decoded(path, encoding)
    _refuse_binary(text, shown(path))
    match path.suffix.lower():
        case ".csv":
            return _delimited(text, shown(path))
        case ".tsv" | ".tab":
            return _delimited(text, shown(path), "\t")
        case ".json":
            return _json(BREAKS.sub("\n", text), shown(path))
        case ".jsonl" | ".ndjson":
            return _json_lines(BREAKS.sub("\n", text), shown(path))
    message = f"`{path.suffix}` is not a kind of table known here"
    raise ProblemError(Problem("B020", message, shown(path), None, "use .csv, .tsv, .json or .jsonl"))


def _decoded(path: Path, encoding: str | None) -> str:
    """Spreadsheets write UTF-8 with a mark, UTF-16 with a mark ("Unicode text"), or an old Windows code page."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot read this file: {error.strerror}", shown(path))) from None
    codec = encoding or ("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    try:
        return raw.decode(codec).removeprefix("\ufeff")
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = raw.count(b"\n", 0, start) + 1
        message = f"this table is not {codec.removesuffix('-sig').upper()} text (line {line})"
        hint = "save it as “CSV UTF-8”, or say `encoding: cp1252` if it comes from an older spreadsheet"
        raise ProblemError(Problem("B002", message, shown(path), Span(line, 1, line, 1), hint)) from None
    except (LookupError, ValueError):
        raise ProblemError(Problem("B021", f"`{encoding}` is not an encoding", shown(path))) from None


def _refuse_binary(text: str, path: str) -> None:
    found = CONTROLS.search(text)
    if found is None:
        return
    if found[0] == "\0":
        hint = "if it comes from a spreadsheet, save it as “CSV UTF-8”"
        raise ProblemError(Problem("B022", "this is binary data, not a table", path, None, hint))
    lines = BREAKS.split(text[: found.start()])
    line, column = len(lines), len(lines[-1]) + 1
    hint = "say `encoding: cp1252` if the table comes from an older spreadsheet" if found[0] > "\x7f" else "remove it"
    raise ProblemError(Problem("B022", _control(found[0]), path, Span(line, column, line, column + 1), hint))


def _control(char: str) -> str:
    return f"this table holds a control character (U+{ord(char):04X})"


def _delimited(text: str, path: str, usual: str = ",") -> Table:
    named = re.match(r'sep=([^"\r\n])\r?\n', text, re.IGNORECASE)  # Excel's own way to name the delimiter
    skipped = 1 if named else 0
    text = text[named.end() :] if named else text
    csv.field_size_limit(LARGEST_CELL)
    delimiter = named[1] if named else _delimiter(text, usual)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = ((line, row) for line, row in _numbered(reader, path, skipped) if any(map(str.strip, row)))
    first, header = next(rows, (1, []))
    columns = _columns(header, path, first)
    kept = [(line, _fitted(row, len(columns), path, line)) for line, row in rows]
    return Table(path, columns, [row for _, row in kept], [line for line, _ in kept])


def _delimiter(text: str, usual: str) -> str:
    """The mark that stands most often in the header outside quotes; a tab where the file's ending tells of tabs."""
    header = re.sub(r'"[^"]*"', "", BREAKS.split(text.lstrip("\r\n"), maxsplit=1)[0])
    if usual == "\t" and usual in header:
        return usual
    return max(DELIMITERS, key=lambda mark: (header.count(mark), mark == usual))


def _numbered(reader: Any, path: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    line = skipped
    try:
        for row in reader:
            yield line + 1, row
            line = reader.line_num + skipped
    except csv.Error as error:
        span = Span(line + 1, 1, line + 1, 1)
        raise ProblemError(Problem("B022", f"this row cannot be read: {error}", path, span)) from None


def _columns(header: list[str], path: str, line: int) -> tuple[str, ...]:
    names = [name.strip() for name in header]
    while names and not names[-1]:  # spreadsheets leave empty columns at the end
        names.pop()
    if not names:
        raise ProblemError(Problem("B023", "this table is empty", path, Span(1, 1, 1, 1)))
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice or "" in names:
        message = f"the column `{twice[0]}` stands here twice" if twice else "a column has no name"
        raise ProblemError(Problem("B024", message, path, Span(line, 1, line, 1)))
    return tuple(names)


def _fitted(row: list[str], width: int, path: str, line: int) -> tuple[str, ...]:
    if len(row) < width:
        row = row + [""] * (width - len(row))
    if any(cell.strip() for cell in row[width:]):
        message = f"this row has {len(row)} cells, the header {width}"
        hint = "a cell that holds the delimiter must stand between quotes"
        raise ProblemError(Problem("B025", message, path, Span(line, 1, line, 1), hint))
    return tuple(row[:width])


def _json(text: str, path: str) -> Table:
    head = _parsed(text, path)
    if isinstance(head, dict):
        return _sparql(head, text, path)
    if not isinstance(head, list):
        raise ProblemError(Problem("B026", "this JSON is neither a list of objects nor a SPARQL result", path))
    return _of_objects(head, _element_lines(text, text.index("[") + 1, head, path), path)


def _parsed(text: str, path: str, line: int = 0) -> Any:
    """Numbers stay as they are written: 0.10 is not 0.1. What is no number (NaN) is an empty cell."""
    try:
        hook = _once if line else None
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=lambda _: None, object_pairs_hook=hook)
    except (json.JSONDecodeError, RecursionError, _RepeatedKeyError) as error:
        raise ProblemError(_json_problem(error, path, line)) from None


class _RepeatedKeyError(ValueError):
    """An object names a field twice, and the second would silently replace the first."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) < len(pairs):
        raise _RepeatedKeyError(next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1))
    return out


def _element_lines(text: str, at: int, elements: list[Any], path: str) -> list[int]:
    """The line in which each element of a JSON list begins, whose first element is behind `at`."""
    decoder, lines = json.JSONDecoder(parse_int=str, object_pairs_hook=_once), []
    line, seen = 1, 0
    for _ in elements:
        while text[at] in " \t\r\n,":
            at += 1
        line, seen = line + text.count("\n", seen, at), at
        lines.append(line)
        try:
            at = decoder.raw_decode(text, at)[1]
        except (_RepeatedKeyError, RecursionError) as error:
            raise ProblemError(_json_problem(error, path, line)) from None
    return lines


def _sparql(head: dict[str, Any], text: str, path: str) -> Table:
    try:
        bindings = head["results"]["bindings"]
        objects = [{name: cell["value"] for name, cell in row.items()} for row in bindings]
    except (KeyError, TypeError, AttributeError):
        message = "this JSON object is not a SPARQL result (`results` with `bindings`)"
        raise ProblemError(Problem("B026", message, path, None, "a list of objects is fine, too")) from None
    starts = [found.end() for found in BINDINGS.finditer(text)]
    lines = _element_lines(text, starts[0], bindings, path) if len(starts) == 1 else [1] * len(objects)
    return _of_objects(objects, lines, path)


def _json_lines(text: str, path: str) -> Table:
    objects, lines = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            objects.append(_parsed(line, path, number))
            lines.append(number)
    return _of_objects(objects, lines, path)


def _of_objects(objects: list[Any], lines: list[int], path: str) -> Table:
    columns: dict[str, None] = {}
    for row, line in zip(objects, lines, strict=True):
        if not isinstance(row, dict):
            raise ProblemError(Problem("B027", "a row must be an object", path, Span(line, 1, line, 1)))
        columns.update(dict.fromkeys(name for name in row if _text(name, name, path, line)))
    if not columns:
        raise ProblemError(Problem("B023", "this table is empty", path, Span(1, 1, 1, 1)))
    rows = [
        tuple(_text(row.get(name), name, path, line) for name in columns)
        for row, line in zip(objects, lines, strict=True)
    ]
    return Table(path, tuple(columns), rows, lines, json=True)


def _text(value: object, column: str, path: str, line: int) -> str:
    if isinstance(value, str):
        if found := CONTROLS.search(value):
            raise ProblemError(Problem("B022", _control(found[0]), path, Span(line, 1, line, 1), "remove it"))
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    message = f"the field `{column}` holds more than one value"
    raise ProblemError(Problem("B027", message, path, Span(line, 1, line, 1)))


def _json_problem(error: Exception, path: str, line: int = 0) -> Problem:
    if isinstance(error, _RepeatedKeyError):
        return Problem("B024", f"the field `{error}` stands here twice", path, Span(line, 1, line, 1))
    if not isinstance(error, json.JSONDecodeError):
        return Problem("B022", "this JSON is nested too deep", path)
    number = line or error.lineno
    span = Span(number, error.colno, number, error.colno + 1)
    return Problem("B022", f"this is not JSON: {error.msg}", path, span)
