"""Order and overlap of dates, only where no reading of either could say otherwise."""

from functools import lru_cache

from quizgen.dates.days import civil, day_number, days_in_month, is_leap
from quizgen.dates.edtf import ENDLESS, UNBEGUN, Date, Point, bounds, read_ends, read_point
from quizgen.dates.steps import step

_PLAIN = ("day", "month", "year", "decade", "season")
_EIGHT_YEARS = 8 * 366  # the longest time without a 29 February, as from 1896 to 1904


def before(a: Date, b: Date) -> bool:
    """Tell whether every possible day of `a` comes before every possible day of `b`.

    The days are those from `earliest` to `latest`, so that
    - a season orders only against what lies outside its year, and a summer or winter only against what lies
      outside the time from the December before to the March after, for it may be either hemisphere's;
    - a recurring date orders against nothing.
    Before the comparison they are widened where the words of a source are loose:
    - a doubtful date (~, ? or %), or the doubtful end of an interval, by one unit of its precision;
    - the end of a century by one year, unless both are centuries: the 19th is 1800-1899 or 1801-1900.
    """
    if a.latest >= b.earliest:
        return False
    if _is_plain(a) and _is_plain(b):
        return True
    return _reach(a.edtf, against_century=b.precision == "century")[1] < _reach(b.edtf)[0]


def _is_plain(date: Date) -> bool:
    return not date.approximate and not date.uncertain and date.precision in _PLAIN


@lru_cache(maxsize=1 << 14)
def _reach(edtf: str, *, against_century: bool = False) -> tuple[int, int]:
    """Give the first and last possible day with the looseness of words added."""
    start, end, joint = read_ends(edtf)
    first = bounds(_loosened(start, -1))[0] if start else UNBEGUN
    if end is None:
        return first, ENDLESS
    last = bounds(_loosened(end, 1))[1]
    if end.precision == "century" and (joint or not against_century):
        last += 366 if is_leap(civil(last + 1)[0]) else 365
    return first, last


def _loosened(point: Point, units: int) -> Point:
    return step(point, units) if point.mark else point


def overlap(a: Date, b: Date) -> bool:
    """Tell whether the two dates could mean the same day: not surely disjoint.

    Uses the days that `before` uses. One season of different years does not overlap, although the summers of
    2019 and 2020 do not order either. A recurring date overlaps what could hold its day; if doubtful, all.
    """
    if a.precision == "recurring" or b.precision == "recurring":
        return _could_recur(a, b)
    if a.precision == b.precision == "season" and _same_season_apart(a, b):
        return False
    return not before(a, b) and not before(b, a)


def _same_season_apart(a: Date, b: Date) -> bool:
    first, second = read_point(a.edtf), read_point(b.edtf)
    doubtful = bool(first.mark) + bool(second.mark)
    return first.month == second.month and abs(first.year - second.year) > doubtful


def _could_recur(a: Date, b: Date) -> bool:
    if a.precision != "recurring":
        a, b = b, a
    day = read_point(a.edtf)
    if day.mark:
        return True
    if b.precision != "recurring":
        return _falls_within(day, *_reach(b.edtf))
    other = read_point(b.edtf)
    same_day = day.day == other.day or not day.day or not other.day
    return bool(other.mark) or (day.month == other.month and same_day)


def _falls_within(recurring: Point, first: int, last: int) -> bool:
    if last - first > _EIGHT_YEARS:
        return True
    years = range(civil(first)[0], civil(last)[0] + 1)
    return any(_meets(recurring, year, first, last) for year in years)


def _meets(recurring: Point, year: int, first: int, last: int) -> bool:
    length = days_in_month(year, recurring.month)
    if recurring.day > length:
        return False
    start = day_number(year, recurring.month, recurring.day or 1)
    end = day_number(year, recurring.month, recurring.day or length)
    return start <= last and end >= first
