"""An item as the fields of an Anki note. Fields are HTML; whatever the author wrote stays text in them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple
from urllib.parse import quote

from quizgen.exporting.anki_schema import CLOZE, QUESTION, NoteType
from quizgen.model.citation import Citation
from quizgen.model.item import BLANK, TYPED, Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.templating import find

Fields = dict[str, str]

# Braces would be read as a field or a cloze. Quotation marks stay, so that a search in Anki finds them.
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;"})
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
RISKY = re.compile(r"[&<>{}\[\n\r]")
NEWLINE = re.compile(r"\r\n?|\n")
# What Anki looks for in any field: sounds, speech, LaTeX, the place of a typing box.
BRACKET = re.compile(r"\[(?=\[|\$|sound:|anki:|latex\])", re.IGNORECASE)
RIGHT = '"right"'
HIDDEN = re.compile(r"\{\{c1::(?:(?!\{\{|\}\}|::).)+\}\}", re.DOTALL)
LINK = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
CLOZE_KINDS = frozenset({"cloze", "quote"})
"""The kinds whose items are cloze notes: for ever, for a note that changes its type is no longer updated."""
ARRANGED = frozenset({"choices", "order", "match"})
"""The interactions that are nothing without their options."""


class Choices(NamedTuple):
    """What the user chose of the cards: short answers to type, and options on every card that has them."""

    typing: bool = False
    always: bool = False


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
    """Yield as HTML what the first citation's own fields have no room for: the other citations.

    A reference that stands there already is not repeated, only the place in it.
    """
    known = {item.citations[0].source}
    for citation in item.citations[1:]:
        if quoted := shown(citation.quote or ""):
            yield f'<blockquote dir="auto">{quoted}</blockquote>'
        repeated = citation.source in known and citation.where
        said = shown(citation.where) if repeated else source_line(quiz, citation)
        known.add(citation.source)
        said = f'<a href="{url}">{said}</a>' if (url := link(citation)) else said
        yield f'<p class="reference" dir="auto">{said}</p>'


def sourced(quiz: Quiz, item: Item, choices: Choices) -> Fields:
    """Return the fields that both note types share: whence the answer comes, and how the card is labelled."""
    first = item.citations[0]
    say = words(item.language, quiz.templates)
    typed = choices.typing and is_typed(item, choices)
    return {
        "Key": first_id(quiz, item),
        "Shown": "".join(f"<figure>{medium(one)}</figure>" for one in item.asking),
        "TypeAnswer": shown(item.key[0]) if typed else "",
        "Hint": hint(item, say),
        "Also": "" if item.options else shown("; ".join(item.accept)),
        "Statement": "" if item.timeline else shown(item.rationale),
        "Media": "".join(credited(one, say) for one in item.media),
        "Quote": shown(first.quote or ""),
        "Source": source_line(quiz, first),
        "SourceURL": link(first),
        "MoreSources": "".join(further(quiz, item)),
        "Kind": shown(say.get(f"kind {item.kind}", item.kind.replace("-", " "))),
        "Language": shown(item.language).replace('"', "&quot;"),
        "Report": report(quiz, item, say),
    }


@lru_cache(maxsize=64)
def words(language: str, own: tuple[Path, ...]) -> dict[str, str]:
    """Return the few words that cards say of their own: the user's, else ours in the language, else in English."""
    ours, theirs = (json.loads(find("anki/words.json", folders).read_text("utf-8")) for folders in ((), own))
    tongue = language.partition("-")[0]
    said: dict[str, str] = ours["en"] | ours.get(tongue, {}) | theirs.get(tongue, {})
    return said


def hint(item: Item, say: dict[str, str]) -> str:
    """Return the hint behind a word to click at; no script is needed for that."""
    told = shown(item.hint or "")
    return f"<details><summary>{shown(say['hint'])}</summary>{told}</details>" if told else ""


def medium(one: Medium) -> str:
    """Return a picture or a sound. Sounds play by Anki's own player."""
    alt = shown(one.alt).replace('"', "&quot;")
    return f'<img src="{one.name}" alt="{alt}">' if one.kind == "image" else f"[sound:{one.name}]"


