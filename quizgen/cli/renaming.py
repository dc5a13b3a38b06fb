"""What `quizgen rename` does: give what was released another id, and with it keep the cards that students have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from quizgen import api
from quizgen.asking.renaming import fact_of, meant
from quizgen.cli import releasing
from quizgen.cli.summary import many
from quizgen.exporting.anki_note import CLOZE_KINDS
from quizgen.lock import renamed
from quizgen.lock_file import LOCK
from quizgen.model.release import Lock
from quizgen.problem import Problem, ProblemError
from quizgen.reading.located import shown


def rename(path: Path, old: str, new: str) -> str:
    """Write the lock; return what was done. Raises ProblemError when there is no OLD, or NEW is not a new question."""
    checked, release = releasing.compared(path, partial(_with_all, old=old, new=new))
    place = shown(checked.root / LOCK)
    before = release.before
    names, gone = _renamed(before.items, old, new), _renamed(before.retired, old, new)
    if not names and not gone:
        known = [*before.items, *before.retired]
        near = difflib.get_close_matches(old, [*known, *map(fact_of, known)], 1)
        hint = f"did you mean `{near[0]}`?" if near else None
        raise ProblemError(Problem("B094", f"nothing released is called `{old}`", place, None, hint))
    asked = {item.id for item in release.items} | release.left_out
    if still := next((name for name in (*names, *gone) if name in asked), None):
        message = f"`{still}` is still asked under its old id"
        raise ProblemError(Problem("B096", message, place, None, "rename the fact in its bank first"))
    there = {name: to for name, to in names.items() if to in release.changes.new}
    if frozen := next((name for name, to in there.items() if _hides(name) != _hides(to)), None):
        message = f"`{frozen}` hides words in a text, or does not, and `{there[frozen]}` is the other way"
        hint = "they are notes of two types, and Anki never updates a note that changes its type: retire the old one"
        raise ProblemError(Problem("B096", message, place, None, hint))
    if names and not there:
        message = f"no new question is called `{next(iter(names.values()))}`"
        raise ProblemError(Problem("B096", message, place, None, "rename the fact in its bank first"))
    api.keep(checked, renamed(before, there | gone, _banks(old, new)))
    left = len(names) - len(there)
    rest = f"; {many(left, 'question')} of `{old}` not asked of `{new}`, to be retired" if left else ""
    return f"{many(len(there) + len(gone), 'question')} renamed: students keep their cards{rest}"


def _hides(item: str) -> bool:
    """Whether the item is a cloze note."""
    return item.split(".")[2] in CLOZE_KINDS


def _with_all(lock: Lock, old: str, new: str) -> Lock:
    """The lock as if all that is called OLD were called NEW."""
    names = _renamed((*lock.items, *lock.retired), old, new)
    return renamed(lock, names, _banks(old, new))


def _renamed(known: Iterable[str], old: str, new: str) -> dict[str, str]:
    """The items that are OLD, or of the fact or bank OLD, with their ids to be."""
    return {name: new + name[len(old) :] for name in meant(old, known)}


def _banks(old: str, new: str) -> dict[str, str]:
    return {} if "." in old else {old: new}
