# SPDX-License-Identifier: MIT
"""TLS that trusts what the system trusts, and takes an earlier session up again without the certificates.

The only importer of truststore. A resumed handshake shows no certificate; the one of the full handshake stands for
it, and that must be no weaker:

- a session is kept only of a connection whose certificate was verified, and is used for the same host only. Whoever
  else answers there does not know its secret and has to show a certificate;
- it is used for an hour after that full handshake and no longer, however often it is renewed in between, so that an
  authority which the system has ceased to trust is found out;
- it is used only while every certificate of the chain is valid by this desk's clock;
- where the system itself verifies (Windows, macOS) it is shown the chain of the full handshake at each one.

Sessions stay in memory.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import truststore

from vaxdesk.clock import Clock

SESSION_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class _Proof:
    """A full handshake with ``host``: its chain, and the Unix times between which it may stand for another."""

    host: str
    chain: Sequence[Any]
    since: float
    until: float


class TrustedContext(truststore.SSLContext):
    """The client's side of TLS; thread-safe. It remembers the newest session of the last host."""

    def __new__(cls, _clock: Clock) -> TrustedContext:
        made: TrustedContext = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        return made

    def __init__(self, clock: Clock) -> None:
        super().__init__(ssl.PROTOCOL_TLS_CLIENT)
        self._clock = clock
        self._kept: tuple[ssl.SSLSession, _Proof] | None = None
        self._standing_in: _Proof | None = None
        self._one_at_a_time = threading.Lock()  # truststore takes one handshake at a time, too
        self._ctx.sslsocket_class = self._showing_its_chain(self._ctx.sslsocket_class)

    def wrap_socket(self, sock: socket.socket, *args: Any, **kwargs: Any) -> ssl.SSLSocket:  # as urllib3 calls it
        """Shake hands, by the kept session where it may be used, and verify.

        Raises:
            OSError: there is no handshake, or whoever answers is not trusted.
        """
        host = kwargs.get("server_hostname") or ""
        with self._one_at_a_time:
            session, self._standing_in = self._session_for(host)
            try:
                connection = super().wrap_socket(sock, *args, **{**kwargs, "session": session})
            except OSError:
                self._kept = None  # a session that does harm must not do it twice
                raise
            proof = self._standing_in if connection.session_reused else self._proof_of(connection, host)
            vars(connection)["proof"] = proof
            return connection

    def keep(self, connection: ssl.SSLSocket) -> None:
        """Remember the session of ``connection``. TLS 1.3 sends it after the handshake: call this after a read."""
        session = connection.session
        if session is not None and session.has_ticket:
            self._kept = (session, vars(connection)["proof"])

    def _session_for(self, host: str) -> tuple[ssl.SSLSession | None, _Proof | None]:
        """Return what may be taken up again, None and None where nothing may."""
        session, proof = self._kept or (None, None)
        usable = proof is not None and proof.host == host and proof.since <= self._now() < proof.until
        return (session, proof) if usable else (None, None)

    def _proof_of(self, connection: ssl.SSLSocket, host: str) -> _Proof:
        handshake: Any = connection._sslobj  # type: ignore[attr-defined]  # no public name before Python 3.13
        sent = handshake.get_unverified_chain() or ()
        ends = [ssl.cert_time_to_seconds(one.get_info()["notAfter"]) for one in handshake.get_verified_chain() or sent]
        return _Proof(host, sent, self._now(), min([self._now() + SESSION_S, *ends]))

    def _showing_its_chain(self, base: type[ssl.SSLSocket]) -> type[ssl.SSLSocket]:
        """Return a ``base`` that shows a verifier the chain of the full handshake where the present one has none."""
        context = self

        class Connection(base):  # type: ignore[misc, valid-type]  # truststore makes its class at run time
            def get_unverified_chain(self) -> Sequence[Any]:
                proof = context._standing_in
                if self.session_reused and proof is not None:
                    return proof.chain
                return self._sslobj.get_unverified_chain() or ()

        return Connection

    def _now(self) -> float:
        return self._clock.now().timestamp()
