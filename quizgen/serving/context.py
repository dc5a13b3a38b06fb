"""Where a quote stands: the text around it in the snapshot, or the row of the table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from quizgen.grounding.references import reference
from quizgen.model.citation import Citation, FragmentSelector, TextPositionSelector
from quizgen.model.fact import Bank
from quizgen.model.item import Item
from quizgen.problem import ProblemError
from quizgen.reading.tables import read_table
from quizgen.reporting.entries import Pieces, marked, web

AROUND = 320
"""So many characters are shown on each side of a quote."""
LONGEST_CELL = 400
CELL = re.compile(r"cell=(\d+),(\d+)")
Row = tuple[tuple[str, str, bool], ...]
"""The cells of a row: the column's name, what it holds, and whether it is the one that is cited."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as its page shows it: the quote in parts, the answer's words marked, between `before` and `after`.

    `row` is there instead of the text around it where a table is cited. `link` is empty unless it is a web address.
    """

    citation: Citation
    reference: str
    file: str
    link: str
    quote: Pieces
    before: str = ""
    after: str = ""
    row: Row = ()


def cited(item: Item, bank: Bank) -> tuple[Cited, ...]:
    """Return what supports the item's answer, each citation in its context."""
    names = tuple(dict.fromkeys(name for text in (*item.key, *item.accept) for name in bank.entities.traces(text)))
    return tuple(_cited(one, bank, names) for one in item.citations)


def _cited(citation: Citation, bank: Bank, names: tuple[str, ...]) -> Cited:
    source = bank.sources.get(citation.source)
    snapshot = source.snapshot if source else None
    told = reference(source) if source else citation.source
    file = snapshot.file if snapshot else ""
    link = web(citation.url)
    for one in citation.selector if snapshot else ():
        if isinstance(one, TextPositionSelector) and snapshot and one.end <= len(snapshot.text):
            text = snapshot.text
            quote = marked(text[one.start : one.end], names)
            before, after = _before(text[: one.start]), _after(text[one.end : one.end + AROUND + 1])
            return Cited(citation, told, file, link, quote, before, after)
        if isinstance(one, FragmentSelector) and snapshot:
            row = _row(one.value, Path(bank.place.file).parent / file, snapshot.sha256)
            return Cited(citation, told, file, link, marked(citation.quote or "", names), row=row)
    return Cited(citation, told, file, link, marked(citation.quote or "", names))


def _before(text: str) -> str:
    """The last words before a quote."""
    part = text[-AROUND:]
    return part if len(text) <= AROUND else f"…{part[part.find(' ') :]}"


def _after(text: str) -> str:
    """The first words after a quote."""
    return text if len(text) <= AROUND else f"{text[:AROUND].rpartition(' ')[0]} …"


def _row(value: str, path: Path, digest: str) -> Row:
    """The row that `cell=5,3` names, the header being row 1; nothing of a file that is no such table any more."""
    found = CELL.fullmatch(value)
    pairs = _cells(path, digest, int(found[1]) - 2) if found else ()
    column = int(found[2]) if found else 0
    return tuple((name, cell[:LONGEST_CELL], n == column) for n, (name, cell) in enumerate(pairs, 1))


@lru_cache(maxsize=64)
def _cells(path: Path, digest: str, index: int) -> tuple[tuple[str, str], ...]:
    """The columns' names and the cells of one row, counted from 0, if the file still is what was cited."""
    try:
        if sha256(path.read_bytes()).hexdigest() != digest:
            return ()
        table = read_table(path)
    except (OSError, ProblemError):
        return ()
    return tuple(zip(table.columns, table.rows[index], strict=True)) if 0 <= index < len(table.rows) else ()
