"""What is new, changed and gone since a last export: no platform updates what it has, so quizgen does.

A question is the same by the id it was first released under, whatever it is called now, and it changed if its revision
did, or the reference line of a source that it cites.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from quizgen.model.item import Item
from quizgen.model.quiz import Quiz
from quizgen.model.release import Lock
from quizgen.reading.documents import Exported, content


@dataclass(frozen=True, slots=True)
class Delta:
    """Ids of items: `new` ones, those whose content `changed`, and those that are `gone`.

    `gone` has the ids of the export, for these are what a platform shows; `renamed` has for items that are called
    otherwise now their ids of the export.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def fresh(self) -> frozenset[str]:
        """What is to be exported: new and changed."""
        return frozenset((*self.new, *self.changed))


def since(known: Mapping[str, Exported], quiz: Quiz, still: Collection[str], banks: Collection[str] | None) -> Delta:
    """Compare a quiz with what was exported, `known` by first ids.

    `still` are the first ids of all that is asked, in this quiz or not: none of it is gone. `banks` are those that were
    asked, None for all there are: of others nothing is known to be gone.
    """
    now = {_first(item, quiz.lock): item for item in quiz.items}
    both = {first: item for first, item in now.items() if first in known}
    present = _present(quiz.lock)
    return Delta(
        new=tuple(item.id for first, item in now.items() if first not in known),
        changed=tuple(item.id for first, item in both.items() if _content(item, quiz) != known[first].content),
        gone=tuple(
            one.id
            for first, one in known.items()
            if first not in still and (banks is None or _bank(present.get(first, one.id)) in banks)
        ),
        renamed={item.id: known[first].id for first, item in both.items() if known[first].id != item.id},
    )


def _first(item: Item, lock: Lock) -> str:
    return lock.items[item.id].first if item.id in lock.items else item.id


def _content(item: Item, quiz: Quiz) -> str:
    return content(item.revision, (quiz.sources[one.source].reference for one in item.citations))


def _present(lock: Lock) -> dict[str, str]:
    """Return what is called otherwise now than when it was first released, by its first id."""
    asked = {one.first: name for name, one in lock.items.items() if one.first != name}
    return asked | {one.first: name for name, one in lock.retired.items() if one.first != name}


def _bank(item: str) -> str:
    return item.partition(".")[0]
