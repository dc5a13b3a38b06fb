from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest
from PIL import Image
from pydantic import ValidationError

from quizgen import api
from quizgen.exporting import cards
from quizgen.exporting.anki_note import Choices, note_fields
from quizgen.exporting.paper.card_faces import PIECE
from quizgen.exporting.paper.card_stock import STOCKS, StockName
from quizgen.model.item import Item
from quizgen.model.media import Medium
from quizgen.model.quiz import Quiz
from quizgen.problem import ProblemError
from quizgen.templating import find
from tests import cards_proof
from tests.cards_proof import MM, conformance, folded, lines, marks_of, middles, outside, preferences, proof, squash
from tests.examples import CITATION, SOURCE, item, quiz, ugly_quiz

KINDS = ("choice", "text", "date", "number", "cloze", "choices", "order", "match")
FLIPS = ("long", "short", "fold")
STOCK = "avery-5371"
Data = dict[str, Any]


def mixed(count: int = 13) -> Quiz:
    """Every interaction, some closed, on more than one sheet."""
    return quiz(tuple(item(n, KINDS[n % 8], closed=n % 16 == 0) for n in range(count)), 0)


def printed(made: Quiz, folder: Path, **set_: Any) -> bytes:
    report = cards.export(made, folder / "moon-cards.pdf", cards.Options(**set_))
    assert (report.written, report.skipped) == (len(made.items), ())
    return report.files[0].read_bytes()


def only(made: Item, folder: Path, **set_: Any) -> tuple[str, str]:
    """The two sides of the only card."""
    return folded(printed(quiz((made,), 0), folder, **({"stock": STOCK} | set_)), set_.get("stock", STOCK), "long")[0][
        0
    ]


# The sheets


def test_every_stock_has_a_name_and_fits_its_sheet() -> None:
    assert set(get_args(StockName)) == set(STOCKS) == set(cards_proof.GRIDS)
    for name, stock in STOCKS.items():
        mine = (stock.width, stock.height, stock.columns, stock.rows, stock.card_width, stock.card_height)
        mine = (*mine, stock.left, stock.top, stock.across, stock.down)
        theirs = [value if n in {2, 3} else value / MM for n, value in enumerate(cards_proof.GRIDS[name])]
        assert mine == pytest.approx(theirs), name
        assert stock.across >= stock.card_width
        assert stock.down >= stock.card_height
        right = stock.left + (stock.columns - 1) * stock.across + stock.card_width
        below = stock.top + (stock.rows - 1) * stock.down + stock.card_height
        assert (right + stock.left, below + stock.top) == pytest.approx((stock.width, stock.height)), name
        assert min(stock.left, stock.top) >= 5


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("stock", STOCKS)
def test_every_back_meets_its_front(tmp_path: Path, stock: str, flip: str) -> None:
    made = mixed()
    assert proof(made, printed(made, tmp_path, stock=stock, flip=flip), stock, flip) == []


@pytest.mark.parametrize("flip", ["long", "short"])
def test_the_offset_moves_the_backs_and_nothing_else(tmp_path: Path, flip: str) -> None:
    made = mixed(3)
    moved = printed(made, tmp_path, flip=flip, offset="2, -1.5")
    assert proof(made, moved, "a4-8", flip, (2, -1.5)) == []
    before, after = (marks_of(pdf, made.items[1].id) for pdf in (printed(made, tmp_path, flip=flip), moved))
    sign = -1 if flip == "short" else 1  # such a back stands upside down on its page
    assert after[0] == pytest.approx(before[0], abs=0.01)
    assert (after[1][0] - before[1][0], after[1][1] - before[1][1]) == pytest.approx(
        (sign * 2 * MM, sign * -1.5 * MM), abs=0.01
    )


