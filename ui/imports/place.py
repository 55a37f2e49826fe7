# SPDX-License-Identifier: MIT
"""The place of imports: asks what the file holds, and shows the panel that takes in such files."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.imports.expected_panel import ExpectedPanel
from ui.imports.panel import ImportPanel
from ui.style import px
from ui.widgets.choice import Choice, Option
from ui.widgets.text import plain_label
from vaxdesk.i18n import _

REGISTER, EXPECTED = "register", "expected"


class ImportPlace(QWidget):
    """A box with the two kinds of file, and below it the panel of the one that is chosen."""

    def __init__(self, register: ImportPanel, expected: ExpectedPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "page")
        self._panels: dict[str, QWidget] = {REGISTER: register, EXPECTED: expected}
        self._kind = Choice(
            (
                Option(REGISTER, _("A register of vaccinations given")),
                Option(EXPECTED, _("A list of people expected")),
            )
        )
        self._kind.setAccessibleName(_("What the file holds"))
        self._kind.setMinimumWidth(px(320))
        self._kind.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._kind.edited.connect(self._show_chosen)
        label = plain_label(_("What the file holds"), "label")
        label.setBuddy(self._kind)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label)
        top.addWidget(self._kind)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        for panel in self._panels.values():
            column.addWidget(panel, 1)
        self.show_kind(REGISTER)
        self.setFocusProxy(self._kind)

    def kind(self) -> str:
        """Return which kind is chosen."""
        return self._kind.value()

    def show_kind(self, kind: str) -> None:
        """Show the panel for ``kind``."""
        self._kind.set_value(kind)
        for name, panel in self._panels.items():
            panel.setVisible(name == kind)

    @Slot()
    def _show_chosen(self) -> None:
        self.show_kind(self._kind.value() or REGISTER)
