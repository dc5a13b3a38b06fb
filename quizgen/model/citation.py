"""A citation points from a fact into a source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.frozen import Frozen

Standing = Literal["verified", "quoted", "cited"]


class TextQuoteSelector(Frozen):
    """W3C Web Annotation TextQuoteSelector: the words, and up to 32 characters on each side of them."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str
    prefix: str
    suffix: str


class TextPositionSelector(Frozen):
    """W3C Web Annotation TextPositionSelector: offsets in characters of the hashed snapshot, end exclusive."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: int
    end: int


class FragmentSelector(Frozen):
    """W3C Web Annotation FragmentSelector for a table's cell (RFC 7111), e.g. `cell=5,3`, the header being row 1."""

    type: Literal["FragmentSelector"] = "FragmentSelector"
    conforms_to: str = Field("http://tools.ietf.org/rfc/rfc7111", alias="conformsTo")
    value: str


Selector = Annotated[TextQuoteSelector | TextPositionSelector | FragmentSelector, Field(discriminator="type")]


class Citation(Frozen):
    """Where an answer stands.

    `standing` is `verified` (the quote is in the snapshot and carries the answer), `quoted` (a quote, but no
    snapshot to hold it against) or `cited` (a locator only). `label` and `locator` are as in CSL, plus the labels
    `sentence` and `row`. `quote` is cut from the snapshot where there is one. `url` opens the source at the quote.
    """

    source: str
    label: str | None = None
    locator: str | None = None
    quote: str | None = None
    url: str | None = None
    standing: Standing
    selector: tuple[Selector, ...] = ()

    @property
    def where(self) -> str:
        """The locator as a reader would say it, such as `sentence 12`; empty when there is none."""
        return f"{self.label or 'page'} {self.locator}" if self.locator else ""
