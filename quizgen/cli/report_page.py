"""What `quizgen check --report` writes."""

from __future__ import annotations

from pathlib import Path

from quizgen import reviewing
from quizgen.api import Asked
from quizgen.cli.explanations import explanations
from quizgen.lock_file import read_lock
from quizgen.model.item import Item
from quizgen.problem import Problem
from quizgen.reading.located import shown
from quizgen.reading.project import Project
from quizgen.reporting.page import write_page
from quizgen.reporting.reviewed import Reviewed


def write_report(out: Path, project: Project, asked: Asked, items: tuple[Item, ...]) -> list[Problem]:
    """Write the report of the review that made `items`; return a problem when the file cannot be written.

    What the review found is told all the same, so this is no reason to stop.
    """
    try:
        write_page(_reviewed(project, asked, items), out)
    except OSError as error:
        return [Problem("B001", f"cannot write the report: {error.strerror}", shown(out))]
    return []


def _reviewed(project: Project, asked: Asked, items: tuple[Item, ...]) -> Reviewed:
    checked = asked.project
    lock = read_lock(checked.root)
    problems = (*checked.problems, *asked.problems)
    known = explanations()
    codes = {*reviewing.rules(), *(problem.code for problem in problems)} & known.keys()
    return Reviewed(
        title=checked.config.title,
        release=lock.release.partition("T")[0] if lock.items else "",
        written=project.banks,
        banks=checked.banks,
        items=items,
        dropped=asked.dropped,
        unasked=asked.unasked,
        problems=problems,
        meanings={code: known[code] for code in codes},
        off={code: _off(code, project) for code in codes},
        templates=checked.templates,
    )


def _off(code: str, project: Project) -> tuple[str, ...]:
    """The banks in which quizgen.toml turns the rule off."""
    return tuple(bank.id for bank in project.banks if project.config.levels(bank.id).get(code) == "off")
