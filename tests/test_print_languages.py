"""Paper in the languages of the world: labels, letters, fonts, direction, and whether the words can be copied out."""

from __future__ import annotations

import io
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from quizgen.exporting import print as printing
from quizgen.exporting.paper import fonts, typesetting
from quizgen.exporting.paper.fonts import families_for
from quizgen.exporting.paper.glyphs import with_faces
from quizgen.exporting.paper.printed_text import labels, letters
from quizgen.exporting.paper.typesetting import Typeset, missing
from quizgen.model.item import Item
from quizgen.model.quiz import BankInfo, CitedSource, Quiz
from quizgen.problem import ProblemError
from quizgen.templating import find
from tests.examples import SOURCE, forms, item, quiz
from tests.pdf_proof import conformance, squash

TABLE: dict[str, dict[str, str]] = json.loads(find("print/words.json").read_text("utf-8"))
CARDS: dict[str, dict[str, str]] = json.loads(find("print/card_words.json").read_text("utf-8"))
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "ru", "ar", "he", "hi", "zh", "zh-hant", "ja")
needs_fonts = pytest.mark.skipif(
    not fonts.installed() and not os.environ.get("CI"), reason="the extra `fonts` is not installed"
)


@dataclass(frozen=True)
class Sample:
    """What a paper in a language says: a title, a question, a sentence with a blank, options, and what matches them."""

    title: str
    stem: str
    blank: str
    options: tuple[str, str, str, str]
    targets: tuple[str, str, str, str]
    book: str


