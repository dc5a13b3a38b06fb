"""Which answers are right by the facts of one relation: those that say the same but for the slot asked.

What is compared is what the facts say, not how they write it: names by their identity, places and bodies by what lies
in what, dates by the days that they may mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from quizgen import dates
from quizgen.model.fact import Answer, Fact, Slot, Statement

if TYPE_CHECKING:
    from quizgen.asking.pool import Pool

AMPLE_YEAR = 366
OPENING = {
    "en": re.compile(r"\b(includ(ing|ed?|es)|such as|among (others|them)|for (example|instance)|e\.g\.)[ ,:]", re.I)
}
"""Words, by language, after which a list is not complete."""
MARK = "\x00"
LISTED = re.compile(rf"[^{MARK}]{{0,60}}({MARK}[^{MARK}.;]{{1,12}})*{MARK}")
"""What stands between such a word and a mark of the list: what the things are, and the marks before it."""


class Told:
    """The answers of each relation by what the other slots hold. Everything is built once."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._last: tuple[tuple[str, int], frozenset[str]] = (("", -1), frozenset())

    def rightly(self, fact: Fact, slot: Slot) -> frozenset[str]:
        """Return the identities of the answers that facts of one relation give where the other slots may agree."""
        asked = (fact.id, slot.index)
        if asked != self._last[0]:  # each question comes twice: is it open, and what may not be offered
            self._last = asked, self._rightly(fact, slot)
        return self._last[1]

    def _rightly(self, fact: Fact, slot: Slot) -> frozenset[str]:
        relation = fact.statement.relation
        if relation not in self.pool.relations:
            return frozenset()
        loose = self._loose[relation] - {slot.index}
        if not loose:
            return self._answers[relation, slot.index].get(self._rest(fact, slot), frozenset())
        agreeing = (other for other in self._near(fact, slot, loose) if self._agree(fact, other, loose))
        return frozenset(self.pool.identity(other.answers[slot.index].text) for other in agreeing)

    def is_open(self, fact: Fact, slot: Slot) -> bool:
        """Whether more answers are right than the bank knows: the author says so, or the sentence ("including …")."""
        if slot.name in fact.several:
            return True
        name = (fact.statement.relation, slot.index)
        found = self._open.get(name)
        if found is None:
            language = self.pool.bank.language.partition("-")[0]
            found = self._open[name] = _opens(fact.statement, slot.index, language)
        return found

    @cached_property
    def _open(self) -> dict[tuple[str, int], bool]:
        return {}

    def _rest(self, fact: Fact, slot: Slot, without: frozenset[int] = frozenset()) -> int:
        """What the other slots of the statement hold, as one number."""
        aside = fact.statement.given | without if without else fact.statement.given
        texts = tuple(a.text for n, a in enumerate(fact.answers) if n != slot.index and n not in aside)
        return hash(tuple(map(self.pool.identity, texts)))

    @cached_property
    def _answers(self) -> dict[tuple[str, int], dict[int, frozenset[str]]]:
        found: dict[tuple[str, int], dict[int, frozenset[str]]] = defaultdict(dict)
        for relation, line in self.pool.relations.items():
            for fact in line.facts:
                for slot in fact.statement.asked:
                    rest, answers = self._rest(fact, slot), found[relation, slot.index]
                    own = self.pool.identity(fact.answers[slot.index].text)
                    known = answers.get(rest)
                    answers[rest] = _one(own) if known is None else known if own in known else known | {own}
        return found

    @cached_property
    def _loose(self) -> dict[str, frozenset[int]]:
        """For each relation the marks that may agree though they differ: loose dates, and places in places."""
        holders = frozenset(name for entity in self.pool.entities for name in self.pool.known(entity.name).containers)
        return {name: self._loose_marks(line.facts, holders) for name, line in self.pool.relations.items()}

    def _loose_marks(self, facts: Sequence[Fact], holders: frozenset[str]) -> frozenset[int]:
        statement = facts[0].statement
        marks = (slot.index for slot in statement.slots if slot.index not in statement.given)
        return frozenset(n for n in marks if self._is_loose(n, facts, holders))

    def _is_loose(self, mark: int, facts: Sequence[Fact], holders: frozenset[str]) -> bool:
        precisions: set[str] = set()
        for fact in facts:
            answer = fact.answers[mark]
            if date := answer.date:
                precisions.add(date.precision)
                if len(precisions) > 1 or fact.tolerance or not _is_plain(date):
                    return True
            elif holders and ((known := self.pool.known(answer.text)).containers or known.identity in holders):
                return True
        return False

    @cached_property
    def _groups(self) -> dict[tuple[str, int], dict[int, _Group]]:
        return {}

    def _near(self, fact: Fact, slot: Slot, loose: frozenset[int]) -> Sequence[Fact]:
        """The facts that agree in what can be compared as text, and come near in time."""
        name = (fact.statement.relation, slot.index)
        groups = self._groups.get(name)
        if groups is None:
            found: dict[int, list[Fact]] = defaultdict(list)
            for other in self.pool.relations[fact.statement.relation].facts:
                found[self._rest(other, slot, loose)].append(other)
            dated = next((n for n in sorted(loose) if fact.answers[n].date), None)
            groups = self._groups[name] = {rest: _Group(facts, dated) for rest, facts in found.items()}
        return groups[self._rest(fact, slot, loose)].near(fact)

    def _agree(self, one: Fact, other: Fact, marks: frozenset[int]) -> bool:
        return all(self._may_be_same(one.answers[n], other.answers[n], one.tolerance) for n in marks)

    def _may_be_same(self, one: Answer, other: Answer, tolerance: int) -> bool:
        """Whether the two may mean the same thing or time, or one lies in the other."""
        if one.date and other.date:
            return too_near(one.date, other.date, tolerance)
        mine, theirs = self.pool.known(one.text), self.pool.known(other.text)
        if mine.identity == theirs.identity:
            return True
        return mine.identity in theirs.containers or theirs.identity in mine.containers


