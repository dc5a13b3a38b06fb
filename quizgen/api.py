"""The stages, one function each, as the command line uses them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from quizgen import copies
from quizgen.asking.asker import Asker, Unasked
from quizgen.asking.kinds import read_kinds
from quizgen.assembling import parse_where, sections, select
from quizgen.exporting.anki_deck import RETIRED, DeckOptions, contents, decks
from quizgen.exporting.anki_schema import BY_NAME, fingerprints
from quizgen.exporting.anki_templates import refuse_wrong
from quizgen.exporting.registry import exporter, on_paper
from quizgen.exporting.report import Report, write_whole
from quizgen.forms import make_forms
from quizgen.grounding.checking import check_bank
from quizgen.grounding.references import reference
from quizgen.lock import Changes, Content, updated
from quizgen.lock_file import LOCK, read_lock, written
from quizgen.lowering import lower
from quizgen.model.fact import Bank
from quizgen.model.item import Item, Level
from quizgen.model.quiz import BankInfo, CitedSource, Form, Quiz, Section
from quizgen.model.release import Lock, Retired
from quizgen.places import learning_order
from quizgen.problem import Place, Problem, ProblemError, in_order
from quizgen.reading.class_list import read_class_list
from quizgen.reading.complaints import complaints
from quizgen.reading.located import shown
from quizgen.reading.project import Config, PlannedSection, Project, bank_names, read_project
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
    first: Mapping[str, str] = field(default_factory=dict)
    unasked: dict[str, list[Unasked]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dropped: list[Item] = field(default_factory=list)

    def __iter__(self) -> Iterator[Item]:
        self.problems.clear()
        self.dropped.clear()
        kinds = read_kinds(self.project.templates)
        for bank in self.project.banks:
            asker = Asker(bank, kinds, self.seed, self.difficulty, self.first)
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


def ask(
    project: CheckedProject,
    seed: str | None = None,
    difficulty: Level | None = None,
    first: Mapping[str, str] | None = None,
) -> Asked:
    """Ask every slot of every fact. Iterate the result to get the items.

    `difficulty` says how near wrong options shall be to the right one. `first` has the ids that renamed questions were
    first released under, by default those of the project's lock; ProblemError is raised when that cannot be read.
    """
    known = read_lock(project.root).renames if first is None else first
    return Asked(project, seed or project.config.seed, difficulty or project.config.difficulty, known)


def assemble(
    project: CheckedProject,
    items: Iterable[Item],
    *,
    where: str = "",
    number: int | Sequence[PlannedSection] | None = None,
    forms: int = 0,
    seed: str | None = None,
    lock: Lock | None = None,
) -> Quiz:
    """Choose items (`where` is an expression such as `kind:who -bank:nobel`) and put them in order, on forms if asked.

    `lock` is what has been released with this release (see `release`), by default what the project's lock says. Items
    chosen by `number`, which may also be the plan of sections, or put on forms, are a paper; the quiz has what review
    finds in them together (`problems`). Raises ProblemError when a `where` cannot be read, when no item fits a section,
    or `forms` is out of range.
    """
    lock = read_lock(project.root) if lock is None else lock
    gone = _gone(project, lock) if lock.retired else ()
    seed = seed or project.config.seed
    known = tuple([item for item in items if item.id not in lock.retired])
    pool = tuple(filter(parse_where(where), known))
    weights = _weights(project, known) if number is not None or forms else None
    if number is None or isinstance(number, int):
        parts: tuple[Section, ...] = ()
        chosen = select(pool, number, seed, weights)
    else:
        parts = sections(pool, number, seed, weights)
        in_parts = frozenset(item for part in parts for item in part.items)
        chosen = tuple(item for item in pool if item.id in in_parts)
    return Quiz(
        title=_title(project, chosen),
        seed=seed,
        banks=_banks(project, chosen),
        sources=_sources(project, chosen),
        items=chosen,
        forms=make_forms(chosen, forms, seed, parts) if forms else (),
        sections=parts,
        lock=lock,
        retired=gone,
        report=project.config.report,
        templates=project.templates,
        problems=tuple(review_paper(chosen, weights, project.banks, project.config.levels)) if weights else (),
    )


def planned(project: CheckedProject, items: Iterable[Item], format: str, lock: Lock | None = None) -> Quiz:  # noqa: A002
    """Return what quizgen.toml plans for a format: for paper so many questions or the sections, on forms; else all.

    Raises ProblemError when there is no such format, and as `assemble` does.
    """
    if not on_paper(format):
        return assemble(project, items, lock=lock)
    config = project.config
    return assemble(project, items, number=config.sections or config.print_items, forms=config.forms, lock=lock)


def made_out(quiz: Quiz, class_list: str | Path) -> Quiz:
    """Return the quiz with a copy for each student of a class list (a CSV file), on its forms in turn.

    Raises ProblemError when the list cannot be read.
    """
    forms = quiz.forms or (Form(name="", entries=()),)
    return replace(quiz, copies=copies.made_out(read_class_list(Path(class_list)), forms, quiz.seed))


@dataclass(frozen=True)
class Release:
    """What a build releases: the lock before and after it, what changed, and the items.

    `left_out` are the ids of questions that the banks still ask but that are retired, and so not among the items.
    """

    before: Lock
    lock: Lock
    changes: Changes
    items: tuple[Item, ...]
    left_out: frozenset[str]
    options: DeckOptions


def release(
    project: CheckedProject, items: Iterable[Item], moment: str, options: Mapping[str, Any] | None = None
) -> Release:
    """Hold the items, all those of the project's banks as it was loaded, against what has been released.

    `moment` is when the release is made, `options` are those of the Anki deck where they are not the project's. Raises
    ProblemError when the lock, an option or a card template of the user's own is wrong.
    """
    refuse_wrong(project.templates)
    before = read_lock(project.root)
    made = tuple(items)
    kept = tuple([item for item in made if item.id not in before.retired])
    settings = _settings("anki", DeckOptions, project.config.options.get("anki", {}) if options is None else options)
    quiz = whole(project, kept, before)
    hashes = contents(quiz, settings)
    names = {bank: deck.name for bank, deck in decks(quiz, settings).items() if bank != RETIRED and quiz.banks}
    order = [item for item in learning_order(made) if item.id not in before.retired]
    sequence = {item.id: hashes.get(item.id, item.revision) for item in order}
    content = Content(sequence, fingerprints(project.templates), names, _scope(project))
    lock, changes = updated(before, content, moment)
    left_out = frozenset(item.id for item in made) & before.retired.keys()
    return Release(before, lock, changes, kept, left_out, settings)


def _scope(project: CheckedProject) -> frozenset[str] | None:
    """The banks that were loaded; None for all there are, and with them those that are there no more."""
    loaded = frozenset(bank.id for bank in project.banks)
    return None if loaded >= bank_names(project.root) else loaded


def _gone(project: CheckedProject, lock: Lock) -> tuple[Retired, ...]:
    """What is retired of the banks that were loaded, and of banks that are there no more."""
    scope = _scope(project)
    known = (one for one in lock.retired.values() if one.note_type in BY_NAME)
    return tuple(one for one in known if scope is None or one.bank in scope)


def keep(project: CheckedProject, lock: Lock) -> None:
    """Write the project's quizgen.lock. Raises ProblemError when that cannot be done; the old one is then whole."""
    path = project.root / LOCK
    try:
        write_whole(path, written(lock))
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot write: {error.strerror}", shown(path))) from None


