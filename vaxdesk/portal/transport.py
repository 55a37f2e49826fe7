# SPDX-License-Identifier: MIT
"""One HTTP exchange with one host: time-outs, a deadline, a size cap, connections kept for the next.

The only importer of requests. It sends through an adapter without a ``Session``, because a
session would look for proxies, ``.netrc`` and CA bundles in the environment (``trust_env``), follow a
redirect or read its whole body, and keep cookies. It never repeats a request and never judges an answer:
``outcomes.py`` does.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError, NameResolutionError, ReadTimeoutError

import vaxdesk
from vaxdesk.clock import Clock
from vaxdesk.errors import SettingsError
from vaxdesk.portal.answer import Answer, AnswerLost, NotSent
from vaxdesk.portal.codes import Code
from vaxdesk.portal.trust import TrustedContext
from vaxdesk.portal.wire import LOOK_IDLE_S, WRITE_IDLE_S, Exchange, HeldBack, TimedPool, TimedTlsPool, in_hand

MAX_ANSWER_BYTES: Final = 1024 * 1024
_CHUNK_BYTES: Final = 16 * 1024

# At DEBUG it logs every URL and at WARNING those of odd answers, and a URL holds a mobile number.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class Transport:
    """Exchanges with the host of one base URL. Thread-safe: each call takes a pooled connection of its own.

    After ``close`` it may be used again, on new connections.

    Attributes:
        host: the host's name, for the record of who confirmed.
    """

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        *,
        connect_timeout_s: float,
        read_timeout_s: float,
        max_in_flight: int = 8,
        clock: Clock | None = None,
    ) -> None:
        """Open nothing yet; ``headers`` go with every request, ``max_in_flight`` connections are kept.

        Raises:
            SettingsError: the base URL or a header cannot be used.
        """
        self.host = checked_host(base_url)
        self._base_url = base_url.rstrip("/")
        self._headers = {
            "User-Agent": f"VaxDesk/{vaxdesk.__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            **headers,
        }
        if not all(_fits_a_header(value) for value in self._headers.values()):
            raise SettingsError("portal_key_bad")
        self._timeouts_s = (connect_timeout_s, read_timeout_s)
        self._total_s = connect_timeout_s + 2 * read_timeout_s
        self._clock = clock or Clock()
        self._resting = threading.Lock()
        self._rests_until = self._clock.monotonic()
        self._adapter = _Adapter(max_in_flight, self._clock)

    def call(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Send one request, ``body`` being JSON, and return its answer.

        Raises:
            NotSent: no byte of it left.
            AnswerLost: it may have arrived, and no head of an answer came back.
        """
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = requests.Request(method, self._base_url + path, headers=headers, params=query, data=body).prepare()
        idle_s = LOOK_IDLE_S if method == "GET" else WRITE_IDLE_S
        with in_hand(Exchange(self._clock, self._timeouts_s[1], self._total_s, idle_s, self._is_resting)) as exchange:
            if self._is_resting():
                raise NotSent(Code.HELD_BACK, exchange.traffic())
            try:
                response = self._adapter.send(request, stream=True, timeout=self._timeouts_s)
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                if exchange.may_have_left:
                    raise AnswerLost(_code_of_loss(error), exchange.traffic()) from None
                raise NotSent(_code_of_not_sent(error), exchange.traffic()) from None
            body_read, fault = _read_body(response)
            return _answer(response, body_read, fault, exchange)

    def rest(self, seconds: float) -> None:
        """Let nothing leave for ``seconds`` from now, as the portal has asked; a longer rest stands.

        Who may call, and when, is decided before an exchange begins; this keeps back what was about to leave when the
        portal's wish came in.
        """
        with self._resting:
            self._rests_until = max(self._rests_until, self._clock.monotonic() + seconds)

    def _is_resting(self) -> bool:
        return self._clock.monotonic() < self._rests_until

    def close(self) -> None:
        """Let the idle connections go; an exchange under way ends by itself."""
        self._adapter.close()


class _Adapter(HTTPAdapter):
    """Pools of timed connections that trust what the system trusts. Retries nothing, as requests does."""

    def __init__(self, kept: int, clock: Clock) -> None:
        self._context = TrustedContext(clock)
        super().__init__(pool_connections=1, pool_maxsize=kept)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(connections, maxsize=maxsize, block=block, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = {"http": TimedPool, "https": TimedTlsPool}

    def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:
        """Leave the pool as it is: requests would add the bundle of certifi to the system's store here."""


def checked_host(base_url: str) -> str:
    """Return the host of ``base_url``.

    Raises:
        SettingsError: it is no plain https address (http only for loopback).
    """
    try:
        parts = urlsplit(base_url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingsError("portal_address") from error
    odd = parts.username is not None or parts.query or parts.fragment or not base_url.isprintable()
    if parts.scheme not in ("http", "https") or not host or odd or " " in base_url:
        raise SettingsError("portal_address")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError("portal_address")
    return host


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _fits_a_header(value: str) -> bool:
    return value.isascii() and value.isprintable() and value == value.strip()


def _read_body(response: requests.Response) -> tuple[bytes, Code | None]:
    """Return what came of the body, never past the cap, and why it is not whole."""
    body = bytearray()
    try:
        while chunk := response.raw.read(_CHUNK_BYTES, decode_content=True):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                response.close()
                return bytes(body[:MAX_ANSWER_BYTES]), Code.ANSWER_TOO_LARGE
    except (HTTPError, OSError, ValueError) as error:
        response.close()
        return bytes(body), Code.READ_TIMEOUT if _timed_out(error) else Code.ANSWER_CUT
    response.raw.release_conn()
    return bytes(body), None


def _answer(response: requests.Response, body: bytes, fault: Code | None, exchange: Exchange) -> Answer:
    headers = response.headers
    return Answer(
        status=response.status_code,
        content_type=headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        retry_after=headers.get("Retry-After"),
        date=headers.get("Date"),
        body=body,
        fault=fault,
        traffic=exchange.traffic(),
    )


def _code_of_loss(error: Exception) -> Code:
    return Code.READ_TIMEOUT if _timed_out(error) else Code.CONNECTION_LOST


def _code_of_not_sent(error: Exception) -> Code:
    if any(isinstance(cause, HeldBack) for cause in _causes(error)):
        return Code.HELD_BACK
    if isinstance(error, requests.ConnectTimeout) or _timed_out(error):
        return Code.CONNECT_TIMEOUT
    if isinstance(error, requests.exceptions.SSLError):
        return Code.TLS_FAILED
    if any(isinstance(cause, NameResolutionError) for cause in _causes(error)):
        return Code.NO_ADDRESS
    return Code.UNREACHABLE


def _timed_out(error: Exception) -> bool:
    return any(isinstance(cause, requests.ReadTimeout | ReadTimeoutError | TimeoutError) for cause in _causes(error))


def _causes(error: BaseException) -> list[BaseException]:
    """Return ``error`` and all that it wraps, in ``args``, ``reason`` or as its cause."""
    found: list[BaseException] = []
    ahead: list[object] = [error]
    while ahead:
        one = ahead.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            ahead += [*one.args, getattr(one, "reason", None), one.__cause__]
    return found
