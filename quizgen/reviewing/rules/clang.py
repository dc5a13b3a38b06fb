"""A word stands in the question and in the right option alone.

Who knows nothing picks the option that sounds like the question ("clang association"). Words of four letters and more
count, little words and endings of the plural do not. The options of a timeline are not looked at: there the words of
an event are shared by accident, not because it is the answer.
References: Haladyna, Downing and Rodriguez 2002, guideline 28b; NBME guide (word repeats).

Flawed: Which agency launched the European comet probe?  NASA / European Space Agency / Roscosmos
Mended: Which agency launched the comet probe Rosetta?  NASA / European Space Agency / Roscosmos

Way out: word the question yourself (`ask:`).
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q104"
SEVERITY = Severity.WARNING
LEAST = 4


def review(seen: Examined) -> str | None:
    """Look for content words of the key in the stem and in the other options."""
    little = seen.words.little
    if not seen.named or not little:
        return None
    stem = {word.removesuffix("s") for word in seen.stem_words if len(word) >= LEAST}
    telling, others = set[str](), set[str]()
    for option, words in zip(seen.item.options, seen.option_words, strict=True):
        found = (word.removesuffix("s") for word in words if len(word) >= LEAST and word not in little)
        (telling if option.correct else others).update(word for word in found if word in stem)
    only = telling - others
    return f"of the options only the right one shares “{min(only)}” with the question" if only else None
