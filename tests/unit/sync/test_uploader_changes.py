# SPDX-License-Identifier: MIT
"""What changes under the uploader: the portal's host, the clock, the person it is about."""

from __future__ import annotations

import pytest

from tests.support import fake_portal, people
from tests.support.fake_portal import FakePortal
from tests.support.uploads import WAITS, Upload, look_then_stop, once_each
from vaxdesk.domain.upload import OutboxItem, State, Step

ELSEWHERE = "other.invalid"


def test_a_confirmation_by_another_host_does_not_count(upload: Upload) -> None:
    refs = [upload.record(n) for n in range(3)]
    upload.settle()
    other = FakePortal(upload.clock, ELSEWHERE)
    upload.portal = other
    assert (upload.counts().confirmed, upload.counts().waiting) == (0, 3)
    upload.restart(other)
    assert {upload.state(ref) for ref in refs} == {State.WAITING}
    upload.settle()
    once_each(upload, 3)
    assert {upload.row(ref).portal_host for ref in refs} == {ELSEWHERE}


@pytest.mark.parametrize("there", [False, True])
def test_a_doubt_about_a_dose_at_another_host_starts_over_here(upload: Upload, there: bool) -> None:
    upload.record(1)
    upload.portal.script("vaccinate", fake_portal.LOST_BEFORE)
    upload.run_pass()
    other = FakePortal(upload.clock, ELSEWHERE)
    if there:
        other.add(people.vaccination(1).beneficiary)
    upload.restart(other)
    upload.settle()
    once_each(upload, 1)


def test_the_first_host_finds_everybody_again(upload: Upload) -> None:
    first = upload.portal
    upload.record(1)
    upload.settle()
    upload.restart(FakePortal(upload.clock, ELSEWHERE))
    upload.settle()
    upload.restart(first)
    upload.settle()
    once_each(upload, 1)
    assert first.methods()[3:] == ["find_by_mobile"]


def test_what_was_planned_before_the_clock_was_set_back_is_not_waited_for(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    upload.clock.set_wall(-86_400)
    upload.restart()
    upload.settle(within_s=600.0)
    once_each(upload, 1)


def test_a_corrected_mobile_does_not_let_a_look_go_out_twice(upload: Upload) -> None:
    first = upload.record(1)
    upload.settle()
    upload.clock.pass_by(40 * 86_400)
    second = upload.record(1, dose="2", given_on="20-02-2021")
    upload.portal.script("vaccinate", fake_portal.LOST_BEFORE)
    upload.run_pass()
    assert upload.state(second) is State.DOUBTFUL
    upload.clock.pass_by(WAITS.settle_s[0])

    def correct_once(_method: str, _item: OutboxItem) -> None:
        upload.portal.during = lambda _method, _item: None
        other = upload.record(7)
        assert other
        _try_new_mobile(upload, first)

    upload.portal.during = correct_once
    upload.settle()
    assert upload.state(second) is State.CONFIRMED
    assert upload.portal.doses.count(("R0001", 2)) == 1


def _try_new_mobile(upload: Upload, client_ref: str) -> None:
    """Write the mobile straight into the row, as no service lets anyone do while it is out."""
    person, name = upload.store.models.Beneficiary, upload.row(client_ref).vaccination.beneficiary.name
    change = person.update(mobile="9900000888").where(person.name == name)
    upload.store.write(change.execute).result()


def test_hooks_tell_of_every_turn(upload: Upload) -> None:
    told: list[bool] = []
    upload.hooks.outbox_changed.connect(lambda: told.append(True))
    upload.record(1)
    before = len(told)
    upload.settle()
    assert len(told) > before + 3


def test_a_person_mended_through_another_dose_is_looked_for_anew(upload: Upload) -> None:
    """The fresh look was for whom they were before: nobody may be registered on it."""
    first = upload.record(1)
    upload.clock.pass_by(40 * 86_400)
    look_then_stop(upload)
    assert upload.row(first).step is Step.REGISTER
    dose = {"dose": "2", "given_on": "20-02-2021"}
    second = upload.record(1, **dose)
    upload.register.correct(second, people.draft(1, gender="other", **dose), people.CLERK, "as on the ID")
    assert upload.row(first).step is Step.IDENTIFY
