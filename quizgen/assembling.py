"""From items to a quiz: select, balance, order, forms. Every choice comes from the seed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from quizgen.asking.choosing import draw, shuffled
from quizgen.model.item import Item
from quizgen.model.quiz import Entry, Form
from quizgen.problem import Problem, ProblemError

Group = tuple[str, str]
"""A kind and a bank."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FORM_NAMES = (*LETTERS, *(first + second for first in LETTERS[:4] for second in LETTERS))
"""A to Z, then AA to DZ."""
FIELDS: dict[str, Callable[[Item], Sequence[str]]] = {
    "bank": lambda item: (item.bank,),
    "tag": lambda item: item.tags,
    "kind": lambda item: (item.kind,),
    "interaction": lambda item: (item.interaction,),
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


def select(items: Iterable[Item], number: int | None, seed: str) -> tuple[Item, ...]:
    """Return `number` of the items, balanced over banks and kinds, in the order they came.

    Each bank and kind gives in turn; of one fact a second question comes only when there is no other. All items are
    returned when `number` is None or not smaller than their count.
    """
    pool = tuple(items)
    if number is None or number >= len(pool):
        return pool
    queues: dict[Group, deque[Item]] = defaultdict(deque)
    for item in sorted(pool, key=lambda item: draw(seed, item.id, "select")):
        queues[item.kind, item.bank].append(item)
    chosen = _in_turn(queues, number)
    return tuple(item for item in pool if item.id in chosen)


def _in_turn(queues: Mapping[Group, deque[Item]], number: int) -> frozenset[str]:
    chosen: set[str] = set()
    facts: set[tuple[str, str]] = set()
    seconds: dict[Group, deque[Item]] = {group: deque() for group in queues}
    while len(chosen) < number:
        for group, queue in queues.items():
            while queue and (queue[0].bank, queue[0].fact) in facts:
                seconds[group].append(queue.popleft())
            source = queue or seconds[group]
            if source and len(chosen) < number:
                item = source.popleft()
                chosen.add(item.id)
                facts.add((item.bank, item.fact))
    return frozenset(chosen)


def make_forms(items: Sequence[Item], count: int, seed: str) -> tuple[Form, ...]:
    """Return `count` forms: each has all items in an order of its own, and options shuffled where they may be.

    An item's place and its options' order depend on the seed, the form and the item alone, so editing one item does
    not move the others. Options in a natural order (dates, numbers) keep it.
    """
    if not 1 <= count <= len(FORM_NAMES):
        message = f"there can be 1 to {len(FORM_NAMES)} forms, not {count}"
        raise ProblemError(Problem("B081", message, "--forms"))
    return tuple(_form(items, name, seed) for name in FORM_NAMES[:count])


def _form(items: Sequence[Item], name: str, seed: str) -> Form:
    ordered = sorted(items, key=lambda item: draw(seed, item.id, f"place on form {name}"))
    return Form(name=name, entries=tuple(_entry(item, name, seed) for item in ordered))


def _entry(item: Item, form: str, seed: str) -> Entry:
    ids = [option.id for option in item.options]
    if not item.ordered and ids:
        ids = shuffled(ids, draw(seed, item.id, f"options on form {form}"))
    return Entry(item=item.id, options=tuple(ids))
