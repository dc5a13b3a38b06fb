"""Questions as Open edX problems.

Its engine replaces `$name` by a variable of the problem wherever that stands in the rendered text, its pages take
`\\(` and `[mathjax]` for the start of a formula, and its lists to choose from cannot hold every quotation mark. Such a
sign in a text is therefore put into an element of its own; one in an answer cannot be, so that item is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from quizgen.exporting.evidence import explained_html
from quizgen.exporting.markup import escaped, flat, html, inner
from quizgen.exporting.pictures import Frame, answered_html, shown_html
from quizgen.exporting.taking import answers, first_id, sources
from quizgen.model.item import BLANK, Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

VARIABLES = re.compile(r"\$(?:seed|anonymous_student_id|script_code|python_path|extra_files)")
"""What the engine would replace by a value of its own."""
MEANING = re.compile(r"(<[^>]*>)|\$(?=[a-z_])|\\(?=[(\[])|\[(?=mathjax)|[se](?=(?:tart|nd)outtext)", re.ASCII)
"""A tag, or the first sign of what the engine or its pages would take for more than text."""
LISTED = re.compile(r"[^'\"\\$]{1,100}")
"""A text that a list to choose from can hold."""
FRAME = Frame(lambda one: f"/static/{one.name}")
SEPARATOR = "_or_"
"""What separates answers in old problems, and so cannot stand in the first answer."""


class Look(NamedTuple):
    """How all problems look: their further attributes, and that of the options where they may be mixed, as XML."""

    settings: str
    mixed: str


def named(quiz: Quiz, item: Item) -> str:
    """Return the name of an item's block, by which learners' answers are kept: whatever the item is called later."""
    return url_name(first_id(quiz, item))


def url_name(name: str) -> str:
    """Return the name of a block in Studio: letters, digits and hyphens, always the same for the same id."""
    told = re.sub(r"[^A-Za-z0-9]+", "-", name)[:80].strip("-")
    return f"{told}-{blake2b(name.encode(), digest_size=4).hexdigest()}"


def shows(_: Medium) -> bool:
    """Tell whether a problem can hold it: pictures and sounds alike."""
    return True


def refused(item: Item) -> str | None:
    """Return why Open edX cannot ask an item, or None."""
    if item.interaction not in {"text", "cloze"}:
        return None
    if any(VARIABLES.search(text) for text in answers(item)):
        return "its answer holds the name of a variable that Open edX replaces, such as $seed"
    if all(SEPARATOR in text.lower() for text in answers(item)):
        return "its answer holds `_or_`, which Open edX takes for a separator"
    return None


def problem_xml(quiz: Quiz, item: Item, title: str, look: Look) -> str:
    """Return a problem that is called `title`."""
    asked = shown_html(item.asking, FRAME)
    body = BODIES.get(item.interaction, _typed)(item, look)
    hint = f"<demandhint><hint>{html(item.hint)}</hint></demandhint>" if item.hint else ""
    inside = inert(f"{asked}{body}{_solution(quiz, item)}{hint}")
    return f'<problem display_name="{escaped(flat(title))}"{look.settings}>{inside}</problem>\n'


def inert(text: str) -> str:
    """Return XML in which nothing but the tags means more than it says."""
    if "$" not in text and "\\" not in text and "[mathjax" not in text and "outtext" not in text:
        return text
    return MEANING.sub(_cut, text)


def _cut(found: re.Match[str]) -> str:
    """A tag stays, its address in another spelling; a sign stands apart from what follows."""
    tag: str | None = found[1]
    if tag is None:
        return f"<span>{found[0]}</span>"
    return tag.replace("$", "%24") if tag.startswith("<a ") else tag


def _solution(quiz: Quiz, item: Item) -> str:
    """The evidence, with the ids by which one finds the question and its sources again."""
    ids = f'data-item="{item.id}" data-sources="{escaped(" ".join(sources(item)))}"'
    told = explained_html(quiz, item) + answered_html(quiz, item, FRAME)
    return f'<solution><div class="detailed-solution" {ids}>{told}</div></solution>'


def _label(item: Item, text: str) -> str:
    return f'<label><span dir="auto" lang="{escaped(item.language)}">{html(text)}</span></label>'


def _choice(item: Item, look: Look) -> str:
    mixed = "" if item.ordered else look.mixed
    offered = "".join(_offered(option, "") for option in item.options)
    group = f'<choicegroup type="MultipleChoice"{mixed}>{offered}</choicegroup>'
    return f"<multiplechoiceresponse>{_label(item, item.stem)}{group}</multiplechoiceresponse>"


def _choices(item: Item, _: Look) -> str:
    offered = "".join(_offered(option, ' selected="true"') for option in item.options)
    return f"<choiceresponse>{_label(item, item.stem)}<checkboxgroup>{offered}</checkboxgroup></choiceresponse>"


def _offered(option: Option, selected: str) -> str:
    said = f"<choicehint{selected}>{html(option.rationale)}</choicehint>" if option.rationale else ""
    return f'<choice correct="{str(option.correct).lower()}">{_inside(html(option.text))}{said}</choice>'


def _inside(text: str) -> str:
    """The engine takes the text right inside an option for mark-up, however it is escaped, but not an element's."""
    return f"<span>{text}</span>" if "&" in text else text


