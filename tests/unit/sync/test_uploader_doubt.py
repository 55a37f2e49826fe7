# SPDX-License-Identifier: MIT
"""What the uploader does about an answer that was lost: it asks, waits, asks again, and never repeats blindly."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from tests.support import fake_portal, people
from tests.support.fake_portal import FakePortal
from tests.support.uploads import WAITS, Upload, look_then_stop, once_each
from vaxdesk.domain.upload import State, Step
from vaxdesk.errors import Locked
from vaxdesk.store import taking_up

ELSEWHERE = "other.invalid"


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
    once_each(upload, 1)


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
    once_each(upload, 1)


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
    once_each(upload, 1)


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


def test_what_the_portal_holds_is_kept_until_a_person_has_decided(upload: Upload) -> None:
    there = upload.portal.add(people.vaccination(1).beneficiary)
    there.doses[1] = (people.GIVEN_ON - timedelta(days=1), "COVAXIN")
    client_ref = upload.record(1)
    upload.settle()
    (shown,) = json.loads(_theirs(upload, client_ref))
    assert (shown["portal_ref"], shown["dose1_on"], shown["vaccine"]) == ("R0001", "15-01-2021", "COVAXIN")
    there.doses.clear()  # the portal's operator has put it right
    upload.register.correct(client_ref, people.draft(1, remarks="put right there"), people.CLERK, "")
    assert _theirs(upload, client_ref) == ""
    upload.settle()
    assert (upload.state(client_ref), _theirs(upload, client_ref)) == (State.CONFIRMED, "")


def _theirs(upload: Upload, client_ref: str) -> str:
    box, vaccination = upload.store.models.Outbox, upload.store.models.Vaccination
    with upload.store.reading():
        return str(box.select().join(vaccination).where(vaccination.client_ref == client_ref).get().theirs)


def test_words_of_an_earlier_refusal_do_not_stand_beside_a_later_conflict(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.refused("Invalid name"), fake_portal.CONFLICT)
    upload.settle()
    upload.register.correct(client_ref, people.draft(1, remarks="again"), people.CLERK, "")
    assert (upload.row(client_ref).last_words, upload.row(client_ref).last_field) == ("", "")
    upload.settle()
    assert upload.row(client_ref).last_code == "dose_differs"
    assert [(p.field, p.code) for p in upload.register.open(client_ref).problems] == [("given_on", "portal_differs")]


def test_a_look_that_has_grown_old_is_made_again(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("register", fake_portal.NOT_SENT)
    look_then_stop(upload)
    upload.clock.pass_by(WAITS.look_fresh_s + 0.1)
    upload.run_pass()
    assert upload.portal.methods()[:2] == ["find_by_mobile", "find_by_mobile"]


def test_a_look_made_before_the_clock_was_set_back_is_made_again(upload: Upload) -> None:
    upload.record(1)
    look_then_stop(upload)
    upload.clock.set_wall(-3600)
    upload.store.write(lambda: taking_up.shift(upload.store, -3600)).result()
    upload.clock.pass_by(WAITS.look_fresh_s + 0.1)
    upload.run_pass()
    assert upload.portal.methods()[:2] == ["find_by_mobile", "find_by_mobile"]


def test_a_look_of_an_earlier_run_allows_no_registration(upload: Upload) -> None:
    upload.record(1)
    look_then_stop(upload)
    other = FakePortal(upload.clock, ELSEWHERE)
    other.add(people.vaccination(1).beneficiary)
    upload.restart(other)
    upload.settle()
    assert other.methods() == ["find_by_mobile", "vaccinate"]


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


def test_a_dose_in_doubt_is_not_set_free_by_a_look_that_is_refused(upload: Upload) -> None:
    """Reads that lag may not even know the person yet; let go then, the dose would be sent beside itself."""
    upload.portal.script("vaccinate", fake_portal.late(3.0))
    client_ref = upload.record(1)
    upload.run_pass()
    upload.portal.script("find_by_reference", fake_portal.refused("Beneficiary Not Registered", ""))
    upload.clock.pass_by(WAITS.settle_s[0] + 0.1)
    upload.run_pass()
    assert upload.state(client_ref) is State.DOUBTFUL
    with pytest.raises(Locked):
        upload.register.correct(client_ref, people.draft(1), people.CLERK, "try again")
    upload.settle()
    once_each(upload, 1)
