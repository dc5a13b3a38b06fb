"""Quizzes of any length, asked from a generated table and kept as pickles, so that each export starts from the same."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from generating import table_project
from measuring import Figures, case

if TYPE_CHECKING:  # at run time only the cases import quizgen
    from quizgen.model.quiz import Form, Quiz


def pickled(folder: Path, number: int, forms: Iterable[int] = (0,)) -> dict[int, Path]:
    """Return the pickle of a quiz of `number` items for each number of forms; made once in a process of its own."""
    paths = {count: folder / f"quiz-{number}-{count}.pickle" for count in forms}
    if not all(path.exists() for path in paths.values()):
        project = table_project(folder / f"quiz-{number}", number // 2 + 50)
        case("quizzes", "make", project, number, *(f"{count}={path}" for count, path in paths.items()))
    return paths


def make(project: str, number: str, *wanted: str) -> Figures:
    """Case: ask, take the first items, and write a quiz for each `FORMS=PATH`."""
    from quizgen import api

    checked = api.check(api.load(project))
    items = tuple(islice(api.ask(checked), int(number)))
    if len(items) < int(number):
        raise SystemExit(f"only {len(items)} items where {number} were wanted")
    whole = api.assemble(checked, items)
    for text in wanted:
        count, _, path = text.partition("=")
        made = replace(whole, forms=_forms(whole, int(count)), templates=())
        Path(path).write_bytes(pickle.dumps(made))
    return {"items": len(items)}


def _forms(quiz: Quiz, count: int) -> tuple[Form, ...]:
    """Return so many forms; quizgen's own names end at Z, so a large class gets A1 to Z1, A2 to Z2 …"""
    from quizgen.forms import FORM_NAMES, make_forms

    forms: list[Form] = []
    while len(forms) < count:
        round_number, most = len(forms) // len(FORM_NAMES) + 1, min(count - len(forms), len(FORM_NAMES))
        more = make_forms(quiz.items, most, f"{quiz.seed}-{round_number}")
        forms += [form.model_copy(update={"name": f"{form.name}{round_number}"}) for form in more]
    return tuple(forms)


def unpickled(path: str | Path) -> Quiz:
    """Return a quiz kept by `make`."""
    quiz: Quiz = pickle.loads(Path(path).read_bytes())
    return quiz
