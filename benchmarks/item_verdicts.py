"""The verdicts of those who read a draw of questions, and the report made of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from quizgen.model.item import Item

CRITERIA = ("one-right", "answerable", "grammatical", "no-cue", "plausible", "fair")
COLUMNS = ("item", "verdict", "failed", "reason")
READERS = 2
HEAD = """# How good are the questions?

Made by `python benchmarks/item_quality.py`. Each draw takes questions by a fixed seed, the banks in turn and in each
bank the kinds in turn, so that every bank and kind is read. Two fresh readers, independent and without access to each
other, judge every question by the checklist (item_quality/checklist.md): one right answer, answerable without options,
grammatical, no cue, plausible options, fair. A question is usable only if all six hold. Between the draw and the last
verdict no question is changed; what was mended was mended afterwards.

The readers so far are language models told to be stern examiners, with nothing but the sheet, the key and the
checklist before them, a fresh one for every hundred questions; teachers have not judged yet. They doubt more than they
know, and when in doubt they reject.

For comparison, the best published figures known to us: of 435 questions of an ontology system 30 % were fit for an
exam by both of two experts (EMMeT: Leo et al., International Journal of Artificial Intelligence in Education 29, 2019);
of the questions of a language model led by a concept map 75 % met all criteria (arXiv 2505.02850).
"""


@dataclass(frozen=True, slots=True)
class Draw:
    """A question that was drawn: what it was then, and the codes of what our own rules found (with spaces between)."""

    item: str
    bank: str
    kind: str
    revision: str
    flags: str
    stem: str

    @classmethod
    def of(cls, item: Item, flags: Iterable[str]) -> Draw:
        """Return what is kept of an item."""
        return cls(item.id, item.bank, item.kind, item.revision, " ".join(sorted(flags)), item.stem)

    @property
    def fields(self) -> tuple[str, ...]:
        """The values in the order of the columns."""
        return astuple(self)


DRAWN = tuple(field.name for field in fields(Draw))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader says of one question: usable where `failed` is empty."""

    failed: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Reading:
    """A draw with the verdicts of its readers, each by item id."""

    name: str
    drawn: Mapping[str, Draw]
    readers: tuple[Mapping[str, Verdict], ...]

    def usable(self, item: str) -> bool:
        """Whether every reader passed the item."""
        return all(not verdicts[item].failed for verdicts in self.readers)


