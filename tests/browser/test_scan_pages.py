"""The pages of scanned results in a real browser: quiet, accessible, printed a page for each student."""

from __future__ import annotations

import pypdfium2
import pytest

from quizgen.scanning.grading import grade
from quizgen.scanning.results import write_results
from tests import examples
from tests.browser.test_report_page import RULES
from tests.test_grading import key, reading
from tests.test_scan_results import copies, hostile, hostile_readings

pytestmark = pytest.mark.browser
NAMES = ("Ada Lovelace", "עדה לוי", "محمد علي", "李小龍", "Ada Lovelace")


def usual():
    """A class of twenty and a paper of six questions, with doubts, flags and a question graded by hand."""
    paper = key(*(examples.item(n) for n in range(6)), examples.item(6, "text"), copies=copies(*NAMES * 4))
    marks = [{k: "B" if k + n % 6 < 7 else "ACD"[(k + n) % 3] for k in range(1, 7 if n else 6)} for n in range(20)]
    return paper, [reading(one, code=f"C{n}") for n, one in enumerate(marks)]


def abroad():
    """A paper in Arabic."""
    items = [examples.item(n, text="السلام عليكم").model_copy(update={"language": "ar"}) for n in range(3)]
    paper = key(*items, copies=copies(*NAMES)).model_copy(update={"language": "ar", "title": "امتحان"})
    letters = paper.forms[0].entries[0].letters
    return paper, [reading({1: letters[n % 4], 2: letters[2], 3: ""}, code=f"C{n}") for n in range(5)]


def enemies():
    paper = hostile()
    return paper, hostile_readings(paper)


MADE = {"usual": usual, "abroad": abroad, "hostile": enemies}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of results for each of MADE."""
    out = tmp_path_factory.mktemp("scanned")
    for name, make in MADE.items():
        paper, sheets = make()
        write_results(paper, grade(paper, sheets), out / name)
    return out


@pytest.fixture
def opened(chromium, folder):
    """Opens a page, and in the end sees that it asked for nothing and said nothing."""
    contexts, loud = [], []

    def opened(name, file, *, width=1200, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        own = (folder / name / file).as_uri()
        page.on("request", lambda request: loud.append(request.url) if request.url.partition("#")[0] != own else None)
        for event in ("pageerror", "console", "dialog"):
            page.on(event, lambda told: loud.append(str(told)))
        page.goto(own)
        page.add_style_tag(content="article { content-visibility: visible !important }")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not loud


@pytest.mark.parametrize("file", ["report.html", "revise.html"])
@pytest.mark.parametrize(
    ("name", "scheme"), [("usual", "light"), ("usual", "dark"), ("abroad", "dark"), ("hostile", "light")]
)
def test_axe_finds_nothing(opened, name, scheme, file):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened(name, file, scheme=scheme), options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["passes"]
    assert not found.violations_count, found.generate_report()


@pytest.mark.parametrize("file", ["report.html", "revise.html"])
@pytest.mark.parametrize(("name", "width"), [("usual", 360), ("abroad", 320), ("hostile", 360), ("usual", 768)])
def test_nothing_stands_out_at_the_side(opened, name, width, file):
    page = opened(name, file, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_each_student_begins_a_page(opened):
    page = opened("usual", "revise.html")
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    texts = [one.get_textpage().get_text_bounded() for one in document]
    begun = [text for text in texts if "Score:" in text]
    assert len(begun) == 20
    assert all(text.count("Score:") == 1 for text in begun)
    assert begun[0].lstrip().startswith("Ada Lovelace")


def test_on_paper_every_question_stands_whole_on_a_page(opened):
    page = opened("usual", "report.html")
    document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    texts = [one.get_textpage().get_text_bounded() for one in document]
    for number in range(6):
        ends = [text for text in texts if f"moon.event-{number}.choice ·" in text]
        assert len(ends) == 1
        assert f"Event {number} happened in" in ends[0]
