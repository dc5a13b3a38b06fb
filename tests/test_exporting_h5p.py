"""H5P packages: what is in them, and what a donor changes."""

from __future__ import annotations

import hashlib
import json
import re
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizgen import api
from quizgen.cli.placing import left_over
from quizgen.exporting.platform.h5p.text import licence
from quizgen.exporting.registry import is_part
from quizgen.exporting.report import Report
from quizgen.model.item import Dated, Item
from quizgen.model.media import Medium
from quizgen.model.quiz import BankInfo, Quiz
from quizgen.problem import ProblemError
from tests import examples, h5p_site

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)


def with_picture(folder: Path, number: int = 1, interaction: str = "choice", **changes: Any) -> Item:
    """An item that asks with a picture."""
    file = folder / "crater.png"
    file.write_bytes(PNG)
    told = {
        "kind": "image",
        "file": "crater.png",
        "sha256": hashlib.sha256(PNG).hexdigest(),
        "type": "image/png",
        "alt": "A crater, seen from above",
        "credit": "Ada Doe",
        "licence": "CC-BY-4.0",
        "asks": True,
        "path": file,
    }
    return examples.item(number, interaction).model_copy(update={"media": (Medium(**(told | changes)),)})


def dated(number: int, *more: Dated) -> Item:
    """An item with a timeline of its own."""
    events = (("Luna 2 hits the Moon", "13 September 1959"), ("The first landing", "July 1969"), ("The last", "1972"))
    timeline = tuple(Dated(event=event, date=date) for event, date in events)
    return examples.item(number).model_copy(update={"timeline": (*timeline, *more)})


def inside(path: Path) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    """What a package says of itself, its parameters, and the names of its files."""
    with zipfile.ZipFile(path) as package:
        about, params = (json.loads(package.read(name)) for name in ("h5p.json", "content/content.json"))
        return about, params, package.namelist()


def test_a_package_holds_content_alone_and_names_what_it_needs(tmp_path: Path):
    report = api.export(examples.everything(), "h5p", tmp_path / "quiz.h5p")
    assert [file.name for file in report.files] == ["quiz.h5p", "quiz-cards.h5p"]
    about, params, names = inside(report.files[0])
    assert names == ["h5p.json", "content/content.json"]
    needed = {one["machineName"]: (one["majorVersion"], one["minorVersion"]) for one in about["preloadedDependencies"]}
    asked = dict(one["library"].split(" ") for one in params["questions"])
    assert {name: "{}.{}".format(*needed[name]) for name in asked} == asked
    assert needed["H5P.QuestionSet"] == (1, 20)
    assert (about["mainLibrary"], about["language"], about["license"]) == ("H5P.QuestionSet", "en", "CC0 1.0")


def test_questions_keep_their_uuid_whatever_stands_around_them(tmp_path: Path):
    items = examples.every()
    alone = inside(api.export(examples.quiz(items[:1], 1), "h5p", tmp_path / "one.h5p").files[0])[1]["questions"]
    among = inside(api.export(examples.quiz(items, 1), "h5p", tmp_path / "all.h5p").files[0])[1]["questions"]
    assert alone[0]["subContentId"] == among[0]["subContentId"]
    assert len({one["subContentId"] for one in among}) == len(items)
    assert "moon.event-0.choice; moon; when; src:moon.almanac" in among[0]["metadata"]["authorComments"]


def test_a_renamed_question_keeps_its_uuids(tmp_path: Path):
    def written(quiz: Quiz, name: str) -> tuple[Any, Any, Any]:
        [told] = inside(api.export(quiz, "h5p", tmp_path / name).files[0])[1]["questions"]
        return told["subContentId"], told["params"]["media"]["type"]["subContentId"], told["metadata"]["authorComments"]

    before = examples.quiz((with_picture(tmp_path),), 1)
    [item] = before.items
    [locked] = before.lock.items.values()
    later = item.model_copy(update={"id": "moon.later.choice"})
    lock = replace(before.lock, items={later.id: locked})
    one, other = (
        written(before, "before.h5p"),
        written(replace(examples.quiz((later,), 1), lock=lock), "after.h5p"),
    )
    assert one[:2] == other[:2]
    assert other[2].startswith("quizgen: moon.later.choice;")


