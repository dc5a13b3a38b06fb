"""Two releases side by side, as decks or as JSON: what is new, what changed, and what Anki would not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from quizgen.reading.documents import Document, ToldBank, ToldCitation, ToldItem, ToldOption, ToldSource
from quizgen.reading.field_text import plain, tidy
from quizgen.reading.packages import Package, PackedNote

RETIRED = "Retired"
"""The field that says that a card is out of date."""
ALONE = frozenset({"Key", "Report", "Source", "MoreSources"})
"""Fields for which alone no note is updated: they hold names, and places that are only counted."""
QUESTIONS, ANSWERS = ("Question", "Text", "Front"), ("Answer", "Back")
"""The fields that tell a reader which card it is; of other note types the first two fields do."""
UNTOLD, UNOWNED = ToldSource(id="", reference=""), ToldBank(id="")
"""Of a file that says nothing of a source or a bank."""


@dataclass(frozen=True, slots=True)
class Card:
    """A note or an item as a reader of a comparison sees it: its name, question and answer in plain text."""

    key: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Change:
    """What differs: for each field that does, by name, what it said and says, in plain text."""

    card: Card
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """What a student who has the old deck, or a platform that has the old JSON, gets with the new one.

    `retired` and `restored` are notes that go out of use or come back. `gone` are those that the new deck says nothing
    of: students keep them as they are. Of the changed notes, `stale` are no newer than they were, so Anki leaves them
    alone, and `frozen` have another note type, so Anki never updates them again. `same` counts the others. `looks` are
    note types whose cards look otherwise.
    """

    new: tuple[Card, ...] = ()
    changed: tuple[Change, ...] = ()
    retired: tuple[Card, ...] = ()
    restored: tuple[Card, ...] = ()
    gone: tuple[Card, ...] = ()
    stale: tuple[Card, ...] = ()
    frozen: tuple[Card, ...] = ()
    same: int = 0
    looks: tuple[str, ...] = ()
    new_decks: tuple[str, ...] = field(default=())
    gone_decks: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many notes met which fate; those that none met are left out."""
        names = ("new", "changed", "retired", "restored", "gone")
        return {name: len(getattr(self, name)) for name in names if getattr(self, name)}


def compare(old: Package, new: Package) -> Difference:
    """Hold the notes of two packages against each other, by GUID as Anki does."""
    before = {note.guid: note for note in old.notes}
    after = {note.guid: note for note in new.notes}
    both = [(before[guid], note) for guid, note in after.items() if guid in before]
    differing = [(was, now) for was, now in both if _differ(was, now)]
    turned = {now.guid for was, now in differing if _retired(was) != _retired(now)}
    return Difference(
        new=_cards(note for guid, note in after.items() if guid not in before and not _retired(note)),
        changed=tuple(Change(card(now), dict(_fields(was, now))) for was, now in differing if now.guid not in turned),
        retired=_cards(now for _, now in differing if now.guid in turned and _retired(now)),
        restored=_cards(now for _, now in differing if now.guid in turned and not _retired(now)),
        gone=_cards(note for guid, note in before.items() if guid not in after),
        stale=_cards(now for was, now in differing if now.modified <= was.modified),
        frozen=_cards(now for was, now in both if was.note_type != now.note_type),
        same=len(both) - len(differing),
        looks=tuple(name for name, was in old.note_types.items() if new.note_types.get(name, was) != was),
        new_decks=tuple(name for name in new.decks if name not in old.decks),
        gone_decks=tuple(name for name in old.decks if name not in new.decks),
    )


def card(note: PackedNote) -> Card:
    """Return what tells a reader which note it is."""
    return described(note.fields.get("Key") or note.guid, note.fields)


def described(key: str, fields: Mapping[str, str]) -> Card:
    """Return a card by its fields, HTML by name."""
    told = [next((plain(fields[name]) for name in names if fields.get(name)), "") for names in (QUESTIONS, ANSWERS)]
    question, answer = told if any(told) else (*map(plain, fields.values()), "", "")[:2]
    return Card(key, question, answer)


def _cards(notes: Iterable[PackedNote]) -> tuple[Card, ...]:
    return tuple(card(note) for note in notes)


