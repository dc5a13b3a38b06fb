"""Questions as Canvas's dialect of QTI 1.2 has them: the one form of which Canvas keeps the feedback.

Canvas stores numbers as the ids of answers, shows `text/plain` answers with line breaks as spaces, and takes whatever
else has mark-up for HTML; so an answer with a `<` or a `&` goes out as HTML that shows it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from quizgen.exporting.evidence import explained_html
from quizgen.exporting.markup import escaped, flat, html
from quizgen.exporting.pictures import Frame, answered_html, shown_html
from quizgen.exporting.taking import answers, first_id, sources, true_or_false
from quizgen.model.item import BLANK, Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz

FOLDER = "images"
"""Where pictures stand in the package."""
FORMULA = re.compile(r"(<[^>]*>)|\\(?=[(\[])|\$(?=\$)")
"""A tag, or the first sign of what Canvas would typeset as a formula."""
FRAME = Frame(lambda one: f"%24IMS-CC-FILEBASE%24/{FOLDER}/{one.name}")
SCORE = '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
FULL = '<setvar action="Set" varname="SCORE">100</setvar>'
ALWAYS = (
    '<respcondition continue="Yes"><conditionvar><other/></conditionvar>'
    '<displayfeedback feedbacktype="Response" linkrefid="general_fb"/></respcondition>'
)
TYPED = (
    '<response_str ident="response1" rcardinality="Single"><render_fib>'
    '<response_label ident="answer1" rshuffle="No"/></render_fib></response_str>'
)


class Look(NamedTuple):
    """How all questions of a package look: what each is worth, and whether its title is its id or its number."""

    points: str
    titled: bool


class Body(NamedTuple):
    """What depends on how a question is answered: what is shown, what scores, and what is said of single answers.

    `feedback` has an answer's number and what is said of it, as HTML.
    """

    sort: str
    stem: str
    responses: str
    scoring: str
    numbers: tuple[str, ...] = ()
    feedback: tuple[tuple[str, str], ...] = ()


def ident(what: str, name: str) -> str:
    """Return an identifier as Canvas makes its own, 33 letters and digits: always the same for the same thing."""
    return "g" + uuid5(NAMESPACE_URL, f"urn:quizgen:canvas:{what}:{name}").hex


def shows(medium: Medium) -> bool:
    """Tell whether Canvas's questions can hold it."""
    return medium.kind == "image"


def item_xml(quiz: Quiz, item: Item, number: int, look: Look) -> str:
    """Return a question, with its evidence as the feedback that is shown whatever was answered."""
    body = BODIES.get(item.interaction, _typed)(item)
    general = explained_html(quiz, item) + answered_html(quiz, item, FRAME, shows)
    stem = shown_html(item.asking, FRAME) + body.stem
    known = ident("item", first_id(quiz, item))
    return (
        f'<item ident="{known}" title="{item.id if look.titled else number}">'
        f"<itemmetadata><qtimetadata>{_metadata(item, body, look, known)}</qtimetadata></itemmetadata>"
        f"<presentation>{_material(stem)}{body.responses}</presentation>"
        f"<resprocessing>{SCORE}{ALWAYS}{''.join(map(_said_of, body.feedback))}{body.scoring}</resprocessing>"
        f"{_feedback('general', general)}"
        f"{''.join(_feedback(name, text) for name, text in body.feedback)}</item>\n"
    )


def _metadata(item: Item, body: Body, look: Look, known: str) -> str:
    """What Canvas reads, and the ids by which one finds the question and its sources again in the file."""
    fields = {
        "question_type": body.sort,
        "points_possible": look.points,
        "original_answer_ids": ",".join(body.numbers),
        "assessment_question_identifierref": f"q{known}",
        "quizgen_item": item.id,
        "quizgen_sources": escaped(" ".join(sources(item))),
        "quizgen_tags": escaped(flat(", ".join(item.tags))),
    }
    return "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"
        for label, entry in fields.items()
        if entry
    )


def _said_of(said: tuple[str, str]) -> str:
    return (
        f'<respcondition continue="Yes"><conditionvar>{_is(said[0])}</conditionvar>'
        f'<displayfeedback feedbacktype="Response" linkrefid="{said[0]}_fb"/></respcondition>'
    )


def _feedback(name: str, text: str) -> str:
    return f'<itemfeedback ident="{name}_fb"><flow_mat>{_material(text)}</flow_mat></itemfeedback>'


def _material(text: str) -> str:
    return f'<material><mattext texttype="text/html">{_again(unset(text))}</mattext></material>'


