"""Tables as Excel workbooks of one sheet, made by XlsxWriter: every text is a text, and no file knows the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from quizgen.problem import Problem, ProblemError

FIRST_DAY = datetime(1980, 1, 1)  # noqa: DTZ001  (a workbook's properties have no zone)
LOOK = {"text_wrap": True, "valign": "top"}
LINE, MOST_LINES = 15, 27
"""Points of a line, and how many lines Excel's highest row has."""
PIECE = 1 << 18
MISSING = 'pip install "quizgen[sheets]"'


def require(out: str) -> None:
    """Raise ProblemError if XlsxWriter is not installed; `out` is the workbook it is wanted for."""
    if find_spec("xlsxwriter") is None:
        problem = Problem("B090", "Excel workbooks need XlsxWriter, which is not installed", out, hint=MISSING)
        raise ProblemError(problem)


def xlsx_pieces(name: str, rows: Iterable[Sequence[str | int]], widths: Sequence[int], head: int) -> Iterator[bytes]:
    """Yield the bytes of a workbook with one sheet called `name`, which is made on disk, never whole in memory.

    `widths` are the columns' in characters, `head` is the row with the columns' names, from 0. Numbers are numbers and
    texts are texts, also those that look like a formula, an address or a number.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        _make(path, name, rows, widths, head)
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _make(path: Path, name: str, rows: Iterable[Sequence[str | int]], widths: Sequence[int], head: int) -> None:
    import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

    with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        book.set_properties({"created": FIRST_DAY})
        sheet = book.add_worksheet(name)
        wrapped = book.add_format(LOOK)
        bold = book.add_format({**LOOK, "bold": True})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, wrapped)
        for number, row in enumerate(rows):
            style = bold if number == head else wrapped
            sheet.set_row(number, LINE * _lines(row, widths))
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell, style)
                elif cell:
                    sheet.write_string(number, column, cell, style)


def _lines(row: Sequence[str | int], widths: Sequence[int]) -> int:
    """Return about how many lines a row takes. Excel finds out when it opens a file; other programs do not."""
    cells = ((cell, width) for cell, width in zip(row, widths, strict=False) if isinstance(cell, str))
    return min(MOST_LINES, max((_wrapped(cell, width) for cell, width in cells), default=1))


def _wrapped(text: str, width: int) -> int:
    return 1 if len(text) <= width and "\n" not in text else sum(1 + len(line) // width for line in text.split("\n"))
