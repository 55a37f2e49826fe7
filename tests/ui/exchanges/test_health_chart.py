# SPDX-License-Identifier: MIT
"""The chart as it is painted: trouble by shape, fine by fill, seconds by a line; and the same in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.support.fake_rows import slots
from ui import style
from ui.exchanges.health_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, HealthChart, marks
from vaxdesk.domain.upload_health import HealthSlot

WIDTH = 884
STEP = (WIDTH - LEFT - RIGHT) / 8


def _painted(qtbot: QtBot, of: tuple[HealthSlot, ...]) -> QImage:
    chart = HealthChart()
    qtbot.addWidget(chart)
    chart.resize(WIDTH, HEIGHT)
    chart.show_slots(of)
    chart.show()
    return chart.grab().toImage()


def _share(image: QImage, slot: int, colour: str) -> float:
    """Return which part of the room of one slot is painted in ``colour``."""
    wanted = QColor(colour)
    left, right = int(LEFT + slot * STEP) + 6, int(LEFT + (slot + 1) * STEP) - 6
    room = [(x, y) for x in range(left, right) for y in range(TOP, HEIGHT - BOTTOM)]
    return sum(image.pixelColor(x, y) == wanted for x, y in room) / len(room)


def test_bars_are_as_high_as_their_counts_and_trouble_is_hatched(qtbot: QtBot) -> None:
    scheme = style.colours()
    image = _painted(qtbot, slots((10, 0, None), (5, 0, None), (0, 10, None), (0, 0, None)))
    full, half, hatched, none = (_share(image, n, scheme.accent) for n in range(4))
    assert full > 0.9 and 0.4 < half < 0.6
    assert hatched == none == 0
    assert 0.02 < _share(image, 2, scheme.amber) < 0.6, "lines, not a plane"
    assert _share(image, 0, scheme.amber) == _share(image, 3, scheme.amber) == 0


def test_the_seconds_are_a_line_that_breaks_where_nothing_was_exchanged(qtbot: QtBot) -> None:
    ink = style.colours().ink
    image = _painted(qtbot, slots((1, 0, 0.2), (1, 0, 0.9), (0, 0, None), (1, 0, 0.3)))
    assert _share(image, 0, ink) > 0 and _share(image, 1, ink) > 0 and _share(image, 3, ink) > 0
    assert _share(image, 2, ink) == 0


def test_a_full_day_and_a_day_without_an_exchange_can_be_painted(qtbot: QtBot) -> None:
    scheme = style.colours()
    assert _share(_painted(qtbot, slots(*[(9, 1, 2.0)] * 60)), 4, scheme.accent) > 0.4
    assert _share(_painted(qtbot, ()), 0, scheme.accent) == 0


def test_who_does_not_see_the_chart_hears_it(qtbot: QtBot) -> None:
    chart = HealthChart()
    qtbot.addWidget(chart)
    assert chart.accessibleDescription() == "No exchange with the portal today."
    chart.show_slots(slots((4, 18, 14.2), (25, 1, 2.1)))
    assert chart.accessibleName() == "The portal over the day"
    assert "29 answered fine, 19 troubled" in chart.accessibleDescription()


@pytest.mark.parametrize(
    ("hour", "minute", "count", "step", "named"),
    [
        (9, 0, 8, 50.0, ["09:00", "10:00"]),
        (9, 15, 8, 50.0, ["09:15", "10:00", "11:00"]),
        (9, 45, 8, 20.0, ["10:00", "11:00"]),
        (0, 0, 96, 5.0, ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00"]),
        (9, 15, 2, 50.0, ["09:15"]),
    ],
)
def test_hours_are_named_as_far_as_there_is_room(
    hour: int, minute: int, count: int, step: float, named: list[str]
) -> None:
    first = datetime(2021, 1, 16, hour, minute, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert [words for _n, words in marks(first, count, step)] == named