SAMPLES = {
    "de": Sample(
        "Der Mond",
        "Wie hieß der Außenposten, den Neil Armstrong im Jahr 1969 übergroß „Tranquility Base“ taufte?",
        "Die Mondlandefähre Eagle landete am ____ im Meer der Ruhe.",
        ("Tranquility Base", "Mare Imbrium", "Fra Mauro", "Größter Krater"),
        ("Apollo 11", "Luna 9", "Apollo 14", "keine"),
        "Handbuch der Monderkundung",
    ),
    "ru": Sample(
        "Луна",
        "В каком году люди впервые высадились на Луну с корабля Apollo 11?",
        "Лунный модуль «Орёл» сел в Море Спокойствия ____ года.",
        ("1969", "12 апреля 1961", "Луна-9", "щёлкающий прибор"),
        ("Армстронг", "Гагарин", "автомат", "ничего"),
        "Справочник по Луне",
    ),
    "ar": Sample(
        "القمر",
        "في أي عام هبط البشر على سطح القمر لأول مرة ضمن رحلة Apollo 11 التي أطلقتها NASA في 16 يوليو 1969؟",
        "هبطت المركبة القمرية في بحر الهدوء في ____ بعد أربعة أيام من الإطلاق.",
        ("20 يوليو 1969", "12 أبريل 1961", "عام 1972", "لم تهبط"),
        ("أبولو 11", "فوستوك 1", "أبولو 17", "لا شيء"),
        "موسوعة استكشاف القمر",
    ),
    "he": Sample(
        "הירח",
        "באיזו שנה נחתו בני אדם לראשונה על הירח במשימה Apollo 11 ששיגרה NASA ב־16 ביולי 1969?",
        "רכב הנחיתה נחת בים השלווה ב־____ אחרי ארבעה ימים.",
        ("20 ביולי 1969", "12 באפריל 1961", "שנת 1972", "לא נחתו"),
        ("אפולו 11", "ווסטוק 1", "אפולו 17", "אף אחת"),
        "אנציקלופדיה לחקר הירח",
    ),
    "hi": Sample(
        "चंद्रमा",
        "मनुष्य पहली बार चंद्रमा पर किस वर्ष उतरा, जब NASA ने 16 जुलाई 1969 को Apollo 11 का प्रक्षेपण किया?",
        "चंद्रयान ____ को प्रशांति सागर में उतरा।",
        ("20 जुलाई 1969", "12 अप्रैल 1961", "वर्ष 1972", "कभी नहीं"),
        ("अपोलो 11", "वोस्तोक 1", "अपोलो 17", "कोई नहीं"),
        "चंद्र अन्वेषण विश्वकोश",
    ),
    "zh": Sample(
        "月球",
        "美国国家航空航天局（NASA）于1969年7月16日发射的“阿波罗11号”（Apollo 11）飞船把人类首次送上月球，"
        "登月舱着陆的地点是月面上的哪一片平原地区？",
        "登月舱“鹰”号于____在静海着陆，这是人类历史上第一次踏上月球。",
        ("静海", "风暴洋", "雨海", "澄海与丰富海之间的骨状山地"),
        ("阿波罗11号", "月球9号", "嫦娥三号", "以上都不是"),
        "月球探测百科全书",
    ),
    "zh-TW": Sample(
        "月球",
        "美國國家航空暨太空總署於1969年發射的「阿波羅11號」登月小艇降落在月球的哪一片平原？",
        "登月小艇「鷹號」於____在寧靜海著陸。",
        ("寧靜海", "風暴洋", "雨海", "骨狀高地"),
        ("阿波羅11號", "月球9號", "嫦娥三號", "以上皆非"),
        "月球探測百科全書",
    ),
    "ja": Sample(
        "月",
        "アメリカ航空宇宙局（NASA）が1969年7月16日に打ち上げた「アポロ11号」の月着陸船は、月面のどの海に着陸しましたか。",
        "月着陸船「イーグル」は____に静かの海へ着陸した。",
        ("静かの海", "嵐の大洋", "雨の海", "骨のような高地"),
        ("アポロ11号", "ルナ9号", "嫦娥3号", "どれでもない"),
        "月探査百科事典",
    ),
    "ko": Sample(
        "달",
        "1969년 7월 16일에 발사된 아폴로 11호의 달 착륙선은 달의 어느 바다에 착륙했는가?",
        "달 착륙선 이글호는 ____에 고요의 바다에 착륙했다.",
        ("고요의 바다", "폭풍의 대양", "비의 바다", "고지대"),
        ("아폴로 11호", "루나 9호", "창어 3호", "없음"),
        "달 탐사 백과사전",
    ),
    "th": Sample(
        "ดวงจันทร์",
        "มนุษย์ลงจอดบนดวงจันทร์เป็นครั้งแรกในปีใดกับยาน Apollo 11",
        "ยานลงจอดเมื่อวันที่ ____ ในทะเลแห่งความเงียบสงบ",
        ("20 กรกฎาคม 1969", "12 เมษายน 1961", "ปี 1972", "ไม่เคย"),
        ("อะพอลโล 11", "วอสตอค 1", "อะพอลโล 17", "ไม่มี"),
        "สารานุกรมดวงจันทร์",
    ),
    "bn": Sample(
        "চাঁদ",
        "মানুষ প্রথম কোন সালে Apollo 11 অভিযানে চাঁদে নেমেছিল?",
        "চন্দ্রযান ____ তারিখে প্রশান্তির সাগরে নামে।",
        ("২০ জুলাই ১৯৬৯", "১২ এপ্রিল ১৯৬১", "১৯৭২ সাল", "কখনও না"),
        ("অ্যাপোলো ১১", "ভস্তক ১", "অ্যাপোলো ১৭", "কিছুই না"),
        "চন্দ্র অভিযান বিশ্বকোষ",
    ),
    "ta": Sample(
        "நிலா",
        "மனிதன் முதன்முதலில் எந்த ஆண்டில் Apollo 11 மூலம் நிலவில் இறங்கினான்?",
        "நிலவூர்தி ____ அன்று அமைதிக் கடலில் இறங்கியது.",
        ("20 ஜூலை 1969", "12 ஏப்ரல் 1961", "1972", "இல்லை"),
        ("அப்பல்லோ 11", "வஸ்தோக் 1", "அப்பல்லோ 17", "எதுவுமில்லை"),
        "நிலவு ஆய்வுக் களஞ்சியம்",
    ),
    "vi": Sample(
        "Mặt Trăng",
        "Con người lần đầu đặt chân lên Mặt Trăng vào năm nào với tàu Apollo 11?",
        "Tàu đổ bộ hạ cánh xuống Biển Tĩnh Lặng vào ____.",
        ("20 tháng 7 năm 1969", "12 tháng 4 năm 1961", "năm 1972", "chưa bao giờ"),
        ("Apollo 11", "Vostok 1", "Apollo 17", "không có"),
        "Bách khoa thư Mặt Trăng",
    ),
    "el": Sample(
        "Σελήνη",
        "Ποια χρονιά πάτησε ο άνθρωπος για πρώτη φορά στη Σελήνη με το Apollo 11;",
        "Η σεληνάκατος προσεδαφίστηκε στις ____ στη Θάλασσα της Ηρεμίας.",
        ("20 Ιουλίου 1969", "12 Απριλίου 1961", "το 1972", "ποτέ"),
        ("Απόλλων 11", "Βοστόκ 1", "Απόλλων 17", "κανένα"),
        "Εγκυκλοπαίδεια της Σελήνης",
    ),
}
KINDS = ("choice", "choices", "text", "cloze", "order", "match")
OWN = ("de", "el", "he", "hi", "ru", "vi")
"""What the fonts that come with Typst show, and give back when it is copied out; Arabic they only show."""
FACE = {
    "ar": "Amiri",
    "bn": "HindSiliguri",
    "de": "LibertinusSerif",
    "hi": "NotoSans",
    "ja": "NotoSansJP",
    "ko": "NotoSansKR",
    "ru": "LibertinusSerif",
    "ta": "NotoSansTamil",
    "th": "NotoSansThai",
    "zh": "NotoSansSC",
    "zh-TW": "NotoSansTC",
}


