"""From items to a quiz: select, balance, order, forms. Every choice comes from the seed."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from quizgen.asking.choosing import draw, shuffled
from quizgen.model.item import Item
from quizgen.model.quiz import Entry, Form
from quizgen.problem import Problem, ProblemError
from quizgen.reviewing.clues import Paper, Weights

Group = tuple[str, str]
"""A kind and a bank."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FORM_NAMES = (*LETTERS, *(first + second for first in LETTERS[:4] for second in LETTERS))
"""A to Z, then AA to DZ."""
LONGEST = 3
"""So many keys with one letter may follow each other; a fourth looks like a pattern."""
REACH = 60
"""How far apart two items may be that change letters or places; a paper is seldom longer."""
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


def select(items: Iterable[Item], number: int | None, seed: str, weights: Weights | None = None) -> tuple[Item, ...]:
    """Return `number` of the items, balanced over banks and kinds, in the order they came.

    Each bank and kind gives in turn; of one fact a second question comes only when there is no other, and one that
    gives another away or asks the same (by the `weights` of the project's words, else of these items') only when
    nothing else is left. All items are returned when `number` is None or not smaller than their count.
    """
    pool = tuple(items)
    if number is None or number >= len(pool):
        return pool
    queues: dict[Group, deque[Item]] = defaultdict(deque)
    for item in sorted(pool, key=lambda item: draw(seed, item.id, "select")):
        queues[item.kind, item.bank].append(item)
    chosen = _in_turn(queues, number, _Choice(Paper(weights or Weights(pool))))
    return tuple(item for item in pool if item.id in chosen)


class _Choice:
    """What is on the paper, and what stays aside because of it."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.facts: set[tuple[str, str]] = set()
        self.seconds: dict[Group, deque[Item]] = defaultdict(deque)
        self.enemies: list[Item] = []

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
                self.facts.add((item.bank, item.fact))
                self.paper.add(item)
                return item
        return None


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


def make_forms(items: Sequence[Item], count: int, seed: str) -> tuple[Form, ...]:
    """Return `count` forms: each has all items in an order of its own, and options shuffled where they may be.

    An item's place and its options' order are drawn from the seed, the form and the item alone; options in a natural
    order (dates, numbers) keep it. Then as few keys as can be change places, so that on each form, among items with
    equally many options that may be shuffled, no letter is the key more than once oftener than another (after Haladyna,
    Downing and Rodriguez 2002, guideline 20: vary the location of the right answer). Where more than three keys in a
    row have one letter, two keys change letters, or two items places, if that breaks up the row without making one.
    So editing an item's words moves nothing, and adding or leaving one out moves only the few keys that restore the
    balance. Forms do not depend on how many there are.
    """
    if not 1 <= count <= len(FORM_NAMES):
        message = f"there can be 1 to {len(FORM_NAMES)} forms, not {count}"
        raise ProblemError(Problem("B081", message, "--forms"))
    return tuple(_form(items, name, seed) for name in FORM_NAMES[:count])


def _form(items: Sequence[Item], name: str, seed: str) -> Form:
    ordered = sorted(items, key=lambda item: draw(seed, item.id, f"place on form {name}"))
    lines = [_line(item, name, seed) for item in ordered]
    movable: dict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.free:
            movable[len(line.options)].append(line)
    for places, group in movable.items():
        _level(group, places, f"{seed}\x1f{name}")
    _part(lines)
    return Form(name=name, entries=tuple(Entry(item=line.item, options=tuple(line.options)) for line in lines))


@dataclass
class _Line:
    """An item on a form in the making. `right` is the id of its one right option, `free` whether that may move."""

    item: str
    options: list[str]
    right: str | None
    free: bool

    @property
    def place(self) -> int | None:
        """Where the right option stands, from 0."""
        return self.options.index(self.right) if self.right else None

    def move(self, to: int) -> None:
        """Let the right option and the one at that place change places."""
        at = self.options.index(self.right or "")
        self.options[at], self.options[to] = self.options[to], self.options[at]


def _line(item: Item, form: str, seed: str) -> _Line:
    ids = [option.id for option in item.options]
    if not item.ordered and ids:
        ids = shuffled(ids, draw(seed, item.id, f"options on form {form}"))
    right = item.right[0].id if item.interaction == "choice" and len(item.right) == 1 else None
    return _Line(item.id, ids, right, free=bool(right) and not item.ordered)


def _level(group: Sequence[_Line], places: int, seed: str) -> None:
    """Move the fewest keys with which no place has more than one key more than another."""
    counts = Counter(line.place for line in group)
    fullest = sorted(range(places), key=lambda place: (-counts[place], draw(seed, str(place), "fuller place")))
    share, over = divmod(len(group), places)
    wanted = {place: share + (rank < over) for rank, place in enumerate(fullest)}
    lacking = [place for place in range(places) for _ in range(wanted[place] - counts[place])]
    for line in sorted(group, key=lambda line: draw(seed, line.item, "move the key")):
        place = line.place
        if lacking and place is not None and counts[place] > wanted[place]:
            counts[place] -= 1
            line.move(lacking.pop())


def _part(lines: list[_Line]) -> None:
    """Break up rows of equal letters: two keys change letters or, where none may move, two items change places."""
    for at in range(LONGEST, len(lines)):
        if _in_row(lines, at):
            for one in range(at, at - LONGEST - 1, -1):
                if _swapped(lines, one, _letters):
                    break
            else:
                _swapped(lines, at, _items)


def _in_row(lines: Sequence[_Line], at: int) -> bool:
    """Whether the line is part of a row of equal letters that is too long."""
    place, length = lines[at].place, 1
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(lines) and lines[other].place == place and length <= LONGEST:
            length, other = length + 1, other + step
    return place is not None and length > LONGEST


def _swapped(lines: list[_Line], at: int, swap: Callable[[list[_Line], int, int], bool]) -> bool:
    """Swap with the nearest line that leaves neither in a long row; tell whether there was one."""
    for other in _nearest(at, len(lines)):
        if lines[other].place != lines[at].place and swap(lines, at, other):
            if not _in_row(lines, at) and not _in_row(lines, other):
                return True
            swap(lines, at, other)
    return False


def _nearest(at: int, count: int) -> Iterator[int]:
    for distance in range(1, min(count, REACH)):
        yield from (place for place in (at + distance, at - distance) if 0 <= place < count)


def _letters(lines: list[_Line], at: int, other: int) -> bool:
    one, two = lines[at], lines[other]
    first, second = one.place, two.place
    if not (one.free and two.free) or len(one.options) != len(two.options) or first is None or second is None:
        return False
    one.move(second)
    two.move(first)
    return True


def _items(lines: list[_Line], at: int, other: int) -> bool:
    lines[at], lines[other] = lines[other], lines[at]
    return True
