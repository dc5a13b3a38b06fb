"""A deck becomes drafts: what its notes said, in sentences that quizgen reads, and nothing lost unsaid."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from quizgen import api
from quizgen.cli import group
from quizgen.drafting import LONGEST_ID, Drafting, bank_name, draft_deck
from quizgen.drafting.clozes import cloze_parts
from quizgen.drafting.roles import role_in_sentence, role_of_answer
from quizgen.drafting.writing import bank_text
from quizgen.exporting import anki
from quizgen.problem import ProblemError
from quizgen.reading.banks import read_bank
from quizgen.reading.field_text import left_behind, plain
from quizgen.reading.packages import CardTemplate, NoteType, Package, PackedNote, read_package
from tests.anki_decks import Maker
from tests.examples import UGLY, item, quiz

BASIC = NoteType("Basic", ("Front", "Back"), (CardTemplate("1", "{{Front}}", "{{FrontSide}}<hr>{{Back}}"),), "", False)
CLOZE = NoteType(
    "Cloze", ("Text", "Extra"), (CardTemplate("1", "{{cloze:Text}}", "{{cloze:Text}}{{Extra}}"),), "", True
)


def package(*values: tuple[str, ...], note_type: NoteType = BASIC, deck: str = "Deck", tags=()) -> Package:
    notes = tuple(
        PackedNote(
            str(n), note_type.name, dict(zip(note_type.fields, (*fields, "", "", ""), strict=False)), tags, 1, deck,
            note_type.cloze,
        )
        for n, fields in enumerate(values)
    )  # fmt: skip
    return Package(Path("deck.apkg"), notes, {note_type.name: note_type}, (deck,))


def asked(question: str, answer: str) -> tuple[str, dict[str, str]]:
    (draft,) = draft_deck(package((question, answer))).drafts.values()
    return draft.say, draft.ask


def hidden(text: str) -> str:
    (draft,) = draft_deck(package((text,), note_type=CLOZE)).drafts.values()
    return draft.say


def read(made: Drafting, folder: Path):
    """The drafts as facts, through the file that is written of them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bank.yaml").write_text(bank_text(made, "deck.apkg"), encoding="utf-8", newline="\n")
    reading = read_bank(folder)
    assert not reading.problems
    return reading.bank


# --- what a note becomes


@pytest.mark.parametrize(
    ("question", "answer", "say"),
    [
        ("What is the capital of France?", "Paris", "What is the capital of France? [Paris](what)."),
        ("What ended?", "The war.", "What ended? [The war.](what)"),
        ("uno", "one", "uno: [one](what)."),
        ("Who wrote <i>Emma</i>?", "<b>Jane&nbsp;Austen</b>", "Who wrote Emma? [Jane Austen](who)."),
        ("Where is Ulm?", "Germany", "Where is Ulm? [Germany](where)."),
        ("When did the wall fall?", "1989", "When did the wall fall? [1989](when)."),
        ("In which year?", "c. 1620", "In which year? [c. 1620](when)."),
        ("The wall fell", "9 November 1989", "The wall fell: [9 November 1989](when)."),
        ("How many moons has Mars?", "two", "How many moons has Mars? [two](how many)."),
        ("Metres?", "1500", "Metres? [1500](what)."),
        ("日本の首都は？", "東京", "日本の首都は？ [東京](what)."),
        ("ما عاصمة مصر؟", "القاهرة", "ما عاصمة مصر؟ [القاهرة](what)."),
        ("What is a[0] in [1, 2]?", "[1]", "What is a(0) in (1, 2)? [(1)](what)."),
        ("a](who) [b", "c](d)", "a)(who) (b: [c)(d)](what)."),
    ],
)
def test_question_and_answer_become_a_sentence(question, answer, say):
    assert asked(question, answer)[0] == say


