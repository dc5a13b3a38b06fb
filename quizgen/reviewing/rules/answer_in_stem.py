"""The question shows its answer.

"What happened in the 1066 Battle of Hastings?" can be answered without knowing anything. The key, an alias of it, or
the year of a date stands in the stem (NBME item-writing guide: word repeats).

Way out: word the question yourself (`ask:`), or name the event without its date.
"""

from __future__ import annotations

import re

from quizgen.grounding.normalising import places
from quizgen.grounding.support import stands_in
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q103"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Look for every accepted answer in the stem, and for the year of a date."""
    item = seen.item
    for text in (*item.key, *item.accept):
        if stands_in(text, item.stem):
            return f"the question shows its answer, “{text}”"
    years = re.findall(r"\d{3,}", item.key[0]) if item.kind == "when" else []
    shown = [year for year in years if year in item.stem and next(places(year, item.stem), None) is not None]
    return f"the question shows the year of its answer, {shown[0]}" if shown else None
