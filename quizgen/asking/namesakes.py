"""Which of a bank's persons a shortened name may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quizgen.model.entity import PERSON, Entities, fold
from quizgen.model.fact import Fact
from quizgen.names import short_forms

SEVERAL = 0


class Namesakes:
    """Knows of each surname, and of each name without its title or `Jr.`, whether one person alone bears it.

    Only hashes are kept, for a bank may name a million persons.
    """

    def __init__(self, facts: Iterable[Fact], entities: Entities, identity: Callable[[str], str]) -> None:
        self._entities, self._identity = entities, identity
        self._whose: dict[int, int] = {}
        names = {
            answer.text for fact in facts for answer in fact.answers if answer.type == PERSON and not answer.date
        } | {name for entity in entities if entity.kind == PERSON for name in entity.names}
        for name in names:
            for short in short_forms(name):
                self._claim(short, name)
        for name in names:  # a whole name may be another's short one: Sammy Davis, Sammy Davis Jr.
            if hash(fold(name)) in self._whose:
                self._claim(name, name)

    def _claim(self, short: str, name: str) -> None:
        key, owner = hash(fold(short)), hash(self._identity(name))
        if self._whose.setdefault(key, owner) != owner:
            self._whose[key] = SEVERAL

    def mean(self, short: str, name: str) -> bool:
        """Tell whether the short form means the person of this name, and nothing else that the bank knows."""
        if self._whose.get(hash(fold(short))) != hash(self._identity(name)):
            return False
        entity = self._entities.find(short)
        return entity is None or entity is self._entities.find(name)
