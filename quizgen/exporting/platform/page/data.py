"""What the practice page knows of a quiz, as JSON that stands in it: sources and pictures once, items in short."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from quizgen.answers import answer_type
from quizgen.exporting.evidence import evidence
from quizgen.exporting.languages import RIGHT_TO_LEFT
from quizgen.exporting.markup import legal, link
from quizgen.exporting.taking import shuffled, true_or_false
from quizgen.model.item import Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

INERT = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Within a script element `<` could end it; JSON may write it otherwise."""


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumped(value: Any) -> str:
    """Return the value as JSON that may stand in a script element of a page."""
    return _encoded(value).translate(INERT)


def chunks(quiz: Quiz, words: Mapping[str, str], number: int, *, shuffle: bool) -> Iterator[str]:
    """Yield the data of the page, an item a piece. `number` and `shuffle` are what the page offers first.

    Under `key` a browser keeps the progress in a quiz, whatever part of it a page holds; `page` is which part.
    """
    places = {source: place for place, source in enumerate(quiz.sources)}
    banks = {bank.id: place for place, bank in enumerate(quiz.banks)}
    head = {
        "key": _digest(quiz.title, *banks),
        "page": _digest(*(item.id for item in quiz.items)),
        "title": legal(quiz.title),
        "number": number,
        "shuffle": shuffle,
        "report": quiz.report if quiz.report.startswith("mailto:") else link(quiz.report),
        "words": words,
        "banks": [{"id": bank.id, "title": legal(bank.title)} for bank in quiz.banks],
        "sources": [_source(quiz, source) for source in quiz.sources],
    }
    yield dumped(head)[:-1] + ',"media":{'
    media = {medium.name: medium for item in quiz.items for medium in item.media}
    for place, (name, medium) in enumerate(media.items()):
        yield f"{',' if place else ''}\n{dumped(name)}:{dumped(_embedded(medium))}"
    yield '},"items":['
    for place, item in enumerate(quiz.items):
        yield f"{',' if place else ''}\n{dumped(_told(quiz, item, banks, places))}"
    yield "]}"


def _digest(*texts: str) -> str:
    return blake2b("\0".join(texts).encode(errors="replace"), digest_size=8).hexdigest()


def _source(quiz: Quiz, source: str) -> dict[str, str]:
    cited = quiz.sources[source]
    return {"id": source, "text": legal(cited.reference), "lang": cited.source.language or ""}


def _embedded(medium: Medium) -> dict[str, str]:
    content = base64.b64encode(medium.path.read_bytes()).decode()
    return {"kind": medium.kind, "address": f"data:{medium.type};base64,{content}"}


def _told(quiz: Quiz, item: Item, banks: Mapping[str, int], sources: Mapping[str, int]) -> dict[str, Any]:
    """Return an item as the page has it; what is empty is left out.

    `banks` and `sources` give the places of their ids in the page's lists. `cite` has source, place in it, quote and
    link of each citation, `media` the name, alt text, credit and licence of each picture or sound and whether it asks.
    """
    made = {
        "id": item.id,
        "rev": item.revision,
        "bank": banks[item.bank],
        "kind": item.kind,
        "ask": item.interaction,
        "stem": legal(item.stem),
        "options": [_option(one) for one in (shuffled(item) if item.interaction == "order" else item.options)],
        "fixed": item.ordered or true_or_false(item) is not None,
        "targets": [legal(target) for target in item.targets],
        "key": [legal(text) for text in item.key],
        "type": answer_type(item),
        "lang": item.language,
        "dir": "rtl" if item.language.lower().partition("-")[0] in RIGHT_TO_LEFT else "",
        "says": legal(item.rationale),
        "timeline": [(legal(one.event), legal(one.date)) for one in item.timeline],
        "cite": [(sources[one.source], legal(one.where), legal(one.quote), one.url) for one in evidence(quiz, item)],
        "tags": [legal(tag) for tag in item.tags],
        "level": item.difficulty.level if item.difficulty else "",
        "hint": legal(item.hint or ""),
        "media": [(one.name, legal(one.alt), legal(one.credit), legal(one.licence), one.asks) for one in item.media],
    }
    kept = {name: value for name, value in made.items() if value}
    return {**kept, "bank": made["bank"], "accept": [legal(text) for text in item.accept]}


def _option(option: Option) -> dict[str, Any]:
    made = {
        "text": legal(option.text),
        "right": option.correct,
        "why": legal(option.rationale or ""),
        "place": option.place,
        "match": option.match and legal(option.match),
    }
    return {name: value for name, value in made.items() if value}