def test_a_large_question_set_is_never_in_memory_whole(tmp_path: Path):
    def peak(count: int) -> int:
        quiz = examples.quiz(tuple(examples.item(number) for number in range(count)), 1)
        tracemalloc.start()
        api.export(quiz, "h5p", tmp_path / "quiz.h5p", content="question-set")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(2000) - peak(1000) < 1000 * 600  # a question is 3,000 bytes of JSON


@pytest.mark.parametrize("answer", ["1/2", "12:30", "a*b", "<b>"])
def test_an_answer_that_a_gap_cannot_hold_is_skipped_unless_it_has_another_spelling(tmp_path: Path, answer: str):
    base = examples.item(1, "text")
    held = base.model_copy(update={"id": "moon.held.text", "key": (answer,), "accept": ("half",)})
    bare = base.model_copy(update={"key": (answer,), "accept": ()})
    report = api.export(examples.quiz((held, bare), 1), "h5p", tmp_path / "quiz.h5p")
    assert [name for name, _ in report.skipped] == [bare.id]
    assert "a gap" in report.skipped[0][1]
    assert report.lost["accepted spelling with a `*`, `/`, `:` or `<`"] == 1
    assert "*half*" in inside(report.files[0])[1]["questions"][0]["params"]["questions"][0]


def test_a_gap_takes_every_spelling(tmp_path: Path):
    item = examples.item(4, "cloze").model_copy(update={"accept": ("AD 1914", "al-Fārābī & Co.", "صفر")})
    params = inside(api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p").files[0])[1]
    [line] = params["questions"][0]["params"]["questions"]
    assert "Event 4 happened in *1914/AD 1914/al-Fārābī &amp; Co./صفر*." in line


def test_a_cloze_with_an_asterisk_is_asked_above_its_gap(tmp_path: Path):
    item = examples.item(4, "cloze").model_copy(update={"stem": "The star* was seen in ____."})
    params = inside(api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p").files[0])[1]
    told = params["questions"][0]["params"]
    assert "The star* was seen in ____." in told["text"]
    assert told["questions"][0].count("*") == 2


def test_what_cannot_be_dragged_is_asked_with_letters(tmp_path: Path):
    items = (examples.item(1, "order", text="at 12:30"), examples.item(2, "match", text="*"), examples.item(3, "order"))
    report = api.export(examples.quiz(items, 1), "h5p", tmp_path / "quiz.h5p")
    asked = [one["library"] for one in inside(report.files[0])[1]["questions"]]
    assert asked == ["H5P.Blanks 1.14", "H5P.Blanks 1.14", "H5P.DragText 1.10"]
    assert report.lost["text that cannot be dragged (asked with letters)"] == 2
    assert report.skipped == ()


def test_a_match_may_have_more_targets_than_texts_and_share_them(tmp_path: Path):
    base = examples.item(1, "match")
    shared = (*base.options[:2], base.options[2].model_copy(update={"match": "date 0"}))
    item = base.model_copy(update={"options": shared})
    told = inside(api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p").files[0])[1]["questions"][0]
    assert re.findall(r"\*(.*?)\*", told["params"]["textField"]) == ["date 0", "date 1", "date 0"]
    assert told["params"]["distractors"] == "*date 2* *date 3*"


def test_ordered_options_keep_their_order(tmp_path: Path):
    items = (examples.item(1), examples.item(2).model_copy(update={"ordered": True}))
    told = inside(api.export(examples.quiz(items, 1), "h5p", tmp_path / "quiz.h5p").files[0])[1]["questions"]
    assert [one["params"]["behaviour"]["randomAnswers"] for one in told] == [True, False]


def test_a_closed_question_makes_no_card(tmp_path: Path):
    items = (examples.item(1), examples.item(2, closed=True))
    report = api.export(examples.quiz(items, 1), "h5p", tmp_path / "quiz.h5p")
    assert len(inside(report.files[1])[1]["dialogs"]) == 1
    only = api.export(examples.quiz(items, 1), "h5p", tmp_path / "only.h5p", content="cards")
    assert ([file.name for file in only.files], only.written) == (["only.h5p"], 1)
    assert only.skipped[0][0] == items[1].id


def test_a_card_has_the_hint(tmp_path: Path):
    item = examples.item(1).model_copy(update={"hint": "It was a <Friday>"})
    report = api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p", content="cards")
    assert inside(report.files[0])[1]["dialogs"][0]["tips"] == {"front": "It was a &lt;Friday&gt;"}
    assert not report.lost


def test_a_timeline_has_each_event_once_and_says_which_it_cannot_place(tmp_path: Path):
    more = Dated(event="The first calendar", date="45 BC"), Dated(event="The war", date="1939–1945")
    report = api.export(examples.quiz((dated(1), dated(2, *more)), 1), "h5p", tmp_path / "quiz.h5p")
    assert report.files[-1].name == "quiz-timeline.h5p"
    events = inside(report.files[-1])[1]["timeline"]["date"]
    assert [(one["startDate"], one.get("endDate")) for one in events] == [
        ("1959,09,13", None),
        ("1969,07", None),
        ("1972", None),
        ("1939", "1945"),
    ]
    assert events[0]["headline"] == "Luna 2 hits the Moon (13 September 1959)"
    assert "An Almanac of the Moon" in events[0]["text"]
    assert report.lost["event whose date no timeline can place"] == 1


def ordered(number: int, *events: tuple[str, str, str], interaction: str = "order") -> Item:
    """A question of order, or of what belongs together, about events: (name, date, quote)."""
    base = examples.item(number, interaction)
    names = [name for name, _, _ in events]
    places = [{"text": name, "match": date if base.targets else None} for name, date, _ in events]
    options = [o.model_copy(update=place) for o, place in zip(base.options, places, strict=False)]
    told: dict[str, Any] = {
        "options": tuple(options),
        "targets": tuple(date for _, date, _ in events) if base.targets else (),
        "key": tuple(f"{name}: {date}" for name, date, _ in events) if base.targets else tuple(names),
        "timeline": tuple(Dated(event=name, date=date) for name, date, _ in events),
        "citations": tuple(base.citations[0].model_copy(update={"quote": quote}) for _, _, quote in events),
    }
    return base.model_copy(update=told)


EVENTS = (("Luna 2", "1959", "Luna 2 fell"), ("Luna 9", "1966", "Luna 9 stood"), ("Apollo 11", "1969", "Men walked"))


@pytest.mark.parametrize("interaction", ["order", "match"])
def test_an_event_of_a_timeline_cites_what_is_its_own(tmp_path: Path, interaction: str):
    item = ordered(1, *EVENTS, interaction=interaction)
    report = api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p", content="timeline")
    events = inside(report.files[0])[1]["timeline"]["date"]
    for event, (_, _, own) in zip(events, EVENTS, strict=True):
        assert [quote for _, _, quote in EVENTS if quote in event["text"]] == [own]
        assert item.rationale not in event["text"]
        assert "page 12" in event["text"]


def test_an_event_that_nothing_is_cited_for_alone_names_the_sources_only(tmp_path: Path):
    choice = ordered(1, *EVENTS).model_copy(update={"interaction": "choice", "key": ("Luna 9",)})
    choice = choice.model_copy(update={"citations": choice.citations[1:]})
    report = api.export(examples.quiz((choice,), 1), "h5p", tmp_path / "quiz.h5p", content="timeline")
    first, key, last = (event["text"] for event in inside(report.files[0])[1]["timeline"]["date"])
    assert "“Luna 9 stood”" in key
    for text in (first, last):
        assert text.count("An Almanac of the Moon") == 1
        assert '<a href="https://example.org/moon">' in text
        assert not re.search("Luna 9 stood|Men walked|page 12", text)
    both = examples.quiz((choice, ordered(2, *EVENTS)), 1)
    report = api.export(both, "h5p", tmp_path / "both.h5p", content="timeline")
    texts = [event["text"] for event in inside(report.files[0])[1]["timeline"]["date"]]
    assert [quote in text for text, (_, _, quote) in zip(texts, EVENTS, strict=True)] == [True] * 3


def test_without_a_question_set_each_content_takes_what_it_can(tmp_path: Path):
    early = ordered(3, ("The calendar", "45 BC", "q"), ("The eclipse", "585 BC", "q"), ("The stone", "1750 BC", "q"))
    items = (examples.item(1), ordered(2, *EVENTS), examples.item(4, closed=True), early)
    report = api.export(examples.quiz(items, 1), "h5p", tmp_path / "quiz.h5p", content="cards,timeline")
    assert [file.name for file in report.files] == ["quiz.h5p", "quiz-timeline.h5p"]
    assert len(inside(report.files[0])[1]["dialogs"]) == 1
    assert len(inside(report.files[1])[1]["timeline"]["date"]) == 3
    assert [name for name, _ in report.skipped] == [items[2].id, items[3].id]
    only = api.export(examples.quiz(items[1:], 1), "h5p", tmp_path / "only.h5p", content="cards,timeline")
    assert [(file.name, inside(file)[0]["mainLibrary"]) for file in only.files] == [("only.h5p", "H5P.Timeline")]


def test_a_timeline_that_comes_to_nothing_is_counted(tmp_path: Path):
    item = ordered(1, ("The calendar", "45 BC", "q"), ("The eclipse", "585 BC", "q"), ("The stone", "1750 BC", "q"))
    report = api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p")
    assert [file.name for file in report.files] == ["quiz.h5p"]
    assert report.lost["event whose date no timeline can place"] == 3


def test_every_further_file_is_known_as_a_part(tmp_path: Path):
    items = (examples.item(1), ordered(2, *EVENTS))
    every = "question-set,cards,timeline,sort-paragraphs"
    for name in ("quiz.h5p", "quiz.zip"):
        out = tmp_path / name
        main, *others = api.export(examples.quiz(items, 1), "h5p", out, content=every).files
        assert (main, len(others)) == (out, 3)
        assert all(is_part("h5p", main, other) for other in others)
    assert not is_part("h5p", tmp_path / "quiz.h5p", tmp_path / "quiz-cards-of-mine.h5p")


def test_a_build_of_fewer_contents_says_what_is_left_of_the_one_before(tmp_path: Path):
    def built(content: str) -> Report:
        return api.export(examples.quiz((examples.item(1), ordered(2, *EVENTS)), 1), "h5p", out, content=content)

    out = tmp_path / "quiz.h5p"
    before = built("question-set,cards,timeline,sort-paragraphs")
    assert left_over([before]) == []
    assert set(left_over([built("question-set")])) == set(before.files[1:])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("timeline", "no event with a date"),
        ("sort-paragraphs", "no question that asks for the order"),
        ("sort-paragraphs,timeline", "no event with a date"),
    ],
)
def test_a_content_of_nothing_is_a_problem_when_it_is_all_that_is_asked_for(tmp_path: Path, content: str, told: str):
    with pytest.raises(ProblemError, match=told):
        api.export(examples.quiz(), "h5p", tmp_path / "quiz.h5p", content=content)
    assert list(tmp_path.iterdir()) == []


def test_each_question_of_order_is_sorted_in_a_package_of_its_own_if_asked_for(tmp_path: Path):
    items = (examples.item(1), examples.item(2, "order", text="at 12:30 *"), examples.item(3, "order"))
    assert len(api.export(examples.quiz(items, 1), "h5p", tmp_path / "default.h5p").files) == 2
    asked = "question-set,sort-paragraphs"
    report = api.export(examples.quiz(items, 1), "h5p", tmp_path / "quiz.h5p", content=asked)
    assert [file.name for file in report.files] == ["quiz.h5p", "quiz-sort-1.h5p", "quiz-sort-2.h5p"]
    for number, (item, file) in enumerate(zip(items[1:], report.files[1:], strict=True), 1):
        about, params, _ = inside(file)
        assert about["mainLibrary"] == "H5P.SortParagraphs"
        assert [(one["majorVersion"], one["minorVersion"]) for one in about["preloadedDependencies"]] == [(0, 11)]
        assert (about["title"], about["license"]) == (f"{number}. The Moon", "CC0 1.0")
        assert about["authorComments"].startswith(f"quizgen: {item.id};")
        assert [re.sub("<.*?>", "", text) for text in params["paragraphs"]] == list(item.key)
        assert "An Almanac of the Moon" in params["overallFeedback"][0]["feedback"]
        assert params["a11y"]["yourResult"] == "@score of @total points"


def test_only_what_can_be_sorted_is_sorted(tmp_path: Path):
    short = examples.item(1, "order")
    short = short.model_copy(update={"options": short.options[:2], "key": short.key[:2]})
    empty = examples.item(2, "order")
    blank = empty.options[0].model_copy(update={"text": "\u000b "})
    empty = empty.model_copy(update={"options": (blank, *empty.options[1:])})
    pictured, kept = with_picture(tmp_path, 3, "order"), examples.item(4, "order").model_copy(update={"hint": "Soon"})
    items = (short, empty, pictured, examples.item(5), kept)
    report = api.export(examples.quiz(items, 1), "h5p", tmp_path / "quiz.h5p", content="sort-paragraphs")
    assert [file.name for file in report.files] == ["quiz.h5p"]
    assert [name for name, _ in report.skipped] == [item.id for item in items[:4]]
    assert len(report.reasons()) == 4
    assert (report.written, report.lost) == (1, {"hint": 1})


def test_a_question_of_order_sorted_alone_is_in_its_own_language(tmp_path: Path):
    item = examples.item(1, "order").model_copy(update={"language": "de"})
    about, params, _ = inside(
        api.export(examples.quiz((item,), 1), "h5p", tmp_path / "quiz.h5p", content="sort-paragraphs").files[0]
    )
    assert (about["language"], params["l10n"]["up"]) == ("de", "Nach oben")


def test_an_address_that_sites_refuse_is_not_named_as_the_source(tmp_path: Path):
    base = examples.item(1, "order")
    quiz = examples.quiz((base,), 1)
    [(name, cited)] = quiz.sources.items()
    shouted = cited.model_copy(update={"source": cited.source.model_copy(update={"url": "HTTPS://example.org/a"})})
    for sources, known in ((quiz.sources, "https://example.org/moon"), ({name: shouted}, None)):
        report = api.export(replace(quiz, sources=sources), "h5p", tmp_path / "quiz.h5p", content="sort-paragraphs")
        assert inside(report.files[0])[0].get("source") == known


def test_nothing_tells_the_answer_before_it_is_given(tmp_path: Path):
    """Rights of use, and what stands in the package for a picture, can be read beforehand."""
    item = with_picture(tmp_path, credit="The Year 1911 Museum")
    cited = item.citations[0].model_copy(update={"url": "https://example.org/entity/1911#:~:text=1911"})
    quiz = examples.quiz((item.model_copy(update={"citations": (cited,)}),), 1)
    [told] = inside(api.export(quiz, "h5p", tmp_path / "quiz.h5p").files[0])[1]["questions"]
    picture = told["params"]["media"]["type"]
    assert told["metadata"]["source"] == "https://example.org/moon"
    assert "1911" not in json.dumps([told["metadata"], picture])
    assert picture["metadata"]["license"] == "CC BY"
    after = told["params"]["answers"][0]["tipsAndFeedback"]["chosenFeedback"]
    assert "The Year 1911 Museum, CC-BY-4.0" in after
    assert "https://example.org/entity/1911#:~:text=1911" in after


def test_buttons_speak_the_language_of_the_quiz(tmp_path: Path):
    item = examples.item(1).model_copy(update={"language": "he"})
    quiz = examples.quiz((item,), 1)
    about, params, _ = inside(api.export(quiz, "h5p", tmp_path / "quiz.h5p").files[0])
    assert params["questions"][0]["params"]["UI"]["checkAnswerButton"] == "בדיקה"
    assert params["texts"]["nextButton"] == "הבא"
    assert about["language"] == "he"
    assert inside(api.export(examples.quiz((), 1), "h5p", tmp_path / "none.h5p").files[0])[0]["language"] == "en"


def test_a_picture_stands_above_its_question_and_has_alt_text_and_credit(tmp_path: Path):
    report = api.export(examples.quiz((with_picture(tmp_path),), 1), "h5p", tmp_path / "quiz.h5p")
    about, params, names = inside(report.files[0])
    [image] = [name for name in names if name.startswith("content/images/")]
    told = params["questions"][0]["params"]
    assert f"content/{told['media']['type']['params']['file']['path']}" == image
    assert told["media"]["type"]["metadata"]["license"] == "CC BY"
    assert "Picture: Ada Doe, CC-BY-4.0" in told["answers"][0]["tipsAndFeedback"]["chosenFeedback"]
    assert "H5P.Image" in [one["machineName"] for one in about["preloadedDependencies"]]


def test_a_picture_that_h5p_refuses_and_a_sound_are_skipped_or_lost(tmp_path: Path):
    webp = with_picture(tmp_path, 1, type="image/webp")
    answer = with_picture(tmp_path, 2, asks=False)
    dragged = with_picture(tmp_path, 3, "order")
    sound = with_picture(tmp_path, 4, kind="audio", type="audio/mpeg")
    report = api.export(examples.quiz((webp, answer, dragged, sound), 1), "h5p", tmp_path / "quiz.h5p")
    assert [name for name, _ in report.skipped] == [webp.id, dragged.id, sound.id]
    assert report.lost["picture"] == 1


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("CC-BY-NC-SA-4.0", {"license": "CC BY-NC-SA", "licenseVersion": "4.0"}),
        ("CC BY-SA 4.0", {"license": "CC BY-SA", "licenseVersion": "4.0"}),
        ("cc by nc nd 2.5", {"license": "CC BY-NC-ND", "licenseVersion": "2.5"}),
        ("CC0 1.0", {"license": "CC0 1.0"}),
        ("PDDL-1.0", {"license": "ODC PDDL"}),
        ("CC BY-SA-BY 4.0", {"license": "U", "licenseExtras": "CC BY-SA-BY 4.0"}),
        ("CC0-1.0", {"license": "CC0 1.0"}),
        ("All rights\nreserved", {"license": "U", "licenseExtras": "All rights reserved"}),
        (None, {"license": "U"}),
    ],
)
def test_licences_are_said_in_words_of_h5p(named: str | None, told: dict[str, str]):
    assert licence(named) == told


