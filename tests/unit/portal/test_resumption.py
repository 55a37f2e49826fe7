# SPDX-License-Identifier: MIT
"""TLS sessions taken up again: that they are, and that no certificate is trusted for it that would not be without."""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from tests.support.certificates import Issued, issue
from tests.support.clocks import StillClock
from tests.support.raw_server import RawServer, Script, json_answer, over_tls, read_request
from vaxdesk.portal.answer import NotSent
from vaxdesk.portal.codes import Code
from vaxdesk.portal.transport import Transport
from vaxdesk.portal.trust import SESSION_S, TrustedContext

BODY = b'{"beneficiary_reference_id": "12345678901234"}'
LAST = b"Connection: close\r\n"


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Issued:
    """An authority that the system trusts."""
    made = issue(tmp_path, "root")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.pem))
    return made


@pytest.fixture
def trusted(root: Issued, tmp_path: Path) -> Issued:
    """A certificate for localhost that the system trusts."""
    return issue(tmp_path, "portal", "localhost", "also.localhost", issuer=root, authority=False)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(datetime.now(UTC))


def noting(reused: list[bool], extra: bytes = b"") -> Script:
    """Return a script that answers one request and notes whether its handshake was a resumed one."""

    def script(connection: socket.socket) -> None:
        if read_request(connection):
            reused.append(bool(cast(ssl.SSLSocket, connection).session_reused))
            connection.sendall(json_answer(BODY, extra=extra))

    return script


def transport(port: int, clock: StillClock) -> Transport:
    return Transport(f"https://localhost:{port}", {}, connect_timeout_s=1.0, read_timeout_s=2.0, clock=clock)


def calls(server: RawServer, ours: Transport, times: int) -> None:
    """Make calls, each on a connection of its own."""
    for _ in range(times):
        assert ours.call("POST", "/x", body=b"{}").body == BODY
        assert server.closed.acquire(timeout=5)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("extra", [b"", LAST])
def test_every_connection_after_the_first_resumes(
    version: ssl.TLSVersion, extra: bytes, trusted: Issued, clock: StillClock
) -> None:
    context = trusted.serving()
    context.maximum_version = version
    reused: list[bool] = []
    with RawServer(noting(reused, extra), tls=context) as server:
        calls(server, transport(server.port, clock), 4)
    assert reused == [False, True, True, True]


def test_an_hour_after_the_certificate_was_seen_it_is_asked_for_again(trusted: Issued, clock: StillClock) -> None:
    reused: list[bool] = []
    with RawServer(noting(reused, LAST), tls=trusted.serving()) as server:
        ours = transport(server.port, clock)
        calls(server, ours, 1)
        for _ in range(4):  # each call renews the session, and none of them the proof
            clock.pass_by(SESSION_S / 4)
            calls(server, ours, 1)
    assert reused == [False, True, True, True, False]


def test_no_session_outlives_any_certificate_of_its_chain(root: Issued, tmp_path: Path, clock: StillClock) -> None:
    between = issue(tmp_path, "between", issuer=root, valid_s=(-60.0, 600.0))
    leaf = issue(tmp_path, "leaf", "localhost", issuer=between, authority=False)
    reused: list[bool] = []
    with RawServer(noting(reused, LAST), tls=leaf.serving()) as server:
        ours = transport(server.port, clock)
        for seconds in (0.0, 590.0, 20.0):
            clock.pass_by(seconds)
            calls(server, ours, 1)
    assert reused == [False, True, False]


def test_a_clock_set_back_before_the_certificate_was_seen_asks_for_it_again(trusted: Issued, clock: StillClock) -> None:
    reused: list[bool] = []
    with RawServer(noting(reused, LAST), tls=trusted.serving()) as server:
        ours = transport(server.port, clock)
        calls(server, ours, 1)
        clock.set_wall(-10.0)
        calls(server, ours, 1)
    assert reused == [False, False]


