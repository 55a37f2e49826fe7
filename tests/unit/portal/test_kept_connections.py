# SPDX-License-Identifier: MIT
"""Connections kept between exchanges: how many, for how long, and when they are not to be trusted any more."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.certificates import issue
from tests.support.clocks import StillClock
from tests.support.raw_server import RawServer, Script, json_answer, read_request
from vaxdesk.portal.transport import Transport
from vaxdesk.portal.wire import LOOK_IDLE_S, WRITE_IDLE_S

BODY = b'{"beneficiary_reference_id": "12345678901234"}'


def transport(port: int, *, scheme: str = "http", clock: StillClock | None = None, kept: int = 8) -> Transport:
    return Transport(
        f"{scheme}://localhost:{port}",
        {},
        connect_timeout_s=1.0,
        read_timeout_s=2.0,
        max_in_flight=kept,
        clock=clock or StillClock(),
    )


def serving(opened: list[int], held: threading.Barrier | None = None) -> Script:
    """Return a script that answers until the client goes; ``held`` lets nobody answer before all are asked."""

    def script(connection: socket.socket) -> None:
        opened.append(1)
        while read_request(connection):
            if held:
                held.wait(5)
            connection.sendall(json_answer(BODY))

    return script


@pytest.mark.parametrize(("method", "longest_s"), [("GET", LOOK_IDLE_S), ("POST", WRITE_IDLE_S)])
@pytest.mark.parametrize(("past_s", "connections"), [(-15.0, 1), (0.0, 1), (0.1, 2), (8 * 3600.0, 2)])
def test_a_connection_is_taken_up_again_while_it_is_fresh_enough_for_what_is_asked(
    method: str, longest_s: float, past_s: float, connections: int
) -> None:
    opened: list[int] = []
    clock = StillClock()
    with RawServer(serving(opened), side_by_side=True) as server:
        ours = transport(server.port, clock=clock)
        ours.call("GET", "/x")
        clock.pass_by(longest_s + past_s)
        assert ours.call(method, "/x", body=b"{}" if method == "POST" else None).body == BODY
        ours.close()
    assert len(opened) == connections


@pytest.mark.parametrize("by_s", [3600.0, -3600.0])
def test_a_connection_from_before_a_sleep_is_not_sent_to(by_s: float) -> None:
    opened: list[int] = []
    clock = StillClock()
    with RawServer(serving(opened), side_by_side=True) as server:
        ours = transport(server.port, clock=clock)
        ours.call("GET", "/x")
        clock.set_wall(by_s)  # asleep, the other clock stands still
        assert ours.call("POST", "/x", body=b"{}").body == BODY
        ours.close()
    assert len(opened) == 2


@pytest.mark.parametrize(("kept", "connections"), [(8, 8), (2, 14)])
def test_as_many_are_kept_as_may_be_in_flight(kept: int, connections: int) -> None:
    opened: list[int] = []
    together = threading.Barrier(8)
    with RawServer(serving(opened, together), side_by_side=True) as server, ThreadPoolExecutor(8) as pool:
        ours = transport(server.port, kept=kept)
        for _round in range(2):
            answers = list(pool.map(lambda _n: ours.call("GET", "/x"), range(8)))
            assert [answer.body for answer in answers] == [BODY] * 8
        ours.close()
    assert len(opened) == connections


def test_a_tls_connection_is_kept_like_any_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = issue(tmp_path, "own", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(own.pem))
    opened: list[int] = []
    with RawServer(serving(opened), tls=own.serving(), side_by_side=True) as server:
        ours = transport(server.port, scheme="https")
        answers = [ours.call("POST", "/x", body=b"{}") for _ in range(5)]
        ours.close()
    assert [answer.body for answer in answers] == [BODY] * 5
    assert len({answer.traffic.bytes_received for answer in answers}) == 1  # inside TLS: a handshake is not counted
    assert len(opened) == 1


def test_bytes_that_tls_has_decrypted_already_are_not_the_next_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def with_strays(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(json_answer(BODY) + json_answer(b'{"stray": 1}') * 120)  # in one record, over 8 KiB
        read_request(connection)

    def again(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(json_answer(BODY))

    own = issue(tmp_path, "own", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(own.pem))
    with RawServer(with_strays, again, tls=own.serving()) as server:
        ours = transport(server.port, scheme="https")
        assert [ours.call("GET", "/x").body for _ in range(2)] == [BODY, BODY]


def test_a_closed_transport_goes_on_with_new_connections_and_its_exchange_under_way_ends() -> None:
    opened: list[int] = []
    together = threading.Barrier(2)
    with RawServer(serving(opened, together), side_by_side=True) as server, ThreadPoolExecutor(2) as pool:
        ours = transport(server.port)
        under_way = pool.submit(ours.call, "GET", "/x")
        ours.close()
        assert ours.call("GET", "/x").body == BODY
        assert under_way.result().body == BODY
        ours.close()
