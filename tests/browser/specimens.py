"""Specimens for the looks of cards: one of every shape, in several scripts, and with texts that are hard to set."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageDraw

from quizgen.exporting.anki_note import Choices, note_fields
from quizgen.model.item import Dated, Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.model.release import Retired
from tests.anki_profile import altered
from tests.examples import CITATION, UGLY, item, quiz

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG = "The mission, long in the planning and longer in the telling, went on through many months of waiting. " * 12
URL = "https://example.org/" + "a-long-way-down-" * 12 + "#:~:text=the%20first%20Moon%20landing"
REPORT = "https://example.org/report?card={id}"
HINT = "It was in the same year as Woodstock."


def specimens(folder: Path) -> Quiz:
    """One card of every shape, with its pictures and sounds in `folder`. An item's id is `moon.` and its shape."""
    made = (*plain(), *arranged(), *clozes(), *foreigners(), *extremes(), *with_media(folder))
    items = tuple(one.model_copy(update={"id": f"moon.{name}"}) for name, one in made)
    whole = replace(quiz(items), report=REPORT)
    gone = {one.id: retired(whole, one, why) for one, why in past()}
    return replace(whole, lock=replace(whole.lock, retired=gone), retired=tuple(gone.values()))


def plain() -> list[tuple[str, Item]]:
    bare = CITATION.model_copy(update={"quote": None, "url": None, "locator": None, "standing": "cited"})
    more = CITATION.model_copy(update={"quote": "another “quote” & more", "url": URL, "locator": "77"})
    return [
        ("open", altered(1, "choice")),
        ("typed", altered(2, "text", key=("Neil Armstrong",), accept=("Armstrong", "Neil A. Armstrong"))),
        ("bare", altered(3, "choice", citations=(bare,), rationale="")),
        ("sources", altered(4, "choice", citations=(CITATION, more, bare, more))),
        ("hint", altered(5, "choice", hint=HINT)),
        ("reverse", altered(6, "choice", reverse="What happened in 1916?", hint=HINT)),
        ("notes", altered(7, "choice")),
        ("spare", altered(8, "choice")),
    ]


def arranged() -> list[tuple[str, Item]]:
    four = tuple(Option(id=name, text=f"option {name}", correct=name in "AC") for name in "ABCD")
    closed = altered(11, "choice", closed=True)
    wrong = tuple(replace_why(option, "Apollo 8: it flew in December 1968.") for option in closed.options)
    events = tuple(Dated(event=option.text, date=f"between 2 and {n} September 1969") for n, option in enumerate(wrong))
    return [
        ("closed", closed.model_copy(update={"options": wrong, "hint": HINT})),
        ("choices", altered(12, "choices", options=four, key=("option A", "option C"))),
        ("order", altered(13, "order")),
        ("order-timeline", altered(14, "order", timeline=events)),
        ("match", altered(15, "match")),
        ("next", closed.model_copy(update={"timeline": events, "kind": "next"})),
    ]


def replace_why(option: Option, why: str) -> Option:
    return option if option.correct else option.model_copy(update={"rationale": why})


def clozes() -> list[tuple[str, Item]]:
    said = {"kind": "cloze"}
    return [
        ("cloze", altered(21, "cloze", **said, hint=HINT)),
        ("cloze-two", altered(22, "cloze", **said, stem="____ and ____ flew in 1969.", key=("Aldrin", "Collins"))),
        ("cloze-closed", altered(23, "choice", **said, stem="In ____, it flew.", closed=True)),
        ("cloze-long", altered(24, "cloze", **said, stem=f"{LONG} ____ {WORD}", key=(WORD,))),
    ]


def foreigners() -> list[tuple[str, Item]]:
    """Cards in other scripts; the last ask in one language for another."""
    arabic, hebrew = ("مهمة أبولو 11", "مهمة فوستوك 1"), ("הנחיתה הראשונה על הירח", "טיסתו של יורי גגרין")
    moon, year = "What is the Hebrew word for moon?", "في أي سنة هبط الإنسان على القمر؟"
    japanese = ("人類初の月面着陸", "ユーリイ・ガガーリンの宇宙飛行")
    return [
        ("arabic", foreign(31, "ar", "أي من هذه الأحداث جاء بعد رحلة فوستوك؟", arabic, "٢٠ يوليو ١٩٦٩")),
        ("hebrew", foreign(32, "he", "איזה מן האירועים בא אחרי טיסת ווסטוק 1?", hebrew, "20 ביולי 1969")),
        (
            "japanese",
            foreign(33, "ja", "次のうち、ボストーク1号の後に起きた出来事はどれか。", japanese, "1969年7月20日"),
        ),
        ("arabic-number", altered(34, "number", language="ar", stem=year, key=("1969",))),
        (
            "hebrew-word",
            altered(35, "text", stem=moon, key=("ירח",), rationale="ירח: moon"),
        ),
    ]


