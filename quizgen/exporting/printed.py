"""What a print template gets: the quiz and its key as plain text in printed order.

The quiz's data and the key's are apart, so that a student's file cannot hold an answer. The field names are
the contract with `templates/print/*.typ` and with users' own templates.
"""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from quizgen.model.citation import Citation
from quizgen.model.item import BLANK, Item
from quizgen.model.quiz import Entry, Form, Quiz
from quizgen.templating import find

RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))
BLANKS = re.compile(f"{BLANK}_*")
# Controls, lone surrogates, noncharacters: no font shows them, PDF/UA forbids some. Newline and tab are text.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\uffff\ufdd0-\ufdef]")
# A word as long as this may be wider than the page: in these scripts it may then be broken anywhere.
LONG = re.compile(r"[!-~\u00a1-\u052f]{50,}")
ZERO_WIDTH_SPACE = "\u200b"
LONGEST_LINK = 8000  # Typst's own limit


@dataclass(frozen=True)
class Tongue:
    """A language as Typst takes it: an ISO 639 code, an ISO 3166 region or none, and the direction."""

    lang: str
    region: str | None
    rtl: bool


@dataclass(frozen=True)
class Look:
    """The page: its paper, type size in points, columns, font families, bottom margin in points."""

    paper: str
    size: float
    columns: int
    fonts: tuple[str, ...]
    bottom: float


@dataclass(frozen=True)
class PrintedOption:
    """An option with the letter it has on this form."""

    letter: str
    text: str


@dataclass(frozen=True)
class Question:
    """An item on a form. `stem` is cut at its blanks; `line` asks for a line to write on."""

    number: int
    id: str
    tongue: Tongue
    stem: tuple[str, ...]
    options: tuple[PrintedOption, ...]
    line: bool


@dataclass(frozen=True)
class QuestionForm:
    """One form of the quiz; `name` is empty when there is only one."""

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class KeyCitation:
    """Where an answer stands; `number` is that of the source in the key's list, `tongue` its language."""

    number: int
    tongue: Tongue
    title: str
    where: str
    quote: str
    url: str | None


@dataclass(frozen=True)
class KeyRow:
    """The answer of one item on a form: no `letter` if it is typed, other accepted spellings in `also`."""

    number: int
    id: str
    tongue: Tongue
    letter: str
    answer: str
    also: tuple[str, ...]
    citations: tuple[KeyCitation, ...]


@dataclass(frozen=True)
class KeyForm:
    """The key of one form."""

    name: str
    rows: tuple[KeyRow, ...]


@dataclass(frozen=True)
class Sheet:
    """The data of `print/quiz.typ`. `points` is what one item is worth, or None."""

    title: str
    tongue: Tongue
    words: dict[str, str]
    look: Look
    instructions: str
    points: int | None
    forms: tuple[QuestionForm, ...]


@dataclass(frozen=True)
class Key:
    """The data of `print/key.typ`. `sources` are reference lines, numbered from 1 in this order."""

    title: str
    tongue: Tongue
    words: dict[str, str]
    look: Look
    forms: tuple[KeyForm, ...]
    sources: tuple[str, ...]


def as_json(data: Sheet | Key) -> str:
    """Return the data as the JSON text a template reads."""
    return json.dumps(asdict(data), ensure_ascii=False)


def sheet(quiz: Quiz, look: Look, instructions: str | None, points: int | None) -> Sheet:
    """Return the quiz as its template takes it; `instructions` None means the usual ones."""
    spoken, words = labels(quiz)
    return Sheet(
        title=plain(quiz.title),
        tongue=spoken,
        words=words,
        look=look,
        instructions=plain(_usual(quiz.items, words) if instructions is None else instructions),
        points=points,
        forms=tuple(
            QuestionForm(form.name, tuple(_question(quiz, n, entry) for n, entry in enumerate(form.entries, 1)))
            for form in printed_forms(quiz)
        ),
    )


def key(quiz: Quiz, look: Look) -> Key:
    """Return the key as its template takes it."""
    spoken, words = labels(quiz)
    order = cited(quiz.items)
    return Key(
        title=plain(quiz.title),
        tongue=spoken,
        words=words,
        look=look,
        forms=tuple(
            KeyForm(form.name, tuple(_row(quiz, order, n, entry) for n, entry in enumerate(form.entries, 1)))
            for form in printed_forms(quiz)
        ),
        sources=tuple(plain(quiz.sources[source].reference) for source in order),
    )


def printed_forms(quiz: Quiz) -> tuple[Form, ...]:
    """Return the quiz's forms without the items it no longer has; one nameless form where it has none."""
    if not quiz.forms:
        return (Form(name="", entries=tuple(Entry(item=item.id) for item in quiz.items)),)
    kept = quiz.by_id
    return tuple(
        Form(name=form.name, entries=tuple(entry for entry in form.entries if entry.item in kept))
        for form in quiz.forms
    )


