# SPDX-License-Identifier: MIT
"""The form in a real window over a desk in memory, and the short words by which tests type into it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk
from ui.background import Background
from ui.form.fields import ORDER
from ui.form.panel import FormPanel
from ui.widgets.box import Box
from ui.widgets.strip import Strip
from vaxdesk.domain.draft import Draft

PERSON_KEYS = (
    "Sunita Devi", "1", "1984", "9876543210", "1", "8606", "1", "2", "Namoona Hospital", "1", "", "3", "7",
)  # fmt: skip


class TypedForm:
    """The form, and the short words of the tests."""

    def __init__(self, qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
        self.qtbot, self.desk, self.background = qtbot, desk, background
        self.panel = self.new_panel()

    def new_panel(self) -> FormPanel:
        panel = FormPanel(
            self.desk.register,
            self.desk.drafts,
            self.desk.day,
            self.background,
            people.CLERK,
            self.desk.settings,
            self.desk.reference,
            clock=self.desk.clock,
        )
        self.qtbot.addWidget(panel)
        panel.resize(890, 650)
        panel.show()
        panel.activateWindow()
        self.qtbot.waitUntil(panel.isActiveWindow)
        self.settle()
        if not any(strip.is_asking() for strip in panel.findChildren(Strip)):
            panel.setFocus()
        return panel

    def settle(self) -> None:
        """Let everything that runs in the background come to its end, and its answers arrive."""
        self.background.finish(10_000)
        QApplication.processEvents()
        self.background.finish(10_000)
        QApplication.processEvents()

    def box(self, name: str) -> Box:
        found = self.panel.findChild(Box, name)
        assert found is not None
        return found

    def focused(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def keys(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClicks(focus, text)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, settle: bool = True
    ) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.panel, key, modifier)
        if settle:
            self.settle()

    def hold(self, key: Qt.Key, text: str = "") -> None:
        """Send one of the repeats of a key that is held down."""
        target = QApplication.focusWidget()
        assert target is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            held = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, autorep=True)
            QApplication.sendEvent(target, held)

    def go_to(self, name: str) -> None:
        for key in [Qt.Key.Key_Tab] * (len(ORDER) + 4) + [Qt.Key.Key_Backtab] * (len(ORDER) + 4):
            if self.focused() == name:
                return
            self.press(key, settle=False)
        raise AssertionError(f"{name} is not in the focus order")

    def type_into(self, name: str, text: str) -> None:
        self.go_to(name)
        self.keys(text)

    def save(self) -> None:
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def draft(self) -> Draft:
        return self.panel.draft()

    def note(self, name: str) -> str:
        return self.box(name).accessibleDescription()

    def strips(self) -> str:
        return "\n".join(strip.text() for strip in self.panel.findChildren(Strip) if strip.text())

    def words(self) -> str:
        return "\n".join(label.text() for label in self.panel.findChildren(QLabel) if label.isVisible())

    def button(self, words: str) -> QPushButton:
        return next(b for b in self.panel.findChildren(QPushButton) if b.isVisible() and words in b.text())


def type_person(form: TypedForm) -> None:
    for text in PERSON_KEYS:
        form.keys(text)
        form.press(Qt.Key.Key_Return, settle=False)
    form.keys("1")
    for name, text in (("vaccine", "1"), ("batch", "4120Z005"), ("vial", "L7"), ("vaccinator", "Prabha Devi")):
        form.type_into(name, text)
