# SPDX-License-Identifier: MIT
"""The uploader over a real store and a portal in memory: each person once, in turn, whatever happens."""

from __future__ import annotations

import threading

import pytest

from tests.support import fake_portal, people
from tests.support.fake_portal import FakePortal
from tests.support.uploads import WAITS, Upload
from vaxdesk.domain.sync_status import Connectivity
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.errors import StoreError
from vaxdesk.store import notes, outbox

ELSEWHERE = "other.invalid"


def _once_each(upload: Upload, n: int) -> None:
    """Hold the portal against the store: ``n`` people and doses, none twice, all confirmed here."""
    assert upload.counts().confirmed == upload.counts().recorded == n
    keys = upload.portal.keys()
    assert len(keys) == len(set(keys)) == n
    assert len(upload.portal.doses) == len(set(upload.portal.doses)) == n


def test_one_person_is_looked_for_registered_and_vaccinated(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.settle()
    assert upload.portal.methods() == ["find_by_mobile", "register", "vaccinate"]
    row = upload.row(client_ref)
    assert (row.state, row.portal_ref, row.portal_host) == (State.CONFIRMED, "R0001", fake_portal.HOST)
    assert row.confirmed_at == upload.clock.now()


def test_every_exchange_stands_in_the_journal(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.settle()
    with upload.store.reading():
        journal = outbox.attempts(upload.store, client_ref)
    assert [(a.step, a.look, a.code) for a in journal] == [
        (Step.IDENTIFY, True, "nothing_there"),
        (Step.REGISTER, False, "registered"),
        (Step.VACCINATE, False, "dose_taken"),
    ]


def test_somebody_who_is_there_already_is_adopted(upload: Upload) -> None:
    upload.portal.add(people.vaccination(1).beneficiary)
    upload.record(1)
    upload.settle()
    assert "register" not in upload.portal.methods()
    _once_each(upload, 1)


def test_twenty_people_go_at_most_four_side_by_side(upload: Upload) -> None:
    all_four = threading.Barrier(4)
    upload.portal.during = lambda method, _item: method == "register" and all_four.wait(20) and None
    for n in range(20):
        upload.record(n)
    upload.settle()
    assert upload.portal.side_by_side == 4
    _once_each(upload, 20)


def test_people_who_share_a_mobile_go_one_after_another(upload: Upload) -> None:
    for n in range(4):
        upload.record(n, mobile="9900000777")
    upload.settle()
    assert upload.portal.mobiles_together == []
    assert upload.portal.side_by_side == 1
    _once_each(upload, 4)


def test_the_oldest_day_goes_first_of_what_came_at_once(upload: Upload) -> None:
    upload.record(1, given_on="16-01-2021", given_at="09:00")
    older = upload.record(2, given_on="16-01-2021")
    upload.clock.pass_by(86_400)
    _hold_to_one_at_a_time(upload)
    upload.record(3, given_on="17-01-2021", mobile="9900000777")
    upload.record(4, given_on="16-01-2021", mobile="9900000777")
    upload.settle()
    order = list(dict.fromkeys(client_ref for _method, client_ref in upload.portal.calls))
    assert [upload.row(ref).vaccination.page for ref in order][-2:] == ["1", "1"]
    assert [upload.row(ref).vaccination.given_on.day for ref in order] == [16, 16, 16, 17]
    assert order[1] == older


def _hold_to_one_at_a_time(upload: Upload) -> None:
    """Let trouble that is over leave the gate open for a probe only."""
    upload.uploader._gate.failures = 1


def test_the_second_dose_waits_for_the_first(upload: Upload) -> None:
    first = upload.record(1)
    upload.clock.pass_by(40 * 86_400)
    second = upload.record(1, dose="2", given_on="20-02-2021")
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    assert {upload.state(first), upload.state(second)} == {State.DOUBTFUL, State.WAITING}
    assert {client_ref for _method, client_ref in upload.portal.calls} == {first}
    upload.settle()
    assert upload.portal.doses == [("R0001", 1), ("R0001", 2)]
    assert len(upload.portal.people) == 1


def test_a_second_dose_is_looked_up_before_it_is_sent(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    upload.clock.pass_by(40 * 86_400)
    second = upload.record(1, dose="2", given_on="20-02-2021")
    person, given = upload.portal.people[0], upload.row(second).vaccination
    person.doses[2] = (given.given_on, given.vaccine)  # entered at another desk meanwhile
    upload.settle()
    assert upload.state(second) is State.CONFIRMED
    assert upload.portal.doses == [("R0001", 1)]


def test_a_dose_recorded_anew_after_a_conflict_is_not_sent_over_what_is_there(upload: Upload) -> None:
    there = upload.portal.add(people.vaccination(1).beneficiary)
    there.doses[1] = (people.GIVEN_ON, "COVAXIN")
    wrong = upload.record(1, vaccine="COVISHIELD")
    upload.portal.script("find_by_mobile", fake_portal.refused())
    upload.settle()
    upload.register.correct(wrong, people.draft(1, remarks="again"), people.CLERK, "asked again")
    upload.settle()
    assert upload.row(wrong).last_code == "dose_differs"
    upload.register.void(wrong, people.CLERK, "wrong vaccine")
    anew = upload.record(1, vaccine="COVAXIN")
    upload.settle()
    assert (upload.state(anew), upload.portal.doses) == (State.CONFIRMED, [])


def test_a_dose_voided_after_its_registration_and_recorded_anew_is_looked_up_first(upload: Upload) -> None:
    first = upload.record(1)
    upload.portal.script("vaccinate", fake_portal.refused("Invalid vaccinator", "vaccinator"))
    upload.settle()
    upload.register.void(first, people.CLERK, "wrong line")
    upload.record(1)
    upload.settle()
    assert upload.portal.methods()[3] == "find_by_reference"
    assert (len(upload.portal.people), len(upload.portal.doses)) == (1, 1)


def test_a_rejected_person_never_holds_up_the_next(upload: Upload) -> None:
    upload.portal.script("find_by_mobile", fake_portal.refused("Invalid name"))
    _hold_to_one_at_a_time(upload)
    first, second = upload.record(1), upload.record(2)
    upload.settle()
    assert upload.row(first).last_words == "Invalid name"
    assert (upload.state(first), upload.state(second)) == (State.REJECTED, State.CONFIRMED)


@pytest.mark.parametrize("method", ["find_by_mobile", "register", "vaccinate"])
@pytest.mark.parametrize(
    "answer",
    [fake_portal.LOST_BEFORE, fake_portal.BUSY_BEFORE, fake_portal.BLOCKED, fake_portal.ALREADY, fake_portal.LOOK_NOW],
    ids=["500", "503", "403", "409", "204"],
)
def test_one_person_the_portal_always_fails_at_never_holds_up_the_others(
    upload: Upload, method: str, answer: fake_portal.Answer
) -> None:
    poison = upload.record(1)
    others = [upload.record(n) for n in range(2, 6)]
    failing = fake_portal.Answer(False, answer.outcome)
    upload.portal.decide = lambda called, item: (
        failing if (called, item.client_ref) == (method, poison) else fake_portal.OK
    )
    upload.settle(within_s=60.0)
    assert [upload.state(ref) for ref in others] == [State.CONFIRMED] * 4


@pytest.mark.parametrize("answer", [fake_portal.LOST_BEFORE, fake_portal.BUSY_BEFORE], ids=["500", "503"])
def test_a_doubt_whose_looks_always_fail_never_holds_up_the_others(upload: Upload, answer: fake_portal.Answer) -> None:
    poison = upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    others = [upload.record(n) for n in range(2, 6)]
    upload.portal.decide = lambda _method, item: answer if item.client_ref == poison else fake_portal.OK
    upload.settle(within_s=60.0)
    assert upload.state(poison) is State.DOUBTFUL
    assert [upload.state(ref) for ref in others] == [State.CONFIRMED] * 4


@pytest.mark.parametrize("answer", [fake_portal.ALREADY, fake_portal.LOOK_NOW], ids=["409", "204"])
def test_a_look_that_never_says_anything_is_not_asked_without_end(upload: Upload, answer: fake_portal.Answer) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", answer)
    upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile"]


def test_a_lost_answer_is_looked_for_twice_before_a_repeat(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    assert upload.state(client_ref) is State.DOUBTFUL
    began = upload.clock.monotonic()
    looks: list[float] = []
    upload.portal.during = lambda _method, _item: looks.append(upload.clock.monotonic() - began)
    upload.settle()
    assert upload.portal.methods() == [
        *("find_by_mobile", "register", "find_by_mobile", "find_by_mobile", "register", "vaccinate"),
    ]
    assert looks[0] >= WAITS.settle_s[0]
    assert looks[1] >= looks[0] + WAITS.settle_s[1]
    _once_each(upload, 1)


@pytest.mark.parametrize("method", ["register", "vaccinate"])
@pytest.mark.parametrize(
    "answer",
    [
        fake_portal.LOST_AFTER,
        fake_portal.LOOK_NOW,
        fake_portal.BUSY_AFTER,
        fake_portal.late(1.5),
        fake_portal.late(5.0),
    ],
    ids=["lost", "204", "503", "late", "later"],
)
def test_what_the_portal_did_in_silence_is_found_and_not_repeated(
    upload: Upload, method: str, answer: fake_portal.Answer
) -> None:
    upload.record(1)
    upload.portal.script(method, answer)
    upload.settle()
    assert upload.portal.methods().count(method) == 1
    _once_each(upload, 1)


def test_an_empty_answer_is_looked_up_at_once(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("vaccinate", fake_portal.LOOK_NOW)
    upload.run_pass()
    assert upload.state(client_ref) is State.CONFIRMED


def test_nobody_may_correct_what_a_busy_portal_may_have_done(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("register", fake_portal.BUSY_AFTER)
    upload.run_pass()
    assert not upload.register.open(client_ref).may_correct
    upload.settle()
    _once_each(upload, 1)


def test_already_there_that_is_nowhere_is_rejected_in_the_portals_words(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("register", fake_portal.ALREADY)
    upload.settle()
    row = upload.row(client_ref)
    assert (row.state, row.last_code, row.last_words) == (State.REJECTED, "already_there", "Already registered")
    assert upload.portal.methods().count("register") == 1


def test_a_conflict_seen_in_doubt_is_what_the_clerk_is_told(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("vaccinate", fake_portal.LOST_BEFORE)
    upload.run_pass()
    upload.portal.script("find_by_reference", fake_portal.CONFLICT)
    upload.settle()
    row = upload.row(client_ref)
    assert (row.state, row.last_code) == (State.REJECTED, "dose_differs")


def test_words_of_an_earlier_refusal_do_not_stand_beside_a_later_conflict(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.refused("Invalid name"), fake_portal.CONFLICT)
    upload.settle()
    upload.register.correct(client_ref, people.draft(1, remarks="again"), people.CLERK, "")
    assert (upload.row(client_ref).last_words, upload.row(client_ref).last_field) == ("", "")
    upload.settle()
    assert upload.row(client_ref).last_code == "dose_differs"
    assert upload.register.open(client_ref).problems == ()


def test_a_look_that_has_grown_old_is_made_again(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("register", fake_portal.NOT_SENT)
    _look_then_stop(upload)
    upload.clock.pass_by(WAITS.settle_s[0] + 0.1)
    upload.run_pass()
    assert upload.portal.methods()[:2] == ["find_by_mobile", "find_by_mobile"]


def test_a_look_made_before_the_clock_was_set_back_is_made_again(upload: Upload) -> None:
    upload.record(1)
    _look_then_stop(upload)
    upload.clock.set_wall(-3600)
    upload.store.write(lambda: outbox.shift(upload.store, -3600)).result()
    upload.clock.pass_by(WAITS.settle_s[0] + 0.1)
    upload.run_pass()
    assert upload.portal.methods()[:2] == ["find_by_mobile", "find_by_mobile"]


def test_a_look_of_an_earlier_run_allows_no_registration(upload: Upload) -> None:
    upload.record(1)
    _look_then_stop(upload)
    other = FakePortal(upload.clock, ELSEWHERE)
    other.add(people.vaccination(1).beneficiary)
    upload.restart(other)
    upload.settle()
    assert other.methods() == ["find_by_mobile", "vaccinate"]


def _look_then_stop(upload: Upload) -> None:
    """Let the first look go out and come back, and nothing after it."""
    stop = threading.Event()
    upload.portal.during = lambda _method, _item: stop.set()
    upload.uploader.run_pass(stop)
    upload.uploader.drain(20.0)
    upload.portal.during = lambda _method, _item: None
    assert upload.portal.methods() == ["find_by_mobile"]


def test_a_person_merged_into_one_with_a_reference_is_not_registered(upload: Upload) -> None:
    known = upload.record(1)
    upload.portal.script("vaccinate", fake_portal.refused())
    upload.settle()
    upload.clock.pass_by(40 * 86_400)
    looked = upload.record(2, dose="2", dose1_on="16-01-2021", dose1_vaccine="COVISHIELD", given_on="20-02-2021")
    stop = threading.Event()
    upload.portal.during = lambda _method, _item: stop.set()
    upload.uploader.run_pass(stop)
    upload.uploader.drain(20.0)
    assert upload.row(looked).step is Step.REGISTER
    upload.register.correct(known, people.draft(2), people.CLERK, "was person 2 all along")
    upload.settle()
    assert upload.portal.methods().count("register") == 1
    assert upload.row(looked).portal_ref == "R0001"


def test_pause_begins_nothing_and_outlives_a_restart(upload: Upload) -> None:
    upload.record(1)
    upload.store.write(lambda: notes.put(upload.store, notes.PAUSED, "yes")).result()
    upload.restart()
    assert upload.run_pass() is None
    assert upload.portal.calls == []
    upload.uploader.paused = False
    upload.settle()
    _once_each(upload, 1)


def test_stop_begins_nothing_and_drain_settles_what_is_out(upload: Upload) -> None:
    first = upload.record(1)
    second = upload.record(2, mobile="9900000001")
    _look_then_stop(upload)
    assert (upload.row(first).step, upload.row(first).state) == (Step.REGISTER, State.WAITING)
    assert upload.row(second).attempts == 0


def test_what_does_not_come_back_stays_sending_and_is_doubtful_at_the_next_start(upload: Upload) -> None:
    client_ref = upload.record(1)
    out, back, stop = threading.Event(), threading.Event(), threading.Event()

    def hold(method: str, _item: OutboxItem) -> None:
        if method == "register":
            stop.set()
            out.set()
            back.wait(20)

    upload.portal.during = hold
    upload.uploader.run_pass(stop)
    assert out.wait(20)
    upload.uploader.drain(0.0)
    assert upload.state(client_ref) is State.SENDING
    upload.restart()
    assert upload.state(client_ref) is State.DOUBTFUL
    back.set()
    upload.settle()
    _once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_answers_are_kept_when_the_store_fails_and_written_by_the_next_pass(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.during = lambda method, _item: setattr(upload.store, "failures", method == "register")
    with pytest.raises(StoreError):
        upload.run_pass()
    assert upload.state(client_ref) is State.SENDING
    assert len(upload.portal.people) == 1
    upload.settle()
    assert upload.portal.methods() == ["find_by_mobile", "register", "vaccinate"]
    _once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_the_weather_is_noted_even_if_the_store_failed_at_first(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.CAPTIVE)
    upload.portal.during = lambda _method, _item: setattr(upload.store, "failures", 1)
    with pytest.raises(StoreError):
        upload.run_pass()
    upload.portal.during = lambda _method, _item: None
    upload.run_pass()
    assert upload.status().connectivity is Connectivity.CAPTIVE


def test_nobody_sends_inside_retry_after_not_even_after_a_restart(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.too_many(300.0))
    upload.run_pass()
    upload.uploader.hurry()
    upload.run_pass()
    upload.clock.pass_by(100.0)
    upload.restart()
    upload.uploader.hurry()
    due_s = upload.run_pass()
    assert due_s is not None
    assert due_s >= 200.0 - 1e-6
    assert len(upload.portal.calls) == 1
    next_try_at = upload.status().next_try_at
    assert next_try_at is not None
    assert (next_try_at - upload.clock.now()).total_seconds() >= 200.0 - 1e-3
    upload.clock.pass_by(due_s)
    upload.settle()
    _once_each(upload, 1)


def test_upload_now_tries_what_only_our_own_wait_holds_back(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", *[fake_portal.NOT_SENT] * 3)
    for _try in range(3):
        upload.uploader.hurry()
        upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile"] * 3
    upload.uploader.hurry()
    upload.run_pass()
    _once_each(upload, 1)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (fake_portal.OK, Connectivity.ONLINE),
        (fake_portal.LOST_BEFORE, Connectivity.BUSY),
        (fake_portal.NOT_SENT, Connectivity.OFFLINE),
        (fake_portal.CAPTIVE, Connectivity.CAPTIVE),
        (fake_portal.SIGNED_OUT, Connectivity.SIGNED_OUT),
        (fake_portal.STOP, Connectivity.STOPPED),
    ],
)
def test_the_last_answer_says_how_the_line_is(
    upload: Upload, answer: fake_portal.Answer, expected: Connectivity
) -> None:
    upload.record(1)
    upload.portal.decide = lambda _method, _item: answer
    upload.run_pass()
    status = upload.status()
    assert status.connectivity is expected
    reached = answer is fake_portal.OK or bool(answer.outcome and answer.outcome.http_status)
    assert status.last_contact_at == (upload.clock.now() if reached else None)
    assert status.last_confirmed_at == (upload.clock.now() if answer is fake_portal.OK else None)


@pytest.mark.parametrize("answer", [fake_portal.SIGNED_OUT, fake_portal.STOP, fake_portal.BLOCKED])
def test_no_answer_ends_the_passes_for_good(upload: Upload, answer: fake_portal.Answer) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", *[answer] * 4)
    upload.settle()
    assert upload.portal.methods()[:5] == ["find_by_mobile"] * 5
    _once_each(upload, 1)


def test_a_confirmation_by_another_host_does_not_count(upload: Upload) -> None:
    refs = [upload.record(n) for n in range(3)]
    upload.settle()
    other = FakePortal(upload.clock, ELSEWHERE)
    upload.portal = other
    assert (upload.counts().confirmed, upload.counts().waiting) == (0, 3)
    upload.restart(other)
    assert {upload.state(ref) for ref in refs} == {State.WAITING}
    upload.settle()
    _once_each(upload, 3)
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
    _once_each(upload, 1)


def test_the_first_host_finds_everybody_again(upload: Upload) -> None:
    first = upload.portal
    upload.record(1)
    upload.settle()
    upload.restart(FakePortal(upload.clock, ELSEWHERE))
    upload.settle()
    upload.restart(first)
    upload.settle()
    _once_each(upload, 1)
    assert first.methods()[3:] == ["find_by_mobile"]


def test_what_was_planned_before_the_clock_was_set_back_is_not_waited_for(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    upload.clock.set_wall(-86_400)
    upload.restart()
    upload.settle(within_s=600.0)
    _once_each(upload, 1)


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