def test_the_question_stays_the_authors_own():
    assert asked("What is a[0]?", "7")[1] == {"what": "What is a[0]?"}
    assert asked("When?", "May 1968")[1] == {"when": "When?"}


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("The capital of {{c1::France::country}} is {{c2::Paris}}.", "The capital of [France](what) is [Paris](what)."),
        ("It fell in {{c1::1989}}.", "It fell in [1989](when)."),
        ("{{c1::1500}} came.", "[1500](when) came."),
        ("It weighs {{c1::1500}} g.", "It weighs [1500](what) g."),
        ("On{{c1:: 20 July 1969 }}it<br>landed.", "On [20 July 1969](when) it landed."),
        ("<b>{{c1::A}}</b>{{c2::B}}", "[A](what)[B](what)"),
        ("{{c1::one {{c2::two::hint}} three::hint}}", "[one two three](what)"),
        ("{{c1::open {{c2::shut}}", "{{c1::open [shut](what)"),
        ("{{c1,2::both}} }} and c1::no", "[both](what) }} and c1::no"),
        ("&#123;&#123;c1::no&#125;&#125; {{c1::&#123;yes&#125;}}", "{{c1::no}} [{yes}](what)"),
        ("{{c1::<img src='a.png'>}}{{c2::left}}", "[left](what)"),
        ("{{c1::السلام}} عليكم", "[السلام](what) عليكم"),
        ("[{{c1::a}}](who)", "([a](what))(who)"),
    ],
)
def test_hidden_words_become_marks(text, say):
    assert hidden(text) == say


def test_hidden_words_are_those_that_anki_hides(tmp_path):
    texts = ("a {{c1::b::h}} c", "{{c1::a {{c2::b::h}} c::h}} d", "{{c1::a}} {{c1::b}}", "x {{c1::a::b::c}} }}")
    maker = Maker(tmp_path)
    for text in texts:
        card = maker.add("Cloze", text).cards()[0]
        shown = re.search(r"</style>(.*)", card.render_output().answer_and_style(), re.DOTALL)[1]
        assert "".join(plain(part) if hidden else part for part, hidden in cloze_parts(text)) == plain(shown)
    maker.col.close()


@pytest.mark.parametrize(
    ("fields", "note_type", "reason"),
    [
        (("", "Paris"), BASIC, "no words to ask with"),
        (("<img src=map.png>", "Paris"), BASIC, "no words to ask with"),
        (("Capital?", "<br>&nbsp;"), BASIC, "no words to answer with"),
        (("Capital?", "[sound:paris.mp3]"), BASIC, "no words to answer with"),
        (("No cloze",), CLOZE, "no words are hidden"),
        (("{{c1::<img src=x>}}",), CLOZE, "no words are hidden"),
        (("{{c1::image-occlusion:rect:left=.1}}",), CLOZE, "parts of a picture are hidden, not words"),
        (("x" * 2001, "y"), BASIC, "longer than 2,000 characters"),
        (("x", "y"), NoteType("None", ("Front",), (), "", False), "no card"),
    ],
)
def test_a_note_that_cannot_be_a_draft_is_counted_with_its_reason(fields, note_type, reason):
    made = draft_deck(package(fields, note_type=note_type))
    assert (made.drafts, dict(made.refused)) == ({}, {reason: 1})


def test_which_fields_ask_and_answer_stands_in_the_first_template():
    front = "<!-- {{Note}} -->{{#Map}}{{Map}}{{/Map}}{{text:City}}{{type:Land}}{{hint:Note}}{{Tags}}{{Gone}}"
    template = CardTemplate("1", front, "{{FrontSide}}{{City}}{{Empty}}{{type:Land}}{{Note}}")
    note_type = NoteType("Own", ("City", "Land", "Note", "Map", "Empty"), (template,), "", False)
    made = draft_deck(package(("Ulm", "Germany", "a # b: c"), note_type=note_type))
    (draft,) = made.drafts.values()
    assert draft.say == "Ulm: [Germany](what)."
    assert draft.remarks == ("Note: a # b: c",)


def test_two_notes_of_one_sentence_are_one_draft():
    made = draft_deck(package(("a?", "b"), ("<b>a?</b>", "b"), ("a?", "c")))
    assert [draft.say for draft in made.drafts.values()] == ["a? [b](what).", "a? [c](what)."]
    assert made.merged == 1


def test_tags_about_the_subject_and_the_decks_below_stay():
    maker = package(("a?", "b"), tags=("geo::europe", "leech", "Marked"), deck="Geo::Western Europe::x")
    (draft,) = draft_deck(Package(maker.path, maker.notes, maker.note_types, ("Geo", *maker.decks))).drafts.values()
    assert draft.tags == ("geo::europe", "Western-Europe::x")


