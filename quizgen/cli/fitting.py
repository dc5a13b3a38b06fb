"""What formats could not take of a project's questions, said before anything is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quizgen import api
from quizgen.cli.format_options import options
from quizgen.model.fact import Fact
from quizgen.model.item import Item
from quizgen.problem import Problem, ProblemError, Severity
from quizgen.reading.located import locate


def problems(project: api.CheckedProject, items: Sequence[Item], formats: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each question that a format cannot take, and for each thing that a format loses."""
    facts = {(bank.id, fact.id): fact for bank in project.banks for fact in bank.facts}
    for name in formats:
        yield from _of(project, items, name, facts)


def _of(
    project: api.CheckedProject, items: Sequence[Item], name: str, facts: dict[tuple[str, str], Fact]
) -> Iterator[Problem]:
    quiz = api.planned(project, items, name)
    try:
        report = api.rehearse(quiz, name, **options(project, name))
    except ProblemError as error:
        yield from (replace(problem, message=f"{name}: {problem.message}") for problem in error.problems)
        return
    for item, reason in report.skipped:
        of = quiz.by_id[item]
        yield _refused(f"{item}: {name} cannot take it: {reason}", of, facts.get((of.bank, of.fact)))
    for what, count in report.lost.most_common():
        yield Problem("B141", f"{name} changes or loses {count:,} × {what}", name, severity=Severity.WARNING)


def _refused(message: str, item: Item, fact: Fact | None) -> Problem:
    if fact is None:  # of several facts, such as a timeline
        return Problem("B140", message, item.bank, severity=Severity.WARNING, item=item.id)
    where = locate(replace(fact.place, key=True))
    return Problem("B140", message, fact.place.file, where, None, Severity.WARNING, item.id)
