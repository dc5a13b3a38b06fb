"""Files on their way from the folder aside, where a build makes them, to where the user wants them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from glob import escape
from pathlib import Path

from quizgen.exporting.registry import is_part
from quizgen.exporting.report import Report, move_folder


def move(made: Path, target: Path) -> None:
    """Move all that was made into place. A failure puts the files back; of a folder all that is ours goes at once."""
    with ExitStack() as undo:
        for file in sorted(path for path in made.iterdir() if path.is_file()):
            final, old = target / file.name, made / f".old-{file.name}"
            if final.is_file():
                final.rename(old)
                undo.callback(old.rename, final)
            file.rename(final)
            undo.callback(final.rename, file)
        for folder in sorted(path for path in made.iterdir() if path.is_dir()):
            move_folder(folder, target / folder.name)
        undo.pop_all()


def seen_from(report: Report, made: Path, target: Path) -> Report:
    """Return the report with its files where they were moved to."""
    return replace(report, files=tuple(target / path.relative_to(made) for path in report.files))


def left_over(reports: Iterable[Report]) -> list[Path]:
    """What an earlier build left beside the files of this one: papers with other letters, parts that are no more."""
    written = {path for report in reports for path in report.files}
    return [
        path
        for report in reports
        for main in report.files[:1]
        for path in sorted(main.parent.glob(f"{escape(main.stem)}-*{escape(main.suffix)}"))
        if path not in written and is_part(report.format, main, path)
    ]
