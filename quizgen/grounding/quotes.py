"""Finding a quote in the stored copy of its source."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.grounding.normalising import REFERENCE_MARK, Normalised, normalise, places
from quizgen.model.citation import TextPositionSelector, TextQuoteSelector

CONTEXT = 32
NEAR = 80
"""From this similarity on (0 to 100) what was found instead of a quote is worth showing; below it is noise."""


Stretch = tuple[int, int]
"""Raw offsets, the end exclusive."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: raw offsets, the text itself, how many places the author may mean, and all other places."""

    start: int
    end: int
    text: str
    times: int
    others: tuple[Stretch, ...] = ()


def find_quote(quote: str, snapshot: str, after: str | None = None, before: str | None = None) -> Found | None:
    """Return where the quote stands in the snapshot, or None. A near miss is a miss.

    Spaces, kinds of quotation marks and dashes, case and reference marks such as `[3]` do not count. Of several places
    only those are meant that have the words `after` before them and `before` behind them, and nearer than another
    place of the quote; of those the first is taken.
    """
    source, wanted = normalise(snapshot), normalise(quote).text.strip()
    if not wanted:
        return None
    exact = [(at, span) for at in places(wanted, source.text) if (span := _span(source, at, wanted))]
    meant = _around([at for at, _ in exact], source.text, len(wanted), after, before)
    if not meant:
        return None
    start, end = exact[meant[0]][1]
    others = tuple(span for n, (_, span) in enumerate(exact) if n != meant[0])
    return Found(start, end, snapshot[start:end], len(meant), others)


def _span(source: Normalised, at: int, wanted: str) -> Stretch | None:
    """The raw stretch, unless cutting it out would make it read otherwise."""
    start, end = source.span(at, at + len(wanted))
    return (start, end) if normalise(source.raw[start:end]).text.strip() == wanted else None


def _around(starts: list[int], text: str, length: int, after: str | None, before: str | None) -> list[int]:
    """Return which of the places have the words on their sides, up to the next place on that side."""
    edges = [0, *(at + length for at in starts)], [*starts, len(text)]
    return [
        n
        for n, at in enumerate(starts)
        if _holds(after, text[edges[0][n] : at]) and _holds(before, text[at + length : edges[1][n + 1]])
    ]


def _holds(words: str | None, text: str) -> bool:
    wanted = normalise(words or "").text.strip()
    return not wanted or next(places(wanted, text), None) is not None


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
    """Return the W3C Web Annotation selectors of a found quote: by its words and by its position.

    Prefix and suffix have up to 32 characters each, and more where the quote stands elsewhere in the same words.
    """
    reach = CONTEXT
    while reach < len(snapshot) and any(
        _sides(snapshot, *other, reach) == _sides(snapshot, found.start, found.end, reach) for other in found.others
    ):
        reach *= 2
    prefix, suffix = _sides(snapshot, found.start, found.end, reach)
    return (
        TextQuoteSelector(exact=found.text, prefix=prefix, suffix=suffix),
        TextPositionSelector(start=found.start, end=found.end),
    )


def _sides(snapshot: str, start: int, end: int, reach: int) -> tuple[str, str]:
    return snapshot[max(0, start - reach) : start], snapshot[end : end + reach]


def lead(found: Found, snapshot: str) -> str:
    """Return the words directly before a quote that stands in more than one place, up to a line break or mark."""
    if not found.others:
        return ""
    line = snapshot[snapshot.rfind("\n", 0, found.start) + 1 : found.start]
    return REFERENCE_MARK.split(line)[-1].strip()


def shown_quote(text: str) -> str:
    """Return a quote as it is printed: one line, without the reference marks of the page it comes from."""
    return " ".join(REFERENCE_MARK.sub("", text).split())
