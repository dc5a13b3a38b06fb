"""The ladder of wordings: the author's own, subject replacement, inversion, the event's, the carrier.

How a statement can be worded depends only on its shape, so it is worked out once per statement and slot and then
filled with each fact's answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from quizgen.asking import english
from quizgen.asking.kinds import Kind
from quizgen.model.fact import Fact, Piece, Slot, Statement
from quizgen.model.item import BLANK

How = Literal["author", "subject", "inversion", "event", "carrier", "timeline", "among"]
Plan = tuple[How, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """A stem and how it was made."""

    how: How
    stem: str


class Worder:
    """Words questions in one language."""

    def __init__(self, language: str) -> None:
        self.language = language.partition("-")[0]
        self._plans: dict[tuple[tuple[Piece, ...], int, str], tuple[Plan, ...]] = {}

    def open(self, fact: Fact, slot: Slot, kind: Kind) -> Iterator[Wording]:
        """Yield the wordings of an open question, best first."""
        if own := fact.ask.get(slot.name):
            yield Wording("author", own)
        phrase = kind.phrase(slot, fact.answer(slot), self.language)
        plans = self._plan(fact.statement, slot, kind, phrase)
        for how, pieces in plans:
            if how == "carrier":
                yield from self._of_event(fact, kind, phrase)
            yield Wording(how, fact.prose(pieces))

    def among(self, fact: Fact, slot: Slot, kind: Kind) -> Iterator[Wording]:
        """Yield the wordings of a question whose options tell which of several right answers is meant."""
        if own := fact.ask.get(slot.name):
            yield Wording("author", own)
        phrase = kind.among_phrase(slot, self.language)
        if phrase:
            for how, pieces in self._plan(fact.statement, slot, kind, phrase):
                yield Wording(how, fact.prose(pieces))

    def _of_event(self, fact: Fact, kind: Kind, phrase: str | None) -> Iterator[Wording]:
        template = kind.form(kind.event, self.language)
        if template and fact.event:
            yield Wording("event", template.format(event=fact.event, words=phrase or ""))

    def _plan(self, statement: Statement, slot: Slot, kind: Kind, phrase: str | None) -> tuple[Plan, ...]:
        key = (statement.pieces, slot.index, f"{slot.role}:{kind.kind}:{phrase}")
        known = self._plans.get(key)
        if known is None:
            known = self._plans[key] = tuple(self._worked_out(statement, slot, kind, phrase))
        return known

    def _worked_out(self, statement: Statement, slot: Slot, kind: Kind, phrase: str | None) -> Iterator[Plan]:
        if self.language == "en" and phrase:
            yield from _english(statement, slot, phrase, kind.plain_phrase(slot, "en") or phrase)
        template = kind.form(kind.carrier, self.language)
        if template:
            yield "carrier", _carrier(statement, slot, template)


def _english(statement: Statement, slot: Slot, phrase: str, plain: str) -> Iterator[Plan]:
    clause = english.clause_of(statement)
    if clause is None:
        return
    if made := english.as_subject(clause, slot, phrase):
        yield "subject", made
    elif made := english.inverted(clause, slot, phrase, plain):
        yield "inversion", made


def _carrier(statement: Statement, slot: Slot, template: str) -> tuple[Piece, ...]:
    before, _, after = template.partition("{statement}")
    at = statement.pieces.index(slot.index)
    lead, tail = statement.pieces[:at], statement.pieces[at + 1 :]
    if lead and isinstance(lead[-1], str):  # "a ____" tells how the answer begins
        lead = (*lead[:-1], re.sub(r"\b([Aa])n? $", r"\1(n) ", lead[-1]))
    completes = "complete" if english.is_plural(slot.role) else "completes"
    head = before.format(role=slot.role[:1].upper() + slot.role[1:], completes=completes)
    return (head, *lead, BLANK, *tail, after) if after else (head, *lead, BLANK, *tail)
