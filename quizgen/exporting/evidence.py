"""What is shown once a question is answered: the statement, the quote it rests on, the source line, and the link.

Where a platform keeps only one thing after an answer, it is its general feedback; so all of this goes there, as text
that a reader sees, whatever else the format can say of a source by machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from quizgen.exporting.languages import codes
from quizgen.exporting.markup import flat, html, link
from quizgen.exporting.words import located, words_in
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz


class Evidence(NamedTuple):
    """One citation in words, plain text throughout.

    `source` is the source's id, `reference` its reference line, `where` the place in it (`page 12`) or empty, `quote`
    its own words or empty, `url` a web address that opens it there, or empty.
    """

    source: str
    reference: str
    where: str
    quote: str
    url: str

    @property
    def cited(self) -> str:
        """The reference and the place in it, as one line of plain text."""
        return ", ".join(filter(None, (flat(self.reference), self.where)))


def evidence(quiz: Quiz, item: Item) -> tuple[Evidence, ...]:
    """Return what supports the item's answer, a citation each, the places in the item's language."""
    words = said(quiz, item)
    return tuple(
        Evidence(
            source=one.source,
            reference=quiz.sources[one.source].reference,
            where=located(one, words),
            quote=one.quote or "",
            url=link(one.url),
        )
        for one in item.citations
    )


def said(quiz: Quiz, item: Item) -> Mapping[str, str]:
    """Return what quizgen says of its own in the item's language, as papers have it (`print/words.json`)."""
    return words_in("print/words.json", codes(item.language), quiz.templates)[1]


def explained_html(quiz: Quiz, item: Item, direction: str = ' dir="auto"') -> str:
    """Return what is shown after an answer as HTML that is well-formed XML, too: paragraphs and block quotations.

    `direction` is put into each of them; it may be empty for a format whose HTML has no such attribute.
    """
    return "".join(_paragraphs(quiz, item, direction))


def _paragraphs(quiz: Quiz, item: Item, direction: str) -> Iterator[str]:
    words = said(quiz, item)
    label = html(words["source"] + words["colon"])
    yield f"<p{direction}>{html(item.rationale)}</p>"
    for one in evidence(quiz, item):
        if one.quote:
            yield f"<blockquote{direction}><p{direction}>{html(one.quote)}</p></blockquote>"
        reference = html(one.reference)
        shown = f'<a href="{html(one.url)}">{reference}</a>' if one.url else reference
        yield f"<p{direction}>{label} {shown}{f', {html(one.where)}' if one.where else ''}</p>"


def explained_text(quiz: Quiz, item: Item) -> str:
    """Return what is shown after an answer as lines of plain text: statement, quotes, source lines with addresses."""
    words = said(quiz, item)
    lines = [flat(item.rationale)]
    for one in evidence(quiz, item):
        if one.quote:
            lines.append(f"“{flat(one.quote)}”")
        lines.append(f"{words['source']}{words['colon']} {source_line(one)}")
    return "\n".join(lines)


def source_line(one: Evidence) -> str:
    """Return a citation as one line of plain text: reference, place, address."""
    return f"{one.cited} {one.url}" if one.url and one.url not in one.cited else one.cited
