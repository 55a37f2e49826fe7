# SPDX-License-Identifier: MIT
"""The vaccinations: recorded whole, found again, listed in the order a person expects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import peewee
import pytest
from stdnum import damm

from tests.support import people
from tests.support.boxes import Box
from vaxdesk import identity
from vaxdesk.domain.beneficiary import Gender, IdType
from vaxdesk.domain.upload import State, Step
from vaxdesk.domain.vaccination import Known, KnownDose, KnownHolder, Source
from vaxdesk.errors import StoreError
from vaxdesk.store import amendments, intake, vaccinations

SECOND = {"dose": 2, "given_on": date(2021, 2, 20)}


def _import(box: Box, *numbers: int) -> None:
    new = [intake.NewRow(people.vaccination(n), f"hash-{n}") for n in numbers]
    box.write(lambda: intake.add(box.store, new, people.CLERK, box.clock.now()))


def _void(box: Box, client_ref: str) -> None:
    box.write(lambda: amendments.cancel(box.store, amendments.find(box.store, client_ref), "typed twice"))


def _names(rows: tuple[vaccinations.RegisterRow, ...]) -> list[str]:
    return [row.vaccination.page + "/" + row.vaccination.line for row in rows]


def _known(box: Box, n: int, leave_out: str = "", id_key: str | None = None) -> Known:
    person = people.vaccination(n).beneficiary
    own_id = identity.id_key(person.id_type, person.id_number) if id_key is None else id_key
    with box.store.reading():
        return vaccinations.known(box.store, identity.person_key(person), own_id, leave_out)


def test_what_is_recorded_comes_back_as_it_was(box: Box) -> None:
    given = replace(
        people.vaccination(1),
        sub_category=None,
        comorbidity=True,
        vial_opened_at=None,
        dose=2,
        dose1_on=date(2020, 12, 19),
        dose1_vaccine="COVISHIELD",
        aefi="none seen",
        remarks="=1+1",
    )
    now = box.clock.now()
    receipt = box.write(lambda: vaccinations.add(box.store, given, by="Clerk Kalpit", now=now))
    row = box.row(receipt.client_ref)
    assert row.vaccination == given
    assert (row.receipt_no, row.source, row.recorded_by) == (receipt.receipt_no, Source.LIVE, "Clerk Kalpit")
    assert (row.recorded_at, row.next_attempt_at) == (now, now)
    assert (row.state, row.step, row.revision, row.void_reason, row.to_raise) == (
        State.WAITING,
        Step.IDENTIFY,
        1,
        "",
        0,
    )
    assert (receipt.name, receipt.recorded_at) == (given.beneficiary.name, now)


def test_receipts_count_on_with_a_check_digit_whoever_records(box: Box) -> None:
    box.record(1)
    _import(box, 2, 3)
    box.record(4)
    with box.store.reading():
        receipts = [row.receipt_no for row in vaccinations.last(box.store, 9)]
    assert receipts == [f"00{n}-{damm.calc_check_digit(str(n))}" for n in (4, 3, 2, 1)]


def test_a_number_is_not_given_again_after_a_void_or_a_failed_save(box: Box) -> None:
    _void(box, box.record(1))
    box.store.failures = 1
    with pytest.raises(StoreError):
        box.record(2)
    assert box.row(box.record(3)).receipt_no.startswith("002-")


def test_a_save_that_fails_leaves_no_person_no_item_and_no_count(box: Box) -> None:
    box.store.failures = 1
    with pytest.raises(StoreError):
        box.record(1)
    models = box.store.models
    with box.store.reading():
        assert [table.select().count() for table in models.tables()] == [0] * len(models.tables())


def test_one_person_has_one_row_for_both_doses(box: Box) -> None:
    first, second = box.record(1), box.record(1, **SECOND)
    vaccination = box.store.models.Vaccination
    with box.store.reading():
        people_of = dict(vaccination.select(vaccination.client_ref, vaccination.beneficiary).tuples())
    assert people_of[first] == people_of[second]


def test_the_store_itself_takes_no_second_live_row_of_one_dose(box: Box) -> None:
    first = box.record(1)
    with pytest.raises(peewee.IntegrityError):
        box.record(1)
    assert box.counts() == {"waiting": 1}
    _void(box, first)
    assert box.row(box.record(1)).state is State.WAITING


def test_the_last_come_newest_first_also_after_an_import(box: Box) -> None:
    box.record(30)
    _import(box, 12, 11, 13)
    box.record(1)
    with box.store.reading():
        assert _names(vaccinations.last(box.store, 4)) == ["1/2", "1/14", "1/12", "1/13"]
        assert _names(vaccinations.last(box.store, 1)) == ["1/2"]
        assert len(vaccinations.last(box.store, 9)) == 5


def test_a_day_stands_in_the_order_of_the_day_void_ones_too(box: Box) -> None:
    late, early = box.record(1, given_at=time(15, 0)), box.record(2, given_at=time(9, 0))
    same = box.record(3, given_at=time(9, 0))
    box.record(4, given_on=date(2021, 1, 17))
    elsewhere = box.record(5, given_at=time(8, 0), centre="PEHOWA")
    _void(box, early)
    with box.store.reading():
        day = vaccinations.day(box.store, people.GIVEN_ON)
        assert [row.client_ref for row in day] == [elsewhere, early, same, late]
        assert [row.client_ref for row in vaccinations.day(box.store, people.GIVEN_ON, "PEHOWA")] == [elsewhere]
        assert vaccinations.day(box.store, date(2021, 1, 18)) == ()


def test_the_days_come_newest_first_and_once(box: Box) -> None:
    for n, day in enumerate((16, 18, 16, 17)):
        box.record(n, given_on=date(2021, 1, day))
    with box.store.reading():
        assert vaccinations.days(box.store) == (date(2021, 1, 18), date(2021, 1, 17), date(2021, 1, 16))


def test_nobody_knows_a_reference_that_was_never_given(box: Box) -> None:
    box.record(1)
    with box.store.reading():
        assert vaccinations.one(box.store, "no-such-ref") is None


def test_what_was_recorded_last_and_counts_is_the_last_saved(box: Box) -> None:
    with box.store.reading():
        assert vaccinations.last_recorded(box.store) == ""
    first, second = box.record(1), box.record(2)
    with box.store.reading():
        assert vaccinations.last_recorded(box.store) == second
    _void(box, second)
    with box.store.reading():
        assert vaccinations.last_recorded(box.store) == first


def test_rows_are_found_by_state_and_rounds_of_doubt(box: Box) -> None:
    refs = []
    for n, (state, rounds) in enumerate([(State.REJECTED, 0), (State.DOUBTFUL, 4), (State.DOUBTFUL, 5)]):
        refs.append(box.record(n))
        box.bring_next_to(state, doubt_rounds=rounds, due_in_s=900.0)
    with box.store.reading():
        doubts = vaccinations.in_states(box.store, [State.DOUBTFUL], 5)
        both = vaccinations.in_states(box.store, [State.REJECTED, State.DOUBTFUL])
        assert [row.client_ref for row in doubts] == [refs[2]]
        assert [row.client_ref for row in both] == refs
        assert vaccinations.in_states(box.store, [State.HELD]) == ()


def test_live_doses_of_the_same_person_are_known_with_who_and_when(box: Box) -> None:
    client_ref = box.record(1)
    void = box.record(1, **SECOND)
    _void(box, void)
    box.record(2)
    gender = people.vaccination(1).beneficiary.gender
    dose = KnownDose(client_ref, 1, "COVISHIELD", people.GIVEN_ON, box.clock.now(), people.CLERK.name, gender)
    assert _known(box, 1) == Known((dose,), ())


def test_the_vaccination_under_correction_does_not_count_against_itself(box: Box) -> None:
    client_ref = box.record(1)
    second = box.record(1, **SECOND)
    known = _known(box, 1, leave_out=client_ref)
    assert [(dose.client_ref, dose.gender) for dose in known.doses] == [(second, None)]


def test_the_gender_of_another_person_is_still_known_while_one_is_corrected(box: Box) -> None:
    box.record(1)
    other = box.record(3)
    assert [dose.gender for dose in _known(box, 1, leave_out=other).doses] == [people.vaccination(1).beneficiary.gender]


def test_other_holders_of_an_id_are_known_and_oneself_is_none(box: Box) -> None:
    person = people.vaccination(1).beneficiary
    other = replace(person, name="Mohan Misaal", birth_year=1980, mobile="9900012345", gender=Gender.MALE)
    box.record(1)
    holder = box.record(3, beneficiary=other)
    box.record(3, beneficiary=other, **SECOND)
    assert _known(box, 1).holders == (KnownHolder("Mohan Misaal", 1980, "9900012345"),)
    assert _known(box, 1, leave_out=holder).holders == (KnownHolder("Mohan Misaal", 1980, "9900012345"),)
    assert _known(box, 1, id_key="").holders == ()


def test_who_has_only_void_doses_holds_no_id(box: Box) -> None:
    person = people.vaccination(1).beneficiary
    assert person.id_type is IdType.VOTER_ID
    _void(box, box.record(3, beneficiary=replace(person, name="Mohan Misaal")))
    assert _known(box, 1) == Known()


def test_nothing_is_known_of_keys_that_are_unknown(box: Box) -> None:
    box.record(1)
    with box.store.reading():
        assert vaccinations.known(box.store, "", "") == Known()
