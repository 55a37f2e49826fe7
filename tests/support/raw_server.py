# SPDX-License-Identifier: MIT
"""A socket on loopback that answers each connection with a script of its own: for what no web server would do."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

Script = Callable[[socket.socket], None]
"""What to do with one accepted connection; it is closed afterwards."""


class RawServer:
    """Serves connections with ``scripts``, the last one for all that follow: in turn, or ``side_by_side``.

    Attributes:
        port: where it listens.
        closed: released once for each connection that is over.
    """

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None, side_by_side: bool = False) -> None:
        self._scripts = list(scripts)
        self._tls = tls
        self._side_by_side = side_by_side
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.closed = threading.Semaphore(0)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> RawServer:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError):
                connection, _address = self._listener.accept()
                connection.settimeout(5)
                script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
                if self._side_by_side:
                    threading.Thread(target=self._serve_one, args=(connection, script), daemon=True).start()
                else:
                    self._serve_one(connection, script)

    def _serve_one(self, connection: socket.socket, script: Script) -> None:
        with suppress(OSError), connection:
            (over_tls(self._tls, script) if self._tls else script)(connection)
        self.closed.release()


def read_request(connection: socket.socket) -> bytes:
    """Return head and body of one request."""
    request = b""
    while b"\r\n\r\n" not in request:
        chunk = connection.recv(65536)
        if not chunk:
            return request
        request += chunk
    head, _blank, body = request.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(raw: bytes, seen: list[bytes] | None = None) -> Script:
    """Return a script that reads one request, sends ``raw`` and closes."""

    def script(connection: socket.socket) -> None:
        request = read_request(connection)
        if seen is not None:
            seen.append(request)
        connection.sendall(raw)

    return script


def over_tls(context: ssl.SSLContext, script: Script) -> Script:
    """Return ``script`` behind a handshake of its own, for servers that change what they present."""

    def shaking_hands(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            script(secure)

    return shaking_hands


def reset(connection: socket.socket) -> None:
    """Make the close of ``connection`` a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def json_answer(body: bytes, *, status: int = 200, extra: bytes = b"") -> bytes:
    """Return a whole answer with ``body`` and its length."""
    head = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % (status, len(body))
    return head + extra + b"\r\n" + body
