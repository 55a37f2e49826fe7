# SPDX-License-Identifier: MIT
"""What is known of a vial when a dose is recorded from it: an expired batch stops, the rest is worth knowing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.support.vial_centre import Centre
from vaxdesk import settings
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.errors import NotAccepted
from vaxdesk.events import Hooks
from vaxdesk.services.imports import Imports


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with stores.opened(tmp_path) as store:
        yield Centre(store)


def found(centre: Centre, draft: Draft, correcting: str = "") -> list[tuple[str, str, Severity]]:
    problems: tuple[Problem, ...] = centre.register.check(draft, correcting).problems
    return [(p.field, p.code, p.severity) for p in problems]


def test_a_batch_past_its_expiry_stops_before_the_needle(centre: Centre) -> None:
    centre.open(expires_on="16-01-2021")
    assert found(centre, centre.draft(0)) == []

    centre.clock.pass_by(86_400)

    expired = ("batch", "batch_expired", Severity.ERROR)
    assert found(centre, centre.draft(0)) == [expired]
    assert found(centre, centre.draft(0, batch="4120z005", vial="")) == [expired]
    assert found(centre, centre.draft(0, batch="4120Z006")) == []
    with pytest.raises(NotAccepted):
        centre.give(0)


def test_a_dose_given_long_since_can_still_be_corrected_with_a_note(centre: Centre) -> None:
    centre.open(expires_on="16-01-2021")
    dose = centre.give(0, batch="4120Z006")
    centre.clock.pass_by(86_400)

    later = centre.draft(0)
    assert found(centre, later, dose) == [("batch", "batch_expired", Severity.NOTE)]
    centre.register.correct(dose, later, people.CLERK, "")


def test_a_vial_past_its_hours_stays_a_note(centre: Centre) -> None:
    centre.open()
    centre.clock.pass_by(4 * 3600 + 60)

    late = centre.draft(0, vial_opened_at="12:00")
    assert found(centre, late) == [("vial_opened_at", "vial_open_too_long", Severity.NOTE)]


def test_a_dose_after_the_closing_is_told_and_one_before_it_is_not(centre: Centre) -> None:
    vial = centre.open()
    centre.clock.pass_by(600)
    centre.vials.close(vial.id, "0", "", people.CLERK)
    centre.clock.pass_by(600)

    assert found(centre, centre.draft(0)) == [("vial", "vial_closed", Severity.NOTE)]
    assert found(centre, centre.draft(0, given_at="12:05")) == []


def test_a_dose_in_the_minute_of_the_closing_is_told(centre: Centre) -> None:
    vial = centre.open()
    centre.clock.pass_by(30)
    centre.vials.close(vial.id, "0", "", people.CLERK)

    assert found(centre, centre.draft(0)) == [("vial", "vial_closed", Severity.NOTE)]


def test_a_vial_of_another_batch_is_told(centre: Centre) -> None:
    centre.open()

    told = [("vial", "vial_of_another_batch", Severity.NOTE)]
    assert found(centre, centre.draft(0, batch="4120Z006")) == told
    assert found(centre, centre.draft(0, vaccine="COVAXIN")) == told
    assert found(centre, centre.draft(0, batch="4120z005")) == []


def test_a_register_that_names_an_expired_batch_is_taken_in_and_says_so(centre: Centre, tmp_path: Path) -> None:
    centre.open(expires_on="16-01-2021")
    centre.clock.pass_by(86_400)
    typed = centre.draft(0)
    register = tmp_path / "register.csv"
    with register.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([DRAFT_FIELDS, [getattr(typed, name) for name in DRAFT_FIELDS]])
    codes = tuple(settings.DEFAULT_CENTRES)
    imports = Imports(centre.store, stores.reference_table(), codes, centre.clock, Hooks())

    report = imports.import_register(register, people.CLERK)

    assert report.added == 1
    assert [(p.problem.code, p.problem.severity) for p in report.problems] == [("batch_expired", Severity.NOTE)]
