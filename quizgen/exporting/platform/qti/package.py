"""A QTI package: its manifest with what is known of each item, the test in sections, the items, pictures and sounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from pydantic import Field

from quizgen.exporting.evidence import evidence, source_line
from quizgen.exporting.markup import RIGHT_TO_LEFT, escaped
from quizgen.exporting.platform.qti.item import fit, item_xml, title
from quizgen.exporting.platform.qti.words import Dialect
from quizgen.exporting.report import Report, write_whole
from quizgen.exporting.taking import by_bank, first_id, sift
from quizgen.exporting.zipping import Member, zipped
from quizgen.model.frozen import Frozen
from quizgen.model.item import EVERY, Interaction, Item
from quizgen.model.quiz import BankInfo, Quiz

INTERACTIONS = EVERY
LOM = "http://ltsc.ieee.org/xsd/LOM"
"""The namespace of learning object metadata (IEEE 1484.12.3)."""
ASKED: dict[Interaction, str] = {"choice": "choice", "choices": "choice", "order": "order", "match": "match"}
DIFFICULTY = {"easy": "easy", "medium": "medium", "hard": "difficult"}


class Options(Frozen):
    """What a user may set: `attempts` is how often each question may be answered, 0 for as often as one likes."""

    attempts: Annotated[int, Field(ge=0)] = 1


def package(quiz: Quiz, out: Path, options: Options, dialect: Dialect) -> Report:
    """Write the quiz as a QTI package of one version."""
    taken = sift(quiz, shows=lambda _: True)
    write_whole(out, zipped(_members(taken.quiz, dialect, options.attempts)))
    lost = taken.lost + _undirected(taken.quiz, dialect)
    count = len(taken.quiz.items)
    return Report(dialect.format, (out,), written=count, cards=count, skipped=taken.skipped, lost=lost)


def _undirected(quiz: Quiz, dialect: Dialect) -> Counter[str]:
    """Count what is written from right to left where the version has no word for that."""
    if dialect.direction:
        return Counter()
    count = sum(1 for item in quiz.items if RIGHT_TO_LEFT.search(item.stem))
    return +Counter({"direction of writing (QTI 2.1 cannot say it)": count})


def _members(quiz: Quiz, dialect: Dialect, attempts: int) -> Iterator[Member]:
    yield Member("imsmanifest.xml", (part.encode() for part in _manifest(quiz, dialect)))
    yield Member("test.xml", _test(quiz, dialect, attempts).encode())
    for item in quiz.items:
        yield Member(f"items/{first_id(quiz, item)}.xml", item_xml(quiz, item, dialect).encode())
    media = {one.name: one for item in quiz.items for one in item.media}
    for name, one in sorted(media.items()):
        yield Member(f"media/{name}", one.path.read_bytes(), compress=one.type == "image/svg+xml")


def _named(quiz: Quiz, what: str) -> str:
    """Return an identifier that is the same for the next release of this quiz, and no other quiz's."""
    return (
        f"{what}-{uuid5(NAMESPACE_URL, '|'.join(('urn:quizgen:quiz', quiz.title, *(bank.id for bank in quiz.banks))))}"
    )


# ---- the test ------------------------------------------------------------------------------------------------------


def _test(quiz: Quiz, dialect: Dialect, attempts: int) -> str:
    return dialect.parts.test.format(
        space=dialect.space,
        schema=dialect.schema,
        id=_named(quiz, "test"),
        title=fit(quiz.title),
        attempts=attempts,
        sections="".join(_sections(quiz, dialect)),
    )


def _sections(quiz: Quiz, dialect: Dialect) -> Iterator[str]:
    """Yield a section for each bank that has items; a test without any has an empty one, for it must have one."""
    parts = dialect.parts
    for bank, items in by_bank(quiz):
        references = "".join([parts.reference.format(id=first_id(quiz, item)) for item in items])
        yield parts.section.format(id=f"section-{bank.id}", title=fit(bank.title), items=references)
    if not quiz.items:
        yield parts.section.format(id="section", title=fit(quiz.title), items="")


