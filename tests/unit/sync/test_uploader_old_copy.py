# SPDX-License-Identifier: MIT
"""An old copy of the data folder sends nothing before each unsettled item has been held against the portal."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from tests.support import fake_portal, people
from tests.support.uploads import ONE_AT_A_TIME, WAITS, Upload, once_each, sums_hold
from vaxdesk.domain.upload import OutboxItem, State, Verify
from vaxdesk.store import notes

LOOKS = ("find_by_mobile", "find_by_reference")
WRITES = ("register", "vaccinate")


def _brought_home_elsewhere(upload: Upload, n: int) -> None:
    """Let the newer original have registered and vaccinated person ``n``."""
    person = upload.portal.add(people.vaccination(n).beneficiary)
    person.doses[1] = (people.GIVEN_ON, "COVISHIELD")
    upload.portal.doses.append((person.portal_ref, 1))


def _before_the_first_write(upload: Upload) -> list[str]:
    """Return whom the portal was asked for before it was told anything."""
    methods = upload.portal.methods()
    first = min((methods.index(method) for method in WRITES if method in methods), default=len(methods))
    return [client_ref for _method, client_ref in upload.portal.calls[:first]]


def _stop_after(upload: Upload, calls: int) -> None:
    """Let a pass be stopped in its ``calls``-th call, and settle that."""
    stop, ends_at = threading.Event(), len(upload.portal.calls) + calls

    def count(_method: str, _item: OutboxItem) -> None:
        if len(upload.portal.calls) == ends_at:
            stop.set()

    upload.portal.during = count
    upload.uploader.run_pass(stop)
    upload.uploader.drain(20.0)
    upload.portal.during = lambda _method, _item: None


def test_all_are_looked_at_before_anybody_is_sent(upload: Upload) -> None:
    refs = [upload.record(n) for n in range(6)]
    upload.restart(old_copy=True)
    assert upload.status().comparing == 6
    upload.settle()
    assert sorted(_before_the_first_write(upload)) == sorted(refs)
    assert upload.portal.methods().count("find_by_mobile") == 6
    assert upload.status().comparing is None
    once_each(upload, 6)


def test_what_the_newer_original_brought_home_is_found_and_confirmed(upload: Upload) -> None:
    for n in range(6):
        upload.record(n)
    for n in (1, 4):
        _brought_home_elsewhere(upload, n)
    upload.restart(old_copy=True)
    upload.settle()
    assert upload.portal.methods().count("vaccinate") == 4
    once_each(upload, 6)


@pytest.mark.usefixtures("expected_log")
@pytest.mark.parametrize("stands", ["known", "doubtful", "accepted", "looked"])
def test_whatever_an_old_copy_was_about_to_do_it_looks_first(upload: Upload, stands: str) -> None:
    client_ref = upload.record(1)
    if stands == "looked":
        _stop_after(upload, 1)
    elif stands == "accepted":
        upload.behave(replace(WAITS, verify=Verify.ALWAYS))
        upload.run_pass()
    else:
        upload.portal.script("vaccinate", fake_portal.NOT_SENT if stands == "known" else fake_portal.LOST_BEFORE)
        upload.run_pass()
    if stands in ("known", "doubtful"):
        upload.portal.people[0].doses[1] = (people.GIVEN_ON, "COVISHIELD")  # sent once more by the original
        upload.portal.doses.append(("R0001", 1))
    if stands == "looked":
        _brought_home_elsewhere(upload, 1)
    upload.portal.calls.clear()
    upload.restart(old_copy=True)
    upload.settle()
    assert set(upload.portal.methods()) <= set(LOOKS)
    assert upload.state(client_ref) is State.CONFIRMED
    once_each(upload, 1)


def test_an_old_copy_that_is_started_again_goes_on_comparing(upload: Upload) -> None:
    upload.manners = ONE_AT_A_TIME
    refs = [upload.record(n) for n in range(4)]
    upload.restart(old_copy=True)
    _stop_after(upload, 2)
    assert upload.status().comparing == 2
    upload.restart()
    assert upload.status().comparing == 2
    upload.settle()
    assert _before_the_first_write(upload)[:4] == refs
    assert "register" not in upload.portal.methods()[:4]
    once_each(upload, 4)


def test_what_is_recorded_while_comparing_is_looked_at_too(upload: Upload) -> None:
    upload.manners = ONE_AT_A_TIME
    upload.restart()
    upload.record(0)
    upload.settle()
    for n in range(1, 4):
        upload.record(n)
    upload.restart(old_copy=True)
    _stop_after(upload, 1)
    upload.clock.pass_by(40 * 86_400)
    upload.portal.calls.clear()
    second = upload.record(0, dose="2", given_on="20-02-2021")  # by itself it would need no look
    given = upload.row(second).vaccination
    upload.portal.people[0].doses[2] = (given.given_on, given.vaccine)
    new = upload.record(9, given_on="20-02-2021")
    upload.settle()
    assert {second, new} <= set(_before_the_first_write(upload))
    assert ("vaccinate", second) not in upload.portal.calls
    assert upload.counts().confirmed == upload.counts().recorded == 6


def test_while_looks_are_in_trouble_an_old_copy_waits(upload: Upload) -> None:
    upload.manners = ONE_AT_A_TIME
    for n in range(3):
        upload.record(n)
    upload.restart(old_copy=True)
    upload.portal.script("find_by_mobile", fake_portal.LOST_BEFORE)
    due_s = upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile"]
    assert due_s
    upload.settle()
    assert upload.portal.methods()[:3] == ["find_by_mobile"] * 3
    once_each(upload, 3)


def test_an_old_copy_with_nothing_unsettled_has_nothing_to_compare(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    upload.restart(old_copy=True)
    assert upload.run_pass() is None
    upload.record(2)
    upload.settle()
    assert upload.status().comparing is None
    once_each(upload, 2)


def test_a_hurry_sends_nothing_of_an_old_copy(upload: Upload) -> None:
    upload.manners = ONE_AT_A_TIME
    for n in range(3):
        upload.record(n)
    upload.restart(old_copy=True)
    _stop_after(upload, 2)
    upload.uploader.hurry()
    _stop_after(upload, 1)
    assert upload.portal.methods() == ["find_by_mobile"] * 3


def test_a_doubt_whose_looks_are_refused_holds_no_old_copy_up(upload: Upload) -> None:
    """It is kept in doubt, since the registration may still come to pass; the others need not wait for that."""
    doubted = upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    other = upload.record(2)
    upload.portal.decide = lambda _method, item: fake_portal.refused() if item.client_ref == doubted else fake_portal.OK
    upload.restart(old_copy=True)
    upload.settle(within_s=60.0)
    assert [upload.state(ref) for ref in (doubted, other)] == [State.DOUBTFUL, State.CONFIRMED]


@pytest.mark.parametrize("answer", [fake_portal.CONFLICT, fake_portal.refused()])
def test_what_differs_there_is_for_a_person_and_the_rest_goes_on(upload: Upload, answer: fake_portal.Answer) -> None:
    for n in range(4):
        upload.record(n)
    upload.portal.script("find_by_mobile", answer)
    upload.restart(old_copy=True)
    checked = sums_hold(upload)
    upload.settle()
    assert (upload.counts().rejected, upload.counts().confirmed) == (1, 3)
    assert all(checked)
    with upload.store.reading():
        assert notes.get(upload.store, notes.COMPARING) == ""


def test_a_desk_that_was_an_old_copy_never_spares_a_look_again(upload: Upload) -> None:
    """Its newer self may have sent the dose that a clerk now types once more from the paper."""
    upload.record(1)
    upload.settle()
    upload.restart(old_copy=True)
    upload.settle()
    upload.clock.pass_by(40 * 86_400)
    second = upload.record(1, dose="2", given_on="20-02-2021")
    given = upload.row(second).vaccination
    upload.portal.people[0].doses[2] = (given.given_on, given.vaccine)
    upload.settle()
    assert ("vaccinate", second) not in upload.portal.calls
    assert upload.state(second) is State.CONFIRMED


def test_one_person_whom_the_portal_tells_oddly_of_does_not_hold_the_comparison_up(upload: Upload) -> None:
    poison, others = upload.record(1), [upload.record(n) for n in range(2, 5)]
    upload.restart(old_copy=True)
    upload.portal.decide = lambda _method, item: (
        fake_portal.LOST_BEFORE if item.client_ref == poison else fake_portal.OK
    )
    upload.settle(within_s=600.0)
    assert [upload.state(ref) for ref in others] == [State.CONFIRMED] * 3
