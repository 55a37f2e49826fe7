# SPDX-License-Identifier: MIT
"""What a clerk, a slow portal, a failing disk and a moved clock do at the worst moment of an upload.

Every test ends with each person and each dose on the portal once, and with nothing said here that is not so there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import fake_portal, people
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, Weather
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.errors import Locked, StoreError

LATER_S = 40 * 86_400
SECOND = {"dose": "2", "given_on": "20-02-2021", "dose1_on": "16-01-2021", "dose1_vaccine": "COVISHIELD"}


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


def assert_single(upload: Upload, persons: int, doses: int) -> None:
    """Each person and each dose stands on the portal once, and each confirmation is true."""
    assert Counter(upload.portal.keys()).most_common(1)[0][1] == 1
    assert (len(upload.portal.people), len(upload.portal.doses)) == (persons, doses)
    assert max(Counter(upload.portal.doses).values(), default=1) == 1


def test_a_first_dose_recorded_while_the_second_is_in_doubt_waits_for_it(upload: Upload) -> None:
    """Typed from the paper in the wrong order: the portal registers the person late, between two looks."""
    upload.clock.pass_by(LATER_S)
    upload.portal.script("register", fake_portal.late(1.0))
    second = upload.record(1, **SECOND)
    upload.run_pass()
    assert (upload.state(second), upload.row(second).step) == (State.DOUBTFUL, Step.REGISTER)
    upload.record(1)
    upload.settle()
    assert_single(upload, persons=1, doses=2)
    assert upload.counts().confirmed == 2


def test_nobody_is_corrected_into_a_person_whose_registration_is_in_doubt(upload: Upload) -> None:
    upload.clock.pass_by(LATER_S)
    upload.portal.script("register", fake_portal.late(1.0))
    second = upload.record(1, **SECOND)
    upload.run_pass()
    assert upload.state(second) is State.DOUBTFUL
    upload.uploader.paused = True
    mistyped = upload.record(2)
    with pytest.raises(Locked):
        upload.register.correct(mistyped, people.draft(1), people.CLERK, "was person 1 all along")
    upload.uploader.paused = False
    upload.settle()
    assert_single(upload, persons=2, doses=2)
    assert upload.state(second) is State.CONFIRMED


def test_a_reference_is_not_carried_over_to_a_person_whose_registration_is_in_doubt(upload: Upload) -> None:
    """Else the looks would ask for the carried reference and never find what the portal did late."""
    upload.clock.pass_by(LATER_S)
    upload.portal.script("vaccinate", fake_portal.refused())
    known = upload.record(2)
    upload.settle()
    assert (upload.state(known), upload.row(known).portal_ref) == (State.REJECTED, "R0001")
    upload.portal.script("register", fake_portal.late(1.0))
    second = upload.record(1, **SECOND)
    upload.run_pass()
    assert upload.state(second) is State.DOUBTFUL
    with pytest.raises(Locked):
        upload.register.correct(known, people.draft(1), people.CLERK, "was person 1 all along")
    upload.settle()
    assert upload.row(second).portal_ref == "R0002"
    assert upload.state(second) is State.CONFIRMED


@pytest.mark.parametrize("commits", [True, False])
def test_a_registration_answered_with_somebody_elses_reference_is_looked_for(upload: Upload, commits: bool) -> None:
    """A portal, or a cache before it, that answers with the last person's reference."""
    first = upload.record(1)
    upload.settle()
    match = PortalMatch(upload.row(first).portal_ref)
    mistaken = Outcome(OutcomeKind.FOUND, "registered", Weather.FINE, match=match, http_status=200)
    upload.portal.script("register", fake_portal.Answer(commits, mistaken))
    second = upload.record(2)
    upload.run_pass()
    assert (upload.state(second), upload.row(second).portal_ref) == (State.DOUBTFUL, "")
    upload.settle()
    assert (upload.state(second), upload.row(second).portal_ref) == (State.CONFIRMED, "R0002")
    assert_single(upload, persons=2, doses=2)


def test_a_look_that_shows_somebody_elses_reference_is_for_a_person_to_decide(upload: Upload) -> None:
    first = upload.record(1)
    upload.settle()
    match = PortalMatch(upload.row(first).portal_ref, dose_proven=True)
    mistaken = Outcome(OutcomeKind.FOUND, "dose_found", Weather.FINE, match=match, http_status=200)
    upload.portal.script("find_by_mobile", fake_portal.Answer(False, mistaken))
    second = upload.record(2)
    upload.settle()
    assert (upload.state(second), upload.row(second).portal_ref) == (State.REJECTED, "")
    assert upload.row(second).last_code == "person_differs"


def test_an_answer_that_cannot_be_settled_does_not_stop_the_others(upload: Upload) -> None:
    """A slip of ours in one answer: that one is in doubt, and everybody else goes on."""
    nameless = fake_portal.Answer(True, Outcome(OutcomeKind.FOUND, "registered", Weather.FINE, http_status=200))
    upload.portal.script("register", nameless)
    refs = [upload.record(n) for n in range(6)]
    for _pass in range(3):
        try:
            upload.settle(within_s=60.0)
        except ValueError:
            upload.clock.pass_by(1.0)
    assert [upload.state(ref) for ref in refs] == [State.CONFIRMED] * 6
    assert_single(upload, persons=6, doses=6)


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_a_disk_that_fills_up_in_the_middle_of_a_turn_loses_and_doubles_nothing(
    upload: Upload, expected_log: list[object], failures: int
) -> None:
    for n in range(8):
        upload.record(n)
    failing = True

    def fill(_method: str, _item: OutboxItem) -> None:
        nonlocal failing
        if failing:
            upload.store.failures = failures
            failing = False

    upload.portal.during = fill
    for _pass in range(failures + 2):
        try:
            upload.settle()
        except StoreError:
            upload.clock.pass_by(0.5)
    assert upload.counts().confirmed == 8
    assert_single(upload, persons=8, doses=8)


