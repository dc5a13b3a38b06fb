"""Asking a bank: every slot of every checked fact, and what came next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from quizgen.asking import leaks
from quizgen.asking.distractors import choose
from quizgen.asking.kinds import Kind, kinds_for
from quizgen.asking.making import make_item
from quizgen.asking.pool import Pool
from quizgen.asking.question import Question
from quizgen.asking.timeline import Timelines
from quizgen.asking.wording import Worder, Wording
from quizgen.grounding.checking import citations_of
from quizgen.model.fact import Bank, Fact, Slot
from quizgen.model.item import Item


@dataclass(frozen=True, slots=True)
class Unasked:
    """A slot that makes no item, and why."""

    fact: str
    slot: str
    reason: str


@dataclass
class Asker:
    """Asks one bank. Iterate `items()`; afterwards `unasked` says what was not asked and why."""

    bank: Bank
    kinds: Mapping[str, Kind]
    seed: str = "1"
    unasked: list[Unasked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pool = Pool(self.bank)
        self.worder = Worder(self.bank.language)
        self._asked: dict[int, str] = {}

    def items(self) -> Iterator[Item]:
        """Yield the items in the order of the facts."""
        timelines = Timelines(self.pool, self.kinds.get("next"), self.seed, self.bank.language)
        for fact in self.bank.facts:
            if fact.status == "draft":
                self._leave(fact, "", "a draft")
                continue
            for slot in fact.statement.asked:
                for kind in kinds_for(slot, dict(self.kinds)):
                    item = self._ask(fact, slot, kind)
                    if item:
                        yield item
            found = timelines.ask(fact)
            if isinstance(found, Item):
                yield found
            elif found:
                self._leave(fact, "next", found)

    def item_id(self, fact: Fact, slot: Slot, kind: str) -> str:
        """Return the item's id, which depends on nothing but the author's ids, the kind and the slot."""
        tail = kind if slot.name == kind else f"{kind}.{slot.name}"
        return f"{self.bank.id}.{fact.id}.{tail}"

    def _ask(self, fact: Fact, slot: Slot, kind: Kind) -> Item | None:
        wording = self._open(fact, slot, kind)
        if wording is None:
            return self._leave(fact, slot.name, "every wording shows the answer")
        closed = slot.name in fact.several or wording.stem in self._ambiguous(slot, fact.statement.relation)
        if closed:
            among = next((w for w in self.worder.among(fact, slot, kind) if not self._shows(fact, slot, w.stem)), None)
            if among is None:
                return self._leave(fact, slot.name, "the bank holds several right answers")
            wording = among
        return self._with_options(fact, slot, kind, wording, closed=closed)

    def _with_options(self, fact: Fact, slot: Slot, kind: Kind, wording: Wording, *, closed: bool) -> Item | None:
        item = self.item_id(fact, slot, kind.kind)
        if (first := self._asked.setdefault(hash(wording.stem), item)) != item:
            return self._leave(fact, slot.name, f"the same question as `{first}`")
        question = Question(fact, slot, wording.stem, item, self.seed, self.pool)
        chosen = [] if slot.name in fact.typed else choose(question, kind.distractors)
        if closed and not chosen:
            return self._leave(fact, slot.name, "several answers are right, and too few are surely wrong")
        if chosen and (word := leaks.clang(wording.stem, question.key.text, (c.answer.text for c in chosen))):
            return self._leave(fact, slot.name, f"only the answer shares the word “{word}” with the question")
        citations = citations_of(fact, slot, self.bank)
        return make_item(question, kind.kind, wording.how, chosen, citations, closed=closed)

    def _open(self, fact: Fact, slot: Slot, kind: Kind) -> Wording | None:
        return next((w for w in self.worder.open(fact, slot, kind) if not self._shows(fact, slot, w.stem)), None)

    def _shows(self, fact: Fact, slot: Slot, stem: str) -> bool:
        answer = fact.answer(slot)
        return leaks.shows(stem, answer, self.pool.entities.names(answer.text))

    def _ambiguous(self, slot: Slot, relation: str) -> frozenset[str]:
        """The open stems of this slot that have more than one right answer in the bank."""
        group = relation if relation in self.pool.relations else ""
        return self._stems.get((group, slot.index if group else -1), frozenset())

    @cached_property
    def _stems(self) -> dict[tuple[str, int], frozenset[str]]:
        """Stems of the same relation and slot are compared; sentences that stand alone are compared with each other."""
        several: dict[tuple[str, int], set[str]] = {}
        first: dict[tuple[str, int], dict[str, str]] = {}
        for fact in self.bank.facts:
            shared = fact.statement.relation in self.pool.relations
            for slot in fact.statement.asked:
                group = (fact.statement.relation, slot.index) if shared else ("", -1)
                own = self.pool.identity(fact.answers[slot.index].text)
                for kind in kinds_for(slot, dict(self.kinds)):
                    wording = self._open(fact, slot, kind)
                    stem = wording.stem if wording else ""
                    if first.setdefault(group, {}).setdefault(stem, own) != own:
                        several.setdefault(group, set()).add(stem)
        return {group: frozenset(stems) for group, stems in several.items()}

    def _leave(self, fact: Fact, slot: str, reason: str) -> Item | None:
        """Note why the slot makes no item; return that no item."""
        self.unasked.append(Unasked(fact.id, slot, reason))
        return None
