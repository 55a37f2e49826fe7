# SPDX-License-Identifier: MIT
"""Connections that keep to the deadline of the exchange in hand and count every byte of it, inside TLS.

Two things that the exceptions of an HTTP library cannot tell are told here by the socket itself: whether any
byte of the request may have left this desk, and whether the whole exchange, not only its last read, has taken
too long. A connection is kept for the next exchange and taken up again while it is sure to be alive: a box between
us and the portal drops an idle one without a word, and a registration sent into the void is a doubt.
No retry, no redirect, no meaning of an answer stands here.
"""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from vaxdesk.clock import Clock
from vaxdesk.portal.answer import Traffic

LOOK_IDLE_S: Final = 90.0
WRITE_IDLE_S: Final = 15.0
"""How long a kept connection may have had nothing to do: a look that is lost is asked again, a write is in doubt."""


class HeldBack(OSError):
    """The portal has asked every caller to wait since this exchange began; no byte of it left."""


class Exchange:
    """One request and its answer, as the socket sees them.

    Attributes:
        idle_s: how long the connection it takes up may have had nothing to do.
        may_have_left: some byte of the request was handed to an established connection.
    """

    def __init__(
        self,
        clock: Clock,
        read_timeout_s: float,
        total_s: float,
        idle_s: float = LOOK_IDLE_S,
        is_held: Callable[[], bool] = lambda: False,
    ) -> None:
        """Begin now; ``is_held`` is asked once more before the first byte leaves, since connecting takes its time."""
        self._clock = clock
        self._read_timeout_s = read_timeout_s
        self._started = clock.monotonic()
        self._ends = self._started + total_s
        self.idle_s = idle_s
        self._is_held = is_held
        self._sent = 0
        self._received = 0
        self.may_have_left = False

    def patience_s(self) -> float:
        """Return how long the next read may wait.

        Raises:
            TimeoutError: the exchange has had all its time.
        """
        left = self._ends - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError("the exchange has had all its time")
        return min(self._read_timeout_s, left)

    def moment(self) -> tuple[float, float]:
        """Return the monotonic and the wall time: only both together know that the desk slept."""
        return self._clock.monotonic(), self._clock.now().timestamp()

    def sending(self, size: int) -> None:
        """Note that ``size`` bytes are about to leave; called before they do.

        Raises:
            HeldBack: none of the request has left yet, and none is to leave now.
        """
        if not self.may_have_left and self._is_held():
            raise HeldBack("the portal asked to wait")
        self.may_have_left = True
        self._sent += size

    def received(self, size: int) -> None:
        """Note that ``size`` bytes came in."""
        self._received += size

    def traffic(self) -> Traffic:
        """Return what the exchange has cost so far."""
        return Traffic(self._clock.monotonic() - self._started, self._sent, self._received)


_in_hand: ContextVar[Exchange] = ContextVar("exchange in hand")


@contextmanager
def in_hand(exchange: Exchange) -> Iterator[Exchange]:
    """Let this thread's connections work for ``exchange``."""
    token = _in_hand.set(exchange)
    try:
        yield exchange
    finally:
        _in_hand.reset(token)


class _TimedReader(io.RawIOBase):
    """The raw half of an answer: every single read is held against the deadline.

    Attributes:
        ended: the other side has closed.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # any writable buffer; 3.11 has no name for it
        exchange = _in_hand.get()
        self._sock.settimeout(exchange.patience_s())
        size = self._raw.readinto(buffer)
        exchange.received(size or 0)
        self.ended = not size
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    """Reads its head and body through a ``_TimedReader``."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # as http.client likes
        super().__init__(sock, *args, **kwargs)
        self._reader = _TimedReader(self.fp.detach(), sock)
        self.fp = io.BufferedReader(self._reader)

    def begin(self) -> None:
        super().begin()
        if self._reader.ended:  # http.client takes the end of the connection for the end of the head
            raise http.client.RemoteDisconnected("the head of the answer was cut")


class _Kept(HTTPConnection):
    """Connects first, so that only an established connection counts as sending, and knows how long it was idle."""

    _used_at = (0.0, 0.0)

    @property
    def is_connected(self) -> bool:
        """Whether the next exchange may use it: nothing has come in, its end included, and it is fresh."""
        exchange = _in_hand.get()
        idle_s = max(abs(now - then) for now, then in zip(exchange.moment(), self._used_at, strict=True))
        return idle_s <= exchange.idle_s and super().is_connected

    def send(self, data: Any) -> None:  # urllib3 hands over bytes only
        if self.sock is None:
            self.connect()
        _in_hand.get().sending(len(data))
        super().send(data)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        response = super().getresponse()
        self._used_at = _in_hand.get().moment()
        return response


class _TimedConnection(_Kept):
    response_class = _TimedResponse


class _TimedTlsConnection(_Kept, HTTPSConnection):
    response_class = _TimedResponse

    @property
    def is_connected(self) -> bool:
        connection: Any = self.sock
        return super().is_connected and not connection.pending()  # what is decrypted already no poll can see

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        context: Any = self.ssl_context
        connection = self.sock  # a last answer takes it away
        response = super().getresponse()
        context.keep(connection)
        return response


class TimedPool(HTTPConnectionPool):
    """Plain connections to one host."""

    ConnectionCls = _TimedConnection


class TimedTlsPool(HTTPSConnectionPool):
    """TLS connections to one host."""

    ConnectionCls = _TimedTlsConnection
