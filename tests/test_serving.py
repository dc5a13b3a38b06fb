"""The preview in the browser: what it shows, how it follows every save, and that nobody else gets at it."""

from __future__ import annotations

import base64
import gc
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from html import unescape
from pathlib import Path
from socketserver import ThreadingMixIn

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizgen import moments
from quizgen.cli import main, serving
from quizgen.cli.format_options import options
from quizgen.exporting.anki_schema import BY_NAME
from quizgen.lock_file import LOCK, written
from quizgen.model.release import Lock, Retired
from quizgen.serving import server as server_module
from quizgen.serving import site as site_module
from quizgen.serving.live import Live
from quizgen.serving.request import Refused, read_request
from quizgen.serving.server import Server
from quizgen.serving.site import Site
from quizgen.serving.state import Tools
from quizgen.serving.watching import Watch
from tests import banks, examples
from tests.conftest import HEARING

SECRET = "nobody-may-read-this"
TEXT = "Before it all, Luna 2 set out.\nOn 20 July 1969 Apollo 11 landed on the Moon. In 1966 Luna 9 landed softly.\n"
MOON = """\
title: The Moon
sources:
  almanac: {title: Landings, author: [Ada Doe], snapshot: page.txt, url: "https://example.org/moon"}
facts:
  landing:
    say: "[Apollo 11](which mission) landed on the Moon on [20 July 1969](when)."
    cite: {almanac: "On 20 July 1969 Apollo 11 landed on the Moon"}
  soft:
    say: "[Luna 9](which mission) landed softly in [1966](when)."
    cite: {almanac: "In 1966 Luna 9 landed softly"}
"""
OTHER = banks.sentences("[Neil Armstrong](who) was born in [1930](when).").replace("A bank", "People")


@pytest.fixture
def root(tmp_path):
    """A project of two banks, with a file beside it that no page may show."""
    (tmp_path / "secret.txt").write_text(SECRET)
    folder = tmp_path / "project"
    banks.project(folder, MOON, name="moon", page_txt=TEXT)
    banks.project(folder, OTHER, name="people")
    (folder / "question_bank" / "moon" / "private.txt").write_text(SECRET)
    return folder


def tools(said=None):
    return Tools(serving.framed, options, (said if said is not None else []).append)


@pytest.fixture
def live(root):
    made = Live(root, tools())
    made.refresh()
    return made


@contextmanager
def running(answer, bugs=None):
    """A server on a free port, and a function that sends it bytes and returns what comes back."""
    with Server("127.0.0.1", 0, answer, (bugs if bugs is not None else []).append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
            assert not thread.is_alive()


@pytest.fixture
def server(live):
    bugs = []
    with running(Site(live).answer, bugs) as made:
        yield made
    assert not bugs


def send(server, raw, wait=5.0):
    """Send bytes; return everything that comes back until the server closes."""
    with socket.create_connection(server.server_address[:2], timeout=wait) as connection:
        try:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all was sent
        got = b""
        try:
            while part := connection.recv(65536):
                got += part
        except ConnectionError:
            pass
        return got


def get(server, path="/", more="", method="GET"):
    """Return the status, the header fields and the body of a page."""
    port = server.server_address[1]
    head, _, body = send(
        server, f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode()
    ).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body.decode()


def words(page):
    """What a reader sees of a page."""
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL))).split()
    )


def save(root, text, bank="moon", file="bank.yaml"):
    (root / "question_bank" / bank / file).write_text(text, encoding="utf-8")


# What the pages show


def test_the_overview_shows_every_bank_with_its_figures(server):
    status, _, page = get(server)
    assert status == 200
    assert re.search(r"The Moon moon · en 2 4 \d+ 0 0", words(page))
    assert "People people · en 1" in words(page)


def test_a_problem_stands_in_the_frame_that_check_prints(root, live, server, capfd):
    save(root, MOON.replace("In 1966 Luna 9", "In 1967 Luna 9"))
    live.refresh()
    page = unescape(get(server)[2])
    path = str(root / "question_bank" / "moon" / "bank.yaml")
    frame = page[page.index(f"{path}:10:") :].partition("</pre>")[0]
    assert re.match(rf"{re.escape(path)}:10:\d+: error\[P\d+\]", frame)
    assert '10 |     cite: {almanac: "In 1967 Luna 9 landed softly"}' in frame
    assert "^^^^" in frame
    assert "= hint:" in frame
    assert "1 of 2" in words(page)
    with pytest.raises(SystemExit):
        main(["-C", str(root), "check"])
    assert frame in capfd.readouterr().err