class _Group:
    """Facts that differ in loose marks only, in order of the date that one of these marks holds."""

    def __init__(self, facts: list[Fact], dated: int | None) -> None:
        self.facts, self.dated = facts, dated
        if dated is not None:
            self.facts = sorted(facts, key=self._start)
            self.starts = [self._start(fact) for fact in self.facts]
            self.longest = max(self._end(fact) - self._start(fact) for fact in facts)

    def near(self, fact: Fact) -> Sequence[Fact]:
        """Return the facts whose date might overlap this one's."""
        if self.dated is None:
            return self.facts
        first = bisect_left(self.starts, self._start(fact) - self.longest)
        return self.facts[first : bisect_right(self.starts, self._end(fact))]

    def _start(self, fact: Fact) -> int:
        return self._ends(fact)[0]

    def _end(self, fact: Fact) -> int:
        return self._ends(fact)[1]

    def _ends(self, fact: Fact) -> tuple[int, int]:
        """First and last day, with a unit more on each side where the words are loose."""
        date = fact.answers[self.dated or 0].date
        if date is None:
            return dates.UNBEGUN, dates.ENDLESS
        length = min(date.latest - date.earliest, 100 * AMPLE_YEAR) + 1
        slack = fact.tolerance * length + (0 if _is_plain(date) else AMPLE_YEAR + length)
        return date.earliest - slack, date.latest + slack


def too_near(one: dates.Date, other: dates.Date, tolerance: int) -> bool:
    """Whether the two dates may mean the same time, or differ by no more than `tolerance` units."""
    if dates.overlap(one, other) or not tolerance:
        return dates.overlap(one, other)
    try:
        return dates.units_between(one, other) <= tolerance
    except dates.DateError:  # a date without a year, or without a beginning
        return True


def _is_plain(date: dates.Date) -> bool:
    return date.precision in {"day", "month", "year", "decade"} and not date.approximate and not date.uncertain


def _opens(statement: Statement, index: int, language: str) -> bool:
    opening = OPENING.get(language)
    if opening is None or index not in statement.pieces:
        return False
    upto = statement.pieces[: statement.pieces.index(index) + 1]
    text = "".join(piece if isinstance(piece, str) else MARK for piece in upto)
    return any(LISTED.fullmatch(text, found.end()) for found in opening.finditer(text))


@lru_cache(maxsize=65536)
def _one(name: str) -> frozenset[str]:
    """A set of one, kept, because a table has few different answers and many rows."""
    return frozenset((name,))
