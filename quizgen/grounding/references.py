"""A source as one plain line: author, title, container, date, address, day of access."""

from __future__ import annotations

from quizgen import dates
from quizgen.model.source import Source

ENDS = tuple("?!？！。")


def reference(source: Source) -> str:
    """Return the reference line, e.g. `Doe, Ada. An Almanac of the Moon. Example Press, 1999.`"""
    sentences = [
        "; ".join(str(name) for name in source.author),
        "" if source.title == source.url else _title(source),  # a page known by nothing but its address
        _publication(source),
        source.note or "",
    ]
    line = " ".join(f"{text.rstrip('.')}." if text.rstrip("”")[-1:] not in ENDS else text for text in sentences if text)
    tail = [_address(source), f"(accessed {_day(source.accessed)})" if source.accessed else ""]
    return " ".join(part for part in (line, *tail) if part)


def _title(source: Source) -> str:
    quoted = f"“{source.title}”" if source.container_title else source.title
    return f"{quoted}, {source.edition}" if source.edition else quoted


def _publication(source: Source) -> str:
    numbering = " ".join(part for part in (source.volume, f"({source.issue})" if source.issue else "") if part)
    place = ": ".join(part for part in (source.publisher_place, source.publisher) if part)
    pages = f"p. {source.page}" if source.page else ""
    container = f"{source.container_title} {numbering}".strip() if source.container_title else ""
    issued = _day(source.issued) if source.issued else ""
    return ", ".join(part for part in (container, place, issued, pages) if part)


def _address(source: Source) -> str:
    if source.doi:
        return f"https://doi.org/{source.doi.removeprefix('https://doi.org/')}"
    return source.url or (f"ISBN {source.isbn}" if source.isbn else "")


def _day(text: str) -> str:
    return dates.in_words(dates.read(text))
