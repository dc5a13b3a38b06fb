"""Cloze from a source's own words: the words of a quote that carry the answer become the blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.asking import hedges, leaks
from quizgen.asking.accepting import accepted
from quizgen.asking.context import stands_alone
from quizgen.asking.english.articles import untelling
from quizgen.asking.english.words import OPENERS, PREPOSITIONS, TITLES
from quizgen.asking.kinds import Kind
from quizgen.asking.making import beside, finished
from quizgen.asking.pool import Pool
from quizgen.asking.question import Question
from quizgen.grounding.citations import citations_of
from quizgen.grounding.normalising import normalise, places, plain
from quizgen.model.fact import STARTERS, Answer, Fact, Slot
from quizgen.model.item import BLANK, Item

FEWEST, MOST = 6, 40
"""How many words a quote and a whole stem may have; the second is where rule Q120 begins."""
DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?(?: of)? $")
NAME_BEFORE = re.compile(r"([^\W\d_][\w.’'-]*) $")
NO_NAMES = STARTERS | OPENERS | PREPOSITIONS | TITLES
"""Words with a capital that belong to no name."""
ARTICLE = re.compile(r"^the ", re.IGNORECASE)
UNTOLD = re.compile(
    r"\b(?:[Tt]hey|[Tt]hem|[Hh]e|[Ss]he|[Hh]im)\b|(?<!\bthat )\b[Ii]t\b(?! (?:was|is) (?:reported|said|announced)\b)"
)
"""Pronouns that may stand for something outside a quote."""
UNOPENING = frozenset("his her its their this these".split())


@dataclass(frozen=True, slots=True)
class Blanked:
    """A quote with a blank, and the words that stood there."""

    text: str
    words: str


def ask(fact: Fact, slot: Slot, kind: Kind, pool: Pool, item: str) -> Item | str:
    """Return the item, or why there is none. The key is what the quote says, however the fact puts it."""
    cited = next((one for one in citations_of(fact, slot, pool.bank) if one.standing == "verified"), None)
    if cited is None or fact.columns is not None or not cited.quote:
        return "no quote to take a blank from"
    found = blanked(cited.quote, *_forms(fact, slot, pool), dated=fact.answer(slot).date is not None)
    if found is None:
        return "no words of the quote are the answer and nothing else"
    stem = _framed(found.text, kind, slot, fact.answer(slot), pool, cited.source)
    if refusal := _refusal(stem, found, fact, slot, pool):
        return refusal
    spellings = (fact.answer(slot).text, *accepted(Question(fact, slot, stem, item, "", pool)))
    wrong = {found.words, *fact.also.get(slot.name, ())}  # elsewhere they may be right, but the quote does not say so
    return finished(
        id=item,
        bank=pool.bank.id,
        fact=fact.id,
        kind=kind.kind,
        interaction="cloze",
        closed=False,
        stem=stem,
        options=(),
        key=(found.words,),
        accept=tuple(text for text in dict.fromkeys(spellings) if text not in wrong),
        rationale=fact.prose(),
        **beside(fact, slot),
        citations=(cited,),
        tags=fact.tags,
        language=pool.bank.language,
        wording="quote",
    )


def _framed(quote: str, kind: Kind, slot: Slot, answer: Answer, pool: Pool, source: str) -> str:
    language = pool.bank.language.partition("-")[0]
    template = kind.form(kind.quoted, language) or "{quote}"
    wanted = kind.phrase(slot, answer, language) or slot.role
    return template.format(title=pool.bank.sources[source].title, wanted=wanted[:1].lower() + wanted[1:], quote=quote)


def _refusal(stem: str, found: Blanked, fact: Fact, slot: Slot, pool: Pool) -> str | None:
    """Why the stem is not asked: it shows the answer, says too little or too much, or takes a charge for a deed."""
    answer, language = fact.answer(slot), pool.bank.language.partition("-")[0]
    if leaks.shows(stem, answer, (*pool.entities.traces(answer.text), found.words)):
        return "every wording shows the answer"
    if f"a(n) {BLANK}" in found.text:
        return "in the quote the answer is no name"
    if len(found.text.split()) <= FEWEST or (language == "en" and not _whole(found.text, stem)):
        return "says too little to be asked alone"
    if len(stem.split()) > MOST:
        return f"with its quote it has more than {MOST} words"
    if fact.status != "asserted" and not hedges.says_who(found.text, fact, pool.entities, language):
        return f"it is {fact.status}, and the quote does not say by whom"
    return None


def _whole(quote: str, stem: str) -> bool:
    """Whether the quote begins like a sentence and nothing in it points outside."""
    first = quote.removeprefix("… ").partition(" ")[0]
    opens = not first[:1].islower() or first in STARTERS - UNOPENING
    return opens and UNTOLD.search(quote) is None and stands_alone(stem)


def _forms(fact: Fact, slot: Slot, pool: Pool) -> tuple[list[str], list[str]]:
    """How the quote may say the answer, best first, and longer names of other things that must not be cut into.

    The author's `words:` go first, then the answer as it is, then any other way to write it, the longest first.
    """
    answer = fact.answer(slot)
    own = [said.words[slot.name] for said in fact.quotations if slot.name in said.words]
    others = {*pool.entities.traces(answer.text), *accepted(Question(fact, slot, "", "", "", pool))}
    rest = sorted((form for form in others if not ARTICLE.match(form)), key=lambda form: (-len(form), form))
    this = pool.entities.find(answer.text)
    names = [name for entity in pool.entities if entity is not this for name in entity.names]
    return [*own, ARTICLE.sub("", answer.text) if not answer.proper else answer.text, *rest], names


def blanked(quote: str, forms: list[str], others: Sequence[str] = (), *, dated: bool = False) -> Blanked | None:
    """Return the quote with a blank in place of the first of the `forms` that stands in it, None if none does.

    A form that continues what stands before it is passed over, a month behind its day or a surname behind a first name,
    and so is one inside the name of another thing.
    """
    source = normalise(quote)
    for form in map(plain, forms):
        longer = [name for name in map(plain, others) if form in name and form != name]
        for at in places(form, source.text):
            start, end = source.span(at, at + len(form))
            if not (
                _continues(quote[:start], quote[start:end], dated=dated)
                or any(_inside(at, name, source.text) for name in longer)
            ):
                return Blanked(_edged(f"{untelling(quote[:start])}{BLANK}{quote[end:]}"), quote[start:end])
    return None


def _continues(before: str, words: str, *, dated: bool) -> bool:
    """Whether the words found only end a date, or a name of which they are the last word."""
    if dated:
        return DAY_BEFORE.search(before) is not None
    name = NAME_BEFORE.search(before) if words[:1].isupper() and " " not in words else None
    return name is not None and name[1][:1].isupper() and name[1].lower() not in NO_NAMES


def _inside(at: int, name: str, text: str) -> bool:
    return any(start <= at < start + len(name) for start in places(name, text))


def _edged(text: str) -> str:
    """The quote with dots where it begins or ends inside a sentence, and with the closing mark that was cut off."""
    text += '"' if text.count('"') % 2 else ""
    lead = "… " if text.lstrip("“\"'")[:1].islower() else ""
    return f"{lead}{text}" if re.search(r"[.!?。][\"”’']*$", text) else f"{lead}{text} …"
