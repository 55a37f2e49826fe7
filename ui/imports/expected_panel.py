# SPDX-License-Identifier: MIT
"""Takes a list of expected people: shows what it would do, lets a person say what its columns hold, then adds it.

Reads no file itself. Nothing goes in before the button that says how many.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.background import Background
from ui.imports.column_card import ColumnCard
from ui.imports.count_row import CountRow
from ui.imports.list_words import listed_sentence, preview_sentence, report_sentence
from ui.imports.panel import beside
from ui.imports.problem_rows import problem_columns, problem_key
from ui.style import mark, px
from ui.widgets.box import Box
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_view import RowsView
from ui.widgets.strip import Strip
from ui.widgets.text import button, plain_label
from vaxdesk.domain.expected import ExpectedReport, ImportPreview, ListedDay
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.domain.user import User
from vaxdesk.dosing import day_text
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.validation import parse_date
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.expected import ExpectedLists


@dataclass(frozen=True, slots=True)
class _Asked:
    """One list as it was asked about; an answer to an earlier question is not shown."""

    path: Path
    fields: tuple[str, ...] = ()
    day: date | None = None


class ExpectedPanel(QWidget):
    """One list at a time.

    Signals:
        imported: (ExpectedReport) it went in; what was good is on disk.
    """

    imported = Signal(object)
    _progressed = Signal(int, int)

    def __init__(self, lists: ExpectedLists, background: Background, user: User, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lists = lists
        self._background = background
        self._user = user
        self._asked: _Asked | None = None
        self._stop = threading.Event()
        self._asking = self._adding = False
        self._rejects: Path | None = None
        self._model: RowsModel[RowProblem] = RowsModel(problem_columns(_("left out")), problem_key)
        self._build()
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.setAcceptDrops(True)

    def start(self, path: Path) -> None:
        """Show what ``path`` would do; while a list is being added, nothing is begun."""
        if not self._adding:
            self._forget()
            self._words.setText(_("Reading {file}…").format(file=path.name))
            self._preview(_Asked(path))

    @Slot()
    def add(self) -> None:
        """Put what was shown on the list."""
        asked = self._asked
        if asked is None or self._adding or not self._add_button.isEnabled():
            return
        self._adding = True
        self._rejects = rejects = beside(asked.path) if self._write_rejects.isChecked() else None
        lists, user = self._lists, self._user
        progress = self._new_progress()
        self._show_busy(True)
        self._cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._background.run(
            lambda: lists.add(asked.path, user, asked.fields, asked.day, rejects, progress),
            self._show_report,
            self._show_error,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count_listed()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self._adding:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.start(Path(event.mimeData().urls()[0].toLocalFile()))

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._choose_button = button(_("Choose a list…"), "primary")
        self._choose_button.clicked.connect(self._choose)
        self._write_rejects = QCheckBox(_("Write the bad rows to a file beside it"))
        self._write_rejects.setChecked(True)
        self._day = Box()
        self._day.setAccessibleName(_("Day of rows that name none"))
        self._day.setMaximumWidth(px(160))
        self._day.returnPressed.connect(self._take_day)
        self._day.left.connect(self._take_day)
        self._day_label = plain_label(_("Day of rows that name none"), "label")
        self._day_label.setBuddy(self._day)
        self._strip = Strip()
        self._counts = CountRow()
        self._words = plain_label(wrap=True)
        self._columns = ColumnCard()
        self._columns.edited.connect(self._take_columns)
        self._add_button = button("", "primary")
        self._add_button.clicked.connect(self.add)
        self._progress = QProgressBar()
        self._progress.setAccessibleName(_("Progress of the import"))
        self._progress.setFormat("%v / %m")
        self._cancel_button = button(_("Cancel"))
        self._cancel_button.clicked.connect(self._cancel)
        self._table: RowsView[RowProblem] = RowsView(self._model)
        self._table.setAccessibleName(_("Rows with problems"))
        self._listed = plain_label(role="quiet", wrap=True)
        self._lay_out()
        self.setFocusProxy(self._choose_button)
        self._forget()

    def _lay_out(self) -> None:
        top = _row(self._choose_button, self._write_rejects)
        top.addStretch()
        top.addWidget(self._day_label)
        top.addWidget(self._day)
        foot = _row(self._add_button, self._progress, self._cancel_button)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Import an expected list"), "heading"))
        column.addLayout(top)
        column.addWidget(self._strip)
        column.addWidget(self._counts)
        column.addWidget(self._words)
        column.addWidget(self._columns)
        column.addLayout(foot)
        column.addWidget(self._table, 1)
        column.addWidget(self._listed)
        column.addStretch()

    # -- asking --------------------------------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        kinds = _("Lists (*.csv *.xlsx *.txt);;All files (*)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a list"), "", kinds)
        if name:
            self.start(Path(name))

    @Slot()
    def _take_columns(self) -> None:
        if self._asked is not None and not self._adding:
            self._preview(_Asked(self._asked.path, self._columns.fields(), self._asked.day))

    @Slot()
    def _take_day(self) -> None:
        if self._asked is None or self._adding or not self._day.isModified():
            return
        day = parse_date(self._day.value().strip())
        mark(self._day, severity="" if day else "error")
        if day is None:
            self._strip.say(_("Write the day as day, month and four-digit year: 16-01-2021."), danger=True)
            return
        self._preview(_Asked(self._asked.path, self._asked.fields, day))

    def _preview(self, asked: _Asked) -> None:
        """Ask what the list would do; one question at a time, so that no key held down keeps every thread reading."""
        self._asked = asked
        self._strip.hide()
        self._add_button.setEnabled(False)
        self._stop.set()
        if not self._asking:
            self._ask()

    def _ask(self) -> None:
        asked = self._asked
        if asked is None:
            return
        self._asking = True
        progress = self._new_progress()
        self._show_busy(True)
        lists = self._lists
        self._background.run(
            lambda: (asked, lists.preview(asked.path, asked.fields, asked.day, progress)),
            self._take_preview,
            partial(self._take_preview_error, asked),
            receiver=self,
        )

    @Slot(object)
    def _take_preview(self, answer: tuple[_Asked, ImportPreview]) -> None:
        asked, preview = answer
        self._asking = False
        if asked is self._asked:
            self._show_preview(preview)
        else:
            self._ask()

    def _take_preview_error(self, asked: _Asked, error: VaxDeskError) -> None:
        self._asking = False
        if asked is self._asked:
            self._show_error(error)
        else:
            self._ask()

    def _new_progress(self) -> _Progress:
        """Return the progress of what is begun now; whatever ran before is told to stop."""
        self._stop.set()
        self._stop = stop = threading.Event()
        return _Progress(self._progressed.emit, stop)

    @Slot()
    def _cancel(self) -> None:
        self._stop.set()
        if not self._adding:
            self._forget()
            self._choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing -------------------------------------------------------------------------------------------

    @Slot(int, int)
    def _show_progress(self, done: int, in_all: int) -> None:
        if not self._progress.isHidden():
            self._progress.setRange(0, in_all)
            self._progress.setValue(done)

    def _show_preview(self, preview: ImportPreview) -> None:
        self._show_busy(False)
        self._counts.show_counts(_counts(preview) if preview.has_name else ())
        self._words.setText(preview_sentence(preview, self._asked.path.name if self._asked else ""))
        self._columns.show_columns(preview.columns)
        self._columns.show()
        for before, after in pairwise((*self._columns.in_order(), self._add_button, self._cancel_button, self._table)):
            QWidget.setTabOrder(before, after)  # the boxes are younger than what stands below them
        if not self._day.hasFocus():
            self._day.set_value(day_text(preview.day))
        self._show_day_box(not preview.names_days)
        mark(self._choose_button, kind="")
        self._show_problems(preview.problems)
        self._add_button.setText(
            ngettext("Add {n} person", "Add {n} people", preview.good).format(n=preview.good)
            if preview.good
            else _("Nobody to add")
        )
        self._add_button.setEnabled(bool(preview.good))
        self._add_button.show()
        self._lead_on(preview)

    def _lead_on(self, preview: ImportPreview) -> None:
        """Bring the focus to what is to be done next, unless it is at work in the columns or the day."""
        if self._day.hasFocus() or self._columns.isAncestorOf(self.focusWidget() or self):
            return
        open_column = None if preview.has_name else self._columns.open_column()
        first = open_column or (self._add_button if preview.good else self._choose_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count_listed(self) -> None:
        self._background.run(self._lists.days, self._show_listed, receiver=self)

    @Slot(object)
    def _show_listed(self, days: tuple[ListedDay, ...]) -> None:
        self._listed.setText(listed_sentence(days))

    @Slot(object)
    def _show_report(self, report: ExpectedReport) -> None:
        self._adding = False
        rejects = self._rejects
        self._forget()
        self._words.setText(report_sentence(report, rejects))
        self._show_problems(report.problems)
        self._count_listed()
        self._choose_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.imported.emit(report)

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._adding = False
        self._forget()
        self._strip.say(for_error(error), danger=True)
        self._choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problems(self, found: tuple[RowProblem, ...]) -> None:
        self._table.show_rows(found)
        self._table.setVisible(bool(found))

    def _show_busy(self, busy: bool) -> None:
        """Show that something runs, and what may be pressed meanwhile."""
        self._progress.setVisible(busy)
        self._cancel_button.setVisible(busy or self._asked is not None)
        self._progress.setRange(0, 0)
        for part in (self._choose_button, self._write_rejects, self._columns, self._day):
            part.setEnabled(not self._adding)
        if self._adding:
            self._add_button.setEnabled(False)

    def _show_day_box(self, shown: bool) -> None:
        self._day.setVisible(shown)
        self._day_label.setVisible(shown)

    def _forget(self) -> None:
        """Stand as at the beginning."""
        self._stop.set()
        self._asked = None
        self._show_busy(False)
        self._strip.hide()
        self._counts.show_counts(())
        self._columns.hide()
        self._add_button.hide()
        self._show_day_box(False)
        mark(self._choose_button, kind="primary")
        mark(self._day, severity="")
        self._show_problems(())
        self._words.setText(
            _("Choose a list as CSV or XLSX, or drop it here. You see what it holds before anybody is added.")
        )


class _Progress:
    """Told of each chunk in the thread that reads; goes on until it is told to stop."""

    def __init__(self, tell: Callable[[int, int], object], stop: threading.Event) -> None:
        self._tell = tell
        self._stop = stop

    def __call__(self, done: int, in_all: int) -> bool:
        if not self._stop.is_set():
            self._tell(done, in_all)
        return not self._stop.is_set()


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for part in parts:
        row.addWidget(part)
    return row


def _counts(preview: ImportPreview) -> tuple[tuple[int, str], ...]:
    """Return the counts of ``preview`` that are not nought, the people to be added always."""
    counts = (
        (preview.good, _("to be added")),
        (preview.already_listed, _("on the list already")),
        (preview.already_vaccinated, _("vaccinated here already")),
        (preview.twice_in_file, _("twice in the file")),
        (preview.rows_with_errors, _("with an error")),
    )
    return tuple(each for at, each in enumerate(counts) if each[0] or at == 0)
