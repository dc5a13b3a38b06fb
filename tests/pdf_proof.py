"""The proof of a printed quiz: read back from the PDFs what was printed, and hold it against the quiz.

Nothing here uses the exporter's own data. The text comes from pdfium, the tags from pikepdf, conformance from
page-validation; only the places of the items come from Typst's marks.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import page
import pikepdf
import pypdfium2

from quizgen.exporting.typesetting import Mark, Typeset
from quizgen.model.item import Item
from quizgen.model.quiz import Entry, Form, Quiz

INVISIBLE = re.compile("[-\\s\x00-\x1f\u00ad\u200b\u2010\ufffe]")  # a hyphen at a line's end reads as hyphenation
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANK = re.compile("_{4,}")
Begins = Callable[[int, Item], str]


@dataclass(frozen=True)
class Book:
    """A PDF read back: the page sizes in points, and the text of each page as pdfium extracts it."""

    sizes: tuple[tuple[float, float], ...]
    raw: tuple[str, ...]
    outside: tuple[int, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(squash(text) for text in self.raw)


def proof(quiz: Quiz, paper: Typeset, key: Typeset) -> list[str]:
    """Return what is wrong with the printed quiz and its key; nothing, if they are sound."""
    books = read(paper.pdf), read(key.pdf)
    return [
        *conformance(paper.pdf),
        *conformance(key.pdf),
        *quiz_tags(quiz, paper.pdf),
        *key_tags(quiz, key.pdf),
        *layout(quiz, paper.marks, books[0], {"question"}),
        *layout(quiz, key.marks, books[1], {"answer", "source"}),
        *printed(quiz, paper.marks, books[0]),
        *keyed(quiz, paper, key, books),
        *references(quiz, books[1]),
    ]


def squash(text: str) -> str:
    """Return the text without spaces, hyphenation and the widths of blanks, so that only what is read counts."""
    return BLANK.sub("____", INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def words(text: str) -> Counter[str]:
    """Return the words with their letters sorted: pdfium's order within right-to-left words is not to be relied on."""
    bare = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text))
    return Counter("".join(sorted(word)) for word in bare.split())


def unordered(quiz: Quiz, item: Item) -> bool:
    """Tell whether pdfium may give the item's words in another order: it, or all the page, runs from right to left."""
    return right_to_left(quiz.title, item.stem, *item.key)


def right_to_left(*texts: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for text in texts for character in text)


def read(pdf: bytes) -> Book:
    document = pypdfium2.PdfDocument(pdf)
    sizes, raw, outside = [], [], []
    for number, sheet in enumerate(document, 1):
        text = sheet.get_textpage()
        width, height = sheet.get_size()
        rects = [text.get_rect(n) for n in range(text.count_rects())]
        if any(left < 0 or low < 0 or right > width or high > height for left, low, right, high in rects):
            outside.append(number)
        sizes.append((width, height))
        raw.append(text.get_text_range())
    document.close()
    return Book(tuple(sizes), tuple(raw), tuple(outside))


def conformance(pdf: bytes) -> list[str]:
    return [] if page.validate_pdf_bytes(pdf, profile="ua1").is_compliant else ["not PDF/UA-1"]


