"""The proof of a printed quiz: read back from the PDFs what was printed, and hold it against the quiz.

Nothing here uses the exporter's own data. The text comes from pdfium, the tags from pikepdf, conformance from
page-validation; only the places of the items come from Typst's marks.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import page
import pikepdf
import pypdfium2

from quizgen.exporting.paper.typesetting import Mark, Typeset
from quizgen.model.item import Item
from quizgen.model.quiz import Entry, Form, Quiz
from quizgen.templating import find

INVISIBLE = re.compile("[-\\s\x00-\x1f\u00ad\u200b\u2010\ufffe]")  # a hyphen at a line's end reads as hyphenation
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANK = re.compile("_{4,}")
HINTED = {"choices", "order", "match"}
NUMBERED = {"order", "match"}
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


@dataclass(frozen=True)
class Told:
    """What the proof has to know of how the quiz was printed."""

    points: int | None = None
    breaks: tuple[str, ...] = ()
    teacher: bool = False


def proof(quiz: Quiz, paper: Typeset, key: Typeset, told: Told = Told()) -> list[str]:
    """Return what is wrong with the printed quiz and its key; nothing, if they are sound."""
    books = read(paper.pdf), read(key.pdf)
    return [
        *paper_flaws(quiz, paper, told),
        *conformance(key.pdf),
        *key_tags(quiz, key.pdf),
        *layout(quiz, key.marks, books[1], ["answer", "source"], [form.name for form in forms(quiz)]),
        *keyed(quiz, paper, key, books),
        *references(quiz, books[1]),
    ]


def paper_flaws(quiz: Quiz, paper: Typeset, told: Told = Told()) -> list[str]:
    """Return what is wrong with the quiz alone, or with the teacher's edition of it."""
    book = read(paper.pdf)
    return [
        *conformance(paper.pdf),
        *quiz_tags(quiz, paper.pdf, told),
        *layout(quiz, paper.marks, book, ["question"], [label for label, _ in papers(quiz)]),
        *printed(quiz, paper.marks, book, told),
        *begun(quiz, paper.marks, told),
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
    yield from (str(one.S)[1:] for one in _elements(element) if "/S" in one)


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _elements(kid)


def expected(name: str, found: Counter[str], **counts: int) -> list[str]:
    wrong = {tag: (found[tag], count) for tag, count in counts.items() if found[tag] != count}
    return [f"{name}: tags {wrong}"] if wrong else []


def quiz_tags(quiz: Quiz, pdf: bytes, told: Told) -> list[str]:
    entries = [quiz.by_id[entry.item] for _, form in papers(quiz) for entry in form.entries]
    pictures = [one for item in entries for one in item.media if one.asks or told.teacher]
    with_options = [item for item in entries if item.options]
    lists = sum(runs(quiz, form, told) for _, form in papers(quiz)) + len(with_options)
    lists += sum(bool(item.targets) for item in entries)
    items = len(entries) + sum(len(item.options) + len(item.targets) for item in entries)
    titles = len(papers(quiz)) * sum(bool(part.title) for part in quiz.sections)
    found = tags(pdf)
    wrong = expected("quiz", found, H1=len(papers(quiz)), H2=titles, L=lists, LI=items, Lbl=items, LBody=items)
    return wrong + expected("quiz", found, Figure=len(pictures)) + unspoken(pdf, [one.alt for one in pictures])


def unspoken(pdf: bytes, wanted: list[str]) -> list[str]:
    """The pictures whose words for who cannot see them are not there."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spoken = Counter(str(one.Alt) for one in _elements(document.Root.StructTreeRoot) if one.get("/S") == "/Figure")
    return [f"no alt text {text!r}" for text in Counter(wanted) - spoken]


def runs(quiz: Quiz, form: Form, told: Told) -> int:
    """How many lists of questions there are: one a section, and one more for each break inside of a section."""
    number = 0
    for part in parts(quiz, form):
        number += bool(part) + sum(item in told.breaks for item in part[1:])
    return number


def parts(quiz: Quiz, form: Form) -> list[list[str]]:
    """The items of a form, section by section."""
    if not quiz.sections:
        return [[entry.item for entry in form.entries]]
    return [[entry.item for entry in form.entries if entry.item in part.items] for part in quiz.sections]


def begun(quiz: Quiz, marks: Iterable[Mark], told: Told) -> list[str]:
    """What should begin on a page of its own and does not."""
    pages = {(mark.form, mark.item): mark.page for mark in marks if mark.end == "start"}
    wrong = []
    for label, form in papers(quiz):
        at = parts(quiz, form)
        firsts = [part[0] for part, section in zip(at, quiz.sections, strict=False) if section.page_break and part]
        order = [item for part in at for item in part]
        for one, other in pairwise(order):
            if other in (*firsts, *told.breaks) and pages.get((label, one)) == pages.get((label, other)):
                wrong.append(f"{label} {other}: not on a new page")
    return wrong


def key_tags(quiz: Quiz, pdf: bytes) -> list[str]:
    tables = [len(form.entries) for form in forms(quiz) if form.entries]
    rows, cells = sum(tables) + len(tables), 3 * sum(tables)
    sources = len({citation.source for item in quiz.items for citation in item.citations})
    counts = {"H1": len(forms(quiz)), "Table": len(tables), "TR": rows, "TD": cells, "TH": 3 * len(tables)}
    return expected("key", tags(pdf), **counts, LI=sources)


def forms(quiz: Quiz) -> tuple[Form, ...]:
    if quiz.forms:
        return quiz.forms
    items = [item.id for item in quiz.items]
    by_section = [item for part in quiz.sections for item in part.items] or items
    return (Form(name="", entries=tuple(Entry(item=item) for item in by_section)),)


def papers(quiz: Quiz) -> list[tuple[str, Form]]:
    """What is handed out, by the label in the marks: each form, or each copy."""
    by_name = {form.name: form for form in forms(quiz)}
    if quiz.copies:
        return [(f"{copy.form} {copy.code}".strip(), by_name[copy.form]) for copy in quiz.copies]
    return list(by_name.items())


def order(quiz: Quiz, entry: Entry) -> tuple[str, ...]:
    """The texts of the options in printed order."""
    options = {option.id: option.text for option in quiz.by_id[entry.item].options}
    return tuple(options[option] for option in entry.options or options)


def layout(quiz: Quiz, marks: Iterable[Mark], book: Book, pieces: list[str], labels: list[str]) -> list[str]:
    """Every part of every item on one page, in one column, inside the page."""
    ends: dict[tuple[str, str, str], dict[str, Mark]] = {}
    for mark in marks:
        ends.setdefault((mark.form, mark.item, mark.part), {})[mark.end] = mark
    items = [entry.item for entry in forms(quiz)[0].entries]
    want = {(label, item, piece) for label in labels for item in items for piece in pieces}
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


def where(marks: Iterable[Mark], label: str, entry: Entry) -> int:
    """The index of the page on which the item starts; the first, where it is not printed at all."""
    return next((m.page - 1 for m in marks if (m.form, m.item, m.end) == (label, entry.item, "start")), 0)


def words_of(quiz: Quiz) -> dict[str, str]:
    tables: dict[str, dict[str, str]] = json.loads(find("print/words.json").read_text("utf-8"))
    return tables.get(quiz.items[0].language if quiz.items else "en", tables["en"])


def as_asked(quiz: Quiz, number: int, entry: Entry, told: Told) -> str:
    """All that should be printed of an item, from its number to its last option, target or source."""
    item, say = quiz.by_id[entry.item], words_of(quiz)
    points = points_of(quiz, item, told)
    pieces = [f"{number}.", as_stem(item, told), "" if points is None else say["points"].replace("{n}", str(points))]
    pieces += [f"{say['picture'].replace('{credit}', f'{one.credit}, {one.licence}')}" for one in item.media]
    pieces.append(say.get(f"hint_{item.interaction}", "") if item.interaction in HINTED else "")
    options = {option.id: option for option in item.options}
    for letter, one in zip(LETTERS, entry.options or options, strict=False):
        option = options[one]
        box = boxed(item, one) if told.teacher and item.interaction in NUMBERED else ""
        tick = "✓" if told.teacher and option.correct and item.interaction not in NUMBERED else ""
        pieces.append(f"{box} {letter}. {option.text} {tick}")
    pieces += [f"{place}. {target}" for place, target in enumerate(item.targets, 1)]
    if told.teacher:
        pieces.append("; ".join(item.key) if not item.options and item.interaction != "cloze" else "")
        pieces.append(" · ".join(f"[1] {text}" for text in list(cited(quiz, item))[::2]))
    return squash(" ".join(pieces))


def as_stem(item: Item, told: Told) -> str:
    return BLANK.sub(item.key[0], item.stem) if told.teacher else item.stem


def boxed(item: Item, option: str) -> str:
    """What belongs in the box of an option: its place, or the number of its target."""
    one = next(one for one in item.options if one.id == option)
    return str(one.place if item.interaction == "order" else item.targets.index(one.match or "") + 1)


def points_of(quiz: Quiz, item: Item, told: Told) -> int | None:
    by_section = (part.points for part in quiz.sections if item.id in part.items and part.points is not None)
    return next(by_section, told.points)


def printed(quiz: Quiz, marks: Sequence[Mark], book: Book, told: Told) -> list[str]:
    """Every item whole, in order, number and letters included; nothing of the key in the student's file."""
    wrong = [f"{item.id}: in the student's file" for item in quiz.items if squash(item.id) in "".join(book.pages)]
    for label, form in papers(quiz):
        last = (0, -1)
        for number, entry in enumerate(form.entries, 1):
            item, leaf = quiz.by_id[entry.item], where(marks, label, entry)
            if unordered(quiz, item):
                wrong += missing_words(f"{label} {number}", book.raw[leaf], (item.stem, *order(quiz, entry)))
                continue
            found = (leaf, book.pages[leaf].find(as_asked(quiz, number, entry, told)))
            if found[1] < 0:
                wrong.append(f"{label} {number} {item.id}: not whole")
            elif found <= last:
                wrong.append(f"{label} {number} {item.id}: not in order")
            last = max(last, found)
    return wrong


def missing_words(place: str, text: str, wanted: Iterable[str]) -> list[str]:
    lost = words(" ".join(wanted)) - words(text)
    return [f"{place}: words not printed: {sorted(lost)}"] if lost else []


def keyed(quiz: Quiz, paper: Typeset, key: Typeset, books: tuple[Book, Book]) -> list[str]:
    """The key's letter leads, on that form as printed, to the right answer; the source stands beside it."""
    wrong = []
    labels = {form.name: label for label, form in reversed(papers(quiz))}
    for form in forms(quiz):
        label = labels[form.name]
        asked = cut(quiz, form, [m for m in paper.marks if m.form == label], books[0], begins_asked)
        rows = cut(quiz, form, [m for m in key.marks if m.form == form.name], books[1], begins_row)
        for number, entry in enumerate(form.entries, 1):
            item, place = quiz.by_id[entry.item], f"{form.name} {number} {entry.item}"
            if unordered(quiz, item):
                wrong += missing_words(place, books[1].raw[where(key.marks, form.name, entry)], cited(quiz, item))
            elif not rows[entry.item]:
                wrong.append(f"{place}: no row in the key")
            else:
                wrong += [f"{place}: {flaw}" for flaw in row_flaws(quiz, item, rows[entry.item])]
                wrong += [f"{place}: {flaw}" for flaw in letter_flaws(item, rows[entry.item], asked[entry.item])]
    return wrong


def begins_asked(number: int, item: Item) -> str:
    return re.escape(squash(f"{number}. {item.stem}"))


def begins_row(number: int, item: Item) -> str:
    return rf"{number}\.(?:[A-Z]\d*(?:,[A-Z]\d*)*\.)?{re.escape(squash(said(item)))}"


def said(item: Item) -> str:
    """The answer as the key says it in words."""
    return (" → " if item.interaction == "order" else "; ").join(item.key)


def cut(quiz: Quiz, form: Form, marks: Sequence[Mark], book: Book, begins: Begins) -> dict[str, str]:
    """Cut the pages into what each item has, by how it begins; empty for what is not found on its page."""
    starts: list[tuple[str, int, int]] = []
    for number, entry in enumerate(form.entries, 1):
        leaf = next((mark.page - 1 for mark in marks if (mark.item, mark.end) == (entry.item, "start")), 0)
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
        where = words_of(quiz).get(f"at_{citation.label or 'page'}", "").replace("{n}", citation.locator or "")
        yield f"{quiz.sources[citation.source].source.title}, {where or citation.where}".rstrip(", ")
        yield citation.quote or ""


def row_flaws(quiz: Quiz, item: Item, row: str) -> list[str]:
    wanted = (item.id, item.rationale, *cited(quiz, item), *(() if item.options else item.accept))
    return [f"not in its row: {text}" for text in wanted if squash(text) not in row]


def letter_flaws(item: Item, row: str, asked: str) -> list[str]:
    """Go from the key's letters to what is printed at them, and hold that against the item's answer."""
    found = re.match(r"\d+\.([A-Z]\d*(?:,[A-Z]\d*)*)\.", row)
    told = found[1].split(",") if found else []
    if bool(told) != bool(item.options):
        return ["letters for a typed answer, or none for options"]
    if not told:
        return []
    lettered, targets = read_back(item, asked)
    if item.interaction in NUMBERED:
        return numbered_flaws(item, told, lettered, targets)
    right = {squash(option.text) for option in item.options if option.correct}
    shown = {lettered.get(letter, "nothing") for letter in told}
    return [] if shown == right else [f"its {', '.join(told)} is {shown}, not {right}"]


def numbered_flaws(item: Item, told: list[str], lettered: dict[str, str], targets: dict[str, str]) -> list[str]:
    """Of an order each letter has the place of its event; of a match the number of what belongs to it."""
    by_text = {squash(option.text): option for option in item.options}
    wrong = [] if len(told) == len(by_text) == len(lettered) else ["not every option has a number"]
    for part in told:
        option = by_text.get(lettered.get(part[0], ""))
        right = option is not None and (
            str(option.place) == part[1:]
            if item.interaction == "order"
            else targets.get(part[1:]) == squash(option.match or "")
        )
        wrong += [] if right else [f"{part} is not so"]
    return wrong


def read_back(item: Item, asked: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is printed at each letter and at each number of a target, found one after the other in the text."""
    rest = asked.partition(squash(item.stem))[2]
    signs = [*LETTERS[: len(item.options)], *(str(place) for place in range(1, len(item.targets) + 1))]
    cuts = [0]
    for sign in signs:
        cuts.append(max(cuts[-1], rest.find(f"{sign}.", cuts[-1])))
    ends = [*cuts[2:], len(rest)]
    shown = {sign: rest[begin + len(sign) + 1 : end] for sign, begin, end in zip(signs, cuts[1:], ends, strict=True)}
    known = [squash(option.text) for option in item.options] + [squash(target) for target in item.targets]
    last = signs[-1]  # what follows the last is the page's foot
    shown[last] = max((text for text in known if shown[last].startswith(text)), key=len, default=shown[last])
    letters = {sign: shown[sign] for sign in signs[: len(item.options)]}
    return letters, {sign: shown[sign] for sign in signs[len(item.options) :]}


def references(quiz: Quiz, book: Book) -> list[str]:
    """Each cited source has its reference line in the key."""
    used = sorted({citation.source for item in quiz.items for citation in item.citations})
    lines = {source: quiz.sources[source].reference for source in used}
    if right_to_left(quiz.title):
        return [flaw for source in used for flaw in missing_words(source, " ".join(book.raw), [lines[source]])]
    return [f"{source}: no reference" for source in used if squash(lines[source]) not in "".join(book.pages)]
