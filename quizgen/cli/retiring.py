"""What `quizgen retire` does: keep of each question what its card said, for those who have it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quizgen import api, moments
from quizgen.asking.renaming import fact_of, meant
from quizgen.cli import releasing
from quizgen.cli.building import TRIAL
from quizgen.cli.summary import many
from quizgen.exporting.anki_deck import RETIRED_TAG, guid, retire, without_media
from quizgen.exporting.anki_note import plain
from quizgen.exporting.anki_schema import BY_NAME
from quizgen.lock import forgotten, restored, retired
from quizgen.lock_file import LOCK
from quizgen.model.quiz import Quiz
from quizgen.model.release import Locked, Retired
from quizgen.problem import Problem, ProblemError
from quizgen.reading.located import shown
from quizgen.reading.packages import PackedNote, read_package


@dataclass
class Retiring:
    """One run of `quizgen retire`, with what was asked for on the command line."""

    project: Path
    ids: tuple[str, ...]
    vanished: bool
    why: str
    deck: Path | None
    undo: bool
    forget: bool

    def run(self) -> str:
        """Write the lock; return what was done. Raises ProblemError when an id is unknown, or a card's words lost."""
        lock = self.release.before
        if self.undo:
            names = self._named(lock.retired)
            self._refuse_unasked(names)
            changed, said = restored(lock, names), "asked again"
        elif self.forget:
            names = self._named([*self.release.changes.vanished, *lock.retired])
            changed, said = forgotten(lock, names), "forgotten, as if they had never been"
        else:
            names = self._named(lock.items)
            gone = [self._retired(name) for name in names]
            changed, said = retired(lock, gone), "retired: the next build says so on their cards"
        if not names:
            return "nothing has vanished"
        api.keep(self.checked, changed)
        return f"{many(len(names), 'question')} {said}"

    @cached_property
    def compared(self) -> tuple[api.CheckedProject, api.Release]:
        """The whole project, and what a build of it would change in what has been released."""
        return releasing.compared(self.project)

    @property
    def checked(self) -> api.CheckedProject:
        """The project, its citations held against their sources."""
        return self.compared[0]

    @property
    def release(self) -> api.Release:
        """What a build would change."""
        return self.compared[1]

    def _named(self, known: Iterable[str]) -> list[str]:
        names = list(known)
        found = dict.fromkeys(self.release.changes.vanished if self.vanished else ())
        for given in self.ids:
            if not (chosen := meant(given, names)):
                raise self._unknown(given, names)
            found |= dict.fromkeys(chosen)
        return list(found)

    def _unknown(self, given: str, names: list[str]) -> ProblemError:
        before = self.release.before
        code, hint = "B094", None
        if self.forget and meant(given, (item.id for item in self.release.items)):
            message = f"`{given}` is asked, so there is nothing to forget"
        elif not self.undo and not self.forget and meant(given, before.retired):
            code, message = "B096", f"`{given}` is retired already"
            hint = "to change what its card says, take it back (`--undo`) and retire it again"
        else:
            what = "retired" if self.undo else "released"
            near = difflib.get_close_matches(given, [*names, *map(fact_of, names)], 1)
            message, hint = f"nothing {what} is called `{given}`", f"did you mean `{near[0]}`?" if near else None
        return ProblemError(Problem(code, message, shown(self.checked.root / LOCK), None, hint))

    def _refuse_unasked(self, names: list[str]) -> None:
        if gone := [name for name in names if name not in self.release.left_out]:
            message = f"the banks ask `{gone[0]}` no more, so it cannot come back"
            where = shown(self.checked.root / LOCK)
            raise ProblemError(Problem("B096", message, where, None, "bring its fact back first"))

    def _retired(self, name: str) -> Retired:
        """What the item's card said: by the bank, if it still asks it, else by a deck."""
        locked = self.release.before.items[name]
        when = moments.later(releasing.moment(self.checked.config), locked.changed)
        if item := self._quiz.by_id.get(name):
            return retire(self._quiz, item, self.release.options, when, self.why)
        note = self._packed.get(guid(self.release.options, locked.first))
        if note is None or note.note_type not in BY_NAME:
            hint = "name the deck it was in: `--from deck.apkg`; if nobody was ever given it: `--forget`"
            message = f"nothing tells what the card of `{name}` said"
            raise ProblemError(Problem("B095", message, shown(self.checked.root / LOCK), None, hint))
        return _from_deck(name, locked, note, when, self.why)

    @cached_property
    def _quiz(self) -> Quiz:
        return api.whole(self.checked, self.release.items, self.release.before)

    @cached_property
    def _packed(self) -> dict[str, PackedNote]:
        """The notes of the deck given, or of those in output/, the newest last; of these some may be others' files."""
        if self.deck:
            return {note.guid: note for note in read_package(self.deck).notes}
        output = self.checked.root / "output"
        found: dict[str, PackedNote] = {}
        for path in sorted(
            set(output.glob("*.apkg")) - set(output.glob(f"*{TRIAL}.apkg")), key=lambda path: path.stat().st_mtime
        ):
            with suppress(ProblemError):
                found |= {note.guid: note for note in read_package(path).notes}
        return found


def _from_deck(name: str, locked: Locked, note: PackedNote, when: str, why: str) -> Retired:
    return Retired(
        item=name,
        changed=when,
        place=locked.place,
        first=locked.first,
        note_type=note.note_type,
        fields=without_media(note.fields),
        tags=tuple(tag for tag in note.tags if tag != RETIRED_TAG),
        why=plain(why),
    )