def test_pictures_and_sounds_are_counted_and_left():
    made = draft_deck(package(("Flag?<img src='a.png'>[sound:a.mp3]", "<svg><g/></svg>France<video src=x></video>")))
    assert dict(made.left) == {"picture": 2, "sound": 2}
    assert next(iter(made.drafts.values())).say == "Flag? [France](what)."


# --- plain text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b<div>c</div><p>d", "a b c d"),
        ("w<b>or</b>d", "word"),
        ("a &lt;b&gt; &amp;amp; &eacute;", "a <b> &amp; é"),
        ("1 < 2 and a<b", "1 < 2 and a"),
        ("x<!-- y --> z<!-- never closed", "x z"),
        ("<style>.a{}</style>x<script>if (a<b) c</script>", "x"),
        ("<a title='x>y' href=\"z>\">link</a>", "link"),
        ("[latex]x^2[/latex] [$]y[/$] [anki:tts lang=en]z[/anki:tts]", "x^2 y z"),
        ("e\u0301 a\u0085b\u2028c\x1fd\ud800\ufeff\x00", "é a b c d"),
        ("👩‍🚀 שלום", "👩‍🚀 שלום"),
    ],
)
def test_html_becomes_plain_text(html, text):
    assert plain(html) == text


@pytest.mark.parametrize(
    "part", ["<", "<a", "<a ", "<!--", "<a b='", "[sound:", "{{c1::", "}}", "<script", "&", "[anki:"]
)
def test_a_hundred_kilobytes_of_anything_take_no_time(part):
    text = part * (100_000 // len(part))
    plain(text)
    left_behind(text)
    cloze_parts(text)


# --- roles


@pytest.mark.parametrize("text", ["3 January 2020", "May 1968", "55 BC", "19th century", "2020-01-03", "the 1890s"])
def test_what_is_surely_a_date_is_one_anywhere(text):
    assert role_in_sentence(text, "nothing told", "en") == "when"
    assert role_of_answer(text, "What?", "en") == "when"


@pytest.mark.parametrize("text", ["42", "20s", "3-5", "may", "May", "up to 10", "summer", "1,500", "2020-13", ""])
def test_what_may_be_anything_is_no_date(text):
    assert role_in_sentence(text, "It was in ", "en") == "what"
    assert role_of_answer(text, "When was it?", "en") == "what"


def test_a_date_in_words_of_another_language_is_no_date():
    assert role_in_sentence("3. Januar 1920", "am ", "de") == "what"


HUGE = 100_000


@pytest.mark.parametrize(
    "text",
    ["1" * HUGE, "may " * (HUGE // 4), "1 may " * (HUGE // 6), "in" + " " * HUGE + "1969", "1969 " * (HUGE // 5)],
)
def test_a_field_of_100_kb_takes_no_time(text):
    before = perf_counter()
    for notes in (
        package(("When?", text), (text, "May 1968")),
        package((f"{text}{{{{c1::{text}}}}}",), ("{{c1::1969}} " * (HUGE // 13),), note_type=CLOZE),
    ):
        assert draft_deck(notes)
    role_of_answer(text, text, "en")
    role_in_sentence("1969", text, "en")
    assert perf_counter() - before < 10


# --- ids and names


def test_ids_are_made_of_words_and_unique():
    values = [
        ("Où est l'Élysée ?", "a"),
        ("Où est l’Élysée ?", "b"),
        ("日本の首都は？", "c"),
        ("2 + 2", "d"),
        ("?", "e"),
    ]
    assert list(draft_deck(package(*values)).drafts) == [
        "ou-est-lelysee",
        "ou-est-lelysee-2",
        "note-3",
        "n-2-2",
        "note-5",
    ]


def test_ids_are_short_and_end_with_a_word():
    made = draft_deck(package(*((f"What is the name of the capital of country {'x' * n}?", "y") for n in range(30))))
    assert len(made.drafts) == 30
    assert all(len(name) <= LONGEST_ID and not name.endswith("-") for name in made.drafts)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Länder & Städte", "lander-stadte"),
        ("漢字", ""),
        ("2020", "2020"),
        ("a " * 40, "a-" * 19 + "a"),
        ("x" * 50, "x" * 40),
    ],
)
def test_a_banks_name_is_made_of_the_title(title, name):
    assert bank_name(title) == name


def test_many_notes_that_begin_alike_take_no_time():
    alike = "What does this word of the list mean in English:"
    made = draft_deck(package(*((f"{alike} {n}", "y") for n in range(3000))))
    assert len(made.drafts) == 3000
    assert max(map(len, made.drafts)) <= LONGEST_ID


# --- the file


def test_the_written_bank_is_read_as_drafted(tmp_path):
    made = draft_deck(package(*((text, text[::-1]) for text in UGLY), ("When?", "May 1968"), tags=("a::b", "é: #")))
    bank = read(made, tmp_path)
    assert [fact.id for fact in bank.facts] == list(made.drafts)
    assert [list(fact.ask.values()) for fact in bank.facts] == [[*draft.ask.values()] for draft in made.drafts.values()]
    assert {fact.status for fact in bank.facts} == {"draft"}
    assert {fact.tags for fact in bank.facts} == {("a::b", "é: #")}


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            "{{c1:: {{ }} :: : # - \" ' \\ [ ] ( ) ]( <b> </b> < > & &#91; <br> \x85 \u2028 \x1f \x00 \ud800 \ufeff \n"
            " \t | > % @ ` ! * ? 1989 when (who) ، שלום é 😀 --- ... ~ null".split(" ")
        ),
        max_size=12,
    ).map(" ".join),
    st.lists(st.sampled_from("[](){}:#\"'\\<>&\x85\u2028\x1f\r\n a"), max_size=20).map("".join),
)


@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=4), HOSTILE, st.lists(HOSTILE, max_size=2))
def test_whatever_a_deck_holds_is_read_again_or_counted(tmp_path_factory, values, deck, tags):
    folder = tmp_path_factory.mktemp("bank")
    both = package(*values, note_type=CLOZE, deck=deck, tags=tuple(tags))
    for one in (package(*values, deck=deck, tags=tuple(tags)), both):
        made = draft_deck(one)
        assert len(made.drafts) + made.merged + made.refused.total() == len(values)
        if made.drafts:
            bank = read(made, folder)
            assert bank.title == made.title
            assert [fact.prose() for fact in bank.facts] == [_capital(d.sentence) for d in made.drafts.values()]