def test_crop_marks_are_on_fronts_of_plain_paper_only(tmp_path: Path) -> None:
    front, back = lines(printed(mixed(3), tmp_path, stock="a4-8"))
    assert (len(front), back) == (2 * 3 + 2 * 5, [])
    assert lines(printed(mixed(3), tmp_path, stock="a4-8", crop_marks="false"))[0] == []
    assert lines(printed(mixed(3), tmp_path, stock=STOCK))[0] == []
    assert len(lines(printed(mixed(3), tmp_path, stock="avery-c32011", crop_marks=True))[0]) == 2 * 4 + 2 * 6


def test_crop_marks_stand_at_the_edges_of_cards_and_not_on_them(tmp_path: Path) -> None:
    cells = cards_proof.cells("a4-8")
    edges = {(n % 2, round(value)) for cell in cells for n, value in enumerate(cell)}
    for left, top, right, bottom in lines(printed(mixed(3), tmp_path, stock="a4-8"))[0]:
        across = right - left > bottom - top
        assert (int(across), round((top + bottom) / 2 if across else (left + right) / 2)) in edges
        assert not any(left < c[2] and right > c[0] and top < c[3] and bottom > c[1] for c in cells)


def test_a_sheet_to_fold_has_a_line_between_front_and_back(tmp_path: Path) -> None:
    (drawn,) = lines(printed(mixed(3), tmp_path, stock=STOCK, flip="fold"))
    assert [(round((line[0] + line[2]) / 2), round(line[3] - line[1])) for line in drawn] == [(306, 720)]


@pytest.mark.parametrize("offset", [(0, 0), (1.5, -2)])
@pytest.mark.parametrize("flip", ["long", "short"])
def test_the_crosses_of_a_calibration_sheet_meet(tmp_path: Path, flip: str, offset: tuple[float, float]) -> None:
    made = mixed(3)
    pdf = printed(made, tmp_path, stock=STOCK, flip=flip, offset=offset, calibration=True)
    front, back = (middles(page) for page in lines(pdf)[:2])
    seen = [cards_proof.through(STOCK, flip, offset, cards_proof.Sign("+", *point)) for point in back]
    assert sorted((round(sign.x), round(sign.y)) for sign in seen) == sorted((round(x), round(y)) for x, y in front)
    assert len(front) == 5
    assert conformance(pdf) + outside(pdf) == []
    assert [sides for sides in folded(pdf, STOCK, flip, offset)[0] if sides[0]][-3:] == folded(
        printed(made, tmp_path, stock=STOCK, flip=flip, offset=offset), STOCK, flip, offset
    )[0][:3]


@pytest.mark.parametrize(
    ("flip", "duplex"), [("long", "/DuplexFlipLongEdge"), ("short", "/DuplexFlipShortEdge"), ("fold", "/Simplex")]
)
def test_a_reader_is_asked_to_print_unscaled(tmp_path: Path, flip: str, duplex: str) -> None:
    wished = preferences(printed(mixed(3), tmp_path, flip=flip))
    assert wished["DisplayDocTitle"] == "True"
    assert (wished["PrintScaling"], wished["Duplex"], wished["PickTrayByPDFSize"]) == ("/None", duplex, "True")


def test_an_empty_quiz_is_a_sheet_without_cards(tmp_path: Path) -> None:
    pdf = printed(quiz((), 0), tmp_path)
    assert (conformance(pdf), len(lines(pdf))) == ([], 2)


# The cards


def test_a_card_has_options_only_where_it_must(tmp_path: Path) -> None:
    assert only(item(1), tmp_path)[0].startswith(squash(item(1).stem) + "moon.event")
    assert "A.19" in only(item(1, closed=True), tmp_path)[0]


def test_options_stand_as_on_an_anki_card(tmp_path: Path) -> None:
    for number in range(6):
        one = item(number, closed=True)
        _, fields = note_fields(quiz((one,), 0), one, Choices())
        listed = re.findall(r"<li[^>]*>(\d+)", fields["Options"])
        assert re.findall(r"[A-D]\.(\d{4})", only(one, tmp_path)[0]) == listed


