# SPDX-License-Identifier: MIT
"""The line's own accounts: rate, delay, sharing, and who called although the portal had asked for quiet."""

from __future__ import annotations

import pytest

from tests.benchmarks.shaping import REACTION_S, Calls, Lane, Report, Shape, retry_after_s, too_soon

SLOW = Shape(kbit_s=64, round_trip_s=0.7)
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRETRY-AFTER: 2\r\nContent-Length: 2\r\n\r\n{}"
FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def test_a_byte_arrives_after_all_before_it_and_half_a_round_trip() -> None:
    lane = Lane(SLOW)
    assert [lane.send(800, 0.0) for _chunk in range(3)] == pytest.approx([0.45, 0.55, 0.65])
    assert lane.carried == 2400


def test_a_line_that_was_idle_has_saved_nothing_up() -> None:
    lane = Lane(SLOW)
    lane.send(800, 0.0)
    assert lane.send(800, 10.0) == pytest.approx(10.45)


def test_the_end_of_a_connection_comes_after_its_bytes_and_takes_no_room() -> None:
    lane = Lane(SLOW)
    last = lane.send(8000, 0.0)
    assert lane.send(0, 0.0) == last
    assert lane.carried == 8000


def test_the_floor_is_the_busier_way_and_one_round_trip() -> None:
    report = Report(
        seconds=60.0, calls=9, too_soon=0, bytes_up=16_000, bytes_down=24_000, connections=1, cuts=0, late_s=0.0
    )
    assert report.floor_s(SLOW) == pytest.approx(3.7)


def test_head_and_body_are_one_call_and_an_answer_in_pieces_is_one_answer() -> None:
    calls = Calls()
    for at in (1.0, 1.1):
        calls.goes_up(at)
    for n, piece in enumerate((BUSY[:20], BUSY[20:60], BUSY[60:])):
        calls.comes_down(piece, 2.0 + n)
    calls.goes_up(9.0)
    assert calls.left_at == [1.0, 9.0]
    assert calls.windows == [(4.0, 6.0)]


def test_an_answer_that_asks_for_nothing_opens_no_window() -> None:
    calls = Calls()
    calls.goes_up(1.0)
    calls.comes_down(FINE, 2.0)
    assert calls.windows == []


def test_words_in_a_body_ask_for_nothing() -> None:
    calls = Calls()
    calls.goes_up(1.0)
    calls.comes_down(FINE + b"\r\nRetry-After: 9\r\n\r\n", 2.0)
    assert calls.windows == []


@pytest.mark.parametrize(
    ("head", "asked_s"),
    [(b"HTTP/1.1 429 x\r\nRetry-After:  7 ", 7.0), (b"HTTP/1.1 429 x\r\nRetry-After: soon", None), (b"", None)],
)
def test_retry_after_is_read_in_seconds(head: bytes, asked_s: float | None) -> None:
    assert retry_after_s(head) == asked_s


def test_only_a_call_that_left_after_the_word_came_is_too_soon() -> None:
    windows = [(10.0, 12.0), (11.0, 13.0)]
    on_its_way, known, in_both, at_the_end, later = 9.9, 10.0 + 2 * REACTION_S, 11.5, 13.0, 20.0
    assert too_soon([on_its_way, 10.0 + REACTION_S / 2], windows) == 0
    assert too_soon([known, in_both], windows) == 2
    assert too_soon([at_the_end, later], windows) == 0
