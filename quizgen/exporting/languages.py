"""The languages of questions: BCP 47 tags, as outputs take them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from quizgen.model.quiz import Quiz

RIGHT_TO_LEFT = frozenset("ar fa he ur yi ps sd ug ckb dv".split())
TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))
"""The script, and the regions, of Chinese in its traditional characters."""


@dataclass(frozen=True)
class Tongue:
    """A language as Typst takes it: an ISO 639 code, an ISO 3166 region or none, and the direction."""

    lang: str
    region: str | None
    rtl: bool


def tongue(language: str) -> Tongue:
    """Return a BCP 47 language tag as Typst takes it; what Typst cannot take becomes `und`, undetermined."""
    lang, *rest = language.lower().split("-")
    known = re.fullmatch("[a-z]{2,3}", lang) is not None
    region = next((part.upper() for part in rest if re.fullmatch("[a-z]{2}", part)), None)
    return Tongue(lang=lang if known else "und", region=region, rtl=lang in RIGHT_TO_LEFT)


def main_language(quiz: Quiz) -> str:
    """Return the language of most items: titles, labels and footers are in it where it has labels."""
    spoken = Counter(item.language for item in quiz.items) or Counter(bank.language for bank in quiz.banks)
    return spoken.most_common(1)[0][0] if spoken else "en"


@lru_cache(maxsize=256)
def codes(language: str) -> str:
    """Return the language, a BCP 47 tag, as `words_in` takes it."""
    lang = language.lower().partition("-")[0]
    return f"{lang},zh-hant" if traditional(language) else lang


def locale(language: str) -> str:
    """Return the language as JavaScript libraries call their translations."""
    code = codes(language).rpartition(",")[2]
    return {"zh": "zh-cn", "zh-hant": "zh-tw"}.get(code, code)


def traditional(language: str) -> bool:
    """Tell whether a BCP 47 tag means Chinese in its traditional characters."""
    lang, *parts = language.lower().split("-")
    return lang == "zh" and "hans" not in parts and not TRADITIONAL.isdisjoint(parts)
