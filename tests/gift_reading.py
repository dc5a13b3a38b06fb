"""A second reader of GIFT, after what Moodle's importer does with a file. It is not Moodle.

Moodle works by searching for signs, not by a grammar: comments go, each escaped sign becomes another text, then
the braces are found, then the type is told from the signs within them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.moodle_reading import FRACTIONS, fits, words

SIGNS = {rf"\{sign}": f"&&{ord(sign):03};" for sign in ":#={}~"} | {r"\n": "&&010;"}
FORMATS = ("html", "plain", "moodle", "markdown")


@dataclass
class Entry:
    type: str
    name: str
    text: str
    feedback: str
    idnumber: str
    tags: list[str]
    category: str
    answers: list[tuple[str, float, str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def grade(self, response) -> float:
        """What a response earns, from 0 to 1."""
        if self.type == "match":
            asked = [(one, other) for one, other in self.pairs if one]
            return sum(pair in response for pair in asked) / len(asked)
        if isinstance(response, list):
            total = sum(fraction for text, fraction, _ in self.answers if text in response)
            return max(0.0, 1.0 if abs(total - 1) < 0.0001 else total)
        if self.type == "numerical":
            return float(re.fullmatch(r"-?\d+", response) is not None and int(response) == int(self.answers[0][0]))
        return max((fraction for pattern, fraction, _ in self.answers if fits(response, pattern)), default=0.0)


def read(text: str) -> list[Entry]:
    """The questions of a file; an AssertionError says what Moodle would not take."""
    found, category = [], ""
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.split("\n")]
        comments = [line for line in lines if line.startswith("//")]
        body = _hidden("\n".join(line for line in lines if not line.startswith("//")).strip())
        if body.startswith("$CATEGORY:"):
            category = body[10:].strip()
        elif body:
            found.append(_entry(body, "\n".join(comments), category))
    return found


def _hidden(text: str) -> str:
    text = text.replace("\\\\", "&&092;")
    for sign, placeholder in SIGNS.items():
        text = text.replace(sign, placeholder)
    return text.replace("&&092;", "\\")


def _bare(text: str) -> str:
    for sign, placeholder in SIGNS.items():
        text = text.replace(placeholder, "\n" if sign == r"\n" else sign[1])
    return text.strip()


def _formatted(text: str, default: str) -> tuple[str, str]:
    """A text without its format, and the format."""
    text = text.strip()
    chosen = text[1 : text.index("]")] if text.startswith("[") and "]" in text else ""
    return (_bare(text[len(chosen) + 2 :]), chosen) if chosen in FORMATS else (_bare(text), default)


def _seen(text: str, default: str) -> str:
    shown, chosen = _formatted(text, default)
    return words(shown) if chosen == "html" else " ".join(shown.split())


def _entry(body: str, comments: str, category: str) -> Entry:
    assert body.startswith("::")
    name, _, body = body[2:].partition("::")
    start, end = body.index("{"), body.index("}")
    given, rest = body[start + 1 : end].strip(), body[end + 1 :]
    assert "{" not in rest
    assert "}" not in rest
    text = body[:start] + ("_____" if rest.strip() else "") + rest
    given, gap, feedback = given.rpartition("####")
    assert gap
    default = _formatted(text, "moodle")[1]
    made = Entry(
        type=_type(given.strip()),
        name=_bare(name),
        text=_seen(text, "moodle"),
        feedback=_formatted(feedback, default)[0],
        idnumber=re.search(r"\[id:([^]\x00-\x1f]+)\]", comments)[1],
        tags=[tag.replace(r"\]", "]") for tag in re.findall(r"\[tag:((?:\\\]|[^]<>`\x00-\x1f])+)\]", comments)],
        category=category,
    )
    READING[made.type](made, given.strip(), default)
    return made


def _type(given: str) -> str:
    if given.startswith("#"):
        return "numerical"
    if "~" in given:
        return "multichoice"
    if "=" in given and "->" in given:
        return "match"
    return "truefalse" if given.partition("#")[0].strip() in {"T", "F", "TRUE", "FALSE"} else "shortanswer"


def _answer(text: str, default: str, weight: float) -> tuple[str, float, str]:
    if weighed := re.match(r"%(-*[0-9]{1,2}\.?[0-9]*)%", text):
        weight, text = float(weighed[1]) / 100, text[weighed.end() :]
    assert any(abs(abs(weight) - listed) < 0.00001 for listed in FRACTIONS), weight
    answer, _, feedback = text.partition("#")
    return _seen(answer, default), weight, _seen(feedback, default)


def _choices(made: Entry, given: str, default: str) -> None:
    parts = given.replace("=", "~=").split("~")
    for part in map(str.strip, parts[1:]):
        weight, text = (1.0, part[1:]) if part.startswith("=") else (0.0, part)
        made.answers.append(_answer(text.strip(), default, weight))
    assert not parts[0].strip()
    assert len(made.answers) >= 2


def _true_false(made: Entry, given: str, default: str) -> None:
    answer, *feedback = given.split("#", 2)
    right = answer.strip().startswith("T")
    wrong, *_ = (*(_seen(text, default) for text in feedback), "")
    told = {not right: wrong}
    made.answers = [(str(said).lower(), float(said is right), told.get(said, "")) for said in (True, False)]


def _typed(made: Entry, given: str, default: str) -> None:
    for part in given.split("=")[1:]:
        answer, _, feedback = part.strip().partition("#")
        assert not feedback
        made.answers.append((_formatted(answer, default)[0], 1.0, ""))
    assert made.answers


def _number(made: Entry, given: str, default: str) -> None:
    made.answers = [(given[1:].strip(), 1.0, "")]


def _pairs(made: Entry, given: str, default: str) -> None:
    for pair in given.split("=")[1:]:
        one, arrow, other = pair.partition("->")
        assert arrow
        assert 0 < len(_bare(other)) <= 255
        made.pairs.append((_seen(one, default), _bare(other)))
    assert len(made.pairs) >= 3


READING = {
    "multichoice": _choices,
    "truefalse": _true_false,
    "shortanswer": _typed,
    "numerical": _number,
    "match": _pairs,
}
