"""Anki: a deck as an .apkg file, for Anki on every system and for AnkiDroid.

A later release updates the notes in place and leaves the schedule alone: a note is known by its item's id,
and carries a newer time only if its content changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from quizgen.exporting.anki_note import flaw, is_link, note_fields
from quizgen.exporting.anki_package import Deck, Note, Times, pack
from quizgen.exporting.anki_schema import styled
from quizgen.exporting.report import Report, write_whole
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import BankInfo, CitedSource, Quiz
from quizgen.templating import environment

SUMMARY = "Anki deck: flashcards with the answer, its source, the quote and a link"
SUFFIX = ".apkg"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text", "date", "number", "cloze"})

CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")


class Options(BaseModel):
    """What a user may set of an Anki deck."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deck: str = Field("", description="the deck's name, `::` between levels; by default the title")
    namespace: str = Field("quizgen", description="part of each note's identity: another makes all notes new")
    typing: bool = Field(default=False, description="ask the student to type short answers")


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the quiz as an Anki package: one note and one card for each item.

    Raises ValueError for two items with one id, and for a day before 1970-01-02.
    """
    refuse_repeats(quiz)
    skipped = tuple((item.id, reason) for item in quiz.items if (reason := flaw(item)))
    gone = {item_id for item_id, _ in skipped}
    sound = [item for item in quiz.items if item.id not in gone]
    tree = decks(quiz, options)
    times = Times(release=epoch(quiz.release), looks=epoch(styled(quiz.templates, quiz.release)))
    notes = written(quiz, sound, {bank: deck.id for bank, deck in tree.items()}, options)
    write_whole(out, pack(list(tree.values()), notes, quiz.templates, times))
    return Report("anki", (out,), len(sound), len(sound), skipped, lost(sound))


def refuse_repeats(quiz: Quiz) -> None:
    """Raise ValueError when two items share an id: Anki would take both, and later update but one of them."""
    twice = [item_id for item_id, count in Counter(item.id for item in quiz.items).items() if count > 1]
    if twice:
        raise ValueError(f"more than one item has the id {', '.join(twice)}")


def epoch(day: str) -> int:
    """Return the first second (UTC) of a day in ISO form, counted from 1970.

    Raises ValueError for 1970-01-01 and before: a note with the id 0 breaks Anki's Check Database.
    """
    seconds = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    if seconds < 1:
        raise ValueError(f"an Anki deck needs days after 1970-01-01, not {day}")
    return seconds


def written(quiz: Quiz, items: list[Item], deck_ids: dict[str, int], options: Options) -> Iterator[Note]:
    """Yield the notes in the order of the quiz; `deck_ids` has its deck for each bank."""
    from genanki import guid_for

    times = {day: epoch(day) for day in {quiz.release, *quiz.changed.values()}}
    for item in items:
        modified = times[quiz.changed.get(item.id, quiz.release)]
        note_type, fields = note_fields(quiz, item, typing=options.typing)
        guid = guid_for(options.namespace, item.id)
        yield Note(deck_ids[item.bank], note_type.id, guid, modified, tags(item), fields)


def lost(items: list[Item]) -> Counter[str]:
    """Count what no card carries: links that are not for the web."""
    urls = (citation.url for item in items for citation in item.citations if citation.url)
    return Counter("link" for url in urls if not is_link(url))


def tags(item: Item) -> tuple[str, ...]:
    """Return the note's tags: what it asks, its bank and its topics, all below one root."""
    topics = (topic for tag in item.tags if tag not in {item.kind, item.bank} and (topic := slug(tag)))
    said = (f"kind::{slug(item.kind)}", f"bank::{slug(item.bank)}", *(f"topic::{topic}" for topic in topics))
    return tuple(dict.fromkeys(f"quizgen::{tag}" for tag in said))


@lru_cache(maxsize=4096)
def slug(tag: str) -> str:
    """Return the tag as one word, for a space (any space) ends a tag in Anki; `::` stays, for levels."""
    word = re.sub(r'[\s"]+', "-", CONTROL.sub(" ", unicodedata.normalize("NFC", tag)))
    return re.sub(r":{2,}", "::", word).strip("-:")


def level(title: str) -> str:
    """Return the title as one level of a deck's name."""
    words = " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", title)).split())
    return re.sub(r":{2,}", ":", words).strip(": ") or "quizgen"


def decks(quiz: Quiz, options: Options) -> dict[str, Deck]:
    """Return the deck of each bank. Those of several banks are below a common one, here that of bank `""`."""
    single = len(quiz.banks) == 1
    title = quiz.banks[0].title if single else quiz.title
    root = "::".join(map(level, options.deck.split("::"))) if options.deck else level(title)
    cited = sources(quiz)
    tree = {} if single else {"": Deck(root, description(quiz, quiz.banks, []))}
    for bank in quiz.banks:
        name = root if single else f"{root}::{level(bank.title)}"
        tree[bank.id] = Deck(name, description(quiz, (bank,), cited.get(bank.id, [])))
    return tree


def sources(quiz: Quiz) -> dict[str, list[CitedSource]]:
    """Return by bank the sources its items cite, each once, in the order of the quiz."""
    cited: dict[str, dict[str, CitedSource]] = {}
    for item in quiz.items:
        known = cited.setdefault(item.bank, {})
        known.update((citation.source, quiz.sources[citation.source]) for citation in item.citations)
    return {bank: list(known.values()) for bank, known in cited.items()}


def description(quiz: Quiz, banks: tuple[BankInfo, ...], cited: list[CitedSource]) -> str:
    """Return what Anki shows above a deck: its banks, their licences and their sources."""
    template = environment(quiz.templates).get_template("anki/deck.html")
    return template.render(banks=banks, sources=cited, release=quiz.release)
