"""What stands on a card: the question in front; behind it the answer, what it says, and where that is written.

The field names are the contract with `templates/print/cards.typ` and with users' own templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from quizgen.exporting.anki_note import first_id, has_options, in_order
from quizgen.exporting.languages import Tongue, tongue
from quizgen.exporting.paper.card_stock import Leaf, Stock
from quizgen.exporting.paper.printed_text import labels, letters, linkable, plain
from quizgen.exporting.words import located, words_in
from quizgen.model.item import BLANK, Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

BLANKS = re.compile(f"{BLANK}_*")
# A word as long as this may be wider than a card. Only scripts whose lines break nowhere but at spaces and hyphens.
WIDE = re.compile("[!-,.-~\u00a1-\u0dff\u10a0-\u177f\u1800-\u1fff\u2018\u2019]{12,}")
# Where a quote may be cut: at spaces, and between the characters of scripts that have none.
PIECE = re.compile(
    r"\s*(?:[\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+)|\s+"
)


@dataclass(frozen=True, slots=True)
class Lettered:
    """An option with its letter, or a thing to be matched with its number."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer stands: the words, cut into pieces between which they may be broken off, and whose they are."""

    tongue: Tongue
    quote: tuple[str, ...]
    place: str
    url: str | None

    @property
    def said(self) -> str:
        """The whole quote."""
        return "".join(self.quote)


@dataclass(frozen=True, slots=True)
class Wide:
    """The long words of a card, by where they stand: none may be wider than the card."""

    front: tuple[str, ...]
    answer: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file in the folder `pictures/` beside the template, what it shows in words, and whose it is."""

    file: str
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `stem` is cut at its blanks; `answer` has a line for each answer; `why` may be left out."""

    id: str
    tongue: Tongue
    stem: tuple[str, ...]
    options: tuple[Lettered, ...]
    targets: tuple[Lettered, ...]
    pictures: tuple[Picture, ...]
    answer: tuple[str, ...]
    why: str
    places: tuple[Place, ...]
    wide: Wide


@dataclass(frozen=True, slots=True)
class Sheets:
    """The data of `print/cards.typ`. `sheets` counts them, `flip` and `offset` are as the user set them."""

    title: str
    tongue: Tongue
    words: dict[str, str]
    fonts: tuple[str, ...]
    flip: str
    offset: tuple[float, float]
    sheets: int
    stock: Stock
    leaves: tuple[Leaf, ...]
    cards: tuple[Card, ...]


def as_json(data: Sheets) -> str:
    """Return the data as the JSON text the template reads."""
    return json.dumps(asdict(data), ensure_ascii=False)


def contents(quiz: Quiz, **page: Any) -> Sheets:
    """Return the data of the sheets; `page` has what does not hang on the questions."""
    spoken, said = words(quiz)
    return Sheets(title=plain(quiz.title), tongue=spoken, words=said, cards=cards(quiz), **page)


def parts(data: Sheets, pages: int) -> Iterator[Sheets]:
    """Cut the sheets into documents of so many pages at most; an even number, for a sheet has two."""
    for start in range(0, len(data.leaves), pages):
        leaves = data.leaves[start : start + pages]
        numbers = [side.card for leaf in leaves for side in leaf.sides]
        first, end = min(numbers, default=0), max(numbers, default=-1) + 1
        moved = (replace(leaf, sides=tuple(replace(s, card=s.card - first) for s in leaf.sides)) for leaf in leaves)
        yield replace(data, leaves=tuple(moved), cards=data.cards[first:end])


def words(quiz: Quiz) -> tuple[Tongue, dict[str, str]]:
    """Return what sheets say of their own, and its language: the quiz's, or English if we do not have it."""
    spoken = labels(quiz)[0]
    known, said = words_in("print/card_words.json", spoken.lang, quiz.templates)
    return spoken if known else tongue("en"), said


def pictures(items: Iterable[Item]) -> dict[str, Path]:
    """Return the files of the pictures that ask, by name."""
    return {medium.name: medium.path for item in items for medium in item.asking if medium.kind == "image"}


def cards(quiz: Quiz) -> tuple[Card, ...]:
    """Return a card for each item. It has options only if it must: then they stand as on its Anki card."""
    said, signs = labels(quiz)[1], letters(quiz)
    return tuple(_card(quiz, item, signs, said) for item in quiz.items)


def _card(quiz: Quiz, item: Item, signs: Sequence[str], said: dict[str, str]) -> Card:
    options = list(zip(signs, in_order(item, first_id(quiz, item)), strict=False)) if has_options(item) else []
    offered = tuple(Lettered(sign, plain(option.text)) for sign, option in options)
    targets = tuple(Lettered(str(n), plain(text)) for n, text in enumerate(item.targets, 1)) if options else ()
    stem, answer, why = tuple(map(plain, BLANKS.split(item.stem))), _answer(item, options), plain(item.rationale)
    places = tuple(_places(quiz, item, said))
    return Card(
        id=item.id,
        tongue=tongue(item.language),
        stem=stem,
        options=offered,
        targets=targets,
        pictures=tuple(_picture(medium, said["picture"]) for medium in item.asking),
        answer=answer,
        why=why,
        places=places,
        wide=Wide(
            _wide((*stem, *(one.text for one in (*offered, *targets)))),
            _wide(answer),
            _wide((why, *(f"{place.said} {place.place}" for place in places))),
        ),
    )


def _picture(medium: Medium, credit: str) -> Picture:
    whose = ", ".join(part for part in (medium.credit, medium.licence) if part)
    return Picture(medium.name, plain(medium.alt), plain(credit.replace("{credit}", whose)) if whose else "")


def _answer(item: Item, options: Sequence[tuple[str, Option]]) -> tuple[str, ...]:
    """Return the answer line by line: with its letter where the front has letters."""
    if not options:
        return tuple(map(plain, item.key))
    right = [(sign, option) for sign, option in options if option.correct]
    if item.interaction == "order":
        right.sort(key=lambda pair: pair[1].place or 0)
    return tuple(
        plain(f"{sign}. {one.text} — {one.match}" if one.match else f"{sign}. {one.text}") for sign, one in right
    )


def _places(quiz: Quiz, item: Item, said: dict[str, str]) -> Iterator[Place]:
    """Yield where the answer stands; a title that was said once is not said again."""
    named: set[str] = set()
    for citation in item.citations:
        source = quiz.sources[citation.source].source
        title = "" if citation.source in named and citation.where else plain(source.title)
        named.add(citation.source)
        yield Place(
            tongue(source.language or item.language),
            tuple(PIECE.findall(plain(citation.quote or ""))),
            ", ".join(part for part in (title, plain(located(citation, said))) if part),
            citation.url if linkable(citation.url) else None,
        )


def _wide(said: Iterable[str]) -> tuple[str, ...]:
    """Return the long words; where `plain` has made places to break, they are not long."""
    return tuple(dict.fromkeys(word for text in said for word in WIDE.findall(text)))


def texts(card: Card) -> str:
    """Return all that may be printed of a card."""
    offered = (one.text for one in (*card.options, *card.targets))
    cited = (f"{place.said}\n{place.place}" for place in card.places)
    credits_ = (one.credit for one in card.pictures)
    return "\n".join((*card.stem, *offered, *credits_, *card.answer, card.why, *cited))
