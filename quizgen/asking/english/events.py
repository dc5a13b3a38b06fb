"""Event phrases: whether they take place, and how they stand inside a sentence."""

from __future__ import annotations

from quizgen.asking.english.words import COMMON, DETERMINERS, NAME_PARTS, POSSESSIVES, is_starter

LASTING = frozenset(
    "presidency reign rule life career tenure term existence leadership membership era age period dynasty empire "
    "government administration office time days years youth childhood lifetime use policy system practice tradition "
    "report comment charge statement letter book article alert law treaty act bill decree song film novel poem play "
    "album work painting speech interview announcement decision idea theory claim accusation allegation name title "
    "rank warning message document record order offer plan plot rumour rumor view opinion".split()
)
"""What lasts, or is said and written: none of it takes place."""
BEHIND_NOUN = frozenset("of by at in on for to from against between with over near under during after before".split())


def running(event: str) -> str:
    """Return the phrase as it stands inside a sentence: "The launch" becomes "the launch"."""
    first = event.partition(" ")[0]
    return event[:1].lower() + event[1:] if is_starter(first) and first.lower() in DETERMINERS else event


def taking_place(event: str) -> str | None:
    """Return the phrase where something takes place that can be asked for so, else None.

    Its head, the last word before the first preposition, tells; a common noun in the singular needs an article.
    """
    phrase = running(event)
    words = phrase.split()
    head = next((n for n, word in enumerate(words) if n and word in BEHIND_NOUN), len(words)) - 1
    noun = words[head].lower().strip(",.")
    if noun in LASTING or noun.removesuffix("s") in LASTING:
        return None
    named = any(word[:1].isupper() for word in words[: head + 1])
    opened = words[0] in DETERMINERS | POSSESSIVES or words[0].endswith(("'s", "’s", "s'"))
    plural = noun.endswith("s") and not noun.endswith("ss")
    return phrase if opened or plural or noun in COMMON or (named and words[0] not in NAME_PARTS) else None
