"""The server: this machine alone can reach it, and no client can make it wait for long or hold much."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import BoundedSemaphore, Timer
from typing import cast

from quizgen.serving.request import Refused, Request, read_request

HOSTS = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
MOST_CONNECTIONS = 128
QUIET = 5.0
"""Seconds that a client may say nothing, or take nothing."""
HEAD_WITHIN = 10.0
"""Seconds within which all of a request must have come."""
TAKEN_WITHIN = 60.0
"""Seconds within which a client must have taken the answer."""
LEFT_OVER = 16
"""So many times what a client still sends is taken off it after the answer, lest closing destroys that on its way."""
PLAIN = "text/plain; charset=utf-8"
STRICT = "default-src 'none'; frame-ancestors 'none'; sandbox"
ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. `policy` is its Content-Security-Policy; by default the page may do nothing at all."""

    body: bytes = b""
    type: str = PLAIN
    status: int = 200
    policy: str = STRICT
    more: dict[str, str] = field(default_factory=dict)

    def head(self) -> bytes:
        """Return the status line and the header fields."""
        fields = {"Content-Type": self.type, "Content-Length": str(len(self.body)), **ALWAYS, **self.more}
        fields["Content-Security-Policy"] = self.policy
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


Answer = Callable[[Request], Response]


class Server(ThreadingTCPServer):
    """Answers on one loopback address; each connection has one request, and a thread for as long as that takes."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two servers have one port
    request_queue_size = 64

    def __init__(self, host: str, port: int, answer: Answer, bug: Callable[[Exception], None]) -> None:
        """Listen. Raises OSError when the port is taken, ValueError for an address that others can reach."""
        if host not in HOSTS:
            raise ValueError(f"{host} is not an address of this machine alone")
        self.address_family = HOSTS[host]
        self.answer, self.bug = answer, bug
        self.places = BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((host, port), Handler)

    @property
    def url(self) -> str:
        """The address to type."""
        host, port = self.server_address[:2]
        return f"http://[{host!s}]:{port}/" if self.address_family is socket.AF_INET6 else f"http://{host!s}:{port}/"

    def verify_request(self, request: object, client_address: object) -> bool:
        """Take a connection only while there is a place for it; another is closed at once."""
        return self.places.acquire(blocking=False)

    def process_request(self, request: object, client_address: object) -> None:
        """Answer in a thread; where none can be started nobody else would free the place."""
        try:
            super().process_request(request, client_address)  # type: ignore[arg-type]
        except BaseException:
            self.places.release()
            raise

    def process_request_thread(self, request: object, client_address: object) -> None:
        """Answer, and free the place whatever happened."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self.places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is no event."""


class Handler(StreamRequestHandler):
    """One connection: its request is read, answered, and that is all."""

    timeout = QUIET

    def handle(self) -> None:
        """Answer one request; a silent or slow client is left without an answer."""
        slow = Timer(HEAD_WITHIN, self._cut)
        slow.daemon = True
        slow.start()
        try:
            method, response = self._answer(slow)
        finally:
            slow.cancel()
        if not response:
            return
        with suppress(OSError):  # who went away needs no answer
            self.connection.settimeout(TAKEN_WITHIN)
            self.wfile.write(response.head() + (b"" if method == "HEAD" else response.body))
            self._drain()

    def _answer(self, slow: Timer) -> tuple[str, Response | None]:
        server = cast("Server", self.server)
        method = "GET"
        try:
            request = read_request(self.rfile)
            slow.cancel()
            if request is None:
                return method, None
            method = request.method
            return method, server.answer(request)
        except Refused as refused:
            allow = {"Allow": "GET, HEAD"} if refused.status == 405 else {}
            return method, Response(f"{refused.why}\n".encode(), status=refused.status, more=allow)
        except OSError:  # silence, or a connection that broke off
            return method, None
        except Exception as error:
            server.bug(error)
            said = b"This is a bug of quizgen; the terminal that runs `quizgen serve` says more.\n"
            return method, Response(said, status=500)

    def _cut(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _drain(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(0.5)
            for _ in range(LEFT_OVER):
                if not self.connection.recv(4096):
                    return
