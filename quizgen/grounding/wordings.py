"""What a fact says, as one number: facts of the same wording are compared by it, whatever file they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quizgen.model.entity import Entities
from quizgen.model.fact import Answer, Fact, Statement


class Wordings:
    """Tells facts apart by their wording and answers; names of one thing are the same.

    Rows that link to pages of their own are about different things, though they be called the same.
    """

    def __init__(self, entities: Entities) -> None:
        self._identity: Callable[[str], str] = entities.identity
        self._known: dict[str, str] = {}
        self._wordings: dict[int, tuple[Statement, int]] = {}

    def of(self, fact: Fact, without: int = -1) -> int:
        """Return a number that is equal for facts of the same wording, answers and page; one slot may be left aside."""
        answers = tuple(self.meant(answer) for n, answer in enumerate(fact.answers) if n != without)
        return hash((self.wording(fact.statement), without, answers, fact.link))

    def meant(self, answer: Answer) -> str:
        """Return what the answer means: the date, the number, or the thing it names."""
        if answer.date is not None:
            return answer.date.edtf
        found = self._known.get(answer.text)
        if found is None:
            found = self._known[answer.text] = str(answer.number or self._identity(answer.text))
        return found

    def wording(self, statement: Statement) -> int:
        """Return a number that is equal for sentences that differ only in what their slots hold."""
        known = self._wordings.get(id(statement))
        if known is None:
            slots = statement.slots
            pieces = (piece if isinstance(piece, str) else f"[{slots[piece].role}]" for piece in statement.pieces)
            known = self._wordings[id(statement)] = statement, hash("".join(pieces))
        return known[1]


def repeated(keys: Iterable[int]) -> set[int]:
    """Return the numbers that come more than once."""
    seen: set[int] = set()
    again: set[int] = set()
    for key in keys:
        (again if key in seen else seen).add(key)
    return again
