"""Renamed questions: what is drawn for them is drawn under their first id, so that another name changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Renames:
    """The ids that questions were first released under, where these are others than now."""

    def __init__(self, first: Mapping[str, str]) -> None:
        self.items = first
        self.facts = {fact_of(now): fact_of(then) for now, then in first.items()}

    def first(self, item: str) -> str:
        """Return the id that an item's draws hang on: its first one, or what that would have been by its fact's."""
        if not self.items:
            return item
        fact = fact_of(item)
        return self.items.get(item) or self.facts.get(fact, fact) + item[len(fact) :]


def fact_of(item: str) -> str:
    """Return the fact, `bank.fact`, of an item's id."""
    return ".".join(item.split(".", 2)[:2])


def meant(named: str, items: Iterable[str]) -> list[str]:
    """Return the items that a name means: an item, or all those of a fact (`bank.fact`) or a bank."""
    whole = named.count(".") < 2
    return [item for item in items if item == named or (whole and item.startswith(f"{named}."))]


UNCHANGED = Renames({})
