# SPDX-License-Identifier: MIT
"""Labels and small containers of plain text. Knows nothing of what the words mean."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget


def plain_label(text: str = "", role: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows ``text`` as it stands, never as markup."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    label.setProperty("role", role)
    return label


def plain_tip(text: str) -> str:
    """Return what a tool tip must be given to show ``text`` as it stands: tool tips know no plain format."""
    return f"<qt>{escape(text)}</qt>" if "<" in text else text


def button(text: str, kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button that never becomes a dialog's default by itself."""
    made = _Button(text, parent)
    made.setAutoDefault(False)
    made.setProperty("kind", kind)
    return made


class _Button(QPushButton):
    """Enter presses it as Space does: whoever works by keyboard expects both."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def frame(look: str, parent: QWidget | None = None) -> QFrame:
    """Return an empty frame that the style sheet paints by its class ``look``: card, strip, danger."""
    made = QFrame(parent)
    made.setProperty("class", look)
    return made


class LineLabel(QLabel):
    """One line of plain text, cut with an ellipsis where it does not fit; ``text()`` stays whole."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text``; a tool tip has the whole of it."""
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def is_cut(self) -> bool:
        """Return whether the text is wider than the label."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        box = self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(self.alignment()), words)
        painter.end()
