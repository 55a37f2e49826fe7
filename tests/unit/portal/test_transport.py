# SPDX-License-Identifier: MIT
"""The transport against sockets that do what portals and networks do."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import urllib3.util.connection

import vaxdesk
from tests.support.clocks import StillClock
from tests.support.raw_server import RawServer, Script, answering, json_answer, read_request, reset
from tests.unit.portal.conftest import transport
from vaxdesk.portal.answer import Answer, AnswerLost, NotSent
from vaxdesk.portal.codes import Code
from vaxdesk.portal.transport import MAX_ANSWER_BYTES, Transport

BODY = b'{"beneficiary_reference_id": "12345678901234"}'


def called(*scripts: Script, read_s: float = 2.0) -> Answer:
    with RawServer(*scripts) as server:
        return transport(server.port, read_s=read_s).call("POST", "/new", body=b"{}")


def test_a_whole_answer_comes_home_with_its_headers_and_its_cost() -> None:
    raw = json_answer(BODY, status=503, extra=b"Retry-After: 7\r\nDate: Sat, 16 Jan 2021 08:00:00 GMT\r\n")
    answer = called(answering(raw))
    assert (answer.status, answer.content_type, answer.body, answer.fault) == (
        503,
        "application/json",
        BODY,
        None,
    )
    assert (answer.retry_after, answer.date) == ("7", "Sat, 16 Jan 2021 08:00:00 GMT")
    assert answer.traffic.bytes_received == len(raw)


def test_the_request_says_who_asks_and_what_for() -> None:
    seen: list[bytes] = []
    with RawServer(answering(json_answer(BODY), seen)) as server:
        answer = transport(server.port).call("POST", "/v2/x", query={"q": "a b"}, body=b'{"a": 1}')
    head = seen[0].decode()
    assert head.startswith("POST /api/v2/x?q=a+b HTTP/1.1\r\n")
    for line in (
        f"User-Agent: VaxDesk/{vaxdesk.__version__}",
        "Accept: application/json",
        "Content-Type: application/json",
        "x-api-key: k",
    ):
        assert f"{line}\r\n" in head
    assert head.endswith('\r\n\r\n{"a": 1}')
    assert answer.traffic.bytes_sent == len(seen[0])


def test_a_refused_connection_is_certainly_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NotSent) as caught:
            transport(unused.getsockname()[1]).call("GET", "/x")
    assert (caught.value.code, caught.value.traffic.bytes_sent) == (Code.UNREACHABLE, 0)


def test_a_host_without_an_address_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_host(*_args: object, **_kwargs: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
    with pytest.raises(NotSent) as caught:
        transport(443, scheme="https", host="portal.invalid").call("GET", "/x")
    assert caught.value.code is Code.NO_ADDRESS


def test_a_connection_that_nobody_takes_up_is_not_sent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        others = [socket.socket() for _ in range(4)]
        for other in others:
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        with pytest.raises(NotSent) as caught:
            transport(full.getsockname()[1]).call("GET", "/x")
        for other in others:
            other.close()
    assert caught.value.code is Code.CONNECT_TIMEOUT


def reset_after(sent: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(sent)
        reset(connection)

    return script


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-"])
@pytest.mark.parametrize("ending", [reset_after, answering])
def test_a_connection_that_ends_before_the_head_is_lost(sent: bytes, ending: object) -> None:
    script = reset_after(sent) if ending is reset_after else answering(sent)
    with pytest.raises(AnswerLost) as caught:
        called(script)
    assert caught.value.code is Code.CONNECTION_LOST
    assert caught.value.traffic.bytes_sent > 0


@pytest.mark.parametrize("raw", [b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"X" * 100_000])
def test_what_is_not_http_is_lost(raw: bytes) -> None:
    with pytest.raises(AnswerLost):
        called(answering(raw))


def test_a_body_cut_at_any_byte_is_never_whole() -> None:
    raw = json_answer(BODY)
    cuts = range(len(raw) - len(BODY), len(raw))
    with RawServer(*(answering(raw[:cut]) for cut in cuts), answering(raw)) as server:
        ours = transport(server.port)
        faults = [ours.call("GET", "/x").fault for _cut in cuts]
        assert ours.call("GET", "/x").fault is None
    assert faults == [Code.ANSWER_CUT] * len(BODY)


def test_a_chunked_body_that_stops_is_cut() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}   \r\n"
    assert called(answering(raw)).fault is Code.ANSWER_CUT
    assert called(answering(raw + b"0\r\n\r\n")).fault is None


def silent_after(sent: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(sent)
        connection.recv(1)  # until the client has gone

    return script


def test_silence_before_the_head_is_a_read_timeout() -> None:
    with pytest.raises(AnswerLost) as caught:
        called(silent_after(b""), read_s=0.1)
    assert caught.value.code is Code.READ_TIMEOUT


def test_silence_within_the_body_is_a_read_timeout() -> None:
    assert called(silent_after(json_answer(BODY)[:-5]), read_s=0.1).fault is Code.READ_TIMEOUT


def dripping(raw: bytes) -> Script:
    """Send a byte every 50 ms, so that no single read ever waits long."""

    def script(connection: socket.socket) -> None:
        read_request(connection)
        pause = threading.Event()
        for n in range(len(raw)):
            connection.sendall(raw[n : n + 1])
            pause.wait(0.05)

    return script


def test_a_head_that_drips_ends_at_the_deadline() -> None:
    with pytest.raises(AnswerLost) as caught:
        called(dripping(json_answer(BODY)), read_s=0.1)
    assert caught.value.code is Code.READ_TIMEOUT


def test_a_body_that_drips_ends_at_the_deadline() -> None:
    raw = json_answer(BODY)
    head = raw[: -len(BODY)]

    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(head)
        pause = threading.Event()
        for n in range(len(BODY)):
            connection.sendall(BODY[n : n + 1])
            pause.wait(0.05)

    assert called(script, read_s=0.1).fault is Code.READ_TIMEOUT


def test_a_body_past_the_cap_is_left() -> None:
    answer = called(answering(json_answer(b" " * 2 * MAX_ANSWER_BYTES)))
    assert (answer.fault, len(answer.body)) == (Code.ANSWER_TOO_LARGE, MAX_ANSWER_BYTES)
    assert answer.traffic.bytes_received < 2 * MAX_ANSWER_BYTES


def test_a_body_of_just_the_cap_is_taken() -> None:
    assert called(answering(json_answer(b" " * MAX_ANSWER_BYTES))).fault is None


def test_a_gzip_bomb_is_left_after_the_cap() -> None:
    bomb = gzip.compress(bytes(200 * MAX_ANSWER_BYTES), compresslevel=1)
    answer = called(answering(json_answer(bomb, extra=b"Content-Encoding: gzip\r\n")))
    assert (answer.fault, len(answer.body)) == (Code.ANSWER_TOO_LARGE, MAX_ANSWER_BYTES)


def test_gzip_is_read_and_broken_gzip_is_cut() -> None:
    extra = b"Content-Encoding: gzip\r\n"
    assert called(answering(json_answer(gzip.compress(BODY), extra=extra))).body == BODY
    assert called(answering(json_answer(b"not gzip at all", extra=extra))).fault is Code.ANSWER_CUT


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(status: int) -> None:
    seen: list[bytes] = []
    with RawServer(answering(json_answer(b"", extra=b""), seen)) as elsewhere:
        location = b"Location: http://127.0.0.1:%d/there\r\n" % elsewhere.port
        endless = b"x" * 2 * MAX_ANSWER_BYTES
        answer = called(answering(json_answer(endless, status=status, extra=location)))
    assert answer.status == status
    assert answer.fault is Code.ANSWER_TOO_LARGE  # not even its body is read past the cap
    assert seen == []


def test_a_connection_is_kept_and_its_quiet_end_is_noticed() -> None:
    def twice(connection: socket.socket) -> None:
        for _ in range(2):
            read_request(connection)
            connection.sendall(json_answer(BODY))

    with RawServer(twice, answering(json_answer(b"[]"))) as server:
        ours = transport(server.port)
        bodies = [ours.call("GET", "/x").body for _ in range(2)]
        assert bodies == [BODY, BODY]
        assert server.closed.acquire(timeout=5)
        assert ours.call("GET", "/x").body == b"[]"  # on a new connection: nothing was sent on the dead one


def test_a_kept_connection_that_dies_under_the_next_request_is_lost_not_unsent() -> None:
    def once_then_reset(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(json_answer(BODY))
        read_request(connection)
        reset(connection)

    with RawServer(once_then_reset) as server:
        ours = transport(server.port)
        ours.call("GET", "/x")
        with pytest.raises(AnswerLost):
            ours.call("POST", "/x", body=b"{}")


def test_bytes_left_over_from_one_answer_are_not_the_next() -> None:
    def with_a_stray(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(json_answer(BODY) + json_answer(b'{"stray": 1}'))
        read_request(connection)
        connection.sendall(json_answer(b"[]"))

    with RawServer(with_a_stray, answering(json_answer(b"[]"))) as server:
        ours = transport(server.port)
        assert ours.call("GET", "/x").body == BODY
        assert ours.call("GET", "/x").body == b"[]"


def test_four_threads_share_one_transport() -> None:
    def echo(connection: socket.socket) -> None:
        request = read_request(connection)
        body = request.rpartition(b"\r\n\r\n")[2]
        connection.sendall(json_answer(body, extra=b"Connection: close\r\n"))

    with RawServer(echo) as server, ThreadPoolExecutor(4) as pool:
        ours = transport(server.port)
        sent = [b"%d" % n for n in range(40)]
        answers = list(pool.map(lambda body: ours.call("POST", "/x", body=body), sent))
    assert [answer.body for answer in answers] == sent
    assert all(answer.traffic.bytes_received < 200 for answer in answers)


def test_no_mobile_number_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    odd_head = b"HTTP/1.1 200 OK\r\nnot a header\r\nContent-Length: 2\r\n\r\n{}"
    with RawServer(answering(odd_head), reset_after(b"")) as server:
        ours = transport(server.port)
        ours.call("GET", "/x", query={"mobile_number": "9900000001"})
        with pytest.raises(AnswerLost) as caught:
            ours.call("GET", "/x", query={"mobile_number": "9900000001"})
    assert "9900000001" not in caplog.text
    assert "9900000001" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_nothing_leaves_while_the_portal_has_asked_to_wait() -> None:
    seen: list[bytes] = []
    clock = StillClock()
    with RawServer(answering(json_answer(BODY), seen)) as server:
        calls = Transport(f"http://127.0.0.1:{server.port}", {}, connect_timeout_s=2, read_timeout_s=2, clock=clock)
        calls.rest(60.0)
        calls.rest(5.0)
        clock.pass_by(59.0)
        with pytest.raises(NotSent) as caught:
            calls.call("POST", "/new", body=b"{}")
        assert (caught.value.code, caught.value.traffic.bytes_sent, seen) == (Code.HELD_BACK, 0, [])
        clock.pass_by(1.0)
        assert calls.call("POST", "/new", body=b"{}").status == 200


def test_a_wish_to_wait_that_comes_while_it_connects_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    connect = urllib3.util.connection.create_connection
    with RawServer(answering(json_answer(BODY), seen)) as server:
        calls = transport(server.port)

        def connect_slowly(*args: Any, **kwargs: Any) -> socket.socket:
            calls.rest(60.0)
            return connect(*args, **kwargs)

        monkeypatch.setattr(urllib3.util.connection, "create_connection", connect_slowly)
        with pytest.raises(NotSent) as caught:
            calls.call("GET", "/x")
    assert (caught.value.code, caught.value.traffic.bytes_sent, b"".join(seen)) == (Code.HELD_BACK, 0, b"")
