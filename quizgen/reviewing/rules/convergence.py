"""The right option is where the others meet.

Wrong options made by changing a part of the right one leave a trace: each part of the key comes back in another option,
and no other option can say the same. Whoever counts finds the key. Reported when the key alone is such a meeting
point: two or more of its words, not shared by all options, each come back, in different options.
Reference: NBME guide (convergence).

Flawed: red ball / red cube / blue ball / green ring
Mended: red ball / red cube / blue ball / blue cube

Way out: add facts whose answers differ in other ways, or name the answers more shortly.
"""

from __future__ import annotations

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined

CODE = "Q116"
SEVERITY = Severity.WARNING


def review(seen: Examined) -> str | None:
    """Look for an option all of whose own words come back in several others."""
    if not seen.named or seen.distinct or not seen.words.little or max(map(len, seen.option_words)) < 2:
        return None
    everyone = [frozenset(words) - seen.words.little for words in seen.option_words]
    common = frozenset.intersection(*everyone)
    own = [words - common for words in everyone]
    meeting = [option.correct for n, option in enumerate(seen.item.options) if _meets(own, n)]
    return "every part of the right option comes back in another option, and of no other" if meeting == [True] else None


def _meets(own: list[frozenset[str]], place: int) -> bool:
    """Whether each of two or more words is shared, and no single other option shares them all."""
    words = own[place]
    shared = [words & other for n, other in enumerate(own) if n != place]
    return len(words) > 1 and all(any(word in one for one in shared) for word in words) and words not in shared
