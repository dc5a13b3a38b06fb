"""What Moodle's question bank takes, and what it would drop or change without a word.

After its importers (`question/format.php`, `format/xml`, `format/gift`) and the tables of its question types.
"""

from __future__ import annotations

import re
from collections import Counter

from quizgen.exporting.markup import escaped, flat, shortened
from quizgen.exporting.taking import answers, tags
from quizgen.model.item import Item
from quizgen.model.quiz import Quiz

GRADED = (*range(1, 11), 20)
"""The n of which Moodle knows the grade 1/n. A question with any other is left out at import."""
LONGEST_TARGET = 255
LONGEST_TAG = 50
UNSAFE_IN_TAGS = re.compile("[<>`]")
FIELD = "_" * 20
"""Five underscores or more are where Moodle puts the field of a typed answer, instead of below the question."""
WHOLE_NUMBER = re.compile("-?[0-9]{1,15}")
LONGEST_NAME = 255
SHORTENED = 80
"""Characters of a question that go into its name, after the id."""


def refused(item: Item) -> str | None:
    """Return why Moodle would not take the item, or not as it is meant; None if it does."""
    if item.interaction in {"choice", "choices"} and len(item.options) < 2:
        return "Moodle offers no fewer than 2 answers"
    if item.interaction == "choices":
        return _ungraded(item)
    if item.interaction == "order":
        return _unordered(item)
    return _unmatched(item) if item.interaction == "match" else None


def _ungraded(item: Item) -> str | None:
    """Each right answer must be worth a grade that is in Moodle's list."""
    right = len(item.right)
    return None if right in GRADED else f"Moodle has no grade of one part in {right}, one for each right answer"


def _unordered(item: Item) -> str | None:
    """Moodle tells the events apart by their texts alone."""
    shown = {flat(option.text) for option in item.options}
    if len(shown) < len(item.options):
        return "two of its events read the same, and Moodle tells them apart by their texts"
    return "Moodle orders no fewer than 2 events" if len(shown) < 2 else None


def _unmatched(item: Item) -> str | None:
    """A question of fewer pairs ends the whole import in some versions."""
    if len(item.options) < 2 or len(item.options) + len(unused(item)) < 3:
        return "Moodle matches no fewer than 2 things with 3 answers"
    if max(len(paired(target)) for target in item.targets) > LONGEST_TARGET:
        return f"an answer to match is longer than {LONGEST_TARGET} characters"
    return None


def unused(item: Item) -> tuple[str, ...]:
    """Return the targets that belong to no option."""
    used = {option.match for option in item.options}
    return tuple(dict.fromkeys(target for target in item.targets if target not in used))


def paired(target: str) -> str:
    """Return an answer to match as Moodle keeps it: of plain text it would leave tags out, but it shows entities."""
    return escaped(flat(target)) if "<" in target or "&" in target else flat(target)


def grades(item: Item) -> tuple[str, str]:
    """Return, in percent, what each right answer earns and each wrong one costs where several may be ticked.

    A wrong tick costs at least what a right one earns, and all of them together all that is earned, so that neither one
    tick too many nor ticking everything is full marks, and the latter is none.
    """
    right, wrong = len(item.right), len(item.options) - len(item.right)
    parts = max(known for known in GRADED if known <= max(1, min(right, wrong)))
    return percent(right), f"-{percent(parts)}"


def percent(parts: int) -> str:
    """Return one of so many parts in percent, as precisely as Moodle compares them."""
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def number(item: Item) -> str | None:
    """Return the number to be typed if Moodle may read the answer as one.

    It may where every accepted spelling is the same number in plain digits. Of `1,200` it would depend on the site's
    language whether that is 1200 or 1.2, and of words it reads none.
    """
    spelt = [flat(text) for text in answers(item)]
    whole = all(map(WHOLE_NUMBER.fullmatch, spelt)) and len(set(map(int, spelt))) == 1
    return str(int(spelt[0])) if whole else None


def literal(answer: str) -> str:
    """Return a typed answer of which no asterisk stands for any text."""
    return flat(answer).replace("*", r"\*")


def name(item: Item) -> str:
    """Return what a question is called in the question bank: its id, which stays to be found, and its first words."""
    return f"{item.id}: {shortened(item.stem, SHORTENED)}"


def category(title: str) -> str:
    """Return the path of a bank's category; within a name a slash is doubled, and at its ends kept apart."""
    last = shortened(title, LONGEST_NAME).replace("/", "//")
    return f"$course$/top/{' ' * last.startswith('/')}{last}{' ' * last.endswith('/')}"


def lost(quiz: Quiz) -> Counter[str]:
    """Return what Moodle changes of the tags on the way in, counted."""
    used = Counter(tag for item in quiz.items for tag in tags(item))
    long = sum(count for tag, count in used.items() if len(tag) > LONGEST_TAG)
    unsafe = sum(count for tag, count in used.items() if UNSAFE_IN_TAGS.search(tag))
    names = (
        f"tag longer than {LONGEST_TAG} characters (Moodle cuts it)",
        "tag with <, > or ` (Moodle leaves them out)",
    )
    return +Counter(dict(zip(names, (long, unsafe), strict=True)))
