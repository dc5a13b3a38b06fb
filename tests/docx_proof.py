"""The independent proof of a Word quiz: its package is read back, its numbers counted as Word counts them, and the key
followed from the letter in its row to the option that has this letter, and from there to the bank.

Nothing here knows how the documents are made; what it goes by is ISO 29500-1 and the names of the styles.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from quizgen.model.item import Item
from quizgen.model.key import KeyEntry, KeyForm, PaperKey
from quizgen.model.quiz import Quiz

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
BOX = re.compile("[\u200e\u200f\u00a0]+")
BLANK = "_" * 14


def tag(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def value(element: ET.Element | None, path: str, attribute: str = "w:val") -> str | None:
    found = element.find(path, SPACES) if element is not None else None
    return found.get(tag(attribute)) if found is not None else None


def shown(form: str, number: int) -> str:
    """Return a number as Word shows it in a format of ST_NumberFormat, after MS-DOCX 2.4 and MS-OI29500 2.1.540."""
    if form == "decimal":
        return str(number)
    if form in {"upperLetter", "lowerLetter"}:
        repeated, place = divmod(number - 1, 26)
        return chr((0x41 if form == "upperLetter" else 0x61) + place) * (repeated + 1)
    if form == "aiueoFullWidth":
        return chr(0x30A0 + 2 * number if number <= 5 else 0x30AB + 2 * (number - 6))
    if form == "russianUpper":
        return chr(0x40F + number + (number > 9))  # without Й
    first = {"hebrew1": 0x5D0, "hindiVowels": 0x915}.get(form)
    assert number <= 4 or first, f"{form} {number}"
    return chr(first + number - 1) if first else {"arabicAbjad": "أبجد"}[form][number - 1]


@dataclass
class Line:
    """A paragraph: `label` is the number before it, `row` the table row that it is in."""

    style: str
    label: str
    text: str
    keep: bool
    new_page: bool
    list: str
    row: ET.Element | None
    element: ET.Element


@dataclass
class Word:
    """A document as it is read back."""

    content: bytes
    count: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @cached_property
    def names(self) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return package.namelist()

    def part(self, name: str) -> ET.Element:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return ET.fromstring(package.read(name))

    @cached_property
    def body(self) -> ET.Element:
        found = self.part("word/document.xml").find("w:body", SPACES)
        assert found is not None
        return found

    @cached_property
    def links(self) -> dict[str, str]:
        """Where a relation of the document leads."""
        relations = self.part("word/_rels/document.xml.rels")
        return {one.attrib["Id"]: one.attrib["Target"] for one in relations}

    @cached_property
    def lists(self) -> dict[str, tuple[str, dict[int, Any], dict[int, int]]]:
        """By their ids: what they are made after, their levels (format, text, start), and where they start anew."""
        numbering = self.part("word/numbering.xml")
        levels = {
            made.get(tag("w:abstractNumId")): {
                int(level.get(tag("w:ilvl")) or 0): (
                    value(level, "w:numFmt"),
                    value(level, "w:lvlText"),
                    int(value(level, "w:start") or 0),
                )
                for level in made.findall("w:lvl", SPACES)
            }
            for made in numbering.findall("w:abstractNum", SPACES)
        }
        found = {}
        for one in numbering.findall("w:num", SPACES):
            after = value(one, "w:abstractNumId") or ""
            starts = {
                int(level.get(tag("w:ilvl")) or 0): int(value(level, "w:startOverride") or 0)
                for level in one.findall("w:lvlOverride", SPACES)
            }
            found[one.get(tag("w:numId")) or ""] = (after, levels[after], starts)
        return found

    @cached_property
    def lines(self) -> list[Line]:
        """All paragraphs in the order of reading."""
        rows = {id(p): row for row in self.body.iter(tag("w:tr")) for p in row.iter(tag("w:p"))}
        return [self._line(p, rows.get(id(p))) for p in self.body.iter(tag("w:p"))]

    def _line(self, p: ET.Element, row: ET.Element | None) -> Line:
        listed = value(p, "w:pPr/w:numPr/w:numId") or ""
        level = int(value(p, "w:pPr/w:numPr/w:ilvl") or 0)
        return Line(
            style=value(p, "w:pPr/w:pStyle") or "Normal",
            label=self._label(listed, level) if listed else "",
            text=text(p),
            keep=p.find("w:pPr/w:keepNext", SPACES) is not None,
            new_page=p.find("w:pPr/w:pageBreakBefore", SPACES) is not None,
            list=listed,
            row=row,
            element=p,
        )

    def _label(self, listed: str, level: int) -> str:
        """Count on: lists made after the same one count together, but for where one starts anew."""
        after, levels, starts = self.lists[listed]
        count = self.count.setdefault(after, {})
        if listed not in self.begun:
            self.begun.add(listed)
            for restarted, start in starts.items():
                count.update({restarted: start - 1})
        count[level] = count.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in count if one > level]:
            del count[deeper]
        form, pattern, _ = levels[level]
        return pattern.replace(f"%{level + 1}", shown(form, count[level]))


def text(p: ET.Element) -> str:
    parts = {"w:t": lambda one: one.text or "", "w:tab": lambda _: "\t", "w:br": lambda _: "\n"}
    names = {tag(name): read for name, read in parts.items()}
    runs = list(p.iter(tag("w:r")))
    return "".join(names[one.tag](one) for run in runs for one in run if one.tag in names)


def read(path: Path) -> Word:
    return Word(path.read_bytes())


def proof(quiz: Quiz, paper: PaperKey, asked: Word, keyed: Word) -> list[str]:
    """Return everything that is wrong with the quiz and its key."""
    forms, keys = by_title(asked), by_title(keyed)
    if not len(paper.forms) == len(forms) == len(keys):
        return [f"{len(paper.forms)} forms, {len(forms)} of them asked, {len(keys)} keyed"]
    wrong = [f"{name}: in the student's file" for name in quiz.by_id if name in "".join(x.text for x in asked.lines)]
    for form, lines, rows in zip(paper.forms, forms, keys, strict=True):
        wrong += [f"{form.name} {flaw}" for flaw in form_flaws(quiz, form, lines, rows, keyed)]
    if [line.text for line in keyed.lines if line.style == "KeyReference"] != list(paper.sources.values()):
        wrong.append("not the sources")
    return wrong


def by_title(word: Word) -> list[list[Line]]:
    """Cut the document where a form begins."""
    forms: list[list[Line]] = []
    for line in word.lines:
        if line.style == "QuizTitle":
            forms.append([])
        forms[-1].append(line)
    return forms


def questions(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut a form where a question begins; what is between sections belongs to none."""
    found: list[list[Line]] = []
    inside = False
    for line in lines:
        if line.style == "QuizQuestion":
            found.append([])
        inside = (inside or line.style == "QuizQuestion") and line.style not in {
            "QuizSection",
            "QuizInstructions",
            "QuizEnd",
        }
        if inside:
            found[-1].append(line)
    return found


