"""H5P packages of content: a Question Set with all items, Dialog Cards to turn over, a Timeline of their events, and
for each question of order a Sort the Paragraphs, if asked for.

They hold content only, and name the versions of the libraries that they need: a site that has these takes them, any
other refuses them and says what is missing. With a donor, a package that was exported from the site, they ask for its
versions and bring its libraries along.
"""

from __future__ import annotations

import json
import operator
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, field_validator

from quizgen.exporting.languages import main_language
from quizgen.exporting.markup import flat
from quizgen.exporting.platform.h5p.contents import (
    Content,
    cards,
    language_code,
    no_card,
    no_timeline,
    pictures_of,
    question_set,
    timeline,
)
from quizgen.exporting.platform.h5p.library import Libraries, libraries, refused
from quizgen.exporting.platform.h5p.questions import draggable, library, shown, spellings
from quizgen.exporting.platform.h5p.questions import refused as unaskable
from quizgen.exporting.platform.h5p.sorting import no_sorting, sorting
from quizgen.exporting.platform.h5p.text import LONGEST_TITLE, licence, title
from quizgen.exporting.platform.sheets.files import beside
from quizgen.exporting.report import Report, write_together
from quizgen.exporting.taking import answers, sift
from quizgen.exporting.zipping import Member, zipped
from quizgen.model.frozen import Frozen
from quizgen.model.item import Interaction, Item
from quizgen.model.quiz import Quiz
from quizgen.problem import Problem, ProblemError

SUMMARY = "H5P content for Moodle, WordPress, Drupal and others: a question set, cards to turn over, a timeline"
SUFFIX = ".h5p"
PARTS = r"-(cards|timeline|sort-\d+)"
INTERACTIONS: frozenset[Interaction] = frozenset(
    {"choice", "choices", "text", "date", "number", "order", "match", "cloze"}
)
LIBRARIES = {
    "question-set": "H5P.QuestionSet",
    "cards": "H5P.Dialogcards",
    "timeline": "H5P.Timeline",
    "sort-paragraphs": "H5P.SortParagraphs",
}
NOTHING = {
    "timeline": "there is no event with a date that a timeline can place",
    "sort-paragraphs": "there is no question that asks for the order of three or more texts",
}
"""What is said where a content that holds only some kinds of questions is all that is asked for, and holds none."""


def _listed(given: object) -> object:
    return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given


