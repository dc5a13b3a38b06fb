"""A draft: a sentence with answers in it, on its way into a bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

ROUND = str.maketrans("[]", "()")
STOPS = tuple("?!.…:;？！。：；؟۔।")
CLOSING = "\"'”’»)）」』"


@dataclass(frozen=True, slots=True)
class Answered:
    """A stretch of a draft's sentence that is an answer: its role, and the question its author asked for it."""

    start: int
    end: int
    role: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence in plain words and the answers in it, in order.

    `name` is what its id is made of, `remarks` what its author should see beside it.
    """

    sentence: str
    answers: tuple[Answered, ...]
    name: str
    tags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rounded: bool = False
    """Whether square brackets, which mark answers, became round ones."""

    @property
    def say(self) -> str:
        """The sentence with its marks."""
        out, end = "", 0
        for answer in self.answers:
            out += self.sentence[end : answer.start] + f"[{self.sentence[answer.start : answer.end]}]({answer.role})"
            end = answer.end
        return out + self.sentence[end:]

    @property
    def ask(self) -> dict[str, str]:
        """The author's questions by what `ask` calls their slots: the role, with the answer where two share it."""
        roles = Counter(answer.role for answer in self.answers)
        told = [(answer, self.sentence[answer.start : answer.end]) for answer in self.answers if answer.question]
        return {
            answer.role if roles[answer.role] == 1 else f"{answer.role}/{text}": answer.question
            for answer, text in told
        }


def answered(question: str, answer: str, role: str) -> Draft:
    """Return the draft of a question and its answer: both stand in its sentence, one after the other."""
    joint = " " if question.rstrip(CLOSING).endswith(STOPS) else ": "
    stop = "" if answer.rstrip(CLOSING).endswith(STOPS) else "."
    start = len(question + joint)
    asked = Answered(start, start + len(answer), role, question)
    return sentence(f"{question}{joint}{answer}{stop}", (asked,), question)


def sentence(text: str, answers: Iterable[Answered], name: str) -> Draft:
    """Return the draft of a sentence, without the brackets that would be marks in it."""
    plain = text.translate(ROUND)
    return Draft(plain, tuple(answers), name, rounded=plain != text)


def joined(one: Draft, other: Draft) -> Draft:
    """Return a draft with the answers of both, which have one sentence; of answers that overlap, the first stays."""
    free = [
        new for new in other.answers if all(new.end <= known.start or new.start >= known.end for known in one.answers)
    ]
    answers = sorted((*one.answers, *free), key=lambda answer: answer.start)
    tags, remarks = ((*getattr(one, name), *getattr(other, name)) for name in ("tags", "remarks"))
    return replace(one, answers=tuple(answers), tags=tuple(dict.fromkeys(tags)), remarks=tuple(dict.fromkeys(remarks)))
