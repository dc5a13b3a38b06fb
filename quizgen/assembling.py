"""From items to a quiz: select and balance. Every choice comes from the seed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from quizgen.asking.choosing import draw
from quizgen.model.item import Item
from quizgen.model.quiz import Section
from quizgen.problem import Problem, ProblemError
from quizgen.reading.project import CONFIG, PlannedSection
from quizgen.reviewing.clues import Paper, Weights

Group = tuple[str, str]
"""A kind and a bank."""
FIELDS: dict[str, Callable[[Item], Sequence[str]]] = {
    "bank": lambda item: (item.bank,),
    "tag": lambda item: item.tags,
    "kind": lambda item: (item.kind,),
    "interaction": lambda item: (item.interaction,),
    "difficulty": lambda item: (item.difficulty.level,) if item.difficulty else (),
    "fact": lambda item: (item.fact,),
    "id": lambda item: (item.id,),
}


def parse_where(expression: str) -> Callable[[Item], bool]:
    """Return the test that an expression such as `kind:who,when -tag:prize` stands for.

    Terms are joined by "and", values of one term by "or", and `-` before a term turns it around. Raises ProblemError
    for an unknown field or a term without a value.
    """
    tests = [_term(term) for term in expression.split()]
    return lambda item: all(test(item) for test in tests)


def _term(term: str) -> Callable[[Item], bool]:
    name, _, values = term.removeprefix("-").partition(":")
    wanted = frozenset(values.split(","))
    if name not in FIELDS or "" in wanted:
        hint = f"terms are `field:value`, fields are {', '.join(FIELDS)}"
        raise ProblemError(Problem("B080", f"`{term}` is not a term of --where", "--where", None, hint))
    field = FIELDS[name]
    if term.startswith("-"):
        return lambda item: wanted.isdisjoint(field(item))
    return lambda item: not wanted.isdisjoint(field(item))


def select(
    items: Iterable[Item],
    number: int | None,
    seed: str,
    weights: Weights | None = None,
    beside: Iterable[Item] = (),
) -> tuple[Item, ...]:
    """Return `number` of the items, balanced over banks and kinds, in the order they came.

    `beside` are those that stand on the paper already. Each bank and kind gives in turn; of one fact a second question
    comes only when there is no other, and one that gives another away or asks the same (by the `weights` of the
    project's words, else of these items') only when nothing else is left. All items are returned when `number` is None
    or not smaller than their count.
    """
    there = {item.id: item for item in beside}
    pool = tuple(item for item in items if item.id not in there)
    if number is None or number >= len(pool):
        return pool
    queues: dict[Group, deque[Item]] = defaultdict(deque)
    for item in sorted(pool, key=lambda item: draw(seed, item.id, "select")):
        queues[item.kind, item.bank].append(item)
    chosen = _in_turn(queues, number, _Choice(Paper(weights or Weights(pool)), there.values()))
    return tuple(item for item in pool if item.id in chosen)


class _Choice:
    """What is on the paper, and what stays aside because of it."""

    def __init__(self, paper: Paper, beside: Iterable[Item]) -> None:
        self.paper = paper
        self.facts: set[tuple[str, str]] = set()
        self.seconds: dict[Group, deque[Item]] = defaultdict(deque)
        self.enemies: list[Item] = []
        for item in beside:
            self._take(item)

    def of(self, group: Group, queue: deque[Item]) -> Item | None:
        """Put the next item of the group that suits the others on the paper; return it, or None if there is none."""
        seconds = self.seconds[group]
        while source := queue or seconds:
            item = source.popleft()
            if source is queue and (item.bank, item.fact) in self.facts:
                seconds.append(item)
            elif any(True for _ in self.paper.conflicts(item)):
                self.enemies.append(item)
            else:
                self._take(item)
                return item
        return None

    def _take(self, item: Item) -> None:
        self.facts.add((item.bank, item.fact))
        self.paper.add(item)


def _in_turn(queues: Mapping[Group, deque[Item]], number: int, choice: _Choice) -> frozenset[str]:
    chosen: list[str] = []
    left = dict(queues)
    while left and len(chosen) < number:
        for group in tuple(left):
            item = choice.of(group, left[group]) if len(chosen) < number else None
            if item:
                chosen.append(item.id)
            else:
                del left[group]
    return frozenset((*chosen, *(item.id for item in islice(choice.enemies, number - len(chosen)))))


def sections(
    items: Iterable[Item], plans: Iterable[PlannedSection], seed: str, weights: Weights | None = None
) -> tuple[Section, ...]:
    """Return the sections of a paper as planned, each with items that none before it has, chosen as `select` does.

    Raises ProblemError for a section that nothing fits.
    """
    pool = tuple(items)
    taken: list[Item] = []
    made: list[Section] = []
    for number, plan in enumerate(plans, 1):
        fitting = filter(_planned(plan), pool)
        chosen = select(fitting, plan.number, seed, weights or Weights(pool), taken)
        if not chosen:
            name = f"“{plan.title}”" if plan.title else str(number)
            raise ProblemError(Problem("B083", f"no question is left for section {name}", CONFIG))
        taken += chosen
        made.append(_section(plan, chosen))
    return tuple(made)


def _planned(plan: PlannedSection) -> Callable[[Item], bool]:
    try:
        return parse_where(plan.where)
    except ProblemError as error:
        raise ProblemError(*(replace(problem, path=CONFIG) for problem in error.problems)) from None


def _section(plan: PlannedSection, items: Iterable[Item]) -> Section:
    return Section(
        title=plan.title,
        instructions=plan.instructions,
        points=plan.points,
        lines=plan.lines,
        page_break=plan.page_break is not None,
        items=tuple(item.id for item in items),
    )
