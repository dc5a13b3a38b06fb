"""Entities: the persons, places, organisations and things named in a bank."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from quizgen.model.frozen import Frozen

PERSON = "person"
PLACES = frozenset({"place", "country", "city", "region", "building", "airport", "island", "river", "mountain"})
ARTICLES = ("the ", "a ", "an ")


class Entity(Frozen):
    """One named thing. `within` is what directly contains it, `died` an EDTF date, `article` what precedes its name."""

    name: str
    kind: str = "thing"
    aka: tuple[str, ...] = ()
    within: str | None = None
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


def folded(text: str) -> str:
    """Return the text as names are compared: NFKC, no case, no accents, no leading article, single spaces."""
    if text.isascii():
        plain = " ".join(text.lower().split())
    else:
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        plain = " ".join("".join(ch for ch in decomposed if not unicodedata.combining(ch)).split())
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
        entity = self.find(text)
        return fold(entity.name) if entity else fold(text)

    def containers(self, text: str) -> frozenset[str]:
        """Return the identities of everything that contains the named place or organisation."""
        found: set[str] = set()
        entity = self.find(text)
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