def row(values: Sequence[str]) -> str:
    """Return a line of a table with tabs between; tabs and line ends inside a value become spaces."""
    return "\t".join(" ".join(value.split()) for value in values) + "\n"


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their line numbers. Raises ValueError unless the file has these columns, in each row."""
    lines = path.read_text("utf-8-sig").splitlines()
    if not lines or lines[0].split("\t") != list(columns):
        raise ValueError(f"{path.name}: the first line must name the columns {', '.join(columns)}, with tabs between")
    for number, line in enumerate(lines[1:], 2):
        values = [value.strip() for value in line.split("\t")]
        if not line.strip():
            continue
        if len(values) > len(columns):
            raise ValueError(f"{path.name}:{number}: {len(values)} columns, not {len(columns)}")
        yield number, values + [""] * (len(columns) - len(values))


def read_draw(path: Path) -> Reading:
    """Return a draw with its readers. Raises ValueError where something is missing or not understood."""
    drawn = {values[0]: Draw(*values) for _, values in rows(path, DRAWN)}
    found = sorted(path.parent.glob(f"{path.stem}-reader-*.tsv"))
    if len(found) != READERS:
        raise ValueError(f"{path.name}: {READERS} readers are needed ({path.stem}-reader-1.tsv …), not {len(found)}")
    return Reading(path.stem, drawn, tuple(read_verdicts(one, drawn) for one in found))


def read_verdicts(path: Path, drawn: Mapping[str, Draw]) -> dict[str, Verdict]:
    """Return a reader's verdicts by item id.

    Raises ValueError naming every item that was not drawn, is missing or stands twice, and every verdict that is none.
    """
    wrong: list[str] = []
    verdicts: dict[str, Verdict] = {}
    for number, (item, verdict, failed, reason) in rows(path, COLUMNS):
        named = tuple(name for name in re.split(r"[,\s]+", failed) if name)
        complaint = _complaint(verdict, named, reason)
        if item not in drawn:
            complaint = f"`{item}` was not drawn"
        elif item in verdicts:
            complaint = f"`{item}` stands twice"
        if complaint:
            wrong.append(f"{path.name}:{number}: {complaint}")
        verdicts[item] = Verdict(named, reason)
    wrong += [f"{path.name}: no verdict on `{item}`" for item in drawn if item not in verdicts]
    if wrong:
        raise ValueError("\n".join(wrong))
    return verdicts


def _complaint(verdict: str, failed: Sequence[str], reason: str) -> str | None:
    if verdict not in {"usable", "rejected"}:
        return f"a verdict is `usable` or `rejected`, not `{verdict}`"
    if unknown := [name for name in failed if name not in CRITERIA]:
        return f"there is no criterion `{unknown[0]}`; there are {', '.join(CRITERIA)}"
    if verdict == "usable":
        return "what fails a criterion is rejected" if failed else None
    return None if failed and reason else "who rejects names the failed criteria and a reason"


def kappa(one: Sequence[bool], other: Sequence[bool]) -> float | None:
    """Return how far two readers agree beyond chance, from -1 to 1 (Cohen 1960); None where chance alone agrees."""
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    first, second = sum(one) / len(one), sum(other) / len(other)
    by_chance = first * second + (1 - first) * (1 - second)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def report_text(folder: Path) -> str:
    """Return the report on all draws of a folder. Raises ValueError where a file is not as it should be."""
    lists = [path for path in sorted(folder.glob("draw-*.tsv")) if not re.search(r"-(form|reader-\w+)$", path.stem)]
    if not lists:
        raise ValueError(f"{folder}: there is no draw; `item_quality.py draw --seed 1` makes one")
    mended = _mended(folder / "mended.tsv")
    return "\n".join([HEAD, *(_chapter(read_draw(path), mended) for path in lists)])


def _mended(path: Path) -> dict[str, str]:
    return {item: what for _, (item, what) in rows(path, ("item", "what"))} if path.exists() else {}


def _chapter(reading: Reading, mended: Mapping[str, str]) -> str:
    items = list(reading.drawn)
    passed = [[not verdicts[item].failed for item in items] for verdicts in reading.readers]
    agreement = kappa(*passed)
    told = "not defined, for chance alone would agree" if agreement is None else f"{agreement:.2f}"
    lines = [f"## {reading.name}\n", f"- questions: {len(items)}"]
    lines += [f"- usable by reader {n}: {share(sum(one), len(items))}" for n, one in enumerate(passed, 1)]
    lines.append(f"- usable by both: {share(sum(map(reading.usable, items)), len(items))}")
    lines.append(f"- agreement beyond chance (Cohen's kappa): {told}")
    lines.append(f"- {_false_alarms(reading)}\n")
    lines += _table(reading, "bank", lambda one: one.bank)
    lines += _table(reading, "kind", lambda one: one.kind)
    return "\n".join([*lines, *_criteria(reading), *_rejected(reading, mended), ""])


def share(part: int, whole: int) -> str:
    """Return a part of a whole in words and per cent: `184 of 200 (92.0 %)`."""
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none of none"


def _false_alarms(reading: Reading) -> str:
    passed = [one for item, one in reading.drawn.items() if reading.usable(item)]
    flagged = [one for one in passed if one.flags]
    codes = Counter(code for one in flagged for code in one.flags.split())
    told = "; ".join(f"{code} {count}" for code, count in codes.most_common())
    ending = f": {told}" if told else ""
    return f"false alarms, questions that both passed and our rules warn of: {share(len(flagged), len(passed))}{ending}"


def _table(reading: Reading, name: str, group: Callable[[Draw], str]) -> Iterator[str]:
    usable: dict[str, list[bool]] = defaultdict(list)
    for item, one in reading.drawn.items():
        usable[group(one)].append(reading.usable(item))
    yield f"| {name} | read | usable by both |"
    yield "| --- | --- | --- |"
    yield from (
        f"| {key} | {len(all_)} | {100 * sum(all_) / len(all_):.1f} % |" for key, all_ in sorted(usable.items())
    )
    yield ""


def _criteria(reading: Reading) -> Iterator[str]:
    yield f"| criterion | {' | '.join(f'failed by reader {n}' for n in range(1, READERS + 1))} |"
    yield f"| --- {'| --- ' * READERS}|"
    counts = [Counter(name for one in verdicts.values() for name in one.failed) for verdicts in reading.readers]
    for name in CRITERIA:
        yield f"| {name} | {' | '.join(str(count[name]) for count in counts)} |"
    yield ""


def _rejected(reading: Reading, mended: Mapping[str, str]) -> Iterator[str]:
    yield "### Rejected\n"
    for item, one in reading.drawn.items():
        if reading.usable(item):
            continue
        yield f"- `{item}`: {one.stem}"
        for number, verdicts in enumerate(reading.readers, 1):
            if verdicts[item].failed:
                yield f"  - reader {number}, {', '.join(verdicts[item].failed)}: {verdicts[item].reason}"
        yield f"  - mended: {mended.get(item, 'no')}"
    if all(map(reading.usable, reading.drawn)):
        yield "None."
