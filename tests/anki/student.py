"""A student with an Anki of any version: takes orders as lines of JSON, answers each with what was found.

It runs in a process of its own and knows `anki` alone, so that the tests can ask versions that are not installed beside
them. Notes are named by their field Key. An order is `[profile, name of a method, its arguments]`.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import traceback
from pathlib import Path

import anki.collection  # first, for the parts of 23.10 import each other in a circle  # isort: skip
import anki.buildinfo
from anki import import_export_pb2
from anki.scheduler.v3 import CardAnswer

BROKEN = re.compile(r"has a problem|No cloze|card is blank", re.IGNORECASE)
FATES = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck")
RATINGS = {"again": CardAnswer.AGAIN, "hard": CardAnswer.HARD, "good": CardAnswer.GOOD, "easy": CardAnswer.EASY}
DAY = 86_400
CARD = "id nid did ord mod usn type queue due ivl factor reps lapses left odue odid flags data".split()


class Student:
    """One profile."""

    def __init__(self, folder):
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.path = str(Path(folder, "collection.anki2"))
        self.col = anki.collection.Collection(self.path)

    # ---- what a student does

    def take(self, package):
        """Import with what the dialog offers by default; return how many notes met which fate."""
        options = self.col._backend.get_import_anki_package_presets()
        request = import_export_pb2.ImportAnkiPackageRequest(package_path=package, options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        return {fate: len(getattr(log, fate)) for fate in FATES if len(getattr(log, fate, ()))}

    def answer(self, key, ratings):
        for rating in ratings:
            card = self._card(key)
            states = self.col._backend.get_scheduling_states(card.id)
            card.start_timer()
            self.col.sched.answer_card(self.col.sched.build_answer(card=card, states=states, rating=RATINGS[rating]))

    def forget(self, key):
        """Have learnt a card once, and fail it now."""
        self.answer(key, ["easy"])
        self.col.sched.set_due_date([self._card(key).id], "0")
        self.answer(key, ["again"])

    def edit(self, key, field, text):
        note = self._note(key)
        note[field] = text
        self.col.update_note(note)

    def tag(self, key, tags):
        self.col.tags.bulk_add([self._note(key).id], tags)

    def suspend(self, key):
        self.col.sched.suspend_cards([self._card(key).id])

    def bury(self, key):
        self.col.sched.bury_cards([self._card(key).id])

    def flag(self, key, number):
        self.col.set_user_flag_for_cards(number, [self._card(key).id])

    def move(self, key, deck):
        self.col.set_deck([self._card(key).id], self.col.decks.id(deck))

    def delete(self, key):
        self.col.remove_notes([self._note(key).id])

    def clear(self):
        """Throw away all notes and decks."""
        self.col.remove_notes(self.col.find_notes(""))
        self.col.decks.remove([deck.id for deck in self.col.decks.all_names_and_ids(skip_empty_default=True)])

    def rename_deck(self, old, new):
        self.col.decks.rename(self.col.decks.by_name(old)["id"], new)

    def remove_deck(self, name):
        self.col.decks.remove([self.col.decks.by_name(name)["id"]])

    def style(self, note_type, css):
        found = self.col.models.by_name(note_type)
        found["css"] = css
        self.col.models.update_dict(found)

    def retype(self, key, note_type):
        """Change a note's type, all fields mapped to the first."""
        old, new = self._note(key).note_type(), self.col.models.by_name(note_type)
        info = self.col.models.change_notetype_info(old_notetype_id=old["id"], new_notetype_id=new["id"])
        info.input.note_ids.append(self._note(key).id)
        self.col.models.change_notetype_of_notes(info.input)

    def add_field(self, note_type, name):
        found = self.col.models.by_name(note_type)
        self.col.models.add_field(found, self.col.models.new_field(name))
        self.col.models.update_dict(found)

    def add_template(self, note_type, name):
        found = self.col.models.by_name(note_type)
        added = self.col.models.new_template(name)
        added |= {"qfmt": "{{Answer}}?", "afmt": "{{Question}}"}
        self.col.models.add_template(found, added)
        self.col.models.update_dict(found)

    def template(self, note_type, side, html):
        """Give the first card of a note type another front (qfmt) or back (afmt)."""
        found = self.col.models.by_name(note_type)
        found["tmpls"][0][side] = html
        self.col.models.update_dict(found)

    def live(self, days):
        """Let days pass: what was done today becomes that much older."""
        today = int(time.time()) - DAY
        for table, column in (("notes", "mod"), ("cards", "mod"), ("notetypes", "mtime_secs"), ("decks", "mtime_secs")):
            change = f"update {table} set {column} = {column} - ? where {column} > ?"
            self.col.db.execute(change, days * DAY, today)
        self._reopen()

    # ---- what is found

    def version(self):
        return anki.buildinfo.version

    def notes(self):
        """All notes by their Key; those of other note types by their first field."""
        found = {}
        for note_id in self.col.find_notes(""):
            note = self.col.get_note(note_id)
            key = note["Key"] if "Key" in note else note.fields[0]
            assert key not in found, f"{key} is there twice"
            kind = note.note_type()["name"]
            found[key] = {"id": note.id, "guid": note.guid, "type": kind, "mod": note.mod, "tags": sorted(note.tags)}
            found[key]["fields"] = dict(note.items())
        return found

    def cards(self):
        """All cards by the Key of their note."""
        found = {}
        for row in self.col.db.all(f"select {', '.join(CARD)} from cards"):
            card = dict(zip(CARD, row, strict=True))
            note = self.col.get_note(card["nid"])
            key = note["Key"] if "Key" in note else note.fields[0]
            card["deck"] = self.col.decks.name(card["odid"] or card["did"])
            card["log"] = self.col.db.all("select * from revlog where cid = ? order by id", card["id"])
            assert key not in found, f"{key} has two cards"
            found[key] = card
        return found

    def rows(self):
        """What must stay byte for byte when nothing is new."""
        tables = ("notes", "cards", "revlog", "notetypes", "fields", "templates")
        return {
            table: [repr(row) for row in self.col.db.all(f"select * from {table} order by 1, 2")] for table in tables
        }

    def note_types(self):
        """The styles of ours by their names."""
        return {one["name"]: one["css"] for one in self.col.models.all() if one["name"].startswith("quizgen")}

    def decks(self):
        return {deck.name: len(self.col.decks.cids(deck.id)) for deck in self.col.decks.all_names_and_ids()}

    def new_cards(self):
        """The Keys of new cards in the order in which they come."""
        return [self.col.get_card(card).note()["Key"] for card in self.col.find_cards("is:new", order="c.due")]

    def queue(self, deck):
        """The Keys of the cards that a day's study of the deck begins with."""
        self.col.decks.select(self.col.decks.by_name(deck)["id"])
        queued = self.col.sched.get_queued_cards(fetch_limit=50).cards
        keys = [self.col.get_card(one.card.id).note()["Key"] for one in queued]
        self._reopen()
        return keys

    def sides(self, key):
        output = self._card(key).render_output()
        return [output.question_text, output.answer_text]

    def complaints(self):
        """What Anki's own checks find wrong."""
        before = self.col.card_count()
        report, fine = self.col.fix_integrity()
        media, after = self.col.media.check(), self.col.card_count()
        found = [] if fine else [report]
        found += [] if after == before else [f"{before} cards, Anki makes {after}"]
        found += [f"empty card on note {empty.note_id}" for empty in self.col.get_empty_cards().notes]
        found += [f"media {name}" for name in (*media.missing, *media.unused)]
        for card_id in self.col.find_cards(""):
            output = self.col.get_card(card_id).render_output()
            found += [side for side in (output.question_text, output.answer_text) if BROKEN.search(side)]
        return found

    def close(self):
        self.col.close()

    # ---- inner

    def _note(self, key):
        (found,) = [note for note in map(self.col.get_note, self.col.find_notes("")) if note.fields[0] == key]
        return found

    def _card(self, key):
        (card,) = self._note(key).cards()
        return card

    def _reopen(self):
        """Close and open, for Anki keeps in mind what stood in its tables."""
        self.col.close()
        self.col = anki.collection.Collection(self.path)


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # some versions print to stdout when they are slow
    students = {}
    for line in sys.stdin:
        folder, order, given = json.loads(line)
        try:
            if folder not in students:
                students[folder] = Student(folder)
            answer = {"found": getattr(students[folder], order)(*given)}
            if order == "close":
                del students[folder]
        except Exception:
            answer = {"failed": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