def test_an_item_has_its_answer_statement_and_quote_in_its_context(server):
    page = get(server, "/items/moon.landing.when")[2]
    assert "On which day did Apollo 11 land on the Moon?" in words(page)
    assert "Apollo 11 landed on the Moon on 20 July 1969." in words(page)
    assert (
        '<span class="around">Before it all, Luna 2 set out.\n</span><mark>On <strong>20 July 1969</strong> Apollo'
        in page
    )
    assert '<span class="around">. In 1966 Luna 9 landed softly.\n</span>' in page
    assert "Doe, Ada" in words(page) or "Ada Doe" in words(page)
    assert "question_bank/moon/bank.yaml:6</code>" in page
    assert 'href="https://example.org/moon#:~:text=' in page


def test_a_cell_is_shown_in_its_row(tmp_path):
    table = "event,who,when\nthe Moon landing,Neil Armstrong,1969\nthe first orbit,Yuri Gagarin,1961\n"
    say = "'[{who}](who) saw [{event}](what) in [{when}](when).'"
    bank = "title: T\nsources: {rows: {title: Rows, snapshot: t.csv}}\ntables:\n"
    bank += f"  - {{file: t.csv, source: rows, id: '{{who}}', say: {say}}}\n"
    root = banks.project(tmp_path, bank, t_csv=table)
    live = Live(root, tools())
    live.refresh()
    with running(Site(live).answer) as server:
        name = next(name for name in live.state.items if name.endswith("Armstrong.when"))
        page = get(server, f"/items/{name}")[2]
    assert "<mark>1969</mark>" in page
    assert '<dt dir="auto">event</dt><dd dir="auto">the Moon landing</dd>' in page
    assert "Gagarin" not in page[page.index('<dl class="facts row">') :].partition("</dl>")[0]


@pytest.mark.parametrize(
    "table", ["when;who\n1959;Luna 2\n\n1969;Apollo 11\n", "sep=|\nwhen|who\n1959|Luna 2\n1969|Apollo 11\n"]
)
def test_a_row_is_read_as_the_bank_reads_it(tmp_path, table):
    bank = "title: T\nsources: {rows: {title: Rows, snapshot: t.csv}}\ntables:\n"
    say = "'[{who}](which mission) reached the Moon in [{when}](when).'"
    bank += f"  - {{file: t.csv, source: rows, id: '{{when}}', say: {say}}}\n"
    root = banks.project(tmp_path, bank, t_csv=table)
    live = Live(root, tools())
    live.refresh()
    with running(Site(live).answer) as server:
        assert "when 1969 who Apollo 11" in words(get(server, "/items/bank.1969.which")[2])


def test_items_are_found_by_words_bank_kind_and_problem(root, live, server):
    def count(query):
        return int(re.search(r"([\d,]+) questions?\b", words(get(server, f"/items?{query}")[2]))[1])

    assert count("") == len(live.state.items)
    assert count("q=APOLLO+11+moon") == sum("Apollo 11" in f"{i.stem}{i.rationale}" for i in live.state.items.values())
    assert count("bank=people") == sum(item.bank == "people" for item in live.state.items.values())
    assert count("kind=when&bank=moon") == 2
    assert count("q=%F0%9F%98%80") == 0
    assert count("flags=any") == len(live.state.about)
    assert count("flags=Q999") == 0


@pytest.mark.parametrize("page", ["0", "-1", "99999", "1e9", "x", "٣", "9" * 5000])
def test_a_page_that_is_not_there_is_the_nearest(server, page):
    assert get(server, f"/items?page={page.encode().hex() if not page.isascii() else page}")[0] == 200


def test_an_export_says_what_it_would_write_and_writes_nothing(root, live, server):
    before = sorted(root.rglob("*"))
    assert "cannot" not in words(get(server, "/exports")[2])
    page = words(get(server, "/exports/csv")[2])
    assert f"Written {len(live.state.items)} questions" in page
    assert re.search(rf"csv .*? {len(live.state.items)} 0", words(get(server, "/exports")[2]))
    assert sorted(root.rglob("*")) == before
    assert get(server, "/exports/nothing")[0] == 404


def test_an_export_is_made_once_for_a_state(live, monkeypatch):
    from quizgen import api

    made = []
    rehearse = api.rehearse
    monkeypatch.setattr(api, "rehearse", lambda *args, **more: made.append(1) or rehearse(*args, **more))
    site = Site(live)
    with running(site.answer) as server:
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(lambda _: get(server, "/exports/json")[0], range(16)))
        assert pages == [200] * 16
        assert len(made) == 1
        save(live.root, MOON.replace("The Moon", "Luna"))
        live.refresh()
        get(server, "/exports/json")
    assert len(made) == 2


def test_an_export_that_cannot_be_made_says_why(root, live, server):
    (root / "quizgen.toml").write_text("[options.csv]\nnonsense = 1\n")
    live.refresh()
    page = words(get(server, "/exports/csv")[2])
    assert "cannot be made" in page
    assert "B088" in page