def tags(pdf: bytes) -> Counter[str]:
    """Count the structure elements by type."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return Counter(_types(document.Root.StructTreeRoot))


def _types(element: pikepdf.Object) -> Iterator[str]:
    if "/S" in element:
        yield str(element.S)[1:]
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _types(kid)


def expected(name: str, found: Counter[str], **counts: int) -> list[str]:
    wrong = {tag: (found[tag], count) for tag, count in counts.items() if found[tag] != count}
    return [f"{name}: tags {wrong}"] if wrong else []


def quiz_tags(quiz: Quiz, pdf: bytes) -> list[str]:
    entries = [order(quiz, entry) for form in forms(quiz) for entry in form.entries]
    lists = len([form for form in forms(quiz) if form.entries]) + sum(bool(options) for options in entries)
    items = len(entries) + sum(map(len, entries))
    return expected("quiz", tags(pdf), H1=len(forms(quiz)), L=lists, LI=items, Lbl=items, LBody=items)


def key_tags(quiz: Quiz, pdf: bytes) -> list[str]:
    tables = [len(form.entries) for form in forms(quiz) if form.entries]
    rows, cells = sum(tables) + len(tables), 3 * sum(tables)
    sources = len({citation.source for item in quiz.items for citation in item.citations})
    counts = {"H1": len(forms(quiz)), "Table": len(tables), "TR": rows, "TD": cells, "TH": 3 * len(tables)}
    return expected("key", tags(pdf), **counts, LI=sources)


def forms(quiz: Quiz) -> tuple[Form, ...]:
    return quiz.forms or (Form(name="", entries=tuple(Entry(item=item.id) for item in quiz.items)),)


def order(quiz: Quiz, entry: Entry) -> tuple[str, ...]:
    """The texts of the options in printed order."""
    options = {option.id: option.text for option in quiz.by_id[entry.item].options}
    return tuple(options[option] for option in entry.options or options)


def layout(quiz: Quiz, marks: Iterable[Mark], book: Book, parts: set[str]) -> list[str]:
    """Every part of every item on one page, in one column, inside the page."""
    ends: dict[tuple[str, str, str], dict[str, Mark]] = {}
    for mark in marks:
        ends.setdefault((mark.form, mark.item, mark.part), {})[mark.end] = mark
    want = {(f.name, e.item, part) for f in forms(quiz) for e in f.entries for part in parts}
    wrong = [f"{place}: not printed" for place in sorted(want - set(ends))]
    for place in sorted(want & set(ends)):
        wrong += [f"{place}: {flaw}" for flaw in _flaws(ends[place]["start"], ends[place]["end"], book)]
    return wrong + [f"text outside page {number}" for number in book.outside]


def _flaws(start: Mark, end: Mark, book: Book) -> Iterator[str]:
    if start.page != end.page:
        yield "split over pages"
    elif abs(start.x - end.x) > 1 or end.y < start.y:
        yield "split over columns"
    elif not 0 < start.y <= end.y < book.sizes[end.page - 1][1]:
        yield "off the page"


def where(marks: Iterable[Mark], form: Form, entry: Entry) -> int:
    """The index of the page on which the item starts; the first, where it is not printed at all."""
    return next((m.page - 1 for m in marks if (m.form, m.item, m.end) == (form.name, entry.item, "start")), 0)


def as_asked(number: int, item: Item, options: Sequence[str]) -> str:
    lettered = (f"{letter}. {text}" for letter, text in zip(LETTERS, options, strict=False))
    return squash(" ".join((f"{number}. {item.stem}", *lettered)))


def printed(quiz: Quiz, marks: Sequence[Mark], book: Book) -> list[str]:
    """Every item whole, in order, number and letters included; nothing of the key in the student's file."""
    wrong = [f"{item.id}: in the student's file" for item in quiz.items if squash(item.id) in "".join(book.pages)]
    for form in forms(quiz):
        last = (0, -1)
        for number, entry in enumerate(form.entries, 1):
            item, options, leaf = quiz.by_id[entry.item], order(quiz, entry), where(marks, form, entry)
            if unordered(quiz, item):
                wrong += missing_words(f"{form.name} {number}", book.raw[leaf], (item.stem, *options))
                continue
            found = (leaf, book.pages[leaf].find(as_asked(number, item, options)))
            if found[1] < 0:
                wrong.append(f"{form.name} {number} {item.id}: not whole")
            elif found <= last:
                wrong.append(f"{form.name} {number} {item.id}: not in order")
            last = max(last, found)
    return wrong


def missing_words(place: str, text: str, wanted: Iterable[str]) -> list[str]:
    lost = words(" ".join(wanted)) - words(text)
    return [f"{place}: words not printed: {sorted(lost)}"] if lost else []


