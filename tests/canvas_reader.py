"""A strict reader of Canvas's quiz packages, after the rules by which Canvas's public importers read them.

Not Canvas itself, which no test can run. It refuses what those rules do not know, shows a question as Canvas would, and
plays answers: it follows the conditions one by one, as the format says, with Canvas's way of comparing what is typed.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
META = "{http://canvas.instructure.com/xsd/cccv1p0}"
TYPES = {
    "multiple_choice_question",
    "true_false_question",
    "multiple_answers_question",
    "short_answer_question",
    "fill_in_multiple_blanks_question",
    "matching_question",
}
INSIDE = {
    "questestinterop": ("assessment",),
    "assessment": ("qtimetadata", "section"),
    "section": ("item",),
    "qtimetadata": ("qtimetadatafield",),
    "qtimetadatafield": ("fieldlabel", "fieldentry"),
    "item": ("itemmetadata", "presentation", "resprocessing", "itemfeedback"),
    "itemmetadata": ("qtimetadata",),
    "presentation": ("material", "response_lid", "response_str"),
    "material": ("mattext",),
    "response_lid": ("material", "render_choice"),
    "response_str": ("render_fib",),
    "render_choice": ("response_label",),
    "render_fib": ("response_label",),
    "response_label": ("material",),
    "resprocessing": ("outcomes", "respcondition"),
    "outcomes": ("decvar",),
    "respcondition": ("conditionvar", "setvar", "displayfeedback"),
    "conditionvar": ("varequal", "other", "and"),
    "and": ("varequal", "not"),
    "not": ("varequal",),
    "itemfeedback": ("flow_mat",),
    "flow_mat": ("material",),
}
"""What may stand in an element, in this order; what is not here holds text or nothing."""
ATTRIBUTES = {
    "assessment": {"ident", "title"},
    "section": {"ident"},
    "item": {"ident", "title"},
    "mattext": {"texttype"},
    "response_lid": {"ident", "rcardinality"},
    "response_str": {"ident", "rcardinality"},
    "response_label": {"ident", "rshuffle"},
    "decvar": {"maxvalue", "minvalue", "varname", "vartype"},
    "respcondition": {"continue"},
    "varequal": {"respident"},
    "setvar": {"action", "varname"},
    "displayfeedback": {"feedbacktype", "linkrefid"},
    "itemfeedback": {"ident"},
}


def checked(element: Element) -> None:
    """Refuse elements and attributes where they do not belong, and texts between elements."""
    name = element.tag.removeprefix(QTI)
    known = INSIDE.get(name, ())
    places = [known.index(child.tag.removeprefix(QTI)) for child in element]
    assert places == sorted(places) or name == "and", name
    assert {key for key in element.attrib if not key.startswith("{")} <= ATTRIBUTES.get(name, set()), name
    assert not known or not (element.text or "").strip(), name
    for child in element:
        assert not (child.tail or "").strip(), name
        checked(child)


def shown(material: Element) -> str:
    """A text as the page shows it: HTML is read as HTML, plain text as it is."""
    [text] = material.iter(f"{QTI}mattext")
    raw = text.text or ""
    if text.get("texttype", "text/plain") == "text/plain":
        return raw
    assert "<script" not in raw
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br/>|</p>", " ", raw)))


@dataclass
class Question:
    """A question as Canvas has it once imported."""

    node: Element

    def __post_init__(self) -> None:
        labels = self.node.iter(f"{QTI}qtimetadatafield")
        self.fields = {field[0].text: field[1].text for field in labels}
        self.sort = self.fields["question_type"]
        assert self.sort in TYPES
        self.ident, self.title = self.node.get("ident", ""), self.node.get("title", "")
        presentation = self.one("presentation")
        self.html = presentation[0][0].text or ""
        self.stem = shown(presentation[0])
        self.responses = {one.get("ident", ""): one for one in presentation[1:]}
        self.feedback = {one.get("ident", ""): shown(one[0]) for one in self.node.findall(f"{QTI}itemfeedback")}
        self.refuse_what_canvas_misreads()

    def one(self, name: str) -> Element:
        [found] = self.node.findall(f"{QTI}{name}")
        return found

    def refuse_what_canvas_misreads(self) -> None:
        """Answers' ids are numbers, each once in a list; every name that is pointed to exists; blanks stand once."""
        assert re.fullmatch(r"g[0-9a-f]{32}", self.ident)
        for response in self.responses.values():
            ids = [label.get("ident", "") for label in response.iter(f"{QTI}response_label")]
            assert len(ids) == len(set(ids))
            assert ids == ["answer1"] or all(re.fullmatch(r"[1-9]\d{3,4}", one) for one in ids)
        for equal in self.node.iter(f"{QTI}varequal"):
            assert equal.get("respident") in self.responses
        for told in self.node.iter(f"{QTI}displayfeedback"):
            assert told.get("linkrefid") in self.feedback
        if self.sort == "fill_in_multiple_blanks_question":
            assert all(self.stem.count(f"[{name.removeprefix('response_')}]") == 1 for name in self.responses)
        if self.sort == "true_false_question":
            assert {text.lower() for _, text in self.offered()} == {"true", "false"}

    def offered(self, response: str = "") -> list[tuple[str, str]]:
        """The ids and texts of a list of answers."""
        node = self.responses[response or next(iter(self.responses))]
        return [(one.get("ident", ""), shown(one[0])) for one in node.iter(f"{QTI}response_label") if len(one)]

    def prompt(self, response: str) -> str:
        return shown(self.responses[response][0])

    def play(self, answers: dict[str, set[str]]) -> tuple[float, list[str]]:
        """The score of 100, and the feedback that is shown. Typed answers are texts, others the ids chosen."""
        score, told = 0.0, []
        if self.sort == "fill_in_multiple_blanks_question":  # every answer of a list is right
            name, listed = next(iter(self.responses)), [text.strip().lower() for _, text in self.offered()]
            right = any(one.strip().lower() in listed for one in answers.get(name, ()))
            answers = {name: {self.offered()[0][0]} if right else set()}
        for condition in self.one("resprocessing")[1:]:
            if not self.holds(condition[0][0], condition[0], answers):
                continue
            for rule in condition[1:]:
                if rule.tag == f"{QTI}displayfeedback":
                    told.append(self.feedback[rule.get("linkrefid", "")])
                else:
                    points = float(rule.text or "")
                    score = points if rule.get("action") == "Set" else score + points
            if condition.get("continue") == "No":
                break
        return round(score, 1), told

    def holds(self, test: Element, all_: Element, answers: dict[str, set[str]]) -> bool:
        kind = test.tag.removeprefix(QTI)
        if kind == "other":
            return True
        if kind == "and":
            return all(self.holds(one, test, answers) for one in test)
        if kind == "not":
            return not self.holds(test[0], test, answers)
        same = all_ if all_.tag == f"{QTI}conditionvar" else (test,)  # of several answers each is right
        return any(self.equals(one, answers) for one in same)

    def equals(self, test: Element, answers: dict[str, set[str]]) -> bool:
        given = answers.get(test.get("respident", ""), set())
        if self.sort == "short_answer_question":
            return (test.text or "").strip().lower() in {one.strip().lower() for one in given}
        return test.text in given


