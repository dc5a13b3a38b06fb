"""What stands beside the question shows the answer.

A picture or sound that is the question comes with words that say what is seen or heard, which a screen reader reads
out before the answer, and on paper its credit stands beside it. A hint is shown when a student asks for help. None of
them may name the answer, an alias of it, or the year of a date.
Reference: W3C, Web Content Accessibility Guidelines, 1.1.1: of a picture that is a test, a text need only say what kind
of thing it is, for the whole of it in words would make the test invalid.

Flawed: Who is shown here? (Picture: "Neil Armstrong in his space suit".)
Mended: Who is shown here? (Picture: "A man in a white space suit, his helmet in his hands".)

Way out: describe what is seen or heard (`alt`) without its name, leave it out of `credit`, or help with something else
(`hint`).
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.asking import leaks
from quizgen.grounding.support import stands_in
from quizgen.model.media import CALLED
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q123"
SEVERITY = Severity.ERROR


def review(seen: Examined) -> str | None:
    """Look for every accepted answer and what else betrays it."""
    item, answer = seen.item, seen.answer
    if answer is None or not (item.media or item.hint):
        return None
    names = dict.fromkeys((*item.key, *item.accept, *seen.context.bank.entities.traces(answer.text)))
    for what, text in _beside(seen):
        if leaks.shows(text, answer, names) or any(stands_in(key, text) for key in item.key):
            return f"{what} shows the answer"
    return None


def _beside(seen: Examined) -> Iterator[tuple[str, str]]:
    """What may be seen, heard or read before the answer, and its text."""
    for medium in seen.item.asking:
        yield f"the `alt` of the {CALLED[medium.kind]} that is the question", medium.alt
        yield f"the `credit` of the {CALLED[medium.kind]} that is the question", medium.credit
    if seen.item.hint:
        yield "the hint", seen.item.hint
