"""From a note to a draft: cloze notes, notes with a question and an answer, and quizgen's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from quizgen.drafting.clozes import cloze_parts
from quizgen.drafting.draft import Answered, Draft, answered, sentence
from quizgen.drafting.roles import role_in_sentence, role_of_answer, role_of_kind
from quizgen.reading.field_text import plain, running, tidy
from quizgen.reading.packages import NoteType, PackedNote

OWN = "quizgen "
"""What the names of quizgen's own note types begin with."""
LONGEST = 2000
LONGEST_REMARK = 300
REPLACEMENT = re.compile(r"\{\{([^{}]*)\}\}")
NOT_FIELDS = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})
NOT_ASKED = frozenset({"type", "hint"})
"""Filters of a field that the front does not show: it asks to type it, or shows it on demand."""
HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
LINE = re.compile(r"<br ?/?>", re.IGNORECASE)
OCCLUSION = "image-occlusion:"
OF_ANKI = frozenset({"leech", "marked"})
"""Tags about a student's learning."""
TOPIC, OWN_TAG = "quizgen::topic::", "quizgen::"


class NoDraftError(ValueError):
    """A note that becomes no draft; the message is the reason."""


def draft_of(note: PackedNote, note_type: NoteType, language: str) -> Draft:
    """Return the draft of a note; raise NoDraftError with the reason why there is none."""
    if note.note_type.startswith(OWN) and "Key" in note.fields:
        made = _own(note, language)
    elif note.cloze:
        made = _cloze(note, note_type, language)
    else:
        made = _question_and_answer(note, note_type, language)
    if len(made.sentence) > LONGEST:
        raise NoDraftError(f"longer than {LONGEST:,} characters")
    return replace(made, tags=tuple(_tags(note.tags)))


def _tags(tags: Iterable[str]) -> Iterator[str]:
    """The tags about the subject, without those that quizgen or Anki set."""
    for tag in tags:
        set_by_us = tag.startswith(OWN_TAG) and not tag.startswith(TOPIC)
        if not set_by_us and tag.lower() not in OF_ANKI and (text := tidy(tag.removeprefix(TOPIC))):
            yield text


def _question_and_answer(note: PackedNote, note_type: NoteType, language: str) -> Draft:
    front, back = _sides(note_type)
    answers = [name for name in back if name not in front and plain(note.fields.get(name, ""))]
    question = tidy(" ".join(plain(note.fields.get(name, "")) for name in front))
    if not question:
        raise NoDraftError("no words to ask with")
    if not answers:
        raise NoDraftError("no words to answer with")
    answer = plain(note.fields[answers[0]])
    made = answered(question, answer, role_of_answer(answer, question, language))
    return replace(made, remarks=tuple(_remarks(note, {*front, answers[0]})))


def _sides(note_type: NoteType) -> tuple[list[str], list[str]]:
    """The fields that the first card's front shows, and those of its back."""
    if not note_type.templates:
        raise NoDraftError("no card")
    first = note_type.templates[0]
    return list(_shown(first.front, note_type)), list(_shown(first.back, note_type, typed=True))


def _shown(side: str, note_type: NoteType, *, typed: bool = False) -> Iterator[str]:
    """Yield the fields that a template shows, each once."""
    found = (replacement.strip() for replacement in REPLACEMENT.findall(HTML_COMMENT.sub("", side)))
    filtered = (text.split(":") for text in found if text[:1] not in ("#", "^", "/"))
    names = (parts[-1].strip() for parts in filtered if typed or not NOT_ASKED & {one.strip() for one in parts[:-1]})
    for name in dict.fromkeys(names):
        if name in note_type.fields and name not in NOT_FIELDS:
            yield name


def _remarks(note: PackedNote, used: set[str]) -> Iterator[str]:
    """What the other fields say, for whoever looks for the source."""
    for name, html in note.fields.items():
        if name not in used and (text := plain(html)):
            said = tidy(f"{name}: {text}")
            yield said if len(said) <= LONGEST_REMARK else f"{said[: LONGEST_REMARK - 1]}…"


def _cloze(note: PackedNote, note_type: NoteType, language: str) -> Draft:
    front = _sides(note_type)[0][:1] or list(note.fields)[:1]
    html = note.fields.get(front[0], "") if front else ""
    return replace(_hiding(html, language), remarks=tuple(_remarks(note, set(front))))


def _hiding(html: str, language: str) -> Draft:
    """The draft of a text in which words are hidden."""
    text = ""
    answers: list[Answered] = []
    for part, hidden in cloze_parts(html):
        if hidden and part.lstrip().startswith(OCCLUSION):
            raise NoDraftError("parts of a picture are hidden, not words")
        loose = running(part)
        words = tidy(loose)
        text += " " if loose[:1].isspace() and text and text[-1] != " " else ""
        if hidden and words:
            role = role_in_sentence(words, text, language)
            answers.append(Answered(len(text), len(text) + len(words), role))
        text += words
        text += " " if loose[-1:].isspace() and text and text[-1] != " " else ""
    if not answers:
        raise NoDraftError("no words are hidden")
    return sentence(text.rstrip(), answers, text)


def _own(note: PackedNote, language: str) -> Draft:
    """The draft of a note that quizgen made: its fields are known, and the fact's id is in its key."""
    fields = note.fields
    name = plain(fields["Key"]).partition(".")[2].partition(".")[0]
    if fields.get("Retired"):
        raise NoDraftError("a question that quizgen has retired")
    if fields.get("Options"):
        raise NoDraftError("a question of quizgen's that is asked only among its options")
    made = _hiding(fields["Text"], language) if "Text" in fields else _stated(fields, language)
    return replace(made, name=name or made.name, remarks=tuple(_own_remarks(fields)))


def _stated(fields: dict[str, str], language: str) -> Draft:
    """The statement with the answer marked in it; question and answer where it is not in it just once."""
    texts = {name: plain(fields.get(name, "")) for name in ("Question", "Answer", "Statement", "Kind")}
    question, answer, statement = texts["Question"], texts["Answer"], texts["Statement"]
    if not question or not answer:
        raise NoDraftError("no words to ask with" if not question else "no words to answer with")
    if len(LINE.split(fields["Answer"])) > 1:
        raise NoDraftError("a question of quizgen's with several right answers")
    role = role_of_kind(texts["Kind"], answer, language)
    if statement.count(answer) != 1:
        return answered(question, answer, role)
    start = statement.index(answer)
    return sentence(statement, (Answered(start, start + len(answer), role, question),), question)


def _own_remarks(fields: dict[str, str]) -> Iterator[str]:
    quote, source, url = (plain(fields.get(name, "")) for name in ("Quote", "Source", "SourceURL"))
    if quote:
        yield f"it quoted: “{quote}”"
    if source:
        yield f"from: {source}" + (f" {url}" if url and url not in source else "")
