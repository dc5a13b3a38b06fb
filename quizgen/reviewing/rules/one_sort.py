"""The options are of different sorts, or written in different ways.

A year among days, a person among countries, a lone "the", a lone figure among words: what does not fit is struck, or
picked, by its form. Worked out from the texts: entities of one kind; dates of one precision; numbers in one unit; and
the right option not the only one with an article, a small first letter, or digits.
References: Haladyna, Downing and Rodriguez 2002, guideline 23; NBME guide (lack of uniformity).

Flawed: When?  1919 / 3 May 1920 / 1921 / 1924
Mended: When?  2 May 1919 / 3 May 1920 / 30 June 1921 / 1 May 1924

Way out: give the entities their `kind:`; mark answers without their article; write all of one sort in one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q107"
SEVERITY = Severity.ERROR
UNIT = re.compile(r"[\d.,\s]*\d\s?(%|°[CF]?|[a-zµ]{1,3}[²³]?)")
UNSAID = "thing"
"""The kind of an entity whose kind the bank does not tell."""


def review(seen: Examined) -> str | None:
    """Compare the options by kind, precision, unit and form."""
    if not seen.item.options:
        return None
    if seen.option_dates:
        return _different("precision", {date.precision for date in seen.option_dates})
    if seen.option_numbers:
        return _lone_form(seen, _begins_with_digit, "is written in digits or in words")
    return _of_names(seen) if seen.named else None


def _of_names(seen: Examined) -> str | None:
    find = seen.context.bank.entities.find
    entities = (find(option.text) for option in seen.item.options)
    kinds = {entity.kind for entity in entities if entity and entity.kind != UNSAID}
    if found := _different("kind", kinds):
        return found
    units = {unit[1] for option in seen.item.options if (unit := UNIT.fullmatch(option.text))}
    articles = seen.words.articles
    return (
        _different("unit", units)
        or _lone_form(seen, lambda text: text.partition(" ")[0] in articles, "has, or lacks, an article")
        or _lone_form(seen, _is_small, "begins with a small, or a capital, letter")
    )


def _different(what: str, values: set[str]) -> str | None:
    return f"its options are of different {what}: {', '.join(sorted(values))}" if len(values) > 1 else None


def _lone_form(seen: Examined, has: Callable[[str], bool], what: str) -> str | None:
    """Say so when the right option alone has the form, or alone lacks it."""
    forms = {has(option.text) for option in seen.wrong}
    if len(seen.wrong) < 2 or len(forms) > 1 or has(seen.item.key[0]) in forms:
        return None
    return f"of its options only the right one {what}"


def _begins_with_digit(text: str) -> bool:
    return text[:1].isdigit()


def _is_small(text: str) -> bool:
    """Whether the text is all small letters; eBay and al-Qaeda are names."""
    return text.islower()
