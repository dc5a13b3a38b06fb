"""Questions as requests to Google's Forms API, in the words of its reference: `forms.batchUpdate`, version 1.

What the API shows on one line may hold no line break; so the further lines of a question are its description.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from quizgen.exporting.evidence import Evidence, evidence, said
from quizgen.exporting.markup import flat, legal
from quizgen.exporting.taking import answers, first_id, true_or_false
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz

Json = dict[str, Any]
KINDS = {"choice": "RADIO", "choices": "CHECKBOX"}
LARGEST_ID = 0x7FFFFFFF


class Ids(NamedTuple):
    """A question's two ids in a form, eight hexadecimal digits each: answers come back under that of the question."""

    item: str
    question: str


def form_ids(quiz: Quiz) -> dict[str, Ids]:
    """Return the ids by the items', made of their first ones, so that another build has the same; no two are equal."""
    taken: set[str] = set()
    first = {item.id: first_id(quiz, item) for item in quiz.items}
    return {item: Ids(_free(f"item {name}", taken), _free(f"question {name}", taken)) for item, name in first.items()}


def _free(name: str, taken: set[str]) -> str:
    """Return an id for the name that is not taken, and take it. The API has 31 bits, so that two names may meet."""
    number = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") & LARGEST_ID
    while (made := f"{number:08x}") in taken or not number:
        number = (number + 1) & LARGEST_ID
    taken.add(made)
    return made


def refused(item: Item) -> str | None:
    """Return why a form cannot ask the item, None if it can."""
    texts = [flat(option.text) for option in item.options]
    if len(texts) == 1:
        return "it offers one answer only"
    return "two of its answers look the same" if len(set(texts)) < len(texts) else None


def lines(item: Item) -> tuple[str, str]:
    """Return the question's first line, and the others, each of them legal text."""
    first, _, others = legal(item.stem).strip().partition("\n")
    return flat(first), others.strip()


def spellings(item: Item) -> list[str]:
    """Return what is right when it is typed, each spelling once."""
    return list(dict.fromkeys(map(flat, answers(item))))


def settings(quiz: Quiz) -> tuple[Json, Json]:
    """Return the requests that give a form its title and make it a quiz."""
    return (
        {"updateFormInfo": {"info": {"title": flat(quiz.title) or "Quiz"}, "updateMask": "title"}},
        {"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}},
    )


def created(quiz: Quiz, item: Item, ids: Ids, place: int, points: int) -> Json:
    """Return the request that makes a question at a place of the form, from 0, worth so many points."""
    title, description = lines(item)
    shown: Json = {"itemId": ids.item, "title": title, **({"description": description} if description else {})}
    question: Json = {"questionId": ids.question, **(_choice(item) if item.options else {"textQuestion": {}})}
    question["grading"] = {"pointValue": points, **_key(item), **_feedback(quiz, item)}
    return {"createItem": {"item": {**shown, "questionItem": {"question": question}}, "location": {"index": place}}}


def _choice(item: Item) -> Json:
    shuffle = not item.ordered and true_or_false(item) is None
    options = [{"value": flat(option.text)} for option in item.options]
    return {"choiceQuestion": {"type": KINDS[item.interaction], "options": options, "shuffle": shuffle}}


def _key(item: Item) -> Json:
    right = [flat(option.text) for option in item.right] if item.options else spellings(item)
    return {"correctAnswers": {"answers": [{"value": text} for text in right]}}


def _feedback(quiz: Quiz, item: Item) -> Mapping[str, Json]:
    """Say what the answer rests on: the API has no general feedback for options, and no other for typed answers."""
    cited = evidence(quiz, item)
    links = {one.url: flat(quiz.sources[one.source].source.title) for one in cited if one.url}
    material = [{"link": {"uri": url, "displayText": title or url}} for url, title in links.items()]
    told: Json = {"text": _explained(quiz, item, cited), **({"material": material} if material else {})}
    return dict.fromkeys(("whenRight", "whenWrong") if item.options else ("generalFeedback",), told)


def _explained(quiz: Quiz, item: Item, citations: Iterable[Evidence]) -> str:
    """Return statement, quotes and source lines on one line; the links stand beside it as material."""
    words = said(quiz, item)
    parts = [flat(item.rationale)]
    for one in citations:
        parts += [f"“{flat(one.quote)}”"] if one.quote else []
        parts.append(f"{words['source']}{words['colon']} {one.cited}")
    return " ".join(filter(None, parts))
