"""What a student does between two releases of a deck, and what he then has: the story that the tests ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.anki.author import key
from tests.anki.conftest import Student

QUESTION, CLOZE = "quizgen question v1", "quizgen cloze v1"
CLOZED = "words.french.cloze.what"
OWN_STYLE = ".card { color: crimson }"
OWN_DECK = "Hard ones 🌗"
RENAMED_DECK = "Space::قمري"


@dataclass
class State:
    """All that is in a student's collection at one time, by the Keys of the notes."""

    notes: dict[str, dict[str, Any]]
    cards: dict[str, dict[str, Any]]
    decks: dict[str, int]
    styles: dict[str, str]

    @classmethod
    def of(cls, student: Student) -> State:
        return cls(student.notes(), student.cards(), student.decks(), student.note_types())


@dataclass
class Story:
    """What one version of Anki does with three releases; each list has the first at 1."""

    releases: list[Path]
    fates: list[dict[str, int]] = field(default_factory=lambda: [{}])
    before: list[State | None] = field(default_factory=lambda: [None])
    after: list[State | None] = field(default_factory=lambda: [None])
    again: list[tuple[dict[str, int], bool]] = field(default_factory=lambda: [({}, True)])
    complaints: list[list[str]] = field(default_factory=lambda: [[]])
    queue: list[str] = field(default_factory=list)

    def take(self, student: Student, number: int) -> None:
        """Import a release, and import it once more."""
        self.before.append(State.of(student))
        self.fates.append(student.take(self.releases[number]))
        self.after.append(State.of(student))
        rows = student.rows()
        self.again.append((student.take(self.releases[number]), student.rows() == rows))
        self.complaints.append(student.complaints())


def tell(student: Student, releases: list[Path]) -> Story:
    """Live through three releases: the first 40 days ago, the second 20 and the third 5."""
    story = Story(releases)
    story.take(student, 1)
    story.queue = student.queue("Space")
    study(student)
    rearrange(student)
    write(student)
    student.live(30)  # all that was 30 days ago: after the first release, and before the second
    student.edit(key("luna-9"), "Statement", "I know better, and later.")
    story.take(student, 2)
    student.style(QUESTION, OWN_STYLE)
    student.live(10)
    story.take(student, 3)
    return story


def study(student: Student) -> None:
    """Answer cards that the second release changes, retires, renames and leaves alone."""
    for fact in ("luna-2", "zond-5", "luna-16", "apollo-8"):
        student.answer(key(fact), ["easy"])
    student.answer(key("lunokhod"), ["good", "good"])
    student.answer(key("apollo-17"), ["good"])
    student.answer(key("hiten"), ["again", "hard"])
    student.answer(CLOZED, ["easy"])
    student.forget(key("luna-10"))


def rearrange(student: Student) -> None:
    """Do all that Anki lets a student do with cards and decks."""
    student.suspend(key("luna-10"))
    student.flag(key("luna-10"), 3)
    student.bury(key("surveyor-1"))
    student.move(key("apollo-8"), OWN_DECK)
    student.delete(key("apollo-11"))
    student.rename_deck("Space::The Moon", RENAMED_DECK)


def write(student: Student) -> None:
    """Write into notes: into one that the next release leaves alone, and into some that it changes."""
    for fact in ("luna-3", "surveyor-1"):
        student.edit(key(fact), "Notes", "mine: 私のメモ")
        student.tag(key(fact), "own::exam marked")
    student.edit(key("luna-3"), "Statement", "I know better.")
    student.edit(key("ranger-7"), "Statement", "I know better.")
    student.style(QUESTION, OWN_STYLE)
