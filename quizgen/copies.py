"""Personal copies: which student gets which form, and the code by which the copy is known again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quizgen.asking.choosing import draw
from quizgen.model.key import Copy
from quizgen.model.quiz import Form
from quizgen.reading.class_list import Student

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No sign that is easily taken for another: 0 and O, 1 and I."""
LENGTH = 5


def made_out(students: Iterable[Student], forms: Sequence[Form], seed: str) -> tuple[Copy, ...]:
    """Return a copy for each student; in each class one form follows the other, so that neighbours differ.

    A code comes from the seed and the student alone, so another student on the list changes no other's.
    """
    turn: Counter[str] = Counter()
    copies: dict[str, Copy] = {}
    for student in students:
        form = forms[turn[student.group] % len(forms)]
        turn[student.group] += 1
        code = _code(student, seed, copies)
        copies[code] = Copy(code=code, form=form.name, name=student.name, number=student.number, group=student.group)
    return tuple(copies.values())


def _code(student: Student, seed: str, taken: Iterable[str]) -> str:
    known = frozenset(taken)
    for attempt in range(len(known) + 1):
        number = draw(seed, "\x1e".join((student.group, student.number, student.name)), f"copy {attempt}")
        code = "".join(SIGNS[number >> 5 * place & 31] for place in range(LENGTH))
        if code not in known:
            return code
    raise AssertionError("there are fewer students than codes")  # pragma: no cover
