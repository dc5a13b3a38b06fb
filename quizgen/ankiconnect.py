"""AnkiConnect: the add-on (2055492159 on AnkiWeb) through which other programs speak to a running Anki.

A request is a JSON object with an action, the version of the interface, the parameters and perhaps a key;
the answer is a JSON object with a result and an error, of which one is null.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from quizgen.problem import Problem, ProblemError

ADDRESS = "http://127.0.0.1:8765"
VERSION = 6
LONGEST = 64 * 2**20
"""An answer with more bytes is not read: the longest we ask for has a few dozen bytes for each note."""
SLOWEST = 50_000
"""Bytes a second: what the add-on takes in at the least, for it may look at its socket only now and then."""
WELL_KNOWN = "the add-on AnkiConnect has the number 2055492159, to be given in Anki under Tools, Add-ons"


class RefusedError(ProblemError):
    """AnkiConnect answered that it cannot or will not do what it was asked; there may be another way."""


class _NoRedirects(HTTPRedirectHandler):
    """A redirect would turn the request into another one, perhaps to another machine."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        return None


@dataclass(frozen=True)
class AnkiConnect:
    """A running Anki at an http(s) address; `timeout` in seconds for each request."""

    url: str = ADDRESS
    key: str = field(default="", repr=False)
    timeout: float = 60.0

    @property
    def local(self) -> bool:
        """Whether the address is one of this machine."""
        return is_loopback(urlsplit(self.url).hostname or "")

    def greet(self) -> None:
        """Raise ProblemError unless something at the address lets us in and speaks our version."""
        try:
            answer = self.ask("requestPermission")  # the only action that needs no key
        except RefusedError:
            answer = {}  # it came to the add-on later than version 6
        said = answer if isinstance(answer, dict) else {}
        if said.get("permission", "granted") != "granted":
            raise self.refused("requestPermission", "Anki does not let quizgen in", "answer yes when Anki asks")
        if said.get("requireApikey") and not self.key:
            raise self.refused("requestPermission", "a key is needed", "give `--key`, or set QUIZGEN_PUSH_KEY")
        version = self.ask("version")
        if not isinstance(version, int) or version < VERSION:
            said_version = f"this AnkiConnect speaks version {version!r:.20}; quizgen needs {VERSION}"
            raise self.refused("version", said_version, "update the add-on in Anki: Tools, Add-ons, Check for Updates")

    def ask(self, action: str, **params: Any) -> Any:
        """Let Anki do something and return the result.

        Raises RefusedError (B111) for an answer that says no, ProblemError (B110) when there is none, and (B111) for
        an answer that is not AnkiConnect's.
        """
        request: dict[str, Any] = {"action": action, "version": VERSION, "params": params}
        if self.key:
            request["key"] = self.key
        answer = self._understood(self._post(json.dumps(request).encode()))
        if answer["error"] is not None:
            hint = "give the right `--key`, or set QUIZGEN_PUSH_KEY" if "api key" in str(answer["error"]) else None
            raise self.refused(action, str(answer["error"]), hint)
        return answer["result"]

    def refused(self, action: str, why: str, hint: str | None = None) -> RefusedError:
        """Return the error that says what was not done and why."""
        return RefusedError(Problem("B111", f"{action}: {why[:300]}", self.url, None, hint))

    def _post(self, body: bytes) -> bytes:
        request = Request(self.url, body, {"Content-Type": "application/json"}, method="POST")  # noqa: S310  (http only)
        try:
            with self._opener.open(request, timeout=self.timeout + len(body) / SLOWEST) as answer:
                read: bytes = answer.read(LONGEST + 1)
        except HTTPError as error:
            error.close()
            raise self._stranger(f"it answers with HTTP status {error.code}") from None
        except TimeoutError:
            raise self._silent(f"no answer in {self.timeout:g} seconds") from None
        except (OSError, HTTPException, ValueError) as error:  # ValueError: a host that no name can be
            raise self._silent(_reason(error)) from None
        return read

    @property
    def _opener(self) -> OpenerDirector:
        """What opens the address: the way to our own machine leads through no proxy."""
        return build_opener(_NoRedirects, *([ProxyHandler({})] if self.local else []))

    def _understood(self, body: bytes) -> dict[str, Any]:
        if len(body) > LONGEST:
            raise self._stranger(f"its answer is longer than {LONGEST:,} bytes")
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise self._stranger("its answer is not JSON") from None
        if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
            raise self._stranger("its answer has no `result` and `error`")
        return answer

    def _silent(self, why: str) -> ProblemError:
        hint = f"start Anki, with a profile open; {WELL_KNOWN}; another address is given with `--url`"
        return ProblemError(Problem("B110", f"Anki cannot be reached: {why}", self.url, None, hint))

    def _stranger(self, why: str) -> ProblemError:
        hint = f"does another program use this address, or is the add-on an old one? {WELL_KNOWN}"
        return ProblemError(Problem("B111", f"this does not look like AnkiConnect: {why}", self.url, None, hint))


def is_loopback(host: str) -> bool:
    """Return whether the host (a name or a number) is this machine itself."""
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def flaw(url: str) -> str:
    """Return what is wrong with an address of AnkiConnect; empty if nothing is."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read, so that a wrong one shows
    except ValueError as error:
        return str(error)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return f"an address looks like {ADDRESS}"
    if "@" in parts.netloc:
        return "an address holds no name and password; a key is given with `--key`"
    if not url.isascii() or not url.isprintable() or " " in url:
        return "an address has neither spaces nor letters beyond ASCII"
    return ""


def _reason(error: Exception) -> str:
    """Return why there was no answer, in the system's words."""
    inner = error.reason if isinstance(error, URLError) else error
    if isinstance(inner, TimeoutError):
        return "no answer in time"
    return str(getattr(inner, "strerror", None) or inner or type(inner).__name__)
