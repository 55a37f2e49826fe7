# SPDX-License-Identifier: MIT
"""The line on real sockets: every byte goes through, none early, and its report says what was seen."""

from __future__ import annotations

import socket
from contextlib import suppress
from urllib.parse import urlsplit

from tests.benchmarks.line import Desk, Line, line_process
from tests.benchmarks.shaping import Shape
from tests.support.raw_server import RawServer, read_request

QUICK = Shape(kbit_s=800, round_trip_s=0.08)
ASK = b"POST /x HTTP/1.1\r\nContent-Length: 5000\r\n\r\n" + b"q" * 5000
BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 60\r\nContent-Length: 2500\r\n\r\n" + b"a" * 2500
WAIT_S = 20.0


def serve(calls: int) -> RawServer:
    """Return a portal that answers ``calls`` requests on each connection with BUSY."""

    def script(connection: socket.socket) -> None:
        with suppress(ConnectionError):
            for _call in range(calls):
                if not read_request(connection):
                    return
                connection.sendall(BUSY)

    return RawServer(script)


def dial(base_url: str) -> socket.socket:
    """Connect to the line."""
    return socket.create_connection(("127.0.0.1", urlsplit(base_url).port or 0), WAIT_S)


def exchange(connection: socket.socket) -> bytes:
    """Send one request and return its whole answer."""
    connection.sendall(ASK)
    return answer_to(connection)


def answer_to(connection: socket.socket) -> bytes:
    """Return the whole answer to what was sent."""
    answer = b""
    while len(answer) < len(BUSY) and (piece := connection.recv(65536)):
        answer += piece
    return answer


def test_what_goes_in_comes_out_and_is_counted() -> None:
    with serve(3) as portal, line_process(f"http://127.0.0.1:{portal.port}/api", QUICK) as line:
        assert line.base_url.endswith("/api")
        with dial(line.base_url) as connection:
            assert [exchange(connection) for _call in range(3)] == [BUSY] * 3
    assert (line.report.calls, line.report.connections, line.report.cuts) == (3, 1, 0)
    assert (line.report.bytes_up, line.report.bytes_down) == (3 * len(ASK), 3 * len(BUSY))


def test_no_byte_is_early_by_the_lines_own_clock() -> None:
    with (
        serve(3) as portal,
        line_process(f"http://127.0.0.1:{portal.port}", QUICK) as line,
        dial(line.base_url) as connection,
    ):
        for _call in range(3):
            exchange(connection)
    one_after_the_other_s = 3 * ((len(ASK) + len(BUSY)) / QUICK.bytes_a_s + QUICK.round_trip_s)
    assert line.report.seconds >= one_after_the_other_s


def test_connections_share_the_rate() -> None:
    with (
        serve(1) as portal,
        line_process(f"http://127.0.0.1:{portal.port}", QUICK) as line,
        dial(line.base_url) as one,
        dial(line.base_url) as other,
    ):
        one.sendall(ASK)
        other.sendall(ASK)
        assert answer_to(one) == answer_to(other) == BUSY
    assert line.report.connections == 2
    assert line.report.seconds >= line.report.floor_s(QUICK)


def test_who_calls_on_although_told_to_wait_is_counted() -> None:
    with (
        serve(3) as portal,
        line_process(f"http://127.0.0.1:{portal.port}", QUICK) as line,
        dial(line.base_url) as connection,
    ):
        for _call in range(3):
            exchange(connection)
    assert line.report.too_soon in (1, 2)  # the last left a round trip after the word had come


def test_a_portal_that_closes_is_heard_of_at_the_desk() -> None:
    with (
        serve(1) as portal,
        line_process(f"http://127.0.0.1:{portal.port}", QUICK) as line,
        dial(line.base_url) as connection,
    ):
        assert exchange(connection) == BUSY
        assert connection.recv(1) == b""


def test_a_portal_that_is_gone_resets_the_connection() -> None:
    with serve(1) as portal:
        url = f"http://127.0.0.1:{portal.port}"
    with line_process(url, QUICK) as line, dial(line.base_url) as connection:
        assert answers_until_lost(connection) == 0


def test_a_cut_is_heard_of_on_both_sides() -> None:
    often = Shape(kbit_s=8000, round_trip_s=0.01, cut_every_s=0.1)
    with serve(10_000) as portal, line_process(f"http://127.0.0.1:{portal.port}", often) as line:
        answers = 0
        while not answers:  # one that is cut in its handshake never gets to the portal
            with dial(line.base_url) as connection:
                answers = answers_until_lost(connection)
        assert portal.closed.acquire(timeout=WAIT_S)
    assert line.report.cuts >= 1
    assert line.report.calls >= answers


def answers_until_lost(connection: socket.socket) -> int:
    """Ask again and again; return how many whole answers came before the connection was lost."""
    answers = 0
    with suppress(ConnectionError):
        while len(exchange(connection)) == len(BUSY):
            answers += 1
    return answers


def test_what_was_on_its_way_to_a_connection_that_was_cut_was_heard_by_nobody() -> None:
    line = Line(("127.0.0.1", 9), QUICK)
    heard, cut = Desk(line), Desk(line)
    cut.abort()
    for desk in (heard, cut):
        desk.take(BUSY, 1.0)
    assert (heard.calls.windows, cut.calls.windows) == ([(1.0, 61.0)], [])
