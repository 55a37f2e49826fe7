# SPDX-License-Identifier: MIT
"""Fixtures for tests of the rim: a desk in memory and the two objects every panel is handed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.support.fake_desk import FakeDesk
from ui import style
from ui.background import Background
from ui.bridge import Bridge
from ui.collecting import Collector


@pytest.fixture(scope="session")
def _collector(qapp: QApplication) -> Iterator[Collector]:
    """No thread of a test may destroy a widget of the test before."""
    del qapp
    made = Collector()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _collected(_collector: Collector) -> Iterator[None]:
    """Collect between tests, since few of them turn the event loop for long."""
    yield
    _collector.collect()


@pytest.fixture(autouse=True)
def _styled(qapp: QApplication) -> None:
    """The desk's own fonts, colours and sizes, once for all tests."""
    if not qapp.styleSheet():
        qapp.setStyle("Fusion")
        qapp.setFont(style.font())
        qapp.setPalette(style.palette(style.LIGHT))
        qapp.setStyleSheet(style.sheet(style.LIGHT))


@pytest.fixture
def desk() -> FakeDesk:
    """An empty desk that is set up."""
    return FakeDesk()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    """The real one; the test ends only when its work has."""
    made = Background()
    yield made
    assert made.finish(10_000)
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def bridge(desk: FakeDesk, background: Background) -> Iterator[Bridge]:
    """Listens to the hooks of ``desk``."""
    made = Bridge(desk.hooks, desk.sending.status, background)
    yield made
    made.close()