def test_a_licence_that_h5p_has_no_word_for_is_counted_as_lost(tmp_path: Path):
    def lost(*licences: str | None, picture: str = "CC BY-SA 4.0") -> int:
        quiz = examples.quiz((with_picture(tmp_path, licence=picture), examples.item(2)), 1)
        banks = (replace_licence(quiz, f"bank-{n}", one) for n, one in enumerate(licences[1:]))
        quiz = replace(quiz, banks=(replace_licence(quiz, "moon", licences[0]), *banks))
        report = api.export(quiz, "h5p", tmp_path / "quiz.h5p")
        return report.lost["licence that H5P has no word for (undisclosed)"]

    def replace_licence(quiz: Quiz, name: str, named: str | None) -> BankInfo:
        return quiz.banks[0].model_copy(update={"id": name, "licence": named})

    assert (lost("CC BY-SA 4.0"), lost(None), lost("CC0-1.0", "CC0-1.0")) == (0, 0, 0)
    assert (lost("All rights reserved"), lost("CC BY 4.0", picture="Museum, 2020")) == (1, 1)
    assert (lost("CC BY 4.0", "CC0-1.0"), lost("CC BY 4.0", None)) == (1, 1)


def test_banks_that_differ_have_all_their_licences_in_the_extras(tmp_path: Path):
    quiz = examples.quiz((examples.item(1),), 1)
    other = quiz.banks[0].model_copy(update={"id": "mars", "licence": "CC BY 4.0"})
    about = inside(api.export(replace(quiz, banks=(*quiz.banks, other)), "h5p", tmp_path / "q.h5p").files[0])[0]
    assert (about["license"], about["licenseExtras"]) == ("U", "CC0-1.0; CC BY 4.0")


