"""One question as a QTI item: its answer, its body, how it is scored, and what is shown once it is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from quizgen.exporting.evidence import explained_html, said
from quizgen.exporting.markup import escaped, flat, html, shortened
from quizgen.exporting.pictures import Frame, answered_html, shown_html
from quizgen.exporting.platform.qti.words import Dialect, Parts
from quizgen.exporting.taking import answers, first_id, in_order, shuffled, true_or_false
from quizgen.model.item import BLANK, TYPED, Item
from quizgen.model.quiz import Quiz

BRACES = re.compile(r"\{(?=\{)(?![^<>]*>)")
"""A brace before a brace, but not inside a tag: there every `>` of a text is escaped."""
LONGEST_TITLE = 100
LENGTHS = (20, 40, 80)
"""How long an answer is expected to be: a few steps, so that the field does not tell."""


def item_xml(quiz: Quiz, item: Item, dialect: Dialect) -> str:
    """Return the item as a file of the package."""
    frame = Frame(lambda one: f"../media/{one.name}", sound=dialect.parts.sound, direction=dialect.direction)
    made = dialect.parts.item.format(
        space=dialect.space,
        schema=dialect.schema,
        id=first_id(quiz, item),
        title=title(item),
        language=fit(item.language),
        response=_response(item, dialect.parts),
        body=shown_html(item.asking, frame) + _interaction(item, dialect.parts),
        scoring=dialect.parts.mapped if item.interaction in TYPED else dialect.parts.matched,
        heading=fit(said(quiz, item)["source"]),
        feedback="".join((dialect.body[0], *_feedback(quiz, item, frame), dialect.body[1])),
    )
    return BRACES.sub(dialect.brace, made) if "{{" in made else made


@lru_cache(maxsize=4096)
def fit(text: str) -> str:
    """Return the text escaped and on one line. For what many items share: languages, tags, licences, sources' ids."""
    return escaped(flat(text))


def title(item: Item) -> str:
    """Return the question, escaped, on one line and no longer than a title should be."""
    return escaped(shortened(item.stem, LONGEST_TITLE))


def _response(item: Item, parts: Parts) -> str:
    cardinality, kind, values = CORRECT[item.interaction](item)
    return parts.response.format(
        cardinality=cardinality,
        type=kind,
        values="".join([parts.value.format(value=value) for value in values]),
        mapping=_mapping(item, parts) if kind == "string" else "",
    )


def _mapping(item: Item, parts: Parts) -> str:
    """Every spelling that is right; of those that differ only in capitals, which nobody minds, the first."""
    spellings: dict[str, str] = {}
    for text in _typed(item):
        spellings.setdefault(text.lower(), text)
    return parts.mapping.format(entries="".join([parts.entry.format(key=escaped(text)) for text in spellings.values()]))


def _typed(item: Item) -> list[str]:
    return [flat(text) for text in answers(item)]


def _one(item: Item) -> tuple[str, str, Iterable[str]]:
    return "single", "identifier", [option.id for option in item.right]


def _several(item: Item) -> tuple[str, str, Iterable[str]]:
    return "multiple", "identifier", [option.id for option in item.right]


def _order(item: Item) -> tuple[str, str, Iterable[str]]:
    return "ordered", "identifier", [option.id for option in in_order(item)]


def _pairs(item: Item) -> tuple[str, str, Iterable[str]]:
    places = {target: f"T{number}" for number, target in enumerate(item.targets, 1)}
    return "multiple", "directedPair", [f"{option.id} {places[option.match or '']}" for option in item.options]


def _words(item: Item) -> tuple[str, str, Iterable[str]]:
    return "single", "string", [escaped(_typed(item)[0])]


CORRECT = {
    "choice": _one,
    "choices": _several,
    "order": _order,
    "match": _pairs,
    **dict.fromkeys(TYPED, _words),
}
"""Of each interaction: how many values its answer has, of what type they are, and the right ones."""


def _interaction(item: Item, parts: Parts) -> str:
    if item.interaction in TYPED:
        return _written(item, parts)
    if item.interaction == "match":
        return _matching(item, parts)
    shown = shuffled(item) if item.interaction == "order" else item.options
    options = "".join([parts.option.format(id=option.id, text=html(option.text)) for option in shown])
    if item.interaction == "order":
        return parts.order.format(stem=html(item.stem), options=options)
    fixed = item.ordered or true_or_false(item) is not None
    return parts.choice.format(
        shuffle="false" if fixed else "true",
        most=1 if item.interaction == "choice" else 0,
        stem=html(item.stem),
        options=options,
    )


def _written(item: Item, parts: Parts) -> str:
    longest = max(map(len, _typed(item)))
    blank = parts.blank.format(length=next((length for length in LENGTHS if longest <= length), LENGTHS[-1]))
    if item.interaction != "cloze" or BLANK not in item.stem:
        return parts.written.format(stem=html(item.stem), blank=blank)
    before, _, after = html(item.stem).partition(BLANK)
    return parts.cloze.format(before=before, blank=blank, after=after)


def _matching(item: Item, parts: Parts) -> str:
    """Two may belong to one target, which nobody should see from how many it takes."""
    count = len(item.options)
    fill = parts.matching.format
    return parts.match.format(
        most=count,
        stem=html(item.stem),
        options="".join([fill(id=option.id, most=1, text=html(option.text)) for option in item.options]),
        targets="".join([fill(id=f"T{n}", most=count, text=html(text)) for n, text in enumerate(item.targets, 1)]),
    )


def _feedback(quiz: Quiz, item: Item, frame: Frame) -> Iterator[str]:
    """Yield the statement with its sources, what the wrong options are the answer to, and the pictures and sounds.

    All of it stands in one window: several would lie one upon the other.
    """
    yield explained_html(quiz, item, frame.direction)
    for told in _remarks(item, said(quiz, item)["colon"]):
        yield f"<p{frame.direction}>{html(told)}</p>"
    yield answered_html(quiz, item, frame)


def _remarks(item: Item, colon: str) -> Iterator[str]:
    """Yield what the wrong options are the answer to, after the option itself, without what was said before."""
    for option in item.options:
        if option.rationale and not option.correct and option.rationale.casefold() not in item.rationale.casefold():
            named = option.text.casefold() in option.rationale.casefold()
            yield option.rationale if named else f"{option.text}{colon} {option.rationale}"
