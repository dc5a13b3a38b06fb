"""What `quizgen check --figures` prints: the shares that might tell the key, for each bank and for all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quizgen.model.item import Item
from quizgen.reviewing.figures import Figure, Figures, together

ALL = "all banks"
HEAD = ("bank", "tell", "items", "found", "by chance", "distance")


def tallied(items: Iterable[Item], figures: dict[str, Figures]) -> Iterator[Item]:
    """Yield the items, counting each under its bank."""
    for item in items:
        figures.setdefault(item.bank, Figures()).add(item)
        yield item


def rows(figures: Mapping[str, Figures]) -> list[tuple[str, Figure]]:
    """Return each figure with its bank's name; of several banks also those of all together."""
    banks = dict(figures)
    if len(banks) > 1:
        banks[ALL] = together(figures.values())
    return [(bank, figure) for bank, own in banks.items() for figure in own.all() if figure.items]


def as_table(figures: Mapping[str, Figures]) -> str:
    """Return the figures as lines of columns; the distance is in standard deviations of chance."""
    lines = [HEAD, *(_cells(bank, figure) for bank, figure in rows(figures))]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def as_data(figures: Mapping[str, Figures]) -> list[dict[str, Any]]:
    """Return the figures as plain values: shares from 0 to 1, the distance in standard deviations."""
    return [
        {
            "bank": None if bank == ALL else bank,
            "tell": figure.tell,
            "items": figure.items,
            "found": _rounded(figure.found),
            "chance": _rounded(figure.chance),
            "distance": None if figure.distance is None else round(figure.distance, 2),
        }
        for bank, figure in rows(figures)
    ]


def _rounded(shares: Mapping[str, float]) -> dict[str, float]:
    return {value: round(share, 4) for value, share in shares.items()}


def _cells(bank: str, figure: Figure) -> tuple[str, ...]:
    distance = "" if figure.distance is None else f"{figure.distance:+.1f} sd"
    return (bank, figure.tell, f"{figure.items:,}", _shares(figure.found), _shares(figure.chance), distance)


def _shares(shares: Mapping[str, float]) -> str:
    alone = len(shares) == 1
    return ", ".join(f"{share:.0%}" if alone else f"{value} {share:.0%}" for value, share in shares.items())
