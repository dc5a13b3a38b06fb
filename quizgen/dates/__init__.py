"""Dates as sources give them: partial, doubtful, before the common era, without a year.

A date is an EDTF text (Extended Date/Time Format, ISO 8601-2) with the first and the last day it can mean.
Two dates are in order only when no reading of either could reverse them.
"""

from quizgen.dates.edtf import ENDLESS, UNBEGUN, Date, DateError, parse
from quizgen.dates.order import before, overlap
from quizgen.dates.stated import unstated
from quizgen.dates.steps import shift, units_between
from quizgen.dates.words_in import read
from quizgen.dates.words_out import in_words

__all__ = [
    "ENDLESS",
    "UNBEGUN",
    "Date",
    "DateError",
    "before",
    "in_words",
    "overlap",
    "parse",
    "read",
    "shift",
    "units_between",
    "unstated",
]
