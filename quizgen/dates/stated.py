"""Which parts of a date a text says: the evidence that a quote carries a date."""

import re
from functools import lru_cache

from quizgen.dates.days import days_in_month
from quizgen.dates.edtf import MONTH_NAMES, Date, Point, read_ends
from quizgen.dates.english import ORDINAL_WORDS, SEASON_NAMES, ordinal
from quizgen.dates.steps import step

_BC = r"\s*(?:BC|bc|B\.\s?C\b|b\.\s?c\b)"
_AD = r"(?:AD|CE|A\.\s?D\.?|C\.\s?E\.?)"
_AND = r"\s*(?:[-–,/&]|and|to|or|until)\s*"  # what joins two years or two days
_TH = r"(?:st|nd|rd|th)?"
_ABOUT = r"(?:c\.?\s*|ca\.?\s*|circa\s+|about\s+|around\s+)?"
# A number that is no part of a longer one, of a price, of a decimal fraction or negative.
_OPENS = r"(?<![\w$€£#])(?<!\d[.,])(?<!^-)(?<![\s(]-)"
_CLOSES = r"(?![\w%])(?![.,]\d)(?!-(?:year|day|man|mile|foot|page|metre|meter)\b)"
# A small number is a year only where the words around it make it one.
_LEADS = "in|year|since|from|to|until|till|between|and|before|after|by|c\\.|circa|about|around"
_YEAR_LEADS = rf"(?:^|\b(?:{_LEADS})\s+|[–-]\s?)"
_SLASHED = re.compile(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/])")
_REFERENCE_MARK = re.compile(r"\[(?:[a-z]|\d{1,3}|(?:note|nb|n) ?\d+|citation needed)\]")
_TAKEN_FOR_WORDS = {3: ("march", "mar"), 5: ("may",)}  # lower-case, these may be verbs
_OPEN_WORDS = {"/..": r"\b(?:after|since|later than)\b", "../": r"\b(?:before|until|up to|earlier than)\b"}


def unstated(date: Date, text: str) -> list[str]:
    """Name the parts of the date that the text does not say, in any usual English form; [] if it says all.

    Parts: 'year', 'month', 'day', 'season', 'decade', 'century'; for an interval each with its end, as
    'start year', 'end month'. A decade is also stated by its first and its last year. Open and unknown ends
    and qualifiers need no words. The text is a quote or one table cell ('1921', '-479', which is 480 BC).
    Numeric dates as 03/01/2020 count only if no other order of day and month is possible. Parts are looked
    for one by one: the year need not stand beside the month, but the day must.
    """
    plain = _plain(text)
    start, end, joint = read_ends(date.edtf)
    if not joint and start:
        return list(_missing(start, plain))
    if start and end:
        if _says_decade_bc(start, end, plain):
            return []
        return _at_end("start", start, plain) + _at_end("end", end, plain)
    name, dated = ("start", start) if start else ("end", end)
    missing = _at_end(name, dated, plain)
    return missing if missing and not _leaves_out(dated, joint, plain) else []


def _plain(text: str) -> str:
    text = _REFERENCE_MARK.sub("", text).replace("\u2212", "-").replace("\u2010", "-").replace("\u2011", "-")
    return " ".join(re.sub("[‒—―]", "–", text).replace("’", "'").split())


def _at_end(name: str, point: Point | None, text: str) -> list[str]:
    return [f"{name} {part}" for part in _missing(point, text)] if point else []


def _leaves_out(point: Point | None, joint: str, text: str) -> bool:
    """Tell whether the text says an open end by the neighbour it leaves out: 'before 1900' for ../1899."""
    if point is None or joint not in _OPEN_WORDS or not re.search(_OPEN_WORDS[joint], text, re.IGNORECASE):
        return False
    return not _missing(step(point, -1 if joint == "/.." else 1), text)


def _missing(point: Point, text: str) -> tuple[str, ...]:
    return tuple(part for part in _parts(point) if not _says(part, point, text))


def _parts(point: Point) -> tuple[str, ...]:
    return {
        "day": ("year", "month", "day"),
        "month": ("year", "month"),
        "season": ("year", "season"),
        "recurring": ("month", "day") if point.day else ("month",),
    }.get(point.precision, (point.precision,))


