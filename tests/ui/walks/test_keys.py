# SPDX-License-Identifier: MIT
"""How many keys a person costs, in the real window over a real store; never more than the aims."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support import desks, people
from tests.ui.walks.keyboard import (
    NAME_OF_15,
    Keyboard,
    expected_person,
    keyboard_at,
    second_dose,
    today_of,
    walk_in,
    write_list,
)
from vaxdesk.desk import Desk
from vaxdesk.services.browsing import Browsing

AIM_EXPECTED, AIM_SECOND, AIM_WALK_IN = 6, 8, 55


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Expects people 0 to 9 today; persons 20 to 22 had their first dose in January 2021."""
    made = Desk(desks.make_folder(tmp_path / "desk"))
    made.open(people.CLERK.name, desks.PASSWORD)
    made.expected.add(write_list(tmp_path / "list.csv", people.drafts(10), today_of(made)), people.CLERK)
    for n in (20, 21, 22):
        made.register.record(people.draft(n), people.CLERK)
    yield made
    made.close()


@pytest.fixture
def keyboard(qapp: QApplication, desk: Desk) -> Iterator[Keyboard]:
    del qapp
    with keyboard_at(desk) as made:
        yield made


def test_keys_of_an_expected_person_of_a_second_dose_and_of_a_walk_in(keyboard: Keyboard, desk: Desk) -> None:
    assert len(NAME_OF_15) == 15
    stranger = people.draft(40, name=NAME_OF_15, mobile="9811100042", id_number="7788")
    assert expected_person(keyboard, people.draft(7)).keys <= AIM_EXPECTED
    assert second_dose(keyboard, people.draft(21)).keys <= AIM_SECOND
    assert walk_in(keyboard, stranger).keys <= AIM_WALK_IN
    recorded = [row.vaccination for row in Browsing(desk.store).day(desk.clock.today())]
    assert [(each.beneficiary.name, each.dose) for each in recorded] == [
        (people.draft(7).name, 1),
        (people.draft(21).name, 2),
        (NAME_OF_15, 1),
    ]
    assert {(each.vaccine, each.batch, each.vial) for each in recorded} == {("COVISHIELD", "4120Z005", "L7")}
