"""Forms of a quiz: the same items in another order, so that a neighbour's letters help nobody.

Every place comes from the seed, the form and the item alone, so an edited text moves nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.asking.choosing import draw, shuffled
from quizgen.model.item import Item, Option
from quizgen.model.quiz import Entry, Form, Section
from quizgen.problem import Problem, ProblemError
from quizgen.reviewing.words import flat, words_for

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FORM_NAMES = (*LETTERS, *(first + second for first in LETTERS[:4] for second in LETTERS))
"""A to Z, then AA to DZ."""
LONGEST = 3
"""So many keys with one letter may follow each other; a fourth looks like a pattern."""
REACH = 60
"""How far apart two items may be that change letters or places; a paper is seldom longer."""
AROUND = 3
"""So many forms before it are a form's neighbours in a room: beside, in front, and across."""
Swap = Callable[[list["_Line"], int, int], bool]


def make_forms(items: Sequence[Item], count: int, seed: str, sections: Sequence[Section] = ()) -> tuple[Form, ...]:
    """Return `count` forms: each has all items in an order of its own, and options shuffled where they may be.

    An item's place and its options' order are drawn from the seed, the form and the item alone; it stays in its
    section. Options in a natural order (dates, numbers) keep it, one that speaks of the others ("none of these") stays
    last, and events to be put in order never stand in order. Then as few keys as can be change places, so that on each
    form, among items with equally many options that may be shuffled, no letter is the key more than once oftener than
    another (after Haladyna, Downing and Rodriguez 2002, guideline 20: vary the location of the right answer). Where
    more than three keys in a row have one letter, two keys change letters, or two items places, if that breaks up the
    row without making one; so they do where the question of the same number has the same key on one of the three forms
    before, so that copying from a neighbour does not pay.

    Editing an item's words moves nothing, and forms do not depend on how many there are. Adding or leaving one out
    moves few keys of the first form, and on the others those that now meet another question of their number.
    """
    if not 1 <= count <= len(FORM_NAMES):
        message = f"there can be 1 to {len(FORM_NAMES)} forms, not {count}"
        raise ProblemError(Problem("B081", message, "--forms"))
    section = {item: number for number, one in enumerate(sections) for item in one.items}
    made: list[list[_Line]] = []
    for name in FORM_NAMES[:count]:
        lines = _lines(items, name, seed, section)
        _spread(lines, made[: -AROUND - 1 : -1])
        made.append(lines)
    return tuple(_form(name, lines) for name, lines in zip(FORM_NAMES, made, strict=False))


def _form(name: str, lines: Sequence[_Line]) -> Form:
    return Form(name=name, entries=tuple(Entry(item=line.item, options=tuple(line.options)) for line in lines))


def _lines(items: Sequence[Item], name: str, seed: str, section: dict[str, int]) -> list[_Line]:
    """The form as drawn, its letters balanced and no long row of one letter in it."""
    places = {item.id: (section.get(item.id, 0), draw(seed, item.id, f"place on form {name}")) for item in items}
    ordered = sorted(items, key=lambda item: places[item.id])
    lines = [_line(item, name, seed, places[item.id][0]) for item in ordered]
    movable: dict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.free:
            movable[len(line.options)].append(line)
    for options, group in movable.items():
        _level(group, options, f"{seed}\x1f{name}")
    _part(lines)
    return lines


@dataclass
class _Line:
    """An item on a form in the making. `right` is the id of its one right option, `free` whether that may move."""

    item: str
    section: int
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


def _line(item: Item, form: str, seed: str, section: int) -> _Line:
    last = [option.id for option in item.options if _stays_last(option, item)]
    ids = [option.id for option in item.options if option.id not in last]
    if not item.ordered and ids:
        ids = shuffled(ids, draw(seed, item.id, f"options on form {form}"))
    if item.interaction == "order" and ids == [option.id for option in sorted(item.options, key=_in_time)]:
        ids = [*ids[1:], ids[0]]  # what stands in order already asks nothing
    right = item.right[0].id if item.interaction == "choice" and len(item.right) == 1 else None
    return _Line(item.id, section, ids + last, right, free=bool(right) and not item.ordered and not last)


def _stays_last(option: Option, item: Item) -> bool:
    words = words_for(item.language)
    return flat(option.text) in words.all_or_none | words.together


def _in_time(option: Option) -> int:
    return option.place or 0


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
                if _swapped(lines, one, _letters, _not_in_rows):
                    break
            else:
                _swapped(lines, at, _items, _not_in_rows)


def _in_row(lines: Sequence[_Line], at: int) -> bool:
    """Whether the line is part of a row of equal letters that is too long."""
    place, length = lines[at].place, 1
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(lines) and lines[other].place == place and length <= LONGEST:
            length, other = length + 1, other + step
    return place is not None and length > LONGEST


def _not_in_rows(lines: list[_Line], at: int, other: int) -> bool:
    return not _in_row(lines, at) and not _in_row(lines, other)


def _swapped(lines: list[_Line], at: int, swap: Swap, good: Swap) -> bool:
    """Swap with the nearest line with which that is `good`; tell whether there was one."""
    return any(_tried(lines, at, other, swap, good) for other in _nearest(at, len(lines)))


def _tried(lines: list[_Line], at: int, other: int, swap: Swap, good: Swap) -> bool:
    """Swap the two if their letters differ and that is `good`; tell whether they are swapped."""
    if lines[other].place == lines[at].place or not swap(lines, at, other):
        return False
    if good(lines, at, other):
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
    if lines[at].section != lines[other].section:
        return False
    lines[at], lines[other] = lines[other], lines[at]
    return True


def _spread(lines: list[_Line], before: Sequence[Sequence[_Line]]) -> None:
    """Set keys apart from those of the same number on the forms `before`, the nearest form first."""
    tables = [[line.place for line in form] for form in before]

    def shared(at: int) -> float:
        """On how many of the forms the key of this number is the same, the nearer ones counting more."""
        place = lines[at].place
        return sum(2**-n for n, table in enumerate(tables) if table[at] == place) if place is not None else 0

    def better(_: list[_Line], at: int, other: int) -> bool:
        return shared(at) + shared(other) < was and _not_in_rows(lines, at, other)

    for at in range(len(lines) if tables else 0):
        for other in _nearest(at, len(lines)) if shared(at) else ():
            was = shared(at) + shared(other)
            if any(_tried(lines, at, other, swap, better) for swap in (_letters, _items)) and not shared(at):
                break