def test_what_can_be_practised_is_listed(server):
    page = words(get(server, "/practice")[2])
    assert "The Moon 4 questions" in page
    status, head, _ = get(server, "/practice/project")
    assert status == 200
    assert "sandbox" in head["Content-Security-Policy"]
    assert "allow-same-origin" not in head["Content-Security-Policy"]


def test_hostile_texts_stay_texts(tmp_path):
    nasty = [text for text in examples.UGLY if "\n" not in text]
    event = [json.dumps(f"{text} {n}", ensure_ascii=False) for n, text in enumerate(nasty)]
    rest = "cite: {book: {page: 1}}"
    facts = "".join(f"  f{n}: {{event: {text}, when: '{1900 + n}', {rest}}}\n" for n, text in enumerate(event))
    root = banks.project(tmp_path, f"title: '<script>alert(1)</script>'\n{banks.BOOK}\nfacts:\n{facts}")
    live = Live(root, tools())
    live.refresh()
    assert live.state.items
    with running(Site(live).answer) as server:
        for path in ("/", "/items", "/exports/json", *(f"/items/{name}" for name in live.state.items)):
            status, _, page = get(server, path)
            assert status == 200
            assert len(re.findall("<script", page)) == 1, path
            assert "{{ 7*7 }}" in page or "7*7" not in page


def test_pictures_go_out_by_what_they_hold_and_no_more_once_that_changed(root, live, server):
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 6'><rect width='9' height='6'/></svg>"
    save(root, drawn, file="moon.svg")
    save(root, MOON + "    image: {file: moon.svg, alt: the Moon, credit: Ada, licence: CC0-1.0}\n")
    live.refresh()
    medium = live.state.items["moon.soft.when"].media[0]
    assert f'src="/media/{medium.name}"' in get(server, "/items/moon.soft.when")[2]
    status, head, body = get(server, f"/media/{medium.name}")
    assert (status, head["Content-Type"], body) == (200, "image/svg+xml", drawn)
    assert "sandbox" in head["Content-Security-Policy"]
    for name in ("moon.svg", "../moon.svg", str(medium.path), f"{medium.name}/", f".{medium.name}"):
        assert get(server, f"/media/{name}")[0] == 404
    save(root, SECRET, file="moon.svg")
    assert get(server, f"/media/{medium.name}")[0] == 404


