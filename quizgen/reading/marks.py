"""The marks in a sentence: `[text](role)` is a slot, `[text]` names an entity or a subject and asks nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from quizgen.model.fact import Slot, Statement

MARK = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<role>[^()]*)\))?")
ROLE = re.compile(r"^(who|whom|whose|when|where|what|which|how many)\b(?: (.+))?$")
SPACES = re.compile(r"[ \t\r\n]+")
FIELD = re.compile(r"\{([^{}]+)\}")
VALUE = re.compile(r"^(?:[-\dXY./]|\.\.)[-\dXY./?~%]*$")


class MarkError(ValueError):
    """A sentence whose marks cannot be read; the message is for the author."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as written: its text, its role ('' for none) and the exact value given behind the role."""

    text: str
    role: str = ""
    value: str | None = None


def read_marks(sentence: str) -> list[str | Mark]:
    """Split a sentence into texts and marks.

    Raises MarkError for brackets that do not pair up, an unknown role, or a sentence without any mark.
    """
    pieces: list[str | Mark] = []
    end = 0
    sentence = SPACES.sub(" ", sentence).strip()
    for found in MARK.finditer(sentence):
        pieces += [sentence[end : found.start()], _mark(found["text"], found["role"])]
        end = found.end()
    pieces.append(sentence[end:])
    _refuse_strays(pieces)
    return [piece for piece in pieces if piece]


def _refuse_strays(pieces: list[str | Mark]) -> None:
    for piece in pieces:
        if isinstance(piece, str) and re.search(r"[\[\]]", piece):
            raise MarkError(f"a bracket stands alone near `{piece.strip()[:30]}`: a mark is `[text](role)`")
    if not any(isinstance(piece, Mark) for piece in pieces):
        raise MarkError("the sentence marks nothing: put what may be asked into `[text](role)`")


def _mark(text: str, role: str | None) -> Mark:
    if not text.strip():
        raise MarkError("a mark is empty: a mark is `[text](role)`")
    if role is None:
        return Mark(text.strip())
    role = " ".join(role.split())
    found = ROLE.match(role)
    if not found:
        raise MarkError(
            f"`{role}` is not a role: roles begin with who, whom, whose, when, where, what, which or how many"
        )
    head, rest = found[1], found[2] or ""
    if head in {"when", "how many"} and VALUE.match(rest):
        return Mark(text.strip(), head, rest)
    if head == "when" and rest:
        raise MarkError(f"`{rest}` is not an EDTF date: `when` takes nothing else")
    if head == "which" and not rest:
        raise MarkError("`which` needs a noun: `which prize`")
    return Mark(text.strip(), role)


def statement(pieces: Iterable[str | Mark], relation: str | None = None) -> tuple[Statement, list[Mark]]:
    """Return the statement and its marks in order; slots are named by role head and count (`who`, `who-2`)."""
    marks: list[Mark] = []
    shape: list[str | int] = []
    for piece in pieces:
        if isinstance(piece, Mark):
            shape.append(len(marks))
            marks.append(piece)
        else:
            shape.append(piece)
    slots = tuple(_named(marks))
    skeleton = "".join(piece if isinstance(piece, str) else f"[{slots[piece].role}]" for piece in shape)
    return Statement(tuple(shape), slots, relation or skeleton), marks


def _named(marks: list[Mark]) -> Iterable[Slot]:
    seen: Counter[str] = Counter()
    for index, mark in enumerate(marks):
        head = Slot(index, mark.role).head.replace(" ", "-")
        seen[head] += 1
        name = head if seen[head] == 1 else f"{head}-{seen[head]}"
        yield Slot(index, mark.role, name if mark.role else "")


def table_pieces(sentence: str) -> list[str | Mark]:
    """Split a table's pattern: as `read_marks`, and each unmarked `{column}` becomes a mark without a role."""
    pieces: list[str | Mark] = []
    for piece in read_marks(sentence):
        if isinstance(piece, Mark):
            pieces.append(piece)
        else:
            parts = FIELD.split(piece)
            pieces += [Mark(f"{{{part}}}") if n % 2 else part for n, part in enumerate(parts)]
    return [piece for piece in pieces if piece]


def find_slots(reference: str, slots: tuple[Slot, ...], texts: list[str]) -> list[Slot]:
    """Return the slots an author's reference means: a role, its head, a slot's name, or `role/text`."""
    role, _, text = reference.partition("/")
    named = [slot for slot in slots if slot.role and role in {slot.role, slot.head, slot.name}]
    exact = [slot for slot in named if slot.role == role] or named
    return [slot for slot in exact if texts[slot.index] == text] if text else exact
