"""The cards in a real browser, as Anki's backend hands them over: on a phone and on a desk, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from quizgen.exporting import anki_schema
from quizgen.templating import find
from tests.anki_profile import text_of
from tests.browser import pictures
from tests.browser.cards import LOOKS, MEASURE, Face, Look, faces, fill, page, taken
from tests.browser.specimens import HINT, WORD, specimens

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
THE_APPS = {"document-title", "html-has-lang", "bypass", "page-has-heading-one", "meta-viewport"}
"""Rules about the page as a whole, which is the app's."""


class Shown(NamedTuple):
    """A side as it was seen: what was measured on its page, what axe found, and what the page said or asked for."""

    face: Face
    found: dict[str, Any]
    axe: list[str]
    loud: list[str]


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cards")
    one = taken(folder, specimens(folder))
    fill(one, "notes", Notes=f"My own note: {WORD}", Spare3="unseen")
    fill(one, "spare", Spare1="What else was there?", Spare2=f"Another answer {WORD}")
    yield one
    one.col.close()


@pytest.fixture(scope="module")
def sides(student):
    return faces(student)


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: look.name)
def look(request):
    return request.param


@pytest.fixture(scope="module")
def shown(look, sides, student, chromium):
    """Every side of every card, seen once in a look. Colours are the same on a phone and a desk: axe sees the phone."""
    context = chromium.new_context(viewport={"width": look.width, "height": look.height})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    loud: list[str] = []
    for event in ("pageerror", "console", "dialog"):
        opened.on(event, lambda told: loud.append(str(told)))
    file = Path(student.col.media.dir(), "_page.html")
    opened.on("request", lambda request: loud.append(request.url) if "/collection.media/" not in request.url else None)
    seen = [see(opened, face, look, file, loud) for face in sides]
    context.close()
    return seen


def see(opened, face: Face, look: Look, file: Path, loud: list[str]) -> Shown:
    file.write_text(page(face, look), "utf-8")
    loud.clear()
    opened.goto(file.as_uri())
    found = opened.evaluate(MEASURE)
    return Shown(face, found, accessible(opened) if look.name.startswith("phone") else [], list(loud))


def accessible(opened) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    rules = {rule: {"enabled": False} for rule in THE_APPS}
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": rules, "resultTypes": ["violations"]}
    response = Axe().run(opened, options=options).response
    assert response["passes"]
    return [f"{one['id']}: {node['html'][:200]}" for one in response["violations"] for node in one["nodes"]]


def wrong(shown: list[Shown], what) -> dict[str, Any]:
    """What is wrong by the sides' names."""
    return {one.face.title: told for one in shown if (told := what(one))}


def back(shown: list[Shown], name: str, order: int = 0) -> dict[str, Any]:
    return next(one.found for one in shown if (one.face.name, one.face.side, one.face.order) == (name, "back", order))


def front(shown: list[Shown], name: str, order: int = 0) -> dict[str, Any]:
    return next(one.found for one in shown if (one.face.name, one.face.side, one.face.order) == (name, "front", order))


# ---- every card, in every look --------------------------------------------------------------------------------------


def test_nothing_stands_out_at_the_side(shown):
    assert not wrong(shown, lambda one: one.found["wide"])


def test_axe_finds_nothing(shown):
    assert not wrong(shown, lambda one: one.axe)


def test_cards_are_quiet_and_ask_for_nothing_from_elsewhere(shown):
    assert not wrong(shown, lambda one: one.loud or one.found["scripts"])


def test_empty_fields_leave_no_boxes(shown):
    assert not wrong(shown, lambda one: one.found["empty"])


def test_on_the_front_all_options_look_alike_and_on_the_back_the_right_ones_do_not(shown):
    looks = [(one.face, set(one.found["options"])) for one in shown if one.found["options"]]
    assert {face.title for face, alike in looks if face.side == "front" and len(alike) > 1} == set()
    marked = {face.name for face, alike in looks if face.side == "back" and len(alike) > 1}
    assert marked >= {"closed", "choices", "next", "arabic", "words", "retired-why"}
    assert marked.isdisjoint({"order", "match"})


def test_every_back_shows_an_answer_and_no_front_does(shown):
    assert not wrong(shown, lambda one: bool("".join(one.found["answer"]).strip()) is not (one.face.side == "back"))


def test_pictures_are_there_whole_and_leave_room_for_the_text(shown, look):
    seen = [(one.face.title, picture) for one in shown for picture in one.found["pictures"]]
    assert len(seen) == 8
    for title, picture in seen:
        assert picture["loaded"], title
        assert not picture["bent"], title
        assert picture["wide"] <= look.width, title
        assert picture["high"] <= look.height * 0.6 + 1, title


def test_right_to_left_texts_begin_at_the_right(shown):
    found = [(one.face.title, *text) for one in shown for text in one.found["rightToLeft"]]
    assert len(found) > 20
    assert not [text for text in found if not text[2]]


def test_night_is_night_whatever_ground_the_app_has(shown, look):
    css = find(anki_schema.STYLE).read_text("utf-8")
    said = re.findall(r"--ground: (#\w{6});\n  --ink: (#\w{6});", css)[look.night]
    assert {(one.found["ground"], one.found["ink"]) for one in shown} == {tuple(map(rgb, said))}


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5))})"


def test_a_retired_card_says_so_on_every_side_and_no_other_does(shown):
    assert not wrong(shown, lambda one: bool(one.found["banner"]) is not one.face.name.startswith("retired"))
    assert front(shown, "retired")["banner"] == front(shown, "retired", 1)["banner"]
    assert front(shown, "retired")["banner"][0].startswith("Out of date")
    assert front(shown, "retired-why")["banner"][0].startswith("The almanac was wrong.")


