"""The question hangs on words that point nowhere.

"What did she say?" can be asked only beside the text that it was made from. Reported are pronouns and demonstratives
before which the stem says nothing that they could stand for, "today", "here" and the like at its end, and "the latter"
where nobody has been named. What the item itself shows ("which of these", "this statement"; "Who is shown here?" beside
a picture) is no flaw, nor are names (Now Corp, The Who, "It").
Reference: Haladyna, Downing and Rodriguez 2002, guidelines 4 and 15: an item stands by itself, its idea in the stem.

Flawed: In which year did she win the prize?
Mended: In which year did Marie Curie win the prize?

Way out: say in the sentence who or what is meant, or word the question yourself (`ask:`).
"""

from __future__ import annotations

import re

from quizgen.model.entity import unmarked
from quizgen.once import once
from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.words import WORD

CODE = "P208"
SEVERITY = Severity.ERROR
QUOTED = re.compile(r"[“„«\"][^”“»\"]*[”“»\"]")


def review(seen: Examined) -> str | None:
    """Look for what points, and for something before it that it could point at."""
    words = seen.words
    if seen.item.asking:
        return None
    if words.starts:
        compact = "".join(seen.stem_words)
        found = next((start for start in words.starts if compact.startswith(start)), None)
    elif seen.stem_set.isdisjoint(words.pointing):
        return None
    else:
        found = _Tokens(seen).pointing_nowhere()
    return f"“{found}” points at nothing in the question" if found else None


class _Tokens:
    """The words of a stem; a quotation counts as one name."""

    def __init__(self, seen: Examined) -> None:
        stem = seen.item.stem
        self.words = seen.words
        self.text = QUOTED.sub(" Q ", stem)
        whole = stem.isascii() and self.text == stem
        self.plain = seen.stem_words if whole else tuple(map(unmarked, self.tokens))

    @once
    def tokens(self) -> list[str]:
        """The words as they are written."""
        return WORD.findall(self.text)

    def pointing_nowhere(self) -> str | None:
        """Return the first word or words that point at nothing, or None."""
        words, bare = self.words, self.words.naming_nothing
        for place, word in enumerate(self.plain):
            theirs = word in words.possessives
            if (theirs or word in words.pronouns) and not self._shown(place) and self._is_bare_pronoun(place):
                return self.tokens[place]
            if not theirs and word not in bare:
                break
        return self._last() or self._referring()

    def _is_bare_pronoun(self, place: int) -> bool:
        if self._is_name(place):
            return False
        forward = self.plain[place] in self.words.possessives and not {"who", "which"}.isdisjoint(self.plain[place:])
        return not forward  # "For his novel …, who won …?"

    def _shown(self, place: int) -> bool:
        """Whether the word belongs to a phrase that points at what the item shows, or at nothing."""
        for size in (2, 3):
            for start in range(max(0, place - size + 1), place + 1):
                if " ".join(self.plain[start : start + size]) in self.words.shown:
                    return True
        return False

    def _is_name(self, place: int) -> bool:
        """Whether the word is part of a name: a capital inside the stem, or at its start with a capital behind it."""
        if not self.tokens[place][:1].isupper():
            return False
        return place > 0 or any(token[:1].isupper() for token in self.tokens[1:2])

    def _last(self) -> str | None:
        """The last word, where it depends on the day or place of reading, or on something that was not named."""
        last = self.plain[-1] if self.plain else ""
        deictic = last in self.words.deictics
        if not (deictic or last in self.words.pronouns) or self._shown(len(self.plain) - 1):
            return None
        named = self.tokens[-1][:1].isupper() or (not deictic and self._named())
        return None if named else self.tokens[-1]

    def _named(self) -> bool:
        """Whether something is named that a pronoun could stand for: a name, a number, a noun with its article."""
        names = any(token[:1].isupper() or token[:1].isdigit() for token in self.tokens[1:])
        return names or not self.words.articles.isdisjoint(self.plain)

    def _referring(self) -> str | None:
        if self.words.referring_ends.isdisjoint(self.plain):
            return None
        text = f" {' '.join(self.plain)} "
        found = next((phrase for phrase in self.words.referring if f" {phrase} " in text), None)
        return None if any(token[:1].isupper() for token in self.tokens[1:]) else found
