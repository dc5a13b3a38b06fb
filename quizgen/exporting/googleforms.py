"""Google Forms: what its API is sent to make a quiz, as one JSON file. A form cannot be imported in any other way.

The file is the body of `forms.batchUpdate`. As it may hold nothing else, our ids stand in the companion sheet, beside
those that the form has for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from quizgen.exporting.platform.forms_requests import Ids, created, form_ids, refused, settings
from quizgen.exporting.platform.sheets.files import Sheet, companion
from quizgen.exporting.report import Report, write_together
from quizgen.exporting.taking import sift
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction
from quizgen.model.quiz import Quiz

SUMMARY = "requests to Google's Forms API that make a quiz, with a sheet of the sources (.json, .csv)"
SUFFIX = "-googleforms.json"
INTERACTIONS: frozenset[Interaction] = frozenset({"choice", "choices", "text"})


written = json.JSONEncoder(ensure_ascii=False).encode
"""A new encoder for each request would take a quarter of the time."""


class Options(Frozen):
    """What the form is like: `points` is what each question is worth.

    `add` leaves the title of a form as it is, for one that has questions; `at` is the place of the first of ours, from
    0, so that behind twelve questions it is 12.
    """

    points: Annotated[int, Field(ge=0)] = 1
    add: bool = False
    at: Annotated[int, Field(ge=0)] = 0


def export(quiz: Quiz, out: Path, options: Options) -> Report:
    """Write the requests to `out`, and the sources beside it."""
    sifted = sift(quiz, refused=refused)
    kept = sifted.quiz
    ids = form_ids(kept)
    files = write_together(_files(kept, out, ids, options))
    return Report("googleforms", files, len(kept.items), len(kept.items), sifted.skipped, sifted.lost)


def _files(quiz: Quiz, out: Path, ids: Mapping[str, Ids], options: Options) -> Iterator[tuple[Path, Iterable[bytes]]]:
    yield out, _body(quiz, ids, options)
    more = {
        "form item": {item: made.item for item, made in ids.items()},
        "form question": {item: made.question for item, made in ids.items()},
    }
    yield companion(quiz, out, [Sheet(out, quiz.items)], more)


def _body(quiz: Quiz, ids: Mapping[str, Ids], options: Options) -> Iterator[bytes]:
    """Yield the file in parts: a request a line."""
    before = '{"requests": [\n'
    for request in settings(quiz)[1 if options.add else 0 :]:
        yield f"{before}{written(request)}".encode()
        before = ",\n"
    for place, item in enumerate(quiz.items, options.at):
        request = created(quiz, item, ids[item.id], place, options.points)
        yield f",\n{written(request)}".encode()
    yield b"\n]}\n"
