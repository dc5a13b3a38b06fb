"""The files of a sheet export: the site's sheets, as many as its limit asks for, and the companion with the sources.

No site but one has a place for a citation. So the companion says of each question, by file and number, what its answer
rests on, for whoever teaches with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quizgen.exporting.evidence import evidence
from quizgen.exporting.markup import flat
from quizgen.exporting.platform.sheets.csv import csv_lines
from quizgen.exporting.report import Report, write_together
from quizgen.exporting.taking import Sifted
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz

CITATION = "citation (in the companion sheet)"
COLUMNS = ("file", "number", "id", "question", "answer", "statement", "quote", "source", "reference", "place", "link")


class Sheet(NamedTuple):
    """One file to be imported, with its questions in their order."""

    path: Path
    items: Sequence[Item]


def sheets(out: Path, items: Sequence[Item], most: int) -> list[Sheet]:
    """Share the items among files of at most `most` (0: no limit): `out`, then `…-2`, `…-3` beside it."""
    size = most or len(items) or 1
    parts = [items[start : start + size] for start in range(0, len(items), size)] or [()]
    return [Sheet(beside(out, f"-{number}") if number > 1 else out, part) for number, part in enumerate(parts, 1)]


def beside(out: Path, name: str, suffix: str | None = None) -> Path:
    """Return the path of a further file: `moon-kahoot.xlsx` and `-2` make `moon-kahoot-2.xlsx`."""
    return out.with_name(f"{out.name.removesuffix(out.suffix)}{name}{out.suffix if suffix is None else suffix}")


def exported(
    name: str,
    sifted: Sifted,
    made: Sequence[Sheet],
    content: Callable[[Sheet], Iterable[bytes]],
    lost: Counter[str],
) -> Report:
    """Write the sheets of the format `name` and their companion, all or none, and say what came of it.

    The first sheet is the main file.
    """
    out = made[0].path
    files = write_together(_files(sifted.quiz, out, made, content))
    count = len(sifted.quiz.items)
    return Report(name, files, count, count, sifted.skipped, +(sifted.lost + lost))


def _files(
    quiz: Quiz, out: Path, made: Sequence[Sheet], content: Callable[[Sheet], Iterable[bytes]]
) -> Iterator[tuple[Path, Iterable[bytes]]]:
    for sheet in made:
        yield sheet.path, content(sheet)
    yield companion(quiz, out, made)


def companion(
    quiz: Quiz, out: Path, made: Sequence[Sheet], more: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[Path, Iterator[bytes]]:
    """Return the companion's path and its lines: a row for each citation of each question.

    `more` adds columns: their names, and for each the cells by the item's id.
    """
    extra = more or {}
    rows = (
        (sheet.path.name, str(number), *row, *(cells[item.id] for cells in extra.values()))
        for sheet in made
        for number, item in enumerate(sheet.items, 1)
        for row in _rows(quiz, item)
    )
    return beside(out, "-sources", ".csv"), csv_lines(_headed((*COLUMNS, *extra), rows))


def _headed(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield head
    yield from rows


def _rows(quiz: Quiz, item: Item) -> Iterator[tuple[str, ...]]:
    said = (item.id, flat(item.stem), "; ".join(map(flat, item.key)), flat(item.rationale))
    for one in evidence(quiz, item):
        yield (*said, flat(one.quote), one.source, flat(one.reference), one.where, one.url)
