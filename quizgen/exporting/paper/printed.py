"""What a print template gets: the quiz and its key as plain text in printed order.

The quiz's data and the key's are apart, and `answer` is there only in the teacher's edition, so that a student's file
cannot hold an answer. The field names are the contract with `templates/print/` and with users' own templates; it is
told in docs/print.md. Raise VERSION when a field goes or changes its meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from quizgen.exporting.languages import Tongue, tongue
from quizgen.exporting.paper.look import HeaderField, Look, Setting
from quizgen.exporting.paper.printed_text import cited, labels, plain
from quizgen.exporting.words import located
from quizgen.model.citation import Citation
from quizgen.model.item import BLANK, Item
from quizgen.model.key import Copy, KeyCitation, KeyEntry, KeyForm, KeyItem, PaperKey
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz, Section

VERSION = "2.0"
AVIF = "image/avif"
"""No PDF can hold it, nor can Word."""
BLANKS = re.compile(f"{BLANK}_*")
LINE: dict[str, Line] = {"date": "half", "number": "third"}
IN_KEY = 22
"""So many signs fit beside each other into the narrow column of the key."""
UNSPACED = frozenset(("zh", "ja"))
"""Between their sentences stands no space."""
ARROWS = {False: " → ", True: " ← "}
"""What comes next, by whether that is read from right to left."""
Line = Literal["full", "half", "third", "none"]


@dataclass(frozen=True)
class PrintedOption:
    """An option with the letter it has on this form."""

    letter: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture: its file in the folder `pictures/` beside the template, what it shows in words, and whose it is."""

    file: str
    alt: str
    credit: str


@dataclass(frozen=True)
class Answer:
    """What the teacher's edition marks in place.

    `letters` are those of right options, `numbers` what belongs in the boxes of an order or a match, letter by letter,
    `written` what belongs on the line or in the blank, `sources` where it stands.
    """

    letters: tuple[str, ...]
    numbers: dict[str, str]
    written: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """An item on a form.

    `stem` is cut at its blanks. `hint` says how to answer where that is not plain. `targets` are the right-hand side of
    a match, numbered from 1. `lines` is how many lines there are to write on, `line` how long they are.
    """

    number: int
    id: str
    interaction: str
    tongue: Tongue
    stem: tuple[str, ...]
    hint: str
    options: tuple[PrintedOption, ...]
    targets: tuple[str, ...]
    lines: int
    line: Line
    points: int | None
    new_page: bool
    pictures: tuple[Picture, ...]
    answer: Answer | None


@dataclass(frozen=True)
class PrintedSection:
    """A part of a form; where the paper has no sections, the only one, without a title."""

    title: str
    instructions: str
    new_page: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class QuestionForm:
    """One form of the quiz; `name` is empty if it has no forms. `worth` is the sum of its points."""

    name: str
    worth: int
    sections: tuple[PrintedSection, ...]


@dataclass(frozen=True)
class Paper:
    """One paper to hand out: `form` is the place of its form, `copy` whom it is made out to; `label` is its own."""

    label: str
    form: int
    copy: Copy | None


