"""What `quizgen init` writes: a small project of the same shape as quizgen's own repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from quizgen.problem import Problem, ProblemError
from quizgen.reading.located import shown
from quizgen.reading.project import CONFIG
from quizgen.templating import shipped

IGNORED = "*\n!.gitignore\n"


def examples() -> list[str]:
    """Return the names of the banks that ship with quizgen."""
    return sorted(path.name for path in shipped("question_bank").iterdir() if (path / "bank.yaml").is_file())


def start_project(folder: Path, example: str | None) -> list[Path]:
    """Write a project with a copy of a shipped bank, or with an empty one, and return what was made.

    Raises ProblemError rather than overwrite anything.
    """
    if (folder / CONFIG).exists() or (folder / "question_bank").exists():
        raise ProblemError(Problem("B087", "there is a project already", shown(folder)))
    blank = shipped("templates") / "project" / "blank"
    try:
        config = _copied(blank / CONFIG, folder / CONFIG)
        bank = shipped("question_bank") / example if example else blank / "question_bank" / "my-bank"
        made = _copied(bank, folder / "question_bank" / bank.name)
        (folder / "templates").mkdir(exist_ok=True)
        (folder / "output").mkdir(exist_ok=True)
        (folder / "output" / ".gitignore").write_text(IGNORED, encoding="utf-8")
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot write here: {error.strerror}", shown(folder))) from None
    return [config, made, folder / "templates", folder / "output"]


def _copied(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
    return target
