"""Tables as CSV that sites import and Excel opens.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, whoever wrote it, and computes it when
the file is opened. The usual cure, an apostrophe before it, would be shown to students by a site that reads the file.
A space before it does the same in a spreadsheet, and no page shows a space at the beginning of a text. But it would be
a part of an answer that has to be typed; so a site whose sheet is CSV is not given such an answer.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the alphabet of its country. The sites' sheets begin with a line of no matter."""
FORMULA = re.compile(r"\s*[=+@\-]")
NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")


def computed(text: str) -> bool:
    """Tell whether a spreadsheet takes the text for a formula."""
    return FORMULA.match(text) is not None and not NUMBER.fullmatch(text)


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a table as CSV, row by row: UTF-8 with a byte order mark, commas, CRLF, no cell a formula."""
    yield BOM.encode()
    table = csv.writer(_Line(), lineterminator="\r\n")
    for row in rows:
        line: str = table.writerow([f" {cell}" if computed(cell) else cell for cell in row])
        yield line.encode()


class _Line:
    """A file whose `write` hands back what it was given, and so does the `writerow` of a CSV writer on it."""

    def write(self, line: str) -> str:
        return line