def foreign(number: int, language: str, stem: str, events: tuple[str, str], date: str) -> Item:
    options = tuple(
        Option(id="ABC"[n], text=text, correct=n == 0, rationale=None if n == 0 else f"{text} — {date}")
        for n, text in enumerate((*events, "Apollo 13 (NASA)."))
    )
    words = {"language": language, "stem": stem, "key": (events[0],), "rationale": f"{stem} {events[0]}."}
    quoted = (CITATION.model_copy(update={"quote": f"{events[0]}: {date}."}), CITATION)
    timeline = tuple(Dated(event=event, date=date) for event in reversed(events))
    told = {"hint": events[1], "timeline": timeline if number % 2 else (), "citations": quoted}
    return altered(number, "choice", closed=True, options=options, **words, **told)


def extremes() -> list[tuple[str, Item]]:
    cited = CITATION.model_copy(update={"quote": f"{LONG} {WORD}", "url": URL, "locator": WORD})
    words = {"hint": WORD, "citations": (cited, cited), "tags": (WORD,)}
    closed = item(41, text=WORD, closed=True).model_copy(update=words)
    dated = tuple(Dated(event=f"{option.text} {LONG[:200]}", date="3 September 1939") for option in closed.options)
    dated = (Dated(event=closed.options[1].text, date="3 September 1939"), *dated)
    ugly = [(f"ugly-{n}", item(50 + n, text=text, closed=True)) for n, text in enumerate(UGLY)]
    return [
        ("words", closed),
        ("words-next", closed.model_copy(update={"timeline": dated})),
        ("words-match", item(43, "match", text=WORD)),
        ("words-typed", item(44, "text", text=WORD)),
        ("long", item(42, text=LONG, closed=True).model_copy(update={"citations": (cited,)})),
        *ugly,
    ]


def with_media(folder: Path) -> list[tuple[str, Item]]:
    shown, tall, wide = (picture(folder, n, size) for n, size in enumerate(((400, 300), (300, 2400), (2400, 300))))
    heard = sound(folder)
    return [
        ("picture-asked", altered(61, "choice", media=(shown.model_copy(update={"asks": True}),))),
        ("pictures", altered(62, "choice", closed=True, media=(tall, wide))),
        ("sound-asked", altered(63, "text", media=(heard.model_copy(update={"asks": True}),))),
        ("sound", altered(64, "choice", media=(heard, shown))),
        ("cloze-picture", altered(65, "cloze", kind="cloze", media=(tall.model_copy(update={"asks": True}), shown))),
    ]


def picture(folder: Path, number: int, size: tuple[int, int]) -> Medium:
    """A drawing in black without a ground, as many diagrams are."""
    drawn = Image.new("RGBA", size)
    ImageDraw.Draw(drawn).ellipse((10, 10, size[0] - 10, size[1] - 10), outline="black", width=6)
    file = folder / f"picture-{number}.png"
    drawn.save(file)
    return medium(file, "image", "image/png", "A drawing of the Moon")


def sound(folder: Path) -> Medium:
    file = folder / "sound.mp3"
    file.write_bytes(b"\xff\xfb\x90\x00" * 200)
    return medium(file, "audio", "audio/mpeg", "“That’s one small step for man”")


def medium(file: Path, kind: str, type_: str, alt: str) -> Medium:
    digest = sha256(file.read_bytes()).hexdigest()
    whose = {"credit": f"Ada Doe / {URL[:70]}", "licence": "CC BY-SA 4.0"}
    return Medium(kind=kind, file=file.name, sha256=digest, type=type_, alt=alt, path=file, **whose)


def past() -> list[tuple[Item, str]]:
    shapes = [
        ("retired", altered(71, "choice", reverse="What happened in 1981?"), ""),
        ("retired-why", altered(72, "choice", closed=True), f"The almanac was wrong. {WORD}"),
        ("retired-cloze", altered(73, "cloze", kind="cloze"), ""),
        ("retired-arabic", altered(74, "choice", language="ar", stem="في أي سنة هبط الإنسان على القمر؟"), ""),
    ]
    return [(one.model_copy(update={"id": f"moon.{name}"}), why) for name, one, why in shapes]


def retired(whole: Quiz, one: Item, why: str = "") -> Retired:
    """The item as one that is asked no more."""
    note_type, fields = note_fields(whole, one, Choices())
    return Retired(one.id, "2024-05-06", 900, one.id, note_type.name, fields, (f"quizgen::bank::{one.bank}",), why)