@pytest.mark.parametrize("bad", ["self_signed", "another_name"])
def test_a_wrong_certificate_is_refused_with_a_session_in_hand(
    bad: str, root: Issued, trusted: Issued, tmp_path: Path, clock: StillClock
) -> None:
    impostor = {
        "self_signed": lambda: issue(tmp_path, "impostor", "localhost"),
        "another_name": lambda: issue(tmp_path, "impostor", "portal.example", issuer=root),
    }[bad]()
    theirs: list[bool] = []
    reused: list[bool] = []
    portal, context = noting(reused, LAST), trusted.serving()
    scripts = [over_tls(context, portal), over_tls(impostor.serving(), noting(theirs)), over_tls(context, portal)]
    with RawServer(*scripts) as server:
        ours = transport(server.port, clock)
        calls(server, ours, 1)
        with pytest.raises(NotSent) as caught:
            ours.call("POST", "/x", body=b"{}")
        assert server.closed.acquire(timeout=5)
        calls(server, ours, 2)
    assert (caught.value.code, caught.value.traffic.bytes_sent, theirs) == (Code.TLS_FAILED, 0, [])
    assert reused == [False, False, True]  # a session that met an impostor is let go


def test_a_session_is_for_the_host_that_it_came_from(trusted: Issued, clock: StillClock) -> None:
    reused: list[bool] = []
    context = TrustedContext(clock)
    with RawServer(noting(reused), tls=trusted.serving()) as server:
        for host in ("localhost", "also.localhost", "also.localhost"):
            plain = socket.create_connection(("127.0.0.1", server.port), 2.0)
            with context.wrap_socket(plain, server_hostname=host) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
                connection.recv(1)
                context.keep(connection)
            assert server.closed.acquire(timeout=5)
    assert reused == [False, False, True]


Verifier = Callable[[ssl.SSLContext, list[bytes], str | None], None]


def verified_by(monkeypatch: pytest.MonkeyPatch, verifier: Verifier) -> None:
    """Let ``verifier`` verify after each handshake, as the system's own does on Windows and macOS."""

    def verify(context: ssl.SSLContext, chain: list[bytes], server_hostname: str | None = None) -> None:
        verifier(context, chain, server_hostname)

    monkeypatch.setattr(sys.modules["truststore._api"], "_verify_peercerts_impl", verify)


def test_where_the_system_verifies_it_sees_the_whole_chain_each_time(
    monkeypatch: pytest.MonkeyPatch, root: Issued, tmp_path: Path, clock: StillClock
) -> None:
    between = issue(tmp_path, "between", issuer=root)
    leaf = issue(tmp_path, "leaf", "localhost", issuer=between, authority=False)
    shown: list[tuple[list[bytes], str | None]] = []
    verified_by(monkeypatch, lambda _context, chain, host: shown.append((chain, host)))
    reused: list[bool] = []
    with RawServer(noting(reused, LAST), tls=leaf.serving()) as server:
        calls(server, transport(server.port, clock), 3)
    chain = [ssl.PEM_cert_to_DER_cert(one.pem.read_text()) for one in (leaf, between)]
    assert len(shown) >= 3
    assert all(one == (chain, "localhost") for one in shown)
    assert reused == [False, True, True]


def test_where_the_system_verifies_what_it_ceased_to_trust_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, trusted: Issued, clock: StillClock
) -> None:
    def verify(_context: ssl.SSLContext, chain: list[bytes], _host: str | None) -> None:
        if not chain or distrusted:
            raise ssl.SSLCertVerificationError("not trusted")

    distrusted: list[bool] = []
    verified_by(monkeypatch, verify)
    reused: list[bool] = []
    with RawServer(noting(reused, LAST), tls=trusted.serving()) as server:
        ours = transport(server.port, clock)
        calls(server, ours, 2)
        distrusted.append(True)
        with pytest.raises(NotSent) as caught:
            ours.call("POST", "/x", body=b"{}")
    assert (caught.value.code, caught.value.traffic.bytes_sent) == (Code.TLS_FAILED, 0)
    assert reused == [False, True]


def test_threads_share_one_session(trusted: Issued, clock: StillClock) -> None:
    reused: list[bool] = []
    server = RawServer(noting(reused, LAST), tls=trusted.serving(), side_by_side=True)
    with server, ThreadPoolExecutor(4) as pool:
        ours = transport(server.port, clock)
        bodies = list(pool.map(lambda _n: ours.call("POST", "/x", body=b"{}").body, range(24)))
    assert bodies == [BODY] * 24
    assert reused.count(False) <= 4  # those that began before any session was there
