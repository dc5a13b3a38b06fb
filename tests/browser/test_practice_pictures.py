"""The picture of the practice page in the README.

`pytest tests/browser/test_practice_pictures.py --accept` draws it.
"""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from quizgen import api
from tests.browser.pictures import BETWEEN, FOLDER, GAP, MADE_OF, made_of
from tests.test_print_pictures import ROOT

COLOURS = 200
FILE = FOLDER / "practice.png"
ITEM = "soleimani.charge-2022.when"
LOOKS = (((760, 720), "light", "1"), ((360, 720), "dark", "2"))
"""Size, colours and the key that is pressed: a wrong answer, and the right one."""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of one question."""
    project = api.check(api.load(ROOT, ("soleimani",)))
    [item] = [one for one in api.ask(project) if one.id == ITEM]
    out = tmp_path_factory.mktemp("practice") / "page.html"
    api.export(api.assemble(project, [item]), "html", out, shuffle=False)
    return out


def test_the_picture_shows_todays_page(made: Path, request: pytest.FixtureRequest):
    shown = sha256(made.read_bytes()).hexdigest()
    if request.config.getoption("--accept") and made_of(FILE) != shown:
        draw(request.getfixturevalue("chromium"), made, shown)
    assert made_of(FILE) == shown, f"an older page: pytest {Path(__file__).name} --accept"


def draw(browser, made: Path, shown: str) -> None:
    """Answer the question in each look, and put the photographs side by side."""
    photos = [answered(browser, made, *look) for look in LOOKS]
    high = max(photo.height for photo in photos)
    whole = Image.new("RGB", (sum(photo.width + GAP for photo in photos) + GAP, high + 2 * GAP), BETWEEN)
    left = GAP
    for photo in photos:
        whole.paste(Image.new("RGB", (photo.width, high), photo.getpixel((1, 1))), (left, GAP))
        whole.paste(photo, (left, GAP))
        left += photo.width + GAP
    told = PngInfo()
    told.add_text(MADE_OF, shown)
    few = whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(FILE, pnginfo=told, optimize=True)


def answered(browser, made: Path, size: tuple[int, int], scheme: str, key: str) -> Image.Image:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.goto(made.as_uri())
    for pressed in ("Enter", key, "Enter"):
        page.keyboard.press(pressed)
        page.wait_for_timeout(300)
    photo = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))
    page.close()
    return photo.convert("RGB")
