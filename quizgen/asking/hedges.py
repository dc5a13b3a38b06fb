"""What is only attributed or alleged is asked with the name of whoever says so."""

from __future__ import annotations

import re

from quizgen.grounding.support import stands_in
from quizgen.model.entity import Entities
from quizgen.model.fact import Fact

SAYING = re.compile(
    r"\b(according to|accus(?:ed?|es|ing)|alleg\w+|attribut\w+|call(?:ed|s)?|charg(?:ed?|es|ing)|claim(?:ed|s)?|"
    r"comment\w*|describ\w+|perceiv\w+|report(?:ed|s|edly)?|said|says?|stated?|suspect\w*|told|wrote|writes?)\b",
    re.IGNORECASE,
)
SPOKEN = {
    "en": "According to {speaker}, {stem}",
    "de": "Laut {speaker}: {stem}",
    "fr": "Selon {speaker}\u00a0: {stem}",
    "es": "Según {speaker}: {stem}",
}
ANY = "{speaker}: {stem}"
NAMELESS = {
    "attributed": "one account",
    "alleged": "an allegation",
    "disputed": "a disputed account",
}
"""How English names a speaker whom the bank does not name."""


def says_who(stem: str, fact: Fact, entities: Entities, language: str) -> bool:
    """Tell whether the stem names who says so, or has the saying in it ("told", "accused of")."""
    names = entities.names(fact.by) if fact.by else ()
    return bool(language == "en" and SAYING.search(stem)) or any(stands_in(name, stem) for name in names)


def hedged(stem: str, fact: Fact, entities: Entities, language: str) -> str | None:
    """Return the stem with who says so, as it is where it says that itself, or None where nobody is known to.

    `language` has two letters.
    """
    if says_who(stem, fact, entities, language):
        return stem
    speaker = _named(fact.by, entities) if fact.by else NAMELESS.get(fact.status) if language == "en" else None
    if speaker is None:
        return None
    inside = stem[:1].lower() + stem[1:] if language == "en" else stem
    return SPOKEN.get(language, ANY).format(speaker=speaker, stem=inside)


def _named(speaker: str, entities: Entities) -> str:
    entity = entities.find(speaker)
    article = entity.article if entity else None
    return f"{article} {speaker}" if article and not speaker.lower().startswith(f"{article} ") else speaker
