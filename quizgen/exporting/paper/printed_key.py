"""The key of a paper, by item and by form: which letter stands at which option, and where each answer stands.

Everything that shows a letter (the quiz, the key, the answer sheet) takes it from here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from quizgen.exporting.paper.printed_text import cited, labels, letters, linkable
from quizgen.exporting.words import located
from quizgen.model.citation import Citation
from quizgen.model.item import Item, Option
from quizgen.model.key import KeyCitation, KeyEntry, KeyForm, KeyItem, KeyOption, PaperKey, SheetPlan
from quizgen.model.quiz import Entry, Form, Quiz

COLUMNS = ("form", "number", "item", "key", "answer", "also", "why", "source", "locator", "quote", "link", "points")
LINKS = " \n"
"""Between the citations of one answer in a cell."""


def paper_key(quiz: Quiz, points: Mapping[str, int], plan: SheetPlan | None = None) -> PaperKey:
    """Return the key of the quiz; `points` says what each item is worth, `plan` how its answer sheets are laid out."""
    signs = letters(quiz)
    spoken, words = labels(quiz)
    forms = tuple(KeyForm(name=form.name, entries=_entries(quiz, form, signs)) for form in printed_forms(quiz))
    return PaperKey(
        quiz=_code(quiz, forms, plan),
        title=quiz.title,
        language=spoken.lang,
        items=tuple(_item(quiz, item, points[item.id], words) for item in quiz.items),
        forms=forms,
        sources={source: quiz.sources[source].reference for source in cited(quiz.items)},
        copies=quiz.copies,
        sheet=plan,
    )


def printed_forms(quiz: Quiz) -> tuple[Form, ...]:
    """Return the quiz's forms without the items it no longer has; one nameless form where it has none."""
    if not quiz.forms:
        section = {item: number for number, part in enumerate(quiz.sections) for item in part.items}
        items = sorted((item.id for item in quiz.items), key=lambda item: section.get(item, 0))
        return (Form(name="", entries=tuple(Entry(item=item) for item in items)),)
    kept = quiz.by_id
    return tuple(
        Form(name=form.name, entries=tuple(entry for entry in form.entries if entry.item in kept))
        for form in quiz.forms
    )


def as_json(key: PaperKey) -> bytes:
    """Return the key as `…-key.json` holds it."""
    return key.model_dump_json(by_alias=True, indent=1, exclude_none=True).encode()


def as_csv(key: PaperKey) -> bytes:
    """Return the key as a table for spreadsheets, a line for each item on each form."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    items = {item.id: item for item in key.items}
    for form in key.forms:
        rows.writerows(_cells(form.name, entry, items[entry.item]) for entry in form.entries)
    return out.getvalue().encode("utf-8-sig")


def copies_csv(key: PaperKey) -> bytes:
    """Return the list of copies: who got which form under which code."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("code", "form", "name", "number", "class"))
    rows.writerows([copy.code, copy.form, *map(inert, (copy.name, copy.number, copy.group))] for copy in key.copies)
    return out.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _cells(form: str, entry: KeyEntry, item: KeyItem) -> list[str]:
    cited = item.citations
    texts = (
        "; ".join(item.answer),
        "; ".join(item.accept) if not item.options else "",
        item.why,
        LINKS.join(one.title for one in cited),
        LINKS.join(one.where for one in cited),
        LINKS.join(one.quote or "" for one in cited),
        LINKS.join(one.url or "" for one in cited),
    )
    return [form, str(entry.number), entry.item, ", ".join(entry.key), *map(inert, texts), str(item.points)]


def _code(quiz: Quiz, forms: Sequence[KeyForm], plan: SheetPlan | None) -> str:
    """Other options at the letters, or another sheet, is another paper: its sheets are not read with this key."""
    texts = {(item.id, option.id): option.text for item in quiz.items for option in item.options}
    told = [
        "\x1f".join((form.name, entry.item, *(texts[entry.item, option] for option in entry.options)))
        for form in forms
        for entry in form.entries
    ]
    sheet = plan.model_dump_json() if plan else ""
    return blake2b("\x1e".join((*told, sheet)).encode(), digest_size=3).hexdigest().upper()


def _entries(quiz: Quiz, form: Form, signs: Sequence[str]) -> tuple[KeyEntry, ...]:
    return tuple(_entry(quiz.by_id[entry.item], entry, n, signs) for n, entry in enumerate(form.entries, 1))


def _entry(item: Item, entry: Entry, number: int, signs: Sequence[str]) -> KeyEntry:
    order = entry.options or tuple(option.id for option in item.options)
    shown = tuple(signs[place] for place in range(len(order)))
    options = {option.id: option for option in item.options}
    pairs = [(sign, options[option]) for sign, option in zip(shown, order, strict=True)]
    return KeyEntry(number=number, item=item.id, options=order, letters=shown, key=tuple(_key(item, pairs)))


def _key(item: Item, pairs: Sequence[tuple[str, Option]]) -> Iterator[str]:
    for sign, option in pairs:
        if item.interaction == "order":
            yield f"{sign} {option.place}"
        elif item.interaction == "match":
            yield f"{sign} {item.targets.index(option.match or '') + 1}"
        elif option.correct:
            yield sign


def _item(quiz: Quiz, item: Item, points: int, words: dict[str, str]) -> KeyItem:
    return KeyItem(
        id=item.id,
        bank=item.bank,
        fact=item.fact,
        kind=item.kind,
        interaction=item.interaction,
        language=item.language,
        stem=item.stem,
        points=points,
        options=tuple(KeyOption(id=o.id, text=o.text, right=o.correct, rationale=o.rationale) for o in item.options),
        targets=item.targets,
        answer=item.key,
        accept=item.accept,
        why=item.rationale,
        citations=tuple(_citation(quiz, citation, words) for citation in item.citations),
    )


def _citation(quiz: Quiz, citation: Citation, words: dict[str, str]) -> KeyCitation:
    return KeyCitation(
        source=citation.source,
        title=quiz.sources[citation.source].source.title,
        where=located(citation, words),
        quote=citation.quote,
        url=citation.url if linkable(citation.url) else None,
        standing=citation.standing,
    )
