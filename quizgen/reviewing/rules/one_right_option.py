"""Exactly one option is right.

A choice with no right option cannot be answered, and one with two punishes who knows more. Every wrong option is held
against the bank once more, apart from how it was chosen: it must not be another answer that the bank, or `also:`, gives
to the same question; nor the key by another name; nor contain the key or lie in it (Iraq, Baghdad); nor mean a time
that overlaps the key's (January 2020, 3 January 2020); nor be the same number, rounded (1,200 and 1,210).
Reference: Haladyna, Downing and Rodriguez 2002, guideline 19.

Flawed: Where was he killed?  Baghdad / Iraq / Tehran / Damascus
Mended: Where was he killed?  Baghdad / Mosul / Tehran / Damascus

Way out: tell the bank what else is right, with `also:` or `several:` in the fact, or `aka:` and `in:` in an entity.
"""

from __future__ import annotations

from quizgen import dates
from quizgen.grounding.normalising import places
from quizgen.model.entity import fold
from quizgen.problem import Severity
from quizgen.reviewing.examined import TIMELINE, Examined
from quizgen.reviewing.timelines import DAYS, out_of_shape

CODE = "Q101"
SEVERITY = Severity.ERROR
ROUND = 100
"""Numbers that end in so many zeros may be rounded."""


def review(seen: Examined) -> str | None:
    """Count the right options, and look for a right one among the wrong ones."""
    item = seen.item
    if not item.options:
        return None
    if item.interaction in {"order", "match"}:
        return out_of_shape(item)
    if len(item.right) != 1 and item.interaction == "choice":
        return f"{len(item.right)} of its options are right"
    found = _same(seen) or _right_by_the_bank(seen)
    return f"the option “{found}” is right, too" if found else None


def _same(seen: Examined) -> str | None:
    """A wrong option that is the key, or a further accepted spelling of it."""
    if seen.item.kind in TIMELINE:
        return None
    keys = {seen.identity(text) for text in seen.item.key}
    accepted = {fold(text) for text in seen.item.accept}
    for option, name in zip(seen.item.options, seen.identities, strict=True):
        if not option.correct and (name in keys or (accepted and fold(option.text) in accepted)):
            return option.text
    return None


def _right_by_the_bank(seen: Examined) -> str | None:
    """A wrong option that the bank holds to be right, or that cannot be told from what it holds to be right."""
    if seen.slot is None or seen.answer is None:
        return None
    others = seen.context.rights.others(seen.fact, seen.slot)
    rights = (seen.answer.text, *others, *seen.fact.also.get(seen.slot.name, ()))
    clashes = _dated if seen.answer.date else _counted if seen.answer.number is not None else _named
    return next((clash for right in rights if (clash := clashes(seen, right))), None)


def _dated(seen: Examined, right: str) -> str | None:
    """A wrong date that may mean the right time, or is no farther from it than the fact's date may be off."""
    date = seen.answer.date if seen.answer and right == seen.answer.text else seen.date_of(right)
    for option, other in zip(seen.item.options, seen.option_dates, strict=False):
        if date and not option.correct and (dates.overlap(date, other) or _within(date, other, seen.fact.tolerance)):
            return option.text
    return None


def _within(date: dates.Date, other: dates.Date, tolerance: int) -> bool:
    if not tolerance or abs(date.earliest - other.earliest) > (tolerance + 1) * DAYS.get(date.precision, 0) > 0:
        return False
    try:
        return dates.units_between(date, other) <= tolerance
    except dates.DateError:  # no year, or no beginning
        return False


def _counted(seen: Examined, right: str) -> str | None:
    """A wrong number that is within rounding of the right one."""
    number = next((n for n, o in zip(seen.option_numbers, seen.item.options, strict=False) if o.text == right), None)
    for option, other in zip(seen.item.options, seen.option_numbers, strict=False):
        if number is not None and not option.correct and _rounds(number, other):
            return option.text
    return None


def _rounds(number: int, other: int) -> bool:
    """Whether the two are less than a fiftieth apart, or one is what the other is when rounded as the first is."""
    if abs(number - other) * 50 < abs(number):
        return True
    unit = 1
    while number and number % (unit * 10) == 0:
        unit *= 10
    return unit >= ROUND and abs(number - other) * 2 < unit


def _named(seen: Examined, right: str) -> str | None:
    """A wrong option that is the right one, contains it or lies in it, as a place does or as a name does."""
    entities, name = seen.context.bank.entities, seen.identity(right)
    around = entities.containers(right)
    for option, other in zip(seen.item.options, seen.identities, strict=True):
        if option.correct:
            continue
        if other == name or other in around or name in entities.containers(option.text) or _part(name, other):
            return option.text
    return None


def _part(one: str, other: str) -> bool:
    if one not in other and other not in one:
        return False
    short, long = sorted((one, other), key=len)
    return next(places(short, long), None) is not None
