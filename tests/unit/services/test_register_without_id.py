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
