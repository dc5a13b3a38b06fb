"""Dates written in words."""

from quizgen.dates.edtf import (
    MONTH_NAMES,
    Date,
    DateError,
    Ends,
    Point,
    parse,
    point_text,
    read_ends,
    read_point,
    year_name,
)
from quizgen.dates.english import SEASON_NAMES, is_english, ordinal
from quizgen.dates.steps import step

_SHIFTED = ("day", "month", "year")


def in_words(date: Date, language: str = "en", style: str = "dmy") -> str:
    """Write a date for a reader: '3 January 2020', 'c. 1620', '55 BC', 'the 1890s', '2019–2022'.

    style: 'dmy', or 'mdy' for 'January 3, 2020'. AD stands with years below 100 and above 9999; a doubtful
    date has 'c.' before (~) or '(?)' behind (?). 'before 1900' is ../1899 and 'after 1900' is 1901/.., since
    both leave 1900 out. In other languages than English only years AD and their intervals can be written; all
    else, and an unknown style, raises DateError.
    """
    if style not in ("dmy", "mdy"):
        raise DateError(f"there is no date style {style!r}; take 'dmy' or 'mdy'")
    ends = read_ends(date.edtf)
    if not is_english(language):
        return _digits(ends, date.edtf, language)
    if ends.joint:
        return _interval_words(ends, style)
    return _point_words(read_point(date.edtf), style)


def _digits(ends: Ends, edtf: str, language: str) -> str:
    points = [end for end in (ends.start, ends.end) if end]
    if ends.joint not in ("", "/") or any(not _is_plain_year(point) for point in points):
        raise DateError(f"no words for {edtf} in the language {language!r}; only years AD can be written")
    return "–".join(str(point.year) for point in (points if ends.joint else points[:1]))


def _is_plain_year(point: Point) -> bool:
    return point.precision == "year" and not point.mark and 0 < point.year <= 9999


def _point_words(point: Point, style: str) -> str:
    words = _bare_words(point, style)
    if point.mark in ("~", "%"):
        words = f"c. {words}"
    return f"{words} (?)" if point.mark in ("?", "%") else words


def _bare_words(point: Point, style: str) -> str:
    if point.precision == "decade":
        return _decade_words(point.year // 10 * 10)
    if point.precision == "century":
        return _century_words(point.year // 100)
    if point.precision == "season":
        return f"{SEASON_NAMES[point.month]} {year_name(point.year)}"
    if point.precision == "recurring":
        return _month_words(point, style)
    if point.precision == "year":
        return year_name(point.year)
    comma = "," if point.day and style == "mdy" else ""
    return f"{_month_words(point, style)}{comma} {year_name(point.year)}"


def _month_words(point: Point, style: str) -> str:
    month = MONTH_NAMES[point.month]
    if not point.day:
        return month
    return f"{month} {point.day}" if style == "mdy" else f"{point.day} {month}"


def _decade_words(year: int) -> str:
    if year < 100:
        return f"the {year}s AD"
    # 'the 1900s' alone is also what many call the century.
    return f"the {year}s" if year % 100 else f"the {year}s (decade)"


def _century_words(index: int) -> str:
    return f"the {ordinal(index + 1)} century" if index >= 0 else f"the {ordinal(-index)} century BC"


def _interval_words(ends: Ends, style: str) -> str:
    if ends.start and ends.end:
        return _closed_words(ends.start, ends.end, style)
    [dated] = [end for end in (ends.start, ends.end) if end]
    if ends.joint in ("/ ", " /"):
        return f"{'from' if ends.start else 'until'} {_point_words(dated, style)}"
    if ends.start:
        return _open_words(dated, -1, ("after", "since"), style)
    return _open_words(dated, 1, ("before", "up to"), style)


def _closed_words(start: Point, end: Point, style: str) -> str:
    left, right = _point_words(start, style), _point_words(end, style)
    years_only = start.precision == end.precision == "year" and not start.mark and not end.mark
    if years_only and end.year <= 0:
        return f"{left.removesuffix(' BC')}–{right}"
    if years_only and 0 < start.year <= end.year <= 9999:
        return f"{left}–{right.removeprefix('AD ')}"
    dash = " – " if " " in left + right else "–"
    return f"{left}{dash}{right}"


def _open_words(point: Point, units: int, names: tuple[str, str], style: str) -> str:
    """Name the neighbour left out ('before 1900' for ../1899), or the end itself where that has no EDTF."""
    excluding, including = names
    neighbour = step(point, units)
    if point.precision not in _SHIFTED or not _is_writable(neighbour):
        return f"{including} {_point_words(point, style)}"
    return f"{excluding} {_point_words(neighbour, style)}"


def _is_writable(point: Point) -> bool:
    try:
        parse(point_text(point))
    except DateError:
        return False
    return True
