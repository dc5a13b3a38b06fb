"""An item as the report shows it: what was found in it, and its quotes with the answer's words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from quizgen.grounding.normalising import normalise, places, plain
from quizgen.grounding.references import reference
from quizgen.grounding.support import LEADING_ARTICLE
from quizgen.model.citation import Citation
from quizgen.model.entity import Entities
from quizgen.model.item import Item
from quizgen.problem import Problem
from quizgen.reporting.reviewed import Reviewed

RIGHT_TO_LEFT = re.compile(
    r"(ar|arc|azb|ckb|dv|fa|he|iw|ks|lrc|mzn|nqo|pnb|ps|sd|sdh|syr|ug|ur|yi)(-(?!Latn|Cyrl).*)?"
    r"|[a-z]+-(Adlm|Arab|Hebr|Nkoo|Rohg|Syrc|Thaa)(-.*)?"
)
WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
Pieces = tuple[tuple[str, bool], ...]
"""A text in parts, and of each whether it is marked."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation as it is shown. `link` is empty unless it is an address on the web."""

    citation: Citation
    link: str
    quote: Pieces


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an item cites from one source."""

    reference: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with what review found in it. `direction` is `rtl` where its language is written from the right."""

    item: Item
    flags: tuple[Problem, ...]
    evidence: tuple[Evidence, ...]
    direction: str

    @property
    def codes(self) -> str:
        """The codes of the flags, each once."""
        return " ".join(dict.fromkeys(flag.code for flag in self.flags))

    @property
    def severities(self) -> str:
        """The severities of the flags, each once."""
        return " ".join(dict.fromkeys(flag.severity.value for flag in self.flags))

    def said(self, flag: Problem) -> str:
        """Return the flag's message without the item's id, which the item has already."""
        return flag.message.removeprefix(f"{self.item.id}: ")


def entries(items: Iterable[Item], reviewed: Reviewed) -> Iterator[Entry]:
    """Yield the items as the report shows them."""
    references = {name: reference(source) for name, source in reviewed.sources.items()}
    entities = {bank.id: bank.entities for bank in reviewed.banks}
    for item in items:
        names = _names(item, entities.get(item.bank, Entities()))
        evidence = tuple(
            Evidence(references.get(source, source), tuple(_quoted(citation, names) for citation in citations))
            for source, citations in groupby(item.citations, key=lambda citation: citation.source)
        )
        yield Entry(item, tuple(reviewed.flags.get(item.id, ())), evidence, direction(item.language))


def _quoted(citation: Citation, names: tuple[str, ...]) -> Quoted:
    return Quoted(citation, web(citation.url), marked(citation.quote or "", names))


def web(url: str | None) -> str:
    """Return the address if it may be offered as a link: http and https only, never `javascript:`."""
    return url if url and WEB.fullmatch(url) else ""


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """Return `rtl` for a language (BCP 47) written from right to left, else `ltr`."""
    return "rtl" if RIGHT_TO_LEFT.fullmatch(language) else "ltr"


def _names(item: Item, entities: Entities) -> tuple[str, ...]:
    """What the answer may be called in a quote; of a date also its year."""
    answers = (*item.key, *item.accept, *item.targets)
    years = (year for key in answers for year in re.findall(r"\d{3,}", key))
    return tuple(dict.fromkeys((*(name for answer in answers for name in entities.traces(answer)), *years)))


def marked(quote: str, names: Iterable[str]) -> Pieces:
    """Return the quote in parts, with every place of the first of the names that stands in it marked."""
    found = normalise(quote)
    for name in names:
        wanted = LEADING_ARTICLE.sub("", plain(name))
        if wanted and (at := list(places(wanted, found.text))):
            return tuple(_cut(quote, [found.span(start, start + len(wanted)) for start in at]))
    return ((quote, False),) if quote else ()


def _cut(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    end = 0
    for start, stop in spans:
        if start >= end:
            yield from ((part, marks) for part, marks in ((text[end:start], False), (text[start:stop], True)) if part)
            end = stop
    if text[end:]:
        yield text[end:], False
