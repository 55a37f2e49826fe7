# SPDX-License-Identifier: MIT
"""Asks for day, centre, kind and file, lets ``Export`` write in the background, and says where the sheet stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMargins, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.background import Background
from ui.style import mark
from ui.widgets.box import Box
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.strip import Strip
from ui.widgets.text import button, frame, plain_label
from vaxdesk.clock import Clock
from vaxdesk.dosing import day_text
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.validation import parse_date
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.export import Export, Exported, SheetFormat
    from vaxdesk.settings import Settings

ALL_CENTRES: Final = "all"


class ExportPanel(QWidget):
    """One sheet at a time; the name of the file follows day, centre and kind until a person writes another."""

    def __init__(
        self,
        export: Export,
        background: Background,
        settings: Settings,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._export = export
        self._background = background
        self._clock = clock
        self._named_by_hand = False
        self._written: Path | None = None
        self._build(settings)
        self._name_file()

    def show_day(self, on: date) -> None:
        """Offer the sheet of ``on``."""
        self._day.set_value(day_text(on))
        self._name_file()

    def _build(self, settings: Settings) -> None:
        self.setProperty("class", "page")
        self._day, self._file = Box(), Box()
        self._day.set_value(day_text(self._clock.today()))
        self._day.edited.connect(self._name_file)
        self._file.edited.connect(self._keep_name)
        self._centre, self._kind = QComboBox(), QComboBox()
        self._centre.addItem(_("All centres"), ALL_CENTRES)
        for centre in settings.centres:
            self._centre.addItem(centre.name, centre.code)
        self._centre.currentIndexChanged.connect(self._name_file)
        self._kind.addItem(_("Excel (XLSX)"), "xlsx")
        self._kind.addItem(_("Text (CSV)"), "csv")
        self._kind.currentIndexChanged.connect(self._name_file)
        self._masked = QCheckBox(_("Cross out mobiles and ID numbers, for copies that leave the desk"))
        self._write_button = button(_("Write the sheet"), "primary")
        self._write_button.clicked.connect(self.write)
        self._folder_button = button(_("Open folder"))
        self._folder_button.clicked.connect(self._open_folder)
        self._folder_button.hide()
        self._words = plain_label(wrap=True)
        self._strip = Strip()
        card = frame("card")
        within = QVBoxLayout(card)
        within.setContentsMargins(16, 16, 16, 16)
        within.setSpacing(8)
        browse = button(_("Choose…"))
        browse.clicked.connect(self._choose)
        which, where = QWidget(), QWidget()
        which_row = FlowLayout(which, QMargins(0, 0, 0, 0), 16)
        for words, part in ((_("Day"), self._day), (_("Centre"), self._centre), (_("Kind"), self._kind)):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            which_row.addWidget(_labelled(words, part))
        where_row = QHBoxLayout(where)
        where_row.setContentsMargins(0, 0, 0, 0)
        where_row.setSpacing(16)
        where_row.addWidget(_labelled(_("File"), self._file), 1)
        where_row.addWidget(browse, 0, Qt.AlignmentFlag.AlignBottom)
        for row in (which, where, self._masked):
            within.addWidget(row)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._write_button)
        foot.addWidget(self._folder_button)
        foot.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Daily sheet"), "heading"))
        column.addWidget(card)
        column.addWidget(self._strip)
        column.addLayout(foot)
        column.addStretch()
        self.setFocusProxy(self._day)

    @Slot()
    def write(self) -> None:
        """Write the sheet; the sentence says where it stands and how many rows it has."""
        on = parse_date(self._day.value())
        mark(self._day, severity="" if on else "error")
        if on is None:
            self._strip.say(_("Write the day as day, month and four-digit year: 16-01-2021."), danger=True)
            self._day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._strip.hide()
        self._write_button.setEnabled(False)
        self._words.setText(_("Writing the sheet…"))
        export, centre, masked = self._export, self._centre.currentData(), self._masked.isChecked()
        kind: SheetFormat = self._kind.currentData()
        out = Path(self._file.value().strip()).expanduser()
        self._background.run(lambda: export.export(on, centre, kind, out, masked), self._show_written, self._show_error)

    def _end(self) -> None:
        """Let the next one be written, from where the cursor was: a button that is switched off loses it."""
        self._write_button.setEnabled(True)
        self._write_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _show_written(self, exported: Exported) -> None:
        self._end()
        self._written = exported.path
        self._folder_button.show()
        self._words.setText(
            ngettext("{n} row written to {file}.", "{n} rows written to {file}.", exported.rows).format(
                n=exported.rows, file=exported.path
            )
        )

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._end()
        self._words.setText("")
        self._strip.say(for_error(error), danger=True)

    @Slot()
    def _name_file(self) -> None:
        """Name the file by what is chosen, in the folder that stands there, unless a person named it."""
        on = parse_date(self._day.value())
        if self._named_by_hand or on is None:
            return
        folder = Path(self._file.value()).parent if self._file.value() else _documents()
        name = f"VaxDesk_{self._centre.currentData()}_{on.isoformat()}_r1.{self._kind.currentData()}"
        self._file.set_value(str(folder / name))

    @Slot()
    def _keep_name(self) -> None:
        self._named_by_hand = bool(self._file.value().strip())
        self._name_file()

    @Slot()
    def _choose(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Write the sheet to"), self._file.value())
        if name:
            self._named_by_hand = True
            self._file.set_value(name)

    @Slot()
    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))


def _documents() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()


def _labelled(words: str, part: QWidget) -> QWidget:
    """Return ``part`` below its label."""
    label = plain_label(words, "label")
    label.setBuddy(part)
    part.setAccessibleName(words)
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(part)
    return made
