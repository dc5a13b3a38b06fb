"""How an answer that somebody typed is judged: right, close, or wrong.

The rules are few enough to be written again in another language: docs/answers.md states them for platforms, and
tests/vectors/answers.json holds them to it. No rule guesses: what is right is a further spelling, the same day or the
same number, and a slip of the pen is only ever close.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from quizgen import dates, numbers
from quizgen.dates import Date, DateError
from quizgen.model.item import Item
from quizgen.names import bare

Verdict = Literal["right", "close", "wrong"]
AnswerType = Literal["date", "number", "person", "text"]

ARTICLES = {
    "en": "the|an|a",
    "de": "der|die|das|den|dem|ein|eine",
    "fr": "les|le|la|une|un|l'",
    "es": "los|las|el|la|una|un",
    "it": "gli|il|lo|la|le|una|uno|un|i|l'",
    "pt": "os|as|uma|um|o|a",
    "nl": "het|een|de",
}
AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e", "nl": "en"}
DOTTED = frozenset(
    "az be bg bs cs da de et fi hr hu hy is ka kk lb lt lv mk nb nn no pl ro ru sk sl sq sr tr uk".split()
)
"""Languages that write a day as 03.01.2020, the day first."""
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ς": "σ"}
    | {"ی": "ي", "ک": "ك", "ـ": None}  # the same letters on Persian and Arabic keyboards, and a mere stretch
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bb\u02bc\u0060\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", "-")
)
MARKS = re.compile(
    r"(?<![^\W\d_])[\u0300-\u036f]+"  # on no letter
    "|(?<=[a-z\u00e0-\u02af\u0370-\u03ff])[\u0300-\u036f]+"  # on Latin and Greek letters
    "|(?<=е)\u0308|(?<=[аеиоуыэюяєі])[\u0300\u0301]"  # ё, and the stress of Cyrillic vowels; й and ї are letters
    "|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]"  # Hebrew and Arabic vowels
)
KEPT_SIGNS = frozenset("#%&@")
SLASHED = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[., '\u00a0\u202f]\d{2,3})*[., '\u00a0\u202f]\d{3}")
SHORTEST_SLIP = 6
"""In shorter answers one letter makes another word: Iran, Iraq."""


def judge(given: str, item: Item) -> Verdict:
    """Judge what was typed as the answer to an item."""
    return compare(given, (*item.key, *item.accept), answer_type(item), item.language)


def answer_type(item: Item) -> AnswerType:
    """Return what the answer is: a date, a number, a person's name, or any other text."""
    if item.interaction == "date" or item.kind == "when":
        return "date"
    if item.interaction == "number" or item.kind == "how-many":
        return "number"
    return "person" if item.kind == "who" else "text"


def compare(given: str, right: Iterable[str], kind: AnswerType = "text", language: str = "en") -> Verdict:
    """Judge what was typed against the key and the further spellings of it.

    Right is what reads the same once normalised, the same date, or the same number; of a person also with a title.
    Close is a date that overlaps the right one, one that can be read in two ways, or a single slip in a longer text.
    """
    language = language.partition("-")[0].lower()
    known = tuple(right)
    said = normal(given, language)
    forms = {normal(text, language) for text in known}
    if said and (said in forms or (kind == "person" and normal(bare(given), language) in forms)):
        return "right"
    if kind == "date":
        return _as_dates(given, known, language)
    if kind == "number":
        return _as_numbers(given, known)
    return "close" if any(_slip(said, form) for form in forms) else "wrong"


@lru_cache(maxsize=1 << 14)
def normal(text: str, language: str = "en") -> str:
    """Return the text as answers are compared: no case, no accents, no leading article, no spaces, little punctuation.

    Accents do not count on Latin and Greek letters, nor ё for е and stress in Cyrillic, nor vowel points in Hebrew
    and Arabic; everywhere else marks make another letter. A point, comma, colon, stroke or hyphen between two digits
    stays, so that 3.5 is not 35.
    """
    plain = _letters(text).replace("&", f" {AND[language]} " if language in AND else "&")
    plain = re.sub(r"\b(?:saint|sainte)(?=[ -]\w)", "st", " ".join(plain.split()))
    article = re.match(rf"\W*(?:{ARTICLES[language]})(?:(?<=') ?|\s)(?=.*\w)", plain) if language in ARTICLES else None
    return _without_punctuation(plain[article.end() :] if article else plain)


