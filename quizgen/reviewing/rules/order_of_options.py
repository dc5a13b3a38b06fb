"""Dates or numbers are not in their order.

Options that have an order of their own stand in it; a reader should not have to sort them, and no place among them
should hint at the key. Dates and numbers go up, names are shuffled by the seed.
References: Haladyna, Downing and Rodriguez 2002, guideline 21; Tarrant, Knierim, Hayes and Ware 2006.

Flawed: 1969 / 1957 / 1965 / 1961
Mended: 1957 / 1961 / 1965 / 1969

Way out: quizgen sorts them itself; an item that is not sorted was changed by hand or by a kind of your own.
"""

from __future__ import annotations

from itertools import pairwise

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q108"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Look whether each option is greater than the one before."""
    sizes = [date.earliest for date in seen.option_dates] or list(seen.option_numbers)
    if all(one <= other for one, other in pairwise(sizes)):
        return None
    return f"its {'dates' if seen.option_dates else 'numbers'} do not go up"
