"""Dates read from words."""

import re
from functools import lru_cache

from quizgen.dates.edtf import Date, DateError, Point, first_year, parse, point_text, read_point, year_text
from quizgen.dates.english import MONTHS, ORDINAL_WORDS, SEASONS, is_english
from quizgen.dates.steps import step

_MONTH_NAME = f"(?:{'|'.join(MONTHS)})"
_MONTH = f"(?P<month>{_MONTH_NAME})"
_LONGEST = 200
_NUMBER = "[0-9]+(?:st|nd|rd|th)?"
_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = "(?:(?P<ad>ad|ce) ?)?(?P<year>[0-9]{1,12})(?: ?(?P<era>bce?|ad|ce))?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        _YEAR,
        f"{_DAY} {_MONTH}(?: {_YEAR})?",
        f"{_MONTH}(?: {_DAY})?(?: {_YEAR})?",
        f"(?P<season>{'|'.join(SEASONS)}) {_YEAR}",
        "(?P<decade>[0-9]{1,4})['’]?s(?P<told> [(]decade[)])?(?: (?P<era>bce?|ad|ce))?",
        f"(?:(?P<nth>[0-9]{{1,3}})(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINAL_WORDS[1:])}))[ -]century"
        "(?: (?P<era>bce?|ad|ce))?",
    )
)
_LIKE_EDTF = re.compile(r"[-0-9XY/.?~%]+")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_ABOUT = re.compile(r"(?:c|ca|circa|about|around|approximately) (?=\S)|c(?=[0-9])")
_FILLERS = re.compile(r"(?:on|in|the|during|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? ")
_OPEN = re.compile(r"(before|after|since|from|until|till|up to) (.+)")
_CLOSED = (
    re.compile(r"between (.+?) and (.+)"),
    re.compile(r"(?:from )?(?!up to )(.+?) (?:to|until|till) (.+)"),
    re.compile(r"(?:from )?(.+?) ?[–—‒] ?(.+)"),
    re.compile(r"(?:from )?(.+?) - (.+)"),
    re.compile(r"((?:ad )?[0-9]{1,4})-([0-9]{1,4}(?: ?[a-z]+)?)"),
)
_UNFINISHED = re.compile(rf"{_NUMBER}|(?:{_NUMBER} )?{_MONTH_NAME}|{_MONTH_NAME} [0-9]{{1,2}}")


@lru_cache(maxsize=1 << 14)
def read(words: str, language: str = "en") -> Date:
    """Read a date from words or EDTF; raise DateError if it is none, impossible, or can be read in two ways.

    Digits alone are a year, and a negative one is astronomical, as in Wikidata's query results: '-479' is
    EDTF -0479, which is 480 BC. What is EDTF is read as EDTF: '2019-22' is summer 2019, and only '2019–22'
    with an en dash, '2019-2022' or '2019/2022' are the years. 'before 1900' is ../1899 and 'after 1900' is
    1901/..: 1900 itself is left out. 'between 47 and 50' is 0047/0050. In another language than English only
    digits are read.
    """
    text = " ".join(words.replace("\u2212", "-").split())
    if len(text) > _LONGEST:
        raise DateError(f"'{text[:40]} …' is too long for a date")
    if _LIKE_EDTF.fullmatch(text):
        return _read_digits(text)
    plain = _plain(text)
    if not is_english(language) and re.search(r"[^\W\d]", plain):
        raise DateError(f"{text!r}: in the language {language!r} only digits are read; add the EDTF value")
    return parse(_edtf(plain, text))


def _plain(text: str) -> str:
    """Lower the case and drop commas, points after letters and the little words that add nothing."""
    text = re.sub(r"(?<=[a-z])\.", "", text.lower().replace(",", " "))
    text = re.sub(r" (?:of(?: the)?|the)(?= )", "", " ".join(text.split()))
    return _without_fillers(text)


def _without_fillers(text: str) -> str:
    while filler := _FILLERS.match(text):
        text = text[filler.end() :]
    return text


def _read_digits(text: str) -> Date:
    if re.fullmatch(r"-?[0-9]{1,4}", text) and text != "-0000":
        return parse(year_text(int(text)))
    if slashed := _SLASHED.fullmatch(text):
        return parse(_slashed_edtf(*slashed.groups()))
    if re.fullmatch(r"[0-9]{3,4}-[0-9]{3,4}", text):
        text = "/".join(year.zfill(4) for year in text.split("-"))
    return parse(text)


def _slashed_edtf(first: str, second: str, year: str) -> str:
    day_first, month_first = f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"
    possible = {edtf for edtf in (day_first, month_first) if _is_date(edtf)}
    if len(possible) != 1:
        written = f"'{first}/{second}/{year}'"
        raise DateError(
            f"{written} may be {day_first} or {month_first}; write the one that is meant"
            if possible
            else f"{written} is no possible date"
        )
    return possible.pop()


def _is_date(edtf: str) -> bool:
    try:
        parse(edtf)
    except DateError:
        return False
    return True


def _edtf(plain: str, text: str) -> str:
    """Translate prepared words into EDTF; `text` is what the author wrote, for the message."""
    if (point := _point_edtf(plain, text)) is not None:
        return point
    for form in _CLOSED:
        if match := form.fullmatch(plain):
            return _closed_edtf(match[1], match[2], text)
    if match := _OPEN.fullmatch(plain):
        return _open_edtf(match[1], match[2], text)
    raise _unreadable(text)