def whole(project: CheckedProject, items: Iterable[Item], lock: Lock) -> Quiz:
    """Return the quiz of all these items, as the Anki deck has it."""
    return lower(assemble(project, items, lock=lock), exporter("anki").INTERACTIONS).quiz


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
    settings = _settings(format, chosen.Options, options)
    lowered = lower(quiz, chosen.INTERACTIONS)
    made, skipped = _reformed(lowered.quiz, lowered.skipped), lowered.skipped
    report = chosen.export(made, Path(out), settings)
    while report.written and (rest := _reformed(made, report.skipped)) is not made:
        made, skipped = rest, (*skipped, *report.skipped)
        report = chosen.export(made, Path(out), settings)
    left = dict((*skipped, *report.skipped))
    simplified = Counter(how for item, how in lowered.simplified.items() if item not in left)
    return replace(report, skipped=tuple(left.items()), lost=report.lost + simplified)


def rehearse(quiz: Quiz, format: str, **options: Any) -> Report:  # noqa: A002
    """Return what an export would say, and keep nothing of what it writes; the report's files are names alone.

    Raises ProblemError as `export` does.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = export(quiz, format, Path(folder) / f"quiz{exporter(format).SUFFIX}", **options)
        return replace(report, files=tuple(path.relative_to(folder) for path in report.files))


def _reformed(quiz: Quiz, skipped: Sequence[tuple[str, str]]) -> Quiz:
    """The quiz without what was skipped, its forms made anew: else their letters would no longer be balanced."""
    count, gone = len(quiz.forms), dict(skipped)
    if not gone or not count or quiz.forms != make_forms(quiz.items, count, quiz.seed, quiz.sections):
        return quiz  # forms of somebody else's making stay what they are
    items = tuple(item for item in quiz.items if item.id not in gone)
    return replace(quiz, items=items, forms=make_forms(items, count, quiz.seed, quiz.sections))


S = TypeVar("S", bound=BaseModel)


def _settings(format: str, model: type[S], options: Mapping[str, Any]) -> S:  # noqa: A002
    try:
        return model(**options)
    except ValidationError as error:
        found = complaints(error, Place(f"options of {format}"), {"": frozenset(model.model_fields)})
        raise ProblemError(*(replace(problem, code="B088", span=None) for problem in found)) from None
