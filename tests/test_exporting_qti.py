"""QTI packages: valid by the published schemas, scored as the standard says, and with all that is known of an item."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from quizgen.api import export
from quizgen.exporting.report import Report
from quizgen.exporting.taking import shuffled
from quizgen.model.item import Item, Option
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from tests import examples
from tests.platforms.qti_players import NOTHING, key, wrong

FORMATS = ("qti21", "qti22", "qti3")
SCHEMAS = {
    "qti21": ("qti2x/qtiv2p1/imsqti_v2p1.xsd", "qti2x/imscp_v1p1.xsd", "qti2x/qtiv2p1/imsqti_metadata_v2p1.xsd"),
    "qti22": ("qti2x/qtiv2p2/imsqti_v2p2.xsd", "qti2x/imscp_v1p1.xsd"),
    "qti3": ("qti30/asi.xsd", "qti30/imsqtiv3p0_imscpv1p2_v1p0.xsd", "qti30/imsqti_metadatav3p0_v1p0.xsd"),
}
LOM = "{http://ltsc.ieee.org/xsd/LOM}"
each_format = pytest.mark.parametrize("name", FORMATS)

Package = dict[str, bytes]


def packed(name: str, quiz: Quiz, folder: Path, **options: str) -> tuple[Report, Package]:
    report = export(quiz, name, folder / f"quiz-{name}.zip", **options)
    with zipfile.ZipFile(report.files[0]) as package:
        assert package.testzip() is None
        return report, {one: package.read(one) for one in package.namelist()}


def one(name: str, item: Item, folder: Path) -> str:
    """The file of an item that stands alone in its quiz."""
    return packed(name, examples.quiz((item,)), folder)[1][f"items/{item.id}.xml"].decode()


# ---- valid ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def schemas() -> Callable[[str], tuple[etree.XMLSchema, etree.XMLSchema]]:
    """Of a format the schemas of its items and tests, and of its manifest; each is read once, which takes seconds."""
    if not (named := os.environ.get("QUIZGEN_QTI_XSD")):
        pytest.skip("the schemas of QTI are not here: QUIZGEN_QTI_XSD names a folder with qti2x/ and qti30/")
    folder = Path(named)
    assert folder.is_dir(), f"QUIZGEN_QTI_XSD names {folder}, and there is no such folder"
    read: dict[str, tuple[etree.XMLSchema, etree.XMLSchema]] = {}

    def of(name: str) -> tuple[etree.XMLSchema, etree.XMLSchema]:
        if name not in read:
            asked, *described = [folder / path for path in SCHEMAS[name]]
            read[name] = etree.XMLSchema(etree.parse(asked)), together(described)
        return read[name]

    return of


def together(paths: list[Path]) -> etree.XMLSchema:
    """One schema of a manifest and of the metadata within it, which its own schema would not look at."""
    paths.append(paths[0].with_name("imsmd_loose_v1p3p2.xsd"))
    spaces = [(etree.parse(path).getroot().get("targetNamespace"), path.as_uri()) for path in paths]
    imports = "".join(f'<xs:import namespace="{space}" schemaLocation="{place}"/>' for space, place in spaces)
    whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(whole))


def mistakes(package: Package, asked: etree.XMLSchema, described: etree.XMLSchema) -> dict[str, str]:
    """What the schemas find in each file of a package."""
    found = {}
    for name, content in package.items():
        schema = described if name == "imsmanifest.xml" else asked
        if name.endswith(".xml") and not schema.validate(etree.fromstring(content).getroottree()):
            found[name] = str(schema.error_log)
    return found


@each_format
@pytest.mark.parametrize("text", ["", *examples.HOSTILE], ids=lambda text: repr(text[:12]))
def test_every_file_is_valid_whatever_its_texts(name: str, text: str, tmp_path: Path, schemas):
    report, package = packed(name, examples.everything(text), tmp_path)
    assert report.written == len(examples.every())
    assert mistakes(package, *schemas(name)) == {}


@each_format
def test_pictures_sounds_and_all_that_is_optional_are_valid(name: str, tmp_path: Path, schemas):
    item = examples.item(1).model_copy(update={"media": media(tmp_path), "language": "ar", "difficulty": None})
    for quiz in (examples.quiz((item,), title="<السلام>"), replace(examples.quiz(()), banks=())):
        assert mistakes(packed(name, quiz, tmp_path)[1], *schemas(name)) == {}


SPOILT = {
    "an unknown attribute": (r'(identifier="RESPONSE" )', r'\1colour="red" '),
    "no yes or no": (r'adaptive="false"', 'adaptive="perhaps"'),
    "an identifier with a space": (r'identifier="A"', 'identifier="A B"'),
    "an unknown element": (r"<(/?)(qti-)?prompt", r"<\1\2promt"),
    "a text in no paragraph": (r"(</(qti-)?(item-body|itemBody)>)", r"loose\1"),
}


@each_format
@pytest.mark.parametrize("flaw", SPOILT)
def test_the_schemas_would_find_a_flaw(name: str, flaw: str, tmp_path: Path, schemas):
    content = one(name, examples.item(1), tmp_path)
    spoilt = re.sub(*SPOILT[flaw], content)
    assert spoilt != content
    assert mistakes({"items/a.xml": spoilt.encode()}, *schemas(name))


@each_format
def test_the_schemas_would_find_a_flaw_in_the_metadata(name: str, tmp_path: Path, schemas):
    manifest = packed(name, examples.quiz(), tmp_path)[1]["imsmanifest.xml"].decode()
    assert mistakes({"imsmanifest.xml": manifest.replace("lifeCycle", "lifecycle").encode()}, *schemas(name))


# ---- scored --------------------------------------------------------------------------------------------------------


class Scored:
    """What the standard says of the few rules that our items have, whichever version they are written in."""

    def __init__(self, content: str, response: str | list[str] | None) -> None:
        self.item = etree.fromstring(content.encode())
        self.response = response
        self.outcomes: dict[str, object] = {}
        for rule in self.first("responseprocessing"):
            self.run(rule)

    def all(self, name: str) -> list[etree._Element]:
        return [element for element in self.item.iter() if called(element) == name]

    def first(self, name: str) -> etree._Element:
        return self.all(name)[0]

    def run(self, rule: etree._Element) -> None:
        if called(rule) == "setoutcomevalue":
            self.outcomes[rule.get("identifier")] = self.value(rule[0])
        else:
            taken = next(part for part in rule if called(part) == "responseelse" or self.value(part[0]))
            for inner in taken if called(taken) == "responseelse" else taken[1:]:
                self.run(inner)

    def value(self, expression: etree._Element) -> object:
        inner = [self.value(part) for part in expression]
        answers = {
            "basevalue": lambda: expression.text,
            "variable": lambda: self.response,
            "correct": self.correct,
            "isnull": lambda: inner[0] is None,
            "not": lambda: not inner[0],
            "match": lambda: self.matched(*inner),
            "mapresponse": self.mapped,
        }
        return answers[called(expression)]()

    def correct(self) -> object:
        values = ["".join(value.itertext()) for value in self.first("correctresponse")]
        return values[0] if self.cardinality == "single" else values

    @property
    def cardinality(self) -> str:
        return str(self.first("responsedeclaration").get("cardinality"))

    def matched(self, given: object, right: object) -> bool:
        if self.cardinality == "multiple" and isinstance(given, list) and isinstance(right, list):
            return sorted(given) == sorted(right)
        return given is not None and given == right

    def mapped(self) -> str:
        assert isinstance(self.response, str)
        keys = {str(attribute(one, "mapkey")).lower() for one in self.all("mapentry")}
        return "1" if self.response.lower() in keys else "0"

    @property
    def told(self) -> str:
        """The feedback that the outcome opens, as words."""
        for modal in self.all("modalfeedback"):
            outcome = self.outcomes.get(str(attribute(modal, "outcomeidentifier")))
            if attribute(modal, "showhide") == "show" and modal.get("identifier") == outcome:
                return " ".join(" ".join(modal.itertext()).split())
        return ""


def called(element: etree._Element) -> str:
    """An element's name in no version's spelling."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    return name.removeprefix("qti-").replace("-", "").lower()


