"""What `quizgen push` does: hand a whole deck to a running Anki, whose own importer then adds and updates notes.

Notes are not added one by one, for that gives them identities of Anki's own, and the next package would double them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from quizgen.ankiconnect import AnkiConnect, RefusedError
from quizgen.cli import remarks
from quizgen.cli.frames import UNSEEN
from quizgen.problem import Problem, ProblemError
from quizgen.reading.located import shown

SEARCH_SIGNS = re.compile(r'[\\"*_:]')


@dataclass(frozen=True)
class Deck:
    """An Anki package as bytes, and the file it came from; `notes` is None when it cannot be told how many there are.

    `note_types` are the names of the note types its notes have.
    """

    path: Path
    content: bytes
    notes: int | None
    note_types: tuple[str, ...]

    @property
    def name(self) -> str:
        """A file name that no other content has. Anki takes a `_` in front to mean: in use, though on no card."""
        return f"_quizgen-{sha256(self.content).hexdigest()[:20]}.apkg"

    @property
    def query(self) -> str:
        """What finds the notes of its types in Anki, which calls a type `name+` when it has another of that name."""
        names = (SEARCH_SIGNS.sub(r"\\\g<0>", name) for name in self.note_types)
        return " or ".join(f'"note:{name}" or "note:{name}+*"' for name in names)


@dataclass(frozen=True)
class Stock:
    """The notes that Anki has of a deck's note types: when each was last changed, None where that is not told."""

    modified: dict[int, int | None]

    def news(self, later: Stock) -> str:
        """Return what came and changed between this stock and a later one, in words."""
        new = len(later.modified.keys() - self.modified.keys())
        both = self.modified.keys() & later.modified.keys()
        updated = sum(self.modified[note] != later.modified[note] for note in both)
        told = [f"{number:,} {word}" for number, word in ((new, "new"), (updated, "updated")) if number]
        return f"{' and '.join(told) or 'nothing new'} ({len(self.modified):,} before, {len(later.modified):,} now)"


def push(anki: AnkiConnect, deck: Deck, *, sync: bool, quiet: bool, overwrite: bool = False) -> None:
    """Put the deck into the running Anki and say what came of it; raise ProblemError if that fails.

    What the student added to cards of ours stays on them, unless `overwrite` says that it need not.
    """
    profile = _profile(anki)
    own = {} if overwrite else remarks.remembered(anki)
    before = stock(anki, deck)
    with remarks.saved(own, deck.path, unless=(RefusedError,)):  # without an answer, the import may yet go on
        refusal = put(anki, deck)
    if refusal:
        by_dialog(anki, deck, refusal, own, sync=sync)
        return
    kept = remarks.put_back(anki, own, deck.path)
    news = before.news(stock(anki, deck)) if deck.note_types else "how much of it is new cannot be told"
    if not quiet:
        size = "" if deck.notes is None else f", {deck.notes:,} note{'' if deck.notes == 1 else 's'}"
        click.echo(f"{click.style(shown(deck.path), bold=True)}{size}: in Anki{profile}, {news}", err=True)
        if kept:
            click.echo(f"remarks and tags kept on {kept:,} changed card{'' if kept == 1 else 's'}", err=True)
    if sync:
        _sync(anki, quiet=quiet)


def read_deck(path: Path) -> Deck:
    """Read a package; raise ProblemError when there is none or it is none."""
    from quizgen.reading.packages import read_package

    try:
        package = read_package(path)
    except ProblemError as error:
        if error.problems[0].code != "B101":  # Anki reads its newer format, we need not
            raise
        return Deck(path, path.read_bytes(), None, ())
    used = tuple(sorted({note.note_type for note in package.notes}))
    return Deck(path, path.read_bytes(), len(package.notes), used)


def stock(anki: AnkiConnect, deck: Deck) -> Stock:
    """Ask Anki for the notes it has of the deck's note types."""
    if not deck.note_types:
        return Stock({})
    notes = _whole(anki.ask("findNotes", query=deck.query))
    try:
        times = anki.ask("notesModTime", notes=notes) if notes else []
    except RefusedError:  # older add-ons do not tell
        times = []
    told = [one for one in times if isinstance(one, dict)] if isinstance(times, list) else []
    known = dict(
        zip(_whole([one.get("noteId") for one in told]), _whole([one.get("mod") for one in told]), strict=False)
    )
    return Stock({note: known.get(note) for note in notes})


def _whole(told: object) -> list[int]:
    """Return the whole numbers of a list; what answers need not be the AnkiConnect we know."""
    return [one for one in told if isinstance(one, int)] if isinstance(told, list) else []