def _capital(text: str) -> str:
    """As `Fact.prose` begins a sentence."""
    mixed = any(char.isupper() for char in text.partition(" ")[0])
    return text[:1].upper() + text[1:] if text[:1].islower() and not mixed else text


def test_drafting_is_the_same_every_time(tmp_path):
    texts = [bank_text(draft_deck(package(("a?", "b"), ("c?", "d"))), "deck.apkg") for _ in range(2)]
    assert texts[0] == texts[1]


# --- our own decks


@pytest.fixture
def own(tmp_path) -> Package:
    items = (
        item(1, "text"),
        item(1, "cloze").model_copy(update={"id": "moon.event-1.cloze"}),
        item(2).model_copy(update={"id": "moon.event-2.when", "language": "en"}),
        item(3, closed=True),
        item(4, "text").model_copy(update={"rationale": "It did.", "key": ("someone",), "kind": "who"}),
    )
    anki.export(quiz(items), tmp_path / "own.apkg", anki.Options())
    return read_package(tmp_path / "own.apkg")


def test_our_own_notes_come_back_as_their_statements(own):
    made = draft_deck(own)
    assert made.drafts["event-2"].say == "Event 2 happened in [1912](when)."
    assert made.drafts["event-2"].ask == {"when": "In which year did event 2 happen?"}
    assert made.drafts["event-4"].say.endswith("? [someone](who).")
    assert dict(made.refused) == {"a question of quizgen's that is asked only among its options": 1}


def test_our_own_notes_of_one_statement_are_one_draft(own):
    made = draft_deck(own)
    assert made.merged == 1
    assert made.drafts["event-1"].say == "Event 1 happened in [1911](when)."


