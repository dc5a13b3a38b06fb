"""The pictures of docs/print.md: pages as they are printed, and a sheet as it was read.

`pytest tests/test_print_pictures.py --accept` draws those anew that show something else now.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from quizgen import api
from quizgen.exporting import cards
from quizgen.exporting import print as printing
from quizgen.model.key import Copy, PaperKey, SheetPlan
from quizgen.model.quiz import Quiz
from quizgen.scanning.annotating import annotated
from quizgen.scanning.grading import grade
from quizgen.scanning.sheets import read_sheets
from quizgen.templating import shipped
from tests.sheets import filled
from tests.test_print_languages import paper_in

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
MADE_OF = "Made of"
GAP, BETWEEN, COLOURS, SCALE = 14, (140, 144, 150), 48, 1.15
BANKS = ("soleimani", "nobel")
HANDS = {"full": 70, "pencil": 15, "blank": 5, "erased": 5, "double": 5}


@dataclass(frozen=True)
class Shown:
    """What a picture shows, as text, and how its pages are drawn."""

    made_of: str
    draw: Callable[[Path], list[Image.Image]]

    @property
    def print(self) -> str:
        """What tells whether a picture shows this."""
        folder = shipped("templates") / "print"
        templates = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.typ")))
        return sha256((self.made_of + templates).encode()).hexdigest()


@pytest.fixture(scope="module")
def pictures() -> dict[str, Shown]:
    """What each picture is to show today."""
    project = api.check(api.load(ROOT, BANKS))
    made = api.assemble(project, api.ask(project), number=12, forms=2)
    return {
        "print-quiz": Shown(told(made), lambda folder: papers(made, folder)),
        "print-sheet": Shown(told(made), lambda folder: sheets(made, folder)),
        "print-cards": Shown(told(made), lambda folder: both_sides(made, folder)),
        "print-languages": Shown(
            told(paper_in("ar")) + told(paper_in("zh")), lambda folder: pages_in(("ar", "zh"), folder)
        ),
    }


def told(made: Quiz) -> str:
    return json.dumps([item.model_dump(mode="json") for item in made.items]) + repr(made.forms)


def papers(made: Quiz, folder: Path) -> list[Image.Image]:
    files = printing.export(made, folder / "quiz.pdf", printing.Options(teacher=True)).files
    return [page(file.read_bytes()) for file in (files[0], files[4], files[1])]


def sheets(made: Quiz, folder: Path) -> list[Image.Image]:
    """A sheet as printed, and one that a program filled in, as it was read and graded."""
    copies = (Copy(code="GHWRS", form="A", name="Ada Lovelace", group="7b"),)
    made = replace(made, copies=copies)
    files = printing.export(made, folder / "quiz.pdf", printing.Options(sheet=True)).files
    key = PaperKey.model_validate_json(files[3].read_bytes())
    assert key.sheet == SheetPlan(paper="a4", digits=0)
    handed_in = folder / "scan.png"
    Image.fromarray(next(filled(made, key, 3, HANDS)).pixels).save(handed_in)
    [(reading, picture)] = read_sheets([handed_in], key)
    [graded] = grade(key, [reading])
    drawn = annotated(picture, reading, key.forms[0], graded.verdicts)
    assert drawn is not None
    empty = page(next(file for file in files if "sheets" in file.name).read_bytes())
    return [empty, Image.open(io.BytesIO(drawn)).convert("RGB").resize(empty.size, Image.Resampling.LANCZOS)]


def both_sides(made: Quiz, folder: Path) -> list[Image.Image]:
    [file, *_] = cards.export(made, folder / "quiz-cards.pdf", cards.Options(stock="a4-8")).files
    return [page(file.read_bytes(), number) for number in (0, 1)]


def pages_in(languages: tuple[str, ...], folder: Path) -> list[Image.Image]:
    options = printing.Options(points=1)
    files = [printing.export(paper_in(name), folder / f"{name}.pdf", options).files[0] for name in languages]
    return [page(file.read_bytes()) for file in files]


def page(pdf: bytes, number: int = 0) -> Image.Image:
    drawn: Image.Image = pypdfium2.PdfDocument(pdf)[number].render(scale=SCALE).to_pil()
    return drawn.convert("RGB")


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    high = max(one.height for one in pages)
    whole = Image.new("RGB", (sum(one.width + GAP for one in pages) + GAP, high + 2 * GAP), BETWEEN)
    left = GAP
    for one in pages:
        whole.paste(one, (left, GAP))
        left += one.width + GAP
    return whole


@pytest.mark.parametrize("name", ["print-quiz", "print-sheet", "print-cards", "print-languages"])
def test_the_pictures_show_what_is_printed(
    pictures: dict[str, Shown], name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = FOLDER / f"{name}.png"
    if request.config.getoption("--accept") and made_of(file) != pictures[name].print:
        about = PngInfo()
        about.add_text(MADE_OF, pictures[name].print)
        few = side_by_side(pictures[name].draw(tmp_path)).quantize(
            COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        few.save(file, pnginfo=about, optimize=True)
    assert made_of(file) == pictures[name].print, "an old picture: pytest tests/test_print_pictures.py --accept"


def made_of(file: Path) -> str:
    if not file.is_file():
        return ""
    with Image.open(file) as drawn:
        return str(drawn.info.get(MADE_OF, ""))
