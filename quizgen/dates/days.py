"""Days counted through: Julian day numbers of the proleptic Gregorian calendar, for any year, BC too.

Years are astronomical: 0 is 1 BC, -43 is 44 BC. The standard library stops at the year 1.
"""

_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE_MARCH_0 = 1721120  # day number of 1 March of the year 0
_ERA = 146097  # days in 400 Gregorian years


def is_leap(year: int) -> bool:
    """Tell whether the astronomical year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Count the days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month]


def day_number(year: int, month: int, day: int) -> int:
    """Give the Julian day number of a day; the day is not validated.

    Years are counted from March, so that the leap day is the last of its year and months follow the
    153-days-in-5-months rhythm (Richards, Explanatory Supplement to the Astronomical Almanac, 2013, ch. 15).
    """
    if month < 3:
        year -= 1
        month += 12
    leap_days = year // 4 - year // 100 + year // 400
    return _BEFORE_MARCH_0 + 365 * year + leap_days + (153 * month - 457) // 5 + day - 1


def civil(number: int) -> tuple[int, int, int]:
    """Give (year, month, day) of a Julian day number; the inverse of day_number.

    Works within eras of 400 years, as Hinnant does (chrono-Compatible Low-Level Date Algorithms, 2013).
    """
    era, rest = divmod(number - _BEFORE_MARCH_0, _ERA)
    # Taking out the leap days passed so far leaves years of 365 days.
    years = (rest - rest // 1460 + rest // 36524 - rest // (_ERA - 1)) // 365
    day = rest - (365 * years + years // 4 - years // 100)
    month = (5 * day + 2) // 153 + 3
    start = (153 * month - 457) // 5
    past_december = month > 12
    return era * 400 + years + past_december, month - 12 * past_december, day - start + 1