def _again(text: str) -> str:
    """HTML as XML holds it. Replacing is faster than `escaped`, and no HTML of ours has what XML cannot hold."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    return f'<material><mattext texttype="text/plain">{escaped(flat(text))}</mattext></material>'


def _answer(text: str) -> str:
    """An answer that is shown as it is written, by Classic Quizzes as well as by New Quizzes."""
    return _material(_paragraph(text)) if "<" in text or "&" in text else _plain(text)


def unset(text: str) -> str:
    r"""Return HTML in which no `\(`, `\[` or `$$` begins a formula."""
    if "\\" not in text and "$$" not in text:
        return text
    return FORMULA.sub(lambda found: found[1] or f"<span>{found[0]}</span>", text)


def _paragraph(text: str) -> str:
    return f'<p dir="auto">{html(text)}</p>'


def _stem(item: Item, text: str) -> str:
    return f'<p dir="auto" lang="{escaped(item.language)}">{html(text)}</p>'


def _is(value: str, response: str = "response1") -> str:
    return f'<varequal respident="{response}">{value}</varequal>'


def _scored(condition: str, rule: str = FULL) -> str:
    return f'<respcondition continue="No"><conditionvar>{condition}</conditionvar>{rule}</respcondition>'


def _numbered(options: tuple[Option, ...]) -> Iterator[tuple[str, Option]]:
    return ((str(number), option) for number, option in enumerate(options, 1001))


def _label(number: str, material: str) -> str:
    return f'<response_label ident="{number}">{material}</response_label>'


def _choice(item: Item) -> Body:
    both = {option.text.casefold() for option in item.options} == {"true", "false"}  # Canvas knows no other language
    sort = "true_false_question" if both and true_or_false(item) is not None else "multiple_choice_question"
    right = next(number for number, option in _numbered(item.options) if option.correct)
    return _offered(item, sort, "Single", _scored(_is(right)))


def _choices(item: Item) -> Body:
    each = (_is(n) if option.correct else f"<not>{_is(n)}</not>" for n, option in _numbered(item.options))
    return _offered(item, "multiple_answers_question", "Multiple", _scored(f"<and>{''.join(each)}</and>"))


def _offered(item: Item, sort: str, cardinality: str, scoring: str) -> Body:
    numbered = tuple(_numbered(item.options))
    labels = "".join(_label(number, _answer(option.text)) for number, option in numbered)
    return Body(
        sort=sort,
        stem=_stem(item, item.stem),
        responses=f'<response_lid ident="response1" rcardinality="{cardinality}">'
        f"<render_choice>{labels}</render_choice></response_lid>",
        scoring=scoring,
        numbers=tuple([number for number, _ in numbered]),
        feedback=tuple([(n, _paragraph(option.rationale)) for n, option in numbered if option.rationale]),
    )


def _typed(item: Item) -> Body:
    right = "".join(_is(escaped(flat(text))) for text in answers(item))
    return Body("short_answer_question", _stem(item, item.stem), TYPED, _scored(right))


def _cloze(item: Item) -> Body:
    """A blank in the text is a name in square brackets, which must stand there once only."""
    name = "blank"
    while f"[{name}]" in item.stem:
        name += "1"
    numbered = list(enumerate(dict.fromkeys(map(flat, answers(item))), 1001))
    labels = "".join(_label(str(number), _plain(text)) for number, text in numbered)
    return Body(
        sort="fill_in_multiple_blanks_question",
        stem=_stem(item, item.stem.replace(BLANK, f"[{name}]", 1)),
        responses=f'<response_lid ident="response_{name}"><material><mattext>{name}</mattext></material>'
        f"<render_choice>{labels}</render_choice></response_lid>",
        scoring=_adding(_is("1001", f"response_{name}"), "100.00"),
        numbers=tuple([str(number) for number, _ in numbered]),
    )


def _adding(condition: str, points: str) -> str:
    rule = f'<setvar varname="SCORE" action="Add">{points}</setvar>'
    return f"<respcondition><conditionvar>{condition}</conditionvar>{rule}</respcondition>"


def _match(item: Item) -> Body:
    """Each target has a number of its own, the same in every list."""
    targets = {target: str(number) for number, target in enumerate(item.targets, 2001)}
    offered = "".join(_label(number, _plain(target)) for target, number in targets.items())
    each = f"{100 / len(item.options):.2f}"
    return Body(
        sort="matching_question",
        stem=_stem(item, item.stem),
        responses="".join(
            f'<response_lid ident="response_{number}">{_answer(option.text)}'
            f"<render_choice>{offered}</render_choice></response_lid>"
            for number, option in _numbered(item.options)
        ),
        scoring="".join(
            _adding(_is(targets[option.match or ""], f"response_{number}"), each)
            for number, option in _numbered(item.options)
        ),
    )


BODIES = {"choice": _choice, "choices": _choices, "cloze": _cloze, "match": _match}
"""How each interaction is asked; what is not here is typed."""
