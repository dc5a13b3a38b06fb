"""Facts that contradict each other about a date or a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from quizgen import dates, numbers
from quizgen.dates import DateError
from quizgen.grounding.citations import citations_of
from quizgen.grounding.wordings import Wordings, repeated
from quizgen.model.entity import fold
from quizgen.model.fact import Answer, Bank, Fact, Slot
from quizgen.problem import Place, Problem, Severity
from quizgen.reading.located import locate

CODE = "P207"
MOST = 50
"""So many disagreements of one bank are shown one by one."""
DIFFERENT = 4
"""So many different answers to one question are compared with each further one."""
EXACT_BELOW = 100
"""Numbers from here on may be rounded: 270 and 271 can both be meant for the same."""
LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """What one fact says in one of its slots."""

    fact: Fact
    slot: Slot

    @property
    def answer(self) -> Answer:
        """The date or number."""
        return self.fact.answer(self.slot)


Disagreement = tuple[Claim, Claim]


def disagreements(bank: Bank) -> list[Disagreement]:
    """Return the pairs of claims that cannot both be true.

    They are of the same wording with all other answers equal, or dates of the same event. Claims that the author
    calls one of several, or adds others to (`also`), and such as only somebody is said to make, are left aside.
    The work grows with the number of facts, not of pairs: a claim is held against the first few different ones.
    """
    wordings = Wordings(bank.entities)
    again = repeated(key for _, key in _claims(bank, wordings))
    if not again:
        return []
    groups: dict[int, list[Claim]] = defaultdict(list)
    pairs: dict[tuple[str, str, str], Disagreement] = {}
    for claim, key in _claims(bank, wordings):
        if key in again:
            for earlier in groups[key]:
                if not _agree(earlier, claim):
                    pairs.setdefault((earlier.fact.id, claim.fact.id, claim.slot.name), (earlier, claim))
            if len(groups[key]) < DIFFERENT and all(claim.answer != other.answer for other in groups[key]):
                groups[key].append(claim)
    return list(pairs.values())


def _claims(bank: Bank, wordings: Wordings) -> Iterator[tuple[Claim, int]]:
    """Yield each claim with a number that it shares with those it might contradict."""
    for fact in bank.facts:
        if fact.status != "asserted":
            continue
        keyed = fact.columns.keyed if fact.columns else ()
        dated = False
        for slot in fact.statement.asked:
            answer = fact.answers[slot.index]
            if answer.date is None and answer.number is None:
                continue
            if slot.index in keyed or slot.name in fact.several or slot.name in fact.also:
                continue
            yield Claim(fact, slot), wordings.of(fact, slot.index)
            if fact.event and answer.date is fact.date and not dated:
                dated = True
                event = fact.event if fact.columns else fold(fact.event)
                yield Claim(fact, slot), hash((event, slot.head, fact.link))


def _agree(one: Claim, other: Claim) -> bool:
    """Whether both may be true."""
    first, second = one.answer, other.answer
    if first.date and second.date:
        doubt = max(one.fact.tolerance, other.fact.tolerance)
        return dates.overlap(first.date, second.date) or (doubt > 0 and _within(first.date, second.date, doubt))
    if first.number is None or second.number is None:
        return True
    rough = max(map(numbers.unit, (first.number, second.number)))
    apart = abs(first.number - second.number)
    return not apart or (min(first.number, second.number) >= EXACT_BELOW and apart * 2 <= rough)


def _within(one: dates.Date, other: dates.Date, units: int) -> bool:
    try:
        return dates.units_between(one, other) <= units
    except DateError:
        return False


def doubted(bank: Bank, found: Iterable[Disagreement]) -> Bank:
    """Return the bank with each contested answer as one of several, so that none is asked for as if it were certain."""
    others: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one, other in found:
        others[one.fact.id][one.slot.name].append(other.answer.text)
        others[other.fact.id][other.slot.name].append(one.answer.text)
    if not others:
        return bank
    return replace(bank, facts=tuple(_open(fact, others.get(fact.id)) for fact in bank.facts))


def _open(fact: Fact, others: dict[str, list[str]] | None) -> Fact:
    if others is None:
        return fact
    also = {**fact.also, **{name: (*fact.also.get(name, ()), *texts) for name, texts in others.items()}}
    return replace(fact, several=fact.several | others.keys(), also=also)


def problems(found: list[Disagreement], bank: Bank) -> Iterator[Problem]:
    """Yield a warning for each pair with both citations, and for very many one that counts the others."""
    for one, other in found[:MOST]:
        place = other.fact.place
        message = f"two facts disagree about `{one.slot.role}`: {_told(one, bank)} or {_told(other, bank)}"
        hint = "say which is right, or that both may be: `several` for an open question, `also` for the other answer"
        where = locate(Place(place.file, place.at, place.line, key=True))
        yield Problem(CODE, message, place.file, where, hint, Severity.WARNING)
    if len(found) > MOST:
        message = f"{len(found) - MOST} more facts disagree in this bank"
        yield Problem(CODE, message, bank.place.file, None, None, Severity.WARNING)


def _told(claim: Claim, bank: Bank) -> str:
    """The claim, its source and quote, and where the fact stands."""
    citation = citations_of(claim.fact, claim.slot, bank)[0]
    title, quote = bank.sources[citation.source].title, citation.quote or ""
    cut = quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rstrip()} …"
    parts = (title, citation.where, f"“{cut}”" if cut else "", standing_place(claim.fact))
    return f"{claim.answer.text} ({', '.join(part for part in parts if part)})"


def standing_place(fact: Fact) -> str:
    """Return the fact's name and place, as `f1` in bank.yaml:12."""
    span = locate(Place(fact.place.file, fact.place.at, fact.place.line, key=True))
    return f"`{fact.id}` in {fact.place.file}{f':{span.line}' if span else ''}"
