"""A student's Anki for the tests: the real backend with a fresh profile, and every shape of card."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from quizgen.model.item import Item, Option
from quizgen.model.quiz import Quiz
from tests.examples import CITATION, item, quiz

ROOT = Path(__file__).parents[1]
BROKEN = re.compile(r"has a problem|No cloze|card is blank|\[sound:|<img|<script", re.IGNORECASE)
FATES = ("new", "updated", "duplicate", "conflicting")


class Student:
    """A fresh Anki profile."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))

    def take(self, package: Path) -> dict[str, int]:
        """Import with the dialog's defaults; return how many notes met which fate."""
        request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
        log = self.col.import_anki_package(request).log
        return {fate: len(getattr(log, fate)) for fate in FATES if getattr(log, fate)}

    def card(self, item_id: str):
        (card_id,) = self.col.find_cards(f"Key:{item_id}")
        return self.col.get_card(card_id)

    def sides(self, item_id: str) -> tuple[str, str]:
        output = self.card(item_id).render_output()
        return output.question_text, output.answer_text

    def notes(self) -> list[list[object]]:
        return self.col.db.all("select id, guid, mid, mod, tags, flds from notes order by id")

    def complaints(self) -> list[str]:
        """What Anki's own checks find wrong."""
        before = self.col.card_count()
        report, fine = self.col.fix_integrity()
        media, after = self.col.media.check(), self.col.card_count()
        found = [] if fine else [report]
        found += [] if after == before else [f"{before} cards, Anki makes {after}"]
        found += [f"empty card on note {empty.note_id}" for empty in self.col.get_empty_cards().notes]
        found += [f"media {name}" for name in (*media.missing, *media.unused)]
        for card_id in self.col.find_cards(""):
            output = self.col.get_card(card_id).render_output()
            found += [side for side in (output.question_text, output.answer_text) if BROKEN.search(side)]
        return found


@pytest.fixture
def student(tmp_path):
    one = Student(tmp_path / "profile")
    yield one
    one.col.close()


def text_of(rendered: str) -> str:
    """What a reader sees of HTML, line breaks as such."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br ?/?>", "\n", rendered)))


def part(rendered: str, name: str) -> str:
    """What a reader sees of the part of a card with this class."""
    found = re.search(rf'<(\w+)[^>]*class="{name}"[^>]*>(.*?)</\1>', rendered, re.DOTALL)
    return text_of(found[2]) if found else ""


def kept(text: str) -> str:
    """The text as a card must show it: line ends, Unicode form and unprintable characters may differ."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text)
    return re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text).strip())


def altered(number: int, interaction: str, **changes: object) -> Item:
    """An example item with other fields."""
    return item(number, interaction).model_copy(update=changes)


def odd_quiz() -> Quiz:
    """Every shape of card: several blanks, several keys, closed, several citations, no quote, no link."""
    url = "https://example.org/2?a=1&b=%22"
    second = CITATION.model_copy(update={"quote": "another “quote” & more", "url": url, "locator": "77"})
    bare = CITATION.model_copy(update={"quote": None, "url": None, "locator": None, "standing": "cited"})
    pair = ("Aldrin", "Collins")
    four = tuple(Option(id=name, text=f"option {name}", correct=name in "AC") for name in "ABCD")
    return quiz(
        (
            altered(1, "text", citations=(CITATION, second)),
            altered(2, "text", citations=(bare,)),
            altered(3, "cloze", stem="____ and ____ flew in 1969.", key=pair, rationale="No."),
            altered(4, "cloze", stem="____ flew; ____ returned.", key=("He",)),
            altered(5, "cloze", stem="____, ____ and ____ flew.", key=pair),
            altered(6, "choice", closed=True),
            altered(7, "choice", stem="Which year completes this? In ____, it flew."),
            altered(8, "choice", stem="In ____, it flew.", closed=True),
            altered(9, "choices", options=four, key=("option A", "option C")),
        )
    )


def hostile_quiz(texts: list[str]) -> Quiz:
    """The texts where they do most harm: in answers, in clozes, in their surroundings."""
    items = []
    for number, text in enumerate(texts):
        clozed = item(number, "cloze", text=text)
        items += [item(number, "text", text=text), item(number, text=text, closed=True)]
        items.append(clozed.model_copy(update={"kind": "cloze", "stem": f"{text}____{text}", "key": (text,)}))
    return quiz(tuple(items))
