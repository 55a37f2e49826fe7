# SPDX-License-Identifier: MIT
"""Takes a file, lets ``Imports`` read it in the background, and shows what became of each row."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.background import Background
from ui.imports.problem_rows import problem_columns, problem_key
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_view import RowsView
from ui.widgets.strip import Strip
from ui.widgets.text import button, plain_label
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.domain.user import User
from vaxdesk.dosing import day_text
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.imports import ImportReport, Imports


class ImportPanel(QWidget):
    """One file at a time.

    Signals:
        imported: (ImportReport) it was read; what was good is on disk.
    """

    imported = Signal(object)
    _progressed = Signal(int, int)

    def __init__(self, imports: Imports, background: Background, user: User, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._imports = imports
        self._background = background
        self._user = user
        self._stop = threading.Event()
        self._running = False
        self._rejects: Path | None = None
        self._model: RowsModel[RowProblem] = RowsModel(problem_columns(_("note")), problem_key)
        self._build()
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.setAcceptDrops(True)

    def start(self, path: Path) -> None:
        """Import ``path``; while one runs, another is not begun."""
        if self._running:
            return
        self._set_running(True)
        self._strip.hide()
        self._table.show_rows(())
        self._words.setText(_("Reading {file}…").format(file=path.name))
        self._rejects = rejects = beside(path) if self._write_rejects.isChecked() else None
        imports, user, stop = self._imports, self._user, self._stop
        stop.clear()

        def progress(done: int, in_all: int) -> bool:
            self._progressed.emit(done, in_all)
            return not stop.is_set()

        self._background.run(
            lambda: imports.import_register(path, user, rejects, progress), self._show_report, self._show_error
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile() and not self._running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.start(Path(event.mimeData().urls()[0].toLocalFile()))

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._choose_button = button(_("Choose a file…"), "primary")
        self._choose_button.clicked.connect(self._choose)
        self._write_rejects = QCheckBox(_("Write the bad rows to a file beside it"))
        self._write_rejects.setChecked(True)
        self._progress = QProgressBar()
        self._progress.setAccessibleName(_("Progress of the import"))
        self._progress.setFormat("%v / %m")
        self._cancel_button = button(_("Cancel"))
        self._cancel_button.clicked.connect(self._stop.set)
        self._words = plain_label(
            _("Choose a register as CSV or XLSX, or drop it here. What is here already is not added again."), wrap=True
        )
        self._strip = Strip()
        self._table: RowsView[RowProblem] = RowsView(self._model)
        self._table.setAccessibleName(_("Rows with problems"))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._choose_button)
        top.addWidget(self._write_rejects)
        top.addWidget(self._progress, 1)
        top.addWidget(self._cancel_button)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Import a register"), "heading"))
        column.addLayout(top)
        column.addWidget(self._strip)
        column.addWidget(self._words)
        column.addWidget(self._table, 1)
        column.addStretch()
        self._table.hide()
        self.setFocusProxy(self._choose_button)
        self._set_running(False)

    def _set_running(self, running: bool) -> None:
        self._running = running
        self._choose_button.setEnabled(not running)
        self._write_rejects.setEnabled(not running)
        self._progress.setVisible(running)
        self._cancel_button.setVisible(running)
        if running:
            self._progress.setRange(0, 0)
            self._cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _choose(self) -> None:
        kinds = _("Registers (*.csv *.xlsx *.txt);;All files (*)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a register"), "", kinds)
        if name:
            self.start(Path(name))

    @Slot(int, int)
    def _show_progress(self, done: int, in_all: int) -> None:
        if self._running:
            self._progress.setRange(0, in_all)
            self._progress.setValue(done)

    @Slot(object)
    def _show_report(self, report: ImportReport) -> None:
        self._set_running(False)
        self._words.setText(report_sentence(report, self._rejects))
        self._table.show_rows(report.problems)
        self._table.setVisible(bool(report.problems))
        (self._table if report.problems else self._choose_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self.imported.emit(report)

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._set_running(False)
        self._words.setText("")
        self._strip.say(for_error(error), danger=True)
        self._choose_button.setFocus(Qt.FocusReason.OtherFocusReason)


def beside(path: Path) -> Path:
    """Return where the bad rows of ``path`` go: a CSV beside it, never the file itself."""
    return path.with_name(f"{path.stem}_bad_rows.csv")


def report_sentence(report: ImportReport, rejects: Path | None) -> str:
    """Return what became of the file, in whole sentences."""
    bad = report.rows_with_errors
    parts = [
        ngettext("{n} row read.", "{n} rows read.", report.read).format(n=report.read),
        _("{added} added, {there} already there, {bad} with an error.").format(
            added=report.added, there=report.already_there, bad=bad
        ),
    ]
    if report.stopped:
        parts.append(_("The import was cancelled; what was added stays."))
    if bad and rejects is not None:
        parts.append(_("The bad rows stand in {file}.").format(file=rejects))
    if report.ignored_headings:
        headings = ", ".join(report.ignored_headings)
        parts.append(_("These columns are not known and were not read: {headings}.").format(headings=headings))
    if report.days:
        days = ", ".join(day_text(day) for day in report.days)
        parts.append(_("They are in the register of {days}.").format(days=days))
    return " ".join(parts)
