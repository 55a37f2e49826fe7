# SPDX-License-Identifier: MIT
"""Asks where the case report is to stand, and of which kind. Writes nothing itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.box import Box
from ui.widgets.text import button, plain_label
from vaxdesk.i18n import _


class CaseFile(QFrame):
    """A file's name, its kind, and buttons. Enter writes, Esc leaves.

    Signals:
        write_asked: (client_ref, kind "xlsx" or "csv", Path).
        closed: nothing is to be written.
    """

    write_asked = Signal(str, str, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._client_ref = ""
        self.file = Box()
        self.file.setAccessibleName(_("File"))
        self._kind = QComboBox()
        self._kind.setAccessibleName(_("Kind"))
        self._kind.addItem(_("Excel (XLSX)"), "xlsx")
        self._kind.addItem(_("Text (CSV)"), "csv")
        self._kind.currentIndexChanged.connect(self._follow_kind)
        choose, write, leave = button(_("Choose…")), button(_("Write   Enter"), "primary"), button(_("Back   Esc"))
        choose.clicked.connect(self._choose)
        write.clicked.connect(self._write)
        leave.clicked.connect(self._leave)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        for part in (choose, self._kind, write, leave):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(plain_label(_("The case report names the person. Keep the file where only you may read it.")))
        column.addLayout(row)
        self.hide()

    def ask(self, client_ref: str, name: str) -> None:
        """Ask for the file of one person; ``name`` is proposed, without its ending."""
        self._client_ref = client_ref
        folder = Path(self.file.value()).parent if self.file.value() else _documents()
        self.file.set_value(str(folder / f"{name}.{self._kind.currentData()}"))
        self.show()
        self.file.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the strip asks, it is the strip's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._write()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _write(self) -> None:
        self.hide()
        out = Path(self.file.value().strip()).expanduser()
        self.write_asked.emit(self._client_ref, self._kind.currentData(), out)

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    @Slot()
    def _follow_kind(self) -> None:
        """Let the file's ending say its kind."""
        named = self.file.value().strip()
        if Path(named).suffix in (".xlsx", ".csv"):
            self.file.set_value(str(Path(named).with_suffix(f".{self._kind.currentData()}")))

    @Slot()
    def _choose(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Write the case report to"), self.file.value())
        if name:
            self.file.set_value(name)
            self.file.setFocus(Qt.FocusReason.OtherFocusReason)


def _documents() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()
