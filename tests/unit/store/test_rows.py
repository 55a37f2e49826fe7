# SPDX-License-Identifier: MIT
"""Between rows and domain objects: what was not asked for stays, what cannot be is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.support import people
from tests.support.boxes import Box
from vaxdesk.store import rows


def test_no_moment_is_no_moment() -> None:
    assert rows.instant(None) is None
    assert rows.instant(0.0) == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_first_dose_of_this_desk_takes_the_place_of_what_was_said() -> None:
    given = people.vaccination(1)
    assert rows.with_first_dose(given, None) is given
    second = rows.with_first_dose(given, ("2021-01-16", "COVAXIN"))
    assert (second.dose1_on, second.dose1_vaccine) == (date(2021, 1, 16), "COVAXIN")


def test_a_vaccination_without_the_moment_of_its_recording_is_a_slip_of_ours(box: Box) -> None:
    box.record(1)
    models = box.store.models
    with box.store.reading():
        query = models.Vaccination.select(*rows.register_columns(models)).join(models.Beneficiary)
        row = query.switch(models.Vaccination).join(models.Outbox).dicts().get()
    assert rows.register_row(row, 0).recorded_at == box.clock.now()
    with pytest.raises(ValueError, match="moment"):
        rows.register_row({**row, "recorded_at": None}, 0)