# ---- a donor ---------------------------------------------------------------------------------------------------------


def test_a_donor_lends_its_versions_and_its_libraries(tmp_path: Path):
    lent = h5p_site.donor(tmp_path / "donor.h5p", minor=33)
    report = api.export(examples.everything(), "h5p", tmp_path / "quiz.h5p", donor=str(lent))
    about, params, names = inside(report.files[0])
    assert {one["minorVersion"] for one in about["preloadedDependencies"]} == {33}
    assert {one["library"].rpartition(" ")[2] for one in params["questions"]} == {"1.33"}
    assert "H5P.MultiChoice-1.33/library.json" in names
    assert "H5P.Dialogcards-1.33/library.json" not in names
    assert report.lost == {}


def test_a_donor_lends_what_its_libraries_need(tmp_path: Path):
    told = {"machineName": "H5P.QuestionSet", "majorVersion": 1, "minorVersion": 21}
    need = {"machineName": "H5P.Question", "majorVersion": 1, "minorVersion": 5}
    other = {"machineName": "H5P.Else", "majorVersion": 1, "minorVersion": 0}
    more = {
        "H5P.QuestionSet-1.21/library.json": json.dumps({**told, "editorDependencies": [need]}).encode(),
        "H5P.Question-1.5/library.json": json.dumps({**need, "preloadedDependencies": [told]}).encode(),
        "H5P.Question-1.5/scripts/question.js": b"1",
        "H5P.Else-1.0/library.json": json.dumps(other).encode(),
    }
    lent = h5p_site.donor(tmp_path / "donor.h5p", more=more)
    names = inside(api.export(examples.everything(), "h5p", tmp_path / "quiz.h5p", donor=lent).files[0])[2]
    assert "H5P.Question-1.5/scripts/question.js" in names
    assert not [name for name in names if name.startswith(("H5P.Else", "H5P.QuestionSet-1.20"))]


