# SPDX-License-Identifier: MIT
"""What the transport brings home from one HTTP exchange, or why it could not. Plain values, no network."""

from __future__ import annotations

from dataclasses import dataclass

from vaxdesk.portal.codes import Code


@dataclass(frozen=True, slots=True)
class Traffic:
    """What the exchange cost. Bytes are counted inside TLS, headers included."""

    seconds: float = 0.0
    bytes_sent: int = 0
    bytes_received: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose head arrived whole.

    Attributes:
        content_type: lower case, without parameters; "" when there was none.
        retry_after, date: the header as it came, None when absent.
        body: decompressed; what arrived of it when ``fault`` is set.
        fault: why the body is not whole (a ``Code``), None when it is.
    """

    status: int
    content_type: str = ""
    retry_after: str | None = None
    date: str | None = None
    body: bytes = b""
    fault: Code | None = None
    traffic: Traffic = Traffic()


class ExchangeError(Exception):
    """No answer. Carries a code and the traffic, never a URL or a body: those name people."""

    def __init__(self, code: Code, traffic: Traffic) -> None:
        super().__init__(code.value)
        self.code = code
        self.traffic = traffic


class NotSent(ExchangeError):
    """No byte of the request left this desk: repeat freely."""


class AnswerLost(ExchangeError):
    """The request may have reached the portal: look before repeating."""
