"""English verbs: from a past form back to its base."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def lexicon() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Return past form → base, participle → base, and the bases."""
    past: dict[str, str] = {}
    participles: dict[str, str] = {}
    bases: set[str] = set()
    for base, pasts, perfects in _entries():
        bases.add(base)
        participles.update(dict.fromkeys(perfects, base))
        past.update(dict.fromkeys(pasts, base))
    return past, participles, frozenset(bases)


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
    prefix, main = _parts(word)
    base = lexicon()[0].get(main)
    return f"{prefix}{base}" if base else None


def _parts(word: str) -> tuple[str, str]:
    """A verb's prefix with its hyphen, and the verb: "co-founded"."""
    prefix, hyphen, main = word.rpartition("-")
    return (f"{prefix}-", main) if hyphen and prefix in PREFIXES else ("", word)


def is_verb_form(word: str) -> bool:
    """Tell whether the word may be a past form, a participle or an -ing form."""
    past, participles, _ = lexicon()
    main = _parts(word)[1]
    return main in past or main in participles or (word.endswith("ing") and len(word) > 5 and word not in NOUNS)


def is_participle(word: str) -> bool:
    """Tell whether the word is a past participle."""
    return _parts(word)[1] in lexicon()[1]


def base_of_participle(word: str) -> str | None:
    """Return the base of a past participle, else None."""
    prefix, main = _parts(word)
    base = lexicon()[1].get(main)
    return f"{prefix}{base}" if base else None


def is_base(word: str) -> bool:
    """Tell whether the word is a verb's base."""
    return word in lexicon()[2]


NOUNS = frozenset("during spring evening morning building meeting wedding king ring string thing nothing".split())
PREFIXES = frozenset("co re de over out pre".split())
"""What may stand before a verb with a hyphen."""