def _unreadable(text: str) -> DateError:
    return DateError(f"{text!r} is no date that can be read; write it as '3 January 2020', '1890s', '55 BC' or in EDTF")


def _open_edtf(word: str, rest: str, text: str) -> str:
    edtf = _required_point(_without_fillers(rest), text)
    if word in ("before", "after"):
        neighbour = point_text(step(read_point(edtf), -1 if word == "before" else 1))
        return f"../{neighbour}" if word == "before" else f"{neighbour}/.."
    return {"since": f"{edtf}/..", "up to": f"../{edtf}", "from": f"{edtf}/"}.get(word, f"/{edtf}")


def _closed_edtf(left: str, right: str, text: str) -> str:
    left, right = _without_fillers(left), _without_fillers(right)
    if re.fullmatch("[0-9]{3,4}", left) and re.fullmatch("[0-9]{1,2}", right):
        right = _full_year(left, right, text)
    end = _required_point(right, text)
    return f"{_borrowed_edtf(left, right, text)}/{end}"


def _full_year(left: str, right: str, text: str) -> str:
    full = left[:-2] + right
    if len(right) != 2 or int(full) <= int(left):
        raise DateError(f"{text!r}: write the second year in full")
    return full


def _borrowed_edtf(left: str, right: str, text: str) -> str:
    """Read the first end, which may leave to the second what they share: '55–44 BC', '3–5 January 2020'."""
    shared = right.removesuffix(" (?)").split(" ")[len(left.split(" ")) :]
    if shared and _UNFINISHED.fullmatch(left):
        edtf = _point_edtf(f"{left} {' '.join(shared)}", text)
        if edtf is not None:
            return edtf
    return _required_point(left, text)


def _required_point(plain: str, text: str) -> str:
    edtf = _point_edtf(plain, text)
    if edtf is None:
        raise _unreadable(text)
    return edtf


def _point_edtf(plain: str, text: str) -> str | None:
    """Translate words that are no interval; None where they are no date."""
    about = _ABOUT.match(plain)
    bare = plain[about.end() :] if about else plain
    doubt = bare.endswith("(?)")
    bare = _without_fillers(bare.removesuffix("(?)").strip())
    mark = ("%" if doubt else "~") if about else ("?" if doubt else "")
    for form in _FORMS:
        if match := form.fullmatch(bare):
            return _mark(_bare_edtf(match.groupdict(), text), mark)
    return None


def _mark(edtf: str, mark: str) -> str:
    return "/".join(end + mark for end in edtf.split("/"))


def _bare_edtf(found: dict[str, str | None], text: str) -> str:
    if decade := found.get("decade"):
        return _decade_edtf(int(decade), found, text)
    if found.get("nth") or found.get("word"):
        return _century_edtf(found, text)
    month = found.get("month")
    number = MONTHS[month] if month else SEASONS.get(found.get("season") or "", 0)
    year = _year_edtf(found, text, in_month=bool(number)) if found["year"] else "XXXX"
    day = found.get("day")
    return year + (f"-{number:02d}" if number else "") + (f"-{int(day):02d}" if day else "")


def _year_edtf(found: dict[str, str | None], text: str, *, in_month: bool) -> str:
    digits, era = found["year"] or "", found["ad"] or found["era"]
    if found["ad"] and found["era"]:
        raise DateError(f"{text!r} names the era twice")
    if era is None and (len(digits) > 4 or (in_month and len(digits) < 3)):
        raise DateError(f"{text!r}: write the year with its era (AD {digits}) or with four digits")
    return year_text(_astronomical(int(digits), era, text))


def _astronomical(year: int, era: str | None, text: str) -> int:
    if year == 0:
        raise DateError(f"{text!r}: there is no year 0; the year before AD 1 is 1 BC")
    return 1 - year if era in ("bc", "bce") else year


def _decade_edtf(year: int, found: dict[str, str | None], text: str) -> str:
    if year % 10:
        raise DateError(f"{text!r}: a decade begins with a round year, as the 1890s")
    if found["era"] in ("bc", "bce"):
        # Ten years named alike BC (49 to 40) are no ten astronomical years with one mask.
        return f"{year_text(1 - year - 9)}/{year_text(min(1 - year, 0))}"
    if year < 100 and not found["era"]:
        raise DateError(f"{text!r}: the century is missing; write, for instance, 19{year:02d}s")
    if year >= 100 and year % 100 == 0 and not found["told"]:
        raise DateError(
            f"{text!r} may be ten years or a hundred; "
            f"write {year // 10:03d}X or '{year}s (decade)', or {year // 100:02d}XX"
        )
    return f"{year // 10:03d}X"


def _century_edtf(found: dict[str, str | None], text: str) -> str:
    number = int(found["nth"]) if found["nth"] else ORDINAL_WORDS.index(found["word"] or "")
    if number == 0:
        raise DateError(f"{text!r}: centuries are counted from the 1st")
    index = -number if found["era"] in ("bc", "bce") else number - 1
    return point_text(Point(first_year("century", index), 0, 0, "century", ""))
