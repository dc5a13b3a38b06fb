"""What `quizgen scan` does: scans become points, pictures, and a list of what a person must look at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from quizgen.cli.progress import counted
from quizgen.cli.summary import many
from quizgen.exporting.report import write_whole
from quizgen.model.key import PaperKey
from quizgen.problem import Problem, ProblemError
from quizgen.reading.located import shown
from quizgen.reading.project import find_root
from quizgen.scanning.annotating import annotated
from quizgen.scanning.corrections import Corrections, read_corrections, table, to_look_at
from quizgen.scanning.grading import Graded, grade
from quizgen.scanning.putting_together import compared, put_together
from quizgen.scanning.reading import SheetReading
from quizgen.scanning.rectifying import BLANK
from quizgen.scanning.results import write_results
from quizgen.scanning.sheets import read_sheets

LIST = "to-look-at.csv"
PICTURES = "annotated"
FEW = 5


@dataclass(frozen=True)
class Asked:
    """What the user asked for: the scans, the key, where the results go, what a person has said of them."""

    paths: tuple[Path, ...]
    key: Path
    out: Path | None
    corrections: Path | None
    skip_blank: bool
    project: Path = Path()

    @property
    def folder(self) -> Path:
        """Where the results go: `moon-results` beside `moon-key.json`."""
        return self.out or self.key.with_name(f"{self.key.stem.removesuffix('-key')}-results")


def scan(asked: Asked, *, quiet: bool) -> int:
    """Write the results and return the exit code: 1 while there is something to look at.

    Raises ProblemError when there is no usable key, scan, package or table of corrections, or nothing can be written.
    """
    key = read_key(asked.key)
    _refuse_among_scans(asked)
    try:
        corrections = _corrections(asked)
        pages, pictures = _read(asked, key, corrections, quiet=quiet)
        pages = compared(key, pages, corrections)
        graded = grade(key, put_together(pages))
        files = write_results(key, graded, asked.folder, _templates(asked.project))
        lines = to_look_at(pages, corrections, pictures)
        write_whole(asked.folder / LIST, table(lines))
    except OSError as error:  # of what is read, it is told where that is done
        place = shown(Path(error.filename) if error.filename else asked.folder)
        raise ProblemError(Problem("B001", f"cannot write: {error.strerror}", place)) from None
    open_still = sum(len(page.doubts) for page in pages)
    if not quiet:
        _say(key, graded, pages, corrections, asked.folder, files)
    return 1 if open_still or corrections.unmet else 0


def read_key(path: Path) -> PaperKey:
    """Return the key of a paper; raise ProblemError if the file is none."""
    try:
        return PaperKey.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ProblemError(Problem("B001", f"cannot be read: {error.strerror}", shown(path))) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = f"this is not the key of a paper: {where + ': ' if where else ''}{first['msg']}"
        hint = "it is the file …-key.json that was built with the paper"
        raise ProblemError(Problem("B133", message, shown(path), hint=hint)) from None


def _refuse_among_scans(asked: Asked) -> None:
    """Results that lie among the scans would be taken for scans the next time."""
    if asked.folder.resolve() in {path.resolve() for path in asked.paths}:
        hint = "choose another folder with -o"
        raise ProblemError(Problem("B134", "the results would lie among the scans", shown(asked.folder), hint=hint))


def _templates(project: Path) -> tuple[Path, ...]:
    """The user's own templates, if this is done in a project; a key alone is enough."""
    try:
        own = find_root(project) / "templates"
    except ProblemError:
        return ()
    return (own,) if own.is_dir() else ()


def _corrections(asked: Asked) -> Corrections:
    """What a person has said; the list is written anew, so what was said in it must be taken over, not lost."""
    if asked.corrections:
        return read_corrections(asked.corrections)
    old = asked.folder / LIST
    if old.is_file() and read_corrections(old).lines:
        hint = f"take them over with `--corrections {shown(old)}`, or remove the file"
        raise ProblemError(Problem("B132", "there are corrections in this list", shown(old), hint=hint))
    return Corrections()


