"""What `quizgen diff` shows: two releases side by side, for a person, as release notes, or for a program."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from quizgen import api
from quizgen.cli import releasing
from quizgen.cli.frames import UNSEEN
from quizgen.cli.summary import many
from quizgen.comparing import Card, Change, Difference, compare, compare_documents, described
from quizgen.exporting.anki_hash import canonical_hash
from quizgen.lock import UNKNOWN
from quizgen.lock_file import LOCK
from quizgen.reading.documents import read_document
from quizgen.reading.located import shown
from quizgen.reading.packages import read_package

FEW = 20
"""So many questions of one fate are named unless all are wanted."""
LONGEST = 160
"""So many characters of a field are shown."""
BESIDE = 3
"""So many words are shown on each side of what differs."""
HEADS = {
    "new": "new",
    "changed": "changed",
    "retired": "retired",
    "restored": "in use again",
    "gone": "gone (students keep them, and nobody tells them)",
    "stale": "changed, but no newer: Anki will not take these",
    "frozen": "of another note type: Anki never updates these again",
}
DOCUMENTS = frozenset({".json", ".jsonl"})
"""How the names of files end that are not decks."""


@dataclass(frozen=True)
class Comparison:
    """Two releases by their names, and their difference.

    `contents` has the hashes of what the decks hold, old and new: equal ones hold the same, whatever made their files.
    `decks` is false of JSON.
    """

    old: str
    new: str
    difference: Difference
    renamed: dict[str, str] = field(default_factory=dict)
    contents: tuple[str | None, ...] = ()
    decks: bool = True

    @property
    def heads(self) -> dict[str, str]:
        """What stands over the questions of one fate."""
        return HEADS if self.decks else HEADS | {"gone": "gone"}


def between(old: Path, new: Path) -> Comparison:
    """Compare two decks, or two files of JSON; `new` may be a project, which is exported as a build would do it.

    Raises ProblemError when either cannot be read, or the project's banks are wrong, and click.UsageError when one is a
    deck and the other is not.
    """
    comparing = _compared_documents if _is_document(old) else _compared
    if not new.is_dir():
        if _is_document(old) != _is_document(new):
            message = f"{shown(old)} and {shown(new)} are not of a kind: compare two decks, or two files of JSON"
            raise click.UsageError(message)
        return comparing(old, new, shown(new))
    checked, release = releasing.compared(new)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / ("banks.json" if _is_document(old) else "deck.apkg")
        quiz = api.assemble(checked, release.items, lock=release.lock)
        if _is_document(made):
            api.export(quiz, "json", made, indent=0)
        else:
            api.export(quiz, "anki", made, **release.options.model_dump())
        return comparing(old, made, "the banks")


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in DOCUMENTS


def _compared_documents(old: Path, new: Path, called: str) -> Comparison:
    difference = compare_documents(read_document(old), read_document(new))
    return Comparison(shown(old), called, difference, decks=False)


def _compared(old: Path, new: Path, called: str) -> Comparison:
    difference = compare(read_package(old), read_package(new))
    return Comparison(shown(old), called, difference, contents=(_content(old), _content(new)))


def _content(deck: Path) -> str | None:
    """The hash of what a deck holds; None for one of Anki's newer format."""
    try:
        return canonical_hash(deck)
    except ValueError:
        return None


def against_lock(path: Path) -> Comparison:
    """Compare the banks with what the project's lock says was released: what that held is known by its hash alone."""
    checked, release = releasing.compared(path)
    before, changes = release.before, release.changes
    asked = {item.id: Card(item.id, item.stem, "; ".join(item.key)) for item in release.items}
    back = [name for name in changes.changed if before.items[name].content == UNKNOWN]
    found = Difference(
        new=tuple(asked[name] for name in changes.new),
        changed=tuple(Change(asked[name], {}) for name in changes.changed if name not in back),
        retired=tuple(
            described(one.item, one.fields) for one in before.retired.values() if one.changed > before.release
        ),
        restored=tuple(asked[name] for name in back),
        gone=tuple(Card(name, "", "") for name in changes.vanished),
        same=len(asked) - len(changes.new) - len(changes.changed),
        looks=tuple(name for name, one in before.note_types.items() if release.lock.note_types.get(name, one) != one),
    )
    return Comparison(shown(checked.root / LOCK), "the banks", found, releasing.likely_renames(release))


