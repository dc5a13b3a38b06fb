"""Entities: the persons, places, organisations and things named in a bank."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from quizgen.model.frozen import Frozen

PERSON = "person"
PLACES = frozenset({"place", "country", "city", "region", "building", "airport", "island", "river", "mountain"})
ARTICLES = ("the ", "a ", "an ")
NOTHING: frozenset[str] = frozenset()


class Entity(Frozen):
    """One named thing.

    `within` is what directly contains it, `like` what it is easily taken for, `died` an EDTF date, `article` what
    precedes its name.
    """

    name: str
    kind: str = "thing"
    aka: tuple[str, ...] = ()
    within: str | None = None
    like: tuple[str, ...] = ()
    demonym: str | None = None
    article: str | None = None
    died: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aka)

    @property
    def traces(self) -> tuple[str, ...]:
        """All words that betray the entity: its names and its demonym."""
        return (*self.names, self.demonym) if self.demonym else self.names


class _Unmarked(dict[int, str]):
    """What becomes of each character where case and accents do not count, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code)).casefold()
        self[code] = "".join(char for char in decomposed if not unicodedata.combining(char))
        return self[code]


_UNMARKED = _Unmarked()


def unmarked(text: str) -> str:
    """Return the text NFKD, case-folded, without combining marks."""
    return text.lower() if text.isascii() else text.translate(_UNMARKED)


def folded(text: str) -> str:
    """Return the text as names are compared: NFKC, no case, no accents, no leading article, single spaces."""
    plain = " ".join(unmarked(text).split())
    return plain.partition(" ")[2] if plain.startswith(ARTICLES) else plain


fold = lru_cache(maxsize=16384)(folded)
"""`folded` for names, which come again and again; long texts would only fill its memory."""


class Entities:
    """The entities of one bank, found by any of their names."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._entities = tuple(entities)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._entities)

    @cached_property
    def _by_name(self) -> dict[str, Entity]:
        aliases = {fold(alias): entity for entity in self._entities for alias in entity.aka}
        return aliases | {fold(entity.name): entity for entity in self._entities}

    def find(self, text: str) -> Entity | None:
        """Return the entity that `text` names, or None."""
        return self._by_name.get(fold(text))

    def identity(self, text: str) -> str:
        """Return the folded main name of what `text` names: equal for two names of one thing."""
        name = fold(text)
        entity = self._by_name.get(name)
        return fold(entity.name) if entity else name

    def containers(self, text: str) -> frozenset[str]:
        """Return the identities of everything that contains the named place or organisation."""
        entity = self.find(text)
        if entity is None or entity.within is None:
            return NOTHING
        found: set[str] = set()
        while entity and entity.within and self.identity(entity.within) not in found:
            found.add(self.identity(entity.within))
            entity = self.find(entity.within)
        return frozenset(found)

    def traces(self, text: str) -> tuple[str, ...]:
        """Return every word that betrays what `text` names: its names and its demonym."""
        entity = self.find(text)
        return tuple(dict.fromkeys((text, *entity.traces))) if entity else (text,)

    def names(self, text: str) -> tuple[str, ...]:
        """Return every name of what `text` names, `text` itself first."""
        entity = self.find(text)
        return tuple(dict.fromkeys((text, *entity.names))) if entity else (text,)
