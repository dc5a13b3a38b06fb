"""The pictures of the documentation: cards of this repository's banks, front and back side by side."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from quizgen import api
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.model.release import Lock
from tests.anki_profile import ROOT, Student
from tests.browser.cards import LOOKS, Look, both, page, taken
from tests.browser.specimens import foreigners, retired
from tests.examples import quiz, released

FOLDER = ROOT / "docs" / "pictures"
BANKS = ("soleimani", "nobel", "spaceflight")
MADE_OF = "Made of"
PHONE, NIGHT, DESK, _ = LOOKS
GAP, BETWEEN, SHARPNESS, COLOURS = 16, (140, 144, 150), 1.5, 64


class Card(NamedTuple):
    """What a picture shows: an item, how it is looked at, and what the student types, if she is asked to."""

    item: str
    looks: tuple[Look, ...] = (PHONE,)
    typed: str = ""


CARDS = {
    "anki-choice": Card("nobel.Q937-Q38104-1921.who", (PHONE, NIGHT)),
    "anki-open": Card("soleimani.airport-strike.where"),
    "anki-typed": Card("soleimani.airport-strike.who", (PHONE, NIGHT), typed="Quasem Solemani"),
    "anki-cloze": Card("soleimani.chomsky.quote.who"),
    "anki-timeline": Card("soleimani.jerusalem-post-hack.next", (DESK,)),
    "anki-match": Card("nobel.Q937-Q38104-1921.match"),
    "anki-picture": Card("spaceflight.Q43653-launch.when"),
    "anki-retired": Card("soleimani.downed-drone.which"),
    "anki-right-to-left": Card("moon.arabic", (PHONE, NIGHT)),
}
NAMES = tuple(CARDS)
MOON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="640" height="400">
<rect width="320" height="200" fill="#10141c"/><circle cx="160" cy="100" r="76" fill="#cfccc4"/>
<g fill="#b3b0a8"><circle cx="132" cy="78" r="20"/><circle cx="184" cy="70" r="12"/><circle cx="190" cy="124" r="24"/>
<circle cx="138" cy="136" r="10"/></g>
<path d="M160 24a76 76 0 0 1 0 152a110 110 0 0 0 0-152" fill="#000" opacity=".35"/></svg>
"""


@dataclass(frozen=True)
class Sheet:
    """A picture's pages with their looks, and the folder with their pictures."""

    pages: tuple[tuple[Look, str], ...]
    media: Path

    @property
    def print(self) -> str:
        """What tells whether a picture shows these pages."""
        return sha256("\0".join(f"{look.name}\0{text}" for look, text in self.pages).encode()).hexdigest()


def sheets(folder: Path) -> Iterator[tuple[str, Sheet]]:
    """Yield by its name what each picture is to show today."""
    real = banks(folder)
    abroad = quiz(tuple(one.model_copy(update={"id": f"moon.{name}"}) for name, one in foreigners()))
    for name, made, typing in (("plain", real, False), ("typing", real, True), ("abroad", abroad, False)):
        (folder / name).mkdir()
        student = taken(folder / name, made, typing=typing)
        for title, card in CARDS.items():
            if bool(card.typed) is typing and card.item.startswith("moon.") is (name == "abroad"):
                yield title, sheet(student, card)
        student.col.close()


def sheet(student: Student, card: Card) -> Sheet:
    """Return front and back of a card in each of its looks."""
    sides = both(student, student.card(card.item), card.typed)
    pages = tuple((look, page(side, look)) for look in card.looks for side in sides)
    return Sheet(pages, Path(student.col.media.dir()))


def banks(folder: Path) -> Quiz:
    """The cards that are shown, one of them with a picture and one of them retired."""
    project = api.check(api.load(ROOT, BANKS))
    wanted = {card.item for card in CARDS.values()}
    found = {item.id: item for item in api.ask(project) if item.id in wanted}
    gone = found.pop(CARDS["anki-retired"].item)
    pictured = found[CARDS["anki-picture"].item]
    found[pictured.id] = pictured.model_copy(update={"media": (moon(folder),)})
    made = api.assemble(project, found.values(), lock=released(tuple(found.values())))
    lock = without(made, project, gone)
    return replace(made, lock=lock, retired=tuple(lock.retired.values()))


def without(made: Quiz, project: api.CheckedProject, gone: Item) -> Lock:
    """The lock with one item retired."""
    whole = api.assemble(project, (*made.items, gone), lock=made.lock)
    return replace(made.lock, retired={gone.id: retired(whole, gone)})


def moon(folder: Path) -> Medium:
    file = folder / "moon.svg"
    file.write_text(MOON, "utf-8")
    digest = sha256(file.read_bytes()).hexdigest()
    whose = {"alt": "The Moon, drawn", "credit": "the quizgen authors", "licence": "CC0-1.0"}
    return Medium(kind="image", file=file.name, sha256=digest, type="image/svg+xml", path=file, **whose)


def made_of(file: Path) -> str:
    """What the picture shows, as written in it; empty when there is none."""
    if not file.is_file():
        return ""
    with Image.open(file) as drawn:
        return drawn.info.get(MADE_OF, "")


def draw(browser, sheet: Sheet, file: Path) -> None:
    """Photograph the pages, and put them side by side into the file."""
    photos = [photograph(browser, look, text, sheet.media) for look, text in sheet.pages]
    gap = round(GAP * SHARPNESS)
    high = max(photo.height for photo in photos)
    whole = Image.new("RGB", (sum(photo.width + gap for photo in photos) + gap, high + 2 * gap), BETWEEN)
    left = gap
    for photo in photos:
        whole.paste(Image.new("RGB", (photo.width, high), photo.getpixel((1, 1))), (left, gap))
        whole.paste(photo, (left, gap))
        left += photo.width + gap
    told = PngInfo()
    told.add_text(MADE_OF, sheet.print)
    file.parent.mkdir(exist_ok=True)
    few = whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, pnginfo=told, optimize=True)


def photograph(browser, look: Look, text: str, media: Path) -> Image.Image:
    """Return a page as it looks, as high as what it holds."""
    size = {"width": look.width, "height": look.height}
    opened = browser.new_page(viewport=size, device_scale_factor=SHARPNESS)
    file = media / "_page.html"
    file.write_text(text, "utf-8")
    opened.goto(file.as_uri())
    high = opened.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)")
    taken = opened.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": look.width, "height": high})
    opened.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")
