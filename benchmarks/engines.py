"""The same quiz and key set by other engines: WeasyPrint and Chromium from the HTML print page, pdflatex (class exam).

An engine that is not on the path is said to be missing. Each gets a file that is made already and starts in a process
of its own; quizgen's process imports, makes its data and proves the page as well. A PDF without an item is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Figures, Line, Scale, case, command, interleaved, of, ratio
from quizzes import pickled

if TYPE_CHECKING:
    from quizgen.model.quiz import Form, Quiz

ITEMS, FORMS = 40, 4
ENGINES = {"weasyprint": "WeasyPrint", "chromium": "Chromium", "pdflatex": "pdflatex, class exam"}
PRINT = """
import sys
sys.path.insert(0, sys.argv[3])
from quizzes import unpickled
from quizgen import api
quiz = unpickled(sys.argv[1])
assert api.export(quiz, "print", sys.argv[2]).written == len(quiz.items)
"""
SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "#$%&_{}"
}
LATEX = r"""\documentclass[addpoints]{exam}
\usepackage[utf8]{inputenc}\usepackage{longtable,hyperref}
\begin{document}
%s
\end{document}
"""


def lines(scale: Scale, folder: Path) -> Iterator[Line]:
    """Yield the time of each engine for the quiz and its key, over that of quizgen."""
    made = pickled(folder, ITEMS, (FORMS,))[FORMS]
    case("engines", "write", made, folder)
    ours = folder / "ours.pdf"
    cases: dict[str, Callable[[], Figures]] = {
        "quizgen": partial(command, sys.executable, "-c", PRINT, made, ours, Path(__file__).parent)
    }
    for name in ENGINES:
        if program := shutil.which(os.environ.get(name.upper(), name)):
            cases[name] = partial(_both, name, program, folder)
    interleaved(cases, 1)
    for name in cases:
        case(
            "engines", "whole", made, *(ours, ours.with_stem("ours-key")) if name == "quizgen" else _pdfs(name, folder)
        )
    runs = interleaved(cases, scale.repeats)
    what = f"{FORMS} forms + keys of {ITEMS} items"
    yield Line(f"{what}: quizgen, whole process", f"{of(runs['quizgen'], 'wall').shown()} s")
    for name, title in ENGINES.items():
        if name not in runs:
            yield Line(f"{what}: {title}", "not on this machine")
            continue
        slower = ratio(runs[name], runs["quizgen"], "wall").shown("{:.1f}")
        yield Line(f"{what}: {title}", f"{of(runs[name], 'wall').shown()} s", f"{slower} × quizgen's time")


def _pdfs(name: str, folder: Path) -> tuple[Path, Path]:
    return folder / f"{name}.pdf", folder / f"{name}-key.pdf"


def _both(name: str, program: str, folder: Path) -> Figures:
    """Set the quiz and the key, one after the other."""
    wall = 0.0
    for target, source in zip(_pdfs(name, folder), ("page", "page-key"), strict=True):
        wall += command(*_call(name, program, folder / source, target))["wall"]
    return {"wall": wall}


def _call(name: str, program: str, source: Path, target: Path) -> list[object]:
    if name == "pdflatex":  # once: the class wants no second run where nothing is referred to
        return [program, "-interaction=batchmode", f"-output-directory={target.parent}", f"-jobname={target.stem}",
                source.with_suffix(".tex")]  # fmt: skip
    page = source.with_suffix(".html")
    if name == "weasyprint":
        return [program, "--quiet", page, target]
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return [program, *quiet, f"--print-to-pdf={target}", page.as_uri()]


def write(made: str, folder: str) -> Figures:
    """Case: write the quiz and its key as HTML and as LaTeX."""
    from quizzes import unpickled

    from quizgen import api

    quiz, place = unpickled(made), Path(folder)
    page, key = api.export(quiz, "print-html", place / "page.html").files
    key.replace(place / "page-key.html")
    page.replace(place / "page.html")
    for name, part in (("page", _asked), ("page-key", _answered)):
        text = "\n".join(part(quiz, form) for form in quiz.forms)
        (place / f"{name}.tex").write_text(LATEX % text, "utf-8")
    return {}


def whole(made: str, quiz_pdf: str, key_pdf: str) -> Figures:
    """Case: count the items in the PDFs; raises AssertionError for one that is not there."""
    import pypdfium2
    from quizzes import unpickled

    quiz = unpickled(made)
    for file in (quiz_pdf, key_pdf):
        document = pypdfium2.PdfDocument(file)
        text = _bare("".join(page.get_textpage().get_text_range() for page in document))
        for item in quiz.items:
            wanted = _bare(item.stem if file == quiz_pdf else item.id)
            assert text.count(wanted) >= len(quiz.forms), f"{file}: {item.id} is not there {len(quiz.forms)} times"
    return {}


def _bare(text: str) -> str:
    """The letters without their accents, which pdflatex sets as signs of their own."""
    return re.sub("[^A-Za-z0-9]", "", unicodedata.normalize("NFKD", text))


def _tex(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in text)


def _asked(quiz: Quiz, form: Form) -> str:
    asked = []
    for entry in form.entries:
        item = quiz.by_id[entry.item]
        texts = {option.id: option.text for option in item.options}
        choices = "".join(rf"\choice {_tex(texts[option])} " for option in entry.options)
        body = rf"\begin{{choices}}{choices}\end{{choices}}" if choices else r"\fillwithlines{1cm}"
        # Alone, `samepage` loses questions without a word.
        asked.append(rf"\question\begin{{minipage}}[t]{{\linewidth}}{_tex(item.stem)} {body}\end{{minipage}}")
    head = rf"\section*{{{_tex(quiz.title)}: {form.name}}}"
    return "\n".join((head, r"\begin{questions}", *asked, r"\end{questions}\clearpage"))


def _answered(quiz: Quiz, form: Form) -> str:
    rows = []
    for number, entry in enumerate(form.entries, 1):
        item = quiz.by_id[entry.item]
        letters = ", ".join(
            "ABCDEFGH"[place] for place, option in enumerate(entry.options) if option in {one.id for one in item.right}
        )
        cited = " ".join(
            f"{_tex(quiz.sources[one.source].source.title)}, {_tex(one.where)}: {_tex(one.quote or '')}"
            for one in item.citations
        )
        rows.append(
            rf"{number} & {letters} {_tex('; '.join(item.key))} {_tex(item.id)} & {_tex(item.rationale)} {cited}\\"
        )
    head = rf"\section*{{{form.name}}}\begin{{longtable}}{{rp{{5cm}}p{{9cm}}}}"
    return "\n".join((head, *rows, r"\end{longtable}\clearpage"))