@dataclass
class Quiz:
    """One quiz of a package with its settings and questions."""

    ident: str
    title: str
    settings: dict[str, str]
    questions: list[Question]


def read(path: Path) -> tuple[list[Quiz], set[str]]:
    """The quizzes of a package and the names of its further files. Whatever is not listed, or not there, is refused."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
        resources = {one.get("identifier", ""): one for one in manifest.iter(f"{PACKAGE}resource")}
        listed = Counter(file.get("href", "") for file in manifest.iter(f"{PACKAGE}file"))
        assert set(listed) == set(package.namelist()) - {"imsmanifest.xml"}
        assert set(listed.values()) <= {1}
        quizzes = [_quiz(package, one, resources) for one in resources.values() if one.get("type") == "imsqti_xmlv1p2"]
        idents = Counter(question.ident for quiz in quizzes for question in quiz.questions)
        assert set(idents.values()) <= {1}
        return quizzes, {one.get("href", "") for one in resources.values() if one.get("type") == "webcontent"}


def _quiz(package: zipfile.ZipFile, resource: Element, resources: dict[str, Element]) -> Quiz:
    file, dependency = resource
    root = ElementTree.fromstring(package.read(file.get("href", "")))
    checked(root)
    meta = ElementTree.fromstring(package.read(resources[dependency.get("identifierref", "")].get("href", "")))
    [assessment] = root
    assert assessment.get("ident") == meta.get("identifier") == resource.get("identifier")
    settings = {one.tag.removeprefix(META): one.text or "" for one in meta}
    questions = [Question(item) for item in root.iter(f"{QTI}item")]
    return Quiz(assessment.get("ident", ""), assessment.get("title", ""), settings, questions)