def cited(items: Iterable[Item]) -> dict[str, int]:
    """Return the ids of the cited sources with their numbers, in the order in which the items cite them."""
    order = dict.fromkeys(citation.source for item in items for citation in item.citations)
    return {source: number for number, source in enumerate(order, 1)}


def texts(quiz: Quiz, item: Item) -> list[str]:
    """Return all that is printed of an item, in the quiz and in the key."""
    sources = [quiz.sources[citation.source] for citation in item.citations]
    return [
        item.stem,
        *(option.text for option in item.options),
        *item.key,
        *item.accept,
        *(text for citation in item.citations for text in (citation.quote or "", citation.where)),
        *(text for source in sources for text in (source.source.title, source.reference)),
    ]


def plain(text: str) -> str:
    """Return the text without what cannot be printed, and with places to break in words wider than a page."""
    lines = "\n".join(text.replace("\t", " ").splitlines())
    return LONG.sub(lambda word: ZERO_WIDTH_SPACE.join(word[0]), UNPRINTABLE.sub("", lines))


def tongue(language: str) -> Tongue:
    """Return a BCP 47 language tag as Typst takes it; what Typst cannot take becomes `und`, undetermined."""
    lang, *rest = language.lower().split("-")
    known = re.fullmatch("[a-z]{2,3}", lang) is not None
    region = next((part.upper() for part in rest if re.fullmatch("[a-z]{2}", part)), None)
    return Tongue(lang=lang if known else "und", region=region, rtl=lang in RIGHT_TO_LEFT)


def main_language(quiz: Quiz) -> str:
    """Return the language of most items: titles, labels and footers are in it where it has labels."""
    spoken = Counter(item.language for item in quiz.items) or Counter(bank.language for bank in quiz.banks)
    return spoken.most_common(1)[0][0] if spoken else "en"


def labels(quiz: Quiz) -> tuple[Tongue, dict[str, str]]:
    """Return the labels of `print/words.json` and their language: the main one, or English if it is not there."""
    found = find("print/words.json", quiz.templates)
    tables: dict[str, dict[str, str]] = json.loads(found.read_text("utf-8"))
    spoken = tongue(main_language(quiz))
    return (spoken, tables["en"] | tables[spoken.lang]) if spoken.lang in tables else (tongue("en"), tables["en"])


def letter(index: int) -> str:
    """Return the letter of option number `index` from 0: A to Z, then AA to ZZ."""
    return string.ascii_uppercase[index % 26] * (index // 26 + 1)


def linkable(url: str | None) -> bool:
    """Tell whether a PDF can open it: a web address that is not too long."""
    return url is not None and len(url) < LONGEST_LINK and url.startswith(("https://", "http://"))


def _usual(items: Sequence[Item], words: dict[str, str]) -> str:
    chosen = words["choose"] if any(item.options for item in items) else ""
    written = words["write"] if any(not item.options for item in items) else ""
    return f"{chosen} {written}".strip()


def _order(item: Item, entry: Entry) -> tuple[str, ...]:
    return entry.options or tuple(option.id for option in item.options)


def _question(quiz: Quiz, number: int, entry: Entry) -> Question:
    item = quiz.by_id[entry.item]
    said = {option.id: plain(option.text) for option in item.options}
    stem = tuple(plain(piece) for piece in BLANKS.split(item.stem))
    return Question(
        number=number,
        id=item.id,
        tongue=tongue(item.language),
        stem=stem,
        options=tuple(PrintedOption(letter(n), said[option]) for n, option in enumerate(_order(item, entry))),
        line=not item.options and len(stem) == 1,
    )


def _row(quiz: Quiz, order: dict[str, int], number: int, entry: Entry) -> KeyRow:
    item = quiz.by_id[entry.item]
    right = {option.id for option in item.right}
    letters = [letter(n) for n, option in enumerate(_order(item, entry)) if option in right]
    return KeyRow(
        number=number,
        id=item.id,
        tongue=tongue(item.language),
        letter=", ".join(letters),
        answer=plain("; ".join(item.key)),
        also=tuple(plain(text) for text in item.accept) if not item.options else (),  # a letter has no other spelling
        citations=tuple(_citation(quiz, order, item, citation) for citation in item.citations),
    )


def _citation(quiz: Quiz, order: dict[str, int], item: Item, citation: Citation) -> KeyCitation:
    source = quiz.sources[citation.source].source
    return KeyCitation(
        number=order[citation.source],
        tongue=tongue(source.language or item.language),
        title=plain(source.title),
        where=plain(citation.where),
        quote=plain(citation.quote or ""),
        url=citation.url if linkable(citation.url) else None,
    )