def attribute(element: etree._Element, name: str) -> str | None:
    return next((value for one, value in element.items() if one.replace("-", "").lower() == name), None)


@each_format
@pytest.mark.parametrize("text", ["", *examples.UGLY], ids=lambda text: repr(text[:12]))
def test_the_key_scores_one_and_all_else_nothing(name: str, text: str, tmp_path: Path):
    quiz = examples.everything(text)
    _, package = packed(name, quiz, tmp_path)
    for item in quiz.items:
        content = package[f"items/{item.id}.xml"].decode()
        scores = [Scored(content, answer).outcomes["SCORE"] for answer in (key(item), wrong(item), None)]
        assert scores == ["1", "0", "0"], item.id


@each_format
def test_the_source_is_told_after_any_answer(name: str, tmp_path: Path):
    quiz = examples.everything()
    _, package = packed(name, quiz, tmp_path)
    for item in quiz.items:
        for answer in (key(item), wrong(item), None):
            told = Scored(package[f"items/{item.id}.xml"].decode(), answer).told
            for text in (item.rationale, item.citations[0].quote, "An Almanac of the Moon", "page 12"):
                assert str(text) in told


@each_format
def test_every_accepted_spelling_is_right_and_stands_once(name: str, tmp_path: Path):
    item = examples.item(1, "text").model_copy(update={"key": ("Straße 1",), "accept": ("strasse 1", "STRASSE  1")})
    content = one(name, item, tmp_path)
    assert [Scored(content, text).outcomes["SCORE"] for text in ("straße 1", "Strasse 1", NOTHING)] == ["1", "1", "0"]
    assert len(Scored(content, None).all("mapentry")) == 2


