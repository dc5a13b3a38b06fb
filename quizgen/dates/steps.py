"""Dates moved and measured in units of their own precision."""

from quizgen.dates.days import civil, day_number, days_in_month
from quizgen.dates.edtf import (
    Date,
    DateError,
    Ends,
    Point,
    ends_text,
    first_year,
    parse,
    point_text,
    read_ends,
    read_point,
)

_LEAP = 4  # any leap year: a date without a year may be 29 February
_LEAP_START = day_number(_LEAP, 1, 1)


def step(point: Point, units: int) -> Point:
    """Move a point by units of its precision (a season by years); keeps the qualifier, does not validate."""
    year, month, day, precision, _ = point
    if precision == "recurring":
        return _step_recurring(point, units)
    if precision == "day":
        year, month, day = civil(day_number(year, month, day) + units)
    elif precision == "month":
        year, month = _add_months(year, month, units)
    elif precision == "decade":
        year = first_year("decade", year // 10 + units)
    elif precision == "century":
        year = first_year("century", year // 100 + units)
    else:
        year += units
    return point._replace(year=year, month=month, day=day)


def _add_months(year: int, month: int, units: int) -> tuple[int, int]:
    years, month = divmod(month - 1 + units, 12)
    return year + years, month + 1


def _step_recurring(point: Point, units: int) -> Point:
    if not point.day:
        return point._replace(month=_add_months(0, point.month, units)[1])
    number = (_day_of_year(point) + units) % 366 + _LEAP_START
    _, month, day = civil(number)
    return point._replace(month=month, day=day)


def _day_of_year(point: Point) -> int:
    return day_number(_LEAP, point.month, point.day or 1) - _LEAP_START


def shift(date: Date, units: int) -> Date:
    """Give the date `units` units of its precision later (earlier if negative), without qualifiers.

    Units: days, months, years (also for a season), decades, centuries. An interval moves whole, by years, or
    by decades or centuries if an end is one; its 29 February becomes the 28th where it must. A recurring date
    runs round the year. Raises DateError where the result cannot be written, as a day after the year 9999.
    """
    ends = read_ends(date.edtf)
    if not ends.joint:
        return parse(point_text(step(read_point(date.edtf)._replace(mark=""), units)))
    years = units * _interval_unit(ends)
    start, end = (point and _add_years(point, years) for point in (ends.start, ends.end))
    return parse(ends_text(Ends(start, end, ends.joint)))


def _interval_unit(ends: Ends) -> int:
    sizes = {"decade": 10, "century": 100}
    return max(sizes.get(end.precision, 1) for end in (ends.start, ends.end) if end)


def _add_years(point: Point, years: int) -> Point:
    if point.precision == "decade":
        return step(point._replace(mark=""), years // 10)
    if point.precision == "century":
        return step(point._replace(mark=""), years // 100)
    year = point.year + years
    day = min(point.day, days_in_month(year, point.month)) if point.day else 0
    return point._replace(year=year, day=day, mark="")


def units_between(a: Date, b: Date) -> int:
    """Measure how far the starts of two dates lie apart, in units of a's precision; never negative.

    An interval is measured as `shift` moves it. Two recurring dates are measured the short way round the
    year, in days, or in months if `a` has no day. Raises DateError if one of them has no start: open to the
    past, or recurring while the other is not.
    """
    ends = read_ends(a.edtf)
    first, second = ends.start, read_ends(b.edtf).start
    one_recurs = (a.precision == "recurring") != (b.precision == "recurring")
    if first is None or second is None or one_recurs:
        raise DateError(f"{a.edtf} and {b.edtf} have no distance: one of them has no start")
    if a.precision == "recurring":
        return _around_the_year(first, second)
    if a.precision == "interval":
        return abs(first.year - second.year) // _interval_unit(ends)
    return abs(_index(first, a.precision) - _index(second, a.precision))


def _around_the_year(first: Point, second: Point) -> int:
    if not first.day:
        apart, whole = abs(first.month - second.month), 12
    else:
        apart, whole = abs(_day_of_year(first) - _day_of_year(second)), 366
    return min(apart, whole - apart)


def _index(point: Point, unit: str) -> int:
    month = point.month if 1 <= point.month <= 12 else 1
    if unit == "day":
        return day_number(point.year, month, point.day or 1)
    if unit == "month":
        return point.year * 12 + month
    return point.year // {"decade": 10, "century": 100}.get(unit, 1)
