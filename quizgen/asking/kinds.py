"""The kinds of question, read from templates/questions/*.yaml; a project's own files add to them or override them."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

from quizgen.asking import distractors
from quizgen.model.fact import Answer, Slot
from quizgen.model.frozen import Frozen
from quizgen.model.item import LONGEST_KIND
from quizgen.problem import Place, Problem, ProblemError
from quizgen.reading.complaints import complaints
from quizgen.reading.located import locate, read_text, read_yaml, shown
from quizgen.templating import shipped

ByLanguage = dict[str, str]
Words = dict[str, dict[str, str]]
ANY = "_"
STRATEGIES = {info.name for info in pkgutil.iter_modules(distractors.__path__)} - {"refusals"}
KNOWN = {
    "words": {"role"},
    "among": {"event"},
    "event": {"event", "words"},
    "carrier": {"role", "completes", "noun", "statement"},
    "quoted": {"title", "wanted", "quote"},
    "timeline": {"event", "events"},
    "then": set[str](),
}
"""What may stand in braces in the words of each field."""


class Kind(Frozen):
    """One kind: the roles it serves, the strategies that find its wrong options, and its words by language.

    A kind `asked: on-request` is left aside but for the banks that name it under `kinds`. One with `quoted` words asks
    by a blank in the source's own words.
    """

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=LONGEST_KIND)]
    about: str
    roles: tuple[str, ...]
    asked: Literal["always", "on-request"] = "always"
    distractors: tuple[str, ...] = ()
    words: Annotated[Words, BeforeValidator(lambda value: value or {})] = Field(default_factory=dict)
    among: Words = Field(default_factory=dict)
    event: ByLanguage = Field(default_factory=dict)
    carrier: ByLanguage = Field(default_factory=dict)
    quoted: ByLanguage = Field(default_factory=dict)
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

    def among_phrase(self, slot: Slot, answer: Answer, language: str) -> str | None:
        """Return the phrase of a closed question, e.g. `Which of these people`."""
        words = self.among.get(language, {})
        return words.get(answer.type) or words.get(slot.head) or words.get(ANY)

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
        kind = Kind.model_validate(data)
    except ValidationError as error:
        names = frozenset(Kind.model_fields)
        raise ProblemError(*complaints(error, Place(place), {"": names})) from None
    for number, name in enumerate(kind.distractors):
        if name not in STRATEGIES:
            where = locate(Place(place, ("distractors", number)))
            hint = f"there are {', '.join(sorted(STRATEGIES))}"
            raise ProblemError(Problem("B072", f"there is no strategy `{name}` for wrong options", place, where, hint))
    for field, known in KNOWN.items():
        _check_braces(getattr(kind, field), known, Place(place, (field,)))
    return kind


def _check_braces(words: Mapping[str, str | Mapping[str, str]], known: AbstractSet[str], place: Place) -> None:
    """Refuse words whose braces could not be filled."""
    for key, text in words.items():
        if not isinstance(text, str):
            _check_braces(text, known, place.inside(key))
        elif wrong := _wrong_brace(text, known):
            hint = f"known here: {', '.join(f'{{{name}}}' for name in sorted(known))}" if known else None
            where = place.inside(key)
            raise ProblemError(Problem("B071", wrong, place.file, locate(where), hint))


def _wrong_brace(text: str, known: AbstractSet[str]) -> str | None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        return f"the braces in `{text}` do not pair up: {error}"
    unknown = [name for name in names if name not in known]
    return f"nothing fills `{{{unknown[0]}}}` here" if unknown else None


def check_requests(wanted: Sequence[str], kinds: Mapping[str, Kind], place: Place) -> None:
    """Refuse the name of a kind that is not there; `place` is that of the list. Raises ProblemError."""
    for number, name in enumerate(wanted):
        if name not in kinds:
            known = ", ".join(sorted(name for name, kind in kinds.items() if kind.asked == "on-request"))
            where = locate(place.inside(number))
            hint = f"on request there are {known}"
            raise ProblemError(Problem("B073", f"there is no question kind `{name}`", place.file, where, hint))


def kinds_for(slot: Slot, kinds: Mapping[str, Kind], wanted: Sequence[str] = ()) -> list[Kind]:
    """Return the kinds that serve the slot: those always asked, and those that the bank has `wanted`.

    Raises ProblemError when there is none, because a slot nobody asks is a mistake.
    """
    found = [
        kind for kind in kinds.values() if slot.head in kind.roles and (kind.asked == "always" or kind.kind in wanted)
    ]
    if not found:
        raise ProblemError(Problem("B070", f"no question kind serves the role `{slot.role}`", "templates/questions"))
    return found
