"""Drafts as the text of a bank.yaml."""

from __future__ import annotations

import json
from collections.abc import Iterator

from quizgen.drafting import Drafting
from quizgen.drafting.draft import Draft

HEAD = """\
# {facts} out of {file}. A draft cites nothing yet, so nothing asks it. For each of them:
# 1. Find a source that says so. Name it under `sources`, and store its text in a file beside this one.
# 2. Quote the words that carry the answers:   cite: {{book: "the quote, word for word"}}
# 3. Read the sentence again: is each mark the answer, and its role (what, who, when …) the right one?
# 4. Take `status: draft` away, and run `quizgen check`.
"""
SOURCES = """\
# sources:
#   book: {title: …, author: …, publisher: …, issued: …, snapshot: book.txt}
"""


def bank_text(drafting: Drafting, file: str) -> str:
    """Return the bank.yaml of the drafts that were made of the file of this name."""
    facts = f"{len(drafting.drafts):,} draft{'' if len(drafting.drafts) == 1 else 's'}"
    head = HEAD.format(facts=facts, file=file)
    top = f"title: {quoted(drafting.title)}\nlanguage: {drafting.language}\n"
    body = "".join(line + "\n" for name, draft in drafting.drafts.items() for line in _fact(name, draft))
    return f"{head}{top}{SOURCES}facts:\n{body}"


def _fact(name: str, draft: Draft) -> Iterator[str]:
    yield f"  {name}:"
    yield f"    say: {quoted(draft.say)}"
    if draft.ask:
        yield "    ask:"
        yield from (f"      {_key(slot)}: {quoted(question)}" for slot, question in draft.ask.items())
    if draft.tags:
        yield f"    tags: [{', '.join(map(quoted, draft.tags))}]"
    yield "    status: draft"
    yield from (f"    # {remark}" for remark in draft.remarks)


def _key(slot: str) -> str:
    return slot if slot.replace(" ", "").isalpha() and slot.isascii() else quoted(slot)


def quoted(text: str) -> str:
    """Return the text as YAML between double quotes.

    JSON's escapes are YAML's; what YAML would take for the end of a line, tidy texts do not hold.
    """
    return json.dumps(text, ensure_ascii=False)