def _says(part: str, point: Point, text: str) -> bool:
    if part == "year":
        return _says_year(point.year, text)
    if part == "month":
        return _says_month(point.month, text)
    if part == "day":
        return _says_day(point.month, point.day, text)
    if part == "season":
        return _season_form(point.month).search(text) is not None
    if part == "decade":
        return _says_decade(point.year // 10 * 10, text)
    return _century_form(point.year // 100).search(text) is not None


def _says_year(year: int, text: str) -> bool:
    if _year_form(year).search(text):
        return True
    return year > 99 and any(_closes_range(match) for match in _short_form(year).finditer(text))


@lru_cache(maxsize=1 << 12)
def _year_form(year: int) -> re.Pattern[str]:
    if year <= 0:
        return _bc_form(1 - year)
    number = rf"0*{year}" if year < 1000 else rf"(?:{year}|{year:,})" if year > 9999 else str(year)
    possessive = r"(?!'s)" if year % 10 == 0 else ""
    token = rf"{_OPENS}{number}{_CLOSES}{possessive}(?!(?:{_AND}{_ABOUT}\d+)?{_BC})"
    if year > 99:
        return re.compile(token)
    zeros = rf"{_OPENS}0*(?<=0){year}(?!\d)"  # a cell or ISO date such as 0079-08-24
    no_day = rf"(?! (?:{'|'.join(MONTH_NAMES[1:])}))"
    in_range = rf"{token}(?=\s?[–-]\s?\d)"
    return re.compile(rf"{_YEAR_LEADS}{token}{no_day}|{_AD}\s*{token}|{token}\s*{_AD}|{in_range}|{zeros}")


def _bc_form(year: int) -> re.Pattern[str]:
    number = rf"(?:{year}|{year:,})" if year > 999 else str(year)
    named = rf"(?<![\w$€£#])(?<!\d[.,]){number}(?:{_AND}{_ABOUT}[\d,]+)?{_BC}"
    # The astronomical year of a table cell: 480 BC is -479.
    cell = rf"(?<![\w–-])-0*{year - 1}(?!\w)" if year > 1 else r"(?<![\w–-])0000(?!\w)|^0$"
    return re.compile(f"{named}|{cell}")


@lru_cache(maxsize=1 << 12)
def _short_form(year: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){year // 100}(\d\d)\s?([–/-])\s?({year % 100:02d})(?![\w–-])")


def _closes_range(match: re.Match[str]) -> bool:
    first, joint, last = match.groups()
    # 2009-12 with a hyphen is December.
    return first < last and (joint == "–" or int(last) > 12)


@lru_cache(maxsize=64)
def _month_form(month: int) -> str:
    """Give a pattern for a month's name or abbreviation."""
    name = MONTH_NAMES[month]
    names = [name, name[:3], *(["Sept"] if month == 9 else [])]
    verbs = _TAKEN_FOR_WORDS.get(month, ())
    safe = [form for word in names for form in (word, word.upper(), word.lower()) if form not in verbs]
    beside_number = "".join(rf"|(?<=\d )(?:{word})|(?:{word})(?= \d)" for word in verbs)
    return rf"(?<![A-Za-z])(?:(?:{'|'.join(safe)}){beside_number})(?![A-Za-z])"


@lru_cache(maxsize=64)
def _month_search(month: int) -> re.Pattern[str]:
    return re.compile(rf"{_month_form(month)}|(?<!\d)\d{{4}}-{month:02d}(?:-\d\d)?(?![\d-])")


def _says_month(month: int, text: str) -> bool:
    if _month_search(month).search(text):
        return True
    return any(found == month for _, found in _numeric_days(text))


def _says_day(month: int, day: int, text: str) -> bool:
    return _day_search(month, day).search(text) is not None or (day, month) in _numeric_days(text)


@lru_cache(maxsize=512)
def _day_search(month: int, day: int) -> re.Pattern[str]:
    """Find the day beside its month: alone, or in a list or range as '2–3 January', 'January 2 and 3'."""
    name, words = _month_form(month), ORDINAL_WORDS[day]
    this = rf"(?:0?{day}{_TH}|{words}|{words.capitalize()})"
    before = rf"{_OPENS}{this}(?:{_AND}(?:the\s)?\d{{1,2}}{_TH})*\s+(?:day\s+)?(?:of\s+)?{name}"
    after = rf"{name}\.?\s+(?:the\s+)?(?:\d{{1,2}}{_TH}{_AND})*{this}(?!\w|:\d|,\d{{3}}\b)"
    return re.compile(rf"{before}|{after}|(?<!\d)\d{{4}}-{month:02d}-{day:02d}(?!\d)")


def _numeric_days(text: str) -> list[tuple[int, int]]:
    """Find the (day, month) of every date such as 13/2/2020 that can be read in one way only."""
    found = []
    for match in _SLASHED.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        possible = {pair for pair in ((first, second), (second, first)) if _is_day(year, *pair)}
        if len(possible) == 1:
            found.append(possible.pop())
    return found


def _is_day(year: int, day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


@lru_cache(maxsize=8)
def _season_form(season: int) -> re.Pattern[str]:
    name = SEASON_NAMES[season]
    # Things fall, and cities: only beside a year or after 'in' is it the season.
    fall = r"|\b[Ff]all(?= (?:of )?\d)|\b[Ii]n (?:the )?fall\b(?! of [^\d])" if name == "autumn" else ""
    return re.compile(rf"(?i:\b{name}\b){fall}")


def _says_decade(year: int, text: str) -> bool:
    if _decade_form(year).search(text):
        return True
    return _says_year(max(year, 1), text) and _says_year(year + 9, text)


def _says_decade_bc(start: Point, end: Point, text: str) -> bool:
    """Tell whether the interval is ten years BC and the text names them: 'the 40s BC' for -0048/-0039."""
    last = 1 - end.year
    is_decade = start.precision == end.precision == "year" and end.year - start.year == 9 and last % 10 == 0
    return is_decade and last > 0 and re.search(rf"(?<!\w){last}'?s{_BC}", text) is not None


@lru_cache(maxsize=1 << 10)
def _decade_form(year: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){year}'?s\b(?!{_BC})")


@lru_cache(maxsize=256)
def _century_form(index: int) -> re.Pattern[str]:
    """Find '19th century', 'nineteenth-century', '19th and 20th centuries', '1800s', '5th century BC'."""
    number = index + 1 if index >= 0 else -index
    word = ORDINAL_WORDS[number] if number < len(ORDINAL_WORDS) else ordinal(number)
    this = rf"(?<!\w)(?<!ty-)(?i:{ordinal(number)}|{word})"  # 'mid-19th' but not 'twenty-first' for the first
    another = rf"(?:{_AND}(?:the\s)?[\w-]+?(?:th|st|nd|rd))?"
    century = rf"{this}{another}[\s-](?:(?i:century|centuries)|c\.)"
    if index < 0:
        return re.compile(century + _BC)
    hundreds = rf"|(?<!\w){index}00'?s\b(?!{_BC})" if index else ""
    return re.compile(rf"{century}(?!{_BC}){hundreds}")