def asking(language: str, number: int, kind: str) -> Item:
    """An item in the language: all it says is."""
    said = SAMPLES[language]
    made = item(number, kind)
    right = {"match": zip(said.options, said.targets, strict=True), "order": said.options}
    options = tuple(
        option.model_copy(update={"text": text, "match": target if kind == "match" else None})
        for option, text, target in zip(made.options, said.options, said.targets, strict=False)
    )
    key = tuple(" — ".join(one) if kind == "match" else one for one in right.get(kind, said.options[1:2]))
    citation = made.citations[0].model_copy(update={"quote": said.blank.replace("____", said.options[1])})
    changes = {
        "stem": said.blank if kind == "cloze" else said.stem,
        "options": options,
        "targets": said.targets if kind == "match" else (),
        "key": key,
        "accept": (said.options[3],) if not options else (),
        "rationale": said.blank.replace("____", said.options[1]),
        "citations": (citation,),
        "language": language,
    }
    return made.model_copy(update=changes)


def paper_in(language: str, kinds: tuple[str, ...] = KINDS, form_count: int = 1) -> Quiz:
    """A paper all in one language, its sources too."""
    said = SAMPLES[language]
    items = tuple(asking(language, number, kind) for number, kind in enumerate(kinds))
    source = SOURCE.source.model_copy(update={"title": said.book, "language": language})
    return replace(
        quiz(items, form_count, said.title),
        banks=(BankInfo(id="moon", title=said.title, language=language),),
        sources={"moon.almanac": CitedSource(source=source, reference=f"{said.book}. 1999.")},
        forms=forms(items, form_count),
    )


def all_papers(made: Quiz, **set_: Any) -> dict[str, Typeset]:
    """The quiz, the teacher's edition and the key."""
    options = with_faces(printing.Options(**set_), made, sans=set_.get("preset") == "dyslexia")
    return {
        "quiz": printing.typeset_quiz(made, options),
        "teacher": printing.typeset_quiz(made, options, teacher=True),
        "key": printing.typeset_key(made, options),
    }


@cache
def printed_in(language: str) -> dict[str, Typeset]:
    """All papers in the language, in the fonts that are installed."""
    return all_papers(paper_in(language))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the extra `fonts` were not installed."""
    typesetting._fonts.cache_clear()
    monkeypatch.setattr(typesetting, "installed", tuple)
    yield
    typesetting._fonts.cache_clear()


def read(pdf: bytes) -> str:
    """All text as pdfium gives it."""
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    return text


def words(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).split())


def faces(pdf: bytes) -> set[str]:
    """The names of the fonts that are embedded, without their weight."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        named = [one.BaseFont for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one]
        return {str(name).partition("+")[2].partition("-")[0] for name in named}