def test_after_a_restart_with_the_clock_set_back_what_waits_goes_at_once(upload: Upload) -> None:
    refs = [upload.record(n) for n in range(3)]
    upload.clock.set_wall(-3600.0)
    upload.restart()
    upload.run_pass()
    assert upload.portal.calls
    upload.settle(within_s=60.0)
    assert [upload.state(ref) for ref in refs] == [State.CONFIRMED] * 3


def test_upload_now_inside_retry_after_sends_nothing(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.too_many(600.0))
    upload.run_pass()
    calls = len(upload.portal.calls)
    for _press in range(5):
        upload.uploader.hurry()
        upload.run_pass()
        upload.clock.pass_by(100.0)
    assert len(upload.portal.calls) == calls
    upload.settle()
    assert_single(upload, persons=1, doses=1)


def test_a_restart_and_a_moved_clock_do_not_shorten_a_retry_after(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.too_many(600.0))
    upload.run_pass()
    calls = len(upload.portal.calls)
    upload.clock.set_wall(3600.0)
    upload.uploader.clock_moved(3600.0)
    upload.restart()
    upload.run_pass()
    assert len(upload.portal.calls) == calls


def test_what_is_recorded_between_a_jump_of_the_clock_and_its_notice_goes_at_once(upload: Upload) -> None:
    upload.record(1)
    upload.clock.set_wall(30 * 86_400.0)
    upload.record(2)
    upload.uploader.clock_moved(30 * 86_400.0)
    upload.settle(within_s=60.0)
    assert_single(upload, persons=2, doses=2)


def test_a_look_that_is_refused_does_not_set_a_doubtful_registration_free(upload: Upload) -> None:
    """Else a clerk who mends the name then would have the person registered a second time."""
    upload.portal.script("register", fake_portal.late(1.0))
    client_ref = upload.record(1)
    upload.run_pass()
    upload.portal.script("find_by_mobile", fake_portal.refused("Try a valid mobile", on="mobile"))
    upload.clock.pass_by(2.1)
    upload.run_pass()
    assert upload.state(client_ref) is State.DOUBTFUL
    with pytest.raises(Locked):
        upload.register.correct(client_ref, people.draft(1, name="Geeta Farzi"), people.CLERK, "misread")
    upload.settle()
    assert_single(upload, persons=1, doses=1)
    assert upload.state(client_ref) is State.CONFIRMED


def test_pause_in_the_middle_of_a_pass_begins_nothing_more(upload: Upload) -> None:
    for n in range(12):
        upload.record(n)

    def pause(_method: str, _item: OutboxItem) -> None:
        upload.uploader.paused = True

    upload.portal.during = pause
    upload.run_pass()
    upload.uploader.drain(20.0)
    assert len(upload.portal.calls) <= 4
    assert upload.counts().sending == 0
    upload.portal.during = lambda _method, _item: None
    upload.uploader.paused = False
    upload.settle()
    assert_single(upload, persons=12, doses=12)


def test_what_is_claimed_cannot_be_corrected_or_voided_before_it_is_settled(upload: Upload) -> None:
    client_ref = upload.record(1)
    refused: list[bool] = []

    def try_both(method: str, _item: OutboxItem) -> None:
        for attempt in (
            lambda: upload.register.correct(client_ref, people.draft(1, name="Geeta Farzi"), people.CLERK, "x"),
            lambda: upload.register.void(client_ref, people.CLERK, "x"),
        ):
            try:
                attempt()
            except Locked:
                refused.append(True)
            else:
                refused.append(False)

    upload.portal.during = try_both
    upload.settle()
    assert refused == [True] * 6
    assert_single(upload, persons=1, doses=1)


def test_twins_under_one_mobile_are_two_people(upload: Upload) -> None:
    one = people.draft(0)
    twin = replace(one, id_number=str((int(one.id_number) + 1) % 10_000).zfill(4))
    refs = [upload.record_draft(draft).client_ref for draft in (one, twin)]
    upload.settle()
    assert [upload.state(ref) for ref in refs] == [State.CONFIRMED] * 2
    assert_single(upload, persons=2, doses=2)


def test_the_host_changed_in_the_settings_proves_nothing_and_the_first_host_finds_all_again(upload: Upload) -> None:
    first = upload.portal
    refs = [upload.record(n) for n in range(4)]
    upload.settle()
    elsewhere = fake_portal.FakePortal(upload.clock, host="other.invalid")
    elsewhere.script("register", fake_portal.LOST_AFTER)
    upload.restart(elsewhere)
    assert upload.counts().confirmed == 0
    upload.run_pass()
    upload.restart(first)
    upload.settle()
    assert [upload.state(ref) for ref in refs] == [State.CONFIRMED] * 4
    assert_single(upload, persons=4, doses=4)


def test_a_full_disk_at_the_start_changes_nothing(upload: Upload, expected_log: list[object]) -> None:
    upload.record(1)
    upload.store.failures = 1
    with pytest.raises(StoreError):
        upload.restart()
    upload.restart()
    upload.settle()
    assert_single(upload, persons=1, doses=1)
