"""From a fact as the author wrote it to a Fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from quizgen import dates
from quizgen.model.entity import Entities
from quizgen.model.fact import Answer, Fact, Quotation, Slot, Statement
from quizgen.model.media import Attached
from quizgen.problem import Place, Problem, ProblemError
from quizgen.reading.answers import read_answer
from quizgen.reading.located import locate
from quizgen.reading.marks import Mark, MarkError, find_slots, read_marks, statement
from quizgen.reading.media import MediaFiles
from quizgen.reading.records import RESERVED, FactRecord


class SentenceReader:
    """Reads the facts of one bank, which share its entities and language."""

    def __init__(
        self,
        bank: str,
        language: str,
        entities: Entities,
        sources: Iterable[str],
        tags: tuple[str, ...],
        kinds: tuple[str, ...] = (),
    ) -> None:
        self.bank = bank
        self.language = language
        self.entities = entities
        self.sources = frozenset(sources)
        self.tags, self.kinds = tags, kinds
        self.files: MediaFiles | None = None

    def read(self, key: str, record: FactRecord, place: Place, order: int) -> Fact:
        """Return the fact; raise ProblemError with its place when anything in it does not hold together."""
        shape, marks = self._statement(record, place)
        answers = self._read(marks, shape.slots, place.inside("say" if record.say else "when"))
        texts = [answer.text for answer in answers]
        slots = SlotNames(shape.slots, texts, place)
        return Fact(
            id=key,
            bank=self.bank,
            statement=shape,
            answers=answers,
            place=place,
            order=order,
            event=record.event,
            status=record.status,
            by=record.by,
            tags=tuple(dict.fromkeys((*self.tags, *record.tags))),
            ask=slots.by_slot(record.ask, "ask"),
            hint=slots.by_slot(record.hint, "hint"),
            reverse=slots.by_slot(record.reverse, "reverse"),
            media=self._media(record, slots, place),
            also={name: texts for key, texts in record.also.items() for name in slots.all(key, "also", key)},
            wrong=self._wrong(record, slots, marks, place),
            several=slots.listed(record.several, "several"),
            typed=slots.listed(record.typed, "typed"),
            unasked=slots.listed((one for one in record.unasked if one not in self.kinds), "unasked")
            | {one for one in record.unasked if one in self.kinds},
            quotations=tuple(self._quotations(record, slots, place)),
        )

    def _media(self, record: FactRecord, slots: SlotNames, place: Place) -> tuple[Attached, ...]:
        if not (record.image or record.audio):
            return ()
        self.files = self.files or MediaFiles(place.file)
        return self.files.attached(record, slots, place)

    def _wrong(
        self, record: FactRecord, slots: SlotNames, marks: list[Mark], place: Place
    ) -> dict[str, tuple[Answer, ...]]:
        """The author's own wrong options, typed as the slots they are for."""
        found: dict[str, tuple[Answer, ...]] = {}
        for key, texts in record.wrong.items():
            slot = next(slot for slot in slots.slots if slot.name == slots.one(key, "wrong", key))
            others = [marks[slot.index], *(Mark(text, slot.role) for text in texts)]
            right, *wrong = self._read(others, [slot] * len(others), place.inside("wrong", key))
            found[slot.name] = tuple(replace(answer, type=right.type) for answer in wrong)
        return found

    def _statement(self, record: FactRecord, place: Place) -> tuple[Statement, list[Mark]]:
        if record.say is not None:
            try:
                return statement(read_marks(record.say))
            except MarkError as error:
                raise _refusal("B040", str(error), place.inside("say")) from None
        if record.event is None:
            raise _refusal("B041", "this fact says nothing: give it a sentence (`say`) or an `event`", place, key=True)
        return _record_statement(record, place)

    def _read(self, marks: Sequence[Mark], slots: Sequence[Slot], place: Place) -> tuple[Answer, ...]:
        try:
            pairs = zip(marks, slots, strict=True)
            return tuple(read_answer(mark, slot, self.entities, self.language) for mark, slot in pairs)
        except dates.DateError as error:
            hint = "add the exact value: `[text](when 2019-07)`, in EDTF (ISO 8601-2)"
            raise _refusal("B042", str(error), place, hint=hint) from None

    def _quotations(self, record: FactRecord, slots: SlotNames, place: Place) -> Iterable[Quotation]:
        cite = record.cite
        entries = cite if isinstance(cite, list) else [cite]
        if not cite and record.status == "draft":
            return
        if not cite:
            raise _refusal("B043", "this fact cites nothing", place, "cite: {source: the quote}", key=True)
        for number, entry in enumerate(entries):
            at = place.inside("cite", number) if isinstance(cite, list) else place.inside("cite")
            if not isinstance(entry, dict):
                raise _refusal("B045", "a citation is written `source: quote`", at)
            yield from self._entry(entry, slots, at)

    def _entry(self, entry: dict[str, Any], slots: SlotNames, place: Place) -> Iterable[Quotation]:
        keys = [key for key in entry if key not in RESERVED]
        if not keys:
            raise _refusal("B043", "this citation names no source", place)
        for key in keys:
            if key not in self.sources:
                known = ", ".join(sorted(self.sources)) or "none"
                raise _refusal(
                    "B044", f"there is no source `{key}`", place.inside(key), f"known here: {known}", key=True
                )
            yield self._quotation(f"{self.bank}.{key}", entry[key], entry, slots, place.inside(key))

    def _quotation(
        self, source: str, value: object, entry: dict[str, Any], slots: SlotNames, place: Place
    ) -> Quotation:
        own = value if isinstance(value, dict) else {"quote": value}
        within = place if isinstance(value, dict) else Place(place.file, place.at[:-1])
        unknown = [key for key in own if key not in RESERVED]
        details = {**{key: entry[key] for key in entry if key in RESERVED}, **own}
        texts = [details.get(key) for key in ("quote", "page", "locator", "label", "after", "before")]
        if unknown or any(not isinstance(text, str | None) for text in texts):
            where = place.inside(unknown[0]) if unknown else place
            hint = "it may be narrowed with `for`, `words`, `after` and `before`"
            raise _refusal(
                "B045", "a citation is a quote, or `quote`, `page`, `label` and `locator`", where, hint, key=True
            )
        return Quotation(
            source=source,
            quote=details.get("quote"),
            place=place.inside("quote") if isinstance(value, dict) and "quote" in own else place,
            label="page" if details.get("page") else details.get("label"),
            locator=details.get("page") or details.get("locator"),
            slots=tuple(self._wanted(details.get("for"), slots, within.inside("for"))),
            words=_words(details.get("words"), slots, within.inside("words")),
            after=details.get("after"),
            before=details.get("before"),
        )

    def _wanted(self, given: object, slots: SlotNames, place: Place) -> Iterable[str]:
        for number, key in enumerate(given if isinstance(given, list) else [given] if given else []):
            yield from slots.all(key, at=place.inside(number))


