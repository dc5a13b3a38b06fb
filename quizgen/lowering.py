"""An interaction that a format lacks becomes a simpler one, and the report says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Form, Quiz

SIMPLER: dict[Interaction, tuple[Interaction, ...]] = {
    "cloze": ("text",),
    "date": ("text",),
    "number": ("text",),
    "choice": ("text",),
    "choices": (),
    "order": (),
    "match": (),
    "text": (),
}
"""What each interaction may become, best first. What stands for nothing is left out."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """The quiz a format gets, the items it cannot take with the reason, and what was simplified, counted."""

    quiz: Quiz
    skipped: tuple[tuple[str, str], ...]
    simplified: Counter[str]


def lower(quiz: Quiz, interactions: frozenset[Interaction]) -> Lowered:
    """Return the quiz with only the interactions that the format has."""
    skipped: list[tuple[str, str]] = []
    simplified: Counter[str] = Counter()
    kept: list[Item] = []
    for item in quiz.items:
        target = _target(item, interactions)
        if target is None:
            skipped.append((item.id, f"this format has no {item.interaction} question"))
        elif target == item.interaction:
            kept.append(item)
        else:
            simplified[f"{item.interaction} asked as {target}"] += 1
            kept.append(item.model_copy(update={"interaction": target, "options": ()}))
    if not skipped and not simplified:
        return Lowered(quiz, (), simplified)
    return Lowered(_with_items(quiz, tuple(kept)), tuple(skipped), simplified)


def _target(item: Item, interactions: frozenset[Interaction]) -> Interaction | None:
    if item.interaction in interactions:
        return item.interaction
    if item.closed:  # right only among its options
        return None
    return next((simpler for simpler in SIMPLER[item.interaction] if simpler in interactions), None)


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
