"""Does a stem give its answer away?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizgen.grounding.normalising import places
from quizgen.grounding.support import stands_in
from quizgen.model.entity import folded
from quizgen.model.fact import Answer

WORD = re.compile(r"[^\W\d_]{4,}")
EMPTY = frozenset(
    "about after also among before between during first from have into many more most much only other over same "
    "some such than that their them then there these they this those through under until were what when where "
    "which while whom whose will with would did does".split()
)


def shows(stem: str, answer: Answer, names: Iterable[str]) -> bool:
    """Tell whether the stem holds the answer: one of its names, or of a date its year."""
    if answer.date is not None:
        return any(part in stem and next(places(part, stem), None) is not None for part in _years(answer))
    if answer.number is not None:
        return stands_in(answer.text, stem)
    return any(stands_in(name, stem) for name in names)


def _years(answer: Answer) -> list[str]:
    """The numbers of three and more digits in the date's words: a year in the stem is as good as the answer."""
    return re.findall(r"\d{3,}s?", answer.text) or [answer.text]


def clang(stem: str, key: str, distractors: Iterable[str]) -> str | None:
    """Return a content word that stands in the stem and the key but in no distractor, if there is one."""
    said, common = folded(stem), content(key)
    if not any(word in said for word in common):
        return None
    common &= content(stem)
    for text in distractors:
        common -= content(text)
    return min(common, default=None)


def content(text: str) -> set[str]:
    """Return the content words, the last letters of a plural aside."""
    return {word.removesuffix("s") for word in WORD.findall(folded(text)) if word not in EMPTY}
