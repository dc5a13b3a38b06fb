"""What a build changes in what has been released.

What is unchanged keeps the moment of its last change, so that a student's own edits of it survive; what changed gets
the moment of this release; a renamed question keeps the note that students have; and a question that vanishes is
noticed instead of silently leaving dead cards in their decks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from quizgen import moments
from quizgen.model.release import Lock, Locked, Looks, Retired
from quizgen.places import placed

NOTHING: Mapping[str, str] = MappingProxyType({})
UNKNOWN = "0" * 16
"""The content of what comes back from retirement: no card has this hash."""


@dataclass(frozen=True)
class Content:
    """What a build would release: for each item, in the order of learning, the hash of its card's content.

    `note_types` has the fingerprints of schema and looks of each note type by its name, `decks` the names of decks by
    bank. `banks` are those that were asked; None stands for all of the project.
    """

    items: Mapping[str, str]
    note_types: Mapping[str, tuple[str, str]]
    decks: Mapping[str, str] = field(default_factory=dict)
    banks: frozenset[str] | None = None

    def covers(self, item: str) -> bool:
        """Tell whether the item is of a bank that was asked."""
        return self.banks is None or item.partition(".")[0] in self.banks


@dataclass(frozen=True)
class Changes:
    """What a build changes in what has been released, as ids. `reshaped` are note types whose schema changed."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    reshaped: tuple[str, ...] = ()


def updated(before: Lock, content: Content, moment: str) -> tuple[Lock, Changes]:
    """Return the lock as it stands after a release of this content at this moment, and what changed.

    A place alone changes no card. Where nothing changes for students the moment is that of the last release. What has
    vanished stays in the lock: only who retires or forgets it takes it out.
    """
    known = before.items
    places = _places(content, before)
    items = {
        name: _locked(name, known.get(name), hashed, places[name], moment) for name, hashed in content.items.items()
    }
    changes = Changes(
        new=tuple(name for name in items if name not in known),
        changed=tuple(name for name in items if name in known and items[name].content != known[name].content),
        vanished=tuple(name for name in known if name not in items and content.covers(name)),
        reshaped=tuple(name for name, (schema, _) in content.note_types.items() if _reshaped(before, name, schema)),
    )
    types = {**before.note_types} | {
        name: _looks(before.note_types.get(name), *prints, moment) for name, prints in content.note_types.items()
    }
    pending = any(one.changed > before.release for one in before.retired.values())
    moved = changes.new or changes.changed or types != before.note_types or pending
    release = moments.later(moment, before.release) if moved else before.release
    decks = {**before.decks} | {**content.decks}
    return Lock(release, {**known} | items, before.retired, types, decks), changes


def _places(content: Content, before: Lock) -> dict[str, int]:
    """The places of the items, each bank by itself, for each is a deck of its own."""
    banks: dict[str, list[str]] = defaultdict(list)
    for name in content.items:
        banks[name.partition(".")[0]].append(name)
    known = {name: locked.place for name, locked in before.items.items()}
    return {name: place for names in banks.values() for name, place in placed(names, known).items()}


def _reshaped(before: Lock, note_type: str, schema: str) -> bool:
    return note_type in before.note_types and before.note_types[note_type].schema != schema


def _locked(name: str, before: Locked | None, content: str, place: int, moment: str) -> Locked:
    if before is None:
        return Locked(content, moment, place, name)
    changed = before.changed if before.content == content else moments.later(moment, before.changed)
    return Locked(content, changed, place, before.first)


def _looks(before: Looks | None, schema: str, looks: str, moment: str) -> Looks:
    if before is None:
        return Looks(schema, looks, moment)
    return before if before.looks == looks else Looks(schema, looks, moments.later(moment, before.changed))


def renamed(lock: Lock, names: Mapping[str, str], banks: Mapping[str, str] = NOTHING) -> Lock:
    """Return the lock with items, retired or not, under other ids: they keep the note that students have.

    `banks` are banks under another name: they keep their decks.
    """
    gone = (replace(one, item=names.get(one.item, one.item)) for one in lock.retired.values())
    return replace(
        lock,
        items={names.get(name, name): locked for name, locked in lock.items.items()},
        retired={one.item: one for one in gone},
        decks={banks.get(bank, bank): deck for bank, deck in lock.decks.items()},
    )


def retired(lock: Lock, gone: Collection[Retired]) -> Lock:
    """Return the lock with items that are asked no more; the next build releases that."""
    names = {one.item for one in gone}
    items = {name: locked for name, locked in lock.items.items() if name not in names}
    return replace(lock, items=items, retired={**lock.retired, **{one.item: one for one in gone}})


def restored(lock: Lock, names: Collection[str]) -> Lock:
    """Return the lock with retired items as they were. The next build finds their content changed."""
    back = {
        name: Locked(UNKNOWN, one.changed, one.place, one.first) for name, one in lock.retired.items() if name in names
    }
    kept = {name: one for name, one in lock.retired.items() if name not in names}
    return replace(lock, items={**lock.items, **back}, retired=kept)


def forgotten(lock: Lock, names: Collection[str]) -> Lock:
    """Return the lock without items that nobody has been given."""
    return replace(
        lock,
        items={name: locked for name, locked in lock.items.items() if name not in names},
        retired={name: one for name, one in lock.retired.items() if name not in names},
    )
