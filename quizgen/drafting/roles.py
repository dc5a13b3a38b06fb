"""What an answer is likely to be: a first guess, which the author sees in the draft."""

from __future__ import annotations

import re

from quizgen import dates, numbers

PERSON_OR_PLACE = re.compile(r"(?:who|whom|whose|where)\b", re.IGNORECASE)
HOW_MANY = re.compile(r"how many\b", re.IGNORECASE)
ASKS_FOR_TIME = re.compile(r"\b(?:when|year|date|day|month|decade|century)\b", re.IGNORECASE)
BEFORE_TIME = re.compile(
    r"(?:^|\b(?:in|on|since|by|until|till|before|after|from|to|and|during|between|around|about|circa|year|born|died)|[(†*])\s*$",
    re.IGNORECASE,
)
SURELY_TIME = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]{2,6})?\b.*\d|\d.*\b(?:jan|feb|mar|apr|may|jun|jul|"
    r"aug|sep|oct|nov|dec)|\bcentury\b|\d ?(?:bce?|ce|ad)\b|\bad \d|\b\d{4}-\d\d\b|\b[12]\d\d0s\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b[12][0-9]{3}\b")
LONGEST_TIME = 100
"""What is longer is no date: with the expressions above a long text would take minutes."""
LONGEST_BEFORE = 20
"""How much of what stands before a date tells that it is one: more than the longest word and its spaces."""


def role_of_answer(answer: str, question: str, language: str) -> str:
    """Return the role of the answer to a question of the author's: when, who, where, how many …, else what."""
    if _is_time(answer, language) and (SURELY_TIME.search(answer) or ASKS_FOR_TIME.search(question)):
        return "when"
    if found := PERSON_OR_PLACE.match(question):
        return found[0].lower()
    return "how many" if HOW_MANY.match(question) and numbers.read(answer) is not None else "what"


def role_in_sentence(answer: str, before: str, language: str) -> str:
    """Return the role of words in a sentence: when, if they are a date and what stands `before` them fits one."""
    if not _is_time(answer, language):
        return "what"
    return "when" if SURELY_TIME.search(answer) or BEFORE_TIME.search(before[-LONGEST_BEFORE:]) else "what"


def role_of_kind(kind: str, answer: str, language: str) -> str:
    """Return the role of an answer to a question of one of quizgen's own kinds."""
    if kind == "when":
        return "when" if _is_time(answer, language, any_year=True) else "what"
    return kind if kind in {"who", "where", "how many"} else "what"


def _is_time(text: str, language: str, *, any_year: bool = False) -> bool:
    """Whether the text is read as a date, and is not just any number."""
    if len(text) > LONGEST_TIME or not (any_year or YEAR.search(text) or SURELY_TIME.search(text)):
        return False
    try:
        dates.read(text, language)
    except dates.DateError:
        return False
    return True
