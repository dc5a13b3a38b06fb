"""The fonts beside Typst's own: those of the extra `fonts`, found where pip put them, and which language takes which.

Typst's own have Latin, Greek, Cyrillic, Hebrew, Armenian, Georgian, and plain Arabic and Devanagari. What they lack,
above all Chinese, Japanese and Korean, comes with packages that hold nothing but freely licensed fonts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from quizgen.exporting.languages import traditional
from quizgen.model.quiz import Quiz

EXTRA = 'pip install "quizgen[fonts]"'
USUAL = "Libertinus Serif"
SIGNS = ("New Computer Modern", "New Computer Modern Math")
"""Come with Typst too. What only they have, a tick for example, is theirs whatever else is installed."""
PACKAGES = {
    "fontpkg_amiri": "files",
    "fontpkg_atkinson_hyperlegible": "files",
    "fontpkg_hind_siliguri": "files",
    "fontpkg_noto_sans": "files",
    "fontpkg_noto_sans_tamil": "files",
    "fontpkg_noto_sans_thai": "files",
    "justmytype_intl_cjk": "fonts",
}
"""The modules of the extra, and the folder in each that has its font files."""
NASKH = ("Amiri", "Noto Naskh Arabic", "Noto Sans Arabic")
DEVANAGARI = ("Noto Serif Devanagari", "Noto Sans Devanagari", "Noto Sans")
FACES: dict[str, tuple[str, ...]] = {
    "zh": ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC"),
    "zh-hant": ("Noto Sans TC", "Noto Sans CJK TC", "Source Han Sans TC"),
    "ja": ("Noto Sans JP", "Noto Sans CJK JP", "Source Han Sans"),
    "ko": ("Noto Sans KR", "Noto Sans CJK KR", "Source Han Sans K"),
    "ar": NASKH,
    "fa": ("Vazirmatn", *NASKH),
    "ur": ("Noto Nastaliq Urdu", *NASKH),
    "hi": DEVANAGARI,
    "mr": DEVANAGARI,
    "ne": DEVANAGARI,
    "bn": ("Noto Serif Bengali", "Noto Sans Bengali", "Hind Siliguri"),
    "ta": ("Noto Serif Tamil", "Noto Sans Tamil"),
    "th": ("Noto Serif Thai", "Noto Sans Thai"),
}
"""The faces of the languages that the usual one has no letters for, the best first.

They have Latin letters too, so that one paper looks alike throughout.
"""
SANS = ("Atkinson Hyperlegible", "OpenDyslexic", "Noto Sans", "Source Sans 3", "Source Sans Pro")
"""Sans-serif faces for readers with dyslexia, the best first."""


@cache
def installed() -> tuple[Path, ...]:
    """Return the font folders of those packages of the extra that are installed; none of them is imported."""
    return tuple(folder for module, inside in PACKAGES.items() for folder in _folders(module, inside))


def spoken(quiz: Quiz) -> tuple[str, ...]:
    """Return the languages of what is printed, that of most items first, those of the cited sources last."""
    items = Counter(item.language for item in quiz.items).most_common()
    sources = (cited.source.language for cited in quiz.sources.values())
    found = [*(language for language, _ in items), *(bank.language for bank in quiz.banks), *filter(None, sources)]
    return tuple(dict.fromkeys(found))


def families_for(
    languages: Sequence[str], chosen: Iterable[str], known: Collection[str], *, sans: bool = False
) -> tuple[str, ...]:
    """Return the font families of a paper in these languages (BCP 47 tags, the main one first), best first.

    Typst takes each character from the first that has it. First come the families the user chose, which need not be
    `known`: of one that is not there Typst tells. With `sans`, faces for readers with dyslexia go before all others
    that the user did not choose. The faces of all other languages end the list, so that a foreign word is set in the
    same face on every machine that has it.
    """
    main, *others = [_faces(language) for language in languages] or [()]
    wanted = [*(SANS if sans else ()), *main, USUAL, *(name for faces in others for name in faces), *SIGNS]
    rest = (name for faces in FACES.values() for name in faces)
    return tuple(dict.fromkeys((*chosen, *(name for name in (*wanted, *rest) if name in known))))


def _faces(language: str) -> tuple[str, ...]:
    return FACES.get("zh-hant" if traditional(language) else language.lower().partition("-")[0], ())


def _folders(module: str, inside: str) -> Iterable[Path]:
    found = find_spec(module)
    for root in (found and found.submodule_search_locations) or ():
        folder = Path(root, inside)
        if folder.is_dir():
            yield folder
