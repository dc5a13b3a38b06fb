"""What of the banks is asked and what is not: the figures of the report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from quizgen.grounding.references import reference
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item
from quizgen.model.source import Source
from quizgen.problem import Place, Problem
from quizgen.reading.located import locate
from quizgen.reporting.decades import decade_of
from quizgen.reporting.reviewed import Reviewed
from quizgen.reviewing.figures import Figure, Figures

UNHELD = "its citation does not hold"
UNASKABLE = "nothing in it is marked to be asked"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a breakdown: how many, and from 0 to 1 how that compares with the largest part."""

    label: str
    count: int
    size: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class BankFigures:
    """The figures of one bank. `left_out` are table rows that make no fact, `refused` slots that make no item."""

    bank: Bank
    written: int
    held: int
    asked: int
    items: int
    flagged: int
    dropped: int
    left_out: Counter[str]
    refused: Counter[str]


@dataclass(frozen=True, slots=True)
class Never:
    """A fact that no item asks about, where it is written, and why."""

    fact: Fact
    place: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """How much rests on one source; `standings` counts the citations that items carry."""

    source: Source
    reference: str
    facts: int
    items: int
    standings: Counter[str]


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """How often a rule found something: `items` apart from what it said of all together. `off` names banks."""

    code: str
    summary: str
    errors: int
    warnings: int
    items: int
    off: tuple[str, ...]


def bank_figures(reviewed: Reviewed) -> list[BankFigures]:
    """Return the figures of each bank."""
    dropped = Counter(item.bank for item in reviewed.dropped)
    written = {bank.id: bank for bank in reviewed.written}
    return [
        BankFigures(
            bank=bank,
            written=len(written.get(bank.id, bank).facts),
            held=len(bank.facts),
            asked=len({item.fact for item in items}),
            items=len(items),
            flagged=sum(item.id in reviewed.flags for item in items),
            dropped=dropped[bank.id],
            left_out=Counter(dict(bank.left_out)),
            refused=Counter(in_general(one.reason) for one in reviewed.unasked.get(bank.id, ())),
        )
        for bank in reviewed.banks
        for items in [reviewed.by_bank[bank.id]]
    ]


def in_general(reason: str) -> str:
    """Return why something was not asked without the names inside, so that like reasons can be counted."""
    return re.sub(r" [`“].*[`”]", "", re.sub(r" as `.*`", " as another", reason))


def never_asked(reviewed: Reviewed) -> dict[str, list[Never]]:
    """Return the facts that no item asks about, by bank."""
    return {bank.id: list(_never(bank, reviewed)) for bank in reviewed.written}


def _never(bank: Bank, reviewed: Reviewed) -> Iterator[Never]:
    asked = {item.fact for item in reviewed.by_bank.get(bank.id, ())}
    held = {fact.id for one in reviewed.banks if one.id == bank.id for fact in one.facts}
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for one in reviewed.unasked.get(bank.id, ()):
        reasons[one.fact].append(one.reason)
    for item in (item for item in reviewed.dropped if item.bank == bank.id):
        codes = ", ".join(dict.fromkeys(flag.code for flag in reviewed.flags.get(item.id, ())))
        reasons[item.fact].append(f"its question was dropped: {codes}")
    for fact in bank.facts:
        if fact.id not in asked:
            why = reasons[fact.id] or [UNASKABLE]
            yield Never(fact, fact_place(fact), tuple(dict.fromkeys(why)) if fact.id in held else (UNHELD,))


def never_reasons(never: Mapping[str, Iterable[Never]]) -> Counter[str]:
    """Return how many facts are never asked for each reason; a fact may have several."""
    return Counter(reason for facts in never.values() for one in facts for reason in set(map(in_general, one.reasons)))


def fact_place(fact: Fact) -> str:
    """Return where the fact is written as `path:line:column`."""
    place = fact.place
    return place_text(Problem("", "", place.file, locate(Place(place.file, place.at, place.line, key=True))))