class SlotNames:
    """Looks up slots by what an author may call them."""

    def __init__(self, slots: tuple[Slot, ...], texts: list[str], place: Place) -> None:
        self.slots = slots
        self.texts = texts
        self.place = place

    def all(self, reference: object, *field: str | int, at: Place | None = None) -> list[str]:
        """Return the names of all slots the reference means; raise ProblemError when there is none.

        The reference stands at the path `field` inside the fact, or at the place `at`.
        """
        found = find_slots(reference, self.slots, self.texts) if isinstance(reference, str) else []
        if not found:
            asked = ", ".join(f"`{slot.role}/{self.texts[slot.index]}`" for slot in self.slots if slot.role)
            where = at or self.place.inside(*field)
            shown = f" `{reference}`" if isinstance(reference, str) else " of this name"
            raise _refusal("B046", f"this fact has no slot{shown}", where, f"it has {asked or 'none'}", key=True)
        return [slot.name for slot in found]

    def one(self, reference: str, *field: str | int) -> str:
        """Return the name of the one slot the reference means; raise ProblemError when it means several."""
        found = self.all(reference, *field)
        if len(found) > 1:
            message = f"`{reference}` may mean {len(found)} slots of this fact"
            hint = f"say which: `{reference}/text`"
            raise _refusal("B046", message, self.place.inside(*field), hint, key=True)
        return found[0]

    def by_slot(self, record: Mapping[str, str], field: str) -> dict[str, str]:
        """Return the author's texts in a field such as `ask` or `hint` by the names of their slots."""
        return {self.one(key, field, key): text for key, text in record.items()}

    def listed(self, references: Iterable[str], field: str) -> frozenset[str]:
        """Return the names of all slots that a field such as `several` or `typed` lists."""
        return frozenset(name for n, key in enumerate(references) for name in self.all(key, field, n))


def _words(value: object, slots: SlotNames, place: Place) -> Mapping[str, str]:
    if value is None:
        return {}
    given: dict[str, Any] = (
        value if isinstance(value, dict) else {slot.name: value for slot in slots.slots if slot.role}
    )
    if not all(isinstance(text, str) for text in given.values()):
        raise _refusal("B045", "`words` are a text, or a text for each slot", place)
    return {name: text for key, text in given.items() for name in slots.all(key, at=place.inside(key))}


def _record_statement(record: FactRecord, place: Place) -> tuple[Statement, list[Mark]]:
    event = " ".join((record.event or "").split())
    given = [(role, text) for role in ("who", "when", "where") if (text := getattr(record, role) or "").strip()]
    if not event or not given:
        raise _refusal("B041", "this fact answers nothing: give it `who`, `when` or `where`", place, key=True)
    pieces: list[str | Mark] = [Mark(event), " ("]
    for number, (role, text) in enumerate(given):
        pieces += [f"{'; ' if number else ''}{role}: ", Mark(" ".join(text.split()), role)]
    shape, marks = statement([*pieces, ")."])
    return Statement(shape.pieces, shape.slots, f"record:{place.file}:{shape.relation}", record=True), marks


def _refusal(code: str, message: str, place: Place, hint: str | None = None, *, key: bool = False) -> ProblemError:
    where = Place(place.file, place.at, place.line, key=key)
    return ProblemError(Problem(code, message, place.file, locate(where), hint))
