# SPDX-License-Identifier: MIT
"""The practice portal on the wire: real HTTP on 127.0.0.1, each call spoiled as its plan says.

What it would answer stands in ``routes.py``, how a call is spoiled is decided in ``mischief.py``; here it is
done to the socket. It listens on loopback only and logs no request.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

from vaxdesk.clock import Clock
from vaxdesk.portal.practice import mischief, routes
from vaxdesk.portal.practice.memory import Call, Memory
from vaxdesk.portal.practice.mischief import Mischief, Plan
from vaxdesk.portal.practice.routes import HTML, Reply, Request, json_reply

log = logging.getLogger(__name__)

LOOPBACK: Final = "127.0.0.1"
MAX_BODY_BYTES: Final = 1024 * 1024
_IDLE_S: Final = 120.0
_STOP_S: Final = 3.0
_RESET_ON_CLOSE: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

_FAULT: Final = json_reply(500, {"errorCode": "GERR001", "error": "Something Went wrong!"})
_BLOCKED_PAGE: Final = b"<html><title>ERROR: The request could not be satisfied</title>Request blocked.</html>"
_SPOILED: Final[Mapping[Mischief, Reply]] = {
    Mischief.UNAVAILABLE: Reply(503, b"<html><title>503 Service Unavailable</title></html>", HTML),
    Mischief.UNAVAILABLE_UNTIL: json_reply(503, {"message": "Service Unavailable"}),
    Mischief.TOO_MANY: json_reply(429, {"error": "Too Many Requests"}),
    Mischief.BLOCKED: Reply(403, _BLOCKED_PAGE, HTML),
    Mischief.UNAUTHENTICATED: routes.UNAUTHENTICATED,
    Mischief.FAULT_BEFORE: _FAULT,
    Mischief.FAULT_AFTER: _FAULT,
    Mischief.TIMEOUT_AFTER: json_reply(504, {"message": "Endpoint request timed out"}),
    Mischief.HTML: Reply(200, b"<!DOCTYPE html><title>Sign in to this network</title>", HTML),
    Mischief.EMPTY_OBJECT: json_reply(200, {}),
    Mischief.NO_CONTENT: Reply(204, b""),
}
_TELLS_WHEN: Final = (Mischief.UNAVAILABLE_UNTIL, Mischief.TOO_MANY)
_DROPPED: Final = (Mischief.DROPPED_BEFORE, Mischief.DROPPED_AFTER, Mischief.LATE_COMMIT)


class PracticePortal:
    """One practice portal with a memory of its own; safe to use from several threads.

    ``plan`` may be handed in to spoil the calls of one's own choice (from 1) in one's own way.
    """

    def __init__(
        self,
        profile: str = "calm",
        seed: int = 1,
        key: str | None = None,
        *,
        plan: Callable[[int], Plan] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Make the portal; ``key`` None takes any key that is not empty."""
        self._plan = plan or (lambda number: mischief.plan(profile, seed, number))
        self._key = key
        self._memory = Memory(clock or Clock())
        self._server: _Server | None = None

    def start(self, port: int = 0) -> str:
        """Listen on ``port`` (0: any free one) and return the base URL.

        Raises:
            OSError, OverflowError: the port cannot be had.
        """
        self._server = _Server(port, self._memory, self._plan, self._key)
        self._server.begin()
        return f"http://{LOOPBACK}:{self._server.server_address[1]}/api"

    def stop(self) -> None:
        """Stop listening, end every connection and let late commits happen. Harmless when not started."""
        if self._server:
            self._server.end()
            self._server = None

    def ledger(self) -> dict[str, list[Mapping[str, object]]]:
        """Return every registration, dose and call so far, oldest first."""
        return self._memory.ledger()


class _Server(ThreadingHTTPServer):
    """Threads and connections of one practice portal."""

    allow_reuse_address = sys.platform != "win32"  # there it would share a port that is taken
    request_queue_size = 64

    def __init__(self, port: int, memory: Memory, plan: Callable[[int], Plan], key: str | None) -> None:
        self.memory = memory
        self.plan = plan
        self.key = key
        self.stopping = threading.Event()
        self.numbers = itertools.count(1)
        self._open: dict[socket.socket, threading.Thread] = {}
        super().__init__((LOOPBACK, port), _Handler)

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # HTTPServer would ask the name service for our name here

    def begin(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), name="practice-portal", daemon=True).start()

    def end(self) -> None:
        self.stopping.set()
        self.shutdown()
        for connection, thread in list(self._open.items()):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(_STOP_S)
        self.server_close()

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # as socketserver has it
        self._open[request] = threading.current_thread()
        try:
            super().process_request_thread(request, client_address)
        finally:
            del self._open[request]

    def handle_error(self, request: Any, client_address: Any) -> None:  # as socketserver has it
        if not isinstance(sys.exc_info()[1], OSError):  # a client that goes away is no error
            log.exception("the practice portal failed at a call")


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    timeout = _IDLE_S

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: a request names a person."""

    def _serve(self) -> None:
        request = self._request()
        if request is None:
            self.close_connection = True
            self._send(Reply(413, b""))
            return
        server = cast(_Server, self.server)
        number = next(server.numbers)
        plan = server.plan(number)
        if plan.mischief is Mischief.LATE_COMMIT:
            self._drop()
        if plan.mischief in (Mischief.LATE_COMMIT, Mischief.SLOW):
            server.stopping.wait(plan.wait_s)
        if plan.mischief is Mischief.LAGGING:
            request = replace(request, behind_s=plan.wait_s)
        request = replace(request, dose_kept=plan.mischief is not Mischief.FORGOTTEN)
        meant = routes.answer(server.memory, request) if plan.mischief in mischief.COMMITTING else None
        reply = _spoiled(meant, plan)
        server.memory.note(
            Call(
                number,
                request.method,
                request.path,
                status=reply.status if reply else None,
                mischief=plan.mischief.value,
                committed=meant is not None and meant.committed,
            )
        )
        if reply is None:
            self._drop()
        elif plan.mischief is Mischief.CUT_AFTER:
            self._send(reply, share=plan.cut)
        else:
            self._send(reply)

    def _request(self) -> Request | None:
        """Return the request with its body, None when its size is missing or too much."""
        size = self.headers.get("Content-Length", "0")
        if not size.isdecimal() or int(size) > MAX_BODY_BYTES:
            return None
        body = self.rfile.read(int(size))
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        wanted = cast(_Server, self.server).key
        key = self.headers.get("x-api-key", "").strip()
        return Request(self.command, url.path, query, key if wanted in (None, key) else "", body)

    def _send(self, reply: Reply, share: float = 1.0) -> None:
        """Send ``reply`` in one piece; a ``share`` below 1 cuts its body short and closes."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: int(len(reply.body) * share)])
        self.wfile.flush()
        self.close_connection = self.close_connection or share < 1.0

    def _drop(self) -> None:
        """Reset the connection without a word; a second drop does nothing."""
        self.close_connection = True
        if self.connection.fileno() >= 0:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            socket.close(self.connection.detach())


def _spoiled(meant: Reply | None, plan: Plan) -> Reply | None:
    """Return what goes out in place of ``meant``, None when nothing does."""
    if plan.mischief in _DROPPED:
        return None
    reply = _SPOILED.get(plan.mischief, meant)
    if reply and plan.mischief in _TELLS_WHEN:
        return Reply(reply.status, reply.body, reply.content_type, (("Retry-After", str(plan.retry_after_s)),))
    return reply
