"""An item as a question of GIFT: a comment with id and tags, the question, and its answers in braces."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from quizgen.exporting.evidence import explained_html
from quizgen.exporting.markup import flat
from quizgen.exporting.platform.moodle.gift_text import (
    PLACEHOLDER,
    PLAIN,
    format_of,
    hypertext,
    part,
    signs,
    stem,
    typed,
)
from quizgen.exporting.platform.moodle.limits import FIELD, grades, literal, number, unused
from quizgen.exporting.platform.moodle.limits import refused as refused_by_moodle
from quizgen.exporting.taking import answers, first_id, tags, true_or_false
from quizgen.model.item import BLANK, TYPED, Interaction, Item
from quizgen.model.quiz import Quiz

BRACKET = r"\]"


def refused(item: Item) -> str | None:
    """Return why GIFT cannot hold the item; None if it can."""
    if item.interaction in TYPED and not any(map(_typable, item.key)):
        return "its answer has `->` or `&&0` in it, which GIFT keeps for itself"
    if item.interaction == "match" and any(PLACEHOLDER in target for target in item.targets):
        return "an answer to match has `&&0` in it, which GIFT keeps for itself"
    return refused_by_moodle(item)


def untypable(item: Item) -> int:
    """Return how many accepted spellings of a typed answer GIFT cannot hold."""
    if item.interaction not in TYPED:
        return 0
    return sum(1 for answer in answers(item) if not _typable(answer))


def _typable(answer: str) -> bool:
    """Tell whether an answer can be one that is typed: with `->` it would be one half of a pair."""
    return "->" not in flat(answer) and PLACEHOLDER not in flat(answer)


def question(quiz: Quiz, item: Item) -> str:
    """Return the item as GIFT has it, with the empty line that ends it."""
    asked, given, rest = ASKED.get(item.interaction, _typed)(item)
    labels = "".join(map(_label, tags(item)))
    told = hypertext(explained_html(quiz, item))
    return f"// [id:{first_id(quiz, item)}]{labels}\n::{signs(item.id)}::{asked}{{{given}\t####{told}\n}}{rest}\n\n"


@lru_cache(maxsize=4096)
def _label(tag: str) -> str:
    return f" [tag:{flat(tag).replace(']', BRACKET)}]"


Asked = tuple[str, str, str]
"""The question, what stands in the braces before the feedback, and what of the question comes after them."""


def _choice(item: Item) -> Asked:
    right = true_or_false(item)
    if right is not None:
        return _stem(item), _true_false(item, right=right), ""
    return _stem(item), _offered(item, "=", "~"), ""


def _true_false(item: Item, *, right: bool) -> str:
    """Feedback to the wrong answer comes first."""
    wrong = next((option.rationale for option in item.options if not option.correct), None)
    feedback = f" #{part(wrong, format_of(item.stem))}" if wrong else ""
    return f"{'TRUE' if right else 'FALSE'}{feedback}\n"


def _choices(item: Item) -> Asked:
    gain, loss = grades(item)
    return _stem(item), _offered(item, f"~%{gain}%", f"~%{loss}%"), ""


def _offered(item: Item, right: str, wrong: str) -> str:
    default = format_of(item.stem)
    lines = (
        f"\t{right if option.correct else wrong}{part(option.text, default)}"
        f"{f'#{part(option.rationale, default)}' if option.rationale else ''}\n"
        for option in item.options
    )
    return "\n" + "".join(lines)


def _typed(item: Item) -> Asked:
    return f"{stem(item.stem.replace(BLANK, FIELD, 1), item.language)} ", _accepted(item), ""


def _accepted(item: Item) -> str:
    fitting: Iterable[str] = filter(None, map(literal, filter(_typable, answers(item))))
    return "\n" + "".join(f"\t={typed(text)}\n" for text in dict.fromkeys(fitting))


def _number(item: Item) -> Asked:
    found = number(item)
    return _typed(item) if found is None else (_typed(item)[0], f"#{found}\n", "")


def _cloze(item: Item) -> Asked:
    """A missing word. One at an end of the sentence has no place of its own in GIFT, and is marked in the question."""
    before, _, after = item.stem.partition(BLANK)
    if not before.strip() or not after.strip() or after.lstrip().startswith("//") or format_of(item.stem) != PLAIN:
        return _typed(item)
    return f"[plain]{signs(before.lstrip())}", _accepted(item), signs(after.rstrip())


def _match(item: Item) -> Asked:
    default = format_of(item.stem)
    pairs = [(part(option.text, default), option.match or "") for option in item.options]
    extra = [("", target) for target in unused(item)]
    return _stem(item), "\n" + "".join(f"\t={one} -> {signs(flat(other))}\n" for one, other in (*pairs, *extra)), ""


def _stem(item: Item) -> str:
    return stem(item.stem, item.language) + " "


ASKED: dict[Interaction, Callable[[Item], Asked]] = {
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "cloze": _cloze,
    "match": _match,
}
"""How each interaction is asked; what is not here is typed."""