def place(pdf: bytes, text: str) -> tuple[float, float, float, float]:
    """Where a text first stands on the first page: left, bottom, right, top in points from the lower left."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[0].get_textpage()
    begin, count = sheet.search(text).get_next()
    boxes = [sheet.get_charbox(at) for at in range(begin, begin + count) if sheet.get_text_range(at, 1).strip()]
    document.close()
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


# The labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_label_with_its_places_to_fill(language: str) -> None:
    english, own = TABLE["en"], TABLE[language]
    assert own.keys() == english.keys()
    assert all(own.values())
    filled = {name: re.findall(r"\{\w+\}", text) for name, text in own.items()}
    assert {name: sorted(found) for name, found in filled.items()} == {
        name: sorted(re.findall(r"\{\w+\}", text)) for name, text in english.items()
    }


def test_no_other_language_has_labels_that_nothing_looks_at() -> None:
    assert set(TABLE) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_label_was_left_in_english(language: str) -> None:
    alike = {name for name, text in TABLE[language].items() if text == TABLE["en"][name]}
    assert alike <= {"name", "date", "source", "sources", "points", "colon", "letters", "page"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_of_options_are_many_and_differ(language: str) -> None:
    signs = TABLE[language]["letters"].split()
    assert len(signs) >= 20
    assert len(set(signs)) == len(signs)


@needs_fonts
@pytest.mark.parametrize(
    ("language", "first"),
    [("ar", "أ ب ج د"), ("he", "א ב ג ד"), ("ru", "А Б В Г"), ("hi", "क ख ग घ"), ("zh", "A B C D")],
)
def test_options_have_the_letters_of_the_language(language: str, first: str) -> None:
    assert letters(paper_in(language)) == tuple(first.split())
    said = squash(read(printed_in(language)["quiz"].pdf))
    for sign, text in zip(first.split(), SAMPLES[language].options, strict=True):
        assert squash(f"{sign}. {text}") in said


@needs_fonts
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_can_be_printed(language: str) -> None:
    assert missing(sorted(set("".join(TABLE[language].values()))), (fonts.USUAL,)) is None


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one[:2] not in {"zh", "ja"}])
def test_the_labels_of_other_scripts_than_east_asian_need_no_more_fonts(language: str) -> None:
    assert missing(sorted(set("".join(TABLE[language].values()))), (fonts.USUAL,)) is None


@needs_fonts
def test_the_labels_of_the_paper_are_those_of_its_language() -> None:
    tongue, said = labels(paper_in("ar"))
    assert (tongue.rtl, said["key"]) == (True, TABLE["ar"]["key"])
    assert squash(TABLE["ar"]["hint_choices"]) in squash(read(printed_in("ar")["quiz"].pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_have_every_label_in_every_language_too(language: str) -> None:
    assert CARDS[language].keys() == CARDS["en"].keys()
    for name, text in CARDS[language].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", CARDS["en"][name]))


# The fonts


@pytest.mark.parametrize(
    ("languages", "first"),
    [
        (("en",), "Libertinus Serif"),
        (("ru",), "Libertinus Serif"),
        ((), "Libertinus Serif"),
        (("zh",), "Noto Sans SC"),
        (("zh-CN",), "Noto Sans SC"),
        (("zh-Hans-HK",), "Noto Sans SC"),
        (("zh-TW",), "Noto Sans TC"),
        (("zh-Hant",), "Noto Sans TC"),
        (("zh-hk",), "Noto Sans TC"),
        (("ja", "zh"), "Noto Sans JP"),
        (("ko-KR",), "Noto Sans KR"),
        (("fa",), "Amiri"),
    ],
)
def test_each_language_has_its_own_face_first(languages: tuple[str, ...], first: str) -> None:
    known = ("Libertinus Serif", "Amiri", *(f"Noto Sans {part}" for part in ("JP", "KR", "SC", "TC")))
    assert families_for(languages, (), known)[0] == first


def test_the_users_own_font_goes_first_and_the_rest_fills_its_gaps() -> None:
    known = ("Libertinus Serif", "Noto Sans JP", "Noto Sans SC", "Lexend")
    assert families_for(("ja",), ("Lexend",), known) == ("Lexend", "Noto Sans JP", "Libertinus Serif", "Noto Sans SC")


def test_the_languages_after_the_main_one_come_before_all_others() -> None:
    known = ("Libertinus Serif", "Noto Sans JP", "Noto Sans SC")
    assert families_for(("en", "ja"), (), known) == ("Libertinus Serif", "Noto Sans JP", "Noto Sans SC")
    assert families_for(("en",), (), known) == ("Libertinus Serif", "Noto Sans SC", "Noto Sans JP")


def test_a_family_that_is_not_there_is_only_named_if_the_user_did() -> None:
    assert families_for(("zh",), ("Nope",), ("Libertinus Serif",)) == ("Nope", "Libertinus Serif")


def test_readers_with_dyslexia_get_a_face_without_serifs() -> None:
    known = ("Libertinus Serif", "Noto Sans", "Atkinson Hyperlegible", "Amiri")
    assert families_for(("en",), (), known, sans=True)[:2] == ("Atkinson Hyperlegible", "Noto Sans")
    assert families_for(("en",), ("Libertinus Serif",), known, sans=True)[0] == "Libertinus Serif"


def test_installed_fonts_are_found_and_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fontpkg_amiri" / "files").mkdir(parents=True)
    (tmp_path / "fontpkg_amiri" / "__init__.py").write_text("raise ImportError('nobody asked for this')")
    monkeypatch.syspath_prepend(tmp_path)
    fonts.installed.cache_clear()
    try:
        assert tmp_path / "fontpkg_amiri" / "files" in fonts.installed()
    finally:
        fonts.installed.cache_clear()


@needs_fonts
@pytest.mark.parametrize("language", FACE)
def test_a_paper_is_set_in_the_face_of_its_language(language: str) -> None:
    used = faces(printed_in(language)["quiz"].pdf)
    assert FACE[language] in used
    east_asian = {name for name in FACE.values() if name.startswith("NotoSans") and len(name) == 10}
    assert language == "zh-TW" or not (used & east_asian) - {FACE[language]}


@needs_fonts
def test_installed_fonts_change_nothing_that_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with_them = all_papers(quiz())
    typesetting._fonts.cache_clear()
    monkeypatch.setattr(typesetting, "installed", tuple)
    without_them = all_papers(quiz())
    typesetting._fonts.cache_clear()
    assert {name: paper.pdf for name, paper in with_them.items()} == {
        name: paper.pdf for name, paper in without_them.items()
    }


@pytest.mark.usefixtures("bare")
def test_what_cannot_be_shown_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        printing.export(paper_in("ja", ("choice", "text")), tmp_path / "moon.pdf", printing.Options())
    told = caught.value.problems
    assert {problem.item for problem in told} == {"moon.event-0.choice", "moon.event-1.text"}
    assert all("no font has the character " in problem.message for problem in told)
    assert 'pip install "quizgen[fonts]"' in str(told[-1].hint)
    assert "--font-path DIR" in str(told[-1].hint)


@pytest.mark.usefixtures("bare")
def test_a_title_that_cannot_be_shown_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        printing.export(quiz(title="月"), tmp_path / "moon.pdf", printing.Options())
    assert 'pip install "quizgen[fonts]"' in str(caught.value.problems[0].hint)


# What is printed


@needs_fonts
@pytest.mark.parametrize("language", SAMPLES)
def test_papers_in_every_script_are_accessible(language: str) -> None:
    assert [conformance(paper.pdf) for paper in printed_in(language).values()] == [[], [], []]


def lost(language: str, name: str, pdf: bytes) -> list[str]:
    """What of a paper's texts cannot be copied out of it; across blanks and line ends only what is read counts."""
    said, got = SAMPLES[language], read(pdf)
    stems = said.blank.split("____") if name == "quiz" else [said.blank.replace("____", said.options[1])]
    wanted = [said.title, *said.options, *said.targets, *stems, *([said.stem] if name != "key" else [])]
    if language in {"ar", "he"}:  # pdfium gives a line in the order of its pieces on the page
        return sorted(words(" ".join(wanted)) - words(got))
    return [text for text in wanted if squash(text) not in squash(got)]


