"""The grammar of the question fits some options only.

"… is an ____" tells that the answer begins with a vowel. Reported where an article "a" or "an" stands before the blank
or at the end of the stem, and some option does not go with it. Only English has the rule; number and gender of other
articles need the grammar of every answer, which quizgen does not guess.
References: Haladyna, Downing and Rodriguez 2002, guideline 28c; NBME guide (grammatical cues).

Flawed: The probe landed on an ____.  comet / asteroid / planet / moon
Mended: The probe landed on a(n) ____.  comet / asteroid / planet / moon

Way out: write "a(n)", or take the article into the marks of all answers.
"""

from __future__ import annotations

import re

from quizgen.model.item import BLANK
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q117"
SEVERITY = Severity.ERROR
OPEN = (" a", " an", " a:", " an:", "…", "...")
"""How a stem ends that an option completes."""
ARTICLE = re.compile(r"(?:^|[\s“\"(])(an?) (?:____|…\s*$|\.\.\.\s*$)|\s(an?)\s*:?\s*$", re.IGNORECASE)
VOWEL = re.compile(
    r"(?!eu|one\b|once\b|uni(?!n|m)|us[aeiu]|ut[ei]|uran|u\.?[ksn]\b)[aeiou]|h(?:our|onest|onou?r|eir)|8|1[18]\b|"
    r"(?-i:[FHLMNRSX])(?:(?-i:[A-Z]{1,4})\b|\.|-|\d)",
    re.IGNORECASE,
)

EITHER = re.compile(r"[FHLMNRSX][AEIOU][A-Z]*\b")
"""Abbreviations that may be spelt or spoken: a NASA probe, an MIT student."""


def review(seen: Examined) -> str | None:
    """Hold each option against the article before the blank."""
    item = seen.item
    if not item.options or not item.language.startswith("en") or not (BLANK in item.stem or item.stem.endswith(OPEN)):
        return None
    found = ARTICLE.search(item.stem)
    if found is None:
        return None
    article = (found[1] or found[2]).lower()
    unfit = next((option.text for option in item.options if not _goes_with(article, option.text)), None)
    return f"“{article}” does not go with the option “{unfit}”" if unfit else None


def _goes_with(article: str, text: str) -> bool:
    return EITHER.match(text) is not None or (VOWEL.match(text) is not None) is (article == "an")
