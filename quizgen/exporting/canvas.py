"""Canvas: a package of quizzes in Canvas's own dialect of QTI 1.2, the only one of which it keeps the feedback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from quizgen.exporting.markup import escaped, flat, html
from quizgen.exporting.platform.canvas_items import FOLDER, Look, ident, item_xml, shows
from quizgen.exporting.report import Report, write_whole
from quizgen.exporting.taking import Sifted, by_bank, sift
from quizgen.exporting.zipping import Member, zipped
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

SUMMARY = "Canvas: quizzes to import (QTI 1.2), the evidence as feedback after answering"
SUFFIX = "-canvas.zip"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text", "cloze", "match"})

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
INTEROP = f'<questestinterop xmlns="{QTI}" {XSI}"{QTI} {QTI}p1.xsd">'
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
META = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


class Options(Frozen):
    """What a user may set.

    `quizzes` is one for all questions or one for each bank, `points` what a question is worth, `graded` whether the
    quiz counts (else it is for practice), `shuffle` whether Canvas mixes the answers of every question, and `titles`
    whether a question is called by its id or by its number.
    """

    quizzes: Literal["one", "bank"] = "one"
    points: Annotated[float, Field(gt=0, le=1000)] = 1
    graded: bool = False
    shuffle: bool = False
    titles: Literal["id", "number"] = "id"


class Part(NamedTuple):
    """One quiz of the package."""

    ident: str
    title: str
    about: str
    items: tuple[Item, ...]


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the package and say what Canvas cannot hold."""
    sifted = sift(quiz, shows=shows)
    write_whole(out, zipped(_members(sifted.quiz, options)))
    count = len(sifted.quiz.items)
    return Report("canvas", (out,), count, count, sifted.skipped, _lost(sifted, options))


def _lost(sifted: Sifted, options: Options) -> Counter[str]:
    items = sifted.quiz.items
    lost = Counter({"tags (Canvas has none)": sum(1 for item in items if item.tags)})
    if options.shuffle:
        lost["order of dates or numbers (Canvas shuffles all answers)"] = sum(1 for item in items if item.ordered)
    return +(lost + sifted.lost)


def _members(quiz: Quiz, options: Options) -> Iterator[Member]:
    parts = tuple(_parts(quiz, options))
    pictures = {one.name: one for item in quiz.items for one in item.media if shows(one)}
    yield Member("imsmanifest.xml", _manifest(parts, pictures))
    for part in parts:
        yield Member(f"{part.ident}/{part.ident}.xml", _assessment(quiz, part, options))
        yield Member(f"{part.ident}/assessment_meta.xml", _meta(part, options))
    for name, picture in pictures.items():
        yield Member(f"{FOLDER}/{name}", picture.path.read_bytes(), compress=False)


def _parts(quiz: Quiz, options: Options) -> Iterator[Part]:
    """Cut the quiz into the quizzes of the package. Their identifiers stay while title and bank do."""
    if options.quizzes == "one":
        about = "".join(f"<p>{html(bank.description)}</p>" for bank in quiz.banks if bank.description)
        name = "\n".join((quiz.title, *(bank.id for bank in quiz.banks)))
        yield Part(ident("quiz", name), quiz.title, about, quiz.items)
        return
    for bank, items in by_bank(quiz):
        about = f"<p>{html(bank.description)}</p>" if bank.description else ""
        yield Part(ident("bank", bank.id), bank.title, about, items)


def _assessment(quiz: Quiz, part: Part, options: Options) -> Iterator[bytes]:
    attempts = _field("cc_maxattempts", "1" if options.graded else "unlimited")
    head = (
        f'{HEAD}{INTEROP}<assessment ident="{part.ident}" title="{escaped(flat(part.title))}">'
        f'<qtimetadata>{attempts}</qtimetadata><section ident="root_section">\n'
    )
    look = Look(_plain(options.points), options.titles == "id")
    yield head.encode()
    for number, item in enumerate(part.items, 1):
        yield item_xml(quiz, item, number, look).encode()
    yield b"</section></assessment></questestinterop>\n"


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _field(label: str, entry: str) -> str:
    return f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"


def _meta(part: Part, options: Options) -> bytes:
    """What Canvas keeps of a quiz beyond its questions."""
    settings = {
        "title": escaped(flat(part.title)),
        "description": escaped(part.about),
        "shuffle_answers": str(options.shuffle).lower(),
        "scoring_policy": "keep_highest",
        "quiz_type": "assignment" if options.graded else "practice_quiz",
        "points_possible": _plain(options.points * len(part.items)),
        "show_correct_answers": "true",
        "allowed_attempts": "1" if options.graded else "-1",
        "available": "false",
    }
    told = "".join(f"<{name}>{value}</{name}>" for name, value in settings.items())
    schema = f'{XSI}"{CANVAS} https://canvas.instructure.com/xsd/cccv1p0.xsd"'
    return f'{HEAD}<quiz identifier="{part.ident}" xmlns="{CANVAS}" {schema}>{told}</quiz>\n'.encode()


def _manifest(parts: tuple[Part, ...], pictures: dict[str, Medium]) -> bytes:
    quizzes = "".join(
        f'<resource identifier="{part.ident}" type="imsqti_xmlv1p2">'
        f'<file href="{part.ident}/{part.ident}.xml"/>'
        f'<dependency identifierref="{ident("meta", part.ident)}"/></resource>\n'
        f'<resource identifier="{ident("meta", part.ident)}" type="{META}" '
        f'href="{part.ident}/assessment_meta.xml">'
        f'<file href="{part.ident}/assessment_meta.xml"/></resource>\n'
        for part in parts
    )
    files = "".join(
        f'<resource identifier="{ident("picture", name)}" type="webcontent" href="{FOLDER}/{name}">'
        f'<file href="{FOLDER}/{name}"/></resource>\n'
        for name in pictures
    )
    name = ident("package", " ".join(part.ident for part in parts))
    return (
        f'{HEAD}<manifest identifier="{name}" xmlns="{PACKAGE}" {XSI}"{PACKAGE} '
        f'http://www.imsglobal.org/xsd/imscp_v1p1.xsd">'
        "<metadata><schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata>"
        f"<organizations/><resources>\n{quizzes}{files}</resources></manifest>\n"
    ).encode()
