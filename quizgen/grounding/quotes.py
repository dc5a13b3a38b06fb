"""Finding a quote in the stored copy of its source."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.grounding.normalising import REFERENCE_MARK, Normalised, normalise, places
from quizgen.model.citation import TextPositionSelector, TextQuoteSelector

CONTEXT = 32
NEAR = 80
"""From this similarity on (0 to 100) what was found instead of a quote is worth showing; below it is noise."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: raw offsets of its first place, how often it occurs, and the text itself."""

    start: int
    end: int
    text: str
    times: int


def find_quote(quote: str, snapshot: str) -> Found | None:
    """Return where the quote stands in the snapshot, or None. A near miss is a miss.

    Spaces, kinds of quotation marks and dashes, case and reference marks such as `[3]` do not count.
    """
    source, wanted = normalise(snapshot), normalise(quote).text.strip()
    if not wanted:
        return None
    spans = [source.span(at, at + len(wanted)) for at in places(wanted, source.text)]
    exact = [(start, end) for start, end in spans if normalise(snapshot[start:end]).text.strip() == wanted]
    if not exact:
        return None
    start, end = exact[0]
    return Found(start, end, snapshot[start:end], len(exact))


def nearest(quote: str, snapshot: str) -> str | None:
    """Return the stretch of the snapshot that is most like the quote, if it is much like it."""
    source, wanted = normalise(snapshot), normalise(quote).text.strip()
    if not wanted or not source.text:
        return None
    from rapidfuzz import fuzz

    match = fuzz.partial_ratio_alignment(wanted, source.text, score_cutoff=NEAR)
    if match is None or match.dest_end <= match.dest_start:
        return None
    start, end = source.span(*_to_words(source, match.dest_start, match.dest_end))
    return " ".join(snapshot[start:end].split())


def _to_words(source: Normalised, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to whole words, without the spaces around it."""
    text = source.text
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while start < end - 1 and text[start] == " ":
        start += 1
    while end > start + 1 and text[end - 1] == " ":
        end -= 1
    return start, end


def selectors(found: Found, snapshot: str) -> tuple[TextQuoteSelector, TextPositionSelector]:
    """Return the W3C Web Annotation selectors of a found quote: by its words and by its position."""
    return (
        TextQuoteSelector(
            exact=found.text,
            prefix=snapshot[max(0, found.start - CONTEXT) : found.start],
            suffix=snapshot[found.end : found.end + CONTEXT],
        ),
        TextPositionSelector(start=found.start, end=found.end),
    )


def shown_quote(text: str) -> str:
    """Return a quote as it is printed: one line, without the reference marks of the page it comes from."""
    return " ".join(REFERENCE_MARK.sub("", text).split())
