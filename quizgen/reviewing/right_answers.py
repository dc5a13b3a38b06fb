"""Every answer that the bank holds to be right, worked out from its facts alone and not from how they were asked."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from quizgen.model.fact import Bank, Fact, Slot

NOTHING: frozenset[str] = frozenset()


class RightAnswers:
    """The answers of facts that say the same of different things: a prize shared by three, an operator noted twice.

    Facts of one relation are compared, by what their other marks name. Unmarked fields of a table count for nothing:
    whether the same person got the same prize for something else does not make that year a wrong answer.
    """

    def __init__(self, bank: Bank) -> None:
        self._identity = bank.entities.identity
        self._found: dict[int, set[str]] = defaultdict(set)
        relations: dict[str, list[Fact]] = defaultdict(list)
        for fact in bank.facts:
            if fact.status != "draft":
                relations[fact.statement.relation].append(fact)
        for facts in relations.values():
            if len(facts) > 1:
                self._compare(facts)

    def others(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """Return, as texts, what other facts hold to be right where this fact asks for the slot."""
        found = self._found.get(self._rest(fact, slot))
        return frozenset(found) - {fact.answers[slot.index].text} if found else NOTHING

    def _compare(self, facts: list[Fact]) -> None:
        for slot in facts[0].statement.asked:
            rests = [self._rest(fact, slot) for fact in facts]
            ordered = sorted(rests)
            repeated = {one for one, other in pairwise(ordered) if one == other}
            for fact, rest in zip(facts, rests, strict=True):
                if rest in repeated:
                    self._found[rest].add(fact.answers[slot.index].text)

    def _rest(self, fact: Fact, slot: Slot) -> int:
        """The relation, the slot, and what all other marks name, as one number."""
        aside = fact.statement.given
        names = (self._identity(a.text) for n, a in enumerate(fact.answers) if n != slot.index and n not in aside)
        return hash((fact.statement.relation, slot.index, *names))
