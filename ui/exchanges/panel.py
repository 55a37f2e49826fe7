# SPDX-License-Identifier: MIT
"""The portal over the day and the exchanges one by one, the newest on top.

Reads in the background, at most once a second, and only while it is in sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.background import Background
from ui.bridge import Bridge
from ui.exchanges import words
from ui.exchanges.health_chart import HealthChart
from ui.widgets.loading import Loader
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_view import ROW_HEIGHT, RowsView
from ui.widgets.strip import Strip
from ui.widgets.text import frame, plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.upload_health import AttemptRow, UploadHealth
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.sending import Sending

LIMIT = 200
EVERY_MS = 1000
LEAST_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Read:
    """What one read brings: the day, and the exchanges of ``client_ref`` ("" = all)."""

    client_ref: str
    health: UploadHealth
    rows: tuple[AttemptRow, ...]


class ExchangesPanel(QWidget):
    """A card with the day, and a table of exchanges, of everybody or of one vaccination."""

    def __init__(
        self,
        sending: Sending,
        background: Background,
        bridge: Bridge,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sending = sending
        self._clock = clock
        self._client_ref = ""
        self._model: RowsModel[AttemptRow] = RowsModel(words.columns(clock.local, clock.today), words.key)
        self._loader = Loader(background, self)
        self._loader.loaded.connect(self._show)
        self._loader.failed.connect(self._show_error)
        self._since_read = QElapsedTimer()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setTimerType(Qt.TimerType.PreciseTimer)
        self._soon.timeout.connect(self._read)
        self._build()
        bridge.outbox_changed.connect(self.refresh)
        bridge.status_changed.connect(self.refresh)

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._chart = HealthChart()
        self._sums = plain_label(role="strong", wrap=True)
        self._summary = plain_label(role="quiet", wrap=True)
        self._only, self._strip = Strip(), Strip()
        self._count = plain_label("", "quiet")
        self._table: RowsView[AttemptRow] = RowsView(self._model)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._table.setMinimumHeight(LEAST_ROWS * ROW_HEIGHT)
        self._table.setAccessibleName(_("Exchanges with the portal"))
        self._table.activated.connect(self._show_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Exchanges with the portal"), "heading"))
        column.addWidget(self._strip)
        column.addWidget(self._day_card())
        column.addWidget(self._only)
        column.addWidget(self._table, 1)
        column.addWidget(self._count)
        self.setFocusProxy(self._table)

    def _day_card(self) -> QFrame:
        card = frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(4)
        column.addWidget(plain_label(_("The portal today"), "title"))
        column.addWidget(self._chart)
        column.addWidget(self._summary)
        column.addWidget(self._sums)
        return card

    # -- reading -------------------------------------------------------------------------------------------

    def show_one(self, client_ref: str, who: str) -> None:
        """Show the exchanges of one vaccination, named by ``who``, until a person asks for all."""
        self._client_ref = client_ref
        self._only.ask(_("Only those of {who}").format(who=who), ((_("Show all"), self.show_all),))
        self._read()

    @Slot()
    def show_all(self) -> None:
        """Show the exchanges of everybody."""
        self._client_ref = ""
        self._only.hide()
        self._read()

    @Slot()
    def _show_chosen(self) -> None:
        if (row := self._table.chosen()) is not None and not self._client_ref:
            self.show_one(row.client_ref, f"{row.receipt_no} {row.name}")

    @Slot()
    def refresh(self) -> None:
        """Read anew, unless nobody looks: at once when the last read is a second old, else when it is."""
        if not self.isVisible() or self._soon.isActive():
            return
        passed = self._since_read.elapsed() if self._since_read.isValid() else EVERY_MS
        if passed >= EVERY_MS:
            self._read()
        else:
            self._soon.start(EVERY_MS - passed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    @Slot()
    def _read(self) -> None:
        if not self.isVisible():
            return
        self._since_read.start()
        sending, client_ref, day = self._sending, self._client_ref, self._clock.today()
        self._loader.load(
            lambda: _Read(client_ref, sending.health(day), sending.exchanges(LIMIT, client_ref=client_ref))
        )

    # -- showing -------------------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, read: _Read) -> None:
        if read.client_ref != self._client_ref:
            return
        self._strip.hide()
        self._chart.show_slots(read.health.slots)
        self._summary.setText(words.summary(read.health.slots))
        self._sums.setText(" ".join(words.sums(read.health)))
        self._table.show_rows(read.rows)
        ways = () if self._client_ref or not read.rows else (_("Enter shows those of one person alone."),)
        self._count.setText(" ".join((words.shown(len(read.rows), LIMIT), *ways)))

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._strip.say(for_error(error), danger=True)