@pytest.mark.parametrize("kind", ["choice", "match"])
def test_a_letter_stands_beside_the_first_line_of_its_option(tmp_path: Path, kind: str) -> None:
    one = item(1, kind, closed=True)
    options = tuple(option.model_copy(update={"text": f"H{option.id} {'word ' * 20}"}) for option in one.options)
    made = quiz((one.model_copy(update={"options": options}),), 0)
    document = cards_proof.pypdfium2.PdfDocument(printed(made, tmp_path, stock="avery-5388"))
    found = [sign for sign in cards_proof.signs(document[0]) if sign.text.isalnum()]
    beside = list(re.finditer("[A-D]H[A-D]word", "".join(sign.text for sign in found)))
    assert len(beside) == 4
    for at in beside:
        letter, first = found[at.start()], found[at.start() + 1]
        assert (letter.y, letter.x < first.x) == (pytest.approx(first.y, abs=1), True)
    document.close()


def test_all_that_fits_is_printed(tmp_path: Path) -> None:
    back = only(item(1, "text"), tmp_path)[1]
    assert squash(back) == squash(
        "1911 Event 1 happened in 1911. “event 1: 1911” — An Almanac of the Moon, page 12 moon.event-1.text"
    )


def test_a_long_quote_is_cut_between_words_and_counted(tmp_path: Path) -> None:
    quote = " ".join(f"word{n}" for n in range(400))
    long = item(1, "text").model_copy(update={"citations": (CITATION.model_copy(update={"quote": quote}),)})
    report = cards.export(quiz((long,), 0), tmp_path / "moon-cards.pdf", cards.Options(stock=STOCK))
    back = folded(report.files[0].read_bytes(), STOCK, "long")[0][0][1]
    printed_of_it = back.partition("“")[2].partition("…")[0]
    last = int(printed_of_it.rpartition("word")[2])
    assert printed_of_it == squash(" ".join(f"word{n}" for n in range(last + 1)))
    assert last > 40
    assert "…”—AnAlmanacoftheMoon,page12" in back
    assert report.lost == {"statement left out": 1, "quote cut short or left out": 1}


def test_a_quote_without_spaces_is_cut_between_its_characters() -> None:
    assert PIECE.findall("漢字 and かな") == ["漢", "字", " and", " か", "な"]


def test_further_sources_are_named_or_counted(tmp_path: Path) -> None:
    cited = tuple(CITATION.model_copy(update={"locator": str(n), "quote": f"quote {n} " * 30}) for n in range(40))
    bare = tuple(one.model_copy(update={"quote": None}) for one in cited[:2])
    few, many = (item(1, "text").model_copy(update={"citations": some}) for some in (bare, cited))
    assert "page0page1" in only(few, tmp_path)[1]
    report = cards.export(quiz((many,), 0), tmp_path / "moon-cards.pdf", cards.Options(stock=STOCK))
    assert report.lost["further source left out"] == 39
    assert report.lost["quote cut short or left out"] == 40


@pytest.mark.parametrize(
    ("changed", "side"),
    [({"stem": "word " * 500}, "front"), ({"key": ("word " * 500,)}, "back"), ({"stem": "W" * 49}, "front")],
)
def test_what_fits_on_no_card_is_skipped_by_name(tmp_path: Path, changed: Data, side: str) -> None:
    made = quiz((item(1), item(2).model_copy(update=changed), item(3)), 0)
    report = cards.export(made, tmp_path / "moon-cards.pdf", cards.Options(stock=STOCK))
    assert report.skipped == (("moon.event-2.choice", f"its {side} does not fit on {STOCK} even at 7 pt"),)
    kept = replace(made, items=(made.items[0], made.items[2]))
    assert proof(kept, report.files[0].read_bytes(), STOCK, "long") == []


