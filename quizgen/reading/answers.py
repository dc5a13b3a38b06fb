"""From a mark's text to a typed answer."""

from __future__ import annotations

from quizgen import dates, numbers
from quizgen.model.entity import Entities
from quizgen.model.fact import DATE, NUMBER, Answer, Slot
from quizgen.reading.marks import Mark

DEFAULT_TYPES = {"who": "person", "whom": "person", "whose": "person", "where": "place"}


def read_answer(mark: Mark, slot: Slot, entities: Entities, language: str, kind: str | None = None) -> Answer:
    """Return what the mark holds, typed by its role, the entities of the bank, or the column's `kind`.

    Raises dates.DateError when a `when` slot's words or value are not a date.
    """
    if slot.head == "when" or kind == DATE:
        return Answer(mark.text, DATE, date=dates.read(mark.value or mark.text, language))
    number = numbers.read(mark.value or mark.text) if slot.head == "how many" else None
    if number is not None:
        return Answer(mark.text, NUMBER, number=number)
    entity = entities.find(mark.text)
    noun = slot.role.partition(" ")[2] if slot.head in {"which", "what"} else ""
    fallback = kind or DEFAULT_TYPES.get(slot.head) or noun
    found = entity.kind if entity else fallback
    article = entity.article or "" if entity else ""
    return Answer(mark.text, found, article=article, proper=entity is not None and entity.name == mark.text)
