"""What a bank knows, arranged for asking: who else stands in a slot, which dates are near, who shares an event.

Everything is built once per bank; each lookup costs the same whether the bank holds a thousand facts or a million.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from quizgen.asking.days import Days
from quizgen.asking.elsewhere import Elsewhere
from quizgen.asking.lines import Line
from quizgen.asking.namesakes import Namesakes
from quizgen.asking.renaming import UNCHANGED, Renames
from quizgen.asking.telling import Told
from quizgen.dates import ENDLESS, UNBEGUN, Date, DateError
from quizgen.dates import read as read_date
from quizgen.model.entity import Entities, Entity, fold
from quizgen.model.fact import Bank, Fact, Slot
from quizgen.model.item import Level


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a thing apart, the folded words that betray it, what contains it, and its entity if it has one."""

    identity: str
    traces: tuple[str, ...]
    containers: frozenset[str]
    entity: Entity | None


class Pool:
    """A bank arranged for asking, without its drafts. `renames` tells of questions that had another id."""

    def __init__(self, bank: Bank, renames: Renames = UNCHANGED) -> None:
        self.renames = renames
        self.bank = replace(bank, facts=tuple(fact for fact in bank.facts if fact.status != "draft"))
        self.entities: Entities = bank.entities

    @cached_property
    def namesakes(self) -> Namesakes:
        """Which shortened names of persons mean one person only."""
        return Namesakes(self.bank.facts, self.entities, self.identity)

    @cached_property
    def relations(self) -> dict[str, Line]:
        """The facts of each relation that more than one fact shares."""
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.bank.facts:
            groups[fact.statement.relation].append(fact)
        return {name: Line(facts, self.identity) for name, facts in groups.items() if len(facts) > 1}

    def also_right(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """Return the identities of all right answers the bank knows for this slot, given the other slots.

        Unmarked table fields are left aside: whether the same person got the same prize for something else does not
        make that year a safe wrong option.
        """
        return self.rightly(fact, slot) | {self.identity(text) for text in fact.also.get(slot.name, ())}

    def rightly(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """Return the identities of the answers that facts of the same relation give, the other slots agreeing."""
        return self.told.rightly(fact, slot)

    @cached_property
    def weighed(self) -> dict[tuple[str, int, Level], Sequence[float]]:
        """How much each place of the key weighs among dates or numbers: by relation, mark and level, once known."""
        return {}

    @cached_property
    def nested(self) -> bool:
        """Whether anything in the bank lies in something else."""
        return any(entity.within for entity in self.entities)

    @cached_property
    def told(self) -> Told:
        """What the facts of one relation say of each other's questions."""
        return Told(self)

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What facts of other wordings tell."""
        return Elsewhere(self)

    def identity(self, text: str) -> str:
        """Return what tells two things apart, whatever they are called."""
        return self.known(text).identity

    def known(self, text: str) -> Known:
        """Return what the bank knows of the thing that `text` names."""
        found = self._known.get(text)
        if found is None:
            entity = self.entities.find(text)
            traces = tuple(fold(name) for name in self.entities.traces(text))
            found = Known(self.entities.identity(text), traces, self.entities.containers(text), entity)
            self._known[text] = found
        return found

    @cached_property
    def _known(self) -> dict[str, Known]:
        return {}

    @cached_property
    def typed(self) -> dict[str, tuple[tuple[Fact, Slot], ...]]:
        """For each answer type, the first fact and slot that hold each different answer, asked slots first."""
        found: dict[str, dict[str, tuple[Fact, Slot]]] = defaultdict(dict)
        for asked in (True, False):
            for fact in self.bank.facts:
                if fact.columns is not None:
                    continue  # a table's column is a pool of its own
                for slot in fact.statement.slots:
                    answer = fact.answers[slot.index]
                    if bool(slot.role) is asked and answer.type:
                        found[answer.type].setdefault(self.identity(answer.text), (fact, slot))
        return {kind: tuple(members.values()) for kind, members in found.items()}

    @cached_property
    def dates(self) -> dict[str, Days]:
        """For each precision, the different dates of the bank in order of time; doubtful ones are left aside."""
        found: dict[str, list[Date]] = defaultdict(list)
        for fact in self.bank.facts:
            for slot in fact.statement.slots:
                date = fact.answers[slot.index].date
                if date and not (date.approximate or date.uncertain):
                    found[date.precision].append(date)
        return {precision: Days(dates) for precision, dates in found.items()}

    def date_of(self, text: str) -> Date | None:
        """Return the date that the words mean in the bank's language, or None."""
        try:
            return read_date(text, self.bank.language.partition("-")[0])
        except DateError:
            return None

    @cached_property
    def day_range(self) -> tuple[int, int]:
        """The first and the last day that the bank's closed dates reach."""
        dates = [date for days in self.dates.values() for date in days.dates]
        first = min((date.earliest for date in dates if date.earliest > UNBEGUN), default=0)
        return first, max((date.latest for date in dates if date.latest < ENDLESS), default=0)

    @cached_property
    def named_with_event(self) -> dict[str, frozenset[str]]:
        """For each event phrase, the identities of everything named in facts about it."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.bank.facts:
            if fact.event and fact.columns is None:
                found[fact.event].update(self.identity(answer.text) for answer in fact.answers)
        return {event: frozenset(names) for event, names in found.items()}
