# SPDX-License-Identifier: MIT
"""The uploader over a real store and a portal in memory: each person once, in turn, whatever happens."""

from __future__ import annotations

import threading

import pytest

from tests.support import fake_portal, people
from tests.support.uploads import ONE_AT_A_TIME, Upload, once_each
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.store import outbox

ELSEWHERE = "other.invalid"


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
    once_each(upload, 1)


def test_one_goes_at_first_and_four_side_by_side_once_the_portal_bears_it(upload: Upload) -> None:
    together: list[int] = []
    upload.portal.during = lambda _method, _item: together.append(upload.portal.side_by_side)
    for n in range(8):
        upload.record(n)
    upload.settle()
    assert together[0] == 1
    all_four = threading.Barrier(4)

    def wait_for_the_others(method: str, _item: OutboxItem) -> None:
        if method == "register":
            all_four.wait(20)

    upload.portal.during = wait_for_the_others
    for n in range(8, 28):
        upload.record(n)
    upload.settle()
    assert upload.portal.side_by_side == 4
    once_each(upload, 28)


def test_people_who_share_a_mobile_go_one_after_another(upload: Upload) -> None:
    for n in range(4):
        upload.record(n, mobile="9900000777")
    upload.settle()
    assert upload.portal.mobiles_together == []
    assert upload.portal.side_by_side == 1
    once_each(upload, 4)


def test_the_second_dose_waits_for_the_first(upload: Upload) -> None:
    first = upload.record(1)
    second = _second_dose_of_1(upload)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    assert {upload.state(first), upload.state(second)} == {State.DOUBTFUL, State.WAITING}
    assert {client_ref for _method, client_ref in upload.portal.calls} == {first}
    upload.settle()
    assert upload.portal.doses == [("R0001", 1), ("R0001", 2)]
    assert len(upload.portal.people) == 1


def test_the_next_dose_of_somebody_known_costs_one_call(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    second = _second_dose_of_1(upload)
    upload.settle()
    assert upload.portal.methods()[3:] == ["vaccinate"]
    assert upload.state(second) is State.CONFIRMED
    assert upload.portal.doses == [("R0001", 1), ("R0001", 2)]


def test_a_next_dose_that_is_there_already_is_found_and_not_sent_twice(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    second = _second_dose_of_1(upload)
    given = upload.row(second).vaccination
    upload.portal.people[0].doses[2] = (given.given_on, given.vaccine)  # entered at another desk meanwhile
    upload.portal.script("vaccinate", fake_portal.ALREADY)
    upload.settle()
    assert upload.portal.methods()[3:] == ["vaccinate", "find_by_reference"]
    assert upload.state(second) is State.CONFIRMED
    assert upload.portal.doses == [("R0001", 1)]


def test_the_next_dose_of_somebody_corrected_is_looked_up_before_it_is_sent(upload: Upload) -> None:
    first = upload.record(1)
    upload.portal.script("vaccinate", fake_portal.refused("Invalid vaccinator", "vaccinator"))
    upload.settle()
    upload.register.correct(first, people.draft(1, remarks="read again"), people.CLERK, "read again")
    upload.settle()
    assert upload.state(first) is State.CONFIRMED
    made = len(upload.portal.calls)
    _second_dose_of_1(upload)
    upload.settle()
    assert upload.portal.methods()[made:] == ["find_by_reference", "vaccinate"]


def _second_dose_of_1(upload: Upload) -> str:
    upload.clock.pass_by(40 * 86_400)
    return upload.record(1, dose="2", given_on="20-02-2021")


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
    upload.behave(ONE_AT_A_TIME)
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