def place_text(problem: Problem) -> str:
    """Return the place of a problem as `path:line:column`, as far as it is known."""
    span = problem.span
    return f"{problem.path}:{span.line}:{span.column}" if span else problem.path


def breakdowns(reviewed: Reviewed) -> dict[str, list[Part]]:
    """Return how the items divide, by kind, by how they are answered, by difficulty and by how they are worded."""
    items = reviewed.items
    levels = Counter(item.difficulty.level if item.difficulty else "not measured" for item in items)
    return {
        "Kinds": parts(Counter(item.kind for item in items).most_common()),
        "Ways to answer": parts(Counter(map(answered_by, items)).most_common()),
        "Difficulty": parts((name, levels[name]) for name in ("easy", "medium", "hard", "not measured")),
        "Wordings": parts(Counter(item.wording for item in items).most_common()),
    }


def answered_by(item: Item) -> str:
    """Return how an item is answered, in words."""
    return f"{item.interaction}, only with its options" if item.closed else item.interaction


def parts(counts: Iterable[tuple[str, int]]) -> list[Part]:
    """Return the counts as parts, without empty ones."""
    kept = [(label, count) for label, count in counts if count]
    most = max((count for _, count in kept), default=1)
    return [Part(label, count, round(count / most, 3)) for label, count in kept]


def decades(reviewed: Reviewed) -> list[Part]:
    """Return how many facts there are of each decade, and how many of them are never asked."""
    facts: Counter[tuple[int, str]] = Counter()
    asked: Counter[tuple[int, str]] = Counter()
    for bank in reviewed.banks:
        of_bank = {item.fact for item in reviewed.by_bank[bank.id]}
        for fact in bank.facts:
            decade = decade_of(fact.date)
            facts[decade] += 1
            asked[decade] += fact.id in of_bank
    most = max(facts.values(), default=1)
    return [
        Part(decade[1], count, round(count / most, 3), f"{missing:,} not asked" if missing else "")
        for decade, count in sorted(facts.items())
        for missing in [count - asked[decade]]
    ]


def source_figures(reviewed: Reviewed) -> list[SourceFigures]:
    """Return how much rests on each source, the banks' sources in their order."""
    facts = Counter(source for bank in reviewed.banks for fact in bank.facts for source in _sources_of(fact))
    items: Counter[str] = Counter()
    standings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in reviewed.items:
        items.update({citation.source for citation in item.citations})
        for citation in item.citations:
            standings[citation.source][citation.standing] += 1
    return [
        SourceFigures(source, reference(source), facts[name], items[name], standings[name])
        for name, source in reviewed.sources.items()
    ]


def _sources_of(fact: Fact) -> set[str]:
    if fact.columns is not None:
        return {fact.columns.source}
    return {cited.citation.source for cited in fact.citations}


def code_figures(reviewed: Reviewed) -> list[CodeFigures]:
    """Return for each code of a review rule, and each other code that came up, how often it did."""
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in reviewed.problems:
        found[problem.code].append(problem)
    return [_code(code, found[code], reviewed) for code in sorted({*reviewed.meanings, *found})]


def _code(code: str, problems: list[Problem], reviewed: Reviewed) -> CodeFigures:
    severities = Counter(problem.severity.value for problem in problems)
    return CodeFigures(
        code=code,
        summary=reviewed.meanings.get(code, "").partition("\n")[0],
        errors=severities["error"],
        warnings=severities["warning"],
        items=len({problem.item for problem in problems if problem.item}),
        off=tuple(reviewed.off.get(code, ())),
    )


def tells(reviewed: Reviewed) -> list[Figure]:
    """Return what beside knowledge could tell the key, counted over all items; without what was not counted."""
    counted = Figures()
    for item in reviewed.items:
        counted.add(item)
    return [figure for figure in counted.all() if figure.items]
