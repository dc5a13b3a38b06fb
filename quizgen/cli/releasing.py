"""The moment of a release, what is wrong with it, and the lock that keeps it."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from quizgen import api, moments
from quizgen.api import CheckedProject, Release
from quizgen.asking.renaming import fact_of
from quizgen.lock_file import LOCK, read_lock
from quizgen.model.release import Lock
from quizgen.problem import Problem, ProblemError, Severity, Span, errors
from quizgen.reading.located import BREAKS, read_text, shown
from quizgen.reading.project import Config, in_config

A_DAY = 86_400
MANY = 5
"""So many ids are named in a problem."""


def moment(config: Config) -> str:
    """Return when this release is made: as quizgen.toml says, else SOURCE_DATE_EPOCH, else now.

    Students' Anki compares this with the times of its own notes, so it must be a real one. Nothing that is unchanged
    ever carries it.
    """
    if config.release:
        return config.release
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return moments.moment(int(given) if given else int(time.time()))
    except ValueError:
        hint = "it is a number of seconds since 1970"
        problem = Problem("B089", f"SOURCE_DATE_EPOCH is `{given}`", "environment", None, hint)
        raise ProblemError(problem) from None


def compared(path: Path, renamed: Callable[[Lock], Lock] | None = None) -> tuple[CheckedProject, Release]:
    """Return the whole project and what a build of it would change, with a lock as if some questions were `renamed`.

    Raises ProblemError when anything in it is wrong: what fails would look as if it had vanished.
    """
    checked = api.check(api.load(path))
    if wrong := errors(checked.problems):
        raise ProblemError(*wrong)
    asked = api.ask(checked, first=renamed(read_lock(checked.root)).renames if renamed else None)
    release = api.release(checked, asked, moment(checked.config))
    if wrong := [*errors(asked.problems), *taken(checked, release)]:
        raise ProblemError(*wrong)
    return checked, release


def refusals(project: CheckedProject, release: Release) -> list[Problem]:
    """Return what stops a release: questions that vanished, ids that are taken, and note types that changed shape."""
    return [*_vanished(project, release), *taken(project, release), *_reshaped(project, release)]


def warnings(project: CheckedProject, release: Release) -> list[Problem]:
    """Return what a release should be warned of: a moment of the author's own that cannot be right."""
    own, before = project.config.release, release.before
    if own is None or release.lock == before:
        return []
    if moments.seconds(own) > time.time() + A_DAY:
        message = f"`release` lies in the future, at {own}"
        hint = "until then a student's own edits look older, and every import overwrites them"
    elif before.release != moments.NEVER and own <= before.release:
        message = f"`release` is not later than {before.release}, when the last one was made"
        hint = "students may have later edits, and older versions of Anki pass it over; without it the clock is taken"
    else:
        return []
    return [in_config(project.root, Problem("B098", message, "", None, hint, Severity.WARNING), "release")]


def _vanished(project: CheckedProject, release: Release) -> Iterable[Problem]:
    gone = release.changes.vanished
    if not gone:
        return
    retire = f"`quizgen retire {gone[0] if len(gone) == 1 else '--vanished'}` tells those who have the card"
    if renames := likely_renames(release):
        old, new = next(iter(renames.items()))
        hint = f"if that is the same under another id: `quizgen rename {old} {new}`"
    elif release.changes.new:
        hint = f"if a new one is the same under another id: `quizgen rename OLD NEW`; if it is gone, {retire}"
    else:
        hint = f"bring it back, or {retire}"
    message = f"{_listed(gone)}: released, and asked no more"
    yield Problem("B091", message, shown(project.root / LOCK), _line(project, gone[0]), hint)


def taken(project: CheckedProject, release: Release) -> Iterable[Problem]:
    """Return ids that cannot be given to new questions, for students know others by them."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, locked in release.lock.items.items():
        owners[locked.first].append(name)
    for name, one in release.lock.retired.items():
        owners[one.first].append(name)
    for first, names in owners.items():
        if len(names) > 1:
            other = next(name for name in names if name != first)
            message = (
                f"`{first}` is the identity of `{other}` in students' decks, so no other question can have this id"
            )
            where = _line(project, other)
            yield Problem("B092", message, shown(project.root / LOCK), where, "give the new fact another id")


def _reshaped(project: CheckedProject, release: Release) -> Iterable[Problem]:
    for name in release.changes.reshaped:
        message = f"the note type `{name}` has other fields or cards than when it was released"
        hint = "Anki would freeze all notes that students have: a new schema needs a new version, with a new id"
        yield Problem("B093", message, shown(project.root / LOCK), None, hint)


def likely_renames(release: Release) -> dict[str, str]:
    """Return facts (`bank.fact`), or banks, that seem to be known ones under another id: the same content is there."""
    new = {release.lock.items[name].content: name for name in release.changes.new}
    found: dict[str, str] = {}
    for old in release.changes.vanished:
        name = new.get(release.before.items[old].content)
        if name and old.split(".")[2:] == name.split(".")[2:]:
            found[fact_of(old)] = fact_of(name)
    banks = {(old.partition(".")[0], name.partition(".")[0]) for old, name in found.items()}
    kept = all(old.partition(".")[2] == name.partition(".")[2] for old, name in found.items())
    return dict(banks) if len(banks) == 1 and kept else found


def renamed(root: Path, item: str) -> str:
    """Return the id that an item has now if it was released under this one, else this one."""
    now = {first: name for name, first in read_lock(root).renames.items()}
    return now.get(item, item)


def _listed(names: tuple[str, ...]) -> str:
    told = ", ".join(f"`{name}`" for name in names[:MANY])
    return f"{told} and {len(names) - MANY:,} more" if len(names) > MANY else told


def _line(project: CheckedProject, item: str) -> Span | None:
    """Where the lock tells of the item."""
    path = project.root / LOCK
    for number, line in enumerate(BREAKS.split(read_text(path)) if path.is_file() else (), 1):
        start = f"item {item} "
        if line.startswith(start):
            return Span(number, 6, number, len(start))
    return None
