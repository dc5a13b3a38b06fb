"""The contents that hold a whole quiz: a Question Set, Dialog Cards, and a Timeline of the dated events."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from quizgen import dates
from quizgen.exporting.evidence import Evidence, evidence
from quizgen.exporting.languages import locale, main_language
from quizgen.exporting.markup import html, link
from quizgen.exporting.platform.h5p.library import Libraries
from quizgen.exporting.platform.h5p.questions import TYPED, library, question
from quizgen.exporting.platform.h5p.text import cited, explained_in_lines, paragraph, plain, words
from quizgen.exporting.taking import sources
from quizgen.model.item import Dated, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

LANGUAGE = re.compile("[-a-zA-Z]{1,10}")
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Content:
    """What goes into one package: the content type, the further libraries, the parameters as JSON, the pictures.

    The parameters come in parts, once, so that they are never in memory whole. `items` are those that are in it; `lost`
    counts what this content cannot hold. `about` is what h5p.json says of a content that is one question, else empty.
    """

    library: str
    others: tuple[str, ...]
    params: Iterable[bytes]
    items: tuple[Item, ...]
    pictures: tuple[Medium, ...] = ()
    lost: Counter[str] = field(default_factory=Counter)
    about: Mapping[str, Any] = field(default_factory=dict)


class Placed(NamedTuple):
    """An event of an item, its first and last day, and what is cited for it alone; the last two may be empty."""

    item: Item
    dated: Dated
    ends: tuple[str, ...]
    own: tuple[Evidence, ...]


def question_set(quiz: Quiz, known: Libraries) -> Content:
    """Return all items as one Question Set."""
    said = words(main_language(quiz), quiz.templates)
    head = {
        "introPage": {"showIntroPage": False},
        "progressType": "textual",
        "passPercentage": 50,
        "disableBackwardsNavigation": False,
        "randomQuestions": False,
        "override": {"checkButton": True},
        "texts": {
            "prevButton": said["previous"],
            "nextButton": said["next"],
            "finishButton": said["finish"],
            "submitButton": said["submit"],
            "textualProgress": said["progress"],
        },
        "endGame": {
            "showResultPage": True,
            "showSolutionButton": True,
            "showRetryButton": True,
            "message": said["result"],
            "overallFeedback": [{"from": 0, "to": 100}],
            "solutionButtonText": said["solution"],
            "retryButtonText": said["retry"],
            "finishButtonText": said["finish"],
            "submitButtonText": said["submit"],
            "showAnimations": False,
        },
    }
    pictures = tuple(medium for item in quiz.items for medium in item.asking)
    used = sorted({library(item) for item in quiz.items}) + (["H5P.Image"] if pictures else [])
    made = (question(quiz, item, known) for item in quiz.items)
    return Content("H5P.QuestionSet", tuple(used), _with_list(head, "questions", made), quiz.items, pictures)


def cards(quiz: Quiz) -> Content:
    """Return as Dialog Cards what can be asked without its options, and without a picture."""
    said = words(main_language(quiz), quiz.templates)
    head = {
        "title": paragraph(quiz.title),
        "mode": "normal",
        "description": "",
        "behaviour": {
            "enableRetry": True,
            "disableBackwardsNavigation": False,
            "scaleTextNotCard": False,
            "randomCards": False,
        },
        "answer": said["turn"],
        "next": said["next"],
        "prev": said["previous"],
        "retry": said["retry"],
        "progressText": said["card"],
    }
    kept = tuple(item for item in quiz.items if not no_card(item))
    return Content("H5P.Dialogcards", (), _with_list(head, "dialogs", (_card(quiz, item) for item in kept)), kept)


def no_card(item: Item) -> str | None:
    """Return why an item makes no card, or None."""
    if item.closed:
        return "it is right only among its options, which a card does not show"
    if item.interaction != "choice" and item.interaction not in TYPED:
        return "a card has one answer"
    return "H5P's cards are made without pictures" if item.asking else None


def _card(quiz: Quiz, item: Item) -> dict[str, Any]:
    answer = f'<p dir="auto"><strong>{html(item.key[0])}</strong></p>{explained_in_lines(quiz, item)}'
    tips = {"front": plain(item.hint)} if item.hint else {}
    return {"text": paragraph(item.stem), "answer": answer, "tips": tips}


def timeline(quiz: Quiz) -> Content:
    """Return the events that the items put in order of time, as far as their dates are days, months or years.

    Each is there once, of the first item that cites something for it alone, else of the first that has it.
    """
    found: dict[tuple[str, str], Placed] = {}
    for item in quiz.items:
        for dated in item.timeline:
            known = found.get((dated.event, dated.date))
            if known is None or not known.own:
                own = _own(quiz, item, dated)
                if known is None or own:
                    found[dated.event, dated.date] = Placed(item, dated, _ends(dated.date), own)
    placed = [one for one in found.values() if one.ends]
    head = {
        "headline": plain(quiz.title),
        "text": "",
        "defaultZoomLevel": "0",
        "height": 600,
        "language": locale(main_language(quiz)),
    }
    params = _within("timeline", _with_list(head, "date", (_event(quiz, one) for one in placed)))
    lost = Counter({"event whose date no timeline can place": len(found) - len(placed)})
    kept = tuple(item for item in quiz.items if not no_timeline(item))
    return Content("H5P.Timeline", (), params, kept, lost=+lost)


def no_timeline(item: Item) -> str | None:
    """Return why an item brings nothing to a timeline, or None."""
    if not item.timeline:
        return "it has no timeline"
    placed = any(_ends(dated.date) for dated in item.timeline)
    return None if placed else "none of its events has a date that a timeline can place"


def _own(quiz: Quiz, item: Item, dated: Dated) -> tuple[Evidence, ...]:
    """Return what the item cites for one event, if it can be told: what belongs to the answer with that event in it."""
    lines = {dated.event, *(f"{dated.event}: {target}" for target in item.targets)}
    answers = zip(item.key, evidence(quiz, item), strict=False) if len(item.citations) >= len(item.key) else ()
    return tuple(one for answer, one in answers if answer in lines)


def _event(quiz: Quiz, placed: Placed) -> dict[str, Any]:
    """Return an event. Where nothing is cited for it alone, the sources of its question are named, without a place."""
    item, dated, ends, own = placed
    days = dict(zip(("startDate", "endDate"), ends, strict=False))
    text = cited(quiz, item, own or _whole_sources(quiz, item))
    return {**days, "headline": plain(f"{dated.event} ({dated.date})"), "text": text, "tag": ""}


def _whole_sources(quiz: Quiz, item: Item) -> Iterator[Evidence]:
    for source in sources(item):
        told = quiz.sources[source]
        yield Evidence(source, told.reference, where="", quote="", url=link(told.source.url))


@lru_cache(maxsize=4096)
def _ends(text: str) -> tuple[str, ...]:
    """Return a day, month or year, or the first and last of a span, as H5P writes them (`1969,07,20`); else nothing."""
    try:
        found = [DAY.fullmatch(part) for part in dates.read(text).edtf.split("/")]
    except dates.DateError:
        return ()
    return tuple(",".join(filter(None, one.groups())) for one in found if one) if all(found) else ()


def language_code(code: str) -> str:
    """Return a language as h5p.json may hold it."""
    return code if LANGUAGE.fullmatch(code) else code.partition("-")[0][:10]


def _with_list(head: dict[str, Any], name: str, entries: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield an object as JSON with a long list in it, whose entries are made one by one."""
    before = f'{_json(head)[:-1]},"{name}":['
    for entry in entries:
        yield f"{before}{_json(entry)}".encode()
        before = ","
    yield f"{before if before != ',' else ''}]}}".encode()


def _within(name: str, value: Iterable[bytes]) -> Iterator[bytes]:
    """Yield an object as JSON that has one value, which is given as JSON."""
    yield f'{{"{name}":'.encode()
    yield from value
    yield b"}"


def parts(params: dict[str, Any]) -> tuple[bytes]:
    """Return the parameters of a content that is small, as JSON."""
    return (_json(params).encode(),)


def pictures_of(content: Content) -> Iterator[Medium]:
    """Yield the pictures of a content, each once."""
    yield from {medium.name: medium for medium in content.pictures}.values()