# ---- the manifest --------------------------------------------------------------------------------------------------


def _manifest(quiz: Quiz, dialect: Dialect) -> Iterator[str]:
    """Yield the manifest in pieces: of each item its identity, its sources, and the files that it needs."""
    schema, version = dialect.package
    item_kind, test_kind = dialect.kinds
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{dialect.manifest_space}"'
        f' identifier="{_named(quiz, "manifest")}"><metadata><schema>{schema}</schema>'
        f"<schemaversion>{version}</schemaversion>{_of_all(quiz)}</metadata><organizations/><resources>"
        f'<resource identifier="{_named(quiz, "resource")}" type="{test_kind}" href="test.xml"><file href="test.xml"/>'
    )
    yield from (f'<dependency identifierref="{first_id(quiz, item)}"/>' for item in quiz.items)
    yield "</resource>"
    banks = {bank.id: bank for bank in quiz.banks}
    for item in quiz.items:
        known = first_id(quiz, item)
        media = "".join([f'<file href="media/{name}"/>' for name in dict.fromkeys(one.name for one in item.media)])
        yield (
            f'<resource identifier="{known}" type="{item_kind}" href="items/{known}.xml"><metadata>'
            f"{_asked(item, dialect)}{_known(quiz, item, banks[item.bank])}</metadata>"
            f'<file href="items/{known}.xml"/>{media}</resource>'
        )
    yield "</resources></manifest>\n"


def _of_all(quiz: Quiz) -> str:
    name = _named(quiz, "quiz")
    languages = "".join(f"<language>{fit(one)}</language>" for one in dict.fromkeys(b.language for b in quiz.banks))
    return (
        f'<lom xmlns="{LOM}"><general><identifier><catalog>quizgen</catalog><entry>{name}</entry></identifier>'
        f"<title><string>{fit(quiz.title)}</string></title>{languages}</general></lom>"
    )


def _asked(item: Item, dialect: Dialect) -> str:
    return (
        f'<qtiMetadata xmlns="{dialect.metadata_space}"><timeDependent>false</timeDependent>'
        f"<interactionType>{ASKED.get(item.interaction, 'textEntry')}Interaction</interactionType>"
        "<feedbackType>nonadaptive</feedbackType><solutionAvailable>true</solutionAvailable>"
        "<toolName>quizgen</toolName></qtiMetadata>"
    )


def _known(quiz: Quiz, item: Item, bank: BankInfo) -> str:
    """Return what is known of an item as learning object metadata: identity, tags, revision, licence, sources."""
    language = fit(item.language)
    keywords = "".join([f"<keyword><string>{fit(tag)}</string></keyword>" for tag in item.tags])
    return (
        f'<lom xmlns="{LOM}"><general><identifier><catalog>quizgen</catalog><entry>{item.id}</entry></identifier>'
        f'<title><string language="{language}">{title(item)}</string></title><language>{language}</language>{keywords}'
        f"</general><lifeCycle><version><string>{item.revision}</string></version></lifeCycle>"
        f"{_hard(item)}{_licensed(bank)}{''.join(_sources(quiz, item))}</lom>"
    )


def _hard(item: Item) -> str:
    if item.difficulty is None:
        return ""
    value = DIFFICULTY[item.difficulty.level]
    return f"<educational><difficulty><source>LOMv1.0</source><value>{value}</value></difficulty></educational>"


def _licensed(bank: BankInfo) -> str:
    return f"<rights><description><string>{fit(bank.licence)}</string></description></rights>" if bank.licence else ""


def _sources(quiz: Quiz, item: Item) -> Iterator[str]:
    for one in evidence(quiz, item):
        yield (
            "<relation><kind><source>LOMv1.0</source><value>isbasedon</value></kind><resource>"
            f"<identifier><catalog>quizgen</catalog><entry>{fit(one.source)}</entry></identifier>"
            f"<description><string>{escaped(source_line(one))}</string></description></resource></relation>"
        )
