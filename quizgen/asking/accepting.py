"""Further accepted spellings of an answer, for those who type it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from quizgen import dates, numbers
from quizgen.answers import DOTTED, LETTERS, MARKS
from quizgen.asking.question import Question
from quizgen.dates import Date, DateError
from quizgen.dates.english import MONTHS, ORDINAL_WORDS
from quizgen.grounding.support import stands_in
from quizgen.model.entity import PERSON, fold
from quizgen.names import short_forms

LONG_MONTH = re.compile(rf"^([^–]*\b(?:{'|'.join(name[:3] for name in MONTHS if len(name) > 4)}))[a-z]+(?= \d+$)", re.I)
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
CENTURY = re.compile(r"(\d+)(?:st|nd|rd|th) century")
FEW_WORDS = 3
"""A number of more words than that is typed in digits."""
SEPARATORS = {"en": ",", "de": ".", "es": ".", "it": ".", "pt": ".", "nl": ".", "tr": ".", "id": "."}
"""What stands between groups of three digits; a space elsewhere."""


def accepted(question: Question, *, closed: bool = False) -> tuple[str, ...]:
    """Return what is right, too: other names, writings of a date or number, and what the author lists under `also`.

    Nothing stands there that the bank knows as the name of something else, nor what the stem shows. A closed question
    is never typed, so that its names are not spelt out.
    """
    key, language = question.key, question.pool.bank.language.partition("-")[0]
    also = question.fact.also.get(question.slot.name, ())
    if key.date:
        made: Iterable[str] = (*_dates(key.text, key.date, language), *also)
    elif key.number is not None:
        made = (*_numbers(key.text, key.number, language), *also)
    else:
        names = question.pool.entities.names(key.text)[1:]
        made = (*names, *also, *(() if closed else _spellings(question, (key.text, *names), language)))
    return tuple(text for text in dict.fromkeys(made) if text != key.text and not _told(text, question))


def _told(text: str, question: Question) -> bool:
    """Whether the stem holds the spelling; names that were looked for before the stem was taken need no second look."""
    return fold(text) in question.folded_stem and stands_in(text, question.stem)


def _spellings(question: Question, names: tuple[str, ...], language: str) -> Iterator[str]:
    """Yield what a name may be typed as: without accents, title or `Jr.`, with or without its article, the surname."""
    key = question.key
    known = {name.casefold() for name in names}
    made = [key.text]
    if key.type == PERSON:
        made += [short for short in short_forms(key.text) if question.pool.namesakes.mean(short, key.text)]
    elif language == "en":
        made += _articles(key.text, key.article)
    for text in made:
        for spelling in (text, _unaccented(text)):
            if spelling.casefold() not in known:
                known.add(spelling.casefold())
                yield spelling


def _articles(text: str, article: str) -> list[str]:
    if text[:4].lower() == "the ":
        return [text[4:]]
    return [f"{article} {text}"] if article == "the" else []


def _unaccented(text: str) -> str:
    """The text without marks on Latin and Greek letters, its capitals kept, as one types it without such keys."""
    if text.isascii():
        return text
    return BEYOND_ASCII.sub(lambda found: _plain_letter(found[0]), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1 << 10)
def _plain_letter(char: str) -> str:
    lower = char.lower()
    if len(lower) != 1 or not lower.isalpha():
        return char
    plain = MARKS.sub("", unicodedata.normalize("NFD", lower.translate(LETTERS)))
    plain = unicodedata.normalize("NFC", plain)
    return plain if char == lower else plain.capitalize()


@lru_cache(maxsize=1 << 12)
def _dates(text: str, date: Date, language: str) -> tuple[str, ...]:
    """Other writings of a date; never one that may be read in two ways, such as 03/01/2020."""
    plain = dates.parse(re.sub("[?~%]", "", date.edtf))
    made = [*_worded(date, language), *_worded(plain, language), *_digits(plain, language)]
    english = (other for words in made for other in _english(words)) if language == "en" else ()
    return tuple(found for found in dict.fromkeys((*made, *english)) if found.casefold() != text.casefold())


def _worded(date: Date, language: str) -> list[str]:
    try:
        return [dates.in_words(date, language, style) for style in ("dmy", "mdy")]
    except DateError:
        return []


def _digits(date: Date, language: str) -> list[str]:
    if date.precision not in {"day", "month"} or not date.edtf[:4].isdigit():
        return []
    year, month, day = (*date.edtf.split("-"), "")[:3]
    dotted = [f"{day}.{month}.{year}", f"{int(day)}.{int(month)}.{year}"] if day and language in DOTTED else []
    return [*dotted, date.edtf]


def _english(words: str) -> Iterator[str]:
    """Yield short months, the eras of other writers, and centuries and decades as they are typed."""
    if LONG_MONTH.match(words):
        yield LONG_MONTH.sub(r"\1", words)
    if words.endswith(" BC"):
        yield f"{words}E"
    if words.startswith("AD ") and words[3:].isdigit():
        yield from (f"{words[3:]} AD", f"{words[3:]} CE", words[3:])
    if words.startswith("the "):
        yield words[4:]
    if century := CENTURY.search(words):
        nth = int(century[1])
        yield CENTURY.sub(f"{ORDINAL_WORDS[nth]} century", words).removeprefix("the ") if nth < 32 else words
    if words.startswith("autumn "):
        yield words.replace("autumn", "fall", 1)
    if "–" in words:
        yield words.replace("–", "-")


@lru_cache(maxsize=1 << 10)
def _numbers(text: str, number: int, language: str) -> tuple[str, ...]:
    """The number in digits, in groups of three, and in words where they are few."""
    made = [str(number)]
    if abs(number) >= 1000:
        made.append(f"{number:,}".replace(",", SEPARATORS.get(language, " ")))
    words = numbers.in_words(number, "a") if language == "en" and 0 <= number < numbers.WORDS_BELOW else ""
    if words and len(re.split("[ -]", words)) <= FEW_WORDS:
        made.append(words)
    return tuple(found for found in made if found.casefold() != text.casefold())
