"""The English words of dates, for reading and for looking them up in a text."""

from quizgen.dates.edtf import MONTH_NAMES

SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES) if number}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_UNITS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
ORDINAL_WORDS = (
    *_UNITS,
    *_TEENS,
    "twentieth",
    *(f"twenty-{unit}" for unit in _UNITS[1:]),
    "thirtieth",
    "thirty-first",
)  # index = number, 1 to 31


def is_english(language: str) -> bool:
    """Tell whether a language tag (BCP 47, also with an underscore) means English."""
    return language.replace("_", "-").split("-")[0].lower() == "en"


def ordinal(number: int) -> str:
    """Write a positive number as 1st, 2nd, 3rd, 4th."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
