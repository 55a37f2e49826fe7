# SPDX-License-Identifier: MIT
"""The register of one day: chooses the day, filters, opens, cancels with a reason.

Reads in the background and only while it is in sight; typing is never held up by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.background import Background
from ui.bridge import Bridge
from ui.register.columns import Rows, columns, found, totals
from ui.style import px
from ui.widgets.box import BOX_HEIGHT, Box
from ui.widgets.cancel_strip import CancelStrip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.loading import Loader
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_view import RowsView
from ui.widgets.state_badge import StateDelegate
from ui.widgets.strip import Strip
from ui.widgets.text import button, plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import LOCKED_STATES, State
from vaxdesk.domain.user import User
from vaxdesk.dosing import day_text
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording import states
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.browsing import Browsing
    from vaxdesk.services.register import Register
    from vaxdesk.settings import Settings

STATE_COLUMN = 5


@dataclass(frozen=True, slots=True)
class _Day:
    """What one read brings: the rows of a day and every day that has some."""

    on: date
    rows: Rows
    days: tuple[date, ...]


class RegisterPanel(QWidget):
    """The vaccinations of a day with their states.

    Signals:
        open_requested: (client_ref) a person wants it in the form.
        exchanges_requested: (client_ref, receipt and name) a person wants to see what the portal was asked.
    """

    open_requested = Signal(str)
    exchanges_requested = Signal(str, str)

    def __init__(
        self,
        browsing: Browsing,
        register: Register,
        background: Background,
        bridge: Bridge,
        user: User,
        settings: Settings,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._register = register
        self._background = background
        self._user = user
        self._clock = clock
        self._on = clock.today()
        self._rows: Rows = ()
        self._model: RowsModel[RegisterRow] = RowsModel(
            columns({centre.code: centre.name for centre in settings.centres}),
            lambda row: row.client_ref,
        )
        self._loader = Loader(background, self)
        self._loader.loaded.connect(self._show_day)
        self._loader.failed.connect(self._show_error)
        self._build()
        bridge.outbox_changed.connect(self.refresh)
        bridge.vaccination_saved.connect(self._on_saved)

    def show_day(self, on: date) -> None:
        """Show the register of ``on``."""
        self._on = on
        self._cancel.hide()
        self._strip.hide()
        self.refresh()

    def chosen_ref(self) -> str:
        """Return the client_ref of the row that is chosen, "" where none is."""
        return self._table.chosen_key()

    def is_half_typed(self) -> bool:
        """Return whether the reason of a cancellation is being typed."""
        return self._cancel.is_half_typed()

    @Slot()
    def refresh(self) -> None:
        """Read the day anew, unless nobody looks."""
        if not self.isVisible():
            return
        browsing, on = self._browsing, self._on
        self._loader.load(lambda: _Day(on, browsing.day(on), browsing.days()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._ask_to_cancel()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._find.hasFocus():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._table.chosen_key() and self._model.rowCount():
                self._table.selectRow(0)
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._days, self._states = QComboBox(), QComboBox()
        self._days.setAccessibleName(_("Day"))
        self._days.setMinimumWidth(px(150))
        self._days.activated.connect(self._choose_day)
        self._states.setAccessibleName(_("State"))
        self._states.setMinimumWidth(px(180))
        self._states.addItem(_("All states"), None)
        for state in State:
            self._states.addItem(states.word(state), state.value)
        self._states.activated.connect(self._filter)
        self._find = Box()
        self._find.setPlaceholderText(_("Name, mobile or receipt"))
        self._find.setAccessibleName(_("Find on this page"))
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._filter)
        self._table: RowsView[RegisterRow] = RowsView(self._model)
        self._table.setAccessibleName(_("Register"))
        self._table.setItemDelegateForColumn(STATE_COLUMN, StateDelegate(self._table))
        self._table.activated.connect(self._open)
        self._table.selectionModel().currentChanged.connect(self._name_buttons)
        self._strip, self._cancel = Strip(), CancelStrip()
        self._cancel.agreed.connect(self._void)
        self._cancel.closed.connect(self._table.setFocus)
        self._totals = plain_label("", "quiet")
        self._totals.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._open_button = button(_("Open   Enter"))
        self._open_button.clicked.connect(self._open)
        self._exchanges_button = button(_("Exchanges"))
        self._exchanges_button.clicked.connect(self._ask_for_exchanges)
        self._cancel_button = button(_("Cancel this vaccination…   Del"))
        self._cancel_button.clicked.connect(self._ask_to_cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._top())
        column.addWidget(self._strip)
        column.addWidget(self._cancel)
        column.addWidget(self._table, 1)
        foot = QWidget()
        row = FlowLayout(foot, QMargins(0, 0, 0, 0), 12)
        for part in (self._totals, self._exchanges_button, self._cancel_button, self._open_button):
            row.addWidget(part)
        column.addWidget(foot)
        self.setFocusProxy(self._table)
        self._fill_days(())
        self._name_buttons()

    def _top(self) -> QWidget:
        top = QWidget()
        row = FlowLayout(top, QMargins(0, 0, 0, 0), 16)
        earlier, later = self._arrow("‹", _("The day before"), -1), self._arrow("›", _("The day after"), 1)
        row.addWidget(_together(earlier, self._days, later))
        for words, part in ((_("State"), self._states), (_("Find"), self._find)):
            label = plain_label(words, "label")
            label.setBuddy(part)
            row.addWidget(_together(label, part))
        return top

    def _arrow(self, sign: str, name: str, days: int) -> QPushButton:
        made = button(sign, "link")
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setFixedSize(px(BOX_HEIGHT), px(BOX_HEIGHT))
        made.clicked.connect(lambda: self.show_day(self._on + timedelta(days=days)))
        return made

    # -- showing -------------------------------------------------------------------------------------------

    @Slot(object)
    def _show_day(self, day: _Day) -> None:
        if day.on != self._on:
            return
        self._rows = day.rows
        self._fill_days(day.days)
        self._filter()

    def _fill_days(self, days: tuple[date, ...]) -> None:
        today = self._clock.today()
        listed = [today, *sorted({*days, self._on} - {today}, reverse=True)]
        if [self._days.itemData(i) for i in range(self._days.count())] != listed:
            self._days.clear()
            for day in listed:
                self._days.addItem(_("Today, {day}").format(day=day_text(day)) if day == today else day_text(day), day)
        self._days.setCurrentIndex(listed.index(self._on))

    @Slot()
    def _filter(self) -> None:
        chosen = self._states.currentData()
        rows = found(self._rows, State(chosen) if chosen else None, self._find.text())
        self._table.show_rows(rows)
        self._totals.setText(totals(self._rows, len(rows)))
        self._name_buttons()

    @Slot()
    def _name_buttons(self) -> None:
        chosen = bool(self._table.chosen_key())
        self._open_button.setEnabled(chosen)
        self._cancel_button.setEnabled(chosen)
        self._exchanges_button.setEnabled(chosen)

    @Slot(str)
    def _on_saved(self, client_ref: str) -> None:
        del client_ref
        self.refresh()

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._strip.say(for_error(error), danger=True)

    # -- doing ---------------------------------------------------------------------------------------------

    @Slot()
    def _choose_day(self) -> None:
        self.show_day(self._days.currentData())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex | None = None) -> None:
        del index
        if client_ref := self._table.chosen_key():
            self.open_requested.emit(client_ref)

    @Slot()
    def _ask_for_exchanges(self) -> None:
        if (row := self._table.chosen()) is not None:
            self.exchanges_requested.emit(row.client_ref, f"{row.receipt_no} {row.vaccination.beneficiary.name}")

    @Slot()
    def _ask_to_cancel(self) -> None:
        if (row := self._table.chosen()) is None:
            return
        self._strip.hide()
        if why := why_not_cancelled(row):
            self._cancel.hide()
            self._strip.say(why)
        else:
            self._cancel.ask(row.client_ref, row.vaccination.beneficiary.name, row.receipt_no)
            # The strip takes room from the table once it is laid out: keep the row in sight.
            QTimer.singleShot(0, self._table, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        self._table.scrollTo(self._table.currentIndex())

    @Slot(str, str)
    def _void(self, client_ref: str, reason: str) -> None:
        register, user = self._register, self._user
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._background.run(lambda: register.void(client_ref, user, reason), self._voided, self._show_error)

    @Slot(object)
    def _voided(self, nothing: object) -> None:
        del nothing
        self.refresh()


def why_not_cancelled(row: RegisterRow) -> str:
    """Return the sentence why ``row`` cannot be cancelled now, "" when it can."""
    now = states.sentence(row.state, row.portal_ref, row.void_reason)
    if row.state in LOCKED_STATES:
        return _("{now}. It is locked until the portal's answer is known; then it can be cancelled.").format(now=now)
    if row.state is State.CONFIRMED:
        return _("{now}. Only the portal can take it back; raise it there.").format(now=now)
    return _("{now}. There is nothing left to cancel.").format(now=now) if row.state is State.VOID else ""


def _together(*parts: QWidget) -> QWidget:
    """Return ``parts`` in one row that is never broken."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    return made
