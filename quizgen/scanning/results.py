"""What a teacher gets of the scanned sheets: tables, one JSON file, a report, and for each student what to revise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from quizgen.exporting.report import write_folder
from quizgen.model.key import PaperKey
from quizgen.scanning.grading import Graded
from quizgen.scanning.results_data import as_json
from quizgen.scanning.results_report import report_page
from quizgen.scanning.results_revise import revise_page
from quizgen.scanning.results_tables import answers_csv, items_csv, sheets_csv
from quizgen.scanning.statistics import analyse


def write_results(
    key: PaperKey, graded: Iterable[Graded], folder: Path, templates: Sequence[Path] = ()
) -> tuple[Path, ...]:
    """Write the results into the folder and return their paths; all of them are replaced, or none.

    `results.csv` has a row for each sheet, `answers.csv` one for each answer, `items.csv` one for each question.
    `results.json` has all of it. `report.html` is for the teacher, `revise.html` for the students, each on a page of
    her own. Whatever else is in the folder stays. `templates` are the user's own folders, which go before the shipped
    ones. The same sheets give the same bytes. Raises OSError when the folder cannot be written.
    """
    sheets = list(graded)
    analysis = analyse(key, sheets)
    own = tuple(templates)
    files = {
        "results.csv": sheets_csv(key, sheets),
        "answers.csv": answers_csv(sheets),
        "items.csv": items_csv(analysis),
        "results.json": as_json(key, sheets, analysis),
        "report.html": report_page(key, sheets, analysis, own),
        "revise.html": revise_page(key, sheets, own),
    }
    write_folder(folder, files)
    return tuple(folder / name for name in files)
