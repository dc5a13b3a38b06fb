"""The ladder of wordings: the author's own, subject replacement, inversion, the event's, the carrier.

How a statement can be worded depends only on its shape, so it is worked out once per statement and slot and then
filled with each fact's answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quizgen.asking import hedges
from quizgen.asking.english import events
from quizgen.asking.english.articles import untelling
from quizgen.asking.english.clause import clause_of, without_stop
from quizgen.asking.english.inverting import inverted
from quizgen.asking.english.replacing import as_subject, counted_subject, identified
from quizgen.asking.english.wanted import Wanted
from quizgen.asking.english.words import is_plural
from quizgen.asking.kinds import Kind
from quizgen.model.entity import Entities
from quizgen.model.fact import Fact, Piece, Slot, Statement
from quizgen.model.item import BLANK

How = Literal["author", "subject", "inversion", "event", "carrier", "timeline", "among", "quote"]
Plan = tuple[How, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """A stem and how it was made."""

    how: How
    stem: str


class Worder:
    """Words questions in one language about facts that name `entities`."""

    def __init__(self, language: str, entities: Entities | None = None) -> None:
        self.language = language.partition("-")[0]
        self.entities = entities or Entities()
        self._plans: dict[tuple[tuple[Piece, ...], int, str], tuple[Plan, ...]] = {}

    def open(self, fact: Fact, slot: Slot, kind: Kind) -> Iterator[Wording]:
        """Yield the wordings of an open question, best first; a kind asked on request has its own words."""
        own = fact.ask.get(slot.name)
        if own and kind.asked == "always":
            yield Wording("author", own)
        phrase = kind.phrase(slot, fact.answer(slot), self.language)
        for how, pieces in self._plan(fact.statement, slot, kind, phrase):
            if how == "carrier":
                yield from self._of_event(fact, kind, phrase)
            yield from self._worded(how, fact.prose(pieces), fact)

    def among(self, fact: Fact, slot: Slot, kind: Kind) -> Iterator[Wording]:
        """Yield the wordings of a question whose options tell which of several right answers is meant."""
        own = fact.ask.get(slot.name)
        if own and kind.asked == "always":
            yield Wording("author", own)
        phrase = kind.among_phrase(slot, fact.answer(slot), self.language)
        if phrase:
            for how, pieces in self._plan(fact.statement, slot, kind, phrase):
                yield from self._worded(how, fact.prose(pieces), fact)

    def _of_event(self, fact: Fact, kind: Kind, phrase: str | None) -> Iterator[Wording]:
        template = kind.form(kind.event, self.language)
        if not template or not fact.event:
            return
        event: str | None = fact.event
        if self.language == "en":
            event = events.taking_place(fact.event) if "take place" in template else events.running(fact.event)
        if event:
            yield from self._worded("event", template.format(event=event, words=phrase or ""), fact)

    def _worded(self, how: How, stem: str, fact: Fact) -> Iterator[Wording]:
        """The wording, which says of what is only alleged who says so."""
        if fact.status == "asserted":
            yield Wording(how, stem)
        elif hedged := hedges.hedged(stem, fact, self.entities, self.language):
            yield Wording(how, hedged)

    def _plan(self, statement: Statement, slot: Slot, kind: Kind, phrase: str | None) -> tuple[Plan, ...]:
        key = (statement.pieces, slot.index, f"{slot.role}:{kind.kind}:{phrase}")
        known = self._plans.get(key)
        if known is None:
            known = self._plans[key] = tuple(self._worked_out(statement, slot, kind, phrase))
        return known

    def _worked_out(self, statement: Statement, slot: Slot, kind: Kind, phrase: str | None) -> Iterator[Plan]:
        if self.language == "en" and phrase:
            around = frozenset(one.index for one in statement.slots if one.head in {"when", "where"})
            yield from _english(statement, Wanted(slot, phrase, kind.plain_phrase(slot, "en") or phrase, around))
        template = kind.form(kind.carrier, self.language)
        if template:
            yield "carrier", _carrier(statement, slot, template)


def _english(statement: Statement, wanted: Wanted) -> Iterator[Plan]:
    if statement.record:
        return
    pieces = without_stop(statement.pieces)
    if wanted.slot.head == "how many" and (made := counted_subject(pieces, wanted)):
        yield "subject", made
        return
    clause = clause_of(statement)
    if clause is None:
        if made := identified(pieces, wanted):
            yield "inversion", made
        return
    if made := as_subject(clause, wanted):
        yield "subject", made
    elif made := inverted(clause, wanted):
        yield "inversion", made


def _carrier(statement: Statement, slot: Slot, template: str) -> tuple[Piece, ...]:
    before, _, after = template.partition("{statement}")
    at = statement.pieces.index(slot.index)
    lead, tail = statement.pieces[:at], statement.pieces[at + 1 :]
    if lead and isinstance(lead[-1], str):
        lead = (*lead[:-1], untelling(lead[-1]))
    completes = "complete" if is_plural(slot.role) else "completes"
    noun = slot.role.removeprefix(slot.head).strip()
    head = before.format(role=slot.role[:1].upper() + slot.role[1:], completes=completes, noun=noun)
    return (head, *lead, BLANK, *tail, after) if after else (head, *lead, BLANK, *tail)
