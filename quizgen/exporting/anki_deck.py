"""A quiz as Anki's decks and notes, for every format that Anki takes in."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from quizgen import moments
from quizgen.exporting.anki_note import Choices, flaw, note_fields, plain, shown, words
from quizgen.exporting.anki_package import Deck, Note
from quizgen.exporting.anki_schema import BY_NAME, NoteType, fingerprint
from quizgen.model.citation import Citation
from quizgen.model.item import Item
from quizgen.model.quiz import BankInfo, CitedSource, Quiz
from quizgen.model.release import Retired
from quizgen.places import learning_order
from quizgen.problem import Problem, ProblemError
from quizgen.templating import environment, find

CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
ROOT = "quizgen"
"""What all our tags stand below."""
DESCRIPTION = "anki/deck.html"
ROOT_DECK = "_root"
"""What stands among the banks for the deck that theirs are below. No bank has such a name."""
RETIRED = "_retired"
"""What stands among the banks for the deck of retired cards.

Who begins now does not learn them there; who has them keeps them where they are.
"""
RETIRED_TAG = f"{ROOT}::retired"
DESCRIPTIVE = tuple(f"{ROOT}::{tag}::" for tag in ("difficulty", "bank", "source"))
"""Tags that only describe: where they alone change, no card is updated."""
NAMING = frozenset({"Key", "Report", "Source", "SourceURL", "MoreSources", "Quote"})
"""The fields that only name the card, and those whose content is taken from the citations."""
COUNTED = frozenset("row sentence line paragraph verse section".split())
"""Labels of places that are counted in the stored copy."""


class DeckOptions(BaseModel):
    """What a user may set of an Anki deck."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deck: str = Field("", description="the deck's name, `::` between levels; by default the title")
    namespace: str = Field("quizgen", description="part of each note's identity: another makes all notes new")
    typing: bool = Field(default=False, description="ask the student to type short answers")
    choices: Literal["needed", "always"] = Field(
        "needed", description="show options where a question is nothing without them, or wherever there are some"
    )

    @property
    def chosen(self) -> Choices:
        """What concerns single cards."""
        return Choices(self.typing, self.choices == "always")


class Sifted(NamedTuple):
    """The items of a quiz that can be cards, and those that cannot, with the reason."""

    sound: tuple[Item, ...]
    skipped: tuple[tuple[str, str], ...]


def sift(quiz: Quiz, options: DeckOptions) -> Sifted:
    """Tell the items that can be cards from the others."""
    skipped = {item.id: reason for item in quiz.items if (reason := flaw(item, options.chosen))}
    sound = tuple(item for item in quiz.items if item.id not in skipped)
    return Sifted(sound, tuple(skipped.items()))


def contents(quiz: Quiz, options: DeckOptions) -> dict[str, str]:
    """Return for each item the fingerprint of what its card holds: another one makes the card an updated card."""
    found = {}
    for item in sift(quiz, options).sound:
        note_type, fields = note_fields(quiz, item, options.chosen)
        told = (tag for tag in tags(item) if not tag.startswith(DESCRIPTIVE))
        held = (text for name, text in fields.items() if name not in NAMING)
        whence = (text for citation in item.citations for text in _cited(quiz, citation))
        found[item.id] = fingerprint("\x1f".join((note_type.name, *fields, *held, *whence, quiz.report, *told)))
    return found


def _cited(quiz: Quiz, citation: Citation) -> tuple[str, ...]:
    """What a card says of a source, without a place that is only counted: a row more would change all after it."""
    where = "" if citation.label in COUNTED else citation.where
    return quiz.sources[citation.source].reference, where, citation.quote or "", citation.url or ""


def notes(quiz: Quiz, items: Iterable[Item], tree: Mapping[str, Deck], options: DeckOptions) -> Iterator[Note]:
    """Yield the notes of the items, and those that are retired, in the order of learning.

    `tree` has the deck of each bank by its id, and under `RETIRED` that of retired cards. Raises ValueError for a
    moment before 1970-01-02, and when two items are one note.
    """
    seen: dict[str, str] = {}
    known = quiz.lock.items
    times = _Times(quiz.lock.release)
    ordered = learning_order(items)
    if all(item.id in known for item in ordered):
        ordered.sort(key=lambda item: known[item.id].place)
    for number, item in enumerate(ordered, 1):
        locked = known.get(item.id)
        first = locked.first if locked else item.id
        if first in seen:
            message = f"`{item.id}` and `{seen[first]}` are one note: both were released as `{first}`"
            raise ValueError(message)
        seen[first] = item.id
        note_type, fields = note_fields(quiz, item, options.chosen)
        due = locked.place + 1 if locked else number
        changed = times[locked.changed if locked else quiz.lock.release]
        yield _note(tree[item.bank], note_type, guid(options, first), changed, due, tags(item), fields)
    for one in quiz.retired:
        if one.first not in seen:
            yield _retired(quiz, one, tree[RETIRED], guid(options, one.first), times[one.changed])


class _Times(dict[str, int]):
    """Moments as seconds; a deck has few of them."""

    def __init__(self, release: str) -> None:
        self[release] = moments.seconds(release)

    def __missing__(self, moment: str) -> int:
        self[moment] = moments.seconds(moment)
        return self[moment]


def _note(
    deck: Deck,
    note_type: NoteType,
    identity: str,
    changed: int,
    due: int,
    said: tuple[str, ...],
    fields: Mapping[str, str],
) -> Note:
    texts = tuple([fields.get(name, "") for name in note_type.fields])
    return Note(deck.id, note_type.id, identity, changed, due, said, texts, cards(note_type, fields))


def cards(note_type: NoteType, fields: Mapping[str, str]) -> tuple[int, ...]:
    """Return the numbers of the cards that Anki makes of the note: each template has a field that switches it on."""
    return tuple([number for number, card in enumerate(note_type.templates) if fields.get(card.switch)])