def _letters(text: str) -> str:
    """Lower case, one form of each letter and digit, and no marks that do not count."""
    lowered = unicodedata.normalize("NFKC", text.translate(LETTERS)).lower().translate(LETTERS)
    unmarked = MARKS.sub("", unicodedata.normalize("NFD", lowered))
    return "".join(map(_digit, unicodedata.normalize("NFC", unmarked)))


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() and not char.isascii() else char


def _without_punctuation(text: str) -> str:
    padded = f" {text} "
    around = zip(padded, padded[1:], padded[2:], strict=False)
    return "".join(char for left, char, right in around if _counts(left, char, right))


def _counts(left: str, char: str, right: str) -> bool:
    if char in ".,:/- ":
        return right.isdigit() and (left.isdigit() or (char == "-" and left == " "))  # -5 is not 5
    return char in KEPT_SIGNS or (unicodedata.category(char)[0] in "LNMS" and unicodedata.category(char) != "Sk")


def _as_dates(given: str, right: Iterable[str], language: str) -> Verdict:
    wanted = [date for text in right for date in _readings(text, language)]
    said = _readings(given, language)
    if len(said) == 1 and _plainly(said[0]) in map(_plainly, wanted):
        return "right"
    return "close" if any(dates.overlap(one, other) for one in said for other in wanted) else "wrong"


def _plainly(date: Date) -> str:
    """The date without its doubts: whoever says 1620 knows c. 1620."""
    return re.sub("[?~%]", "", date.edtf)


def _readings(text: str, language: str) -> tuple[Date, ...]:
    """Return what the words may mean as a date: nothing, one date, or the two of 03/01/2020."""
    plain = "".join(map(_digit, unicodedata.normalize("NFKC", text))).strip(" .,;!")
    try:
        if found := SLASHED.fullmatch(plain):
            return _day_and_month(found, language)
        return (dates.read(plain, language),)
    except DateError:
        return ()


def _day_and_month(found: re.Match[str], language: str) -> tuple[Date, ...]:
    first, point, second, year = found.groups()
    pairs = [(first, second)] if point == "." and language in DOTTED else [(first, second), (second, first)]
    return tuple(dict.fromkeys(date for day, month in pairs if (date := _day(year, month, day))))


def _day(year: str, month: str, day: str) -> Date | None:
    try:
        return dates.parse(f"{year}-{month:0>2}-{day:0>2}")
    except DateError:
        return None


def _as_numbers(given: str, right: Iterable[str]) -> Verdict:
    said = _number(given)
    return "right" if said is not None and said in map(_number, right) else "wrong"


def _number(text: str) -> int | None:
    """Read a whole number: in digits, grouped or not, or in English words."""
    plain = _letters(text).strip(" .,;!")
    return int(re.sub(r"[^\d-]", "", plain)) if GROUPED.fullmatch(plain) else numbers.read(plain)


def _slip(said: str, right: str) -> bool:
    """Tell whether one letter was left out, added or changed, or two neighbours changed places.

    It may not be the first letter (Gambia, Zambia), nor be in a short answer or in one with a number.
    """
    if min(len(said), len(right)) < SHORTEST_SLIP or said[0] != right[0] or re.search(r"\d", said + right):
        return False
    shorter = min(len(said), len(right))
    at = next((n for n in range(shorter) if said[n] != right[n]), shorter)
    rest, due = said[at:], right[at:]
    return rest[1:] in (due, due[1:]) or rest == due[1:] or (rest[:2] == due[1::-1] and rest[2:] == due[2:])