def form_flaws(quiz: Quiz, form: KeyForm, lines: list[Line], keys: list[Line], keyed: Word) -> Iterator[str]:
    made = questions(lines)
    rows = list({id(line.row): line.row for line in keys if line.row is not None}.values())[1:]
    if not len(made) == len(form.entries) == len(rows):
        yield f"{len(form.entries)} questions, {len(made)} of them asked, {len(rows)} keyed"
        return
    for entry, question, row in zip(form.entries, made, rows, strict=True):
        item = quiz.by_id[entry.item]
        for flaw in (*question_flaws(item, entry, question), *split_flaws(question), *row_flaws(quiz, item, row)):
            yield f"{entry.number} {item.id}: {flaw}"
        cells = [text(cell) for cell in row.findall("w:tc", SPACES)]
        for flaw in (*letter_flaws(item, cells[1], question), *link_flaws(item, row, keyed)):
            yield f"{entry.number} {item.id}: {flaw}"
        if cells[0] != f"{entry.number}.":
            yield f"numbered {cells[0]} in the key"


def question_flaws(item: Item, entry: KeyEntry, question: list[Line]) -> Iterator[str]:
    head = question[0]
    if head.label != f"{entry.number}.":
        yield f"its number is {head.label}"
    stem, _, _ = head.text.partition("\t")
    if stem != re.sub("____+", BLANK, item.stem):
        yield f"its stem is {stem!r}"
    texts = {option.id: option.text for option in item.options}
    want = [(f"{sign}.", texts[option]) for sign, option in zip(entry.letters, entry.options, strict=True)]
    if lettered(question) != want:
        yield f"its options are {lettered(question)}, not {want}"
    targets = [(line.label, line.text) for line in question if line.style == "QuizTarget"]
    if targets != [(f"{number}.", target) for number, target in enumerate(item.targets, 1)]:
        yield f"its targets are {targets}"


