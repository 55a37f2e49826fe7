# SPDX-License-Identifier: MIT
"""People without a usable photo ID: recorded with the reason, held at once, gone once a correction brings the ID."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import people
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.beneficiary import MobileOf, NoIdWhy
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.upload import NO_PHOTO_ID, State
from vaxdesk.errors import NotAccepted

WITHOUT = {"id_type": "", "id_number": "", "no_id_why": "not_brought"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


def test_without_an_id_the_dose_is_held_with_the_reason_and_counted_so(desk: Upload) -> None:
    row = desk.register.open(desk.record(0, **WITHOUT)).row
    assert (row.state, row.last_code) == (State.HELD, NO_PHOTO_ID)
    assert row.vaccination.beneficiary.id_type is None and row.vaccination.no_id_why is NoIdWhy.NOT_BROUGHT
    assert (desk.counts().held, desk.counts().waiting, desk.counts().recorded) == (1, 0, 1)


def test_what_is_held_without_an_id_is_never_sent(desk: Upload) -> None:
    desk.record(0, **WITHOUT)
    for _ in range(3):
        desk.run_pass()
        desk.clock.pass_by(3600)
    assert desk.counts().held == 1 and desk.portal.methods() == []


def test_a_correction_that_brings_the_id_lets_it_go_and_takes_the_reason_back(desk: Upload) -> None:
    client_ref = desk.record(0, **WITHOUT)
    brought = replace(people.draft(0), no_id_why="not_brought")
    desk.register.correct(client_ref, brought, people.CLERK, "")
    row = desk.register.open(client_ref).row
    assert (row.state, row.last_code) == (State.WAITING, "")
    assert row.vaccination.no_id_why is None and row.vaccination.beneficiary.id_number == "0000"


def test_a_correction_without_the_id_leaves_it_held(desk: Upload) -> None:
    client_ref = desk.record(0, **WITHOUT)
    desk.register.correct(client_ref, people.draft(0, remarks="comes back", **WITHOUT), people.CLERK, "")
    assert desk.register.open(client_ref).row.state is State.HELD


def test_a_correction_that_takes_the_id_away_holds_what_was_waiting(desk: Upload) -> None:
    client_ref = desk.record(0)
    desk.register.correct(client_ref, people.draft(0, **WITHOUT), people.CLERK, "")
    row = desk.register.open(client_ref).row
    assert (row.state, row.last_code) == (State.HELD, NO_PHOTO_ID)


def test_two_without_an_id_are_not_one_person_and_the_same_one_twice_is_told(desk: Upload) -> None:
    desk.record(0, **WITHOUT)
    desk.record(2, **WITHOUT)
    with pytest.raises(NotAccepted) as refused:
        desk.record(0, **WITHOUT)
    assert [problem.code for problem in refused.value.problems] == ["already_recorded"]


def test_whose_mobile_it_is_comes_back_as_it_was_typed(desk: Upload) -> None:
    opened = desk.register.open(desk.record(0, mobile_of="relative"))
    assert opened.row.vaccination.beneficiary.mobile_of is MobileOf.RELATIVE
    assert opened.draft.mobile_of == "relative"


def _second(desk: Upload, **changed: str) -> str:
    """Record the second dose of person 0, five weeks on; return its client_ref."""
    desk.clock.pass_by(35 * 86_400)
    first = {"dose1_on": f"{people.GIVEN_ON:%d-%m-%Y}", "dose1_vaccine": "COVISHIELD"}
    return desk.record(0, **({"dose": "2", "given_on": f"{desk.clock.today():%d-%m-%Y}", **first} | changed))


def _refused(desk: Upload, client_ref: str, **changed: str) -> list[tuple[str, str]]:
    with pytest.raises(NotAccepted) as refused:
        desk.register.correct(client_ref, people.draft(0, **changed), people.CLERK, "lost since")
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_nobody_loses_the_id_by_which_the_portal_knows_them(desk: Upload) -> None:
    first = desk.record(0)
    desk.settle()
    second = _second(desk)
    for elsewhere in ({}, {"name": "Ravi Kalpit", "gender": "male"}):
        assert _refused(desk, first, **WITHOUT, **elsewhere) == [("no_id_why", "id_is_known")]
    assert desk.register.open(second).draft.id_number == desk.register.open(first).draft.id_number == "0000"
    assert desk.register.check(desk.register.open(second).draft, second).problems == ()
    desk.settle()
    assert [desk.state(ref) for ref in (first, second)] == [State.CONFIRMED] * 2


def test_no_dose_loses_the_id_that_another_one_has(desk: Upload) -> None:
    first, second = desk.record(0), _second(desk)
    assert _refused(desk, first, **WITHOUT) == [("no_id_why", "id_is_known")]
    desk.register.void(second, people.CLERK, "typed twice")
    desk.register.correct(first, people.draft(0, **WITHOUT), people.CLERK, "")
    assert desk.state(first) is State.HELD


def test_a_dose_that_is_somebody_elses_may_be_without_the_id(desk: Upload) -> None:
    first, second = desk.record(0), _second(desk)
    theirs = people.draft(0, name="Asha Kalpit", **WITHOUT)
    desk.register.correct(first, theirs, people.CLERK, "")
    assert (desk.state(first), desk.register.open(second).draft.id_number) == (State.HELD, "0000")


def _notes(desk: Upload, draft: Draft, correcting: str = "") -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    return [(p.field, p.code, p.params) for p in desk.register.check(draft, correcting).problems]


def test_a_dose_with_the_id_says_that_an_earlier_one_is_held_without(desk: Upload) -> None:
    first = desk.record(0, **WITHOUT)
    note = ("dose", "dose_held_without_id", (("dose", "1"),))
    assert _notes(desk, people.draft(0)) == [note], "the very same dose, typed again when the ID is brought"
    second = _second(desk)
    opened = desk.register.open(second).draft
    assert _notes(desk, opened, second) == [note]
    assert _notes(desk, people.draft(0), first) == [], "which is how it is corrected"
    desk.register.correct(first, people.draft(0), people.CLERK, "")
    assert _notes(desk, opened, second) == []
    desk.settle()
    (there,) = desk.portal.people
    assert list(there.doses) == [1, 2], "then they go in their order"


def test_a_dose_that_was_cancelled_while_it_was_held_is_not_told(desk: Upload) -> None:
    desk.register.void(desk.record(0, **WITHOUT), people.CLERK, "typed twice")
    assert _notes(desk, people.draft(0)) == []
