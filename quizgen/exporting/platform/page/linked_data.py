"""A quiz in the words of schema.org, as JSON-LD for search engines and other programs that read pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quizgen import __version__
from quizgen.exporting.evidence import Evidence, evidence
from quizgen.exporting.markup import creative_commons, legal, link
from quizgen.exporting.platform.page.data import dumped
from quizgen.model.item import Interaction, Item, Option
from quizgen.model.quiz import BankInfo, CitedSource, Quiz
from quizgen.model.source import Name, Source

Thing = dict[str, Any]

KINDS = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "entry": "Article",
    "entry-dictionary": "Article",
    "entry-encyclopedia": "Article",
    "graphic": "VisualArtwork",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "software": "SoftwareApplication",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""The types of CSL as those of schema.org; any other is a CreativeWork."""
ASKED: dict[Interaction, str] = {
    "choice": "Multiple choice",
    "choices": "Checkbox",
    "text": "Open ended",
    "date": "Open ended",
    "number": "Open ended",
    "cloze": "Fill in the blank",
    "order": "Ordering",
    "match": "Matching",
}
ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def chunks(quiz: Quiz, most: int) -> Iterator[str]:
    """Yield the quiz as JSON-LD that may stand in a script element, a question a piece; sources are there once.

    Of a quiz with more than `most` questions none is described.
    """
    yield dumped(_head(quiz))[:-1] + ',"hasPart":['
    for number, item in enumerate(quiz.items if len(quiz.items) <= most else ()):
        yield f"{',' if number else ''}\n{dumped(_question(quiz, item))}"
    yield "]}"


def _head(quiz: Quiz) -> Thing:
    licences = tuple(dict.fromkeys(bank.licence for bank in quiz.banks if bank.licence))
    made: Thing = {
        "@context": "https://schema.org",
        "@type": "Quiz",
        "name": legal(quiz.title),
        "inLanguage": list(dict.fromkeys(item.language for item in quiz.items)),
        "license": [_licence(licence) for licence in licences],
        "about": [_about(bank) for bank in quiz.banks],
        "citation": [_source(cited) for cited in quiz.sources.values()],
        "creditText": f"quizgen {__version__}",
    }
    return _filled(made)


def _filled(made: Thing) -> Thing:
    return {name: value for name, value in made.items() if value}


def _about(bank: BankInfo) -> Thing:
    return _filled({"@type": "Thing", "name": legal(bank.title), "description": legal(bank.description or "")})


def _licence(licence: str) -> str | Thing:
    """Return the address of a licence where it is known, else what the author called it."""
    if found := creative_commons(licence):
        terms, version = found
        kind = "publicdomain/zero" if terms == "0" else f"licenses/{terms.lower()}"
        return f"https://creativecommons.org/{kind}/{version}/"
    return link(licence) or {"@type": "CreativeWork", "name": legal(licence)}


# ---- questions -----------------------------------------------------------------------------------------------------


def _question(quiz: Quiz, item: Item) -> Thing:
    """Return an item as a Question: its answer with the statement, its wrong options, and what it cites."""
    wrong = [_answer(option) for option in item.options if not option.correct]
    made = {
        "@type": "Question",
        "@id": f"urn:quizgen:item:{item.id}",
        "identifier": item.id,
        "version": item.revision,
        "eduQuestionType": ASKED[item.interaction],
        "inLanguage": item.language,
        "text": legal(item.stem),
        "acceptedAnswer": _accepted(item),
        "suggestedAnswer": wrong,
        "keywords": [legal(tag) for tag in item.tags],
        "citation": [_quotation(quiz, one) for one in evidence(quiz, item)],
    }
    return _filled(made)


def _accepted(item: Item) -> Thing | list[Thing]:
    """Several right options are an answer each; the parts of an order or of a match are one answer together."""
    texts = ["\n".join(item.key)] if item.interaction in {"order", "match"} else [*item.key]
    explained = {"@type": "Comment", "text": legal(item.rationale)}
    answers = [{"@type": "Answer", "text": legal(text), "answerExplanation": explained} for text in texts]
    return answers[0] if len(answers) == 1 else answers


def _answer(option: Option) -> Thing:
    said = {"@type": "Comment", "text": legal(option.rationale)} if option.rationale else None
    return _filled({"@type": "Answer", "text": legal(option.text), "answerExplanation": said})


def _quotation(quiz: Quiz, one: Evidence) -> Thing:
    made = {
        "@type": "Quotation" if one.quote else "CreativeWork",
        "text": legal(one.quote),
        "description": legal(one.where),
        "url": one.url,
        "isPartOf": {"@type": _kind(quiz.sources[one.source].source), "@id": _urn(one.source)},
    }
    return _filled(made)


# ---- sources -------------------------------------------------------------------------------------------------------


def _source(cited: CitedSource) -> Thing:
    """Return a source as the work that it is."""
    work = cited.source
    url = link(work.url)
    made = {
        "@type": _kind(work),
        "@id": _urn(work.id),
        "identifier": _doi(work.doi) if work.doi else None,
        "name": legal(work.title),
        "author": [_person(name) for name in work.author],
        "datePublished": work.issued if work.issued and ISO.fullmatch(work.issued) else None,
        "publisher": {"@type": "Organization", "name": legal(work.publisher)} if work.publisher else None,
        "isbn": work.isbn if _kind(work) == "Book" else None,
        "pagination": work.page if _kind(work) in {"Chapter", "Article", "ScholarlyArticle", "NewsArticle"} else None,
        "isPartOf": {"@type": "CreativeWork", "name": legal(work.container_title)} if work.container_title else None,
        "inLanguage": work.language,
        "license": _licence(work.licence) if work.licence else None,
        "url": url,
        "description": legal(cited.reference),
    }
    return _filled(made)


def _kind(work: Source) -> str:
    return KINDS.get(work.type, "CreativeWork")


def _urn(source: str) -> str:
    return f"urn:quizgen:source:{source}"


def _doi(doi: str) -> Thing:
    return {"@type": "PropertyValue", "propertyID": "DOI", "value": legal(doi)}


def _person(name: Name) -> Thing:
    if name.literal:
        return {"@type": "Organization", "name": legal(name.literal)}
    parts = {"familyName": legal(name.family or ""), "givenName": legal(name.given or "")}
    full = " ".join(filter(None, (parts["givenName"], parts["familyName"])))
    return _filled({"@type": "Person", "name": full, **parts})
