"""The options are of very different length.

One option that is several times as long or as short as the rest draws the eye, whether it is right or wrong. Reported
when the longest has more than 12 characters and is more than 2.5 times as long as the shortest, unless all are names of
persons or have at most three words: a name is as long as it is.
Reference: Haladyna, Downing and Rodriguez 2002, guideline 24.

Flawed: Peru / Chad / Federal Democratic Republic of Ethiopia / Iran
Mended: Peru / Chad / Ethiopia / Iran

Way out: use the short name and give the long one as an alias (`aka:`).
"""

from __future__ import annotations

from quizgen.model.entity import PERSON
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.words import count, is_name

CODE = "Q106"
SEVERITY = Severity.WARNING
RATIO = 2.5
LONG = 12
NAME = 3


def review(seen: Examined) -> str | None:
    """Compare the longest option with the shortest."""
    if not seen.named:
        return None
    lengths = [len(option.text) for option in seen.item.options]
    longest, shortest = max(lengths), min(lengths)
    if longest <= LONG or longest <= RATIO * shortest:
        return None
    if _are_names(seen):
        return None
    return f"the longest option has {longest} characters, the shortest {shortest}"


def _are_names(seen: Examined) -> bool:
    texts = [option.text for option in seen.item.options]
    persons = seen.answer is not None and seen.answer.type == PERSON
    return all(map(is_name, texts)) if persons else all(count(text) <= NAME for text in texts)