@needs_fonts
@pytest.mark.parametrize("name", ["quiz", "teacher", "key"])
@pytest.mark.parametrize("language", sorted(set(SAMPLES) - {"bn", "th"}))  # there some letters come out twice
def test_the_words_can_be_copied_out_of_the_pdf(language: str, name: str) -> None:
    assert lost(language, name, printed_in(language)[name].pdf) == []


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("language", OWN)
def test_without_more_fonts_the_words_can_be_copied_too(language: str) -> None:
    made = all_papers(paper_in(language))
    assert [lost(language, name, paper.pdf) for name, paper in made.items()] == [[], [], []]


@pytest.mark.usefixtures("bare")
def test_without_more_fonts_arabic_is_printed() -> None:
    made = all_papers(paper_in("ar"))
    assert [conformance(paper.pdf) for paper in made.values()] == [[], [], []]


@needs_fonts
@pytest.mark.parametrize(("language", "mirrored"), [("de", False), ("he", True), ("ar", True)])
def test_the_page_of_a_right_to_left_language_is_mirrored(language: str, mirrored: bool) -> None:
    said = SAMPLES[language]
    made = paper_in(language, ("match",))
    pdf = all_papers(made, points=2)["quiz"].pdf
    for first, second in ((said.options[3], said.targets[3]), (TABLE[language]["name"], TABLE[language]["score"])):
        assert (place(pdf, second)[0] < place(pdf, first)[0]) == mirrored


