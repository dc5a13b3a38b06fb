"""An accusation or an opinion is asked as if it were a fact.

What a source reports as alleged or as somebody's view must stay that in the question: the stem names who says so, or
says "was charged with", "accused", "according to". People are treated fairly; a charge is not a deed.

Way out: name the speaker in the sentence and in `by:`, and in your own wordings (`ask:`), too.
"""

from __future__ import annotations

import re

from quizgen.grounding.support import stands_in
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "P206"
SEVERITY = Severity.ERROR
HEDGED = frozenset({"attributed", "alleged", "disputed"})
WORDS = re.compile(
    r"\b(according to|accus\w+|alleg\w+|assert\w+|attribut\w+|call\w*|charg\w+|claim\w*|comment\w*|describ\w+|"
    r"perceiv\w+|report\w*|said|say\w*|suspect\w*|told|wrote|write)\b",
    re.IGNORECASE,
)


def review(seen: Examined) -> str | None:
    """Look for the speaker, or for a word that hedges, in the stem; the speaker may also be the answer."""
    item, fact = seen.item, seen.fact
    if fact.status not in HEDGED or WORDS.search(item.stem):
        return None
    speakers = seen.context.bank.entities.names(fact.by) if fact.by else ()
    if any(stands_in(name, f"{item.stem} {item.key[0]}") for name in speakers):
        return None
    return f"the fact is {fact.status}, but the question does not say who says so"