def test_the_right_row_of_a_timeline_is_marked_by_more_than_its_colour(shown):
    for name in ("next", "arabic", "words-next"):
        rows = back(shown, name)["rows"]
        assert ["✓" in style for _, style in rows] == [mark == "right" for mark, _ in rows]
        assert [mark for mark, _ in rows].count("right") == 1
    assert not any("✓" in style for _, style in back(shown, "order-timeline")["rows"])


def test_a_back_holds_all_that_its_card_knows(shown):
    whole = back(shown, "sources")["text"]
    assert whole.count("An Almanac of the Moon") == 2  # a reference is not repeated, only the place in it
    assert whole.count("another “quote” & more") == 2
    assert "page 77" in whole
    assert "Report a mistake" in whole
    assert "quizgen::kind::when" in whole
    assert "Apollo 8: it flew in December 1968." in back(shown, "closed")["text"]
    assert "My own note" in back(shown, "notes")["text"]
    assert "(Armstrong; Neil A. Armstrong)" in back(shown, "typed")["text"]
    assert "Event 6 happened in 1916." in back(shown, "reverse", 1)["text"]
    assert "Another answer" in back(shown, "spare", 2)["text"]


def test_whose_picture_it_is_is_told_with_the_answer_and_not_before(shown):
    for name in ("picture-asked", "sound-asked", "cloze-picture"):
        assert "Ada Doe" not in front(shown, name)["text"]
        assert "Ada Doe" in back(shown, name)["text"]
    assert back(shown, "pictures")["text"].count("Ada Doe") == 2
    assert "“That’s one small step for man”" in back(shown, "sound")["text"]


# ---- single things --------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(chromium, student):
    """Shows one side of a card by day on a desk, or in another look."""
    contexts = []

    def opens(face: Face, look: Look = LOOKS[2]):
        context = chromium.new_context(viewport={"width": look.width, "height": look.height})
        contexts.append(context)
        file = Path(student.col.media.dir(), "_page.html")
        file.write_text(page(face, look), "utf-8")
        made = context.new_page()
        made.goto(file.as_uri())
        return made

    yield opens
    for context in contexts:
        context.close()


def named(sides: list[Face], name: str, side: str, order: int = 0) -> Face:
    return next(one for one in sides if (one.name, one.side, one.order) == (name, side, order))


def test_a_hint_waits_until_it_is_asked_for_and_is_gone_from_the_back(opened, sides):
    page = opened(named(sides, "hint", "front"))
    assert HINT not in page.inner_text("body")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert HINT in page.inner_text("body")
    assert not opened(named(sides, "hint", "back")).locator("details").is_visible()


def test_a_hint_of_the_question_is_not_on_the_reverse_card(sides):
    assert HINT not in named(sides, "reverse", "front", 1).html + named(sides, "reverse", "back", 1).html


def test_a_sound_that_is_asked_about_does_not_play_again_with_the_answer(sides):
    asked, answered = named(sides, "sound-asked", "front"), named(sides, "sound-asked", "back")
    assert (asked.sounds, answered.sounds) == (1, 0)
    assert "replay-button" in answered.html
    assert (named(sides, "sound", "front").sounds, named(sides, "sound", "back").sounds) == (0, 1)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_what_was_typed_is_told_apart_by_more_than_colour(opened, sides, look):
    page = opened(named(sides, "typed", "back"), look)
    lines = {
        name: page.eval_on_selector(f".{name}", "one => getComputedStyle(one).textDecorationLine")
        for name in ("typeGood", "typeBad", "typeMissed")
    }
    assert lines == {"typeGood": "none", "typeBad": "line-through", "typeMissed": "underline"}
    assert page.locator("hr").count() == 1
    tops = [page.locator(place).first.bounding_box()["y"] for place in (".question", "hr", "#typeans", ".answer")]
    assert tops == sorted(tops)


def test_the_box_to_type_in_is_as_wide_as_the_text_and_can_be_seen_when_chosen(opened, sides):
    page = opened(named(sides, "typed", "front"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "typeans"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    box, text = page.locator("#typeans").bounding_box(), page.locator(".question").bounding_box()
    assert (box["x"], box["width"]) == (text["x"], text["width"])


def test_letters_do_not_turn_a_right_to_left_answer_round(opened, sides):
    page = opened(named(sides, "hebrew", "back"))
    letters = page.eval_on_selector_all(
        ".answer .letter, .why .letter:first-child", "all => all.map(one => one.offsetLeft)"
    )
    assert len(letters) == 3
    assert letters[0] > 700
    assert letters[1] > 700


def test_anki_scrolls_to_the_answer_and_finds_it(sides):
    for face in sides:
        kinds = "cloze" if face.name.startswith(("cloze", "retired-cloze")) else "question"
        assert face.html.count("id=answer") == (face.side == "back" and kinds == "question"), face.title


def test_a_title_names_one_side(sides):
    assert len({face.title for face in sides}) == len(sides) > 90
    assert all(text_of(face.html).strip() for face in sides)


# ---- the pictures of the documentation ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The cards of the pictures, as they are today."""
    return dict(pictures.sheets(tmp_path_factory.mktemp("pictures")))


@pytest.mark.parametrize("name", pictures.NAMES)
def test_the_pictures_of_the_documentation_show_todays_cards(name, sheets, request):
    sheet = sheets[name]
    file = pictures.FOLDER / f"{name}.png"
    if request.config.getoption("accept") and pictures.made_of(file) != sheet.print:
        pictures.draw(request.getfixturevalue("chromium"), sheet, file)
    assert pictures.made_of(file) == sheet.print, f"{file.name} shows older cards: draw it with `pytest --accept`"
    assert file.stat().st_size < 150_000
