"""The citations that carry an answer."""

from __future__ import annotations

from quizgen.model.citation import Citation, FragmentSelector, Standing
from quizgen.model.fact import Bank, Fact, Slot

RANK: dict[Standing, int] = {"cited": 0, "quoted": 1, "verified": 2}
RFC6901 = "http://tools.ietf.org/rfc/rfc6901"


def citations_of(fact: Fact, slot: Slot, bank: Bank) -> tuple[Citation, ...]:
    """Return the citations that carry the slot's answer, the strongest first; for a table its cell."""
    if fact.columns is not None:
        return (_cell(fact, slot, bank),)
    made = [cited.citation for cited in fact.citations if slot.name in cited.slots]
    return tuple(sorted(made, key=lambda citation: -RANK[citation.standing]))


def _cell(fact: Fact, slot: Slot, bank: Bank) -> Citation:
    columns = fact.columns
    assert columns is not None  # noqa: S101  (the caller looked)
    index, name = columns.columns[slot.index] or (0, "")
    number = fact.row + 1
    if columns.json:
        selector = FragmentSelector(conforms_to=RFC6901, value=f"/{fact.row}/{name}")
    else:
        selector = FragmentSelector(value=f"cell={number + 1},{index + 1}")
    return Citation(
        source=columns.source,
        label="row",
        locator=f"{number}, {name}",
        quote=fact.cells[index],
        url=fact.link or bank.sources[columns.source].url,
        standing="verified",
        selector=(selector,),
    )