class Options(Frozen):
    """What a user may set.

    `content` says what to make, joined by commas: `question-set`, `cards`, `timeline`, `sort-paragraphs`. The first
    of them that holds something is the main file. The last makes a package for each question of order, on request.
    `donor` is an .h5p package whose libraries are asked for, and brought along.
    """

    content: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ("question-set", "cards", "timeline")
    donor: Path | None = None

    @field_validator("content")
    @classmethod
    def _known(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if not given or (unknown := set(given) - set(LIBRARIES)):
            wrong = ", ".join(sorted(unknown)) if given else "nothing"
            raise ValueError(f"`content` may be {', '.join(LIBRARIES)}, joined by commas, not {wrong}")
        return tuple(name for name in LIBRARIES if name in given)


def export(quiz: Quiz, out: Path, options: BaseModel) -> Report:
    """Write a package for each content: the first to `out`, the others beside it: `…-cards.h5p`, `…-sort-1.h5p`.

    Raises ProblemError for a donor that cannot be used, or if what is asked for holds none of the questions.
    """
    chosen = options if isinstance(options, Options) else Options()
    known = libraries(chosen.donor)
    if chosen.donor and not any(known.lent(LIBRARIES[name]) for name in chosen.content):
        raise refused(chosen.donor, f"it has no {' and no '.join(LIBRARIES[name] for name in chosen.content)}")
    asked = "question-set" in chosen.content
    carried = ("hint",) if chosen.content[0] == "cards" else ()
    sifted = sift(quiz, shown, lambda item: _unaskable(item, chosen.content, known), carried)
    kept = sifted.quiz
    lost = sifted.lost + (_lost(kept.items) if asked else Counter())
    if asked:
        lettered = tuple(map(draggable, kept.items))
        lost["text that cannot be dragged (asked with letters)"] = sum(map(operator.is_not, lettered, kept.items))
        kept = replace(kept, items=lettered)
    made = tuple(_contents(sifted.quiz, kept, chosen.content, known))
    files = _filled(made, chosen.content)
    lost += sum((content.lost for _, content in made), Counter())
    lost["licence that H5P has no word for (undisclosed)"] = _undisclosed(sifted.quiz, files)
    for _, content in files:
        if chosen.donor and not known.lent(content.library):
            lost[f"{content.library} (not in the donor: the site must have it)"] = 1
    if len(flat(quiz.title)) > LONGEST_TITLE:
        lost[f"title of more than {LONGEST_TITLE} characters (cut)"] += 1
    paths = [beside(out, f"-{name}") if number else out for number, (name, _) in enumerate(files)]
    written = write_together(
        (path, zipped(_members(sifted.quiz, content, known))) for path, (_, content) in zip(paths, files, strict=True)
    )
    count = len(sifted.quiz.items)
    return Report("h5p", written, written=count, cards=count, skipped=sifted.skipped, lost=+lost)


def _unaskable(item: Item, content: tuple[str, ...], known: Libraries) -> str | None:
    """Return why none of the contents holds the item. A Question Set that is made must hold it, whatever else does."""
    if "question-set" not in content:
        reasons = [HOLDS[name](item) for name in content]
        return reasons[0] if all(reasons) else None
    asked = draggable(item)
    if why := unaskable(asked):
        return why
    missing = known.donor and known.lent("H5P.QuestionSet") and not known.lent(library(asked))
    return f"the donor package has no {library(asked)}" if missing else None


def _lost(items: tuple[Item, ...]) -> Counter[str]:
    """What a Question Set has no place for."""
    typed = (item for item in items if library(item) == "H5P.Blanks")
    dropped = sum(len(answers(item)) - len(spellings(item)) for item in typed)
    return Counter({"accepted spelling with a `*`, `/`, `:` or `<`": dropped})


HOLDS = {"cards": no_card, "timeline": no_timeline, "sort-paragraphs": no_sorting}


def _contents(quiz: Quiz, asked: Quiz, content: tuple[str, ...], known: Libraries) -> Iterator[tuple[str, Content]]:
    """Yield the contents by what their files are called; there may be nothing in them."""
    if "question-set" in content:
        yield "question-set", question_set(asked, known)
    if "cards" in content:
        yield "cards", cards(quiz)
    if "timeline" in content:
        yield "timeline", timeline(quiz)
    if "sort-paragraphs" in content:
        yield from ((f"sort-{number}", one) for number, one in enumerate(sorting(quiz), 1))


def _filled(made: tuple[tuple[str, Content], ...], content: tuple[str, ...]) -> tuple[tuple[str, Content], ...]:
    """Return the contents that hold something. Where none does, a quiz may be an empty one; a timeline is nothing."""
    filled = tuple((name, one) for name, one in made if one.items)
    if not filled and content[0] in NOTHING:
        hint = "questions about the order of events have it; or set `content` to more"
        raise ProblemError(Problem("B083", NOTHING[content[0]], "quizgen build", None, hint))
    return filled or made[:1]


def _undisclosed(quiz: Quiz, files: tuple[tuple[str, Content], ...]) -> int:
    """Count the licences, and the mixtures of them, that a package leaves undisclosed."""
    pictures = (medium.licence for _, content in files for medium in content.pictures)
    named = {_licences(quiz), *(bank.licence or "" for bank in quiz.banks), *pictures}
    return sum(1 for one in named if flat(one) and licence(one)["license"] == "U")


def _licences(quiz: Quiz) -> str:
    """Return the licence of the whole; of banks that differ it is all of theirs."""
    named = dict.fromkeys(bank.licence or "" for bank in quiz.banks)
    return "; ".join(one or "none named" for one in named) if len(named) > 1 else "".join(named)


def _members(quiz: Quiz, content: Content, known: Libraries) -> Iterator[Member]:
    names = (content.library, *content.others)
    about = json.dumps(_about(quiz, content, known), ensure_ascii=False, indent=1)
    yield Member("h5p.json", about.encode())
    yield Member("content/content.json", content.params)
    for picture in pictures_of(content):
        yield Member(f"content/images/{picture.name}", picture.path.read_bytes(), compress=False)
    if known.lent(content.library):
        yield from known.members(names)


def _about(quiz: Quiz, content: Content, known: Libraries) -> dict[str, Any]:
    """Return h5p.json: of the quiz, or of the one question that the content is."""
    code = language_code(content.items[0].language if content.about else main_language(quiz))
    whole = {"title": title(quiz.title), **licence(_licences(quiz))}
    return {
        "language": code,
        "defaultLanguage": code,
        "mainLibrary": content.library,
        "embedTypes": ["iframe"],
        **(content.about or whole),
        "preloadedDependencies": [known.dependency(name) for name in (content.library, *content.others)],
    }
