"""What every page has to know of texts: languages and their labels, letters, and what can be printed at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from quizgen.exporting.paper.fonts import traditional
from quizgen.exporting.paper.words import words_in
from quizgen.model.citation import Citation
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

RIGHT_TO_LEFT = frozenset("ar fa he ur yi ps sd ug ckb dv".split())
# Controls, lone surrogates, noncharacters: no font shows them, PDF/UA forbids some. Newline and tab are text.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\uffff\ufdd0-\ufdef]")
WIDE = 50
"""A word of so many letters may be wider than the page."""
ZERO_WIDTH_SPACE = "\u200b"
LONGEST_LINK = 8000  # Typst's own limit


@dataclass(frozen=True)
class Tongue:
    """A language as Typst takes it: an ISO 639 code, an ISO 3166 region or none, and the direction."""

    lang: str
    region: str | None
    rtl: bool


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


def tongue(language: str) -> Tongue:
    """Return a BCP 47 language tag as Typst takes it; what Typst cannot take becomes `und`, undetermined."""
    lang, *rest = language.lower().split("-")
    known = re.fullmatch("[a-z]{2,3}", lang) is not None
    region = next((part.upper() for part in rest if re.fullmatch("[a-z]{2}", part)), None)
    return Tongue(lang=lang if known else "und", region=region, rtl=lang in RIGHT_TO_LEFT)


def main_language(quiz: Quiz) -> str:
    """Return the language of most items: titles, labels and footers are in it where it has labels."""
    spoken = Counter(item.language for item in quiz.items) or Counter(bank.language for bank in quiz.banks)
    return spoken.most_common(1)[0][0] if spoken else "en"


def labels(quiz: Quiz) -> tuple[Tongue, dict[str, str]]:
    """Return the labels of `print/words.json` and their language: the main one, or English if it is not there.

    Raises ProblemError for a table of the user's own that cannot be read.
    """
    main = main_language(quiz)
    spoken = tongue(main)
    codes = f"{spoken.lang},zh-hant" if traditional(main) else spoken.lang
    known, words = words_in("print/words.json", codes, quiz.templates)
    return spoken if known else tongue("en"), words


def letters(quiz: Quiz) -> tuple[str, ...]:
    """Return the letters of options, in order, as the quiz's main language has them: then AA to ZZ, and so on."""
    signs = labels(quiz)[1]["letters"].split()
    most = max((len(item.options) for item in quiz.items), default=0)
    return tuple(signs[place % len(signs)] * (place // len(signs) + 1) for place in range(most))


def located(citation: Citation, words: dict[str, str]) -> str:
    """Return where the answer stands in its source, in the paper's language where that has a word for it."""
    pattern = words.get(f"at_{citation.label or 'page'}")
    return pattern.replace("{n}", citation.locator) if pattern and citation.locator else citation.where


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
