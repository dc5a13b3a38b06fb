"""The package around a Word document: its parts, links and pictures, put together by python-docx.

Of the library's template only the theme is kept. A document is the same bytes each time it is made.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from quizgen.exporting.paper.docx_pictures import Measure, measured
from quizgen.exporting.paper.printed_text import linkable
from quizgen.exporting.zipping import Member, zipped
from quizgen.problem import Problem, ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{place}"'
    for prefix, place in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
LONGEST_LINK = 2083
"""What Windows hands to a browser."""
LONGEST_TITLE = 255
"""What python-docx takes for a property."""
NEEDLESS = ("stylesWithEffects", "customXml", "thumbnail", "extended-properties", "webSettings", "fontTable")
"""Relationships of the template to what describes other documents."""
MISSING = 'pip install "quizgen[word]"'


def address(url: str | None) -> str | None:
    """Return the address so that Word takes it for a link, None if it cannot be one.

    A package with an address that is none does not open at all.
    """
    if url is None or not linkable(url):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    whole = quote(url, safe="%:/?#[]@!$&'()*+,;=~")
    whole = re.sub("%(?![0-9A-Fa-f]{2})", "%25", whole)
    return whole if host and len(whole) <= LONGEST_LINK and "[" not in whole and "]" not in whole else None


def require(out: str) -> None:
    """Raise ProblemError if python-docx is not installed; `out` is the document it is wanted for."""
    if find_spec("docx") is None:
        problem = Problem("B090", "Word documents need python-docx, which is not installed", out, hint=MISSING)
        raise ProblemError(problem)


class Package:
    """A document in the making."""

    def __init__(self) -> None:
        from docx import Document

        self._document = Document()
        self._links: dict[str, str] = {}
        self._pictures: dict[str, tuple[str, Measure]] = {}
        self._shown = 0

    def link(self, url: str) -> str:
        """Return the id by which the document refers to a web address."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        if url not in self._links:
            self._links[url] = f"link{len(self._links) + 1}"
            relations = self._document.part.rels
            relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, self._links[url], is_external=True)
        return self._links[url]

    def picture(self, name: str, path: Path) -> tuple[int, str, Measure]:
        """Take a picture in as `name`; return its number, the id the document refers to it by, and its size.

        Raises UnshownError if Word cannot show it.
        """
        if name not in self._pictures:
            content = path.read_bytes()
            self._pictures[name] = (self._stored(name, content), measured(content))
        self._shown += 1
        return self._shown, *self._pictures[name]

    def _stored(self, name: str, content: bytes) -> str:
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        types = {"png": CONTENT_TYPE.PNG, "jpg": CONTENT_TYPE.JPEG, "gif": CONTENT_TYPE.GIF}
        place = PackURI(f"/word/media/{name}")
        document = self._document.part
        return document.relate_to(Part(place, types[place.ext], content, document.package), RELATIONSHIP_TYPE.IMAGE)

    def footer(self, content: str) -> str:
        """Add a footer and return the id by which a section refers to it."""
        part, relation = self._document.part.add_footer_part()  # type: ignore[no-untyped-call]
        _fill(part.element, content)
        return str(relation)

    def bytes(self, title: str, language: str, *, body: str, styles: str, numbering: str, settings: str) -> bytes:
        """Return the document; the texts are the insides of its parts."""
        document = self._document
        part = document.part
        document.element.replace(document.element.body, _parsed(body))
        _fill(document.styles.element, styles)
        _fill(part.numbering_part.element, numbering)
        _fill(document.settings.element, settings)
        _strip(part.rels, part.package.rels)
        _describe(document.core_properties, title, language)
        made = io.BytesIO()
        document.save(made)
        return b"".join(zipped(_members(made)))


def _parsed(content: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>")


def _fill(element: Any, content: str) -> None:
    """Put the content in the place of the element's own; of a few elements, as moving each takes longer the more."""
    for child in list(element):
        element.remove(child)
    element.extend(list(_parsed(content)))


def _strip(*relations: Any) -> None:
    for found in relations:
        for name in [name for name, one in found.items() if one.reltype.rsplit("/", 1)[-1] in NEEDLESS]:
            del found[name]


def _describe(properties: Any, title: str, language: str) -> None:
    """Say what the document is, and nothing of who made it when: that would be another file each time."""
    element = properties._element  # noqa: SLF001  # the library cannot take a property away
    for child in list(element):
        element.remove(child)
    properties.title = " ".join(title.split())[:LONGEST_TITLE]
    if language:
        properties.language = language


def _members(made: io.BytesIO) -> Iterable[Member]:
    with zipfile.ZipFile(made) as package:
        for name in package.namelist():
            yield Member(name, package.read(name), compress="/media/" not in name)
