"""An item as the fields of an Anki note. Fields are HTML; whatever the author wrote stays text in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from string import ascii_uppercase

from quizgen.exporting.anki_schema import CLOZE, QUESTION, NoteType
from quizgen.model.citation import Citation
from quizgen.model.item import BLANK, Item, Option
from quizgen.model.quiz import Quiz

Fields = dict[str, str]

# Braces would be read as a field or a cloze. Quotation marks stay, so that a search in Anki finds them.
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"})
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
RISKY = re.compile(r"[&<>{}\[\n\r]")
NEWLINE = re.compile(r"\r\n?|\n")
# What Anki looks for in any field: sounds, speech, LaTeX, the place of a typing box.
BRACKET = re.compile(r"\[(?=\[|\$|sound:|anki:|latex\])", re.IGNORECASE)
LINK = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
TYPED = frozenset({"text", "date", "number", "cloze"})


def plain(text: str) -> str:
    """Return the text in composed form (NFC, as Anki keeps it), without the characters no HTML can hold."""
    if text.isascii() and text.isprintable():  # most texts, at a third of the time
        return text.strip()
    return unicodedata.normalize("NFC", ILLEGAL.sub("", text)).strip()


def shown(text: str) -> str:
    """Return HTML that shows the text as it is, with its line breaks."""
    text = plain(text)
    if not RISKY.search(text):
        return text
    return BRACKET.sub("&#91;", NEWLINE.sub("<br>", text.translate(ENTITIES)))


def lines(texts: tuple[str, ...]) -> str:
    """Return HTML with each text on its own line."""
    return "<br>".join(map(shown, texts))


def is_link(url: str | None) -> bool:
    """Tell whether a link may be offered: http and https only, never `javascript:`."""
    return url is not None and LINK.fullmatch(url) is not None


def link(citation: Citation) -> str:
    """Return the citation's link, fit to stand between quotation marks; empty when there is none to offer."""
    return shown(citation.url or "").replace('"', "&quot;") if is_link(citation.url) else ""


def source_line(quiz: Quiz, citation: Citation) -> str:
    """Return the source's reference and the place in it."""
    reference = quiz.sources[citation.source].reference
    return shown(f"{reference} · {citation.where}" if citation.where else reference)


def further(quiz: Quiz, item: Item) -> Iterator[str]:
    """Yield as HTML what the first citation's own fields have no room for: the other citations."""
    for citation in item.citations[1:]:
        if quote := shown(citation.quote or ""):
            yield f'<blockquote dir="auto">{quote}</blockquote>'
        said, url = source_line(quiz, citation), link(citation)
        said = f'<a href="{url}">{said}</a>' if url else said
        yield f'<p class="reference" dir="auto">{said}</p>'


def sourced(quiz: Quiz, item: Item, *, typing: bool) -> Fields:
    """Return the fields that both note types share: whence the answer comes, and how the card is labelled."""
    first = item.citations[0]
    return {
        "Key": item.id,
        "Also": "" if item.options else shown("; ".join(item.accept)),
        "TypeAnswer": shown(item.key[0]) if typing and is_typed(item) else "",
        "Statement": shown(item.rationale),
        "Quote": shown(first.quote or ""),
        "Source": source_line(quiz, first),
        "SourceURL": link(first),
        "MoreSources": "".join(further(quiz, item)),
        "Kind": shown(item.kind.replace("-", " ")),
        "Language": shown(item.language).replace('"', "&quot;"),
    }


def is_typed(item: Item) -> bool:
    """Tell whether the answer is one that can be typed."""
    return item.interaction in TYPED and len(item.key) == 1 and not has_options(item)


def has_options(item: Item) -> bool:
    """Tell whether the item must be asked with its options: outside them there may be other right answers."""
    return item.closed or item.interaction == "choices"


def in_order(item: Item) -> list[Option]:
    """Return the options in an order that is the item's own: it stays when the quiz gets another seed."""
    if item.ordered:
        return list(item.options)
    return sorted(item.options, key=lambda option: blake2b(f"{item.id}\0{option.id}".encode()).digest())


def letter(number: int) -> str:
    """Return the letter an HTML list gives its line `number`, from 0 on: A … Z, AA …"""
    tens, ones = divmod(number, 26)
    return (letter(tens - 1) if tens else "") + ascii_uppercase[ones]


def option_list(options: list[Option]) -> str:
    """Return the options as a lettered list. The right ones are marked: the back's style shows it."""
    marks = (' class="right"' if option.correct else "" for option in options)
    rows = (f"<li{mark}>{shown(option.text)}</li>" for mark, option in zip(marks, options, strict=True))
    return f'<ol type="A" dir="auto">{"".join(rows)}</ol>'


def lettered(options: list[Option]) -> str:
    """Return the right options with their letters, one a line."""
    right = ((letter(number), option) for number, option in enumerate(options) if option.correct)
    return "<br>".join(f'<span class="letter">{mark}</span> {shown(option.text)}' for mark, option in right)


def question(item: Item) -> Fields:
    """Return question and answer of a plain card, or of one with its options."""
    if not has_options(item):
        return {"Question": shown(item.stem), "Answer": lines(item.key)}
    options = in_order(item)
    return {"Question": shown(item.stem), "Options": option_list(options), "Answer": lettered(options)}


def masked(key: str) -> str:
    """Return the answer as an Anki cloze. A double colon in it would begin a hint."""
    return f"{{{{c1::{shown(key).replace('::', '&#58;&#58;')}}}}}"


def keys_for_blanks(item: Item) -> tuple[str, ...]:
    """Return the key for each blank of the stem: one key fills them all, several fill one each; else none."""
    blanks = plain(item.stem).count(BLANK)
    return item.key * blanks if len(item.key) == 1 else item.key if len(item.key) == blanks else ()


def is_cloze(item: Item) -> bool:
    """Tell whether the item becomes a cloze note: it has blanks, an answer for each, and needs no options."""
    return not has_options(item) and bool(keys_for_blanks(item))


def filled(stem: str, keys: Iterable[str]) -> str:
    """Return the stem with its blanks filled."""
    return "".join(part + key for part, key in zip(stem.split(BLANK), (*keys, ""), strict=True))


def cloze(item: Item) -> Fields:
    """Return the text of a cloze note. All blanks share a number: an item is one card, hiding all keys.

    The statement is left out where the filled text already says it.
    """
    keys = keys_for_blanks(item)
    text = filled(shown(item.stem), map(masked, keys))
    repeated = plain(item.rationale) in plain(filled(plain(item.stem), keys))
    return {"Text": text, "Statement": ""} if repeated else {"Text": text}


def flaw(item: Item) -> str:
    """Return why the item can be no card; empty when it can."""
    if not plain(item.stem):
        return "the question is empty"
    if has_options(item) and not item.right:
        return "it may only be asked with its options, and has no right one"
    answers = [option.text for option in item.right] if has_options(item) else item.key
    return "" if all(map(plain, answers)) else "the answer is empty"


def note_fields(quiz: Quiz, item: Item, *, typing: bool) -> tuple[NoteType, tuple[str, ...]]:
    """Return the note type for the item and the fields in its order."""
    note_type = CLOZE if is_cloze(item) else QUESTION
    fields = sourced(quiz, item, typing=typing) | (cloze(item) if note_type is CLOZE else question(item))
    return note_type, tuple(fields.get(name, "") for name in note_type.fields)