@each_format
def test_the_order_shown_first_is_not_the_right_one(name: str, tmp_path: Path):
    item = examples.item(1, "order")
    shown = [choice.get("identifier") for choice in Scored(one(name, item, tmp_path), None).all("simplechoice")]
    assert shown == [option.id for option in shuffled(item)]
    assert shown != key(item)


@each_format
def test_dates_stay_in_their_order_and_other_options_are_shuffled(name: str, tmp_path: Path):
    item = examples.item(1)
    for ordered in (False, True):
        content = one(name, item.model_copy(update={"ordered": ordered}), tmp_path)
        assert (' shuffle="true"' in content) is not ordered


@each_format
def test_targets_that_two_share_take_as_many_as_any_other(name: str, tmp_path: Path):
    item = examples.item(1, "match")
    options = tuple(option.model_copy(update={"match": item.targets[n // 2]}) for n, option in enumerate(item.options))
    content = one(name, item.model_copy(update={"options": options}), tmp_path)
    scored = Scored(content, ["A T1", "B T1", "C T2", "D T2"])
    assert scored.outcomes["SCORE"] == "1"
    most = {attribute(choice, "matchmax") for choice in scored.all("simpleassociablechoice")[4:]}
    assert most == {"4"}


# ---- what is known -------------------------------------------------------------------------------------------------


@each_format
def test_the_manifest_knows_ids_revision_tags_and_sources(name: str, tmp_path: Path):
    quiz = examples.everything()
    _, package = packed(name, quiz, tmp_path)
    manifest = etree.fromstring(package["imsmanifest.xml"])
    known = {one.findtext(f"{LOM}general/{LOM}identifier/{LOM}entry"): one for one in manifest.iter(f"{LOM}lom")}
    for item in quiz.items:
        lom = known[item.id]
        assert lom.findtext(f"{LOM}lifeCycle/{LOM}version/{LOM}string") == item.revision
        assert [one.findtext(f"{LOM}string") for one in lom.iter(f"{LOM}keyword")] == list(item.tags)
        [source] = lom.iter(f"{LOM}relation")
        assert source.findtext(f".//{LOM}entry") == "moon.almanac"
        assert "page 12" in str(source.findtext(f".//{LOM}description/{LOM}string"))


@each_format
def test_all_that_the_manifest_and_the_test_name_is_in_the_package(name: str, tmp_path: Path):
    item = examples.item(1).model_copy(update={"media": media(tmp_path)})
    _, package = packed(name, examples.quiz((item, examples.item(2))), tmp_path)
    manifest = etree.fromstring(package["imsmanifest.xml"])
    named = {one.get("href") for one in manifest.iter() if one.get("href")}
    assert named == set(package) - {"imsmanifest.xml"}
    ids = [one.get("identifier") for one in manifest.iter() if one.get("identifier")]
    assert len(ids) == len(set(ids))
    references = [one for one in etree.fromstring(package["test.xml"]).iter() if called(one) == "assessmentitemref"]
    assert [one.get("href") for one in references] == [f"items/moon.event-{n}.choice.xml" for n in (1, 2)]


@each_format
def test_each_bank_is_a_section(name: str, tmp_path: Path):
    quiz = examples.quiz(tuple(examples.item(n) for n in range(4)))
    sun = quiz.banks[0].model_copy(update={"id": "sun", "title": "The Sun & more"})
    items = tuple(item.model_copy(update={"bank": "sun"}) if n % 2 else item for n, item in enumerate(quiz.items))
    _, package = packed(name, replace(quiz, banks=(*quiz.banks, sun), items=items), tmp_path)
    sections = [one for one in etree.fromstring(package["test.xml"]).iter() if called(one) == "assessmentsection"]
    assert [(one.get("title"), len(one)) for one in sections] == [("The Moon", 2), ("The Sun & more", 2)]


def test_attempts_may_be_as_many_as_one_likes(tmp_path: Path):
    _, package = packed("qti3", examples.quiz(), tmp_path, attempts="0")
    assert b'max-attempts="0" show-feedback="true"' in package["test.xml"]


def test_an_edit_changes_no_identifier(tmp_path: Path):
    item = examples.item(1)
    edited = item.model_copy(update={"stem": "Another wording?", "revision": "f" * 16})
    before, after = (packed("qti3", examples.quiz((each,)), tmp_path)[1] for each in (item, edited))
    ids = [re.findall(r' identifier="([^"]+)"', package["imsmanifest.xml"].decode()) for package in (before, after)]
    assert ids[0] == ids[1]
    assert before.keys() == after.keys()


def test_a_version_that_lacks_the_direction_of_writing_says_so(tmp_path: Path):
    item = examples.item(1).model_copy(update={"stem": "متى وُلد ابن سينا؟", "language": "ar"})
    lost = {name: packed(name, examples.quiz((item,)), tmp_path)[0].lost for name in FORMATS}
    assert [sum(count.values()) for count in lost.values()] == [1, 0, 0]
    assert 'xml:lang="ar"' in one("qti21", item, tmp_path)
    assert 'dir="auto"' in one("qti22", item, tmp_path)


def test_what_looks_like_a_template_is_told_apart_in_version_3(tmp_path: Path):
    citation = examples.CITATION.model_copy(update={"url": "https://example.org/{{x}}"})
    item = examples.item(1, "text", text="{{{ 7*7 }}}").model_copy(update={"citations": (citation,)})
    content = one("qti3", item, tmp_path)
    assert "{{" not in re.sub(r"<[^!>][^>]*>", "", content)
    assert 'href="https://example.org/{{x}}"' in content
    assert Scored(content, item.key[0]).outcomes["SCORE"] == "1"
    assert "{{{ 7*7 }}}" in one("qti22", item, tmp_path)


def test_an_answer_that_nobody_can_type_is_skipped_and_said(tmp_path: Path):
    item = examples.item(1, "text").model_copy(update={"key": ("\u000b",), "accept": ()})
    report, _ = packed("qti3", examples.quiz((item, examples.item(2))), tmp_path)
    assert report.written == 1
    assert report.skipped == ((item.id, "a part of it is empty, or holds only characters that no file may hold"),)


def test_a_long_question_makes_a_short_title(tmp_path: Path):
    item = examples.item(1, text="long " * 100)
    title = str(etree.fromstring(one("qti3", item, tmp_path).encode()).get("title"))
    assert len(title) <= 100
    assert title.endswith("…")


@each_format
def test_pictures_and_sounds_are_packed_with_their_words_and_credit(name: str, tmp_path: Path):
    asking, telling = media(tmp_path)
    item = examples.item(1).model_copy(update={"media": (asking, telling.model_copy(update={"asks": False}))})
    _, package = packed(name, examples.quiz((item, item.model_copy(update={"id": "moon.other"}))), tmp_path)
    assert package[f"media/{asking.name}"] == b"picture"
    assert package[f"media/{telling.name}"] == b"sound"
    body, _, feedback = package[f"items/{item.id}.xml"].decode().partition("esponse")[2].partition("SOURCE")
    assert f'src="../media/{asking.name}" alt="A &lt;flag&gt;"' in body
    assert "NASA" not in body
    assert telling.name in feedback
    assert "Picture: NASA, public domain" in feedback
    assert feedback.count("NASA, public domain") == 2
    assert ('aria-label="A voice"' if name == "qti3" else ">A voice</object>") in feedback


def media(folder: Path) -> tuple[Medium, Medium]:
    """A picture and a sound that are the question."""
    rights = {"credit": "NASA", "licence": "public domain", "asks": True}
    made = []
    for sort, kind, content, alt in (
        ("image", "image/png", "picture", "A <flag>"),
        ("audio", "audio/mpeg", "sound", "A voice"),
    ):
        path = folder / content
        path.write_text(content)
        made.append(
            Medium(kind=sort, file=content, sha256=f"{len(made)}" * 64, type=kind, alt=alt, path=path, **rights)
        )
    return made[0], made[1]


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("Event 9 happened in 1901.", ["Event 9 happened in 1901."]),
        ("The year of event 9.", ["1901: The year of event 9."]),
        ("event 1 happened in 1911", []),  # as the statement says already
        (None, []),
    ],
)
def test_a_wrong_option_is_told_whose_answer_it_is(remark: str | None, told: list[str], tmp_path: Path):
    item = examples.item(1)
    bare = Scored(one("qti21", item, tmp_path), "A").told
    other = Option(id="A", text="1901", correct=False, rationale=remark)
    content = one("qti21", item.model_copy(update={"options": (other, *item.options[1:])}), tmp_path)
    assert Scored(content, "A").told == " ".join([bare, *told])