def test_what_the_donor_lacks_is_skipped_or_reported(tmp_path: Path):
    lent = h5p_site.donor(tmp_path / "donor.h5p", "H5P.QuestionSet", "H5P.MultiChoice")
    report = api.export(
        examples.quiz((examples.item(1), examples.item(2, "text")), 1), "h5p", tmp_path / "q.h5p", donor=lent
    )
    assert report.skipped == (("moon.event-2.text", "the donor package has no H5P.Blanks"),)
    assert report.lost == {"H5P.Dialogcards (not in the donor: the site must have it)": 1}
    assert inside(report.files[1])[2] == ["h5p.json", "content/content.json"]


@pytest.mark.parametrize("member", ["H5P.QuestionSet-1.20/library.json", "H5P.QuestionSet-1.20/main.js"])
@pytest.mark.parametrize("harm", ["other bytes", "encrypted", "packed in another way", "broken off"])
def test_a_donor_with_a_member_that_cannot_be_read_is_a_problem(tmp_path: Path, member: str, harm: str):
    path = h5p_site.harmed(h5p_site.donor(tmp_path / "donor.h5p"), member, harm)
    out = tmp_path / "quiz.h5p"
    out.write_bytes(b"old")
    with pytest.raises(ProblemError) as raised:
        api.export(examples.quiz(), "h5p", out, donor=path)
    [problem] = raised.value.problems
    assert (problem.code, f"`{member}` in it is damaged or encrypted" in problem.message) == ("B088", True)
    assert (out.read_bytes(), sorted(file.name for file in tmp_path.iterdir())) == (b"old", ["donor.h5p", "quiz.h5p"])


