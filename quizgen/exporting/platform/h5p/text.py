"""Texts as H5P's content types take them, and what is said of a piece of content: licence, source, title.

A field is either HTML, of which a site keeps the few tags that the content type allows, or plain. The plain ones are
put on the page as HTML, too, and sites escape them first without escaping twice: so they hold escaped text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from quizgen.exporting.evidence import Evidence, evidence, explained_text, said
from quizgen.exporting.languages import codes
from quizgen.exporting.markup import creative_commons, escaped, flat, html, link, shortened
from quizgen.exporting.taking import first_id, tags
from quizgen.exporting.words import words_in
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

LONGEST_TITLE = 120
"""Characters. A database keeps 255, of which some characters take two."""


def uuid(what: str, quiz: Quiz, item: Item) -> str:
    """Return a UUID that is always the same for a thing of an item, under whatever name the item goes later."""
    return str(uuid5(NAMESPACE_URL, f"urn:quizgen:h5p-{what}:{first_id(quiz, item)}"))


def words(language: str, own: tuple[Path, ...]) -> Mapping[str, str]:
    """Return what H5P's buttons say in a language (`h5p/words.json`)."""
    return words_in("h5p/words.json", codes(language), own)[1]


def paragraph(text: str) -> str:
    """Return a text for a field of HTML."""
    return f'<p dir="auto">{html(text)}</p>'


def plain(text: str) -> str:
    """Return a text for a plain field. There `@score` and the like would be filled in."""
    return escaped(flat(text)).replace("@", "&#64;")


def title(text: str) -> str:
    """Return a text short enough for a title: it is only to be known by."""
    return shortened(text, LONGEST_TITLE) or "quizgen"


def explained(quiz: Quiz, item: Item) -> str:
    """Return the statement, the citations, and whose a picture is, as HTML that a field of options keeps."""
    parts = (paragraph(item.rationale), cited(quiz, item, evidence(quiz, item)))
    return "".join((*parts, *map(paragraph, credits_of(quiz, item))))


def cited(quiz: Quiz, item: Item, citations: Iterable[Evidence]) -> str:
    """Return some of an item's citations as HTML: paragraphs with a link, for no field keeps block quotations."""
    words = said(quiz, item)
    label = html(words["source"] + words["colon"])
    parts: list[str] = []
    for one in citations:
        parts += [paragraph(f"“{one.quote}”")] if one.quote else []
        line = html(one.reference)
        shown = f'<a href="{html(one.url)}">{line}</a>' if one.url else line
        parts.append(f'<p dir="auto">{label} {shown}{f", {html(one.where)}" if one.where else ""}</p>')
    return "".join(parts)


def explained_plainly(quiz: Quiz, item: Item) -> str:
    """Return the citation for a plain field, on one line."""
    return plain(" ".join((*explained_text(quiz, item).split("\n"), *credits_of(quiz, item))))


def explained_in_lines(quiz: Quiz, item: Item) -> str:
    """Return the citation for a field of HTML that allows no links: the address is there to be read."""
    return "".join(paragraph(line) for line in (*explained_text(quiz, item).split("\n"), *credits_of(quiz, item)))


def credits_of(quiz: Quiz, item: Item) -> tuple[str, ...]:
    """Return whose the pictures are that the item asks with, a line each."""
    line = said(quiz, item)["picture"]
    return tuple(
        line.replace("{credit}", ", ".join(filter(None, (medium.credit, medium.licence))))
        for medium in item.asking
        if medium.credit
    )


def metadata(quiz: Quiz, item: Item, content_type: str) -> dict[str, Any]:
    """Return what H5P says of a question: title, licence, source, and in the comments the item's id and tags.

    Title, licence and source are there before it is answered ("Rights of use"): the source is named by its own address,
    because a citation's may tell the answer.
    """
    addresses = (link(quiz.sources[one.source].source.url).partition("#")[0] for one in item.citations)
    url = next((one for one in addresses if one.startswith("http")), "")  # sites refuse a package with `HTTPS:` here
    return {
        "contentType": content_type,
        "title": title(item.stem),
        "authors": [],
        "changes": [],
        **licence(quiz.bank(item).licence),
        **({"source": url} if url else {}),
        "authorComments": f"quizgen: {'; '.join((item.id, *map(flat, tags(item))))}",
    }


def licence(named: str | None) -> dict[str, str]:
    """Return a licence in H5P's words; one that it has no word for is `U`, undisclosed, and stands in its extras."""
    line = flat(named or "")
    if found := creative_commons(line):
        terms, version = found
        return {"license": "CC0 1.0"} if terms == "0" else {"license": f"CC {terms}", "licenseVersion": version}
    if line == "PDDL-1.0":
        return {"license": "ODC PDDL"}
    return {"license": "U", **({"licenseExtras": line} if line else {})}


def image(medium: Medium, library: str, quiz: Quiz, item: Item) -> dict[str, Any]:
    """Return a picture as it stands above a question; its file is `content/images/` and its name.

    Whose it is may tell the answer, so that stands below the answer alone (`credits_of`).
    """
    return {
        "library": library,
        "params": {
            "contentName": "Image",
            "file": {"path": f"images/{medium.name}", "mime": medium.type, "copyright": {"license": "U"}},
            "alt": plain(medium.alt),
        },
        "subContentId": uuid("image", quiz, item),
        "metadata": {
            "contentType": "Image",
            "title": title(item.stem),
            "authors": [],
            **licence(medium.licence),
            "changes": [],
        },
    }
