"""The right option is conspicuously long.

Writers qualify the right answer until it is safe and leave the wrong ones bare, so test-wise readers pick the longest.
An item is reported when its key has four words or more and no wrong option is three quarters as long (the threshold of
SAQUET, Moore et al. 2023); not where the key is a name, for a name is as long as it is. All items of a bank together
are an error when the longest option is the key more often than chance explains: among k options one in k, by three
standard deviations; `quizgen check --figures` prints the shares.
References: Haladyna, Downing and Rodriguez 2002, guidelines 24 and 28d; NBME guide (long correct answer).

Flawed: Iran / Iraq / the Islamic Republic's elite Quds Force / Syria
Mended: Quds Force / Basij / Hezbollah / Fatemiyoun

Way out: shorten the mark (`[text](role)`) to the name itself; offer longer wrong options by adding facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.figures import Longest
from quizgen.reviewing.words import count, is_name

CODE = "Q105"
SEVERITY = Severity.WARNING
SET_SEVERITY = Severity.ERROR
SHARE = 0.75
WORDS = 4


def review(seen: Examined) -> str | None:
    """Compare the key with the longest wrong option."""
    if not seen.named or not seen.wrong:
        return None
    key = seen.item.key[0]
    longest = max(len(option.text) for option in seen.wrong)
    if longest >= SHARE * len(key) or count(key) < WORDS or is_name(key):
        return None
    return f"the right option has {len(key)} characters, the longest wrong one only {longest}"


class Tally:
    """How often the longest option is the key."""

    def __init__(self) -> None:
        self.longest = Longest()

    def add(self, seen: Examined) -> None:
        """Count one more item, if its options are not in order of size."""
        if seen.item.interaction == "choice" and seen.item.options and not seen.item.ordered:
            self.longest.add(seen.item)

    def findings(self) -> Iterator[str]:
        """Say when it is too often."""
        figure = self.longest.figure()
        if figure.tells:
            share, chance = figure.found["longest"], figure.chance["longest"]
            yield f"the longest option is right in {share:.0%} of {figure.items} items, by chance in {chance:.0%}"