def _differ(was: PackedNote, now: PackedNote) -> bool:
    """Whether two releases of a note differ: in what a release never updates alone, only if it is updated."""
    if _content(was) == _content(now):
        return False
    same_but_for = {name: text for name, text in now.fields.items() if name in ALONE}
    return was.modified != now.modified or {**was.fields, **same_but_for} != now.fields


def _content(note: PackedNote) -> tuple[object, ...]:
    return note.note_type, note.fields, sorted(note.tags)


def _retired(note: PackedNote) -> bool:
    return bool(note.fields.get(RETIRED))


def _fields(was: PackedNote, now: PackedNote) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in dict.fromkeys((*was.fields, *now.fields)):
        old, new = was.fields.get(name, ""), now.fields.get(name, "")
        if old != new:
            yield name, (plain(old), plain(new))
    if sorted(was.tags) != sorted(now.tags):
        yield "tags", (" ".join(sorted(was.tags)), " ".join(sorted(now.tags)))


def compare_documents(old: Document, new: Document) -> Difference:
    """Hold the items of two documents against each other, by the ids that they were first released under."""
    before, after = old.items, new.items
    both = [(before[name], item) for name, item in after.items() if name in before]
    told = [(item, dict(_told_apart(was, item, old, new))) for was, item in both]
    return Difference(
        new=tuple(_told(item) for name, item in after.items() if name not in before and name not in old.retired),
        changed=tuple(Change(_told(item), fields) for item, fields in told if fields),
        retired=tuple(_told(item) for name, item in before.items() if name not in after and name in new.retired),
        restored=tuple(_told(item) for name, item in after.items() if name not in before and name in old.retired),
        gone=tuple(_told(item) for name, item in before.items() if name not in after and name not in new.retired),
        same=sum(not fields for _, fields in told),
    )


def _told(item: ToldItem) -> Card:
    return Card(item.id, tidy(item.stem), tidy("; ".join(item.key)))


def _told_apart(was: ToldItem, now: ToldItem, old: Document, new: Document) -> Iterator[tuple[str, tuple[str, str]]]:
    """The fields that differ; of items whose texts are the same the revisions."""
    before, after = (dict(_fields_of(item, document)) for item, document in ((was, old), (now, new)))
    differing = [(name, (before[name], text)) for name, text in after.items() if before[name] != text]
    yield from differing or [("revision", (was.revision, now.revision))] * (was.revision != now.revision)


def _fields_of(item: ToldItem, document: Document) -> Iterator[tuple[str, str]]:
    """What an item says, by the names of its fields in JSON, each as one line."""
    for name in ("id", "interaction", "stem", "rationale", "hint", "reverse", "language"):
        yield name, tidy(getattr(item, name))
    for name in ("targets", "key", "accept", "tags"):
        yield name, tidy("; ".join(getattr(item, name)))
    yield "options", tidy("; ".join(map(_option, item.options)))
    for name in ("closed", "ordered"):
        yield name, "yes" if getattr(item, name) else "no"
    sources = {one.source: document.sources.get(one.source, UNTOLD) for one in item.citations}
    yield "citations", tidy("; ".join(_citation(one, sources[one.source].reference) for one in item.citations))
    yield "standing", tidy("; ".join(one.standing for one in item.citations))
    licences = (document.banks.get(item.bank, UNOWNED).licence, *(source.licence for source in sources.values()))
    yield "licence", tidy("; ".join(filter(None, licences)))
    media = (" ".join(filter(None, (one.file, one.alt, one.credit, one.licence))) for one in item.media)
    yield "media", tidy("; ".join(media))


def _option(option: ToldOption) -> str:
    """An option with its place or its match; without these, a right one is marked with a star."""
    place = f"{option.place}. " if option.place else ""
    star = "* " if option.correct and not place and not option.match else ""
    return star + place + option.text + (f" → {option.match}" if option.match else "") + _dashed(option.rationale)


def _citation(one: ToldCitation, reference: str) -> str:
    where = f", {one.label or 'page'} {one.locator}" if one.locator else ""
    quote = f" “{one.quote}”" if one.quote else ""
    return f"{reference or one.source}{where}{quote} {one.url}"


def _dashed(text: str) -> str:
    return f" — {text}" if text else ""
