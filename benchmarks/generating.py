"""Banks, tables and prose made from a seed: the same on every machine, with names as various as real ones."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20261122
COLUMNS = ("item", "subject", "year", "place", "fame")
CONFIG = 'title = "Births"\nrequire = "verified"\nrelease = "2026-11-22"\n'
BANK = """\
title: Births
language: en
licence: CC0-1.0
sources:
  register:
    type: dataset
    title: A register of births
    publisher: The benchmark
    url: https://example.org/register
tables:
  - file: births.csv
    source: register
    id: "{item}"
    say: "[{subject}](who) was born in [{place}](where) in [{year}](when)."
    event: "the birth of {subject}"
    link: "https://example.org/register/{item}"
    kinds: {subject: person, place: place}
    fame: fame
    tags: [birth]
"""
YAML_HEAD = """\
title: Births
language: en
sources:
  register: {type: book, title: A register of births, publisher: The benchmark}
facts:
"""
YAML_FACT = """\
  birth-{number}:
    say: "[{subject}](who) was born in [{place}](where) in [{year}](when)."
    event: the birth of {subject}
    tags: [birth, register]
    cite:
      register: "{subject}, born in {place} in {year}, was the child of a {trade}"
"""

GIVEN = """Ada Albert Amadou Ana Anders Andrzej Aïcha Björn Carlos Chiara Chinua Dmitri Élodie Émile Esther Fatima
Fumiko Gabriela Gerty Hans Haruki Henrietta Ingrid Irène Ivan Jawaharlal João José Jürgen Kateřina Kofi Kwame Lars
László Lech Leïla Lin Ludwig Małgorzata Marie Mehmet Mikhail Mohammed Nadine Ngozi Niels Olga Óscar Otto Paul Pearl
Rabindranath Renée Rigoberta Rosalind Saïd Seán Selma Shirin Søren Sun Svetlana Tawakkol Toni Umberto Veronika Wangari
Werner William Wisława Xu Yasunari Yitzhak Zhang Zoë""".split()
PARTICLES = "de|van|von|van der|al-|ibn|Mac|O'|da|le".split("|")
SUFFIXES = ("Jr.", "III", "the Younger", "OBE")
STARTS = """Al An Bar Ber Bor Bran Cal Cor Dal Del Dor Ed Fal Far Gal Gor Gren Hal Har Hel Ing Jan Kar Kel Kor Lan Lor
Mar Mal Mor Nor Or Per Ral Ros San Sel Tor Ul Val Ver Wal Wes Yor Zam Ö É Š""".split()
MIDDLES = "a e i o u ba be di do ga go la li lo ma me mi na ni no ra re ri ro sa se ta te ti va".split()
FAMILY_ENDS = "son sen ez ić yan ski man ton ová berg hart ström wick dze escu oğlu nen ard mann well".split()
PLACE_ENDS = "burg ville ton grad pur abad stad ów field ham mouth haven minster dorf polis by".split()
PLACE_STARTS = ("San ", "New ", "Saint-", "Port ", "Upper ", "", "", "", "", "", "", "")
TRADES = "baker carpenter lawyer sailor teacher weaver miller physician printer farmer".split()

Row = tuple[str, str, int, str, int]
"""Item, subject, year, place, fame."""


def _word(chance: random.Random, ends: list[str]) -> str:
    return chance.choice(STARTS) + chance.choice(MIDDLES) + chance.choice(ends)


def subject(chance: random.Random) -> str:
    """Return a person's name: mostly two words, some with a middle name, a particle or a suffix."""
    words = [chance.choice(GIVEN)]
    if chance.random() < 0.3:
        words.append(chance.choice(GIVEN) if chance.random() < 0.5 else f"{chance.choice('ABCDEFGHJKLMPRSTW')}.")
    family, particle = _word(chance, FAMILY_ENDS), chance.choice(PARTICLES) if chance.random() < 0.15 else ""
    words.append(f"{particle}{family}" if particle.endswith(("-", "'", "Mac")) else f"{particle} {family}".strip())
    if chance.random() < 0.12:
        words[-1] += f"-{_word(chance, FAMILY_ENDS)}"
    if chance.random() < 0.03:
        words.append(chance.choice(SUFFIXES))
    return " ".join(words)


def places(chance: random.Random, number: int) -> list[str]:
    """Return different names of places."""
    found: dict[str, None] = {}
    while len(found) < number:
        found[chance.choice(PLACE_STARTS) + _word(chance, PLACE_ENDS)] = None
    return list(found)


def rows(number: int) -> Iterator[Row]:
    """Yield the rows of a table.

    A table twenty times as long names more places, not the same ones more often: so the share of questions with
    several right answers stays, and what changes with the size is the cost alone.
    """
    chance = random.Random(SEED)
    known = places(chance, max(40, number // 25))
    for n in range(number):
        place = known[int(len(known) * chance.random() ** 1.5)]  # some places are named more often
        fame = int(300 / (1 + 299 * chance.random()))
        yield f"P{n}", subject(chance), int(chance.triangular(1400, 2010, 1960)), place, fame


def table_project(folder: Path, number: int) -> Path:
    """Make a project with one table of `number` rows, and return its folder."""
    bank = folder / "question_bank" / "births"
    bank.mkdir(parents=True, exist_ok=True)
    (folder / "quizgen.toml").write_text(CONFIG, "utf-8")
    (bank / "bank.yaml").write_text(BANK, "utf-8")
    with (bank / "births.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(number))
    return folder


def yaml_bank(path: Path, number: int) -> Path:
    """Write a bank.yaml with `number` facts as sentences, and return its path."""
    facts = (
        YAML_FACT.format(number=n, subject=name, place=place, year=year, trade=TRADES[n % len(TRADES)])
        for n, (_, name, year, place, _) in enumerate(rows(number))
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(YAML_HEAD + "".join(facts), "utf-8")
    return path


def prose(size: int) -> str:
    """Return about `size` characters of prose with curly quotes, dashes, accents and reference marks."""
    chance = random.Random(SEED)
    known, parts, length = places(chance, 400), [], 0
    while length < size:
        name, trade, year = subject(chance), chance.choice(TRADES), chance.randint(1400, 2010)
        part = (
            f"{name} was born in {chance.choice(known)} in {year}[{chance.randint(1, 400)}] – the child of a {trade},"
            f" whom the town called “the {trade}’s pride” when {name} was {chance.randint(5, 60)} years old.\n"
        )
        parts.append(part)
        length += len(part)
    return "".join(parts)
