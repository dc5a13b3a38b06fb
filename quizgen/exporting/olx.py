"""Open edX: a course, or a legacy library, to import in Studio (OLX), the evidence as each problem's explanation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from quizgen.exporting.markup import escaped, flat
from quizgen.exporting.platform.olx.archive import File, packed
from quizgen.exporting.platform.olx.problem import Look, named, problem_xml, refused, shows, url_name
from quizgen.exporting.report import Report, write_whole
from quizgen.exporting.taking import by_bank, sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz

SUMMARY = "Open edX: a course or a library to import in Studio (OLX), the evidence as explanation"
SUFFIX = "-olx.tar.gz"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text", "cloze", "match"})

RUN = "quizgen"
"""The run of the course in the file; Studio puts that of the course it goes into in its place."""
IN_UNIT, IN_SUBSECTION = 10, 100
"""How many problems stand on a page, and how many in a subsection."""


class Options(Frozen):
    """What a user may set.

    `package` is what the file is imported as: a course with a section for each bank, or a legacy library. `showanswer`
    is when a student may open the explanation, by Open edX's own name: `attempted` is after the first answer.
    `shuffle` lets Open edX mix the answers, except dates and numbers.
    """

    package: Literal["course", "library"] = "course"
    showanswer: Literal["attempted", "answered", "finished", "closed", "past_due", "always", "never"] = "attempted"
    shuffle: bool = True


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the package and say what Open edX cannot hold."""
    sifted = sift(quiz, shows=shows, refused=refused, carries=("hint",))
    write_whole(out, packed(_members(sifted.quiz, options)))
    count = len(sifted.quiz.items)
    lost = sifted.lost
    lost["tags (problems have none)"] = sum(1 for item in sifted.quiz.items if item.tags)
    return Report("olx", (out,), count, count, sifted.skipped, +lost)


def _members(quiz: Quiz, options: Options) -> Iterator[File]:
    root = options.package
    files = _library(quiz) if root == "library" else _course(quiz)
    yield from (_file(f"{root}/{name}", text) for name, text in files)
    settings = f' weight="1" showanswer="{options.showanswer}" markdown="null"'
    look = Look(settings, ' shuffle="true"' if options.shuffle else "")
    for item, title in _titled(quiz):
        yield _file(f"{root}/problem/{named(quiz, item)}.xml", problem_xml(quiz, item, title, look))
    pictures = {one.name: one for item in quiz.items for one in item.media}
    for name, picture in pictures.items():
        yield File(f"{root}/static/{name}", picture.path.read_bytes())


def _file(name: str, text: str) -> File:
    return File(name, text.encode())


def _titled(quiz: Quiz) -> Iterator[tuple[Item, str]]:
    """Each item with what its problem is called: its bank, and its number there. An id could tell the answer."""
    for bank, items in by_bank(quiz):
        yield from ((item, f"{bank.title} {number}") for number, item in enumerate(items, 1))


def _pointers(kind: str, names: Sequence[str]) -> str:
    return "".join(f'<{kind} url_name="{name}"/>' for name in names)


def _library(quiz: Quiz) -> Iterator[tuple[str, str]]:
    problems = [named(quiz, item) for _, items in by_bank(quiz) for item in items]
    title = escaped(flat(quiz.title))
    yield (
        "library.xml",
        f'<library xblock-family="xblock.v1" display_name="{title}" org="{RUN}" library="{_code(quiz)}">'
        f"{_pointers('problem', problems)}</library>\n",
    )


def _code(quiz: Quiz) -> str:
    """The course's or the library's code in the file, which Studio replaces as it does the run."""
    return url_name(" ".join(bank.id for bank in quiz.banks))


def _course(quiz: Quiz) -> Iterator[tuple[str, str]]:
    """A section for each bank, of subsections, of units of a few problems each."""
    title = escaped(flat(quiz.title))
    yield "course.xml", f'<course url_name="{RUN}" org="{RUN}" course="{_code(quiz)}"/>\n'
    sections = [(f"section {bank.id}", bank.title, items) for bank, items in by_bank(quiz)]
    names = [url_name(name) for name, _, _ in sections]
    yield f"course/{RUN}.xml", f'<course display_name="{title}">{_pointers("chapter", names)}</course>\n'
    policy = {f"course/{RUN}": {"display_name": flat(quiz.title)}}
    yield f"policies/{RUN}/policy.json", json.dumps(policy, ensure_ascii=False) + "\n"
    for name, shown, items in sections:
        yield from _section(quiz, name, shown, items)


def _section(quiz: Quiz, name: str, title: str, items: tuple[Item, ...]) -> Iterator[tuple[str, str]]:
    parts = list(_cut(items, IN_SUBSECTION))
    names = [url_name(f"{name} {first}") for first, _ in parts]
    yield _block("chapter", url_name(name), title, _pointers("sequential", names))
    for part, (first, some) in zip(names, parts, strict=True):
        yield from _subsection(quiz, name, part, first, some)


def _subsection(quiz: Quiz, section: str, name: str, first: int, items: tuple[Item, ...]) -> Iterator[tuple[str, str]]:
    units = [(first + start - 1, some) for start, some in _cut(items, IN_UNIT)]
    names = [url_name(f"{section} unit {start}") for start, _ in units]
    yield _block("sequential", name, _span(first, items), _pointers("vertical", names))
    for unit, (start, some) in zip(names, units, strict=True):
        problems = _pointers("problem", [named(quiz, item) for item in some])
        yield _block("vertical", unit, _span(start, some), problems)


def _cut(items: tuple[Item, ...], size: int) -> Iterator[tuple[int, tuple[Item, ...]]]:
    """Cut into parts, each with the number of its first item, from 1."""
    rest, first = iter(items), 1
    while part := tuple(islice(rest, size)):
        yield first, part
        first += size


def _span(first: int, items: tuple[Item, ...]) -> str:
    return f"{first}–{first + len(items) - 1}" if len(items) > 1 else str(first)


def _block(kind: str, name: str, title: str, inside: str) -> tuple[str, str]:
    return f"{kind}/{name}.xml", f'<{kind} display_name="{escaped(flat(title))}">{inside}</{kind}>\n'
