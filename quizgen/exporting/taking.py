"""What several platforms ask of an item in the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from quizgen.exporting.markup import ILLEGAL, flat, legal, link, texts
from quizgen.model.item import Item, Option
from quizgen.model.media import CALLED, Medium
from quizgen.model.quiz import BankInfo, Quiz

TRUE_FALSE = frozenset(
    {
        ("true", "false"),
        ("wahr", "falsch"),
        ("richtig", "falsch"),
        ("vrai", "faux"),
        ("verdadero", "falso"),
        ("vero", "falso"),
        ("verdadeiro", "falso"),
        ("waar", "niet waar"),
        ("верно", "неверно"),
        ("صحيح", "خطأ"),
        ("נכון", "לא נכון"),
        ("सही", "गलत"),
        ("对", "错"),
        ("對", "錯"),
        ("正しい", "誤り"),
    }
)
"""The two answers of a true-or-false question, right and wrong, as several languages write them."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a format takes of a quiz, the items it cannot take with the reason, and what it drops, counted."""

    quiz: Quiz
    skipped: tuple[tuple[str, str], ...]
    lost: Counter[str]


def sift(
    quiz: Quiz,
    shows: Callable[[Medium], bool] = lambda _: False,
    refused: Callable[[Item], str | None] = lambda _: None,
    carries: Iterable[str] = (),
) -> Sifted:
    """Return what a format can take. What has an empty part, once cleaned of what no file may hold, no format can.

    `shows` tells of a picture or a sound whether the format can hold it: without one that is the question an item makes
    no sense, any other is only a loss. `refused` gives the reason why the format cannot take an item, else None.
    `carries` names what the format has a place for beyond question and evidence: `hint`, `question asked in reverse`.
    """
    held = {first: name for name, first in quiz.lock.renames.items()}
    reasons = (
        (item.id, empty(item) or unseen(item, shows) or _known(quiz, item, held) or refused(item))
        for item in quiz.items
    )
    skipped = [(name, reason) for name, reason in reasons if reason]
    gone = dict(skipped)
    kept = tuple([item for item in quiz.items if item.id not in gone]) if gone else quiz.items
    lost = Counter(CALLED[one.kind] for item in kept for one in item.media if not shows(one))
    lost["link that is no web address"] = sum(
        1 for item in kept for one in item.citations if one.url and not link(one.url)
    )
    lost["character that no file may hold"] = sum(1 for item in kept for text in texts(item) if ILLEGAL.search(text))
    lost["hint"] = sum(1 for item in kept if item.hint)
    lost["question asked in reverse"] = sum(1 for item in kept if item.reverse)
    for name in carries:
        del lost[name]
    return Sifted(replace(quiz, items=kept) if gone else quiz, tuple(skipped), +lost)


def empty(item: Item) -> str | None:
    """Return that a part of the item has nothing to be shown or typed; None if each has."""
    parts = (item.stem, *[option.text for option in item.options], *item.targets, *item.key)
    if all(legal(text).strip() for text in parts):
        return None
    return "a part of it is empty, or holds only characters that no file may hold"


def _known(quiz: Quiz, item: Item, held: Mapping[str, str]) -> str | None:
    """Return that the id of a new item is what a platform knows another by; `held` has these by their first ids."""
    other = held.get(first_id(quiz, item), item.id)
    return None if other == item.id else f"`{other}` was first released under its id: give it another"


def unseen(item: Item, shows: Callable[[Medium], bool]) -> str | None:
    """Return why a format that does not hold the item's pictures or sounds cannot ask it; None if it can."""
    missing = next((CALLED[one.kind] for one in item.asking if not shows(one)), None)
    return f"its {missing} is the question, and this format holds none" if missing else None


def true_or_false(item: Item) -> bool | None:
    """Return which of the two is right where a question offers just true and false; None for any other question."""
    if item.interaction != "choice" or len(item.options) != 2 or len(item.right) != 1:
        return None
    one, other = (option.text.strip().casefold() for option in item.options)
    if (one, other) in TRUE_FALSE:
        return item.options[0].correct
    return item.options[1].correct if (other, one) in TRUE_FALSE else None


def shuffled(item: Item) -> tuple[Option, ...]:
    """Return the events of an `order` item as they are first shown: never in the right order, always the same.

    Some players take the order shown at first for an answer.
    """
    given = item.options
    if len(given) < 2 or any((option.place or 0) != place for place, option in enumerate(given, 1)):
        return given
    mixed = sorted(given, key=lambda option: blake2b(f"{item.id}\0{option.id}".encode()).digest())
    return tuple(mixed) if mixed != list(given) else (*given[1:], given[0])


def in_order(item: Item) -> tuple[Option, ...]:
    """Return the events of an `order` item in the right order."""
    return tuple(sorted(item.options, key=lambda option: option.place or 0))


def answers(item: Item) -> tuple[str, ...]:
    """Return what is right when it is typed: the key and its further spellings, each once, none that is empty."""
    return tuple(dict.fromkeys(filter(flat, (*item.key, *item.accept))))


def by_bank(quiz: Quiz) -> Iterator[tuple[BankInfo, tuple[Item, ...]]]:
    """Yield the banks that have items, each with its own, in their order."""
    found: dict[str, list[Item]] = {bank.id: [] for bank in quiz.banks}
    for item in quiz.items:
        found[item.bank].append(item)
    yield from ((bank, tuple(found[bank.id])) for bank in quiz.banks if found[bank.id])


def first_id(quiz: Quiz, item: Item) -> str:
    """Return the id that an item was first released under: what a platform knows it by stays, whatever its name."""
    locked = quiz.lock.items.get(item.id)
    return locked.first if locked else item.id


def sources(item: Item) -> tuple[str, ...]:
    """Return the ids of the sources an item cites, each once."""
    return tuple(dict.fromkeys(citation.source for citation in item.citations))


def tags(item: Item) -> tuple[str, ...]:
    """Return what a platform may search for: the item's tags, and `src:` before the id of each source it cites."""
    return tuple(dict.fromkeys((*item.tags, *(f"src:{source}" for source in sources(item)))))
