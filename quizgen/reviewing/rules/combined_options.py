"""An option is made of other options ("A and C", "both").

Such items (type K) test reading and reasoning about the options rather than the matter, and give clues: whoever rules
out A has ruled out every combination with it. Reported are options that name letters of others, that are "both" or
"neither" in the item's language, or in which two other options stand as whole words.
Reference: Haladyna, Downing and Rodriguez 2002, guideline 9: avoid the complex multiple-choice format.

Flawed: Lennon / McCartney / Lennon and McCartney / Harrison
Mended: Lennon / McCartney / Starr / Harrison

Way out: mark each name by itself and let the bank know both as right (`also:`).
"""

from __future__ import annotations

import re

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q112"
SEVERITY = Severity.ERROR
LETTERS = re.compile(r"(?:(?:[Bb]oth|[Oo]nly|[Ee]ither|[Nn]either) )?([A-H](?:,? ?(?:,|\b\w{1,3}\b) [A-H])+)(?: only)?")
LETTER = re.compile(r"\b[A-H]\b")


def review(seen: Examined) -> str | None:
    """Look for letters, for "both", and for options within an option."""
    if not seen.named:
        return None
    together = seen.words.together
    for option, phrase in zip(seen.item.options, seen.option_phrases, strict=True):
        if phrase in together or _letters(option.text, len(seen.item.options)):
            return f"the option “{option.text}” is made of other options"
    return None if seen.distinct else _several_in_one(seen)


def _letters(text: str, count: int) -> bool:
    """Whether the text names letters of options, in their order: "A and C", but not "C and A" or "B & B"."""
    found = LETTERS.fullmatch(text)
    if not found:
        return False
    named = LETTER.findall(found[1])
    return named == sorted(set(named)) and named[-1] <= "ABCDEFGH"[count - 1]


def _several_in_one(seen: Examined) -> str | None:
    texts = [f" {phrase} " for phrase in seen.option_phrases]
    for option, whole in zip(seen.item.options, texts, strict=True):
        if sum(part in whole for part in texts) > 2:
            return f"the option “{option.text}” is made of other options"
    return None
