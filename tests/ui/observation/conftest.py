# SPDX-License-Identifier: MIT
"""A store on disk and the board over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.support import people, stores
from tests.support.clocks import StillClock
from tests.support.fake_desk import FakeDesk
from tests.support.fake_rows import CENTRES
from tests.support.observed import TEN, Board
from ui.background import Background
from ui.bridge import Bridge
from ui.observation.panel import ObservationPanel
from vaxdesk.services.case_reports import CaseReports
from vaxdesk.services.observation import Observation
from vaxdesk.store.database import Store


@pytest.fixture
def store() -> Iterator[stores.FailingStore]:
    with stores.thrown_away() as made:
        yield made


@pytest.fixture
def board(qtbot: QtBot, store: Store, desk: FakeDesk, background: Background, bridge: Bridge) -> Board:
    """At ten: one may go since 09:40, two are watched until 10:10 and 10:25."""
    clock, told, beeps, counts = StillClock(TEN), [], [], []
    register, service = stores.register_of(store, clock, desk.hooks), Observation(store, clock)
    reports = CaseReports(store, stores.reference_table(), CENTRES, clock)
    panel = ObservationPanel(service, reports, background, bridge, people.CLERK, clock, lambda: beeps.append(None))
    made = Board(panel, service, register, clock, told, beeps, counts, [])
    panel.told.connect(told.append)
    panel.count_changed.connect(counts.append)
    made.refs += [made.save(n, at) for n, at in enumerate(["09:10", "09:40", "09:55"])]
    qtbot.addWidget(panel)
    panel.resize(1180, 640)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(lambda: counts[-1:] == [3] and panel.isActiveWindow())
    return made
