"""An interaction that a format lacks becomes a simpler one, and the report says so.

What must be put in order or matched keeps its options when it is typed: they stand in the stem, lettered, each on a
line of its own, and the answer is letters. That holds in any language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Form, Quiz

SIMPLER: dict[Interaction, tuple[Interaction, ...]] = {
    "cloze": ("text",),
    "date": ("text",),
    "number": ("text",),
    "choice": ("text",),
    "choices": (),
    "order": ("text",),
    "match": ("text",),
    "text": (),
}
"""What each interaction may become, best first. What stands for nothing is left out."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """The quiz a format gets, the items it cannot take with the reason, and how it asks others more simply, by id."""

    quiz: Quiz
    skipped: tuple[tuple[str, str], ...]
    simplified: Mapping[str, str]


def lower(quiz: Quiz, interactions: frozenset[Interaction]) -> Lowered:
    """Return the quiz with only the interactions that the format has."""
    skipped: list[tuple[str, str]] = []
    simplified: dict[str, str] = {}
    kept: list[Item] = []
    for item in quiz.items:
        target = _target(item, interactions)
        if target is None:
            skipped.append((item.id, f"this format has no {item.interaction} question"))
        elif target == item.interaction:
            kept.append(item)
        else:
            simplified[item.id] = f"{item.interaction} asked as {target}"
            kept.append(WRITTEN_OUT.get(item.interaction, _plain)(item, target))
    if not skipped and not simplified:
        return Lowered(quiz, (), simplified)
    return Lowered(_with_items(quiz, tuple(kept)), tuple(skipped), simplified)


def _target(item: Item, interactions: frozenset[Interaction]) -> Interaction | None:
    if item.interaction in interactions:
        return item.interaction
    if item.closed and item.interaction not in WRITTEN_OUT:  # right only among its options
        return None
    return next((simpler for simpler in SIMPLER[item.interaction] if simpler in interactions), None)


def _plain(item: Item, target: Interaction) -> Item:
    return item.model_copy(update={"interaction": target, "options": ()})


def _ordered(item: Item, target: Interaction) -> Item:
    """Asked by letters: `B, A, C`."""
    in_order = sorted(item.options, key=lambda option: option.place or 0)
    return _lettered(item, target, [], [option.id for option in in_order])


def _matched(item: Item, target: Interaction) -> Item:
    """Asked by letters and numbers: `A2, B1, C3`."""
    pairs = [f"{option.id}{item.targets.index(option.match or '') + 1}" for option in item.options]
    numbered = [f"({number}) {text}" for number, text in enumerate(item.targets, 1)]
    return _lettered(item, target, numbered, pairs)


def _lettered(item: Item, target: Interaction, numbered: list[str], key: list[str]) -> Item:
    offered = [f"({option.id}) {option.text}" for option in item.options]
    asked = {"stem": "\n".join((item.stem, *offered, *numbered)), "key": (", ".join(key),), "accept": _typed(key)}
    bare = {"interaction": target, "options": (), "targets": (), "closed": False}
    return item.model_copy(update=asked | bare)


def _typed(letters: list[str]) -> tuple[str, ...]:
    """Return how else letters are likely to be typed than as `B, A, C`."""
    return tuple([joint.join(letters) for joint in (",", " ", "")])


def lettered(item: Item) -> bool:
    """Tell whether an item was to be put in order or matched, and is answered with letters now."""
    return item.accept == _typed(item.key[0].split(", "))


WRITTEN_OUT: dict[Interaction, Callable[[Item, Interaction], Item]] = {"order": _ordered, "match": _matched}
"""What keeps its options when it is typed."""


def _with_items(quiz: Quiz, items: tuple[Item, ...]) -> Quiz:
    kept = {item.id: item for item in items}
    forms = tuple(
        Form(
            name=form.name,
            entries=tuple(
                entry if kept[entry.item].options else entry.model_copy(update={"options": ()})
                for entry in form.entries
                if entry.item in kept
            ),
        )
        for form in quiz.forms
    )
    return replace(quiz, items=items, forms=forms)
