"""From a worded question and its wrong options to an Item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from quizgen.asking.accepting import accepted
from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.difficulty import measured
from quizgen.asking.question import Candidate, Question
from quizgen.model.citation import Citation
from quizgen.model.fact import Answer, Fact, Slot
from quizgen.model.item import BLANK, Difficulty, Interaction, Item, Option

LETTERS = "ABCDEFGH"


def make_item(
    question: Question,
    kind: str,
    how: str,
    chosen: Sequence[Candidate],
    citations: tuple[Citation, ...],
    *,
    closed: bool,
) -> Item:
    """Return the finished item; without wrong options its answer is typed."""
    fact, bank = question.fact, question.pool.bank
    return finished(
        id=question.item,
        bank=bank.id,
        fact=fact.id,
        kind=kind,
        interaction=interaction(question, chosen),
        closed=closed,
        stem=question.stem,
        options=options(question, chosen),
        ordered=bool(chosen) and (question.key.date is not None or question.key.number is not None),
        key=(question.key.text,),
        accept=accepted(question, closed=closed),
        rationale=fact.prose(),
        **beside(fact, question.slot),
        citations=citations,
        tags=fact.tags,
        language=bank.language,
        wording=how,
        difficulty=difficulty(chosen),
        ledger=tuple(sorted(question.ledger.items())),
        refused=tuple(question.refused),
    )


def beside(fact: Fact, slot: Slot) -> dict[str, Any]:
    """Return what the author puts beside the question for a slot: media, a hint, the question asked the other way."""
    if not (fact.media or fact.hint or fact.reverse):
        return {}
    media = tuple([one.beside(slot.name) for one in fact.media])
    return {"media": media, "hint": fact.hint.get(slot.name), "reverse": fact.reverse.get(slot.name)}


def finished(**fields: Any) -> Item:
    """Return the item with the hash of its content: equal content, equal revision.

    Left out of the hash are the ids, which say what the content is of, and what only describes it (wording,
    difficulty, ledger, refused).
    """
    content = [fields["kind"], fields["interaction"], str(fields["closed"]), fields["stem"], fields["rationale"]]
    content += [fields["language"], *fields["key"], "", *fields.get("accept", ()), "", *fields["tags"], ""]
    for option in fields["options"]:
        content += (option.text, "right" if option.correct else "wrong", option.rationale or "")
        content += [str(option.place)] if option.place else []
        content += [option.match] if option.match else []
    content += fields.get("targets", ())
    for cited in fields["citations"]:
        content += (cited.source, cited.where, cited.quote or "", cited.url or "")
    content += _beside_content(fields)
    return Item(revision=blake2b("\x1f".join(content).encode(), digest_size=8).hexdigest(), **fields)


def _beside_content(fields: dict[str, Any]) -> Iterator[str]:
    """What stands beside the question, each with a word of what it is; nothing where there is nothing."""
    for medium in fields.get("media", ()):
        yield from (medium.kind, "asks" if medium.asks else "shown", medium.sha256)
        yield from (medium.alt, medium.credit, medium.licence)
    for name in ("hint", "reverse"):
        if text := fields.get(name):
            yield from (name, text)


def interaction(question: Question, chosen: Sequence[Candidate]) -> Interaction:
    """Return how the item is answered: by choice if there is one, else typed as what the answer is."""
    if chosen:
        return "choice"
    if BLANK in question.stem:
        return "cloze"
    if question.key.date:
        return "date"
    return "number" if question.key.number is not None else "text"


def options(question: Question, chosen: Sequence[Candidate]) -> tuple[Option, ...]:
    """Return the options in order: dates and numbers ascending, others as the seed shuffles them."""
    if not chosen:
        return ()
    everyone = [Candidate(question.key, question.fact), *chosen]
    if question.key.date or question.key.number is not None:
        ordered = sorted(everyone, key=lambda candidate: _size(candidate.answer))
    else:
        ordered = shuffled(everyone, draw(question.seed, question.first, "option order"))
    return tuple([_option(question, letter, one) for letter, one in zip(LETTERS, ordered, strict=False)])


def _size(answer: Answer) -> int:
    return answer.date.earliest if answer.date else answer.number or 0


def _option(question: Question, letter: str, candidate: Candidate) -> Option:
    """Of a wrong option, the fact that it is the answer of says why it is wrong here."""
    correct = candidate.answer is question.key
    source = None if correct else candidate.fact
    same = source is not None and source.statement.relation == question.fact.statement.relation
    telling = same and question.slot.head in {"who", "whom", "what"}  # of a prize or country a row says nothing
    return Option(
        id=letter,
        text=candidate.answer.text,
        correct=correct,
        fact=source.id if source else None,
        rationale=source.prose() if source and telling else None,
    )


def difficulty(chosen: Sequence[Candidate]) -> Difficulty | None:
    """Return how near the wrong options are on average; None when that was not measured of all.

    After the similarity theory (Alsubait, Parsia, Sattler): the closer the distractors, the harder the question.
    """
    nearness = [candidate.nearness for candidate in chosen if candidate.nearness is not None]
    return measured(nearness, "nearness of the options") if len(nearness) == len(chosen) else None