def lettered(question: list[Line]) -> list[tuple[str, str]]:
    """The options as they are read: with the number Word counts, or with the letter that is written there."""
    found = []
    for line in question:
        if line.style in {"QuizOption", "QuizBoxed"}:
            written, _, rest = line.text.partition("\t")
            sign, option = (line.label, line.text) if line.label else (written, rest)
            found.append((sign, BOX.sub("", option).strip() if line.style == "QuizBoxed" else option))
    return found


def split_flaws(question: list[Line]) -> Iterator[str]:
    """What could come between its lines: only the last may be the last on its page."""
    units: list[list[Line]] = []
    for line in question:
        if line.row is not None and units and units[-1][0].row is line.row:
            units[-1].append(line)
        else:
            units.append([line])
    for unit in units:
        row = unit[0].row
        if row is not None and row.find("w:trPr/w:cantSplit", SPACES) is None:
            yield "a row that may be split"
        if {line.keep for line in unit} != {unit is not units[-1]}:
            yield f"{unit[0].text!r} may be parted from what follows, or holds on to the next question"


def row_flaws(quiz: Quiz, item: Item, row: ET.Element) -> Iterator[str]:
    said = [text(p) for p in row.iter(tag("w:p"))]
    cited = (quiz.sources[one.source].source.title for one in item.citations)
    wanted = [item.id, *item.key, *cited]
    wanted += [part for one in item.citations for part in (one.locator, one.quote or "")]
    wanted += [] if item.options else item.accept
    yield from (f"not in its row: {part}" for part in wanted if not any(part in one for one in said))
    if row.find("w:trPr/w:cantSplit", SPACES) is None:
        yield "its row may be split"


def letter_flaws(item: Item, answer: str, question: list[Line]) -> Iterator[str]:
    """Go from the letters in the key's row to the options that have them, and hold these against the bank."""
    options = {sign.rstrip("."): option for sign, option in lettered(question)}
    if not options:
        return
    targets = {line.label.rstrip("."): line.text for line in question if line.style == "QuizTarget"}
    signs = answer.partition(". ")[0].split(", ")
    if item.interaction == "match":
        pairs = {f"{options[sign]}: {targets[number]}" for sign, number in (one.split() for one in signs)}
        right = pairs == set(item.key)
    elif item.interaction == "order":
        placed = sorted((int(number), options[sign]) for sign, number in (one.split() for one in signs))
        right = tuple(option for _, option in placed) == item.key
    else:
        right = sorted(options[sign] for sign in signs) == sorted(option.text for option in item.right)
    if not right:
        yield f"its key leads to {[options.get(sign.split()[0]) for sign in signs]}"


def link_flaws(item: Item, row: ET.Element, keyed: Word) -> Iterator[str]:
    linked = [keyed.links[link.get(tag("r:id")) or ""] for link in row.iter(tag("w:hyperlink"))]
    if linked != [one.url for one in item.citations if one.url]:
        yield f"it links to {linked}"