def credited(one: Medium, say: dict[str, str]) -> str:
    """Return a picture or a sound with its credit; of one that is the question, only that: it could tell the answer."""
    credit = shown(say["picture" if one.kind == "image" else "sound"].format(credit=one.credit, licence=one.licence))
    told = f'<span class="alt">{shown(one.alt)}</span> ' if one.kind == "audio" else ""
    body = "" if one.asks else medium(one)
    return f'<figure>{body}<figcaption>{told}<span class="credit">{credit}</span></figcaption></figure>'


def report(quiz: Quiz, item: Item, say: dict[str, str]) -> str:
    """Return the link to report a mistake in this very card, if the project names an address."""
    if not quiz.report:
        return ""
    address = shown(quiz.report.replace("{id}", quote(first_id(quiz, item)))).replace('"', "&quot;")
    return f'<a href="{address}">{shown(say["report"])}</a>'


def first_id(quiz: Quiz, item: Item) -> str:
    """Return the id under which the item was first released: its card's name for ever."""
    locked = quiz.lock.items.get(item.id)
    return locked.first if locked else item.id


def is_typed(item: Item, choices: Choices) -> bool:
    """Tell whether the answer is one that can be typed."""
    return item.interaction in TYPED and len(item.key) == 1 and not has_options(item, choices)


def has_options(item: Item, choices: Choices = Choices()) -> bool:  # noqa: B008  (a tuple)
    """Tell whether the item is asked with its options: it must be, or the user wants it so."""
    needed = item.closed or item.interaction in ARRANGED
    return needed or (choices.always and bool(item.options))


def in_order(item: Item, first: str) -> list[Option]:
    """Return the options in an order that hangs on the card's name: it stays when the quiz gets another seed."""
    if item.ordered or item.interaction in {"order", "match"}:  # the latter were shuffled when they were made
        return list(item.options)
    return sorted(item.options, key=lambda option: blake2b(f"{first}\0{option.id}".encode()).digest())


def letter(number: int) -> str:
    """Return the letter an HTML list gives its line `number`, from 0 on: A … Z, AA …"""
    tens, ones = divmod(number, 26)
    return (letter(tens - 1) if tens else "") + ascii_uppercase[ones]


def option_list(options: Sequence[Option], *, mark: bool = True) -> str:
    """Return the options as a lettered list. The right ones are marked: the back's style shows it."""
    marks = (' class="right"' if mark and option.correct else "" for option in options)
    rows = (f"<li{mark}>{shown(option.text)}</li>" for mark, option in zip(marks, options, strict=True))
    return f'<ol type="A">{"".join(rows)}</ol>'


def target_list(targets: Sequence[str]) -> str:
    """Return as a numbered list what options are to be matched with."""
    return f'<ol type="1">{"".join(f"<li>{shown(target)}</li>" for target in targets)}</ol>'


def lettered(pairs: Iterable[tuple[int, str]]) -> str:
    """Return answers with their options' letters, one a line."""
    return "<br>".join(after_letter(number, text) for number, text in pairs)


def after_letter(number: int, text: str) -> str:
    """Return the text after the letter of option `number`; the style keeps a right-to-left text after it, too."""
    return f'<span class="letter">{letter(number)}</span> {shown(text)}'


def answer(item: Item, options: Sequence[Option]) -> str:
    """Return the right answer among the options: by letter, as letters in order, or with what matches.

    Where a timeline stands below, it tells which letter is what.
    """
    numbered = list(enumerate(options))
    if item.interaction == "order":
        numbered.sort(key=lambda pair: pair[1].place or 0)
        if item.timeline:
            return ", ".join(letter(number) for number, _ in numbered)
        return lettered((number, option.text) for number, option in numbered)
    if item.interaction == "match":
        if item.timeline:
            places = {target: place for place, target in enumerate(item.targets, 1)}
            return ", ".join(f"{letter(number)}{places.get(option.match or '', '')}" for number, option in numbered)
        return lettered((number, f"{option.text} — {option.match}") for number, option in numbered)
    return lettered((number, option.text) for number, option in numbered if option.correct)


def why(options: Sequence[Option]) -> str:
    """Return why the other options are wrong, as far as the bank tells."""
    told = [(number, option.rationale) for number, option in enumerate(options) if option.rationale]
    rows = (f"<li>{after_letter(number, text)}</li>" for number, text in told)
    return f"<ul>{''.join(rows)}</ul>" if told else ""


