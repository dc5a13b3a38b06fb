"""What LibreOffice makes of the Word documents, as another word processor than the one they are written for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from quizgen.exporting import docx as word
from quizgen.exporting.paper.printed import worth
from quizgen.exporting.paper.printed_key import paper_key
from quizgen.model.quiz import Quiz
from tests import examples
from tests.test_exporting_docx import LETTERS, mixed, spoken, without

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not OFFICE and not os.environ.get("CI"), reason="LibreOffice is not installed"),
]


def rendered(folder: Path, *files: Path) -> list[list[str]]:
    """Convert documents to PDF; return the lines of each page of the last one."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE or "soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(files[-1].with_suffix(".pdf")) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]


def made(quiz: Quiz, folder: Path, **options: object) -> Path:
    return word.export(quiz, folder / "moon.docx", word.Options(**options)).files[0]


def split(pages: list[list[str]]) -> list[str]:
    """The first lines of pages that begin in the middle of a question."""
    return [page[0] for page in pages if not re.match(r"\d+\. *[A-Z]|The Moon —|Part ", page[0])]


def test_no_question_is_split_over_pages(tmp_path: Path):
    """LibreOffice itself loses a chain of paragraphs now and then, at one page break in fifty; hence the measure."""
    quiz = mixed(64, 2)
    kept = rendered(tmp_path, made(quiz, tmp_path, lines=2))
    assert len(kept) > 12
    assert len(split(kept)) <= 1
    (tmp_path / "loose").mkdir()
    loose = tmp_path / "loose" / "moon.docx"
    loose.write_bytes(without((tmp_path / "moon.docx").read_bytes(), b"<w:keepNext/>").content)
    assert len(split(rendered(tmp_path / "loose", loose))) > 5


def test_each_form_counts_its_own_pages(tmp_path: Path):
    pages = rendered(tmp_path, made(mixed(24, 2), tmp_path))
    feet = [re.search(r"Page (\d+) of (\d+)", " ".join(page)) for page in pages]
    counted = [(int(foot[1]), int(foot[2])) for foot in feet if foot]
    half = len(pages) // 2
    assert counted == [(n, half) for n in range(1, half + 1)] * 2


@pytest.mark.parametrize("language", ["ru", "he", "ja", "hi", "el"])
def test_the_letters_it_counts_are_those_of_the_key(language: str, tmp_path: Path):
    quiz = spoken(language, tmp_path / "own", LETTERS[language])
    quiz = replace(quiz, items=tuple(examples.item(n).model_copy(update={"language": language}) for n in range(3)))
    quiz = replace(quiz, forms=examples.forms(quiz.items, 1), sections=())
    lines = [line for page in rendered(tmp_path, made(quiz, tmp_path)) for line in page]
    key = paper_key(quiz, worth(quiz, None))
    wanted = []
    for entry in key.forms[0].entries:
        texts = {option.id: option.text for option in quiz.by_id[entry.item].options}
        wanted += [f"{sign}. {texts[o]}" for sign, o in zip(entry.letters, entry.options, strict=True)]
    assert [line for line in lines if re.fullmatch(r"\w\. \d{4}", line)] == wanted
