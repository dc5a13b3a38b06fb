"""What every page has to know of texts: languages and their labels, letters, and what can be printed at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from quizgen.exporting.languages import Tongue, codes, main_language, tongue
from quizgen.exporting.words import words_in
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

# Controls, lone surrogates, noncharacters: no font shows them, PDF/UA forbids some. Newline and tab are text.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\uffff\ufdd0-\ufdef]")
WIDE = 50
"""A word of so many letters may be wider than the page."""
ZERO_WIDTH_SPACE = "\u200b"
LONGEST_LINK = 8000  # Typst's own limit


def plain(text: str, wide: int = WIDE) -> str:
    """Return the text without what cannot be printed, and with places to break in words of `wide` signs and more.

    In these scripts they may then be broken anywhere. Words of nothing but letters are hyphenated as long as they can.
    """
    lines = "\n".join(text.replace("\t", " ").splitlines())
    return _words_of(wide).sub(_breakable, UNPRINTABLE.sub("", lines))


def _breakable(word: re.Match[str]) -> str:
    return word[0] if word[0].isalpha() and len(word[0]) < WIDE else ZERO_WIDTH_SPACE.join(word[0])


@lru_cache(maxsize=64)
def _words_of(least: int) -> re.Pattern[str]:
    return re.compile(rf"[!-~\u00a1-\u052f]{{{least},}}")


def labels(quiz: Quiz) -> tuple[Tongue, dict[str, str]]:
    """Return the labels of `print/words.json` and their language: the main one, or English if it is not there.

    Raises ProblemError for a table of the user's own that cannot be read.
    """
    main = main_language(quiz)
    spoken = tongue(main)
    known, words = words_in("print/words.json", codes(main), quiz.templates)
    return spoken if known else tongue("en"), words


def letters(quiz: Quiz) -> tuple[str, ...]:
    """Return the letters of options, in order, as the quiz's main language has them: then AA to ZZ, and so on."""
    signs = labels(quiz)[1]["letters"].split()
    most = max((len(item.options) for item in quiz.items), default=0)
    return tuple(signs[place % len(signs)] * (place // len(signs) + 1) for place in range(most))


def linkable(url: str | None) -> bool:
    """Tell whether a PDF can open it: a web address that is not too long."""
    return url is not None and len(url) < LONGEST_LINK and url.startswith(("https://", "http://"))


def cited(items: Iterable[Item]) -> dict[str, int]:
    """Return the ids of the cited sources with their numbers, in the order in which the items cite them."""
    order = dict.fromkeys(citation.source for item in items for citation in item.citations)
    return {source: number for number, source in enumerate(order, 1)}


def texts(quiz: Quiz, item: Item, shown: Collection[Medium] = ()) -> list[str]:
    """Return all that is printed of an item, in the quiz and in the key; `shown` are its pictures on the paper."""
    sources = [quiz.sources[citation.source] for citation in item.citations]
    return [
        item.stem,
        *(option.text for option in item.options),
        *item.targets,
        *item.key,
        *(() if item.options else item.accept),
        item.rationale,
        *(text for citation in item.citations for text in (citation.quote or "", citation.where)),
        *(text for source in sources for text in (source.source.title, source.reference)),
        *(text for medium in shown for text in (medium.credit, medium.licence)),
    ]