def guid(options: DeckOptions, first: str) -> str:
    """Return the identity of a note in Anki: that of the id under which its item was first released."""
    from genanki import guid_for

    made: str = guid_for(options.namespace, first)
    return made


def _retired(quiz: Quiz, one: Retired, deck: Deck, identity: str, changed: int) -> Note:
    note_type = BY_NAME[one.note_type]
    language = one.fields.get("Language", "en")
    why = shown(one.why) or shown(words(language, quiz.templates)["retired"])
    said = (RETIRED_TAG, *one.tags)
    return _note(deck, note_type, identity, changed, one.place + 1, said, {**one.fields, "Retired": why})


def retire(quiz: Quiz, item: Item, options: DeckOptions, changed: str, why: str) -> Retired:
    """Return a released item as it goes out of use at the moment `changed`."""
    note_type, fields = note_fields(quiz, item, options.chosen)
    locked = quiz.lock.items[item.id]
    kept = without_media(fields)
    return Retired(item.id, changed, locked.place, locked.first, note_type.name, kept, tags(item), plain(why))


def without_media(fields: Mapping[str, str]) -> dict[str, str]:
    """Return a card's fields without what is empty, its pictures and sounds, and what is the student's."""
    left = {"Shown", "Media", "Notes", "Retired"}
    return {name: text for name, text in fields.items() if text and name not in left}


# ---- tags -----------------------------------------------------------------------------------------------------------


def tags(item: Item) -> tuple[str, ...]:
    """Return the note's tags, all below one root: what it asks, its bank, topics, sources, and how hard it is."""
    topics = (topic for tag in item.tags if tag not in {item.kind, item.bank} and (topic := slug(tag)))
    sources = (slug(citation.source.replace(".", "::")) for citation in item.citations)
    level = (f"difficulty::{item.difficulty.level}",) if item.difficulty else ()
    said = (
        f"kind::{slug(item.kind)}",
        f"bank::{slug(item.bank)}",
        *(f"topic::{topic}" for topic in topics),
        *(f"source::{source}" for source in sources),
        *level,
    )
    return tuple(dict.fromkeys([f"{ROOT}::{tag}" for tag in said]))


@lru_cache(maxsize=4096)
def slug(tag: str) -> str:
    """Return the tag as one word, for a space (any space) ends a tag in Anki; `::` stays, for levels."""
    word = re.sub(r'[\s"]+', "-", CONTROL.sub(" ", unicodedata.normalize("NFC", tag)))
    return re.sub(r":{2,}", "::", word).strip("-:")


# ---- decks ----------------------------------------------------------------------------------------------------------


def level(title: str) -> str:
    """Return the title as one level of a deck's name."""
    said = " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", title)).split())
    return re.sub(r":{2,}", ":", said).strip(": ") or "quizgen"


def decks(quiz: Quiz, options: DeckOptions) -> dict[str, Deck]:
    """Return the deck of each bank by its id.

    Those of several banks are below a common one, here that of `ROOT_DECK`; retired cards are in one below it, too. A
    deck that has been released keeps its name, unless the user asks for another: new cards belong where the old are.
    """
    title = quiz.title if len(quiz.banks) != 1 else quiz.banks[0].title
    wanted = "::".join(map(level, options.deck.split("::"))) if options.deck else level(title)
    released = quiz.lock.decks.items()
    known = {bank: name for bank, name in released if not options.deck or f"{name}::".startswith(f"{wanted}::")}
    several = len(quiz.banks) > 1 or ROOT_DECK in known
    root = known.get(ROOT_DECK) or wanted
    names = {
        bank.id: known.get(bank.id) or (f"{root}::{level(bank.title)}" if several else root) for bank in quiz.banks
    }
    tree = {ROOT_DECK: Deck(root, description(quiz, quiz.banks, []))} if len(quiz.banks) != 1 else {}
    tree |= {bank: Deck(name, _described(quiz, names, name)) for bank, name in names.items()}
    if quiz.retired:
        base = root if several or not names else next(iter(names.values()))
        tree[RETIRED] = Deck(f"{base}::Retired", description(quiz, (), [], retired=True))
    return tree


def _described(quiz: Quiz, names: Mapping[str, str], name: str) -> str:
    """The description of a deck, which banks of one title share."""
    banks = tuple(bank for bank in quiz.banks if names[bank.id] == name)
    cited = sources(quiz)
    return description(quiz, banks, [one for bank in banks for one in cited.get(bank.id, [])])


def sources(quiz: Quiz) -> dict[str, list[CitedSource]]:
    """Return by bank the sources its items cite, each once, in the order of the quiz."""
    cited: dict[str, dict[str, CitedSource]] = {}
    for item in quiz.items:
        known = cited.setdefault(item.bank, {})
        known.update((citation.source, quiz.sources[citation.source]) for citation in item.citations)
    return {bank: list(known.values()) for bank, known in cited.items()}


def description(quiz: Quiz, banks: tuple[BankInfo, ...], cited: list[CitedSource], *, retired: bool = False) -> str:
    """Return what Anki shows above a deck: its banks, licences and sources, its release, where to report mistakes."""
    from jinja2 import TemplateError

    report = quiz.report.replace("{id}", "")
    release = quiz.lock.release.partition("T")[0]
    try:
        template = environment(quiz.templates).get_template(DESCRIPTION)
        return template.render(banks=banks, sources=cited, release=release, report=report, retired=retired)
    except TemplateError as error:
        where = os.path.relpath(find(DESCRIPTION, quiz.templates))
        message = f"this template cannot be filled: {error.message}"
        raise ProblemError(Problem("B097", message, where)) from None
