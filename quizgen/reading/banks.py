"""From a bank's folder (or a lone table) to a Bank, with every problem on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from quizgen import dates
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import LONGEST_ID, LONGEST_KIND
from quizgen.model.source import Snapshot, Source
from quizgen.problem import Place, Problem, ProblemError, Severity
from quizgen.reading import lone_table
from quizgen.reading.complaints import complaints
from quizgen.reading.located import locate, read_text, read_yaml, shown
from quizgen.reading.patterns import PatternReader, slug
from quizgen.reading.records import FIELDS, BankRecord, TableRecord
from quizgen.reading.sentences import SentenceReader
from quizgen.reading.sources import inside, read_source
from quizgen.reading.tables import read_table
from quizgen.reading.timelines import read_timelines

LONGEST_NAME = 40


@dataclass
class Reading:
    """One bank as read: the bank, unless nothing could be made of it, and all problems."""

    bank: Bank | None = None
    problems: list[Problem] = field(default_factory=list)


def read_bank(path: Path) -> Reading:
    """Read a bank: a folder with a bank.yaml, a folder with one conventional table, or such a table itself."""
    reading = Reading()
    try:
        file, table = _entry(path)
        name = bank_name(path)
        if table:
            record, rows = lone_table.read_lone_table(file)
            place = Place(shown(file))
        else:
            record, rows = _record(file), None
            place = Place(shown(file))
        _Assembly(name, record, file.parent, place, reading).build(rows)
    except ValidationError as error:
        reading.problems += complaints(error, Place(shown(file)), FIELDS)
    except ProblemError as error:
        reading.problems += error.problems
    except OSError as error:
        reading.problems.append(Problem("B001", f"cannot read this bank: {error.strerror}", shown(path)))
    return reading


def bank_name(path: Path) -> str:
    """Return the bank's name, with which the ids of its items begin: they may not begin with a digit.

    Raises ProblemError when it is too long.
    """
    name = slug(path.stem if path.is_file() else path.name) or "bank"
    if len(name) > LONGEST_NAME:
        message = f"the name of this bank is longer than {LONGEST_NAME} characters"
        raise ProblemError(Problem("B051", message, shown(path), None, "it begins the ids of all its questions"))
    return f"_{name}" if name[0].isdigit() else name


def _entry(path: Path) -> tuple[Path, bool]:
    """The file that is the bank, and whether it is a lone table."""
    if path.is_file():
        return path, path.suffix.lower() in lone_table.SUFFIXES
    if (path / "bank.yaml").exists():
        return path / "bank.yaml", False
    tables = sorted(file for file in path.glob("*") if file.suffix.lower() in lone_table.SUFFIXES)
    if len(tables) == 1:
        return tables[0], True
    message = "this bank has no bank.yaml" + (" (and more than one table)" if tables else "")
    raise ProblemError(Problem("B011", message, shown(path), None, "`quizgen init` shows what a bank looks like"))


def _record(file: Path) -> BankRecord:
    place = shown(file)
    data = read_yaml(read_text(file), place)
    if not isinstance(data, dict):
        message = "this bank is empty" if data is None else "a bank is a group of `name: value` lines"
        raise ProblemError(Problem("B012", message, place, None, "a bank begins with `title:`, `sources:`, `facts:`"))
    return BankRecord.model_validate(data)


class _Assembly:
    """Builds one bank out of its record; what fails is left out and stands among the problems."""

    def __init__(self, name: str, record: BankRecord, folder: Path, place: Place, reading: Reading) -> None:
        self.name, self.record, self.folder, self.place = name, record, folder, place
        self.reading = reading
        self.readers: list[PatternReader] = []
        self.sources: dict[str, Source] = {}
        self.entities = Entities()
        self.facts: list[Fact] = []

    def build(self, row_places: list[Place] | None) -> None:
        record = self.record
        self._read_sources()
        self.entities = Entities(self._entities())
        self._read_facts(row_places)
        for number, table in enumerate(record.tables):
            try:
                self._read_table(table, self.place.inside("tables", number))
            except ProblemError as error:
                self.reading.problems += error.problems
        self._refuse_repeats()
        timelines = read_timelines(record, self.name, self.facts, self.place.inside("timelines"))
        self.reading.problems += timelines.problems
        if not record.facts and not record.tables:
            self._add("B012", "this bank has no facts", self.place, Severity.WARNING)
        self.reading.bank = Bank(
            id=self.name,
            title=record.title,
            language=record.language,
            place=self.place,
            licence=record.licence,
            description=record.description,
            sources={source.id: source for source in self.sources.values()},
            entities=self.entities,
            facts=tuple(self.facts),
            timelines=tuple(timelines.found),
            living_options=record.living_options == "true",
            kinds=record.kinds,
            left_out=dict(self._left_out()),
        )

    def _read_sources(self) -> None:
        for key, record in self.record.sources.items():
            place = self.place.inside("sources", key)
            try:
                self._check_dates(record.issued, place.inside("issued"))
                self._check_dates(record.accessed, place.inside("accessed"))
                self.sources[key] = read_source(self.name, key, record, self.folder, place)
            except ProblemError as error:
                self.reading.problems += error.problems

    def _check_dates(self, text: str | None, place: Place) -> None:
        try:
            if text:
                dates.read(text)
        except dates.DateError as error:
            raise ProblemError(Problem("B042", str(error), place.file, locate(place))) from None

    def _entities(self) -> list[Entity]:
        out = []
        for name, record in self.record.entities.items():
            place = self.place.inside("entities", name)
            try:
                self._check_dates(record.died, place.inside("died"))
                out.append(Entity(name=name, **record.model_dump()))
            except ProblemError as error:
                self.reading.problems += error.problems
        return out

    def _read_facts(self, row_places: list[Place] | None) -> None:
        sources = frozenset(self.record.sources)
        reader = SentenceReader(
            self.name, self.record.language, self.entities, sources, self.record.tags, self.record.kinds
        )
        for order, (key, record) in enumerate(self.record.facts.items()):
            place = row_places[order] if row_places else self.place.inside("facts", key)
            try:
                self.facts.append(reader.read(key, record, place, order))
            except ProblemError as error:
                self.reading.problems += error.problems

    def _read_table(self, record: TableRecord, place: Place) -> None:
        if record.source not in self.record.sources:
            known = ", ".join(sorted(self.record.sources)) or "none"
            raise ProblemError(
                Problem(
                    "B044",
                    f"there is no source `{record.source}`",
                    place.file,
                    locate(place.inside("source")),
                    f"known here: {known}",
                )
            )
        if record.source not in self.sources:
            return  # reading the source failed and said so
        path = inside(self.folder, record.file, place.inside("file"))
        if not path.is_file():
            where = locate(place.inside("file"))
            raise ProblemError(Problem("B030", f"there is no table `{record.file}`", place.file, where))
        self._take_snapshot(record, path, place)
        table = read_table(path, record.encoding)
        reader = PatternReader(self.name, record, table, self.entities, self.record.language, place)
        self.facts += reader.facts(len(self.facts))
        self.reading.problems += reader.problems
        self.readers.append(reader)

    def _left_out(self) -> Counter[str]:
        """Why rows make no fact; a row that one entry leaves out may be taken by another with the same pattern."""
        reasons: dict[tuple[str, int], list[str]] = {}
        entries: Counter[str] = Counter(reader.shape.relation for reader in self.readers)
        for reader in self.readers:
            for row, reason in reader.left_out.items():
                reasons.setdefault((reader.shape.relation, row), []).append(reason)
        return Counter(why[-1] for (relation, _), why in reasons.items() if len(why) == entries[relation])

    def _take_snapshot(self, record: TableRecord, path: Path, place: Place) -> None:
        """A table is the stored copy of the source it comes from; its cells could not be found in another one."""
        source = self.sources.get(record.source)
        if source and source.snapshot and source.snapshot.file != record.file:
            message = f"the stored copy of `{record.source}` is {source.snapshot.file}, not this table"
            where = locate(place.inside("source"))
            raise ProblemError(Problem("B032", message, place.file, where, "give each table a source of its own"))
        if source and source.snapshot is None:
            digest = lone_table.sha256(path)
            kept = Snapshot(record.file, digest)
            self.sources[record.source] = source.model_copy(update={"snapshot": kept})

    def _refuse_repeats(self) -> None:
        seen: dict[str, Fact] = {}
        longest = LONGEST_ID - len(f"{self.name}..") - LONGEST_KIND - len(".how-many-99")
        broken: set[str] = {
            problem.message.split("`")[1] for problem in self.reading.problems if problem.code == "B050"
        }
        for fact in self.facts:
            if seen.setdefault(fact.id, fact) is not fact:
                self._add("B050", f"the id `{fact.id}` stands for two facts of this bank", fact.place)
                broken.add(fact.id)
            if not fact.id or len(fact.id) > longest:
                message = f"the id `{fact.id[:60]}` is empty or longer than {longest} characters"
                self._add("B051", message, fact.place)
                broken.add(fact.id)
        if broken:
            self.facts = [fact for fact in seen.values() if fact.id not in broken]

    def _add(self, code: str, message: str, place: Place, severity: Severity = Severity.ERROR) -> None:
        where = Place(place.file, place.at, place.line, key=True)
        self.reading.problems.append(Problem(code, message, place.file, locate(where), None, severity))
