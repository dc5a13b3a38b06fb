"""Asking a bank: every slot of every checked fact, and what came next."""

from __future__ import annotations

from collections import defaultdict
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
        self._serving: dict[str, list[Kind]] = {}

    def items(self) -> Iterator[Item]:
        """Yield the items in the order of the facts."""
        timelines = Timelines(self.pool, self.kinds.get("next"), self.seed, self.bank.language)
        for fact in self.bank.facts:
            if fact.status == "draft":
                self._leave(fact, "", "a draft")
                continue
            for slot in fact.statement.asked:
                for kind in self._kinds_for(slot):
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
        closed = slot.name in fact.several or self._ambiguous(fact, slot, wording)
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
        return leaks.shows(stem, answer, self.pool.entities.traces(answer.text))

    def _ambiguous(self, fact: Fact, slot: Slot, wording: Wording) -> bool:
        """Whether the open stem has more than one right answer in the bank.

        Other facts may share the stem, or everything that it says: only an unmarked field of a table, which the
        author's and the event's wordings leave out, can tell them apart.
        """
        if hash(wording.stem) in self._stems.get(self._group(fact, slot), ()):
            return True
        told_apart = fact.statement.given and wording.how not in {"author", "event"}
        return not told_apart and len(self.pool.rightly(fact, slot)) > 1

    def _group(self, fact: Fact, slot: Slot) -> tuple[str, int]:
        """Stems of one relation and slot are compared, and those of sentences that stand alone with each other."""
        relation = fact.statement.relation
        return (relation, slot.index) if relation in self.pool.relations else ("", -1)

    @cached_property
    def _stems(self) -> dict[tuple[str, int], set[int]]:
        """For each group the stems, hashed, that more than one answer is right for."""
        several: dict[tuple[str, int], set[int]] = defaultdict(set)
        first: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
        for fact in self.pool.bank.facts:
            for slot in fact.statement.asked:
                if slot.name in fact.several:
                    continue  # closed anyway
                group, own = self._group(fact, slot), self.pool.identity(fact.answers[slot.index].text)
                for kind in self._kinds_for(slot):
                    wording = self._open(fact, slot, kind)
                    stem = hash(wording.stem) if wording else 0
                    if first[group].setdefault(stem, own) != own:
                        several[group].add(stem)
        return several

    def _kinds_for(self, slot: Slot) -> list[Kind]:
        found = self._serving.get(slot.role)
        if found is None:
            found = self._serving[slot.role] = kinds_for(slot, self.kinds)
        return found

    def _leave(self, fact: Fact, slot: str, reason: str) -> Item | None:
        """Note why the slot makes no item; return that no item."""
        self.unasked.append(Unasked(fact.id, slot, reason))
        return None
