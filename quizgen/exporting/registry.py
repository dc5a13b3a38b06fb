"""The formats: every module of this folder that has an `export`, and what other packages offer."""

from __future__ import annotations

import difflib
import pkgutil
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
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
        info.name: import_module(f"{exporting.__name__}.{info.name}")
        for info in pkgutil.iter_modules(exporting.__path__)
    }
    ours = {name: module for name, module in found.items() if _is_format(module)}
    others = {point.name: point.load() for point in entry_points(group=GROUP)}
    return cast("dict[str, Exporter]", {**others, **ours})


def _is_format(module: ModuleType) -> bool:
    return hasattr(module, "export") and hasattr(module, "SUFFIX")


def exporter(name: str) -> Exporter:
    """Return the exporter of a format; raise ProblemError with a suggestion when there is none."""
    known = formats()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else f"formats are {', '.join(sorted(known))}"
    raise ProblemError(Problem("B082", f"there is no format `{name}`", "quizgen build", None, hint))