@dataclass(frozen=True)
class Sheet:
    """The data of `print/quiz.typ`. `header` lists what the student fills in."""

    version: str
    title: str
    tongue: Tongue
    words: dict[str, str]
    look: Look
    instructions: str
    header: tuple[HeaderField, ...]
    teacher: bool
    forms: tuple[QuestionForm, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class CitedThere:
    """Where an answer stands; `number` is that of the source in the key's list, `tongue` its language."""

    number: int
    tongue: Tongue
    title: str
    where: str
    quote: str
    url: str | None


@dataclass(frozen=True)
class KeyRow:
    """The answer of one item on a form: no `letters` if it is typed, other accepted spellings in `also`.

    `why` is the statement that is asked about; it is empty where it says no more than the quote.
    """

    number: int
    id: str
    tongue: Tongue
    letters: str
    answer: str
    also: tuple[str, ...]
    why: str
    citations: tuple[CitedThere, ...]


@dataclass(frozen=True)
class FormRows:
    """The key of one form."""

    name: str
    rows: tuple[KeyRow, ...]


@dataclass(frozen=True)
class Key:
    """The data of `print/key.typ`. `sources` are reference lines, numbered from 1 in this order."""

    version: str
    title: str
    tongue: Tongue
    words: dict[str, str]
    look: Look
    forms: tuple[FormRows, ...]
    sources: tuple[str, ...]


def as_json(data: Sheet | Key) -> str:
    """Return the data as the JSON text a template reads."""
    return json.dumps(asdict(data), ensure_ascii=False, default=lambda model: model.model_dump())


def sheet(quiz: Quiz, look: Look, setting: Setting, key: PaperKey) -> Sheet:
    """Return the quiz as its template takes it, with the letters of the key."""
    spoken, words = labels(quiz)
    wanted = setting.instructions
    made = _Maker(quiz, setting, words, cited(quiz.items), key.sheet is not None, look)
    return Sheet(
        version=VERSION,
        title=plain(quiz.title),
        tongue=spoken,
        words=words,
        look=look,
        instructions=plain(
            _usual(quiz.items, words, spoken, on_sheet=key.sheet is not None) if wanted is None else wanted
        ),
        header=setting.header,
        teacher=setting.teacher,
        forms=tuple(made.form(form, worth(quiz, setting.points)) for form in key.forms),
        papers=tuple(_papers(key)),
    )


def answers(quiz: Quiz, look: Look, key: PaperKey) -> Key:
    """Return the key as its template takes it."""
    spoken, words = labels(quiz)
    order = cited(quiz.items)
    items = {item.id: item for item in key.items}
    sources = {source: tongue(cited.source.language or "") for source, cited in quiz.sources.items()}
    return Key(
        version=VERSION,
        title=plain(quiz.title),
        tongue=spoken,
        words=words,
        look=look,
        forms=tuple(
            FormRows(form.name, tuple(_row(items[entry.item], entry, order, sources) for entry in form.entries))
            for form in key.forms
        ),
        sources=tuple(map(plain, key.sources.values())),
    )


def shown(item: Item, *, teacher: bool) -> tuple[Medium, ...]:
    """Return the pictures of an item that are printed: those that ask; for teachers all, but for AVIF."""
    pictures = (medium for medium in item.media if medium.kind == "image")
    return tuple(one for one in pictures if one.asks or (teacher and one.type != AVIF))


def worth(quiz: Quiz, points: int | None) -> dict[str, int]:
    """Return what each item is worth: as its section says, else `points`, else 1."""
    usual = 1 if points is None else points
    by_section = {item: part.points for part in quiz.sections for item in part.items if part.points is not None}
    return {item.id: by_section.get(item.id, usual) for item in quiz.items}


def _papers(key: PaperKey) -> list[Paper]:
    places = {form.name: place for place, form in enumerate(key.forms)}
    if not key.copies:
        return [Paper(name, place, None) for name, place in places.items()]
    return [Paper(f"{copy.form} {copy.code}".strip(), places[copy.form], _told(copy)) for copy in key.copies]


def _told(copy: Copy) -> Copy:
    return copy.model_copy(update={"name": plain(copy.name), "number": plain(copy.number), "group": plain(copy.group)})


def _usual(items: Sequence[Item], words: dict[str, str], spoken: Tongue, *, on_sheet: bool) -> str:
    """What is usually said of how to answer."""
    options = any(item.interaction == "choice" for item in items)
    chosen = words["choose_sheet" if on_sheet else "choose"] if options else ""
    written = words["write"] if any(not item.options for item in items) else ""
    return ("" if spoken.lang in UNSPACED else " ").join(filter(None, (chosen, written)))


@dataclass(frozen=True)
class _Maker:
    """What each question on the paper is made from. `order` has the numbers of the sources, `on_sheet` whether the
    letters are marked on a sheet of their own.
    """

    quiz: Quiz
    setting: Setting
    words: dict[str, str]
    order: dict[str, int]
    on_sheet: bool
    look: Look

    def form(self, form: KeyForm, points: dict[str, int]) -> QuestionForm:
        parts = self.quiz.sections or (Section(items=tuple(points)),)
        sections: list[PrintedSection] = []
        for part in parts:
            inside = frozenset(part.items)
            made = tuple(self.question(entry, part) for entry in form.entries if entry.item in inside)
            if made:  # a head alone says nothing, and nothing is before the first page
                new_page = (part.page_break or made[0].new_page) and bool(sections)  # its head goes along
                made = (replace(made[0], new_page=False), *made[1:])
                sections.append(PrintedSection(plain(part.title), plain(part.instructions), new_page, made))
        return QuestionForm(form.name, sum(points[entry.item] for entry in form.entries), tuple(sections))

    def question(self, entry: KeyEntry, part: Section) -> Question:
        item, setting = self.quiz.by_id[entry.item], self.setting
        wide = self.look.wide
        in_part = wide // 2 if item.interaction == "match" else wide
        said = {option.id: plain(option.text, in_part) for option in item.options}
        stem = tuple(plain(piece, wide) for piece in BLANKS.split(item.stem))
        typed = not item.options and len(stem) == 1
        return Question(
            number=entry.number,
            id=item.id,
            interaction=item.interaction,
            tongue=tongue(item.language),
            stem=stem,
            hint=self.hint(item),
            options=tuple(PrintedOption(sign, said[o]) for sign, o in zip(entry.letters, entry.options, strict=True)),
            targets=tuple(plain(target, in_part) for target in item.targets),
            lines=(part.lines or setting.lines) if typed else 0,
            line=LINE.get(item.interaction, "full") if typed else "none",
            points=setting.points if part.points is None else part.points,
            new_page=item.id in setting.breaks and entry.number > 1,
            pictures=tuple(map(self.picture, shown(item, teacher=setting.teacher))),
            answer=self.answer(item, entry) if setting.teacher else None,
        )

    def hint(self, item: Item) -> str:
        on_sheet = "_sheet" if item.interaction == "choices" and self.on_sheet else ""
        return self.words.get(f"hint_{item.interaction}{on_sheet}", "")

    def picture(self, medium: Medium) -> Picture:
        whose = ", ".join(part for part in (medium.credit, medium.licence) if part)
        credit = self.words["picture"].replace("{credit}", whose) if whose else ""
        return Picture(medium.name, plain(medium.alt), plain(credit))

    def answer(self, item: Item, entry: KeyEntry) -> Answer:
        numbered = item.interaction in {"order", "match"}
        return Answer(
            letters=() if numbered else entry.key,
            numbers=dict(text.rsplit(" ", 1) for text in entry.key) if numbered else {},
            written="" if item.options and BLANK not in item.stem else plain("; ".join(item.key)),
            sources=tuple(plain(self.source(one)) for one in item.citations),
        )

    def source(self, citation: Citation) -> str:
        title, where = self.quiz.sources[citation.source].source.title, located(citation, self.words)
        return f"[{self.order[citation.source]}] {title}" + (f", {where}" if where else "")


def _row(item: KeyItem, entry: KeyEntry, order: dict[str, int], sources: dict[str, Tongue]) -> KeyRow:
    spoken = tongue(item.language)
    return KeyRow(
        number=entry.number,
        id=item.id,
        tongue=spoken,
        letters=", ".join(entry.key),
        answer=plain((ARROWS[spoken.rtl] if item.interaction == "order" else "; ").join(item.answer), IN_KEY),
        also=() if item.options else tuple(plain(text, IN_KEY) for text in item.accept),  # letters have one spelling
        why=plain(item.why),
        citations=tuple(_cited(one, order[one.source], sources[one.source], spoken) for one in item.citations),
    )


def _cited(citation: KeyCitation, number: int, source: Tongue, item: Tongue) -> CitedThere:
    return CitedThere(
        number=number,
        tongue=source if source.lang != "und" else item,
        title=plain(citation.title),
        where=plain(citation.where),
        quote=plain(citation.quote or ""),
        url=citation.url,
    )