def _read(
    asked: Asked, key: PaperKey, corrections: Corrections, *, quiet: bool
) -> tuple[list[SheetReading], dict[tuple[str, int], str]]:
    """Read all pages and write a picture of each; return the readings, and what the pictures are called."""
    forms = {form.name: form for form in key.forms}
    readings: list[SheetReading] = []
    pictures: dict[tuple[str, int], str] = {}
    without_greys = 0
    blank: list[SheetReading] = []
    taken: set[str] = set()
    for reading, picture in counted(read_sheets(asked.paths, key, corrections), "pages", quiet=quiet):
        if asked.skip_blank and any(doubt.why == BLANK for doubt in reading.doubts):
            blank.append(reading)
            continue
        readings.append(reading)
        without_greys += not picture.greys
        verdicts = grade(key, [reading])[0].verdicts
        form = None if reading.form is None else forms.get(reading.form)
        if drawn := annotated(picture, reading, form, verdicts):
            name = _free(reading, taken)
            write_whole(asked.folder / PICTURES / name, drawn)
            pictures[reading.file, reading.page] = f"{PICTURES}/{name}"
    if without_greys and not quiet:
        _tell(f"{many(without_greys, 'page')} without greys: faint pencil is lost in such a scan; scan in grey")
    if blank and not quiet:
        _tell(f"{many(len(blank), 'blank page')} left out: {_some(_page(one.file, one.page) for one in blank)}")
    return readings, pictures


def _free(reading: SheetReading, taken: set[str]) -> str:
    """A file name of its own for the page: `scan-3.png`, or with the page of a file of several."""
    path = Path(reading.file)
    base = re.sub(r"[^\w.-]+", "-", path.stem).strip(".-") or "page"
    base = base if reading.page == 1 and path.suffix.lower() != ".pdf" else f"{base}-{reading.page:03}"
    name, number = f"{base}.png", 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}.png"
    taken.add(name.casefold())
    return name


def _say(
    key: PaperKey,
    graded: list[Graded],
    pages: list[SheetReading],
    corrections: Corrections,
    folder: Path,
    files: Iterable[Path],
) -> None:
    known = [sheet for sheet in graded if sheet.form is not None]
    doubtful = sum(bool(sheet.reading.doubts) for sheet in known)
    number = sum(len(page.doubts) for page in pages)
    _tell(f"{many(len(known), 'sheet')} read from {many(len(pages), 'page')}, {doubtful} in doubt")
    if strange := len(graded) - len(known):
        _tell(f"{many(strange, 'page')} could not be read as an answer sheet of this paper")
    _tell(", ".join(shown(file) for file in (*files, folder / PICTURES)))
    scanned = {page.code for page in pages}
    if missing := [copy.name for copy in key.copies if copy.code not in scanned]:
        _tell(f"not among the scans: {_some(missing)}")
    _say_unmet(corrections)
    if number:
        list_ = shown(folder / LIST)
        _tell(f"{many(number, 'place')} to look at: fill the column `correct` of {list_}")
        _tell(f"  then call again with --corrections {list_}")


def _say_unmet(corrections: Corrections) -> None:
    gone = [line for line in corrections.unmet if line.place[:2] not in corrections.scanned]
    strange = [line for line in corrections.unmet if line.place[:2] in corrections.scanned]
    if gone:
        sheets = _some(sorted({line.sheet for line in gone}))
        _tell(f"{many(len(gone), 'correction')} for pages that were not scanned: {sheets}")
    if strange:
        fields = _some(f"`{line.field}` at {_page(line.sheet, line.page)}" for line in strange)
        _tell(f"{many(len(strange), 'correction')} could not be taken over: {fields}")
        _tell("  a page has the fields `code`, `form`, `student` and the numbers of its questions with bubbles")


def _page(file: str, page: int) -> str:
    return file if page == 1 and not file.lower().endswith(".pdf") else f"{file}, page {page}"


def _some(names: Iterable[str]) -> str:
    """The first few of the names, and how many more there are."""
    told = list(names)
    return "; ".join(told[:FEW]) + (f" and {len(told) - FEW} more" if len(told) > FEW else "")


def _tell(line: Any) -> None:
    click.echo(line, err=True)
