"""Quizzes of any length, asked from a generated table and kept as pickles, so that each export starts from the same."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from generating import table_project
from measuring import Figures, case

from quizgen import api
from quizgen.assembling import make_forms
from quizgen.model.quiz import Quiz


def pickled(folder: Path, number: int, forms: Iterable[int] = (0,)) -> dict[int, Path]:
    """Return the pickle of a quiz of `number` items for each number of forms; made once in a process of its own."""
    paths = {count: folder / f"quiz-{number}-{count}.pickle" for count in forms}
    if not all(path.exists() for path in paths.values()):
        project = table_project(folder / f"quiz-{number}", number // 2 + 50)
        case("quizzes", "make", project, number, *(f"{count}={path}" for count, path in paths.items()))
    return paths


def make(project: str, number: str, *wanted: str) -> Figures:
    """Case: ask, take the first items, and write a quiz for each `FORMS=PATH`."""
    checked = api.check(api.load(project))
    items = tuple(islice(api.ask(checked), int(number)))
    if len(items) < int(number):
        raise SystemExit(f"only {len(items)} items where {number} were wanted")
    whole = api.assemble(checked, items)
    for text in wanted:
        count, _, path = text.partition("=")
        forms = make_forms(whole.items, int(count), whole.seed) if int(count) else ()
        Path(path).write_bytes(pickle.dumps(replace(whole, forms=forms, changed={}, templates=())))
    return {"items": len(items)}


def unpickled(path: str | Path) -> Quiz:
    """Return a quiz kept by `make`."""
    quiz: Quiz = pickle.loads(Path(path).read_bytes())
    return quiz