def _typed(item: Item, _: Look) -> str:
    first, *others = _accepted(item)
    return (
        f'<stringresponse answer="{first}" type="ci">{_label(item, item.stem)}'
        f'{"".join(map(_also, others))}<textline size="40"/></stringresponse>'
    )


def _also(answer: str) -> str:
    return f'<additional_answer answer="{answer}"/>'


def _accepted(item: Item) -> Iterator[str]:
    """The answers as attributes, one with `_or_` never first."""
    ordered = sorted(dict.fromkeys(map(flat, answers(item))), key=lambda text: SEPARATOR in text.lower())
    return map(escaped, ordered)


def _cloze(item: Item, _: Look) -> str:
    """The line to write on stands in the sentence. The engine drops a text right after it, but no element."""
    first, *others = _accepted(item)
    before, _found, after = item.stem.partition(BLANK)
    line = f'{inner(before.lstrip())}<textline size="20" inline="true"/><span>{inner(after.rstrip())}</span>'
    return (
        f'<stringresponse answer="{first}" type="ci">{"".join(map(_also, others))}'
        f'<p dir="auto" lang="{escaped(item.language)}">{line}</p></stringresponse>'
    )


def _match(item: Item, _: Look) -> str:
    """A list to choose from for each; where it cannot hold the targets, they stand above it with numbers."""
    stem = f'<p dir="auto" lang="{escaped(item.language)}">{html(item.stem)}</p>'
    if all(map(_listed, item.targets)):
        return stem + _lists(item, {target: target for target in item.targets})
    numbered = {target: str(number) for number, target in enumerate(item.targets, 1)}
    told = "".join(f'<p dir="auto">({number}) {html(target)}</p>' for target, number in numbered.items())
    return stem + told + _lists(item, numbered)


def _listed(target: str) -> bool:
    return LISTED.fullmatch(target) is not None and target == flat(target) and target == inert(target)


def _lists(item: Item, shown: dict[str, str]) -> str:
    return "".join(
        f'<optionresponse><label><span dir="auto">{html(option.text)}</span></label><optioninput>'
        + "".join(
            f'<option correct="{str(target == option.match).lower()}">{escaped(text)}</option>'
            for target, text in shown.items()
        )
        + "</optioninput></optionresponse>"
        for option in item.options
    )


BODIES = {"choice": _choice, "choices": _choices, "cloze": _cloze, "match": _match}
"""How each interaction is asked; what is not here is typed."""