def test_our_own_quotes_and_sources_are_told_beside_the_draft(own):
    remarks = draft_deck(own).drafts["event-2"].remarks
    assert remarks[0] == "it quoted: “event 2: 1912”"
    assert "An Almanac of the Moon" in remarks[1]


# --- the command


@pytest.fixture
def project(tmp_path):
    (tmp_path / "question_bank").mkdir()
    return tmp_path


def run(project: Path, *arguments: str):
    return CliRunner().invoke(group, ["-C", str(project), "import", *arguments])


def problem_of(project: Path, *arguments: str):
    result = run(project, *arguments)
    assert isinstance(result.exception, ProblemError)
    return result.exception.problems[0]


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    maker = Maker(tmp_path_factory.mktemp("anki"))
    maker.add("Basic", "Capital of France?", "Paris", deck="Länder::Europa")
    maker.add("Basic", "<img src=x>", "Paris", deck="Länder")
    yield maker.both()
    maker.col.close()


def test_both_formats_make_the_same_bank(decks, project):
    for number, deck in enumerate(decks):
        assert run(project, str(deck), "--bank", f"b{number}").exit_code == 0
    one, other = ((project / "question_bank" / name / "bank.yaml").read_text("utf-8") for name in ("b0", "b1"))
    assert one.replace("older.apkg", "newer.apkg") == other
    assert 'title: "Länder"' in one


def test_drafts_hold_without_a_citation_and_ask_nothing(decks, project):
    run(project, str(decks[0]))
    checked = api.check(api.load(project))
    assert not checked.problems
    assert [fact.status for fact in checked.banks[0].facts] == ["draft"]
    assert list(api.ask(checked)) == []


def test_a_draft_that_is_one_no_more_must_cite(decks, project):
    run(project, str(decks[0]))
    path = project / "question_bank" / "lander" / "bank.yaml"
    path.write_text(path.read_text("utf-8").replace("    status: draft\n", ""), encoding="utf-8")
    assert [problem.code for problem in api.load(project).problems] == ["B043"]


def test_no_bank_is_overwritten(decks, project):
    run(project, str(decks[0]), "--bank", "x")
    path = project / "question_bank" / "x" / "bank.yaml"
    before = path.read_bytes()
    assert problem_of(project, str(decks[1]), "--bank", "x").code == "B013"
    assert path.read_bytes() == before
    (project / "question_bank" / "table.csv").write_text("id,event,when,source\n", "utf-8")
    assert problem_of(project, str(decks[1]), "--bank", "table").code == "B013"


def test_a_deck_without_a_draft_writes_nothing(project, tmp_path):
    maker = Maker(tmp_path / "anki")
    empty = maker.export("empty.apkg")
    maker.add("Basic", "<img src=x>", "Paris")
    pictures = maker.export("pictures.apkg")
    maker.col.close()
    assert "no notes" in problem_of(project, str(empty)).message
    assert "1 × no words to ask with" in problem_of(project, str(pictures)).message
    assert not list((project / "question_bank").iterdir())


def test_a_disk_that_is_full_leaves_nothing_behind(decks, project, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    assert "No space left" in problem_of(project, str(decks[0])).message
    assert not list((project / "question_bank").iterdir())


@pytest.mark.parametrize("name", ["", "a b", "../x", "_x", "-x", "é", "x" * 41])
def test_a_bank_cannot_have_any_name(name, decks, project):
    assert run(project, str(decks[0]), f"--bank={name}").exit_code == 2


def test_a_language_is_a_code(decks, project):
    assert run(project, str(decks[0]), "--language", "English").exit_code == 2
    assert run(project, str(decks[0]), "--language", "pt-BR").exit_code == 0
    assert "language: pt-BR\n" in (project / "question_bank" / "lander" / "bank.yaml").read_text("utf-8")


def test_what_was_left_is_told_and_quiet_is_quiet(decks, project):
    told = run(project, str(decks[0])).stderr
    assert "1 draft out of 2 notes" in told
    assert "not taken: 1 × no words to ask with" in told
    quiet = CliRunner().invoke(group, ["-q", "-C", str(project), "import", str(decks[0]), "--bank", "again"])
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_outside_a_project_nothing_is_imported(decks, tmp_path):
    assert problem_of(tmp_path, str(decks[0])).code == "B060"