def told(found: Comparison, style: str, *, every: bool) -> str:
    """Return the comparison as `text`, `markdown` or `json`; nothing in it steers the terminal."""
    if style == "json":
        lines = json.dumps(asdict(found), ensure_ascii=False, indent=1).split("\n")
        return "\n".join(UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) for line in lines)
    return "\n".join(_markdown(found) if style == "markdown" else _text(found, every=every))


def _seen(text: str) -> str:
    """The line as a terminal may show it."""
    return UNSEEN.sub("\ufffd", text)


def _counted(found: Comparison) -> str:
    counts = ", ".join(
        f"{number:,} {found.heads[name].partition(' (')[0]}" for name, number in found.difference.counts.items()
    )
    return f"{counts or 'nothing new'}; {many(found.difference.same, 'question')} unchanged"


def _text(found: Comparison, *, every: bool) -> Iterator[str]:
    yield _seen(f"{found.old} → {found.new}: {_counted(found)}")
    for name, head in found.heads.items():
        listed: Sequence[Card | Change] = getattr(found.difference, name)
        if listed:
            yield click.style(head, bold=True)
        for one in listed if every else listed[:FEW]:
            yield from map(_seen, _entry(one))
        if not every and len(listed) > FEW:
            yield f"  and {len(listed) - FEW:,} more; --all names them"
    for old, new in found.renamed.items():
        yield f"perhaps renamed: `quizgen rename {old} {new}`"
    yield from map(_seen, (*_looks(found.difference), *_decks(found.difference)))


def _looks(difference: Difference) -> Iterator[str]:
    if difference.looks:
        yield f"new looks of the cards of: {', '.join(difference.looks)}"


def _entry(one: Card | Change) -> Iterator[str]:
    card = one.card if isinstance(one, Change) else one
    said = " — ".join(part for part in (_short(card.question), _short(card.answer)) if part)
    yield f"  {card.key}" + (f"  {said}" if said else "")
    for name, (was, now) in one.fields.items() if isinstance(one, Change) else ():
        yield f"    {name}: {_apart(was, now)}"


def _decks(difference: Difference) -> Iterator[str]:
    if difference.new_decks:
        yield f"new decks: {', '.join(difference.new_decks)}"
    if difference.gone_decks:
        yield f"decks that are gone, for Anki knows decks by their names: {', '.join(difference.gone_decks)}"


def _apart(was: str, now: str) -> str:
    """Both texts, without the words at the beginning and the end that they share."""
    old, new = was.split(), now.split()
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    cut = [" ".join(words[max(head - BESIDE, 0) : len(words) - max(tail - BESIDE, 0)]) for words in (old, new)]
    start, end = "… " if head > BESIDE else "", " …" if tail > BESIDE else ""
    return " → ".join(f"{start}{_short(part)}{end}" if part else "(empty)" for part in cut)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _markdown(found: Comparison) -> Iterator[str]:
    yield f"{_counted(found)[:1].upper()}{_counted(found)[1:]}."
    for name, head in found.heads.items():
        listed: Sequence[Card | Change] = getattr(found.difference, name)
        if not listed:
            continue
        yield f"\n## {head[:1].upper()}{head[1:]}\n"
        for one in listed:
            yield from map(_seen, _note(one))
    if found.difference.looks:
        yield "\nThe cards look otherwise than before."


def _note(one: Card | Change) -> Iterator[str]:
    card = one.card if isinstance(one, Change) else one
    said = " — ".join(_escaped(part) for part in (card.question, card.answer) if part)
    yield f"- {said or f'`{card.key}`'}"
    for name, (was, now) in one.fields.items() if isinstance(one, Change) else ():
        yield f"  - {name}: {_escaped(_apart(was, now))}"


def _escaped(text: str) -> str:
    """The text as Markdown shows it as it is."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|~" else char for char in text)
