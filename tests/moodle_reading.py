"""A strict second reader of Moodle XML, after what Moodle's importer and its question types do. It is not Moodle.

It refuses whatever Moodle would drop, cut or stumble over, and grades a response as the question types do.
"""

from __future__ import annotations

import base64
import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

LISTED = (1, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2, 0.1666667, 0.1428571)
FRACTIONS = (0, *LISTED, 0.125, 0.1111111, 0.1, 0.05)
TAGS = frozenset({"a", "audio", "blockquote", "br", "img", "p", "small", "span"})
ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;"})


class _Shown(HTMLParser):
    """What a reader sees of HTML, its links, its directions, and the files it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.links, self.files, self.alts, self.open = "", [], [], [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        assert tag in TAGS, tag
        assert not {name for name in told if name.startswith("on")}
        if "href" in told:
            assert told["href"].startswith("http")
            self.links.append(told["href"])
        if "src" in told:
            assert told["src"].startswith("@@PLUGINFILE@@/")
            self.files.append(told["src"].partition("/")[2])
        self.alts += [told["alt"]] if "alt" in told else []
        self.text += "\n" if tag in {"br", "p"} else ""
        if tag not in {"br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in {"br", "img"}:
            assert self.open.pop() == tag
        self.text += "\n" if tag == "p" else ""

    def handle_data(self, data):
        self.text += data


def shown(html: str) -> _Shown:
    found = _Shown()
    found.feed(html)
    found.close()
    assert not found.open
    return found


def words(html: str) -> str:
    """What a reader sees, its white space evened."""
    return " ".join(shown(html).text.split())


@dataclass
class Question:
    type: str
    name: str
    text: str
    feedback: str
    category: str
    idnumber: str
    tags: list[str]
    hints: list[str]
    answers: list[tuple[str, float, str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    single: bool = True
    shuffle: bool = True

    def grade(self, response) -> float:
        """What a response earns, from 0 to 1."""
        return max(0.0, min(1.0, GRADING[self.type](self, response)))


def read(path: Path) -> list[Question]:
    """The questions of a file; an AssertionError says what Moodle would not take."""
    root = ET.fromstring(path.read_bytes())
    assert root.tag == "quiz"
    found, category, seen = [], "", set()
    for element in root:
        assert element.tag == "question"
        if element.get("type") == "category":
            category = _plain(element.find("category"))
            info = element.find("info")
            assert info is None or info.get("format") == "html"
            assert category.startswith("$course$/top/")
            assert all(0 < len(part) <= 255 for part in path_of(category))
            continue
        question = _question(element, category)
        assert question.idnumber not in seen
        seen.add(question.idnumber)
        found.append(question)
    return found


def path_of(category: str) -> list[str]:
    """A category path, cut at single slashes."""
    return [part.replace("//", "/").strip() for part in re.split("(?<!/)/(?!/)", category)]


def _question(element: ET.Element, category: str) -> Question:
    text, feedback = element.find("questiontext"), element.find("generalfeedback")
    made = Question(
        type=element.get("type"),
        name=_plain(element.find("name")),
        text=_html(text),
        feedback=_html(feedback),
        category=category,
        idnumber=element.findtext("idnumber"),
        tags=[_plain(tag) for tag in element.iterfind("tags/tag")],
        hints=[_html(hint) for hint in element.iterfind("hint")],
        files={**_files(text), **_files(feedback)},
    )
    assert 0 < len(made.name) <= 255
    assert 0 < len(made.idnumber) <= 100
    assert made.text
    assert float(element.findtext("defaultgrade")) == 1
    READING[made.type](made, element)
    return made


def _plain(element: ET.Element) -> str:
    [text] = element.findall("text")
    assert not len(text)
    return (text.text or "").strip()


def _html(element: ET.Element) -> str:
    assert element.get("format") == "html"
    html = _plain(element)
    shown(html)
    return html


def _files(element: ET.Element) -> dict[str, bytes]:
    """The files beside a text: all that it shows, and no others."""
    given = {}
    for file in element.iterfind("file"):
        assert (file.get("path"), file.get("encoding")) == ("/", "base64")
        given[file.get("name")] = base64.b64decode(file.text, validate=True)
    assert set(shown(_plain(element)).files) == set(given)
    return given


def _fraction(answer: ET.Element) -> float:
    fraction = float(answer.get("fraction")) / 100
    assert any(abs(abs(fraction) - listed) < 0.00001 for listed in FRACTIONS), fraction
    return fraction


def _offered(made: Question, element: ET.Element) -> None:
    made.single = element.findtext("single") == "true"
    made.shuffle = element.findtext("shuffleanswers") == "true"
    for answer in element.iterfind("answer"):
        feedback = answer.find("feedback")
        told = "" if feedback is None else words(_html(feedback))
        made.answers.append((words(_html(answer)), _fraction(answer), told))
    assert len(made.answers) >= 2
    assert all(text for text, _, _ in made.answers)
    gained = [fraction for _, fraction, _ in made.answers if fraction > 0]
    assert max(gained) == 1 if made.single else abs(sum(gained) - 1) < 0.01


def _true_false(made: Question, element: ET.Element) -> None:
    for answer in element.iterfind("answer"):
        made.answers.append((_plain(answer), _fraction(answer), words(_html(answer.find("feedback")))))
    assert [text for text, _, _ in made.answers] == ["true", "false"]
    assert sorted(fraction for _, fraction, _ in made.answers) == [0, 1]


def _typed(made: Question, element: ET.Element) -> None:
    made.answers = [(_plain(answer), _fraction(answer), "") for answer in element.iterfind("answer")]
    assert made.answers
    assert all(text for text, _, _ in made.answers)
    assert max(fraction for _, fraction, _ in made.answers) == 1
    if made.type == "numerical":
        assert all(re.fullmatch(r"-?\d+", text) for text, _, _ in made.answers)
        assert {answer.findtext("tolerance") for answer in element.iterfind("answer")} == {"0"}


def _cloze(made: Question, element: ET.Element) -> None:
    assert element.find("answer") is None
    before, start, rest = made.text.partition("{1:SHORTANSWER:")
    body, end, after = _until(rest, "}")
    assert (start, end) == ("{1:SHORTANSWER:", "}")
    assert "{" not in before + after  # nothing else that could be a gap, or the place of one
    while body:
        alternative, _, body = _until(body, "~")
        assert alternative.startswith("=")
        answer, sign, _ = _until(alternative[1:], "#")
        assert not sign
        assert set(re.findall("&[^;]*;", answer)) <= ENTITIES
        made.answers.append((unescape(answer).replace(r"\}", "}").replace(r"\#", "#").strip(), 1.0, ""))
    assert made.answers


def _until(text: str, sign: str) -> tuple[str, str, str]:
    """The text up to the first such sign that no backslash stands before, the sign, and the rest."""
    found = re.search(rf"(?<!\\){sign}", text)
    return (text[: found.start()], sign, text[found.end() :]) if found else (text, "", "")


def _ordering(made: Question, element: ET.Element) -> None:
    assert element.findtext("shownumcorrect") == "1"
    assert element.findtext("selecttype") == "ALL"
    made.answers = [(words(_html(answer)), float(answer.get("fraction")), "") for answer in element.iterfind("answer")]
    assert [place for _, place, _ in made.answers] == list(range(1, len(made.answers) + 1))
    assert len({text for text, _, _ in made.answers}) == len(made.answers) >= 2


def _matching(made: Question, element: ET.Element) -> None:
    for pair in element.iterfind("subquestion"):
        answer = _plain(pair.find("answer"))
        assert 0 < len(answer) <= 255
        assert not re.search("<[a-zA-Z/!?]", answer)  # Moodle would leave these out
        made.pairs.append((words(_html(pair)), unescape(answer)))
    assert len([asked for asked, _ in made.pairs if asked]) >= 2
    assert len(made.pairs) >= 3


READING = {
    "multichoice": _offered,
    "truefalse": _true_false,
    "shortanswer": _typed,
    "numerical": _typed,
    "cloze": _cloze,
    "ordering": _ordering,
    "matching": _matching,
}


def fits(response: str, pattern: str) -> bool:
    """Whether a typed answer is the wanted one: case does not count, an asterisk that is not escaped is any text."""
    parts = re.split(r"(?<!\\)\*+", unicodedata.normalize("NFC", pattern))
    made = ".*".join(re.escape(part.replace(r"\*", "*")) for part in parts)
    return re.fullmatch(made, unicodedata.normalize("NFC", response.strip()), re.IGNORECASE) is not None


def _sum_of_ticked(made: Question, response) -> float:
    assert not made.single or len(response) == 1
    assert set(response) <= {text for text, _, _ in made.answers}
    total = sum(fraction for text, fraction, _ in made.answers if text in response)
    return 1.0 if abs(total - 1) < 0.0001 else total


def _best(made: Question, response) -> float:
    return max((fraction for pattern, fraction, _ in made.answers if fits(response, pattern)), default=0.0)


def _equal(made: Question, response) -> float:
    try:
        return float(any(float(response) == float(text) for text, _, _ in made.answers))
    except ValueError:
        return 0.0


def _places(made: Question, response) -> float:
    right = [text for text, _, _ in made.answers]
    return sum(one == other for one, other in zip(right, response, strict=True)) / len(right)


def _matched(made: Question, response) -> float:
    asked = [(one, other) for one, other in made.pairs if one]
    assert len(response) == len(asked)
    offered = {other for _, other in made.pairs}
    assert {other for _, other in response} <= offered
    return sum(pair in response for pair in asked) / len(asked)


GRADING = {
    "multichoice": _sum_of_ticked,
    "truefalse": _sum_of_ticked,
    "shortanswer": _best,
    "numerical": _equal,
    "cloze": _best,
    "ordering": _places,
    "matching": _matched,
}