@pytest.mark.parametrize("kind", ["missing", "text", "empty", "broken", "other", "folder", "names"])
def test_a_donor_that_cannot_lend_is_a_problem(tmp_path: Path, kind: str):
    path = tmp_path / "donor.h5p"
    if kind == "text":
        path.write_text("not a zip file")
    elif kind == "folder":
        path.mkdir()
    elif kind != "missing":
        more = {"broken": {"A-1.0/library.json": b'{"a": 1}'}, "names": {"A-1.0/é.js": b""}}.get(kind, {})
        known = {"empty": ("none",), "other": ("H5P.MultiChoice",)}.get(kind, ())
        h5p_site.donor(path, *known, more=more)
    with pytest.raises(ProblemError) as raised:
        api.export(examples.quiz(), "h5p", tmp_path / "out" / "quiz.h5p", donor=path)
    [problem] = raised.value.problems
    assert (problem.code, problem.path.endswith("donor.h5p"), bool(problem.hint)) == ("B088", True, True)
    assert not (tmp_path / "out").exists()


def test_an_unknown_content_is_a_problem(tmp_path: Path):
    for wrong in ("", "crossword", "cards,films"):
        with pytest.raises(ProblemError):
            api.export(examples.quiz(), "h5p", tmp_path / "quiz.h5p", content=wrong)
