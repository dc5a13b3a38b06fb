"""Does a quote carry an answer? The ladder: literally, as the same date or number, as an alias, as a demonym."""

from __future__ import annotations

import re

from quizgen import dates, numbers
from quizgen.grounding.normalising import places, plain
from quizgen.model.entity import Entities
from quizgen.model.fact import Answer

LEADING_ARTICLE = re.compile(r"^(?:the|a|an) ")


def missing(
    answer: Answer, quote: str, entities: Entities, words: str | None = None, language: str = "en"
) -> str | None:
    """Return what the quote lacks to carry the answer, or None when it carries it.

    `words` are the words of the quote that the author says carry the answer: they must be in the quote, and they
    count for names and phrases, not for dates and numbers. The parts of a date are known by their English words; in
    another `language` its own words carry it.
    """
    if answer.date is not None:
        lacking = dates.unstated(answer.date, quote)
        literal = language.partition("-")[0] != "en" and stands_in(answer.text, quote)
        return f"the {' and '.join(lacking)} of `{answer.text}`" if lacking and not literal else None
    if answer.number is not None:
        return None if numbers.stated(answer.number, quote) else f"the number `{answer.text}`"
    if words is not None:
        return None if stands_in(words, quote) else f"the words `{words}`"
    named = any(stands_in(name, quote) for name in _names(answer.text, entities))
    return None if named else f"`{answer.text}`"


def stands_in(phrase: str, text: str) -> bool:
    """Tell whether the phrase stands in the text as whole words, a leading article aside."""
    wanted, whole = LEADING_ARTICLE.sub("", plain(phrase)), plain(text)
    return bool(wanted) and next(places(wanted, whole), None) is not None


def _names(text: str, entities: Entities) -> tuple[str, ...]:
    entity = entities.find(text)
    demonym = (entity.demonym,) if entity and entity.demonym else ()
    return (*entities.names(text), *demonym)
