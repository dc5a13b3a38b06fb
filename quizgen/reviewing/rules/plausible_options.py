"""The wrong options are no temptation.

An option that nobody would choose tests nothing, and a key that everybody has heard of among things that nobody has
(or the other way round) is found without knowing the matter. Reported are wrong dates far beyond the reach of memory
for their precision (10 years for a day or month, 60 for a year, 120 for a decade, 1,000 for a century), wrong numbers
more than ten times the right one or less than a tenth, and a subject more than 20 times as well known, by the table's
measure of fame, as those of all wrong options, or as little.
References: Haladyna, Downing and Rodriguez 2002, guidelines 28f and 29; Tarrant et al. 2006; implausible options are
among the flaws that raise scores most (Pham et al. 2018).

Flawed: When did the Titanic sink?  1212 / 1912 / 1915 / 1999
Mended: When did the Titanic sink?  1905 / 1908 / 1912 / 1915

Way out: add facts of the same sort, as well known and as old.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import TIMELINE, Examined

CODE = "Q121"
SEVERITY = Severity.WARNING
YEARS = {"day": 10, "month": 10, "year": 60, "decade": 120, "century": 1000}
YEAR = 365.25
TIMES = 10
GAP = 20
SUBJECTS = frozenset({"who", "whom", "what"})
"""The roles whose answer is what a row's fame is the fame of; of a prize or a country it says nothing."""


def review(seen: Examined) -> str | None:
    """Hold the wrong options against the key: in time, in size, in fame."""
    if seen.option_dates:
        return _far_dates(seen)
    if seen.option_numbers:
        return _far_numbers(seen)
    return _fame(seen)


def _far_dates(seen: Examined) -> str | None:
    own = seen.answer.date if seen.answer else None
    reach = YEARS.get(own.precision) if own else None
    if own is None or reach is None:
        return None
    for option, date in zip(seen.item.options, seen.option_dates, strict=True):
        years = abs(date.earliest - own.earliest) / YEAR
        if years > reach:
            return f"the option “{option.text}” is {years:,.0f} years from the answer"
    return None


def _far_numbers(seen: Examined) -> str | None:
    own = seen.answer.number if seen.answer else None
    for option, number in zip(seen.item.options, seen.option_numbers, strict=True):
        if own is not None and own > 0 and not own <= number * TIMES <= own * TIMES * TIMES:
            return f"the option “{option.text}” is of another size than the answer"
    return None


def _fame(seen: Examined) -> str | None:
    item = seen.item
    if (
        seen.fact.fame is None
        or not item.options
        or not (item.kind in TIMELINE or (seen.slot and seen.slot.head in SUBJECTS))
    ):
        return None
    right = [_known(seen, option.fact) for option in item.right]
    wrong = [_known(seen, option.fact) for option in seen.wrong if option.fact]
    if len(right) != 1 or not wrong or not (own := right[0]) or len(wrong) < len(seen.wrong):
        return None
    others = [fame for fame in wrong if fame]
    if len(others) < len(wrong):
        return None
    if own > GAP * max(others):
        return "the answer is far better known than every wrong option"
    return "the answer is far less known than every wrong option" if own * GAP < min(others) else None


def _known(seen: Examined, fact: str | None) -> float | None:
    return (seen.context.facts[fact] if fact else seen.fact).fame