def put(anki: AnkiConnect, deck: Deck) -> Problem | None:
    """Let Anki import the deck; return None if it is in, or else why it is not, if a dialog of Anki's may do.

    Raises RefusedError when Anki takes it in no way.
    """
    ways: tuple[Callable[[AnkiConnect, Deck], None], ...] = (by_path, by_upload) if anki.local else (by_upload,)
    for way in ways:
        try:
            way(anki, deck)
        except RefusedError as refusal:
            last = refusal.problems[0]
        else:
            return None
    if not anki.local:
        raise RefusedError(_with_hint(last, f"copy {shown(deck.path)} to that machine; there, in Anki: File, Import"))
    return last


def by_dialog(anki: AnkiConnect, deck: Deck, refusal: Problem, own: remarks.Remarks, *, sync: bool) -> None:
    """Let Anki open its own import dialog, where the student goes on; nothing can be put back after that."""
    if own:
        have = "has" if len(own) == 1 else "have"
        told = f"{remarks.cards(own)} {have} remarks or tags of yours"
        click.echo(f"{told}: if this deck changes such a card, importing it in Anki's dialog deletes them", err=True)
    try:
        anki.ask("guiImportFile", path=deck.path.resolve().as_posix())
    except RefusedError:
        hint = f"import it by hand: in Anki, File, Import, {shown(deck.path)}"
        raise RefusedError(_with_hint(refusal, hint)) from None
    why = UNSEEN.sub("?", refusal.message)
    click.echo(f"AnkiConnect cannot import it ({why}), so Anki shows its own import dialog", err=True)
    rest = "and then synchronise there: " if sync else ""
    click.echo(f"to finish, choose Import there; {rest}{shown(deck.path)} is not in Anki yet", err=True)


def by_path(anki: AnkiConnect, deck: Deck) -> None:
    """Let Anki read the deck from this machine's disk, which is quick however large the deck is.

    Behind a tunnel our path may be another machine's, so the file has a name that only this content has.
    """
    try:
        with TemporaryDirectory(prefix="quizgen-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / deck.name
            copy.write_bytes(deck.content)
            _import(anki, copy.as_posix())
    except OSError as error:
        raise anki.refused("importPackage", f"there is no room for a copy of the deck: {error.strerror}") from None


def by_upload(anki: AnkiConnect, deck: Deck) -> None:
    """Send the deck into Anki's media folder, import it from there, and remove it whatever happened."""
    stored = deck.name
    try:
        answer = anki.ask("storeMediaFile", filename=deck.name, data=b64encode(deck.content).decode())
        if isinstance(answer, str) and re.fullmatch(rf"{Path(deck.name).stem}[-0-9a-f]*\.apkg", answer):
            stored = answer  # Anki renames a file rather than replace another one
        _import(anki, _media_folder(anki) + stored)
    finally:
        _remove(anki, stored)


def _media_folder(anki: AnkiConnect) -> str:
    """Return the media folder with a slash behind it; "" where it need not be known.

    Anki before 2.1.50 worked inside that folder, and add-ons of that time cannot tell where it is.
    """
    try:
        folder = anki.ask("getMediaDirPath")
    except RefusedError:
        return ""
    return f"{folder.rstrip('/')}/" if isinstance(folder, str) and folder else ""


def _import(anki: AnkiConnect, path: str) -> None:
    if anki.ask("importPackage", path=path) is not True:
        raise anki.refused("importPackage", "Anki did not import the deck")


def _remove(anki: AnkiConnect, name: str) -> None:
    """Remove our own file from Anki's media; say so if it stays, for that must not hide how the import went."""
    try:
        anki.ask("deleteMediaFile", filename=name)
    except ProblemError:
        click.echo(f"{name} may still lie among Anki's media; delete it there", err=True)


def _profile(anki: AnkiConnect) -> str:
    """Return the name of the open profile, in brackets; nothing where an older add-on does not tell."""
    try:
        name = anki.ask("getActiveProfile")
    except RefusedError:
        return ""
    return f" (profile {UNSEEN.sub('?', name)})" if isinstance(name, str) and name else ""


def _sync(anki: AnkiConnect, *, quiet: bool) -> None:
    try:
        anki.ask("sync")
    except RefusedError as refusal:
        hint = "the deck is in Anki; synchronise it there, where Anki can ask what it needs to know"
        raise RefusedError(_with_hint(refusal.problems[0], hint)) from None
    if not quiet:
        click.echo("Anki synchronises", err=True)


def _with_hint(problem: Problem, hint: str) -> Problem:
    return Problem(problem.code, problem.message, problem.path, None, hint)


def built(project: Path, banks: tuple[str, ...], where: str, *, quiet: bool) -> tuple[int, Path | None]:
    """Build the Anki deck as `quizgen build anki` does; return its exit code and the file, None if none was written."""
    from quizgen.cli.building import Build

    build = Build(project, quiet, formats=("anki",), banks=banks, where=where)
    code = build.run()
    return code, build.reports[0].files[0] if build.reports else None
