# SPDX-License-Identifier: MIT
"""The recovery code, shown once. Keeps no copy of it once the page is left."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPagedPaintDevice, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.background import Background
from ui.widgets.middle import in_the_middle
from ui.widgets.text import button, frame, plain_label
from vaxdesk.errors import FileError, VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

WIDTH = 640
GROUPS_A_ROW = 3

AskPath = Callable[[QWidget], str]


class RecoveryPage(QWidget):
    """Print it, save it, or write it down; then finish.

    Signals:
        finished: the person said that the code is safe.
    """

    finished = Signal()

    def __init__(
        self,
        code: str,
        centre: str,
        background: Background,
        parent: QWidget | None = None,
        *,
        ask_path: AskPath | None = None,
    ) -> None:
        super().__init__(parent)
        self._code = code
        self._centre = centre
        self._background = background
        self._ask_path = ask_path or _ask_path
        self.print = button(_("Print…"))
        self.save = button(_("Save to file…"))
        self.safe = QCheckBox(_("I have printed it or written it down"))
        self.finish = button(_("Finish"), "primary")
        self.finish.setEnabled(False)
        self._answer = plain_label(" ", "quiet", wrap=True)
        self._lay_out()
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.safe.toggled.connect(self.finish.setEnabled)
        self.finish.clicked.connect(self.finished)

    def _lay_out(self) -> None:
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = frame("card")
        card.setMaximumWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        column.addWidget(plain_label(_("The recovery code of this desk"), "heading"))
        column.addWidget(plain_label(_words(), wrap=True))
        code = plain_label("\n".join(rows(self._code)), "code")
        code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        code.setAccessibleName(_("Recovery code"))
        column.addSpacing(8)
        column.addWidget(code)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._answer)
        column.addWidget(self.safe)
        column.addWidget(self.finish, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(in_the_middle(card))
        outer.addStretch(2)

    def answer(self) -> str:
        """Return what the last click answered."""
        return self._answer.text().strip()

    @Slot()
    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            print_text(sheet(self._code, self._centre), printer)
            self._answer.setText(_("Sent to the printer. Look that it came out before you finish."))
        else:
            self._answer.setText(_("Nothing was printed."))

    @Slot()
    def _save(self) -> None:
        chosen = self._ask_path(self)
        if not chosen:
            self._answer.setText(_("Nothing was saved."))
            return
        path, text = Path(chosen), sheet(self._code, self._centre)
        self._background.run(lambda: write(path, text), self._on_saved, self._on_not_saved)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._answer.setText(
            _("Saved to {file}. Move it away from this PC: who has it can open the desk.").format(file=path.name)
        )

    @Slot(object)
    def _on_not_saved(self, error: VaxDeskError) -> None:
        self._answer.setText(for_error(error))


def rows(code: str) -> list[str]:
    """Return the code's groups, three a row, as they are read aloud."""
    groups = code.replace("\n", "-").split("-")
    starts = range(0, len(groups), GROUPS_A_ROW)
    return ["  ".join(groups[start : start + GROUPS_A_ROW]) for start in starts]


def sheet(code: str, centre: str) -> str:
    """Return what stands on the printed sheet."""
    return "\n\n".join((_("Recovery code of VaxDesk"), centre, code, _words())) + "\n"


def print_text(text: str, device: QPagedPaintDevice) -> None:
    """Put ``text`` on the pages of ``device``."""
    document = QTextDocument()
    document.setPlainText(text)
    document.print_(device)


def write(path: Path, text: str) -> Path:
    """Write ``text`` for the owner's eyes only.

    Raises:
        FileError: ``file_not_written``; an older file may be cut.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise FileError("file_not_written", file=path.name) from error
    return path


def _words() -> str:
    return _(
        "It opens this desk when every password is forgotten. It is shown this once and is kept nowhere. "
        "Keep it under lock, away from this PC."
    )


def _ask_path(parent: QWidget) -> str:
    path, _filter = QFileDialog.getSaveFileName(parent, _("Save to file…"), "vaxdesk-recovery-code.txt")
    return path
