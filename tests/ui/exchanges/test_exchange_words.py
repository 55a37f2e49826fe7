# SPDX-License-Identifier: MIT
"""The sums and the day in words say what was counted, and nothing where nothing was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.fake_desk import FakeClock
from tests.support.fake_rows import exchange, slots
from ui.exchanges import words
from vaxdesk.domain.upload_health import AttemptRow, UploadHealth

TODAY = date(2021, 1, 16)
DAY = UploadHealth(TODAY, calls=54, bytes_sent=23_400, bytes_received=1_234_567, confirmed=18, slots=())


def _cells(row: AttemptRow) -> dict[str, str]:
    clock = FakeClock()
    return {column.heading: str(column.value(row)) for column in words.columns(clock.local, clock.today)}


def test_the_day_is_summed_and_divided_by_what_was_confirmed() -> None:
    assert words.sums(DAY) == (
        "54 calls today: 23.4 kB up, 1.2 MB down.",
        "18 confirmed today: 3.0 calls and 1.3 kB up for each confirmed.",
    )


def test_nothing_is_divided_by_nobody() -> None:
    assert words.sums(replace(DAY, confirmed=0))[1] == "None confirmed today yet."
    assert words.sums(replace(DAY, calls=0, confirmed=0)) == ("No call to the portal today.",)


@pytest.mark.parametrize(("number", "said"), [(0, "0 B"), (999, "999 B"), (1300, "1.3 kB"), (2_000_000, "2.0 MB")])
def test_bytes_are_said_as_a_person_says_them(number: int, said: str) -> None:
    assert words.size(number) == said


def test_the_chart_is_told_in_words() -> None:
    said = words.summary(slots((4, 18, 14.2), (0, 0, None), (25, 1, 2.1), (30, 0, 0.4)))
    assert said == (
        "09:00 to 10:00: 59 answered fine, 19 troubled. Most trouble from 09:00 to 09:15: 18 of 22. "
        "Median seconds of an exchange: 0.40 in the fastest quarter of an hour, 14.2 in the slowest."
    )


def test_a_calm_quarter_of_an_hour_names_no_trouble() -> None:
    said = words.summary(slots((12, 0, 0.4)))
    assert said == "09:00 to 09:15: 12 answered fine, 0 troubled. Median seconds of an exchange: 0.40."
    assert words.summary(()) == "No exchange with the portal today."


def test_an_exchange_is_one_line_with_all_that_is_known() -> None:
    assert _cells(exchange(3, "dose_taken", seconds=4.24, bytes_sent=412, bytes_received=1530)) == {
        "Time": "11:00:03",
        "Receipt": "004-4",
        "Name": "Suresh Namoona",
        "Asked": "dose",
        "HTTP": "200",
        "Seconds": "4.2",
        "Up": "412 B",
        "Down": "1.5 kB",
        "What came of it": "The portal has taken this dose.",
    }


def test_what_an_exchange_does_not_have_is_a_dash() -> None:
    lost = _cells(exchange(1, "read_timeout", http_status=None))
    assert lost["HTTP"] == "–" and lost["What came of it"].startswith("The portal did not answer in time.")
    shared = _cells(exchange(1, "person_found", look=True, calls=0, seconds=0.0, bytes_sent=0, bytes_received=0))
    assert (shared["Asked"], shared["Seconds"], shared["Up"], shared["Down"]) == ("look-up, shared", "–", "–", "–")


def test_an_exchange_of_another_day_names_its_day() -> None:
    clock = FakeClock()
    clock.forward(days=1)
    time = words.columns(clock.local, clock.today)[0]
    assert time.value(exchange(0)) == "16-01 11:00:00"
