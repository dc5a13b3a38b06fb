"""What a browser may ask: a strict reading of a request's head. Whatever is not plainly right is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs

LONGEST_LINE = 8192
LONGEST_HEAD = 32_768
MOST_FIELDS = 64
REQUEST_LINE = re.compile(r"(?P<method>[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) (?P<target>\S+) HTTP/1\.[01]")
FIELD = re.compile(r"(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)")
TARGET = re.compile(r"/[!-\"$-~]*")
LOOPBACK = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?")
"""The names this machine has for itself. Any port: a tunnel has another one, and a page of another site a name."""
WELCOME_FROM = frozenset({"same-origin", "none"})


class Stream(Protocol):
    """What is read from: lines, no longer than asked for."""

    def readline(self, limit: int, /) -> bytes:
        """Return the next line with its end; empty at the end of the stream."""


class Refused(Exception):  # noqa: N818  (an answer, not an accident)
    """A request that is not answered: the status to send, and why in words."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may be answered: GET or HEAD, the raw path, and what its query says, each name once."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)


def read_request(stream: Stream) -> Request | None:
    """Return the request that begins the stream; None when nothing came. Raises Refused."""
    first = _line(stream, 414)
    if not first:
        return None
    found = REQUEST_LINE.fullmatch(_text(first))
    if not found:
        raise Refused(400, "this is no HTTP/1.1 request")
    fields = _fields(stream)
    _refuse_strangers(fields)
    if found["method"] not in {"GET", "HEAD"}:
        raise Refused(405, "pages here can only be read")
    if "transfer-encoding" in fields or fields.get("content-length", ["0"]) != ["0"]:
        raise Refused(400, "a request to read has no body")
    if not TARGET.fullmatch(found["target"]):
        raise Refused(400, "an address here begins with /")
    path, _, query = found["target"].partition("?")
    return Request(found["method"], path, _query(query))


def _line(stream: Stream, too_long: int) -> bytes:
    line = stream.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise Refused(too_long, "a line of this request is too long")
    return line


def _text(line: bytes) -> str:
    return line.decode("latin-1").removesuffix("\n").removesuffix("\r")


def _fields(stream: Stream) -> dict[str, list[str]]:
    """The header fields by their name in lower case."""
    fields: dict[str, list[str]] = {}
    size = number = 0
    while (line := _line(stream, 431)) not in (b"\r\n", b"\n"):
        size, number = size + len(line), number + 1
        if size > LONGEST_HEAD or number > MOST_FIELDS:
            raise Refused(431, "this request has too many header fields")
        found = FIELD.fullmatch(_text(line))
        if not found or not line.endswith(b"\n"):
            raise Refused(400, "a header field cannot be read")
        fields.setdefault(found["name"].lower(), []).append(found["value"].strip())
    return fields


def _refuse_strangers(fields: Mapping[str, list[str]]) -> None:
    """Refuse what another site sends through the browser: under its own name for this machine, or from its pages."""
    hosts = fields.get("host", [])
    if len(hosts) != 1:
        raise Refused(400, "a request names its host once")
    if not LOOPBACK.fullmatch(hosts[0].lower()):
        raise Refused(403, "this server answers only under the names 127.0.0.1, localhost and [::1]")
    own = f"http://{hosts[0].lower()}"
    if any(origin.lower() != own for origin in fields.get("origin", [])):
        raise Refused(403, "pages of another site may not read this")
    if not WELCOME_FROM.issuperset(fields.get("sec-fetch-site", [])):
        raise Refused(403, "another site led here; type the address instead")


def _query(text: str) -> dict[str, str]:
    try:
        found = parse_qs(text, max_num_fields=16, errors="replace")
    except ValueError:
        raise Refused(400, "this address asks for too much") from None
    return {name: values[0] for name, values in found.items()}
