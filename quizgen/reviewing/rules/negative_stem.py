"""The question asks for what is not so.

A "not" is read over, and knowing what is wrong is not knowing what is right. Reported is a negation of the question
itself; negations inside a quotation, brackets, an inserted clause or a clause of its own ("… who said that it was not
hard") turn nothing round. A negation that is meant stands in capitals (NOT) and passes.
References: Haladyna, Downing and Rodriguez 2002, guideline 17; NBME guide (negatively phrased stems); a study of 7,000
items found negative wording among the flaws that cost most (arXiv 2503.10533).

Flawed: Which of these is not a planet?
Mended: Which of these is a dwarf planet?

Way out: ask for what is so (`ask:`), or write NOT in capitals.
"""

from __future__ import annotations

import re

from quizgen.problem import Severity
from quizgen.reviewing.examined import Examined
from quizgen.reviewing.words import WORD, words_of

CODE = "Q113"
SEVERITY = Severity.WARNING
ASIDE = re.compile(r"[“„«\"][^”“»\"]*[”“»\"]|\([^)]*\)|（[^）]*）|, [^,?]*,")
CONTRACTED = re.compile(r"n['’]t\b")


def review(seen: Examined) -> str | None:
    """Look for a negation in the main clause of the stem."""
    stem, negative = seen.item.stem, seen.words.negative
    if negative.isdisjoint(seen.stem_set) and not ("not" in negative and CONTRACTED.search(stem)):
        return None
    begun = False
    for word, capital in _main_clause(stem):
        if begun and word in seen.words.clauses:
            return None
        if word in negative and not capital:
            return f"the question is turned round by “{word}”"
        begun = begun or word not in seen.words.little  # "In which …" begins no clause
    return None


def _main_clause(stem: str) -> list[tuple[str, bool]]:
    """The words of the stem without what is said aside, each with whether it is a name's or an emphasised one."""
    text = CONTRACTED.sub(" not", ASIDE.sub(" ", stem))
    tokens = WORD.findall(text)
    following = [*tokens[1:], ""]
    return [
        (words_of(token)[0], token[:1].isupper() and (n > 0 or after[:1].isupper()))
        for n, (token, after) in enumerate(zip(tokens, following, strict=True))
    ]