def keyed(quiz: Quiz, paper: Typeset, key: Typeset, books: tuple[Book, Book]) -> list[str]:
    """The key's letter leads, on that form as printed, to the right answer; the source stands beside it."""
    wrong = []
    for form in forms(quiz):
        asked = cut(form, paper.marks, books[0], lambda number, item: re.escape(squash(f"{number}. {item.stem}")), quiz)
        rows = cut(
            form, key.marks, books[1], lambda n, item: rf"{n}\.(?:[A-Z]\.)?{re.escape(squash(item.key[0]))}", quiz
        )
        for number, entry in enumerate(form.entries, 1):
            item, place = quiz.by_id[entry.item], f"{form.name} {number} {entry.item}"
            if unordered(quiz, item):
                wrong += missing_words(place, books[1].raw[where(key.marks, form, entry)], cited(quiz, item))
            elif not rows[entry.item]:
                wrong.append(f"{place}: no row in the key")
            else:
                wrong += [f"{place}: {flaw}" for flaw in row_flaws(quiz, item, rows[entry.item])]
                wrong += [f"{place}: {flaw}" for flaw in letter_flaws(item, rows[entry.item], asked[entry.item])]
    return wrong


def cut(form: Form, marks: Sequence[Mark], book: Book, begins: Begins, quiz: Quiz) -> dict[str, str]:
    """Cut the pages into what each item has, by how it begins; empty for what is not found on its page."""
    starts: list[tuple[str, int, int]] = []
    for number, entry in enumerate(form.entries, 1):
        leaf = where(marks, form, entry)
        after = starts[-1][2] + 1 if starts and starts[-1][1] == leaf else 0
        found = re.compile(begins(number, quiz.by_id[entry.item])).search(book.pages[leaf], after)
        if found:
            starts.append((entry.item, leaf, found.start()))
    pieces = {entry.item: "" for entry in form.entries}
    for (one, leaf, at), (_, next_leaf, end) in pairwise([*starts, ("", -1, 0)]):
        pieces[one] = book.pages[leaf][at : end if leaf == next_leaf else None]
    return pieces


def cited(quiz: Quiz, item: Item) -> Iterator[str]:
    for citation in item.citations:
        yield f"{quiz.sources[citation.source].source.title}, {citation.where}".rstrip(", ")
        yield citation.quote or ""


def row_flaws(quiz: Quiz, item: Item, row: str) -> list[str]:
    wanted = (item.id, *cited(quiz, item), *(() if item.options else item.accept))
    return [f"not in its row: {text}" for text in wanted if squash(text) not in row]


def letter_flaws(item: Item, row: str, asked: str) -> list[str]:
    """Go from the key's letter to the option printed at it, and hold that against the item's answer."""
    found = re.match(r"\d+\.(?:([A-Z])\.)?", row)
    letter = found[1] if found else None
    if bool(letter) != bool(item.options):
        return ["a letter for a typed answer, or none for an option"]
    if letter is None:
        return []
    right, lettered = squash(item.key[0]), by_letter(item, asked)
    shown = lettered.get(letter, "")
    last = letter == max(lettered, default="")  # what follows the last option is the page's foot
    return (
        []
        if (shown.startswith(right) if last else shown == right)
        else [f"its {letter} is {shown[:40]!r}, not {right!r}"]
    )


def by_letter(item: Item, asked: str) -> dict[str, str]:
    """Return what is printed at each letter, looking for one letter after the other behind the stem."""
    rest = asked.partition(squash(item.stem))[2]
    letters = LETTERS[: len(item.options)]
    cuts = [0]
    for letter in letters:
        cuts.append(max(cuts[-1], rest.find(f"{letter}.", cuts[-1])))
    return {
        letter: rest[begin + 2 : end]
        for letter, (begin, end) in zip(letters, pairwise([*cuts[1:], len(rest)]), strict=True)
    }


def references(quiz: Quiz, book: Book) -> list[str]:
    """Each cited source has its reference line in the key."""
    used = sorted({citation.source for item in quiz.items for citation in item.citations})
    lines = {source: quiz.sources[source].reference for source in used}
    if right_to_left(quiz.title):
        return [flaw for source in used for flaw in missing_words(source, " ".join(book.raw), [lines[source]])]
    return [f"{source}: no reference" for source in used if squash(lines[source]) not in "".join(book.pages)]