def timeline(item: Item, options: Sequence[Option]) -> str:
    """Return the events in order of time: those that are options with their letters, the answer marked."""
    if not item.timeline:
        return ""
    letters = {option.text: number for number, option in enumerate(options)}
    right = {option.text for option in item.right} if item.interaction == "choice" else ()
    rows = (
        f"<tr{' class=' + RIGHT if one.event in right else ''}><td>{shown(one.date)}</td>"
        f"<td>{after_letter(letters[one.event], one.event) if one.event in letters else shown(one.event)}</td></tr>"
        for one in item.timeline
    )
    return f"<table>{''.join(rows)}</table>"


def question(item: Item, first: str, choices: Choices) -> Fields:
    """Return question and answer of a plain card, or of one with its options."""
    options = in_order(item, first) if has_options(item, choices) else []
    fields = {"Question": shown(item.stem), "Timeline": timeline(item, options), "Reverse": shown(item.reverse or "")}
    if not has_options(item, choices):
        return fields | {"Answer": lines(item.key)}
    marked = item.interaction not in {"order", "match"}
    offered = option_list(options, mark=marked) + (target_list(item.targets) if item.targets else "")
    told = "" if item.timeline else why(options)
    return fields | {"Options": offered, "Answer": answer(item, options), "Why": told}


def masked(key: str) -> str:
    """Return the answer as an Anki cloze. A double colon in it would begin a hint."""
    return f"{{{{c1::{shown(key).replace('::', '&#58;&#58;')}}}}}"


def keys_for_blanks(item: Item) -> tuple[str, ...]:
    """Return the key for each blank of the stem: one key fills them all, several fill one each; else none."""
    blanks = plain(item.stem).count(BLANK)
    return item.key * blanks if len(item.key) == 1 else item.key if len(item.key) == blanks else ()


def is_cloze(item: Item) -> bool:
    """Tell whether the item becomes a cloze note. That hangs on its kind alone, which is part of its id."""
    return item.kind in CLOZE_KINDS


def filled(stem: str, keys: Iterable[str]) -> str:
    """Return the stem with its blanks filled."""
    return "".join(part + key for part, key in zip(stem.split(BLANK), (*keys, ""), strict=True))


def cloze(item: Item, first: str) -> Fields:
    """Return the text of a cloze note. All blanks share a number: an item is one card, hiding all keys.

    Where the stem has no blank for each key, the keys stand hidden below it. The statement is left out where the
    filled text already says it.
    """
    keys = keys_for_blanks(item)
    if has_options(item) or not keys:
        options = in_order(item, first) if has_options(item) else []
        keys = tuple(option.text for option in options if option.correct) or item.key
        below = "".join(f"<br>{masked(key)}" for key in keys)
        return {"Text": shown(item.stem) + (option_list(options, mark=False) if options else "") + below}
    text = filled(shown(item.stem), map(masked, keys))
    repeated = plain(item.rationale) in plain(filled(plain(item.stem), keys))
    return {"Text": text, "Statement": ""} if repeated else {"Text": text}


def flaw(item: Item, choices: Choices = Choices()) -> str:  # noqa: B008  (a tuple)
    """Return why the item can be no card; empty when it can."""
    if not plain(item.stem):
        return "the question is empty"
    if has_options(item, choices) and not item.right:
        return "it may only be asked with its options, and has no right one"
    answers = [option.text for option in item.right] if has_options(item, choices) else item.key
    if not all(map(plain, answers)):
        return "the answer is empty"
    return "" if not is_cloze(item) or is_sound(cloze(item, item.id)["Text"]) else "its blanks cannot be hidden"


def is_sound(text: str) -> bool:
    """Tell whether Anki reads the text of a cloze note as we mean it: something hidden, all of it as one card."""
    rest, hidden = HIDDEN.subn("", text)
    return hidden > 0 and "{{" not in rest and "}}" not in rest


def note_fields(quiz: Quiz, item: Item, choices: Choices) -> tuple[NoteType, Fields]:
    """Return the note type for the item and its fields by name; those left out are empty."""
    first = first_id(quiz, item)
    if is_cloze(item):
        return CLOZE, sourced(quiz, item, choices) | cloze(item, first)
    return QUESTION, sourced(quiz, item, choices) | question(item, first, choices)
