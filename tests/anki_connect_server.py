"""AnkiConnect as it answers, on this machine and a port of its own, over a student's real collection.

What each action does follows the add-on's source (plugin/__init__.py and plugin/web.py), for Anki 26.09: the importer
that the add-on asks for is there Anki's own one, with these options. `importPackage` takes a path as the process
sees it, which since Anki 2.1.50 does not work inside the media folder.
"""

from __future__ import annotations

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.errors import NotFoundError

from quizgen.cli import main

ACTIONS = {
    "requestPermission": "permission",
    "version": "say_version",
    "getActiveProfile": "active_profile",
    "findNotes": "find_notes",
    "notesModTime": "times",
    "notesInfo": "describe",
    "updateNoteFields": "update_fields",
    "addTags": "add_tags",
    "getMediaDirPath": "media_folder",
    "storeMediaFile": "store",
    "importPackage": "take",
    "deleteMediaFile": "trash",
    "guiImportFile": "open_dialog",
    "sync": "sync",
}
"""All that quizgen may ask for, and what here does it. None of these deletes a note, a card or a deck."""
IMPORT = {"merge_notetypes": True, "with_scheduling": True, "with_deck_configs": True}


class AnkiConnectServer:
    """`key` is asked for if set; `version` is the one it says; `refuses` has for an action what it says instead.

    `answer` (bytes) or `status` goes out for every request instead, and a set `hang` event is waited for.
    """

    def __init__(self, student):
        self.student = student
        self.media = Path(student.col.media.dir())
        self.calls = []
        self.keys = []
        self.headers = []
        self.refuses = {}
        self.key, self.version, self.profile = None, 6, "Amélie 漢字 שלום"
        self.answer, self.status, self.location = None, 200, ""
        self.released = threading.Event()
        self.hangs = False
        self.inside_media = False
        self.url = ""

    def actions(self):
        """The actions that were asked for, in order."""
        return [action for action, _ in self.calls]

    def params(self, action):
        """The parameters of the only call of an action."""
        (found,) = [params for name, params in self.calls if name == action]
        return found

    def reply(self, body):
        request = json.loads(body)
        action, params = request["action"], request.get("params", {})
        self.calls.append((action, params))
        self.keys.append(request.get("key"))
        try:
            return {"result": self._handled(action, params, request.get("key")), "error": None}
        except Exception as error:
            return {"result": None, "error": str(error)}

    def _handled(self, action, params, key):
        if key != self.key and action != "requestPermission":
            raise ValueError("valid api key must be provided")
        if action in self.refuses:
            if isinstance(self.refuses[action], str):
                raise ValueError(self.refuses[action])
            return self.refuses[action](self, **params)
        if action not in ACTIONS:
            raise ValueError("unsupported action")
        return getattr(self, ACTIONS[action])(**params)

    def permission(self):
        return {"permission": "granted", "requireApikey": bool(self.key), "version": self.version}

    def say_version(self):
        return self.version

    def active_profile(self):
        return self.profile

    def find_notes(self, query):
        return list(map(int, self.student.col.find_notes(query)))

    def times(self, notes):
        return [{"noteId": note, "mod": self.student.col.get_note(note).mod} for note in notes]

    def describe(self, notes):
        return [self._described(note) for note in notes]

    def _described(self, number):
        try:
            note = self.student.col.get_note(number)
        except NotFoundError:
            return {}
        fields = {name: {"value": text, "order": order} for order, (name, text) in enumerate(note.items())}
        told = {"noteId": number, "profile": self.profile, "modelName": note.note_type()["name"], "mod": note.mod}
        return {**told, "tags": note.tags, "fields": fields, "cards": list(map(int, note.card_ids()))}

    def update_fields(self, note):
        one = self.student.col.get_note(note["id"])
        for name in one.keys() & note["fields"].keys():
            one[name] = note["fields"][name]
        self.student.col.update_note(one, skip_undo_entry=True)

    def add_tags(self, notes, tags):
        self.student.col.tags.bulk_add(notes, tags)

    def media_folder(self):
        return str(self.media)

    def store(self, filename, data):
        self.trash(filename)
        return self.student.col.media.write_data(filename, base64.b64decode(data))

    def trash(self, filename):
        self.student.col.media.trash_files([filename])

    def take(self, path):
        if self.inside_media:
            path = str(self.media / path)
        request = ImportAnkiPackageRequest(package_path=path, options=ImportAnkiPackageOptions(**IMPORT))
        self.student.col.import_anki_package(request)
        return True

    def open_dialog(self, path):
        assert Path(path).is_file()

    def sync(self):
        return None


@contextmanager
def running(student):
    """Yield a server that is listening."""
    served = AnkiConnectServer(student)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            served.headers.append(dict(self.headers))
            if served.hangs:
                served.released.wait(20)
                return
            said = json.dumps(served.reply(body)).encode() if served.answer is None else served.answer
            self.send_response(served.status)
            if served.location:
                self.send_header("Location", served.location)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.released.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


@pytest.fixture
def anki(student):
    """A running Anki. Whatever a test does, nothing but the allowed actions are asked for."""
    with running(student) as server:
        yield server
        assert set(server.actions()) <= ACTIONS.keys()


@pytest.fixture
def push(anki, capsys):
    """Run `quizgen push` and return its exit code and what it says."""

    def run(*arguments, before=()):
        with pytest.raises(SystemExit) as left:
            main([*map(str, before), "push", "--url", anki.url, *map(str, arguments)])
        out, err = capsys.readouterr()
        assert out == ""
        return left.value.code or 0, err

    return run
