"""The decade that a date lies in, before the common era too."""

from __future__ import annotations

from quizgen.dates import Date
from quizgen.dates.edtf import read_ends

LONGER = (10**9, "over several decades")
YEARLESS = (10**9 + 1, "without a year")
UNDATED = (10**9 + 2, "without a date")


def decade_of(date: Date | None) -> tuple[int, str]:
    """Return the decade as a sort key and in words: `1960s`, `40s BC` (49 to 40 BC), `AD 1–9`.

    Where a date has no decade the words say why, and the key sorts it behind all decades.
    """
    if date is None:
        return UNDATED
    if date.precision == "recurring":
        return YEARLESS
    ends = read_ends(date.edtf)
    if ends.start is None or ends.end is None or "century" in (ends.start.precision, ends.end.precision):
        return LONGER
    first, last = _decade(ends.start.year), _decade(ends.end.year)
    return (first, _words(first)) if first == last else LONGER


def _decade(year: int) -> int:
    """The decade of an astronomical year by number: 196 for 1969, 0 for AD 1 to 9, -1 for 9 to 1 BC, -5 for 44 BC."""
    return year // 10 if year > 0 else -((1 - year) // 10) - 1


def _words(decade: int) -> str:
    if decade in (0, -1):
        return "9–1 BC" if decade else "AD 1–9"
    if decade < 0:
        return f"{-(decade + 1) * 10}s BC"
    return f"{decade * 10}s" if decade > 9 else f"AD {decade * 10}s"
