"""Does quizgen.toml turn off or down what there is? Codes and banks are known only when both have been read."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from quizgen import reviewing
from quizgen.problem import Problem
from quizgen.reading.project import Project, bank_names, in_config

CODE = "B064"


def check_levels(project: Project) -> list[Problem]:
    """Return a problem for each name under `[review]` that is neither the code of a rule nor a bank."""
    review = project.config.review
    if not review:
        return []
    return [in_config(project.root, problem, name) for name, problem in _unknown(project)]


def _unknown(project: Project) -> Iterator[tuple[str, Problem]]:
    banks = sorted(bank_names(project.root))
    for name, level in project.config.review.items():
        if isinstance(level, str):
            yield from _unknown_code(name)
        elif name not in banks:
            yield name, Problem(CODE, f"there is no bank `{name}`", "", None, _hint(name, banks))
        else:
            for code in level:
                yield from _unknown_code(code)


def _unknown_code(name: str) -> Iterator[tuple[str, Problem]]:
    if name not in reviewing.rules():
        yield name, Problem(CODE, f"there is no review rule `{name}`", "", None, _hint(name, sorted(reviewing.rules())))


def _hint(name: str, known: list[str]) -> str | None:
    near = get_close_matches(name.upper() if name.upper() in known else name, known, 1, 0.5)
    return f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(known)}" if known else None