def test_an_export_of_a_picture_that_has_just_gone_says_so(root, live, server):
    save(root, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 6'/>", file="moon.svg")
    save(root, MOON + "    image: {file: moon.svg, alt: the Moon, credit: Ada, licence: CC0-1.0}\n")
    live.refresh()
    (root / "question_bank" / "moon" / "moon.svg").unlink()
    for path in ("/practice/project", "/exports/moodle"):
        status, _, page = get(server, path)
        assert status == 200
        assert "B001" in page
        assert "moon.svg" in page


def retired(root, name):
    """The project with a question that was released and is taken out of use."""
    note_type = next(iter(BY_NAME))
    gone = Retired(name, moments.NEVER, 1, name, note_type, {"Question": "Who?"})
    (root / LOCK).write_bytes(written(Lock(retired={name: gone})))


def test_what_is_retired_is_neither_exported_nor_practised(root, live, server):
    stem = "On which day did Apollo 11 land on the Moon?"
    assert stem in get(server, "/practice/project")[2]
    before = len(live.state.items)
    retired(root, "moon.landing.when")
    live.refresh()
    for path in ("/practice/project", "/practice/bank/moon"):
        assert stem not in get(server, path)[2]
    assert "The Moon 3 questions" in words(get(server, "/practice")[2])
    for name in ("csv", "json"):
        assert f"Written {before - 1} questions" in words(get(server, f"/exports/{name}")[2])
    assert "This question is retired" in words(get(server, "/items/moon.landing.when")[2])
    (root / LOCK).write_text("retired {")
    live.refresh()
    assert "B085" in get(server)[2]
    assert stem not in get(server, "/practice/project")[2]


# Following every save


def test_only_the_bank_that_changed_is_made_again(root, live):
    before = {part.name: part for part in live.state.parts}
    save(root, MOON.replace("The Moon", "Luna"))
    assert live.refresh()
    after = {part.name: part for part in live.state.parts}
    assert after["moon"].bank.title == "Luna"
    assert after["people"].items is before["people"].items
    assert after["people"].found is before["people"].found
    assert not live.refresh()


def test_the_projects_own_settings_and_templates_change_every_bank(root, live):
    for name, text in (("quizgen.toml", "title = 'New'\n"), ("templates/questions/who.yaml", "kind: [broken")):
        before = {part.name: part.items for part in live.state.parts}
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
        live.refresh()
        assert all(part.items is not before[part.name] or part.found for part in live.state.parts), name
    assert live.state.config.title == "New"
    assert all("who.yaml:1" in part.found[0].frame for part in live.state.parts)


def test_a_save_broken_off_in_the_middle_keeps_the_last_good_questions_marked_as_old(root, live, server):
    good = set(live.state.items)
    save(root, MOON[: MOON.index("cite:") + 12])
    live.refresh()
    assert set(live.state.items) == good
    page = words(get(server)[2])
    assert "cannot be read; the questions are those of an earlier save" in page
    assert "not YAML" in page
    assert "of an earlier save" in words(get(server, "/items/moon.landing.when")[2])
    assert "of an earlier save" not in words(get(server, "/items/people.f0.who")[2])
    save(root, MOON)
    live.refresh()
    assert "earlier save" not in words(get(server)[2])


def test_settings_that_cannot_be_read_keep_everything(root, live, server):
    good = set(live.state.items)
    (root / "quizgen.toml").write_text("title = ")
    live.refresh()
    assert set(live.state.items) == good
    assert "B063" in get(server)[2]
    (root / "quizgen.toml").write_text("")
    live.refresh()
    assert "B063" not in get(server)[2]
    assert not any(part.old for part in live.state.parts)


def test_banks_come_and_go(root, live, server):
    save(root, "title: [", "people")
    banks.project(root, OTHER, name="others")
    (root / "question_bank" / "lone.csv").write_text(
        "id,event,who,when,where,source,quote,tags\na,the fall of Rome,Odoacer,476,Rome,,,\n"
    )
    live.refresh()
    assert [part.name for part in live.state.parts] == ["lone", "moon", "others", "people"]
    for path in sorted((root / "question_bank").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    live.refresh()
    assert "There is no bank" in words(get(server)[2])
    (root / "question_bank").rmdir()
    live.refresh()
    assert "B061" in get(server)[2]
    save_again = banks.project(root, MOON, name="moon", page_txt=TEXT)
    live.refresh()
    assert "B061" not in get(server)[2]
    assert save_again == root
    assert get(server, "/items/moon.landing.when")[0] == 200


def test_two_folders_with_one_name_are_told(root, live, server):
    banks.project(root, OTHER, name="moon!")
    live.refresh()
    assert "B013" in get(server)[2]
    assert set(get_items(live)) == {"moon.landing.which", "moon.landing.when", "moon.soft.which", "moon.soft.when"}
    for path in ("/practice/project", "/exports/gift", *(f"/items/{name}" for name in live.state.items)):
        assert get(server, path)[0] == 200


def test_a_save_of_equal_size_at_the_same_moment_is_seen(root, live):
    file = root / "question_bank" / "moon" / "bank.yaml"
    moment = file.stat().st_mtime_ns
    file.write_text(MOON.replace("The Moon", "The Mood"))
    os.utime(file, ns=(moment, moment))
    live.refresh()
    assert live.state.banks["moon"].title == "The Mood"


def test_touching_a_file_changes_nothing(root, live):
    version = live.state.version
    os.utime(root / "question_bank" / "moon" / "bank.yaml", ns=(1, 1))
    assert not live.refresh()
    assert live.state.version == version


def test_links_in_circles_and_odd_files_do_no_harm(root, live):
    folder = root / "question_bank" / "moon"
    (folder / "round").symlink_to(folder)
    (folder / "nowhere").symlink_to(root / "missing")
    os.mkfifo(folder / "pipe")
    thread = threading.Thread(target=live.refresh, daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert get_items(live)


def get_items(live):
    return [name for name in live.state.items if name.startswith("moon.")]


@contextmanager
def followed(root, said=None):
    """A project that is being followed, and the server of its pages."""
    live = Live(root, tools(said))
    thread = threading.Thread(target=live.run, daemon=True)
    thread.start()
    try:
        with running(Site(live).answer) as server:
            until(lambda: live.state.version and not live.state.making)
            yield live, server
            assert thread.is_alive()
    finally:
        live.stop()
        thread.join(10)
    assert not thread.is_alive()


def until(true, seconds=20.0):
    for _ in range(int(seconds / 0.01)):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it never came")


def test_after_a_thousand_rapid_saves_the_last_one_shows(root):
    with followed(root) as (live, server):
        said, states = [], []
        live.tools = tools(said)
        threads = threading.active_count()
        for number in range(1000):
            text = MOON.replace("The Moon", f"Moon {number}")
            save(root, text[: len(text) // 2] if number % 3 else text)
            if number % 100 == 50:
                assert get(server)[0] == 200
                states.append(live.state)
        save(root, MOON.replace("The Moon", "The last Moon"))
        until(lambda: "The last Moon" in get(server)[2] and not live.state.making)
        assert not said
        assert threading.active_count() <= threads + 2
        del states
        gc.collect()
        kept = [one for one in gc.get_objects() if type(one).__name__ == "State"]
        assert len(kept) <= 4  # what was shown before is gone
    assert len(live.state.items) == len(get_items(live)) + 2


def test_pages_come_whole_while_banks_are_being_made(root):
    with followed(root) as (_, server), ThreadPoolExecutor(12) as pool:
        paths = (
            "/",
            "/items",
            "/items/moon.landing.when",
            "/exports/json",
            "/exports",
            "/practice",
            "/changes?after=0",
        ) * 8
        asked = [pool.submit(get, server, path) for path in paths]
        for number in range(25):
            save(root, MOON.replace("The Moon", f"Moon {number}"))
            time.sleep(0.02)
        answers = [one.result(30) for one in asked]
    assert {status for status, _, _ in answers} == {200}
    assert all(body.rstrip().endswith(("</html>", "}")) for _, _, body in answers)


def test_whoever_waits_hears_of_a_save(root):
    with followed(root) as (live, server), ThreadPoolExecutor(1) as pool:
        version = live.state.version
        waiting = pool.submit(get, server, f"/changes?after={version}")
        time.sleep(0.2)
        assert not waiting.done()
        save(root, MOON.replace("The Moon", "Luna"))
        assert json.loads(waiting.result(10)[2])["version"] > version


@pytest.mark.parametrize(
    "after", ["", "?after=", "?after=x", "?after=-1", "?after=" + "9" * 400, "?after=٣", "?other=1"]
)
def test_whoever_waits_for_nonsense_gets_an_answer_at_once(live, after):
    with running(Site(live).answer) as server:
        path = "/changes" + after.replace("٣", "%D9%A3")
        assert json.loads(get(server, path)[2]) == {"version": live.state.version}


def test_waiting_ends_by_itself(live, monkeypatch):
    monkeypatch.setattr(site_module, "LONGEST_WAIT", 0.1)
    with running(Site(live).answer) as server:
        assert get(server, f"/changes?after={live.state.version}")[0] == 200


def test_while_a_bank_is_read_again_questions_go_with_the_sources_they_name(root, live, server, monkeypatch):
    from quizgen import api

    ask, seen = api.ask, []

    def asked_slowly(checked):
        paths = ("/", "/practice/project", "/practice/bank/moon", "/exports/gift", "/items/moon.landing.when")
        seen.extend(get(server, path) for path in paths)
        return ask(checked)

    monkeypatch.setattr(api, "ask", asked_slowly)
    save(root, MOON.replace("almanac", "yearbook").replace("landing:", "arrival:"))
    live.refresh()
    assert {status for status, _, _ in seen} == {200}
    assert "being read" in words(seen[0][2])
    assert "Landings" in words(seen[-1][2])
    assert get(server, "/items/moon.arrival.when")[0] == 200
    assert get(server, "/items/moon.landing.when")[0] == 404


@pytest.mark.parametrize(("table", "word"), [("html", "start"), ("print", "source"), ("print", "at_page")])
def test_a_table_of_words_that_changed_is_read_again(root, live, server, table, word):
    own = root / "templates" / table / "words.json"
    own.parent.mkdir(parents=True)
    for text in ("Leaf {n}", "Folio {n}"):
        own.write_text(json.dumps({"en": {word: text}}))
        live.refresh()
        assert text.removesuffix(" {n}") in get(server, "/practice/project")[2]


def test_a_folder_that_may_be_listed_and_not_entered_ends_nothing(root, monkeypatch):
    watch = Watch(root)
    before = watch.look()
    closed = str(root / "question_bank" / "moon") + "/"
    for name in ("stat", "lstat"):
        look = getattr(os, name)

        def closing(path, *args, look=look, **more):
            if str(path).startswith(closed):
                raise PermissionError(13, "Permission denied", str(path))
            return look(path, *args, **more)

        monkeypatch.setattr(os, name, closing)
    after = watch.look()
    assert after.keys() == before.keys()
    assert after["moon"] != before["moon"]
    assert after["people"] == before["people"]


def test_a_bug_that_comes_back_at_every_look_is_told_once(root):
    said = []
    with followed(root, said) as (live, _):
        looks = []
        live.watch.look = lambda: looks.append(1) or 1 / 0
        until(lambda: len(looks) > 4)
    assert len(said) == 1


def test_a_bug_of_ours_is_told_and_the_next_save_tries_again(root, monkeypatch):
    from quizgen import api

    said = []
    with followed(root, said) as (live, server):
        check = api.check
        monkeypatch.setattr(api, "check", lambda project: 1 / 0)
        save(root, MOON.replace("The Moon", "Luna"))
        until(lambda: live.state.trouble)
        page = words(get(server)[2])
        assert "this is a bug of ours" in page
        assert "Traceback" not in page
        assert get_items(live)
        monkeypatch.setattr(api, "check", check)
        save(root, MOON.replace("The Moon", "Luna again"))
        until(lambda: "Luna again" in get(server)[2])
        assert not live.state.trouble
    assert len(said) == 1


def test_a_bug_in_a_page_shows_no_traceback():
    bugs = []

    def broken(_):
        raise RuntimeError(SECRET)

    with running(broken, bugs) as server:
        status, _, body = get(server)
    assert status == 500
    assert SECRET not in body
    assert str(bugs[0]) == SECRET


# Nobody else gets at it


def test_every_answer_has_its_guards(server):
    for path in ("/", "/items", "/nothing", "/changes?after=x", "/practice/project", "/favicon.ico"):
        _, head, _ = get(server, path)
        assert head["Cache-Control"] == "no-store"
        assert head["Referrer-Policy"] == "no-referrer"
        assert head["X-Content-Type-Options"] == "nosniff"
        assert head["Cross-Origin-Resource-Policy"] == "same-origin"
        assert head["Content-Security-Policy"].startswith(("default-src 'none'", "sandbox"))
        assert not any(name.lower().startswith("access-control") for name in head)


def test_the_policy_names_the_script_and_the_style_of_the_page(server):
    _, head, page = get(server)
    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert (
            f"'sha256-{base64.b64encode(sha256(inside.encode()).digest()).decode()}'" in head["Content-Security-Policy"]
        )
    assert "unsafe" not in head["Content-Security-Policy"]
    assert not re.search(r'\s(style|on\w+)="', page)


def test_head_is_get_without_a_body(server):
    _, whole, body = get(server)
    status, head, nothing = get(server, method="HEAD")
    assert (status, nothing) == (200, "")
    assert head["Content-Length"] == whole["Content-Length"] == str(len(body.encode()))


HOST = "Host: localhost\r\n"
REFUSED = {
    "no host": ("GET / HTTP/1.1\r\n\r\n", 400),
    "no host in 1.0": ("GET / HTTP/1.0\r\n\r\n", 400),
    "two hosts": (f"GET / HTTP/1.1\r\n{HOST}{HOST}\r\n", 400),
    "another host": ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
    "a host that begins like ours": ("GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 403),
    "a host with a user": ("GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 403),
    "another address": ("GET / HTTP/1.1\r\nHost: 192.168.1.2:8737\r\n\r\n", 403),
    "any address": ("GET / HTTP/1.1\r\nHost: 0.0.0.0:8737\r\n\r\n", 403),
    "another origin": (f"GET / HTTP/1.1\r\n{HOST}Origin: https://evil.example\r\n\r\n", 403),
    "no origin at all": (f"GET / HTTP/1.1\r\n{HOST}Origin: null\r\n\r\n", 403),
    "another port's origin": (f"GET / HTTP/1.1\r\n{HOST}Origin: http://localhost:1\r\n\r\n", 403),
    "from another site": (f"GET / HTTP/1.1\r\n{HOST}Sec-Fetch-Site: cross-site\r\n\r\n", 403),
    "from the same site": (f"GET / HTTP/1.1\r\n{HOST}Sec-Fetch-Site: same-site\r\n\r\n", 403),
    "post": (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 2\r\n\r\nhi", 405),
    "options": (f"OPTIONS * HTTP/1.1\r\n{HOST}\r\n", 405),
    "connect": (f"CONNECT evil.example:443 HTTP/1.1\r\n{HOST}\r\n", 405),
    "small letters": (f"get / HTTP/1.1\r\n{HOST}\r\n", 405),
    "a body": (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nhello", 400),
    "a body in pieces": (f"GET / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 0\r\nContent-Length: 7\r\n\r\n", 400),
    "a whole address": (f"GET http://localhost/ HTTP/1.1\r\n{HOST}\r\n", 400),
    "a file's address": (f"GET file:///etc/passwd HTTP/1.1\r\n{HOST}\r\n", 400),
    "HTTP/0.9": ("GET /\r\n", 400),
    "HTTP/2": ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "HTTP/9": (f"GET / HTTP/9.9\r\n{HOST}\r\n", 400),
    "TLS": ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 400),
    "NUL": (f"GET /\0 HTTP/1.1\r\n{HOST}\r\n", 400),
    "letters beyond ASCII": (f"GET /\xe9 HTTP/1.1\r\n{HOST}\r\n", 400),
    "a place on the page": (f"GET /#x HTTP/1.1\r\n{HOST}\r\n", 400),
    "a long line": (f"GET /{'a' * 9000} HTTP/1.1\r\n{HOST}\r\n", 414),
    "a long field": (f"GET / HTTP/1.1\r\n{HOST}X: {'a' * 9000}\r\n\r\n", 431),
    "many fields": (f"GET / HTTP/1.1\r\n{HOST}{'X: 1' + chr(13) + chr(10)}" + "X: 1\r\n" * 100 + "\r\n", 431),
    "a folded field": (f"GET / HTTP/1.1\r\n{HOST} X: 1\r\n\r\n", 400),
    "space before the colon": ("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
    "cut off": (f"GET / HTTP/1.1\r\n{HOST}", 400),
    "too many questions": (f"GET /items?{'a=1&' * 40} HTTP/1.1\r\n{HOST}\r\n", 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_plainly_right_is_refused(server, name):
    raw, status = REFUSED[name]
    got = send(server, raw.encode("latin-1"))
    assert got.startswith(f"HTTP/1.1 {status} ".encode()), got[:200]
    assert b"Content-Security-Policy: default-src 'none'" in got
    if status == 405:
        assert b"Allow: GET, HEAD\r\n" in got


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:80", "[::1]:8737", "127.0.0.1:9"])
def test_names_of_this_machine_are_answered(server, host):
    raw = f"GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n\r\n"
    assert send(server, raw.encode()).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//etc/passwd", "//evil.example/", "/./", "/items/",
        "/items/../../secret.txt", "/items/%2e%2e%2f%2e%2e%2fsecret.txt", "/items/..\\..\\secret.txt", "/media/",
        "/media/%2e%2e/%2e%2e/secret.txt", "/media//etc/passwd", "/media/page.txt", "/media/private.txt", "/etc/passwd",
        "/question_bank/moon/private.txt", "/quizgen.toml", "/exports/../json", "/exports/json%00", "/exports/report",
        "/practice/bank/../../secret", "/practice/bank/", "/practice/bank/moon/", "/live.js", "/items/moon.soft.who/x",
        "/%", "/%zz", "/%c0%ae%c0%ae/", "/;/", "/~root/", "/C:/Windows/win.ini", "/items%2fmoon.landing.when",
    ],
)  # fmt: skip
def test_no_address_leads_to_a_file(server, path):
    status, _, body = get(server, path)
    assert status == 404
    assert SECRET not in body
    assert "root:" not in body


def test_of_several_requests_at_once_only_the_first_is_answered(server):
    one = f"GET /nothing HTTP/1.1\r\n{HOST}\r\n".encode()
    two = f"GET / HTTP/1.1\r\n{HOST}\r\n".encode()
    got = send(server, one + two * 20)
    assert got.count(b"HTTP/1.1 ") == 1
    assert got.startswith(b"HTTP/1.1 404")


WORDS = (
    "GET HEAD POST / .. %2e%2e %2f %00 // \\ ? # & = items media exports practice bank json moon.landing.when moon "
    "secret.txt private.txt etc/passwd HTTP/1.1 HTTP/1.0 HTTP/0.9 Host: Origin: q= page= after= : é 😀 \u202e"
)
ENDS = (" ", " /", "\0", "\r\n", "\n", "\r", "\r\n\r\n", "Host: localhost", "Host: evil.example", "Origin: null")
FIELDS = ("Content-Length: 9999999999", "Transfer-Encoding: chunked", "Sec-Fetch-Site: none", "A" * 5000)
PIECES = st.sampled_from((*WORDS.split(), *ENDS, *FIELDS))
RAW = st.one_of(
    st.binary(max_size=400), st.lists(PIECES, max_size=25).map("".join).map(lambda text: text.encode("utf-8"))
)
PATHS = st.lists(PIECES, max_size=12).map("".join).map(lambda path: "/" + re.sub(r"[\r\n]", "", path))


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for many examples."""
    top = tmp_path_factory.mktemp("fuzz")
    (top / "secret.txt").write_text(SECRET)
    root = banks.project(top / "project", MOON, name="moon", page_txt=TEXT, private_txt=SECRET)
    live = Live(root, tools())
    live.refresh()
    bugs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_module, "LONGEST_WAIT", 0.01)
        with running(Site(live).answer, bugs) as server:
            yield server, bugs


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=RAW)
@example(raw=b"")
@example(raw=b"\n" * 100)
@example(raw=b"GET " + b"/" * 8000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
def test_whatever_bytes_come_nothing_breaks_and_nothing_leaks(shared, raw):
    server, bugs = shared
    got = send(server, raw)
    assert not bugs
    assert not got or re.match(rb"HTTP/1\.1 (200|204|400|403|404|405|414|431) ", got)
    assert SECRET.encode() not in got
    assert b"Traceback" not in got


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, field=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=40))
def test_whatever_path_is_asked_for_nothing_breaks_and_nothing_leaks(shared, path, field):
    server, bugs = shared
    raw = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Any: ".encode() + field.encode("latin-1") + b"\r\n\r\n"
    got = send(server, raw)
    assert not bugs
    assert re.match(rb"HTTP/1\.1 (200|204|400|404|414|431) ", got), got[:100]
    assert SECRET.encode() not in got


class Lines:
    """A stream that tells how much was read of it."""

    def __init__(self, *lines):
        self.lines, self.taken = iter(lines), 0

    def readline(self, limit):
        self.taken += 1
        return next(self.lines, b"")[:limit]


def test_a_head_without_end_is_not_read_to_its_end():
    endless = Lines(b"GET / HTTP/1.1\r\n", *(b"X: 1\r\n" for _ in range(100_000)))
    with pytest.raises(Refused) as refused:
        read_request(endless)
    assert refused.value.status == 431
    assert endless.taken < 100


def test_slow_clients_are_cut_off(live, monkeypatch):
    monkeypatch.setattr(server_module, "HEAD_WITHIN", 0.4)
    with running(Site(live).answer) as server, socket.create_connection(server.server_address[:2], timeout=5) as slow:
        begun = time.monotonic()
        slow.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError):  # noqa: PT012  (a byte at a time, until the server has enough)
            for _ in range(100):
                slow.sendall(b"X")
                time.sleep(0.05)
        assert time.monotonic() - begun < 4
        assert get(server)[0] == 200


def test_silent_clients_are_cut_off(live, monkeypatch):
    monkeypatch.setattr(server_module.Handler, "timeout", 0.2)
    monkeypatch.setattr(server_module, "MOST_CONNECTIONS", 1)
    with running(Site(live).answer) as server, socket.create_connection(server.server_address[:2], timeout=5) as silent:
        assert silent.recv(1) == b""
        until(lambda: is_answered(server))


def is_answered(server):
    return send(server, f"GET / HTTP/1.1\r\n{HOST}\r\n".encode()).startswith(b"HTTP/1.1 200 ")


def test_more_clients_than_places_are_turned_away_and_places_come_back(live, monkeypatch):
    monkeypatch.setattr(server_module, "MOST_CONNECTIONS", 4)
    with running(Site(live).answer) as server:
        for _ in range(3):  # a place that does not come back is missing the next time
            held = [socket.create_connection(server.server_address[:2], timeout=5) for _ in range(4)]
            until(lambda: not is_answered(server))
            for one in held[1:]:
                one.close()
            until(lambda: is_answered(server))
            held[0].close()


def test_a_place_comes_back_where_no_thread_can_be_started(live, monkeypatch):
    monkeypatch.setattr(server_module, "MOST_CONNECTIONS", 2)
    with running(Site(live).answer) as server:
        with monkeypatch.context() as patch:
            patch.setattr(ThreadingMixIn, "process_request", lambda *_: exec("raise RuntimeError('no new thread')"))
            assert [is_answered(server) for _ in range(5)] == [False] * 5
        assert is_answered(server)


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.0.1", "example.org"])
def test_no_server_listens_where_others_could_reach_it(live, host):
    with pytest.raises(ValueError, match="this machine alone"):
        Server(host, 0, Site(live).answer, print)


# The command


def start(root, *more):
    command = [*HEARING, "-m", "quizgen", "-C", str(root), "serve", "--port", "0", *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)


def ended(process):
    """What a command says on stderr until it ends; one that does not is killed."""
    try:
        return process.communicate(timeout=15)[1]
    finally:
        process.kill()


def test_the_command_prints_its_address_and_ends_quietly_on_ctrl_c(root):
    with start(root) as process:
        address = process.stdout.readline().strip()
        port = int(re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", address)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        process.send_signal(signal.SIGINT)
        err = ended(process)
    assert process.returncode == 0
    assert "Traceback" not in err


def test_the_other_address_of_this_machine_and_a_request_to_end(root):
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    with start(root, "--host", "::1") as process:
        address = process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        err = ended(process)
    if "cannot listen" in err:
        pytest.skip("no IPv6 here")
    assert process.returncode == 0
    assert "Traceback" not in err
    assert re.fullmatch(r"http://\[::1\]:\d+/", address)


def test_a_port_that_is_taken_is_named(root, capfd):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit) as left:
            main(["-C", str(root), "serve", "--port", str(taken.getsockname()[1])])
    assert left.value.code == 2
    assert "is taken by another program; `--port 0` takes any free one" in capfd.readouterr().err


def test_a_folder_that_is_no_project_is_refused(tmp_path, capfd):
    with pytest.raises(SystemExit) as left:
        main(["-C", str(tmp_path), "serve", "--port", "0"])
    assert left.value.code == 2
    assert "B060" in capfd.readouterr().err


def test_nothing_of_ours_is_open_to_the_projects_templates(root, live, server):
    own = Path(root, "templates", "serve")
    own.mkdir(parents=True)
    (own / "overview.html").write_text("taken over")
    live.refresh()
    assert "taken over" not in get(server)[2]
