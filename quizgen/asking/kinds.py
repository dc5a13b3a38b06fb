"""The kinds of question, read from templates/questions/*.yaml; a project's own files add to them or override them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError

from quizgen.model.fact import Answer, Slot
from quizgen.model.frozen import Frozen
from quizgen.problem import Place, Problem, ProblemError
from quizgen.reading.complaints import complaints
from quizgen.reading.located import read_text, read_yaml, shown
from quizgen.templating import shipped

ByLanguage = dict[str, str]
Words = dict[str, dict[str, str]]
ANY = "_"


class Kind(Frozen):
    """One kind: the roles it serves, the strategies that find its wrong options, and its words by language."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    about: str
    roles: tuple[str, ...]
    distractors: tuple[str, ...] = ()
    words: Annotated[Words, BeforeValidator(lambda value: value or {})] = Field(default_factory=dict)
    among: Words = Field(default_factory=dict)
    event: ByLanguage = Field(default_factory=dict)
    carrier: ByLanguage = Field(default_factory=dict)
    timeline: ByLanguage = Field(default_factory=dict)
    then: ByLanguage = Field(default_factory=dict)

    def phrase(self, slot: Slot, answer: Answer, language: str) -> str | None:
        """Return the question phrase for the slot, e.g. `In which year`; None in a language without one."""
        return _by_feature(self.words, slot, answer, language)

    def plain_phrase(self, slot: Slot, language: str) -> str | None:
        """Return the phrase that fits whatever the answer is, e.g. `Where`."""
        words = self.words.get(language, {})
        phrase = words.get(slot.head) or words.get(ANY)
        return phrase.format(role=_capital(slot.role)) if phrase else None

    def among_phrase(self, slot: Slot, language: str) -> str | None:
        """Return the phrase of a closed question, e.g. `Which of these people`."""
        words = self.among.get(language, {})
        return words.get(slot.head) or words.get(ANY)

    def form(self, forms: ByLanguage, language: str) -> str | None:
        """Return the template for the language, else the one for any language."""
        return forms.get(language) or forms.get(ANY)


def _by_feature(words: Words, slot: Slot, answer: Answer, language: str) -> str | None:
    known = words.get(language, {})
    feature = answer.date.precision if answer.date else answer.type
    phrase = known.get(feature) or known.get(slot.head) or known.get(ANY)
    return phrase.format(role=_capital(slot.role)) if phrase else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def read_kinds(own: Sequence[Path] = ()) -> dict[str, Kind]:
    """Return the kinds by name; a file in one of `own` goes before the shipped one of the same name.

    Raises ProblemError with the place when a file is wrong.
    """
    files: dict[str, Path] = {}
    for folder in (shipped("templates"), *reversed(own)):
        files |= {path.name: path for path in sorted((folder / "questions").glob("*.yaml"))}
    kinds = [_read_kind(files[name]) for name in sorted(files)]
    return {kind.kind: kind for kind in kinds}


def _read_kind(path: Path) -> Kind:
    place = shown(path)
    data = read_yaml(read_text(path), place)
    try:
        return Kind.model_validate(data)
    except ValidationError as error:
        names = frozenset(Kind.model_fields)
        raise ProblemError(*complaints(error, Place(place), {"": names})) from None


def kinds_for(slot: Slot, kinds: Mapping[str, Kind]) -> list[Kind]:
    """Return the kinds that serve the slot.

    Raises ProblemError when there is none, because a slot nobody asks is a mistake.
    """
    found = [kind for kind in kinds.values() if slot.head in kind.roles]
    if not found:
        raise ProblemError(Problem("B070", f"no question kind serves the role `{slot.role}`", "templates/questions"))
    return found
