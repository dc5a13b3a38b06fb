"""What is written of scanned sheets: tables, JSON, the teacher's report and the students' pages."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from itertools import pairwise

import pytest

from quizgen.exporting.paper.printed_key import paper_key
from quizgen.model.key import Copy
from quizgen.problem import ProblemError
from quizgen.scanning.grading import grade
from quizgen.scanning.reading import Doubt, SheetReading
from quizgen.scanning.results import write_results
from quizgen.scanning.results_page import direction
from quizgen.scanning.results_report import bars
from quizgen.scanning.statistics import analyse
from tests import examples, reports
from tests.test_grading import key, reading, several_right
from tests.test_report import Reader

NAMES = ["results.csv", "answers.csv", "items.csv", "results.json", "report.html", "revise.html"]
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')


class Results:
    """Results as written, read back."""

    def __init__(self, folder, made, readings, **more):
        self.folder = folder
        self.paths = write_results(made, grade(made, readings), folder, **more)

    def table(self, name):
        return list(csv.DictReader(io.StringIO((self.folder / name).read_text("utf-8-sig"), newline="")))

    @property
    def json(self):
        return json.loads((self.folder / "results.json").read_text("utf-8"))

    def page(self, name):
        reader = Reader()
        reader.feed(self.text(name))
        reader.close()
        assert reader.at is reader.top
        return reader.top

    def text(self, name):
        return (self.folder / name).read_text("utf-8")


@pytest.fixture
def results(tmp_path):
    """Writes results of readings by a key."""
    return lambda made, readings, **more: Results(tmp_path / "out", made, readings, **more)


def copies(*names):
    return tuple(Copy(code=f"C{n}", form="A", name=name, number=f"{n:03}", group="7b") for n, name in enumerate(names))


def words(node):
    return " ".join(node.text.split())


def students(page):
    return list(page.all("section", class_="student"))


def hostile():
    """A key with hostile texts wherever there is text, and a hostile student for each."""
    text = " ".join(reports.HOSTILE)
    items = [examples.item(n, text=one) for n, one in enumerate(reports.HOSTILE)]
    made = key(*items, copies=copies(*reports.HOSTILE))
    cited = made.items[0].citations[0].model_copy(update={"url": "javascript:alert(1)", "where": text, "quote": text})
    first = made.items[0].model_copy(update={"citations": (cited,)})
    told = {"title": text, "sources": {"moon.almanac": text}, "items": (first, *made.items[1:])}
    return made.model_copy(update=told)


def hostile_readings(made):
    doubts = [Doubt("3", reports.HOSTILE[1], reports.HOSTILE[0])]
    marks = dict.fromkeys(range(1, len(made.items) + 1), frozenset("A"))
    for copy in made.copies:
        yield SheetReading(reports.HOSTILE[0], 1, "A", copy.code, marks=marks, doubts=tuple(doubts))


# ---- files ----------------------------------------------------------------------------------------------------------


def test_six_files_are_written_and_named(results):
    made = results(key(), [reading({1: "B"})])
    assert [path.name for path in made.paths] == NAMES
    assert sorted(path.name for path in made.folder.iterdir()) == sorted(NAMES)


def test_the_same_sheets_give_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        paper = hostile()
        write_results(paper, grade(paper, hostile_readings(paper)), tmp_path / name)
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_what_else_is_in_the_folder_stays(results, tmp_path):
    (tmp_path / "out" / "annotated").mkdir(parents=True)
    (tmp_path / "out" / "annotated" / "1.png").write_bytes(b"picture")
    (tmp_path / "out" / "results.csv").write_text("old")
    made = results(key(), [])
    assert (made.folder / "annotated" / "1.png").read_bytes() == b"picture"
    assert "old" not in made.text("results.csv")


def test_templates_of_ones_own_go_first(results, tmp_path):
    own = tmp_path / "templates" / "scan"
    own.mkdir(parents=True)
    (own / "revise.html").write_text("{{ students | length }} of {{ key.title }}: {{ say('right') }}")
    (own / "words.json").write_text('{"en": {"right": "Correct"}}')
    made = results(key(), [reading({1: "B"})], templates=(tmp_path / "templates",))
    assert made.text("revise.html") == "1 of The Moon: Correct"
    assert "Results" in made.text("report.html")


@pytest.mark.parametrize(
    ("name", "content", "message", "line"),
    [
        ("scan/report.html", b"<p>\n{{ scores.nothing }}", "`Scores` has no `nothing`", 2),
        ("scan/revise.html", "<h1>Übung\n\n  {% if %}".encode(), "Expected an expression", 3),
        ("scan/page.html", b"{% macro head(title, language='en') %}\n{{ stile }}\n{% endmacro %}", "'stile'", 2),
        ("report/figures.html", b"{% macro many() %}{% endmacr %}", "endmacr", 1),
        ("scan/report.html", b"\xff", "it is not UTF-8 text", 0),
        ("scan/report.html", b"{% include 'scan/mine.html' %}", "there is no template `scan/mine.html`", 1),
    ],
)
def test_a_template_of_ones_own_that_cannot_be_filled_in_is_a_problem(results, tmp_path, name, content, message, line):
    own = tmp_path / "templates" / name
    own.parent.mkdir(parents=True)
    own.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        results(key(), [reading({1: "B"})], templates=(tmp_path / "templates",))
    (problem,) = caught.value.problems
    assert problem.code == "B097"
    assert message in problem.message
    assert problem.path == os.path.relpath(own)
    assert (problem.span.line if problem.span else 0) == line
    assert problem.hint == f"`templates/{name}` of quizgen shows what there is to be filled in"
    assert not (tmp_path / "out").exists()


def test_a_style_of_ones_own_that_is_not_text_is_a_problem(results, tmp_path):
    own = tmp_path / "templates" / "scan" / "style.css"
    own.parent.mkdir(parents=True)
    own.write_bytes("/* Prüfung */".encode("latin-1"))
    with pytest.raises(ProblemError, match="not UTF-8") as caught:
        results(key(), [], templates=(tmp_path / "templates",))
    assert caught.value.problems[0].path == os.path.relpath(own)


# ---- tables ---------------------------------------------------------------------------------------------------------


def test_a_sheet_is_a_row_with_the_letters_that_were_marked(results):
    paper = key(examples.item(0), several_right(1), examples.item(2), examples.item(3), examples.item(4, "text"),
                copies=copies("Zoë"))  # fmt: skip
    made = results(paper, [reading({1: "B", 2: "AD", 3: ""}, code="C0", doubts=[Doubt("4", "faint", "A,B")])])
    (row,) = made.table("results.csv")
    assert {name: row[name] for name in ("name", "number", "group", "code", "form", "score", "possible", "open")} == {
        "name": "Zoë", "number": "000", "group": "7b", "code": "C0", "form": "A",
        "score": "1", "possible": "4", "open": "1",
    }  # fmt: skip
    assert [row[item.id] for item in paper.items] == ["B", "A, D", "", "? A, B", "by hand"]
    assert row["to look at"] == "4: faint"
    assert (row["by hand"], row["file"], row["page"]) == ("1", "scan.pdf", "1")


def test_an_answer_is_a_row_with_the_options_which_mean_the_same_on_every_form(results):
    paper = key(form_count=2)
    marks = [{entry.number: entry.key for entry in form.entries} for form in paper.forms]
    made = results(paper, [reading(marks[0], form="A"), reading(marks[1], form="B")])
    rows = made.table("answers.csv")
    assert len(rows) == 6
    assert {row["options"] for row in rows} == {"B"}
    assert {row["letters"] for row in rows} == {"A", "B"}
    assert {row["verdict"] for row in rows} == {"right"}
    assert {row["points"] for row in rows} == {"1"}


def test_points_of_a_doubt_are_empty_and_not_nought(results):
    made = results(key(), [reading({1: "A"}, doubts=[Doubt("2", "faint")])])
    assert [row["points"] for row in made.table("answers.csv")] == ["0", "", ""]


def test_an_item_is_a_row_with_its_figures_and_its_source(results):
    made = results(key(), [reading({1: mark, 2: "B", 3: ""}) for mark in "BBBA"])
    row = made.table("items.csv")[0]
    assert (row["sheets"], row["right"], row["difficulty"]) == ("4", "3", "0.75")
    assert row["chosen"] == "A 1; B 3; C 0; D 0"
    assert "An Almanac of the Moon page 12 https://example.org/moon" in row["sources"]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_cell_is_a_formula(results, name):
    item = examples.item(1).model_copy(update={"stem": name})
    made = results(key(item, copies=copies(name)), [reading({1: "B"}, code="C0")])
    for table in NAMES[:3]:
        for row in made.table(table):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()), table
    assert made.table("results.csv")[0]["name"] == f"'{name}"


def test_a_negative_number_stays_a_number(results):
    rows = [("1" * (n // 3) + "0" * (4 - n // 3)) + ("1" if n < 7 else "0") for n in range(15)]
    paper = key(*(examples.item(n) for n in range(5)))
    made = results(paper, [reading({n: "BA"[m == "0"] for n, m in enumerate(row, 1)}) for row in rows])
    assert float(made.table("items.csv")[4]["discrimination"]) < -0.5


def test_tables_are_utf_8_that_excel_knows(results):
    made = results(key(copies=copies("عائشة", "李小龍")), [reading({}, code="C0"), reading({}, code="C1")])
    assert (made.folder / "results.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row["name"] for row in made.table("results.csv")] == ["عائشة", "李小龍"]


# ---- json -----------------------------------------------------------------------------------------------------------


def test_the_json_has_what_the_tables_have(results):
    made = results(key(copies=copies("Ada", "Bo", "Cy")), [
        reading({1: "B", 2: "B", 3: "A"}, code="C0"), reading({1: "B"}, code="C1", doubts=[Doubt("2", "faint", "A")]),
    ])  # fmt: skip
    data = made.json
    for sheet, row in zip(data["sheets"], made.table("results.csv"), strict=True):
        assert (sheet["name"], str(sheet["score"]), str(sheet["open"])) == (row["name"], row["score"], row["open"])
    assert data["sheets"][1]["doubts"] == [{"field": "2", "why": "faint", "seen": "A"}]
    assert [one["name"] for one in data["missing"]] == ["Cy"]
    assert data["scores"]["distribution"] == [{"score": 2, "sheets": 1}]
    assert [one["item"] for one in data["items"]] == [row["item"] for row in made.table("items.csv")]


# ---- the report -----------------------------------------------------------------------------------------------------


def test_the_report_shows_each_item_with_its_options_its_figures_and_its_source(results):
    paper = key()
    page = results(paper, [reading({1: mark, 2: "B", 3: "B"}) for mark in "BBBA"]).page("report.html")
    assert sorted(node.attributes["id"] for node in page.all("article")) == sorted(item.id for item in paper.items)
    for item in paper.items:
        node = page.one("article", id=item.id)
        assert node.one("h3").text == item.stem
        assert item.why in node.text
        assert item.citations[0].quote in node.one("blockquote").text
        assert examples.SOURCE.reference in node.one("figcaption").text
        assert "page 12" in node.one("p", class_="locator").text
        assert node.one("figure").one("a").attributes["href"] == item.citations[0].url
    listed = [words(one) for one in page.one("article", id=paper.items[0].id).one("ul", class_="chosen").all("li")]
    assert listed[0] == "1900 A 1 chose it, 25% · mean score 2.0"
    assert listed[1].startswith("1910 right answer B 3 chose it, 75%")


def test_the_drawing_says_in_words_what_it_shows(results):
    marks = ({1: "B", 2: "B", 3: "B"}, {1: "B", 2: "B", 3: "A"}, {1: "B", 2: "B", 3: "A"})
    page = results(key(), [reading(one) for one in marks]).page("report.html")
    drawing = page.one("svg")
    assert drawing.attributes["role"] == "img"
    names = drawing.attributes["aria-labelledby"].split()
    assert [page.one(id=name).text for name in names] == ["How many sheets have which score", "2: 2; 3: 1"]
    assert len(list(drawing.all("rect"))) == 2


@pytest.mark.parametrize("points", [1, 7, 100, 4999])
def test_the_bars_hold_every_sheet_once(points):
    paper = key(points=points)
    graded = grade(paper, [reading({1: a, 2: b, 3: "B"}) for a in "AB" for b in "AB"])
    found = bars(analyse(paper, graded).scores)
    assert sum(bar.count for bar in found) == 4
    assert len(found) <= 25
    assert (found[0].low, found[-1].high) == (0, 3 * points)
    assert all(one.high + 1 == two.low for one, two in pairwise(found))


def test_all_that_is_to_be_looked_at_is_listed(results):
    paper = key(copies=copies("Ada", "Bo"))
    page = results(paper, [
        reading({1: "B", 2: "B"}, code="C0", doubts=[Doubt("2", "faint", "A,B")]),
        SheetReading("scan.pdf", 2, None, doubts=(Doubt("form", "no code was found"),)),
    ]).page("report.html")  # fmt: skip
    section = next(node for node in page.all("section") if node.attributes["aria-labelledby"] == "look")
    rows = ["|".join(words(cell) for cell in row.all() if cell.tag in {"th", "td"})
            for row in section.one("tbody").all("tr")]  # fmt: skip
    assert rows == [
        "1|Ada|question 2|faint|A,B",
        "1|Ada|question 3|nothing was read at this question|–",
        "2|unknown|form|no code was found|–",
    ]
    assert "No sheet was scanned of: Bo" in words(section)


def test_one_number_on_two_sheets_is_to_be_looked_at(results):
    full = {1: "B", 2: "B", 3: "B"}
    made = results(key(), [reading(full, student=number) for number in ("12", "13", "12")])
    assert made.text("report.html").count("the same number stands on 2 sheets") == 2
    assert "same number" not in results(key(), [reading(full), reading(full)]).text("report.html")


def test_an_open_score_is_a_range(results):
    page = results(key(), [reading({1: "B", 2: "B"})]).page("report.html")
    assert "2–3 of 3" in words(page.one("tr", id="sheet-1"))


def test_the_questions_with_most_trouble_come_first(results):
    rows = [("1" * (n // 3) + "0" * (4 - n // 3)) + ("1" if n < 7 else "0") for n in range(15)]
    paper = key(*(examples.item(n) for n in range(5)))
    made = results(paper, [reading({n: "BA"[m == "0"] for n, m in enumerate(row, 1)}) for row in rows])
    first = next(made.page("report.html").all("article"))
    assert first.attributes["id"] == paper.items[4].id
    assert "check the key" in words(first)


# ---- what to revise -------------------------------------------------------------------------------------------------


def test_a_student_sees_what_was_not_right_with_the_answer_and_the_source(results):
    paper = key(examples.item(0), several_right(1), examples.item(2), examples.item(3), copies=copies("Ada"))
    page = results(paper, [reading({1: "B", 2: "AD", 3: "", 4: "C"}, code="C0")]).page("revise.html")
    (student,) = students(page)
    assert student.one("h2").text == "Ada"
    assert "Score: 1 of 4" in words(student)
    shown = [node.one("h3").text for node in student.all("article")]
    assert shown == [item.stem for item in paper.items[1:]]
    told = [words(node.one("dl", class_="answers")) for node in student.all("article")]
    assert told == [
        "Right answer A 1901 C 1921 Your answer A 1901 D 1931",
        "Right answer B 1912 Your answerno answer",
        "Right answer B 1913 Your answer C 1923",
    ]
    for node, item in zip(student.all("article"), paper.items[1:], strict=True):
        assert item.why in node.text
        assert item.citations[0].quote in node.one("blockquote").text
        assert "page 12" in node.text
        assert examples.SOURCE.reference in node.text
        assert node.one("a").attributes["href"] == item.citations[0].url


def test_the_letters_are_those_of_the_students_own_form(results):
    paper = key(form_count=2)
    wrong = [{e.number: {next(one for one in e.letters if one not in e.key)} for e in f.entries} for f in paper.forms]
    page = results(paper, [reading(wrong[0], form="A"), reading(wrong[1], form="B")]).page("revise.html")
    for form, student in zip(paper.forms, students(page), strict=True):
        for entry, node in zip(form.entries, student.all("article"), strict=True):
            right = node.one("div", class_="right")
            assert right.one("span", class_="letter").text == entry.key[0]
            assert right.one("bdi").text == next(i for i in paper.items if i.id == entry.item).answer[0]


def test_the_rationale_of_the_wrong_option_is_told(results):
    page = results(key(examples.item(0, text="because")), [reading({1: "C"})]).page("revise.html")
    assert page.one("p", class_="why").text == "because"


def test_who_got_everything_right_has_nothing_to_revise(results):
    full = {1: "B", 2: "B", 3: "B"}
    page = results(key(), [reading(full)]).page("revise.html")
    assert "Nothing to revise" in words(students(page)[0])


def test_what_is_open_is_told_and_not_taught_as_wrong(results):
    paper = key(examples.item(0), examples.item(1), examples.item(2, "text"))
    page = results(paper, [reading({1: "B"}, doubts=[Doubt("2", "faint")])]).page("revise.html")
    (student,) = students(page)
    assert not list(student.all("article"))
    told = words(student)
    assert "Score: 1 to 2 of 2" in told
    assert "Not yet graded: 2" in told
    assert "Graded by hand: 3" in told
    assert "Nothing to revise" not in told


def test_all_doubts(results):
    sheets = [SheetReading("scan.pdf", n, "A", doubts=tuple(Doubt(str(k), "faint") for k in (1, 2, 3))) for n in (1, 2)]
    made = results(key(), sheets)
    assert "Score: 0 to 3 of 3" in words(students(made.page("revise.html"))[0])
    assert made.json["scores"]["mean"] is None
    assert not list(made.page("report.html").all("svg"))
    assert all(one["difficulty"] is None for one in made.json["items"])


def test_no_sheets_at_all(results):
    made = results(key(), [])
    assert made.table("results.csv") == []
    assert "There are no sheets." in words(made.page("report.html"))
    assert "There are no sheets." in words(made.page("revise.html"))


def test_a_key_without_items(results):
    empty = paper_key(examples.quiz((), form_count=1), {})
    made = results(empty, [reading({})])
    assert "No question of this paper has bubbles." in words(made.page("report.html"))
    assert made.json["sheets"][0]["possible"] == 0


def test_students_of_one_name_are_kept_apart(results):
    paper = key(copies=copies("Ada", "Ada", "Bo"))
    marks = ({1: "A", 2: "B", 3: "B"}, {1: "B", 2: "A", 3: "B"}, {1: "B", 2: "B", 3: "B"})
    made = results(paper, [reading(one, code=f"C{n}") for n, one in enumerate(marks)])
    first, second, third = students(made.page("revise.html"))
    assert [one.one("h2").text for one in (first, second, third)] == ["Ada (000)", "Ada (001)", "Bo"]
    assert first.one("article").one("h3").text == paper.items[0].stem
    assert second.one("article").one("h3").text == paper.items[1].stem
    ids = re.findall(r' id="([^"]*)"', made.text("revise.html"))
    assert len(ids) == len(set(ids))


def test_who_has_no_name_is_called_by_number_or_by_sheet(results):
    page = results(key(), [reading({1: "B"}, student="42"), reading({1: "B"})]).page("revise.html")
    assert [one.one("h2").text for one in students(page)] == ["42", "Sheet scan.pdf, page 1"]


def test_a_sheet_of_an_unknown_form_has_a_page_that_says_so(results):
    page = results(key(), [SheetReading("scan {page}.pdf", 2, None)]).page("revise.html")
    told = words(students(page)[0])
    assert "not graded yet" in told
    assert "Sheet scan {page}.pdf, page 2" in told


@pytest.mark.parametrize(("language", "right"), [("de", "Richtige Antwort"), ("fr-CA", "Bonne réponse"),
                                                 ("ar", "الإجابة الصحيحة"), ("ja", "正解"),
                                                 ("ko", "Right answer")])  # fmt: skip
def test_the_students_page_speaks_the_language_of_the_paper(results, language, right):
    page = results(key().model_copy(update={"language": language}), [reading({1: "A"})]).page("revise.html")
    assert right in words(page)
    assert page.one("html").attributes["lang"] == (language if language != "ko" else "en")
    assert page.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")


def test_every_language_has_every_phrase_with_its_places():
    from quizgen.templating import find

    tables = json.loads(find("scan/words.json").read_text("utf-8"))
    english, printed = tables["en"], json.loads(find("print/words.json").read_text("utf-8"))
    assert set(tables) == set(printed) - {"zh-hant"}
    for language, table in tables.items():
        assert table.keys() == english.keys(), language
        assert table["form"] == printed[language]["form"], "a form is called as on the paper"
        assert all(table.values()), language
        for phrase, text in table.items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[phrase])), phrase


def test_names_and_questions_from_right_to_left_stand_in_their_own_direction(results):
    item = examples.item(0, text="السلام عليكم").model_copy(update={"language": "ar"})
    paper = key(item, copies=copies("עדה לוי"))
    first = paper.forms[0].entries[0].letters[0]
    assert first != "A", "an Arabic paper has Arabic letters"
    made = results(paper, [reading({1: first}, code="C0")])
    article = next(students(made.page("revise.html"))[0].all("article"))
    assert next(article.all("div", dir="rtl")).attributes["lang"] == "ar"
    assert first in [letter.text for letter in article.all("span", class_="letter")]
    assert "<bdi>עדה לוי</bdi>" in made.text("revise.html")
    assert "<bdi>עדה לוי</bdi>" in made.text("report.html")
    assert made.page("report.html").one("ul", class_="chosen").attributes["dir"] == "rtl"
    assert direction("he-IL") == "rtl"


# ---- hostile texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report.html", "revise.html"])
def test_hostile_texts_are_text(results, name):
    made = hostile()
    found = results(made, hostile_readings(made))
    page, text = found.page(name), found.text(name)
    tags = {node.tag for node in page.all()}
    assert not tags & {"script", "img", "iframe", "object", "link"}
    assert not [node for node in page.all() if any(one.startswith("on") for one in node.attributes)]
    assert all(not node.attributes.get("href", "").startswith("javascript:") for node in page.all("a"))
    assert "javascript:" not in text
    assert not re.search("[\x00-\x08\u202d\u202e]", text)
    assert "49" not in re.findall(r"\{\{ 7\*7 \}\}|49", text)
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_hostile_name_is_read_back_as_it_was(results):
    made = hostile()
    found = results(made, hostile_readings(made))
    names = [node.one("h2").text for node in students(found.page("revise.html"))]
    assert names[0] == reports.HOSTILE[0]
    assert [sheet["name"] for sheet in found.json["sheets"]] == list(reports.HOSTILE)
