# SPDX-License-Identifier: MIT
"""The form tells who is typed, and takes whom the clerk recognised; over the real rules and a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk
from tests.support.stores import reference_table
from tests.support.typed_form import TypedForm
from tests.support.uploads import Upload, upload_in
from ui.background import Background
from ui.form.likeness_strip import LikenessStrip
from vaxdesk.services.likeness import Likeness

DAY_S = 86_400


class Recognised(TypedForm):
    """A form over a real register, with the strip beside it."""

    def __init__(self, qtbot: QtBot, fake: FakeDesk, background: Background, real: Upload) -> None:
        fake.register, fake.clock = real.register, real.clock  # type: ignore[assignment]
        super().__init__(qtbot, fake, background)
        self.strip = LikenessStrip(Likeness(real.store, reference_table(), real.clock), background, self.panel)
        self.panel.recognising.seen.connect(self.strip.look)
        self.strip.taken.connect(self.panel.recognising.take)

    def type_of(self, **fields: str) -> None:
        for name, text in fields.items():
            self.type_into(name, text)
        self.press(Qt.Key.Key_Tab)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def form(qtbot: QtBot, desk: FakeDesk, background: Background, real: Upload) -> Iterator[Recognised]:
    real.record(1, name="Sunita Devi", gender="female", birth_year="1985", mobile="9900000001")
    real.clock.pass_by(20 * DAY_S)
    made = Recognised(qtbot, desk, background, real)
    yield made
    made.settle()


def test_leaving_a_field_is_enough_to_be_told(form: Recognised) -> None:
    form.type_of(name="Suneeta", birth_year="1985")
    assert "Sunita Devi, 1985, had Covishield on 16-01-2021 under XXXXXX0001." in form.strip.text()
    assert form.focused() == "mobile"


def test_one_key_fills_the_person_as_recorded_and_too_early_stops(form: Recognised) -> None:
    form.panel.pin({"vaccine": "COVISHIELD"})
    form.type_of(name="Suneeta", birth_year="1985", mobile="9900000001")
    form.strip.take(0)
    form.settle()
    draft = form.draft()
    assert (draft.name, draft.dose, draft.dose1_on) == ("Sunita Devi", "2", "16-01-2021")
    assert draft.id_number == people.draft(1).id_number
    assert form.note("given_on") == "Dose 1 was on 16-01-2021; dose 2 is allowed 28 days later, from 13-02-2021."
    assert form.strip.text().startswith("Was here before")


def test_another_vaccine_than_the_first_stops_at_once(form: Recognised) -> None:
    form.panel.pin({"vaccine": "COVAXIN"})
    form.type_of(name="Suneeta", birth_year="1985", mobile="9900000001")
    form.strip.take(0)
    form.settle()
    assert form.note("vaccine") == "Dose 1 was COVISHIELD; dose 2 has to be the same."


def test_the_next_person_begins_with_nothing_said(form: Recognised) -> None:
    form.type_of(name="Suneeta", birth_year="1985")
    form.strip.dismiss()
    form.panel.start_blank()
    form.settle()
    assert form.strip.likes() == ()
    form.panel.set_draft(replace(form.draft(), name="Suneeta", birth_year="1985"))
    form.settle()
    assert len(form.strip.likes()) == 1
