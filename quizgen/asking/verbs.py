"""English verbs: from a past form back to its base."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def lexicon() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Return past form → base, the participles, and the bases."""
    past: dict[str, str] = {}
    participles: set[str] = set()
    bases: set[str] = set()
    for base, pasts, perfects in _entries():
        bases.add(base)
        participles.update(perfects)
        past.update(dict.fromkeys(pasts, base))
    return past, frozenset(participles), frozenset(bases)


def _entries() -> Iterator[tuple[str, list[str], list[str]]]:
    text = files("quizgen.asking").joinpath("english_verbs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            base, *forms = line.split()
            pasts = forms[0].split("/") if forms else [_regular(base)]
            yield base, pasts, forms[1].split("/") if len(forms) > 1 else pasts


def _regular(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}ed"


def base_of(word: str) -> str | None:
    """Return the base of a past form that is surely a past form, else None."""
    return lexicon()[0].get(word)


def is_verb_form(word: str) -> bool:
    """Tell whether the word may be a past form, a participle or an -ing form."""
    past, participles, _ = lexicon()
    return word in past or word in participles or (word.endswith("ing") and len(word) > 5 and word not in NOUNS)


def is_participle(word: str) -> bool:
    """Tell whether the word is a past participle."""
    return word in lexicon()[1]


def is_base(word: str) -> bool:
    """Tell whether the word is a verb's base."""
    return word in lexicon()[2]


NOUNS = frozenset("during spring evening morning building meeting wedding king ring string thing nothing".split())
