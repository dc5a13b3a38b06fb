"""The conventional table, which needs no bank.yaml: id, event, who, when, where, source, quote, tags."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from quizgen.problem import Place, Problem, ProblemError, Span
from quizgen.reading.patterns import slug
from quizgen.reading.records import BankRecord
from quizgen.reading.tables import Table, read_table

SUFFIXES = {".csv", ".tsv", ".tab"}
NEEDED = ("id", "event", "source")
KNOWN = (*NEEDED, "who", "when", "where", "quote", "tags")


def read_lone_table(file: Path) -> tuple[BankRecord, list[Place]]:
    """Return the bank that the table is, and the place of each of its facts.

    Raises ProblemError when a needed column is missing or unknown ones are there.
    """
    table = read_table(file)
    _check_columns(table)
    sources: dict[str, dict[str, Any]] = {}
    facts: dict[str, dict[str, Any]] = {}
    places: list[Place] = []
    for row, line in zip(table.rows, table.lines, strict=True):
        cells = {name: cell.strip() for name, cell in zip(table.columns, row, strict=True)}
        key = slug(cells["id"])
        if not key or key in facts:
            message = f"the id `{cells['id']}` stands here twice" if key else "this row has no id"
            raise ProblemError(Problem("B050", message, table.file, Span(line, 1, line, 1)))
        facts[key] = _fact(cells, sources)
        places.append(Place(table.file, (), line))
    title = file.stem.replace("-", " ").replace("_", " ").capitalize()
    record = BankRecord.model_validate({"title": title, "sources": sources, "facts": _safe_ids(facts)})
    return record, places


def _safe_ids(facts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {key if not key[0].isdigit() and key[0] != "-" else f"_{key}": fact for key, fact in facts.items()}


def _check_columns(table: Table) -> None:
    missing = [name for name in NEEDED if name not in table.columns]
    unknown = [name for name in table.columns if name not in KNOWN]
    if missing or unknown:
        what = f"the column `{missing[0]}` is missing" if missing else f"unknown column `{unknown[0]}`"
        hint = f"a table without bank.yaml has the columns {', '.join(KNOWN)}"
        raise ProblemError(Problem("B024", what, table.file, Span(1, 1, 1, 1), hint))


def _fact(cells: dict[str, str], sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    fields = {name: cells[name] for name in ("event", "who", "when", "where") if cells.get(name)}
    source = cells["source"] or "unnamed source"
    key = next((key for key, known in sources.items() if source in (known["title"], known.get("url"))), None)
    if key is None:
        key = f"s{len(sources) + 1}"
        sources[key] = {"title": source, "url": source} if source.startswith("http") else {"title": source}
    tags = [tag for tag in cells.get("tags", "").replace(";", " ").split() if tag]
    return {**fields, "cite": {key: cells.get("quote") or None}, "tags": tags}


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
