# SPDX-License-Identifier: MIT
"""Trouble at one of the portal's calls holds up that one alone; a portal that was down is asked before it is told."""

from __future__ import annotations

import pytest

from tests.support import fake_portal
from tests.support.uploads import ONE_AT_A_TIME, Upload, once_each
from vaxdesk.domain.upload import State

SECOND = {"dose": "2", "given_on": "20-02-2021"}


@pytest.fixture
def known(upload: Upload) -> str:
    """Return the second dose of somebody the portal knows; it goes without a look, one exchange at a time."""
    upload.behave(ONE_AT_A_TIME)
    upload.record(1)
    upload.settle()
    upload.clock.pass_by(40 * 86_400)
    second = upload.record(1, **SECOND)
    upload.portal.calls.clear()
    return second


def _new(upload: Upload, n: int) -> str:
    return upload.record(n, given_on="19-02-2021")  # a day before the known one's: it goes first


def test_with_registrations_in_trouble_looks_and_doses_go_on(upload: Upload, known: str) -> None:
    first, second = _new(upload, 2), _new(upload, 3)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    due_s = upload.run_pass()
    assert upload.portal.calls == [
        ("find_by_mobile", first),
        ("register", first),
        ("find_by_mobile", second),
        ("vaccinate", known),
    ]
    assert [upload.state(ref) for ref in (first, second, known)] == [State.DOUBTFUL, State.WAITING, State.CONFIRMED]
    assert due_s
    upload.clock.pass_by(due_s + 0.001)
    upload.run_pass()
    assert upload.portal.calls[4] == ("register", second)
    upload.settle()
    assert len(set(upload.portal.keys())) == len(upload.portal.people) == 3


def test_with_looks_in_trouble_a_dose_goes_on(upload: Upload, known: str) -> None:
    new = _new(upload, 2)
    upload.portal.script("find_by_mobile", fake_portal.LOST_BEFORE)
    due_s = upload.run_pass()
    assert upload.portal.calls == [("find_by_mobile", new), ("vaccinate", known)]
    assert due_s


def test_with_doses_in_trouble_looks_and_registrations_go_on(upload: Upload, known: str) -> None:
    upload.portal.script("vaccinate", fake_portal.LOST_BEFORE)
    upload.run_pass()
    upload.record(2, given_on="20-02-2021")
    upload.run_pass()
    assert upload.portal.methods() == ["vaccinate", "find_by_mobile", "register"]
    assert upload.state(known) is State.DOUBTFUL


@pytest.mark.parametrize("answer", [fake_portal.BUSY_BEFORE, fake_portal.BLOCKED, fake_portal.too_many(5.0)])
def test_a_portal_that_is_busy_is_not_called_at_all(upload: Upload, known: str, answer: fake_portal.Answer) -> None:
    new = _new(upload, 2)
    upload.portal.script("register", answer)
    due_s = upload.run_pass()
    assert upload.portal.calls == [("find_by_mobile", new), ("register", new)]
    assert due_s
    assert upload.state(known) is State.WAITING


@pytest.mark.parametrize("method", ["find_by_mobile", "register", "vaccinate"])
def test_no_pass_spins_while_what_is_due_may_not_go(upload: Upload, method: str) -> None:
    upload.behave(ONE_AT_A_TIME)
    for n in range(3):
        upload.record(n)
    upload.portal.script(method, *[fake_portal.LOST_BEFORE] * 4)
    idle = passes = 0
    while (due_s := upload.run_pass()) is not None:
        made = len(upload.portal.calls)
        upload.clock.pass_by(due_s + 0.001)
        passes += 1
        assert due_s > 0
        idle = idle + 1 if len(upload.portal.calls) == made else 0
    assert passes < 40
    once_each(upload, 3)


def test_a_portal_that_was_down_is_asked_by_reference_for_a_dose_that_needs_no_look(upload: Upload) -> None:
    upload.behave(ONE_AT_A_TIME)
    upload.record(1)
    upload.settle()
    upload.clock.pass_by(40 * 86_400)
    _new(upload, 9)
    upload.portal.script("find_by_mobile", *[fake_portal.LOST_BEFORE] * 3)
    due_s = upload.run_pass()
    while upload.portal.methods().count("find_by_mobile") < 4:  # the first was of the first person
        upload.clock.pass_by((due_s or 0.0) + 0.001)
        due_s = upload.run_pass()
    second = upload.record(1, **SECOND)  # the other rests after three tries
    upload.portal.calls.clear()
    upload.settle()
    assert upload.portal.calls[:2] == [("find_by_reference", second), ("vaccinate", second)]
    assert len(upload.portal.doses) == len(set(upload.portal.doses)) == 3
