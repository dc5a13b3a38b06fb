"""The value of a date and its parsing from EDTF, ISO 8601-2 levels 0 and 1 with masks (202X, XXXX-12-27)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from quizgen.dates.days import day_number, days_in_month

UNBEGUN = -(10**18)  # day number of a start that is open or unknown
ENDLESS = 10**18  # day number of an end that is open or unknown
MONTH_NAMES = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ENDS = ("day", "month", "year", "decade", "century")

_POINT = re.compile(
    r"(-?[0-9]{4}|-?[0-9]{3}X|-?[0-9]{2}XX|XXXX|Y-?[1-9][0-9]{4,11})"
    r"(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)"
)


class DateError(ValueError):
    """A date that cannot be had; the message tells the author what is wrong and, where known, the way out."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date as a source gives it.

    edtf: canonical EDTF text; everything else follows from it.
    earliest, latest: Julian day numbers (proleptic Gregorian) of the first and last possible day, qualifiers
        left aside. UNBEGUN and ENDLESS where an interval is open or unknown, and for recurring dates.
        EDTF seasons 21-24 belong to no hemisphere: spring and autumn may be any day of their year, summer and
        winter any from the December before to the March after. The year 0000 (1 BC) counts in the century
        -00XX, not in 00XX or 000X.
    precision: day, month, season, year, decade, century, interval, or recurring (no year: XXXX-12-27).
    approximate: qualified with ~ or %; uncertain: with ? or %; for an interval, at either end.
    """

    edtf: str
    earliest: int
    latest: int
    precision: str
    approximate: bool = False
    uncertain: bool = False


class Point(NamedTuple):
    """One date that is no interval; month and day are 0 where not given, a season is month 21 to 24."""

    year: int  # astronomical; first year of a decade or century; 0 when recurring
    month: int
    day: int
    precision: str
    mark: str  # '', '?', '~' or '%'


class Ends(NamedTuple):
    """A date as its two ends; None where open or unknown. A date that is no interval has one end twice."""

    start: Point | None
    end: Point | None
    joint: str  # '' no interval, '/' both ends, '/..' and '../' open, '/ ' and ' /' unknown


@lru_cache(maxsize=1 << 16)
def parse(edtf: str) -> Date:
    """Read an EDTF text; raise DateError on what is no EDTF, no possible date or a reversed interval.

    Understood: 2020, 2020-01, 2020-01-03, -0043 (44 BC), Y-17000, 202X, 20XX, 2020-XX (= 2020), 2020-01-XX
    (= 2020-01), XXXX-12-27 and XXXX-12 (recurring), seasons 2019-21 (spring) to 2019-24 (winter), each with
    ?, ~ or % at its end; intervals A/B, open A/.. and ../B, with an unknown end A/ and /B.
    """
    text = edtf.strip()
    if "/" in text:
        return _interval(text)
    point = read_point(text)
    earliest, latest = bounds(point)
    return Date(
        point_text(point), earliest, latest, point.precision, point.mark in ("~", "%"), point.mark in ("?", "%")
    )


def _interval(text: str) -> Date:
    ends = read_ends(text)
    earliest = bounds(ends.start)[0] if ends.start else UNBEGUN
    latest = bounds(ends.end)[1] if ends.end else ENDLESS
    if earliest > latest:
        raise DateError(f"the interval {text} ends before it begins; turn its ends round")
    marks = "".join(point.mark for point in (ends.start, ends.end) if point)
    return Date(
        ends_text(ends), earliest, latest, "interval", bool(set("~%") & set(marks)), bool(set("?%") & set(marks))
    )


@lru_cache(maxsize=1 << 12)
def read_ends(edtf: str) -> Ends:
    """Take a date apart into its ends; raise DateError where an end is no date an interval can have."""
    if "/" not in edtf:
        point = read_point(edtf)
        return Ends(point, point, "")
    left, _, right = edtf.partition("/")
    if left in ("", "..") and right in ("", ".."):
        raise DateError(f"the interval {edtf!r} has no dated end")
    start, end = _read_end(left), _read_end(right)
    if start and end:
        return Ends(start, end, "/")
    if start:
        return Ends(start, None, "/.." if right else "/ ")
    return Ends(None, end, "../" if left else " /")


def _read_end(text: str) -> Point | None:
    if text in ("", ".."):
        return None
    point = read_point(text)
    if point.precision not in _ENDS:
        raise DateError(
            f"{text} ({point.precision}) cannot be an end of an interval; give a day, month, year, decade or century"
        )
    return point


def ends_text(ends: Ends) -> str:
    """Write ends as canonical EDTF."""
    start = point_text(ends.start) if ends.start else ""
    end = point_text(ends.end) if ends.end else ""
    return f"{start}{ends.joint.strip()}{end}" if ends.joint else start


def read_point(text: str) -> Point:
    """Read EDTF that is no interval; raise DateError on what is no EDTF or no possible date."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateError(_why_not_edtf(text))
    head, month_text, day_text, mark = match.groups()
    month = int(month_text) if month_text and month_text != "XX" else 0
    day = int(day_text) if day_text and day_text != "XX" else 0
    if "X" in head or head[0] == "Y":
        if month_text and head != "XXXX":
            raise DateError(f"in {text!r} the year {head} must stand alone, without month and day")
        return _masked(text, head, month, day, mark)
    if head == "-0000":
        raise DateError("there is no year -0000; write 0000 for 1 BC")
    _validate(text, int(head), month, day, month_text, day_text)
    return Point(int(head), month, day, _precision(month, day), mark)


