"""The author's own timelines: by a tag, or a list of facts whose order the dates must bear out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from quizgen.model.event import Event, event_of, surely_before
from quizgen.model.fact import Fact, Timeline
from quizgen.model.item import LONGEST_ID
from quizgen.problem import Place, Problem
from quizgen.reading.located import locate
from quizgen.reading.records import BankRecord, TimelineRecord

FEWEST = 3
"""With fewer events there is nothing to ask."""


@dataclass
class Timelines:
    """The timelines that can be asked, and what is wrong with the others."""

    found: list[Timeline] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_timelines(record: BankRecord, bank: str, facts: Sequence[Fact], place: Place) -> Timelines:
    """Return the timelines of a bank's record over its facts; a fact that could not be read is passed over."""
    made = Timelines()
    if not record.timelines:
        return made
    known = {fact.id: fact for fact in facts}
    for name, entry in record.timelines.items():
        members, found = _members(entry, known, frozenset(record.facts), place.inside(name))
        found = found or list(_flaws(entry, members, place.inside(name)))
        found = found or list(_too_long(name, bank, members, place.inside(name)))
        made.problems += found
        if not found:
            made.found.append(Timeline(name, entry.title, tuple(fact.id for fact in members)))
    return made


def _members(
    entry: TimelineRecord, known: dict[str, Fact], written: frozenset[str], place: Place
) -> tuple[list[Fact], list[Problem]]:
    if bool(entry.tag) == bool(entry.facts):
        hint = "by a tag, `{tag: launch}`, or a list, `{facts: [sputnik, gagarin]}`"
        return [], [_problem("B052", "a timeline is given by a tag or by a list of facts, one of the two", place, hint)]
    if entry.tag:
        return _tagged(entry.tag, known.values(), place)
    unknown = [(n, name) for n, name in enumerate(entry.facts) if name not in known and name not in written]
    problems = [
        _problem("B052", f"there is no fact `{name}`", place.inside("facts", n), _nearest(name, known))
        for n, name in unknown
    ]
    twice = [(n, name) for n, name in enumerate(entry.facts) if name in entry.facts[:n]]
    problems += [_problem("B052", f"`{name}` stands twice", place.inside("facts", n)) for n, name in twice]
    return [known[name] for name in entry.facts if name in known], problems


def _tagged(tag: str, facts: Iterable[Fact], place: Place) -> tuple[list[Fact], list[Problem]]:
    tagged = [fact for fact in facts if tag in fact.tags]
    if not tagged:
        tags = dict.fromkeys(known for fact in facts for known in fact.tags)
        return [], [_problem("B052", f"no fact has the tag `{tag}`", place.inside("tag"), _nearest(tag, tags))]
    return [fact for fact in tagged if event_of(fact)], []


def _flaws(entry: TimelineRecord, members: Sequence[Fact], place: Place) -> Iterable[Problem]:
    """What is wrong with the events: one is missing, their order is not sure, there are too few."""
    events: list[Event] = []
    for fact in members:
        where = place.inside("facts", entry.facts.index(fact.id)) if entry.facts else place
        if event := event_of(fact):
            events.append(event)
        elif fact.event is None:
            yield _problem("B053", f"`{fact.id}` has no event", where, "`event:` gives what happened a name")
        else:
            yield _problem("B053", f"`{fact.id}` has no date that could be put in order", where)
    for one, other in pairwise(events if entry.facts else ()):
        if not surely_before(one, other):
            yield _disorder(one, other, place.inside("facts", entry.facts.index(other.fact.id)))
    number = len(entry.facts) or len(members)
    if number < FEWEST:
        message = f"a timeline needs at least {FEWEST} events; this one has {number}"
        yield _problem("B052", message, place, "facts have an `event` and a date")


def _disorder(one: Event, other: Event, place: Place) -> Problem:
    first, second = one.fact.answer(one.slot).text, other.fact.answer(other.slot).text
    where = f"`{one.fact.id}` ({first}) and `{other.fact.id}` ({second})"
    if surely_before(other, one):
        return _problem("B054", f"the dates contradict the order of {where}", place, "the earlier one comes first")
    hint = "more exact dates, or a list without one of the two"
    return _problem("B054", f"the dates leave the order of {where} open", place, hint)


def _too_long(name: str, bank: str, members: Sequence[Fact], place: Place) -> Iterable[Problem]:
    for fact in members:
        if len(f"{bank}.{fact.id}.before.{name}") > LONGEST_ID:
            message = f"with the name of this timeline the ids of `{fact.id}` are longer than {LONGEST_ID} characters"
            yield _problem("B052", message, place, "a shorter name")
            return


def _nearest(word: str, known: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean `{found[0]}`?" if found else None


def _problem(code: str, message: str, place: Place, hint: str | None = None) -> Problem:
    where = replace(place, key=len(place.at) == len(("timelines", "name")))
    return Problem(code, message, place.file, locate(where), hint)