@pytest.mark.parametrize(
    "text", ["x" * 300, "https://example.org/" + "path/" * 40, "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 5]
)
@pytest.mark.parametrize("kind", ["text", "match"])
def test_long_words_stay_on_their_card(tmp_path: Path, text: str, kind: str) -> None:
    long = item(1, "text", text=text) if kind == "text" else item(1, "match").model_copy(update={"stem": text})
    assert (
        proof(
            quiz((long,), 0),
            printed(quiz((long,), 0), tmp_path, stock="avery-5388"),
            "avery-5388",
            "long",
            quotes=False,
        )
        == []
    )


def test_right_to_left_cards(tmp_path: Path) -> None:
    stem, key = "מתי נחתו בני אדם על הירח בחללית Apollo 11?", "בשנת 1969"
    cited = (CITATION.model_copy(update={"quote": "בשנת 1969 נחת Neil Armstrong על הירח"}),)
    change = {"stem": stem, "key": (key,), "rationale": stem, "citations": cited, "language": "he"}
    made = quiz(tuple(item(n, "text").model_copy(update=change) for n in range(12)), 0, title="הירח")
    for flip in FLIPS:
        assert proof(made, printed(made, tmp_path, stock=STOCK, flip=flip), STOCK, flip) == []


@pytest.mark.parametrize(("language", "marks"), [("en", "“”"), ("de", "„“"), ("ru", "«»"), ("fr", "«»")])
def test_a_quote_stands_in_the_marks_of_its_language(tmp_path: Path, language: str, marks: str) -> None:
    spoken = SOURCE.source.model_copy(update={"language": language})
    sources = {"moon.almanac": SOURCE.model_copy(update={"source": spoken})}
    made = replace(quiz((item(1, "text"),), 0), sources=sources)
    back = folded(printed(made, tmp_path, stock=STOCK), STOCK, "long")[0][0][1]
    assert f"{marks[0]}event1:1911{marks[1]}" in squash(back)


@pytest.mark.parametrize("language", ["ar", "fa", "ur", "hi"])
def test_scripts_with_much_above_and_below_the_line_have_more_between_the_lines(tmp_path: Path, language: str) -> None:
    tall, usual = (line_gap(one, tmp_path) for one in (language, "en"))
    assert tall > usual + 4


def line_gap(language: str, folder: Path) -> float:
    """How far apart the lines of a stem in Latin letters of 16 points stand, on a card in the language."""
    made = item(1, "text").model_copy(update={"language": language, "stem": "jazz " * 18})
    document = cards_proof.pypdfium2.PdfDocument(printed(quiz((made,), 0), folder, stock=STOCK))
    rows = sorted({round(sign.y) for sign in cards_proof.signs(document[0]) if sign.text == "z"})
    document.close()
    return rows[1] - rows[0]


def test_ugly_texts_are_printed_or_skipped_with_the_reason(tmp_path: Path) -> None:
    without_cjk = ugly_quiz().items[:5] + ugly_quiz().items[6:]  # whether those can be printed hangs on the fonts
    report = cards.export(quiz(without_cjk, 0), tmp_path / "ugly-cards.pdf", cards.Options(missing="skip"))
    assert report.skipped == (("moon.event-4.choice", "no font has the character \U0001f600"),)
    kept = quiz(without_cjk[:4] + without_cjk[5:], 0)
    assert proof(kept, report.files[0].read_bytes(), "a4-8", "long") == []


def picture(folder: Path, **set_: Any) -> Medium:
    path = folder / "moon.png"
    Image.new("RGB", (40, 20), "red").save(path)
    given = {"kind": "image", "file": path.name, "sha256": "ab" * 32, "type": "image/png", "path": path, "asks": True}
    return Medium(**given | {"alt": "a red field", "credit": "Ada Doe", "licence": "CC0-1.0"} | set_)


@pytest.mark.parametrize("flip", FLIPS)
def test_a_picture_that_asks_is_on_the_front_with_its_credit(tmp_path: Path, flip: str) -> None:
    made = quiz((item(1, "text").model_copy(update={"media": (picture(tmp_path),)}),), 0)
    pdf = printed(made, tmp_path, stock=STOCK, flip=flip)
    assert proof(made, pdf, STOCK, flip) == []
    assert "AdaDoe,CC0" in squash(folded(pdf, STOCK, flip)[0][0][0]).replace("-", "")
    document = cards_proof.pypdfium2.PdfDocument(pdf)
    assert [thing.type for thing in document[0].get_objects()].count(cards_proof.pdfium.FPDF_PAGEOBJ_IMAGE) == 1
    document.close()


def test_what_paper_cannot_ask_is_skipped_and_what_it_leaves_out_is_counted(tmp_path: Path) -> None:
    sound = picture(tmp_path, kind="audio", type="audio/mpeg")
    beside = picture(tmp_path, asks=False)
    media = (sound, picture(tmp_path, type="image/avif"), beside)
    made = quiz(tuple(item(n, "text").model_copy(update={"media": (one,)}) for n, one in enumerate(media)), 0)
    report = cards.export(made, tmp_path / "moon-cards.pdf", cards.Options())
    assert [reason for _, reason in report.skipped] == [
        "its sound is the question",
        "its picture is an AVIF, which no PDF can hold",
    ]
    assert report.lost == {"picture": 1}


def test_the_locator_opens_the_source_at_the_quote(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(printed(mixed(3), tmp_path, flip="short"))) as document:
        links = [str(note.A.URI) for sheet in document.pages for note in sheet.get("/Annots", [])]
    assert set(links) == {CITATION.url}


# What the user sets


@pytest.mark.parametrize(
    ("set_", "said"),
    [
        ({"stock": "avery-5372"}, "did you mean `avery-5371`?"),
        ({"offset": "1"}, "two numbers of millimetres"),
        ({"offset": "1,nan"}, "two numbers of millimetres"),
        ({"offset": "0,11"}, "none beyond 10"),
        ({"flip": "fold", "offset": "1,1"}, "has nothing on its back"),
        ({"flip": "fold", "calibration": "true"}, "has nothing on its back"),
        ({"font_path": "/no/such/folder"}, "no such folder: /no/such/folder"),
        ({"fonts": "Nope Sans"}, "unknown font family: nope sans"),
    ],
)
def test_a_wrong_setting_is_a_problem(tmp_path: Path, set_: Data, said: str) -> None:
    with pytest.raises(ProblemError) as caught:
        api.export(mixed(3), "cards", tmp_path / "moon-cards.pdf", **set_)
    problem = caught.value.problems[0]
    assert said in f"{problem.message} {problem.hint}"
    assert list(tmp_path.iterdir()) == []


def test_an_offset_may_be_a_list_as_in_toml() -> None:
    assert cards.Options(offset=[0.5, -1]).offset == (0.5, -1) == cards.Options(offset="0.5,-1").offset  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        cards.Options(offset=3)  # type: ignore[arg-type]


def test_sheets_speak_the_language_of_the_quiz(tmp_path: Path) -> None:
    german = quiz(tuple(item(n).model_copy(update={"language": "de"}) for n in range(3)), 0)
    text = cards_proof.pypdfium2.PdfDocument(printed(german, tmp_path))[0].get_textpage().get_text_range()
    assert "Blatt 1 von 1, Vorderseite" in text
    assert "AnAlmanacoftheMoon,S.12" in only(german.items[0], tmp_path, stock="a4-8")[1]
    tables = json.loads(find("print/card_words.json").read_text("utf-8"))
    assert {tuple(table) for table in tables.values()} == {tuple(tables["en"])}


# Mutants: the proof must fail


def changed(made: Quiz, change: Callable[[Data], object], flip: str = "long") -> bytes:
    options = cards.Options(stock=STOCK, flip=flip)
    data = json.loads(cards.as_json(cards.sheets(made, options)))
    change(data)
    return cards.typeset_cards(made, json.dumps(data), options).pdf


def sides(data: Data, name: str) -> list[Data]:
    return [side for leaf in data["leaves"] for side in leaf["sides"] if side["side"] == name]


def unmirrored(data: Data) -> None:
    for front, back in zip(sides(data, "front"), sides(data, "back"), strict=True):
        back.update(x=front["x"], y=front["y"])


def swapped(data: Data) -> None:
    first, second = data["cards"][1:3]
    first["answer"], second["answer"] = second["answer"], first["answer"]


DATA_MUTANTS: dict[str, tuple[str, Callable[[Data], object]]] = {
    "backs not mirrored": ("long", unmirrored),
    "backs not mirrored when turned over the short edge": ("short", unmirrored),
    "backs beside the fold": ("fold", lambda data: [side.update(x=side["x"] - 4) for side in sides(data, "back")]),
    "backs upside down": ("long", lambda data: [side.update(turned=True) for side in sides(data, "back")]),
    "backs not turned for the short edge": (
        "short",
        lambda data: [side.update(turned=False) for side in sides(data, "back")],
    ),
    "answers swapped": ("long", swapped),
    "a source lost": ("long", lambda data: data["cards"][3]["places"][0].update(place="")),
    "a locator lost": ("long", lambda data: data["cards"][3]["places"][0].update(place="An Almanac of the Moon")),
    "a quote lost": ("long", lambda data: data["cards"][3]["places"][0].update(quote=[])),
    "fronts shifted": ("long", lambda data: [side.update(x=side["x"] + 3) for side in sides(data, "front")]),
    "a row shifted": ("long", lambda data: [side.update(y=side["y"] + 50.8) for side in sides(data, "back")]),
    "options in another order than the key": ("long", lambda data: data["cards"][0]["options"][0].update(letter="Z")),
    "a card dropped": ("long", lambda data: data["leaves"][0]["sides"].pop(4)),
    "cards in another order behind": (
        "long",
        lambda data: [side.update(card=side["card"] ^ 1) for side in sides(data, "back")],
    ),
}
TEMPLATE_MUTANTS = {
    "no id": ("  named(card)\n", ""),
    "text in the margin of the card": ("margin = (x: 4mm", "margin = (x: 0mm"),
    "type that is never made smaller": ("#let sizes = (16, 14, 12, 11, 10, 9, 8, 7)", "#let sizes = (40,)"),
    "heads off the paper": ("#let safe = 5mm", "#let safe = 1mm"),
    "links without their words": ("link(place.url, named)", "link(place.url, [])"),
}


@pytest.mark.parametrize("mutant", DATA_MUTANTS)
def test_the_proof_catches_wrong_data(mutant: str) -> None:
    made = mixed(12)
    flip, change = DATA_MUTANTS[mutant]
    assert proof(made, changed(made, lambda data: None, flip), STOCK, flip) == []
    assert proof(made, changed(made, change, flip), STOCK, flip) != []


@pytest.mark.parametrize("mutant", TEMPLATE_MUTANTS)
def test_the_proof_catches_a_wrong_template(tmp_path: Path, mutant: str) -> None:
    made = quiz(tuple(item(n, "text", text="some more words " * 5) for n in range(10)), 0)
    old, new = TEMPLATE_MUTANTS[mutant]
    text = find("print/cards.typ").read_text("utf-8")
    assert old in text
    own = tmp_path / "print" / "cards.typ"
    own.parent.mkdir()
    own.write_text(text.replace(old, new), "utf-8")
    assert proof(made, changed(made, lambda data: None), STOCK, "long") == []
    wrong = changed(replace(made, templates=(tmp_path,)), lambda data: None)
    assert proof(made, wrong, STOCK, "long") != []


def test_very_many_cards_go_into_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "TOGETHER", 4)
    made = mixed(25)
    report = cards.export(made, tmp_path / "moon-cards.pdf", cards.Options(stock=STOCK, calibration=True))
    assert [file.name for file in report.files] == ["moon-cards.pdf", "moon-cards-2.pdf"]
    items = made.items[:10], made.items[10:]
    first, second = (file.read_bytes() for file in report.files)
    assert proof(replace(made, items=items[1]), second, STOCK, "long") == []
    assert folded(first, STOCK, "long")[0][10:] == folded(printed(made, tmp_path, stock=STOCK), STOCK, "long")[0][:10]
