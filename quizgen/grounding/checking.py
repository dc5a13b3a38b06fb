"""Holding every citation against its source: what does not hold makes no question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from quizgen.grounding import disagreeing, support
from quizgen.grounding.citations import RANK
from quizgen.grounding.links import link_to_quote
from quizgen.grounding.quotes import find_quote, lead, nearest, selectors, shown_quote
from quizgen.grounding.repeating import repetitions
from quizgen.model.citation import Citation, Standing
from quizgen.model.fact import Bank, Cited, Fact, Quotation, Slot
from quizgen.model.source import Snapshot, Source
from quizgen.problem import Place, Problem, Severity, errors
from quizgen.reading.located import locate


@dataclass(frozen=True, slots=True)
class Checked:
    """A bank without the facts that fail, and the problems that say why."""

    bank: Bank
    problems: tuple[Problem, ...]


def check_bank(bank: Bank, require: Standing = "cited") -> Checked:
    """Hold each fact's citations against the snapshots.

    A fact stays when every quotation that has a snapshot is found in it, and when each slot that may be asked is
    carried by a citation of at least the required standing. Facts that contradict each other stay, too, but what they
    disagree about counts as having several right answers.
    """
    kept: list[Fact] = []
    problems: list[Problem] = list(_source_problems(bank))
    for fact in bank.facts:
        checked, found = check_fact(fact, bank, require)
        problems += found
        if checked:
            kept.append(checked)
    held = replace(bank, facts=tuple(kept))
    contested = disagreeing.disagreements(held)
    problems += (*disagreeing.problems(contested, held), *repetitions(held))
    return Checked(disagreeing.doubted(held, contested), tuple(problems))


def check_fact(fact: Fact, bank: Bank, require: Standing) -> tuple[Fact | None, list[Problem]]:
    """Return the fact with its citations, or None when one of them fails, and the problems."""
    if fact.status == "draft" and not fact.quotations:
        return fact, []  # it asks nothing before it has a source
    if fact.columns is not None:
        return fact, []  # each cell is its own evidence: the answer was read from it
    problems: list[Problem] = []
    cited = [made for quotation in fact.quotations if (made := _cite(quotation, fact, bank, problems))]
    if errors(problems):
        return None, problems
    strong = [made for made in cited if RANK[made.citation.standing] >= RANK[require]]
    lacking = [slot for slot in fact.statement.asked if not any(slot.name in made.slots for made in strong)]
    if lacking and any(quotation.source not in bank.sources for quotation in fact.quotations):
        return None, problems  # reading the source failed and said so
    if lacking:
        return None, [*problems, *(_unsupported(slot, fact, bank, strong, require) for slot in lacking)]
    return replace(fact, citations=tuple(cited)), problems


def _cite(quotation: Quotation, fact: Fact, bank: Bank, problems: list[Problem]) -> Cited | None:
    source = bank.sources.get(quotation.source)
    if source is None:
        return None  # reading the source failed and said so
    slots = [slot for slot in fact.statement.asked if not quotation.slots or slot.name in quotation.slots]
    if quotation.quote is None:
        citation = Citation(
            source=source.id,
            label=quotation.label,
            locator=quotation.locator,
            url=source.url,
            standing="cited",
        )
        return Cited(citation, frozenset(slot.name for slot in slots))
    if source.snapshot and source.snapshot.text:
        return _verified(quotation, fact, bank, slots, problems)
    citation = Citation(
        source=source.id,
        label=quotation.label,
        locator=quotation.locator,
        quote=shown_quote(quotation.quote),
        url=link_to_quote(source.url, quotation.quote),
        standing="quoted",
    )
    return Cited(citation, _carried(slots, quotation, quotation.quote, fact, bank))


def _verified(quotation: Quotation, fact: Fact, bank: Bank, slots: list[Slot], problems: list[Problem]) -> Cited | None:
    source = bank.sources[quotation.source]
    snapshot = source.snapshot or Snapshot("", "")
    found = find_quote(quotation.quote or "", snapshot.text, quotation.after, quotation.before)
    if found is None:
        problems.append(_not_found(quotation, source, snapshot))
        return None
    if found.times > 1:
        problems.append(_more_than_once(quotation, snapshot, found.times))
    line = snapshot.text.count("\n", 0, found.start) + 1
    citation = Citation(
        source=source.id,
        label=quotation.label or (source.lines or "line"),
        locator=quotation.locator or str(line),
        quote=shown_quote(found.text),
        url=link_to_quote(source.url, found.text, lead(found, snapshot.text)),
        standing="verified",
        selector=selectors(found, snapshot.text),
    )
    return Cited(citation, _carried(slots, quotation, found.text, fact, bank))


def _carried(slots: Iterable[Slot], quotation: Quotation, quote: str, fact: Fact, bank: Bank) -> frozenset[str]:
    plain = shown_quote(quote)
    return frozenset(slot.name for slot in slots if _lacks(slot, quotation, plain, fact, bank) is None)


def _lacks(slot: Slot, quotation: Quotation, quote: str, fact: Fact, bank: Bank) -> str | None:
    words = quotation.words.get(slot.name)
    return support.missing(fact.answer(slot), quote, bank.entities, words, bank.language)


def _more_than_once(quotation: Quotation, snapshot: Snapshot, times: int) -> Problem:
    place = quotation.place
    message = f"this quote stands {times} times in {snapshot.file}, and its citation points at the first place"
    hint = "quote more, or give words that stand near the place you mean: `after: words`, `before: words`"
    return Problem("P202", message, place.file, locate(place), hint, Severity.WARNING)


def _not_found(quotation: Quotation, source: Source, snapshot: Snapshot) -> Problem:
    place = quotation.place
    if find_quote(quotation.quote or "", snapshot.text):
        sides = {"after": quotation.after, "before": quotation.before}
        where = " and ".join(f"{side} “{words}”" for side, words in sides.items() if words)
        hint = "the words must stand nearer to this place of the quote than to any other"
        return Problem("P202", f"nowhere in {snapshot.file} this quote stands {where}", place.file, locate(place), hint)
    near = nearest(quotation.quote or "", snapshot.text)
    return Problem(
        "P201",
        f"this quote does not stand in {snapshot.file}",
        place.file,
        locate(place),
        f"did you mean: {near}" if near else f"nothing in “{source.title}” is like it",
    )


def _unsupported(slot: Slot, fact: Fact, bank: Bank, strong: list[Cited], require: Standing) -> Problem:
    answer = fact.answer(slot)
    if not strong:
        place = fact.place
        message = f"no citation of this fact is {require}, as quizgen.toml requires"
        return Problem("P210", message, place.file, locate(Place(place.file, place.at, place.line, key=True)))
    quotation = next((q for q in fact.quotations if not q.slots or slot.name in q.slots), fact.quotations[0])
    quotes = " … ".join(made.citation.quote or "" for made in strong)
    lacks = _lacks(slot, quotation, quotes, fact, bank)
    if answer.date is not None and lacks:
        message = f"no quote states the date that answers `{slot.role}`: it lacks {lacks}"
        hint = "quote the words that state it, add a second quote, or date the fact no closer than its source does"
        return Problem("P209", message, quotation.place.file, locate(quotation.place), hint)
    return Problem(
        "P203",
        f"no quote carries the answer to `{slot.role}`: it lacks {lacks or f'`{answer.text}` in one quote'}",
        quotation.place.file,
        locate(quotation.place),
        "quote more, add a second quote, name an alias (`aka`), or say which words carry it (`words:`)",
    )


def _source_problems(bank: Bank) -> Iterable[Problem]:
    """A source nobody can look up is a citation in name only."""
    for source in bank.sources.values():
        if not (source.url or source.doi or source.isbn or source.publisher or source.container_title):
            place = bank.place.inside("sources", source.id.partition(".")[2])
            message = f"the source “{source.title}” has no address, publisher or container"
            where = locate(Place(place.file, place.at, place.line, key=True))
            yield Problem("P205", message, place.file, where, "add `url:` or `publisher:`", Severity.WARNING)
