# SPDX-License-Identifier: MIT
"""The register: what may be recorded, corrected and cancelled, and that each is saved whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import fake_portal, people
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.register_row import CorrectionRow
from vaxdesk.domain.upload import State
from vaxdesk.errors import Locked, NotAccepted, NotFound, StoreError, VaxDeskError
from vaxdesk.store import audit, corrections, turns

LATER = {"dose": "2", "given_on": "20-02-2021"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    """Return a register with its upload, on a still clock."""
    with upload_in(tmp_path) as made:
        yield made


def _codes(refused: pytest.ExceptionInfo[NotAccepted]) -> dict[str, str]:
    return {problem.field: problem.code for problem in refused.value.problems}


def _audit(desk: Upload) -> list[tuple[str, str, str, str]]:
    line = desk.store.models.Audit
    with desk.store.reading():
        return list(line.select(line.actor, line.action, line.client_ref, line.detail).order_by(line.seq).tuples())


def _to_raise(desk: Upload) -> tuple[CorrectionRow, ...]:
    with desk.store.reading():
        return corrections.to_raise(desk.store)


def _rows(desk: Upload) -> dict[str, int]:
    models = desk.store.models
    tables = (models.Beneficiary, models.Vaccination, models.Outbox, models.Correction, models.Audit)
    with desk.store.reading():
        return {table._meta.table_name: table.select().count() for table in tables}


def _two_doses(desk: Upload) -> tuple[str, str]:
    first = desk.record(1)
    desk.clock.pass_by(40 * 86_400)
    return first, desk.record(1, **LATER)


def test_what_is_recorded_waits_and_can_be_opened_again(desk: Upload) -> None:
    client_ref = desk.record(1)
    opened = desk.register.open(client_ref)
    assert (opened.row.state, opened.row.recorded_by) == (State.WAITING, people.CLERK.name)
    assert opened.row.vaccination == people.vaccination(1)
    assert (opened.may_correct, opened.may_void, opened.reason_needed, opened.problems) == (True, True, False, ())
    assert desk.register.last_saved() == client_ref
    assert desk.counts().recorded == desk.counts().waiting == 1


def test_all_problems_come_at_once(desk: Upload) -> None:
    with pytest.raises(NotAccepted) as refused:
        desk.record(1, mobile="99", name="", given_at="25:10")
    assert {"mobile", "name", "given_at"} <= set(_codes(refused))
    assert set(_rows(desk).values()) == {0}


def test_the_same_person_and_dose_again_is_already_recorded(desk: Upload) -> None:
    desk.record(1)
    with pytest.raises(NotAccepted) as refused:
        desk.record(1, name=people.draft(1).name.upper(), batch="OTHER1")
    assert _codes(refused) == {"dose": "already_recorded"}
    assert desk.counts().recorded == 1


def test_an_unknown_vaccination_is_not_found(desk: Upload) -> None:
    with pytest.raises(NotFound):
        desk.register.open("nobody")
    with pytest.raises(NotFound):
        desk.register.correct("nobody", people.draft(1), people.CLERK, "why")
    with pytest.raises(NotFound):
        desk.register.void("nobody", people.CLERK, "why")


def test_the_second_dose_is_of_the_same_person_and_knows_the_first(desk: Upload) -> None:
    first, second = _two_doses(desk)
    assert _rows(desk)["beneficiary"] == 1
    given = desk.row(second).vaccination
    assert (given.dose1_on, given.dose1_vaccine) == (people.GIVEN_ON, "COVISHIELD")
    assert desk.row(first).vaccination.beneficiary == given.beneficiary


def test_a_second_dose_under_another_gender_is_asked_about(desk: Upload) -> None:
    desk.record(1, gender=Gender.MALE)
    desk.clock.pass_by(40 * 86_400)
    with pytest.raises(NotAccepted) as refused:
        desk.record(1, gender=Gender.FEMALE, **LATER)
    assert _codes(refused) == {"gender": "gender_differs"}


def test_before_the_portal_knows_the_person_a_correction_needs_no_reason_and_goes_again(desk: Upload) -> None:
    client_ref = desk.record(1, name="Asha Namona")
    receipt = desk.register.correct(client_ref, people.draft(1), people.CLERK, "")
    desk.settle()
    assert [person.beneficiary.name for person in desk.portal.people] == [receipt.name]
    assert desk.row(client_ref).revision == 2
    assert _to_raise(desk) == ()


def test_after_a_reference_a_correction_of_the_person_needs_a_reason_and_is_to_be_raised(desk: Upload) -> None:
    client_ref = desk.record(1)
    desk.portal.script("vaccinate", fake_portal.refused("Invalid vaccinator", "vaccinator"))
    desk.settle()
    better = people.draft(1, name="Mohan Misaal", vaccinator="Sister Misaal")
    with pytest.raises(VaxDeskError) as refused:
        desk.register.correct(client_ref, better, people.CLERK, "  ")
    assert refused.value.code == "reason_missing"
    assert desk.row(client_ref).revision == 1
    desk.register.correct(client_ref, better, people.CLERK, "read from the card")
    raised = _to_raise(desk)
    assert [(row.field, row.after, row.reason) for row in raised] == [("name", "Mohan Misaal", "read from the card")]
    desk.settle()
    assert desk.portal.methods().count("register") == 1
    assert (desk.state(client_ref), desk.row(client_ref).portal_ref) == (State.CONFIRMED, "R0001")


def test_a_correction_after_confirmation_is_raised_and_not_sent(desk: Upload) -> None:
    client_ref = desk.record(1)
    desk.settle()
    calls = len(desk.portal.calls)
    better = people.draft(1, batch="4120Z006", remarks="typed late")
    desk.register.correct(client_ref, better, people.CLERK, "wrong batch")
    desk.settle()
    assert (desk.state(client_ref), len(desk.portal.calls)) == (State.CONFIRMED, calls)
    assert [row.field for row in _to_raise(desk)] == ["batch"]
    assert desk.counts().confirmed == 1


@pytest.mark.parametrize("step", ["register", "vaccinate"])
def test_what_is_in_doubt_is_locked(desk: Upload, step: str) -> None:
    client_ref = desk.record(1)
    desk.portal.script(step, fake_portal.LOST_AFTER)
    desk.run_pass()
    opened = desk.register.open(client_ref)
    assert (opened.row.state, opened.may_correct, opened.may_void) == (State.DOUBTFUL, False, False)
    with pytest.raises(Locked):
        desk.register.correct(client_ref, people.draft(1), people.CLERK, "why")
    with pytest.raises(Locked):
        desk.register.void(client_ref, people.CLERK, "why")


def test_what_is_on_its_way_is_locked(desk: Upload) -> None:
    client_ref = desk.record(1)
    turn = turns.Turn(desk.clock.now(), people.GIVEN_ON, 2.0)
    desk.store.write(lambda: turns.claim(desk.store, turn, ())).result()
    with pytest.raises(Locked):
        desk.register.correct(client_ref, people.draft(1), people.CLERK, "why")


def test_nobody_changes_a_person_whose_other_dose_is_on_its_way(desk: Upload) -> None:
    first, second = _two_doses(desk)
    desk.portal.script("register", fake_portal.LOST_AFTER)
    desk.run_pass()
    assert (desk.state(first), desk.state(second)) == (State.DOUBTFUL, State.WAITING)
    with pytest.raises(Locked):
        desk.register.correct(second, people.draft(1, gender=Gender.OTHER, **LATER), people.CLERK, "why")
    desk.register.correct(second, people.draft(1, remarks="calm", **LATER), people.CLERK, "why")
    desk.settle()
    assert len(desk.portal.people) == 1


def test_void_stays_on_record_and_the_dose_may_be_recorded_anew(desk: Upload) -> None:
    client_ref = desk.record(1)
    with pytest.raises(VaxDeskError):
        desk.register.void(client_ref, people.CLERK, " ")
    desk.register.void(client_ref, people.CLERK, "wrong person")
    row = desk.row(client_ref)
    assert (row.state, row.void_reason) == (State.VOID, "wrong person")
    assert desk.register.last_saved() == ""
    with pytest.raises(Locked):
        desk.register.correct(client_ref, people.draft(1), people.CLERK, "why")
    anew = desk.record(1)
    assert anew != client_ref
    assert (desk.counts().recorded, desk.counts().void) == (1, 1)
    desk.settle()
    assert len(desk.portal.doses) == 1


def test_what_is_on_the_portal_cannot_be_voided(desk: Upload) -> None:
    client_ref = desk.record(1)
    desk.settle()
    with pytest.raises(VaxDeskError) as refused:
        desk.register.void(client_ref, people.CLERK, "why")
    assert refused.value.code == "already_on_portal"
    assert desk.state(client_ref) is State.CONFIRMED


@pytest.mark.parametrize("which", [0, 1])
def test_a_correction_of_a_shared_person_that_keeps_who_they_are_holds_for_both_doses(desk: Upload, which: int) -> None:
    doses = _two_doses(desk)
    kept = LATER if which else {}
    draft = people.draft(1, gender=Gender.OTHER, **kept)
    desk.register.correct(doses[which], draft, people.CLERK, "")
    assert {desk.row(ref).vaccination.beneficiary.gender for ref in doses} == {Gender.OTHER}


def test_a_dose_of_a_shared_person_may_turn_out_to_be_somebody_elses(desk: Upload) -> None:
    first, second = _two_doses(desk)
    other = people.draft(3, dose1_on="16-01-2021", dose1_vaccine="COVISHIELD", **LATER)
    desk.register.correct(second, other, people.CLERK, "")
    assert desk.row(first).vaccination.beneficiary == people.vaccination(1).beneficiary
    assert desk.row(second).vaccination.beneficiary == people.vaccination(3).beneficiary


def test_a_person_corrected_into_one_who_is_there_is_that_one(desk: Upload) -> None:
    desk.record(3)
    desk.clock.pass_by(40 * 86_400)
    wrong = desk.record(4, dose1_on="16-01-2021", dose1_vaccine="COVISHIELD", **LATER)
    desk.register.correct(wrong, people.draft(3, **LATER), people.CLERK, "")
    desk.settle()
    assert (len(desk.portal.people), desk.portal.doses) == (1, [("R0001", 1), ("R0001", 2)])


def test_a_correction_into_a_dose_that_is_there_is_refused(desk: Upload) -> None:
    desk.record(3)
    wrong = desk.record(4)
    with pytest.raises(NotAccepted) as refused:
        desk.register.correct(wrong, people.draft(3), people.CLERK, "")
    assert _codes(refused) == {"dose": "already_recorded"}


def test_the_audit_says_what_was_done_and_no_value(desk: Upload) -> None:
    client_ref = desk.record(1)
    desk.register.correct(client_ref, people.draft(1, name="Mohan Misaal"), people.SUPERVISOR, "")
    desk.register.void(client_ref, people.CLERK, "twice")
    assert _audit(desk) == [
        (people.CLERK.name, "record", client_ref, ""),
        (people.SUPERVISOR.name, "correct", client_ref, "name"),
        (people.CLERK.name, "void", client_ref, ""),
    ]


@pytest.mark.parametrize("deed", ["record", "correct", "void"])
def test_a_deed_whose_audit_line_fails_leaves_nothing(desk: Upload, monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    client_ref = desk.record(1)
    before, row = _rows(desk), desk.row(client_ref)
    _fail_at(monkeypatch)
    with pytest.raises(StoreError):
        _do(desk, deed, client_ref)
    assert (_rows(desk), desk.row(client_ref), desk.counts().recorded) == (before, row, 1)


@pytest.mark.parametrize("deed", ["record", "correct", "void"])
def test_a_disk_that_fails_at_the_end_leaves_nothing_and_tells_nobody(desk: Upload, deed: str) -> None:
    client_ref = desk.record(1)
    before, row = _rows(desk), desk.row(client_ref)
    told: list[str] = []
    desk.hooks.vaccination_saved.connect(told.append)
    desk.store.failures = 1
    with pytest.raises(StoreError):
        _do(desk, deed, client_ref)
    assert (_rows(desk), desk.row(client_ref), told) == (before, row, [])
    _do(desk, deed, client_ref)
    assert len(told) == 1


def _fail_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def note(*_values: object) -> None:
        raise StoreError("disk_failed")

    monkeypatch.setattr(audit, "note", note)


def _do(desk: Upload, deed: str, client_ref: str) -> None:
    if deed == "record":
        desk.record(2)
    elif deed == "correct":
        desk.register.correct(client_ref, people.draft(1, name="Mohan Misaal"), people.CLERK, "why")
    else:
        desk.register.void(client_ref, people.CLERK, "why")
