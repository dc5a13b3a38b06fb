"""What a bank knows, arranged for asking: who else stands in a slot, which dates are near, who shares an event.

Everything is built once per bank; each lookup costs the same whether the bank holds a thousand facts or a million.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from quizgen.dates import ENDLESS, UNBEGUN, Date, DateError
from quizgen.dates import read as read_date
from quizgen.model.entity import Entities, Entity, fold
from quizgen.model.fact import Bank, Fact, Slot

SlotKey = tuple[str, int]
"""A relation and the index of a slot in it."""


@dataclass(frozen=True, slots=True)
class Line:
    """The facts of one relation in order of time (or of the bank, where dates are missing), and where each stands."""

    facts: tuple[Fact, ...]
    position: dict[str, int]

    def around(self, fact: Fact, reach: int) -> tuple[Fact, ...]:
        """Return the facts up to `reach` places away on each side."""
        here = self.position[fact.id]
        return self.facts[max(0, here - reach) : here] + self.facts[here + 1 : here + 1 + reach]


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a thing apart, the folded words that betray it, what contains it, and its entity if it has one."""

    identity: str
    traces: tuple[str, ...]
    containers: frozenset[str]
    entity: Entity | None


class Pool:
    """A bank arranged for asking, without its drafts."""

    def __init__(self, bank: Bank) -> None:
        self.bank = replace(bank, facts=tuple(fact for fact in bank.facts if fact.status != "draft"))
        self.entities: Entities = bank.entities

    @cached_property
    def relations(self) -> dict[str, Line]:
        """The facts of each relation that more than one fact shares."""
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.bank.facts:
            groups[fact.statement.relation].append(fact)
        return {name: _line(facts) for name, facts in groups.items() if len(facts) > 1}

    def also_right(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """Return the identities of all right answers the bank knows for this slot, given the other slots.

        Unmarked table fields are left aside: whether the same person got the same prize for something else does not
        make that year a safe wrong option.
        """
        return self.rightly(fact, slot) | {self.identity(text) for text in fact.also.get(slot.name, ())}

    def rightly(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """Return the identities of the answers that facts of the same relation give, the other slots being equal."""
        if fact.statement.relation not in self.relations:
            return frozenset()
        return self._answers[fact.statement.relation, slot.index].get(self._rest(fact, slot), frozenset())

    def _rest(self, fact: Fact, slot: Slot) -> int:
        """What the other slots of the statement hold, as one number."""
        aside = fact.statement.given
        texts = tuple(a.text for n, a in enumerate(fact.answers) if n != slot.index and n not in aside)
        return hash(tuple(map(self.identity, texts)))

    @cached_property
    def _answers(self) -> dict[SlotKey, dict[int, frozenset[str]]]:
        found: dict[SlotKey, dict[int, frozenset[str]]] = defaultdict(dict)
        for relation, line in self.relations.items():
            for fact in line.facts:
                for slot in fact.statement.asked:
                    rest, answers = self._rest(fact, slot), found[relation, slot.index]
                    own = self.identity(fact.answers[slot.index].text)
                    known = answers.get(rest)
                    answers[rest] = _one(own) if known is None else known if own in known else known | {own}
        return found

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
    def dates(self) -> dict[str, tuple[Date, ...]]:
        """For each precision, the different dates of the bank in order of time; doubtful ones are left aside."""
        found: dict[str, dict[int, Date]] = defaultdict(dict)
        for fact in self.bank.facts:
            for slot in fact.statement.slots:
                answer = fact.answers[slot.index]
                if answer.date and not (answer.date.approximate or answer.date.uncertain):
                    found[answer.date.precision].setdefault(answer.date.earliest, answer.date)
        return {precision: tuple(days[key] for key in sorted(days)) for precision, days in found.items()}

    def date_of(self, text: str) -> Date | None:
        """Return the date that the words mean in the bank's language, or None."""
        try:
            return read_date(text, self.bank.language.partition("-")[0])
        except DateError:
            return None

    @cached_property
    def day_range(self) -> tuple[int, int]:
        """The first and the last day that the bank's closed dates reach."""
        dates = [date for days in self.dates.values() for date in days]
        first = min((date.earliest for date in dates if date.earliest > UNBEGUN), default=0)
        return first, max((date.latest for date in dates if date.latest < ENDLESS), default=0)

    def dates_near(self, precision: str, first_day: int, reach: int) -> tuple[Date, ...]:
        """Return up to `reach` dates of that precision on each side of the day, in order of time."""
        days = self.dates.get(precision, ())
        here = bisect_left(days, first_day, key=lambda date: date.earliest)
        return days[max(0, here - reach) : here + reach + 1]

    @cached_property
    def named_with_event(self) -> dict[str, frozenset[str]]:
        """For each event phrase, the identities of everything named in facts about it."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.bank.facts:
            if fact.event and fact.columns is None:
                found[fact.event].update(self.identity(answer.text) for answer in fact.answers)
        return {event: frozenset(names) for event, names in found.items()}


@lru_cache(maxsize=65536)
def _one(name: str) -> frozenset[str]:
    """A set of one, kept, because a table has few different answers and many rows."""
    return frozenset((name,))


def _line(facts: list[Fact]) -> Line:
    ordered = tuple(sorted(facts, key=_time))
    return Line(ordered, {fact.id: n for n, fact in enumerate(ordered)})


def _time(fact: Fact) -> tuple[int, int]:
    date = fact.date
    return (date.earliest if date else 0, fact.order)
