"""The parts of a person's name: titles, what is added behind it, the surname."""

from __future__ import annotations

import re

TITLES = frozenset(
    "mr mrs ms miss dr prof professor president vice senator representative general major colonel captain admiral "
    "commander lieutenant sergeant marshal chancellor prime minister premier secretary governor mayor ambassador judge "
    "justice lord bishop archbishop cardinal rabbi imam ayatollah reverend rev herr frau monsieur madame señor "
    "señora signor signora".split()
)
"""Titles that stand before a surname alone, too: President Trump, Dr. Watson."""
FORENAME_TITLES = frozenset(
    "sir dame king queen prince princess emperor empress pope saint st sheikh shaykh sultan tsar czar "
    "father mother brother sister san santa don doña".split()
)
"""Titles of those who go by their first name; without it Pope John might be King John."""
ADDITIONS = re.compile(r",? (?:jr|sr|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)
DIGIT = re.compile(r"\d")
NUMERAL = re.compile("[IVX]+")
PARTICLES = frozenset(
    "af al da dal dalla das de degli dei del della den der di do dos du el la le 't te ten ter van von zu zum "
    "zur".split()
)
NO_SURNAME = frozenset("the a an bin ibn ben bint".split())
"""Words of names that have none at their end: The Who, Khalid bin Salman."""
ORGANISATIONS = frozenset(
    "agency alliance amnesty association bank board borders bureau campaign center centre church club college "
    "commission committee community company conference conferences congress convention convoy corporation corps "
    "council court cross department federation force forces foundation frontières fund group institute international "
    "law league museum nations network office orchestra organisation organization panel party peace press programme "
    "program project quartet rights school service services society staff team trust union university war "
    "weapons".split()
)
"""What a body's name ends in, where a person's has the surname."""
FAMILY_FIRST = frozenset(
    "bai ban bak cao chen choi deng fang feng gao guo han he hu huang jang jeong jiang jin jung kang kim le lee li "
    "liang lim lin liu lu luo ma mao mo moon ngo nguyen park peng pham roh shen shin song sun tang tran tu vo wang wei "
    "wen wu xi xiao xie xu yang ye yoon yu yuan zhang zhao zheng zhou zhu".split()
)
"""First words that are most often the family's name, so that the last word is no surname."""
LONGEST = 6


def bare(name: str) -> str:
    """Return the name without titles and what is added: `Dr. Martin Luther King Jr.` is Martin Luther King.

    A title that goes with first names stays before a single word: Prince Andrew, Mother Teresa, Saint Nicholas.
    """
    words = ADDITIONS.sub("", name.strip()).split()
    while len(words) > 1 and (title := _title(words[0])):
        if len(words) == 2 and title in FORENAME_TITLES:
            break
        words = words[1:]
    return " ".join(words)


def _title(word: str) -> str | None:
    plain = word.lower().rstrip(".")
    return plain if plain in TITLES or plain in FORENAME_TITLES else None


def surname(name: str) -> str | None:
    """Return the surname with its particles (`van der Waals`), or None where the name does not show it surely.

    That is so of names of one word, of bodies, of names that end in a number, hold a small word (Peter the Great) or
    a father's name (bin), and of those that begin with the family's, as in Chinese and Korean.
    """
    return _surname(bare(name).split())


def _surname(words: list[str]) -> str | None:
    if not 2 <= len(words) <= LONGEST or not all(map(_of_name, words)) or words[0].lower() in FAMILY_FIRST:
        return None
    if _title(words[0]) or words[-1].lower() in ORGANISATIONS or len(words[-1]) < 3 or NUMERAL.fullmatch(words[-1]):
        return None
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return " ".join(words[first:])


def short_forms(name: str) -> tuple[str, ...]:
    """Return what the name may be shortened to: without title and `Jr.`, the surname, and that without particles."""
    plain = bare(name)
    family = _surname(plain.split())
    last = family.rpartition(" ")[2] if family else None
    return tuple(text for text in dict.fromkeys((plain, family, last)) if text and text != name)


def _of_name(word: str) -> bool:
    """Whether the word may be part of a name with a surname: with a capital, where the script has them, no digits."""
    if word.lower() in NO_SURNAME or (not word.isalpha() and DIGIT.search(word)):
        return False
    return not word[0].islower() or word in PARTICLES or word in {"y", "e"} or "-" in word