@pytest.mark.parametrize(("language", "mirrored"), [("de", False), ("he", True)])
def test_the_first_column_is_where_reading_begins(language: str, mirrored: bool) -> None:
    marks = all_papers(paper_in(language, ("choice",) * 9), columns=2, size=18)["quiz"].marks
    places = list(dict.fromkeys(mark.x for mark in marks if mark.end == "start" and mark.page == 1))
    assert places == sorted(places, reverse=mirrored)
    assert len(places) == 2


@needs_fonts
@pytest.mark.parametrize("language", ["ar", "hi"])
def test_letters_that_hang_together_are_not_spaced_out(language: str) -> None:
    made, label = paper_in(language, ("choice",)), TABLE[language]["name"]
    usual, spaced = (all_papers(made, size=14, tracking=tracking)["quiz"].pdf for tracking in (0, 0.2))
    widths = [right - left for left, _, right, _ in (place(usual, label), place(spaced, label))]
    assert widths[0] == pytest.approx(widths[1], abs=0.1)


def test_other_letters_are_spaced_out() -> None:
    made, label = paper_in("de", ("choice",)), TABLE["de"]["date"]
    usual, spaced = (all_papers(made, size=14, tracking=tracking)["quiz"].pdf for tracking in (0, 0.06))
    left, _, right, _ = place(usual, label)
    wide_left, _, wide_right, _ = place(spaced, label)
    assert wide_right - wide_left > right - left + 2


def test_in_large_print_there_is_room_to_write_the_name() -> None:
    pdf = all_papers(paper_in("de", ("choice",)), size=24)["quiz"].pdf
    assert place(pdf, TABLE["de"]["date"])[3] < place(pdf, TABLE["de"]["name"])[1]


@pytest.mark.parametrize(("language", "quotes"), [("de", "„“"), ("ru", "«»"), ("en", "“”")])
def test_a_quote_stands_in_the_marks_of_its_language(language: str, quotes: str) -> None:
    made = quiz((item(1),)) if language == "en" else paper_in(language, ("choice",))
    said = read(all_papers(made)["key"].pdf)
    assert quotes[0] in said
    assert quotes[1] in said


@needs_fonts
def test_the_preset_for_dyslexia_takes_the_installed_face() -> None:
    assert "AtkinsonHyperlegible" in faces(all_papers(quiz(), preset="dyslexia")["quiz"].pdf)
