"""Is a text an SVG picture that stands alone, without scripts and without anything from elsewhere?"""

from __future__ import annotations

import io
import re
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
OF_PAGES = "http://www.w3.org/1999/xhtml"
FORBIDDEN = frozenset({"script", "foreignobject", "iframe", "object", "embed"})
ANIMATING = frozenset({"set", "animate"})
LINKS = frozenset({"href", "src", "base"})
OWN = r"\s*['\"]?\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])"
IN_ITSELF = re.compile(OWN, re.IGNORECASE)
OUTSIDE = re.compile(rf"@import|image-set\(|\burl\((?!{OWN})", re.IGNORECASE)


class UnsafeSvgError(ValueError):
    """A text that is no SVG, or none that stands alone; the message says why, for the author."""


def check_svg(raw: bytes) -> None:
    """Raise UnsafeSvgError unless the bytes are a picture in SVG, in UTF-8, that needs and runs nothing else."""
    try:
        raw.decode("utf-8")
        _Reader().read(raw)
    except UnicodeDecodeError:
        raise UnsafeSvgError("it is not UTF-8 text") from None
    except expat.ExpatError as error:
        raise UnsafeSvgError(f"it is not XML: {expat.ErrorString(error.code)} (line {error.lineno})") from None


class _Reader:
    """Reads one document and stops at the first thing that a picture must not have."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.open: list[str] = []
        self.style: list[str] = []
        self.parser.XmlDeclHandler = self.declared
        self.parser.EntityDeclHandler = self.entity
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def read(self, raw: bytes) -> None:
        self.parser.ParseFile(io.BytesIO(raw))

    def refuse(self, what: str) -> None:
        message = f"{what} (line {self.parser.CurrentLineNumber})"
        raise UnsafeSvgError(message)

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            self.refuse(f"it says that its encoding is {encoding}, not UTF-8")

    def entity(self, *_: object) -> None:
        self.refuse("it declares entities")

    def instruction(self, target: str, data: str) -> None:
        self.refuse(f"it holds an instruction, `<?{target}`")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.open and (space, local) != (SVG, "svg"):
            self.refuse(f'its root is `{local}`, not `svg` with xmlns="{SVG}"')
        if local.lower() in FORBIDDEN or space == OF_PAGES:
            self.refuse(f"it holds `<{local}>`")
        for attribute, value in attributes.items():
            self.attribute(local.lower(), attribute.rpartition(" ")[2].lower(), value)
        self.open.append(local)

    def attribute(self, element: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.refuse(f"it holds a handler, `{name}=`")
        if element in ANIMATING and name == "attributename" and value.rpartition(":")[2].strip().lower() in LINKS:
            self.refuse("it animates a link")
        if name in LINKS and value.strip() and not IN_ITSELF.match(value):
            self.refuse(f"it links to something else, `{value.strip()[:40]}`")
        if name == "style" or "(" in value:
            self.styled(value)

    def styled(self, text: str) -> None:
        """In styles a backslash may hide any letter, and so any word that is looked for."""
        if "\\" in text or OUTSIDE.search(text):
            self.refuse("its style asks for something else, or hides it behind a backslash")

    def text(self, text: str) -> None:
        if self.open[-1].lower() == "style":
            self.style.append(text)

    def end(self, name: str) -> None:
        self.open.pop()
        if self.style and name.rpartition(" ")[2].lower() == "style":
            self.styled("".join(self.style))
            self.style.clear()
