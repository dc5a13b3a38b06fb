"""The formats: every module of this folder that has an `export`, and what other packages offer."""

from __future__ import annotations

import difflib
import pkgutil
import re
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import cast

from quizgen import exporting
from quizgen.exporting.report import Exporter
from quizgen.problem import Problem, ProblemError

GROUP = "quizgen.exporters"


@lru_cache(maxsize=1)
def formats() -> dict[str, Exporter]:
    """Return the exporters by the name of their format."""
    found = {
        info.name.replace("_", "-"): import_module(f"{exporting.__name__}.{info.name}")
        for info in pkgutil.iter_modules(exporting.__path__)
    }
    ours = {name: module for name, module in found.items() if _is_format(module)}
    others = {point.name: point.load() for point in entry_points(group=GROUP)}
    return cast("dict[str, Exporter]", {**others, **ours})


def _ours(name: str) -> Exporter | None:
    """Return the exporter that ships with quizgen without importing the others, which takes a while."""
    module = f"{exporting.__name__}.{name.replace('-', '_')}"
    found = find_spec(module) if re.fullmatch("[a-z0-9-]+", name) else None
    made = import_module(module) if found else None
    return cast("Exporter", made) if made and _is_format(made) else None


def _is_format(module: ModuleType) -> bool:
    return hasattr(module, "export") and hasattr(module, "SUFFIX")


def on_paper(name: str) -> bool:
    """Tell whether a format is for paper: it gets as many questions as fit a lesson, in forms or sections."""
    return bool(getattr(exporter(name), "PAPER", False))


def makes_forms(name: str) -> bool:
    """Tell whether a format holds the forms of a quiz, on paper or otherwise."""
    return on_paper(name) or bool(getattr(exporter(name), "FORMS", False))


def is_part(name: str, main: Path, other: Path) -> bool:
    """Tell whether `other` is named as a further file of questions that a format writes beside its main file."""
    pattern = str(getattr(exporter(name), "PARTS", ""))
    found = other.suffix == main.suffix and other.stem.startswith(main.stem)
    return found and bool(pattern) and re.fullmatch(pattern, other.stem[len(main.stem) :]) is not None


def makes_copies(name: str) -> bool:
    """Tell whether a format makes a copy for each student of a class."""
    return bool(getattr(exporter(name), "COPIES", False))


def by_ending(file: str) -> tuple[str, ...]:
    """Return the format that such a file would be written as: the one with the longest ending that fits, if any."""
    fitting = {name: len(known.SUFFIX) for name, known in formats().items() if file.endswith(known.SUFFIX)}
    return tuple(name for name, length in fitting.items() if length == max(fitting.values()))


def exporter(name: str) -> Exporter:
    """Return the exporter of a format; raise ProblemError with a suggestion when there is none."""
    if ours := _ours(name):
        return ours
    known = formats()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"formats are {', '.join(sorted(known))}"
    raise ProblemError(Problem("B082", f"there is no format `{name}`", "quizgen build", None, hint))
