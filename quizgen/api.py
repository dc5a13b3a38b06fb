"""The stages, one function each, as the command line uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from quizgen.asking.asker import Asker, Unasked
from quizgen.asking.kinds import read_kinds
from quizgen.assembling import make_forms, parse_where, select
from quizgen.exporting.registry import exporter
from quizgen.exporting.report import Report
from quizgen.grounding.checking import check_bank
from quizgen.grounding.references import reference
from quizgen.lock import read_lock, updated
from quizgen.lowering import lower
from quizgen.model.fact import Bank
from quizgen.model.item import Item, Level
from quizgen.model.quiz import BankInfo, CitedSource, Quiz
from quizgen.problem import Place, Problem, ProblemError, in_order
from quizgen.reading.complaints import complaints
from quizgen.reading.project import Config, Project, read_project
from quizgen.reviewing import Review
from quizgen.reviewing.clues import Weights
from quizgen.reviewing.levels import check_levels
from quizgen.reviewing.papers import review_paper


@dataclass(frozen=True)
class CheckedProject:
    """A project whose banks hold only facts with citations that hold; `problems` tells of the others."""

    root: Path
    config: Config
    banks: tuple[Bank, ...]
    problems: tuple[Problem, ...]
    templates: tuple[Path, ...] = ()


@dataclass
class Asked:
    """The items of a project, made one by one as you iterate.

    `unasked`, and what review finds, `problems` and the items `dropped` for them, fill up on the way.
    """

    project: CheckedProject
    seed: str
    difficulty: Level | None = None
    unasked: dict[str, list[Unasked]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dropped: list[Item] = field(default_factory=list)

    def __iter__(self) -> Iterator[Item]:
        self.problems.clear()
        self.dropped.clear()
        kinds = read_kinds(self.project.templates)
        for bank in self.project.banks:
            asker = Asker(bank, kinds, self.seed, self.difficulty)
            self.unasked[bank.id] = asker.unasked
            levels = self.project.config.levels(bank.id)
            yield from Review(bank, self.problems, levels, self.dropped).sound(asker.items())


def load(path: str | Path = ".", banks: Iterable[str] = ()) -> Project:
    """Read the project at or above `path`, or only the banks named.

    What is wrong inside the banks stands in the project's `problems`; ProblemError is raised when there is no project
    or its quizgen.toml cannot be read.
    """
    return read_project(Path(path), banks)


def check(project: Project) -> CheckedProject:
    """Hold every citation against its source and keep the facts that pass; all problems come along."""
    checked = [check_bank(bank, project.config.require) for bank in project.banks]
    found = (*project.problems, *check_levels(project), *(problem for one in checked for problem in one.problems))
    banks = tuple(one.bank for one in checked)
    return CheckedProject(project.root, project.config, banks, tuple(in_order(found)), project.templates)


def ask(project: CheckedProject, seed: str | None = None, difficulty: Level | None = None) -> Asked:
    """Ask every slot of every fact. Iterate the result to get the items.

    `difficulty` says how near wrong options shall be to the right one.
    """
    return Asked(project, seed or project.config.seed, difficulty or project.config.difficulty)


def assemble(
    project: CheckedProject,
    items: Iterable[Item],
    *,
    where: str = "",
    number: int | None = None,
    forms: int = 0,
    seed: str | None = None,
) -> Quiz:
    """Choose items (`where` is an expression such as `kind:who -bank:nobel`) and put them in order, on forms if asked.

    Items chosen by number, or put on forms, are a paper; the quiz has what review finds in them together (`problems`).
    Raises ProblemError when `where` cannot be read or `forms` is out of range.
    """
    seed = seed or project.config.seed
    wanted = parse_where(where)
    known = tuple(items)
    weights = _weights(project, known) if number is not None or forms else None
    chosen = select(filter(wanted, known), number, seed, weights)
    lock, _ = updated(read_lock(project.root), chosen, project.config.release)
    return Quiz(
        title=_title(project, chosen),
        seed=seed,
        banks=_banks(project, chosen),
        sources=_sources(project, chosen),
        items=chosen,
        forms=make_forms(chosen, forms, seed) if forms else (),
        changed={name: locked.changed for name, locked in lock.items()},
        release=project.config.release,
        templates=project.templates,
        problems=tuple(review_paper(chosen, weights, project.banks, project.config.levels)) if weights else (),
    )


def _weights(project: CheckedProject, items: tuple[Item, ...]) -> Weights:
    return Weights(items, {bank.id: bank.entities for bank in project.banks})


def _title(project: CheckedProject, items: tuple[Item, ...]) -> str:
    used = {item.bank for item in items}
    titles = [bank.title for bank in project.banks if bank.id in used]
    return titles[0] if len(titles) == 1 else project.config.title


def _banks(project: CheckedProject, items: tuple[Item, ...]) -> tuple[BankInfo, ...]:
    used = {item.bank for item in items}
    return tuple(
        BankInfo(id=b.id, title=b.title, language=b.language, licence=b.licence, description=b.description)
        for b in project.banks
        if b.id in used
    )


def _sources(project: CheckedProject, items: tuple[Item, ...]) -> dict[str, CitedSource]:
    used = {citation.source for item in items for citation in item.citations}
    return {
        name: CitedSource(source=source, reference=reference(source))
        for bank in project.banks
        for name, source in bank.sources.items()
        if name in used
    }


def export(quiz: Quiz, format: str, out: str | Path, **options: Any) -> Report:  # noqa: A002
    """Write the quiz as `format` to the file `out` and say what was written, skipped and lost.

    Raises ProblemError when there is no such format, an option is wrong, or the format cannot hold the quiz.
    """
    chosen = exporter(format)
    try:
        settings = chosen.Options(**options)
    except ValidationError as error:
        known = {"": frozenset(chosen.Options.model_fields)}
        found = complaints(error, Place(f"options of {format}"), known)
        raise ProblemError(*(replace(problem, code="B088", span=None) for problem in found)) from None
    lowered = lower(quiz, chosen.INTERACTIONS)
    report = chosen.export(lowered.quiz, Path(out), settings)
    return replace(report, skipped=(*lowered.skipped, *report.skipped), lost=report.lost + lowered.simplified)
