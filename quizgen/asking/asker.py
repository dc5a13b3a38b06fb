"""Asking a bank: every slot of every checked fact, and the order of its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from quizgen.asking import leaks, quoting
from quizgen.asking.context import stands_alone
from quizgen.asking.difficulty import DEFAULT
from quizgen.asking.distractors import choose
from quizgen.asking.kinds import Kind, check_requests, kinds_for
from quizgen.asking.making import make_item
from quizgen.asking.pool import Pool
from quizgen.asking.question import Question
from quizgen.asking.renaming import Renames
from quizgen.asking.timelines import Timelines
from quizgen.asking.wording import Worder, Wording
from quizgen.grounding.citations import citations_of
from quizgen.model.fact import Bank, Fact, Slot
from quizgen.model.item import Item, Level


@dataclass(frozen=True, slots=True)
class Unasked:
    """A slot that makes no item, and why."""

    fact: str
    slot: str
    reason: str


@dataclass
class Asker:
    """Asks one bank. Iterate `items()`; afterwards `unasked` says what was not asked and why.

    `first` has, of questions that were released under another id, that first one.
    """

    bank: Bank
    kinds: Mapping[str, Kind]
    seed: str = "1"
    difficulty: Level | None = None
    first: Mapping[str, str] = field(default_factory=dict)
    unasked: list[Unasked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pool = Pool(self.bank, Renames(self.first))
        self.worder = Worder(self.bank.language, self.bank.entities)
        check_requests(self.bank.kinds, self.kinds, self.bank.place.inside("kinds"))
        self._asked: dict[int, str] = {}
        self._serving: dict[str, list[Kind]] = {}

    def items(self) -> Iterator[Item]:
        """Yield the items in the order of the facts."""
        timelines = Timelines(self.pool, self.kinds, self.seed, self.difficulty)
        for fact in self.bank.facts:
            if fact.status == "draft":
                self._leave(fact, "", "a draft")
                continue
            if not (fact.statement.asked or fact.event):
                self._leave(fact, "", "nothing in it is marked to be asked")
            for slot in fact.statement.asked:
                for kind in self._kinds_for(slot):
                    if slot.name in fact.unasked or (kind.asked == "on-request" and kind.kind in fact.unasked):
                        self._leave(fact, _named(slot, kind), "the author leaves it out here")
                        continue
                    item = self._ask_quote(fact, slot, kind) if kind.quoted else self._ask(fact, slot, kind)
                    if item:
                        yield item
            for found in timelines.ask(fact):
                if isinstance(found, Item):
                    yield found
                else:
                    self._leave(fact, *found)

    def item_id(self, fact: Fact, slot: Slot, kind: str) -> str:
        """Return the item's id, which depends on nothing but the author's ids, the kind and the slot."""
        tail = kind if slot.name == kind else f"{kind}.{slot.name}"
        return f"{self.bank.id}.{fact.id}.{tail}"

    def _ask(self, fact: Fact, slot: Slot, kind: Kind) -> Item | None:
        wording = self._open(fact, slot, kind)
        if wording is None:
            return self._leave(fact, _named(slot, kind), self._why_unworded(fact, slot, kind))
        listed = slot.name in fact.several or (wording.how != "author" and self.pool.told.is_open(fact, slot))
        closed = listed or self._ambiguous(fact, slot, wording)
        if closed:
            among = next((w for w in self.worder.among(fact, slot, kind) if not self._shows(fact, slot, w.stem)), None)
            if among is None:
                return self._leave(fact, _named(slot, kind), "the bank holds several right answers")
            wording = among
        return self._with_options(fact, slot, kind, wording, closed=closed)

    def _with_options(self, fact: Fact, slot: Slot, kind: Kind, wording: Wording, *, closed: bool) -> Item | None:
        if self.worder.language == "en" and not (_asking(fact, slot) or stands_alone(wording.stem)):
            return self._leave(fact, _named(slot, kind), "says too little to be asked alone")
        item = self.item_id(fact, slot, kind.kind)
        if (first := self._asked.setdefault(_told(fact, slot, wording.stem), item)) != item:
            return self._leave(fact, _named(slot, kind), f"the same question as `{first}`")
        question = Question(fact, slot, wording.stem, item, self.seed, self.pool, self.difficulty or DEFAULT)
        chosen = [] if slot.name in fact.typed else choose(question, kind.distractors)
        if closed and not chosen:
            return self._leave(fact, _named(slot, kind), "several answers are right, and too few are surely wrong")
        if chosen and (word := leaks.clang(wording.stem, question.key.text, (c.answer.text for c in chosen))):
            return self._leave(fact, _named(slot, kind), f"only the answer shares the word “{word}” with the question")
        citations = citations_of(fact, slot, self.bank)
        return make_item(question, kind.kind, wording.how, chosen, citations, closed=closed)

    def _ask_quote(self, fact: Fact, slot: Slot, kind: Kind) -> Item | None:
        if slot.name in fact.several or len(self.pool.rightly(fact, slot)) > 1:
            return self._leave(fact, _named(slot, kind), "the bank holds several right answers")
        made = quoting.ask(fact, slot, kind, self.pool, self.item_id(fact, slot, kind.kind))
        if isinstance(made, str):
            return self._leave(fact, _named(slot, kind), made)
        if (first := self._asked.setdefault(_told(fact, slot, made.stem), made.id)) != made.id:
            return self._leave(fact, _named(slot, kind), f"the same question as `{first}`")
        return made

    def _why_unworded(self, fact: Fact, slot: Slot, kind: Kind) -> str:
        if next(self.worder.open(fact, slot, kind), None) is None and fact.status != "asserted":
            return f"it is {fact.status}, and no one is named who says so"
        return "every wording shows the answer"

    def _open(self, fact: Fact, slot: Slot, kind: Kind) -> Wording | None:
        return next((w for w in self.worder.open(fact, slot, kind) if not self._shows(fact, slot, w.stem)), None)

    def _shows(self, fact: Fact, slot: Slot, stem: str) -> bool:
        answer = fact.answer(slot)
        return leaks.shows(stem, answer, self.pool.entities.traces(answer.text))

    def _ambiguous(self, fact: Fact, slot: Slot, wording: Wording) -> bool:
        """Whether the open stem has more than one right answer in the bank.

        Other facts may share the stem, or everything that it says: only an unmarked field of a table, which the
        author's and the event's wordings leave out, or a picture or sound that is the question, can tell them apart.
        """
        if _told(fact, slot, wording.stem) in self._stems.get(self._group(fact, slot), ()):
            return True
        if _asking(fact, slot):
            return False
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
                    if kind.quoted:
                        continue  # the source's own words are nobody else's
                    wording = self._open(fact, slot, kind)
                    stem = _told(fact, slot, wording.stem) if wording else 0
                    if first[group].setdefault(stem, own) != own:
                        several[group].add(stem)
        return several

    def _kinds_for(self, slot: Slot) -> list[Kind]:
        found = self._serving.get(slot.role)
        if found is None:
            found = self._serving[slot.role] = kinds_for(slot, self.kinds, self.bank.kinds)
        return found

    def _leave(self, fact: Fact, slot: str, reason: str) -> Item | None:
        """Note why the slot makes no item; return that no item."""
        self.unasked.append(Unasked(fact.id, slot, reason))
        return None


def _asking(fact: Fact, slot: Slot) -> list[str]:
    """The pictures and sounds that are the question for the slot, by their bytes."""
    return [one.medium.sha256 for one in fact.media if slot.name in one.slots]


def _told(fact: Fact, slot: Slot, stem: str) -> int:
    """What a question tells a student, hashed: its stem and what is seen or heard with it."""
    return hash((stem, *_asking(fact, slot))) if fact.media else hash(stem)


def _named(slot: Slot, kind: Kind) -> str:
    """What stands for a slot in the account of what was not asked."""
    return slot.name if kind.asked == "always" else f"{kind.kind}.{slot.name}"
