"""One question to make from an event and its timeline, and the item that becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from quizgen.asking.choosing import draw, shuffled
from quizgen.asking.difficulty import DEFAULT, measured
from quizgen.asking.kinds import Kind
from quizgen.asking.making import LETTERS, finished
from quizgen.asking.pool import Pool
from quizgen.asking.timelines.chronology import Chronology
from quizgen.asking.timelines.gaps import Gap, gaps, nearness
from quizgen.asking.timelines.names import date_of, series_of, told
from quizgen.grounding.citations import citations_of
from quizgen.model.event import Event
from quizgen.model.fact import Bank
from quizgen.model.item import Dated, Interaction, Item, Level, Option

NEAR: dict[Level, int] = {"easy": 10, "medium": 7, "hard": 4}
"""How many events to choose from on each side: the fewer, the nearer."""
REACH = 2
"""How many times as far away as the nearest event others may be that serve as well."""
KEYS = 10
"""How many events may be the key: so many at every level, for no level decides what is asked."""
WRONG, ENOUGH = 3, 2
"""How many wrong options are wanted, and how many will do."""
NO_WORDS = "this language has no wording for it"
SHOWN = "the name of its event shows the date"
TOO_FEW = "too few events near it are surely in order"


@dataclass(frozen=True)
class Task:
    """What a kind gets to make its item: the event to ask from, its timeline, the words, the seed and the level.

    `asked` holds the hashes of the sets of events that the bank has asked about, for each kind.
    """

    pool: Pool
    kind: Kind
    line: Chronology
    event: Event
    seed: str
    level: Level | None
    asked: set[int]

    @property
    def bank(self) -> Bank:
        """The bank that is asked."""
        return self.pool.bank

    @cached_property
    def first(self) -> str:
        """The item's first id, which all that is drawn for it hangs on."""
        return self.pool.renames.first(self.id)

    @cached_property
    def id(self) -> str:
        """The item's id; that of a timeline of the author's own ends with its name."""
        tail = f".{self.line.name}" if self.line.name else ""
        return f"{self.bank.id}.{self.event.fact.id}.{self.kind.kind}{tail}"

    @cached_property
    def language(self) -> str:
        """The bank's language without its region."""
        return self.bank.language.partition("-")[0]

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps to try in turn."""
        return gaps(self.line.span, self.level)

    @property
    def choices(self) -> int:
        """How many events there are to choose an option from."""
        return NEAR[self.level or DEFAULT]

    def keys(self, events: Iterable[Event]) -> list[Event]:
        """Return events to choose the key from, best first: in a drawn order the nearest, then those further off."""
        near = unlike(events, (self.event,), KEYS)
        if not near:
            return near
        reach = REACH * self._away(near[0])
        close = [event for event in near if self._away(event) <= reach]
        return [*shuffled(close, self.start("key")), *(event for event in near if event not in close)]

    def _away(self, event: Event) -> int:
        return abs(event.date.earliest - self.event.date.earliest)

    def start(self, purpose: str) -> int:
        """Return the draw for a purpose."""
        return draw(self.seed, self.first, purpose)

    def stem(self, **fields: str) -> str | None:
        """Return the question in the bank's language, or in the form for any language; None where there is neither."""
        template = self.kind.form(self.kind.timeline, self.language)
        return self.titled(template.format(**fields)) if template else None

    def titled(self, stem: str) -> str:
        """Return the stem after the title of the author's timeline, which tells it from those of others."""
        return f"{self.line.title} – {stem}" if self.line.title else stem

    def choice(
        self, stem: str, key: Event, wrong: Sequence[Event], cited: Sequence[Event], lead: Sequence[Event] = ()
    ) -> Item:
        """Return a question with one right option, right only among its options; `lead` is what its stem tells."""
        shown = shuffled((key, *wrong), self.start("option order"))
        options = tuple(self._option(n, event, key) for n, event in enumerate(shown))
        events = {id(event.fact): event for event in (*lead, *cited, key, *wrong)}.values()
        near = [max(nearness(event, mark, self.line.span) for mark in (key, self.event)) for event in wrong]
        return self._finished(stem, options, (key.name,), cited, tuple(events), near)

    def _option(self, number: int, event: Event, key: Event) -> Option:
        correct = event is key
        return Option(
            id=LETTERS[number],
            text=event.name,
            correct=correct,
            fact=self.source(event),
            rationale=None if correct else told(event),
        )

    def source(self, event: Event) -> str | None:
        """Return the fact that the event comes from, unless that is the item's own."""
        return None if event.fact is self.event.fact else event.fact.id

    def all_of(self, stem: str, chain: Sequence[Event], targets: Sequence[str] = ()) -> Item:
        """Return a question about all the events of the chain: their order, or which target is whose."""
        places = list(enumerate(chain))
        shown = shuffled(places, self.start("option order"))
        if shown == places:  # an answer that stands there already
            shown = [*shown[1:], shown[0]]
        options = tuple(
            Option(
                id=LETTERS[n],
                text=event.name,
                correct=True,
                fact=self.source(event),
                place=None if targets else place + 1,
                match=targets[place] if targets else None,
            )
            for n, (place, event) in enumerate(shown)
        )
        key = [f"{event.name}: {targets[n]}" if targets else event.name for n, event in places]
        near = [nearness(one, other, self.line.span) for one, other in pairwise(chain)]
        return self._finished(stem, options, key, chain, chain, near, targets)

    def _finished(
        self,
        stem: str,
        options: tuple[Option, ...],
        key: Sequence[str],
        cited: Sequence[Event],
        events: Sequence[Event],
        near: Sequence[float],
        targets: Sequence[str] = (),
    ) -> Item:
        interaction: Interaction = "match" if targets else "order" if options[0].place else "choice"
        in_time = sorted(events, key=lambda event: (event.date.earliest, event.date.latest))
        return finished(
            id=self.id,
            bank=self.bank.id,
            fact=self.event.fact.id,
            kind=self.kind.kind,
            interaction=interaction,
            closed=interaction == "choice",
            stem=stem,
            options=options,
            targets=tuple(targets),
            key=tuple(key),
            rationale=" ".join(map(told, in_time)),
            timeline=tuple(Dated(event=event.name, date=date_of(event)) for event in in_time),
            citations=tuple(citations_of(event.fact, event.slot, self.bank)[0] for event in cited),
            tags=tuple(dict.fromkeys(tag for event in cited for tag in event.fact.tags)),
            language=self.bank.language,
            wording="among" if interaction == "choice" else "timeline",
            difficulty=measured(near, "nearness of the events in time, by the span of their timeline"),
        )


def unlike(events: Iterable[Event], taken: Sequence[Event], count: int) -> list[Event]:
    """Return the first events, up to `count`, of which no number in a name tells the order, those taken included."""
    facts = {id(event.fact) for event in taken}
    series = {series_of(event.name) for event in taken} - {None}
    found: list[Event] = []
    for event in events:
        own = series_of(event.name)
        if own in series or id(event.fact) in facts:
            continue
        found.append(event)
        if len(found) == count:
            break
        if own is not None:
            series.add(own)
    return found
