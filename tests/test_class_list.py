"""Class lists, and the copies that are made out to those on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.copies import made_out
from quizgen.model.quiz import Form
from quizgen.problem import ProblemError
from quizgen.reading.class_list import Student, read_class_list

FORMS = tuple(Form(name=name, entries=()) for name in "ABC")


def listed(folder: Path, text: str) -> tuple[Student, ...]:
    file = folder / "class.csv"
    file.write_bytes(text.encode())
    return read_class_list(file)


@pytest.mark.parametrize(
    ("text", "students"),
    [
        ("name\nAda\nBob\n", [Student("Ada"), Student("Bob")]),
        ("Ada\nBob", [Student("Ada"), Student("Bob")]),
        ("name,number,class\nAda,1,7b\n", [Student("Ada", "1", "7b")]),
        ("\ufeffName;Number\r\nAda;007\r\n", [Student("Ada", "007")]),
        ("class\tstudent\n7b\t عائشة \n", [Student("عائشة", group="7b")]),
        ('name,room\n"Lovelace, Ada",12\n\n,\nBob,\n', [Student("Lovelace, Ada"), Student("Bob")]),
        ("name,number\nAda,1\nAda,2\n", [Student("Ada", "1"), Student("Ada", "2")]),
        ("Klasse;Schüler;Nr\n7a;Ada;1\n7b;Bob;1\n", [Student("Ada", "1", "7a"), Student("Bob", "1", "7b")]),
        ("name,class\nAda,7a\nAda,7b\n", [Student("Ada", group="7a"), Student("Ada", group="7b")]),
    ],
)
def test_students_are_read_as_teachers_write_them(tmp_path: Path, text: str, students: list[Student]) -> None:
    assert listed(tmp_path, text) == tuple(students)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("first,last\nAda,Lovelace\n", 1, "no column `name`"),
        ("name,number\nAda,1\n,2\n", 3, "has no name"),
        ("name\nAda\nBob\nAda\n", 4, "stands in line 2"),
        ("name,number\nAda,1\nBob,1\n", 3, "`1` stands in line 2"),
        ("Ada\nAda\n", 2, "stands in line 1"),
        ("name\nLovelace, Ada\n", 2, "more cells than columns"),
        ("name,number\nBob,2,3,4\n", 2, "more cells than columns"),
        ('name\n"Ada\nBob\nCarl\n', 4, "not CSV"),
        ("number,name\n11,Ada\n12\n", 3, "has no name"),
        ("name,number,class\nAda,1,7b\nBob,1,7b\n", 3, "`1` stands in line 2"),
        ("", None, "names nobody"),
        ("name\n\n", None, "names nobody"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_place(
    tmp_path: Path, text: str, line: int | None, said: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        listed(tmp_path, text)
    [problem] = caught.value.problems
    assert (problem.code, problem.span and problem.span.line) == ("B120", line)
    assert said in problem.message


def test_forms_go_round_in_each_class() -> None:
    students = [Student("a", group="1"), Student("b", group="2"), *(Student(name, group="1") for name in "cde")]
    copies = made_out(students, FORMS, "1")
    assert [(copy.name, copy.form) for copy in copies] == [("a", "A"), ("b", "A"), ("c", "B"), ("d", "C"), ("e", "A")]


@settings(max_examples=20, derandomize=True, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=8), unique=True, min_size=1, max_size=200), st.integers(0, 9))
def test_codes_are_unlike_and_another_student_changes_none(names: list[str], seed: int) -> None:
    students = [Student(name) for name in names]
    codes = [copy.code for copy in made_out(students, FORMS, str(seed))]
    assert len(set(codes)) == len(codes)
    assert not set("".join(codes)) & set("01IO")
    assert [copy.code for copy in made_out([*students, Student("another student")], FORMS, str(seed))][:-1] == codes