def _precision(month: int, day: int) -> str:
    if day:
        return "day"
    if month:
        return "season" if month > 12 else "month"
    return "year"


def _validate(text: str, year: int, month: int, day: int, month_text: str | None, day_text: str | None) -> None:
    if month == 0:
        if month_text == "00" or day:
            raise DateError(f"{text!r} has a day or a zero but no month; write the year alone")
    elif 20 < month < 25:
        if day_text:
            raise DateError(f"{text!r}: a season (21 spring to 24 winter) has no day")
    elif month > 12:
        raise DateError(f"{text!r}: there is no month {month}{_range_hint(text)}")
    if day_text == "00":
        raise DateError(f"{text!r}: there is no day 0; leave the day out")
    if day > 28 and day > (length := days_in_month(year, month)):
        raise DateError(f"{text!r}: {MONTH_NAMES[month]} {year_name(year)} has only {length} days")


def _range_hint(text: str) -> str:
    looks_like_years = re.fullmatch(r"([0-9]{2})([0-9]{2})-([0-9]{2})", text)
    if not looks_like_years or looks_like_years[2] >= looks_like_years[3]:
        return ""
    century, first, last = looks_like_years.groups()
    year = century + first
    return (
        f"; for the years write {year}/{century}{last} or {year}–{last} with an en dash, "
        f"for a month {year}-01 to {year}-12"
    )


def _masked(text: str, head: str, month: int, day: int, mark: str) -> Point:
    if head == "XXXX":
        return _recurring(text, month, day, mark)
    if head[0] == "Y":
        return Point(int(head[1:]), 0, 0, "year", mark)
    index, negative = int(head.rstrip("X")), head[0] == "-"
    if head.endswith("XX"):
        index = -1 - abs(index) if negative else index
        return Point(first_year("century", index), 0, 0, "century", mark)
    if negative:
        raise DateError(
            f"{text!r}: ten astronomical years are no decade BC; write an interval, for the 40s BC -0048/-0039"
        )
    return Point(first_year("decade", index), 0, 0, "decade", mark)


def _recurring(text: str, month: int, day: int, mark: str) -> Point:
    if not 1 <= month <= 12:
        raise DateError(f"{text!r}: a date without a year needs a month, as in XXXX-12-27")
    if day > days_in_month(4, month):
        raise DateError(f"{text!r}: {MONTH_NAMES[month]} never has {day} days")
    return Point(0, month, day, "recurring", mark)


def _why_not_edtf(text: str) -> str:
    if not text:
        return "the date is empty"
    if re.fullmatch(r"-?[0-9]{5,}", text):
        return f"{text!r} has too many digits for a year; if it is one, write Y{text}"
    if re.fullmatch(r"-?[0-9]{1,3}", text):
        return f"{text!r}: EDTF years have four digits; write {int(text):0{5 if text[0] == '-' else 4}d}"
    if re.match(r"Y-?[0-9]{1,4}(?![0-9])", text):
        return f"{text!r}: Y is for years of more than four digits; leave it out"
    return f"{text!r} is no date in EDTF; write, for instance, 2020, 2020-01-03, 189X, 1620~ or 2019/2022"


def first_year(unit: str, index: int) -> int:
    """Give the first year of the index-th decade or century; 0 is the one that begins with the year 1."""
    # A century BC ends with a round astronomical year: the fifth is -499 to -400.
    return index * 10 + (index == 0) if unit == "decade" else index * 100 + (index <= 0)


def _last_year(point: Point) -> int:
    if point.precision == "decade":
        return point.year // 10 * 10 + 9
    if point.precision == "century":
        return point.year // 100 * 100 + (99 if point.year > 0 else 100)
    return point.year


def bounds(point: Point) -> tuple[int, int]:
    """Give the day numbers of the first and last possible day; the qualifier is left aside."""
    year, month, day, precision, _ = point
    if precision == "day":
        number = day_number(year, month, day)
        return number, number
    if precision == "month":
        number = day_number(year, month, 1)
        return number, number + days_in_month(year, month) - 1
    if precision == "recurring":
        return UNBEGUN, ENDLESS
    if precision == "season" and month in (22, 24):
        return day_number(year - 1, 12, 1), day_number(year + 1, 3, 31)
    return day_number(year, 1, 1), day_number(_last_year(point), 12, 31)


def year_text(year: int) -> str:
    """Write an astronomical year as EDTF."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def year_name(year: int) -> str:
    """Name an astronomical year in English: 2020, AD 79, 55 BC."""
    if year <= 0:
        return f"{1 - year} BC"
    return str(year) if 100 <= year <= 9999 else f"AD {year}"


def point_text(point: Point) -> str:
    """Write a point as canonical EDTF; it is not validated."""
    year, month, day, precision, mark = point
    if precision == "decade":
        return f"{year // 10:03d}X{mark}"
    if precision == "century":
        index = year // 100
        return f"{index:02d}XX{mark}" if index >= 0 else f"-{-index - 1:02d}XX{mark}"
    text = "XXXX" if precision == "recurring" else year_text(year)
    if month:
        text = f"{text}-{month:02d}-{day:02d}" if day else f"{text}-{month:02d}"
    return text + mark
