"""What has been released, as `quizgen.lock` keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quizgen.moments import NEVER


@dataclass(frozen=True, slots=True)
class Locked:
    """What has been released of one item.

    `content` is the hash of what its card holds, `changed` the moment of the release that last changed it, `place`
    its place in the order of learning. `first` is the id it was first released under: a rename keeps it, and with it
    the note that students have.
    """

    content: str
    changed: str
    place: int
    first: str


@dataclass(frozen=True, slots=True)
class Retired:
    """An item that is asked no more, with what its card held, for those who have it.

    `note_type` is the name of its note type, `fields` the card's fields as HTML by their names, `why` the reason that
    the card shows, in plain text, or empty.
    """

    item: str
    changed: str
    place: int
    first: str
    note_type: str
    fields: Mapping[str, str] = field(hash=False)
    tags: tuple[str, ...] = ()
    why: str = ""

    @property
    def bank(self) -> str:
        """The bank that the item was of."""
        return self.item.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Looks:
    """What has been released of a note type: the fingerprints of its schema and of its looks, and when it changed."""

    schema: str
    looks: str
    changed: str


@dataclass(frozen=True)
class Lock:
    """All that has been released: `release` is the moment of the last release that changed anything.

    `decks` has the whole name of each bank's deck, and of the retired cards' one: Anki knows decks by their names.
    """

    release: str = NEVER
    items: Mapping[str, Locked] = field(default_factory=dict)
    retired: Mapping[str, Retired] = field(default_factory=dict)
    note_types: Mapping[str, Looks] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)

    @property
    def renames(self) -> dict[str, str]:
        """The first ids of the items that have another one now."""
        return {name: one.first for name, one in self.items.items() if one.first != name}
