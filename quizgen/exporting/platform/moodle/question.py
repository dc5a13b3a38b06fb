"""An item as a question of Moodle's XML format.

Texts that readers see are HTML in CDATA sections; whatever an author wrote is escaped in them, so that no section ends
early. Typed answers and the answers of pairs are plain text to Moodle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from quizgen.exporting.evidence import explained_html
from quizgen.exporting.markup import escaped, flat, html, inner
from quizgen.exporting.pictures import answered_html, shown_html
from quizgen.exporting.platform.moodle.limits import FIELD, grades, literal, name, number, paired, unused
from quizgen.exporting.platform.moodle.media import FRAME, files
from quizgen.exporting.taking import answers, first_id, in_order, tags, true_or_false
from quizgen.model.item import BLANK, Interaction, Item, Option
from quizgen.model.quiz import Quiz

UNFIT_FOR_CLOZE = re.compile(r"[~\\]")
"""What Moodle's embedded answers have no way to write; such an answer is asked with a field within the text."""
ESCAPED_IN_CLOZE = str.maketrans({"}": r"\}", "#": r"\#"})


def question(quiz: Quiz, item: Item) -> str:
    """Return the item as a `question` element."""
    kind, text, body = ASKED.get(item.interaction, _typed)(item)
    told = explained_html(quiz, item) + answered_html(quiz, item, FRAME)
    hint = f"<hint {_text(_shown(item.hint))}</hint>\n" if item.hint else ""
    labels = "".join(map(_tag, tags(item)))
    return (
        f'<question type="{kind}">\n<name><text>{escaped(name(item))}</text></name>\n'
        f"<questiontext {_text(text + shown_html(item.asking, FRAME))}{files(item.asking)}</questiontext>\n"
        f"<generalfeedback {_text(told)}{files([one for one in item.media if not one.asks])}</generalfeedback>\n"
        f"<defaultgrade>1</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>"
        f"<idnumber>{first_id(quiz, item)}</idnumber>\n"
        f"{body}{hint}<tags>{labels}</tags>\n</question>\n"
    )


@lru_cache(maxsize=4096)
def _tag(tag: str) -> str:
    return f"<tag><text>{escaped(flat(tag))}</text></tag>"


Asked = tuple[str, str, str]
"""Moodle's name of the type, the question as HTML, and the elements with the answers."""


def _choice(item: Item) -> Asked:
    if true_or_false(item) is not None:
        return "truefalse", _stem(item), _true_false(item)
    given = "".join(_answer(option, "100" if option.correct else "0") for option in item.options)
    return "multichoice", _stem(item), _offered(item, "true") + given


def _choices(item: Item) -> Asked:
    gain, loss = grades(item)
    given = "".join(_answer(option, gain if option.correct else loss) for option in item.options)
    return "multichoice", _stem(item), _offered(item, "false") + given


def _offered(item: Item, single: str) -> str:
    shuffle = "false" if item.ordered else "true"
    return (
        f"<single>{single}</single><shuffleanswers>{shuffle}</shuffleanswers><answernumbering>ABCD</answernumbering>\n"
    )


def _answer(option: Option, fraction: str) -> str:
    feedback = f"<feedback {_text(_shown(option.rationale))}</feedback>" if option.rationale else ""
    return f'<answer fraction="{fraction}" {_text(_inline(option.text))}{feedback}</answer>\n'


def _true_false(item: Item) -> str:
    """Moodle shows its own words for true and false, in the language of the site."""
    right = true_or_false(item)
    ordered = sorted(item.options, key=lambda option: option.correct is not right)  # the one that says true comes first
    return "".join(
        f'<answer fraction="{100 if option.correct else 0}" format="moodle_auto_format"><text>{word}</text>'
        f"<feedback {_text(_shown(option.rationale or ''))}</feedback></answer>\n"
        for word, option in zip(("true", "false"), ordered, strict=True)
    )


def _typed(item: Item) -> Asked:
    return "shortanswer", _with_field(item), f"<usecase>0</usecase>\n{_accepted(map(literal, answers(item)))}"


def _number(item: Item) -> Asked:
    found = number(item)
    if found is None:
        return _typed(item)
    return "numerical", _with_field(item), _accepted([found], "<tolerance>0</tolerance>")


def _accepted(texts: Iterable[str], more: str = "") -> str:
    """The answers that earn full marks, each once."""
    return "".join(
        f'<answer fraction="100" format="plain_text"><text>{escaped(text)}</text>{more}</answer>\n'
        for text in dict.fromkeys(filter(None, texts))
    )


def _cloze(item: Item) -> Asked:
    if any(map(UNFIT_FOR_CLOZE.search, answers(item))) or BLANK not in item.stem:
        return _typed(item)
    accepted = "~=".join(dict.fromkeys(filter(None, map(_embedded, answers(item)))))
    before, after = (_inert(part) for part in item.stem.split(BLANK, 1))
    return "cloze", _paragraph(item, f"{before}{{1:SHORTANSWER:={accepted}}}{after}"), ""


def _embedded(answer: str) -> str:
    return escaped(literal(answer)).translate(ESCAPED_IN_CLOZE)


def _inert(text: str) -> str:
    """What stands around the gap, in which a brace opens none."""
    return inner(text).replace("{", "&#123;")


def _order(item: Item) -> Asked:
    given = "".join(
        f'<answer fraction="{place}" {_text(_inline(option.text))}</answer>\n'
        for place, option in enumerate(in_order(item), 1)
    )
    asked = (
        "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
        f"<selectcount>{len(item.options)}</selectcount><gradingtype>ABSOLUTE_POSITION</gradingtype>"
        "<showgrading>SHOW</showgrading><numberingstyle>none</numberingstyle><shownumcorrect>1</shownumcorrect>\n"
    )  # without `shownumcorrect` older versions fail, and with them the rest of the file
    return "ordering", _stem(item), asked + given


def _match(item: Item) -> Asked:
    pairs = [(_inline(option.text), option.match or "") for option in item.options]
    given = "".join(
        f"<subquestion {_text(asked)}<answer><text>{escaped(paired(target))}</text></answer></subquestion>\n"
        for asked, target in (*pairs, *(("", target) for target in unused(item)))
    )
    return "matching", _stem(item), f"<shuffleanswers>{'false' if item.ordered else 'true'}</shuffleanswers>\n{given}"


ASKED: dict[Interaction, Callable[[Item], Asked]] = {
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "cloze": _cloze,
    "order": _order,
    "match": _match,
}
"""How each interaction is asked; what is not here is typed."""


def _with_field(item: Item) -> str:
    return _paragraph(item, html(item.stem.replace(BLANK, FIELD, 1)))


def _stem(item: Item) -> str:
    return _paragraph(item, html(item.stem))


def _paragraph(item: Item, content: str) -> str:
    return f'<p dir="auto" lang="{escaped(item.language)}">{content}</p>'


def _shown(text: str | None) -> str:
    return f'<p dir="auto">{html(text)}</p>' if text else ""


def _inline(text: str) -> str:
    """Moodle puts an option on the line of its button, where a paragraph would be torn apart."""
    return f'<span dir="auto">{html(text)}</span>'


def _text(content: str) -> str:
    """The rest of a start tag that says that this is HTML, and the HTML."""
    return f'format="html"><text><![CDATA[{content}]]></text>' if content else 'format="html"><text></text>'
