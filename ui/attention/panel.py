# SPDX-License-Identifier: MIT
"""Lists what only a person can bring further; Enter opens it in the form. Reads in the background.

Where the portal shows something else, both sides stand below the list; nothing here writes over either.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.attention.causes import AttentionRow, lines
from ui.attention.conflict_card import ConflictCard
from ui.background import Background
from ui.bridge import Bridge
from ui.widgets.cancel_strip import CancelStrip
from ui.widgets.loading import Loader
from ui.widgets.rows_model import Column, Group, RowsModel
from ui.widgets.rows_view import ROW_HEIGHT, RowsView
from ui.widgets.state_badge import StateDelegate
from ui.widgets.strip import Strip
from ui.widgets.text import button, plain_label
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.domain.user import User
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.browsing import Browsing
    from vaxdesk.services.register import Register

LEAST_ROWS = 5


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the portal shows in the place of ``row``; nobody when nothing is kept."""

    row: RegisterRow
    people: tuple[PortalPerson, ...]


class AttentionPanel(QWidget):
    """Rejected, doubtful past their rounds, held, and corrections to raise with the portal.

    Signals:
        open_requested: (client_ref) a person wants it in the form.
        exchanges_requested: (client_ref, receipt and name) a person wants to see what the portal was asked.
        count_changed: (n) lines that wait for a person.
    """

    open_requested = Signal(str)
    exchanges_requested = Signal(str, str)
    count_changed = Signal(int)

    def __init__(
        self,
        browsing: Browsing,
        register: Register,
        background: Background,
        bridge: Bridge,
        user: User,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._register = register
        self._background = background
        self._user = user
        self._loader = Loader(background, self)
        self._loader.loaded.connect(self._show)
        self._loader.failed.connect(self._show_error)
        self._sides = Loader(background, self)
        self._sides.loaded.connect(self._show_sides)
        self._sides.failed.connect(self._show_error)
        self._model: RowsModel[AttentionRow] = RowsModel(_columns(), lambda line: line.key)
        self._build()
        bridge.outbox_changed.connect(self.refresh)
        bridge.vaccination_saved.connect(self._on_saved)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read anew; also out of sight, since the count stands in the navigation."""
        browsing = self._browsing
        self._loader.load(lambda: lines(browsing.attention(), browsing.to_raise()))

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._title = plain_label(role="heading")
        self._strip, self._cancel = Strip(), CancelStrip()
        self._cancel.agreed.connect(self._void)
        self._table: RowsView[AttentionRow] = RowsView(self._model)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._table.setMinimumHeight(LEAST_ROWS * ROW_HEIGHT)
        self._table.setAccessibleName(_("Attention"))
        self._table.setItemDelegateForColumn(0, StateDelegate(self._table))
        self._table.activated.connect(self._open)
        self._table.selectionModel().currentChanged.connect(self._show_chosen)
        self._cancel.closed.connect(self._table.setFocus)
        self._conflict = ConflictCard()
        self._conflict.correct_asked.connect(self._open)
        self._conflict.cancel_asked.connect(self._ask_to_cancel)
        self._todo = plain_label(role="strong", wrap=True)
        self._todo.setMinimumHeight(40)
        self._todo.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._button = button(_("Open   Enter"), "primary")
        self._button.clicked.connect(self._open)
        self._exchanges = button(_("Exchanges"))
        self._exchanges.clicked.connect(self._ask_for_exchanges)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._todo, 1)
        foot.addWidget(self._exchanges)
        foot.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._strip)
        column.addWidget(self._cancel)
        column.addWidget(self._table, 1)
        column.addWidget(self._conflict)
        column.addLayout(foot)
        self.setFocusProxy(self._table)
        self._show(())

    @Slot(object)
    def _show(self, shown: tuple[AttentionRow, ...]) -> None:
        self._strip.hide()
        self._table.show_rows(grouped(shown))
        count = len(shown)
        self._title.setText(
            ngettext("{n} waits for a person", "{n} wait for a person", count).format(n=count)
            if count
            else _("Nothing waits for a person")
        )
        self._show_chosen()
        self.count_changed.emit(count)

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._table.chosen()
        self._todo.setText(chosen.todo if chosen else "")
        self._button.setEnabled(chosen is not None)
        self._exchanges.setEnabled(chosen is not None)
        row = chosen.row if chosen else None
        if row is None or row.state is not State.REJECTED:
            self._conflict.hide()
            return
        browsing = self._browsing
        self._sides.load(lambda: _Sides(row, browsing.portal_side(row.client_ref)))

    @Slot(object)
    def _show_sides(self, sides: _Sides) -> None:
        if self._table.chosen_key() != sides.row.client_ref:
            return
        if sides.people:
            self._conflict.show_sides(sides.row, sides.people)
            # The card takes room from the table once it is laid out: keep the row in sight.
            QTimer.singleShot(0, self._table, self._keep_in_sight)
        else:
            self._conflict.hide()

    def _keep_in_sight(self) -> None:
        self._table.scrollTo(self._table.currentIndex())

    @Slot()
    def _ask_for_exchanges(self) -> None:
        if (chosen := self._table.chosen()) is not None:
            self.exchanges_requested.emit(chosen.client_ref, f"{chosen.receipt_no} {chosen.name}")

    @Slot()
    def _ask_to_cancel(self) -> None:
        if (chosen := self._table.chosen()) is not None:
            self._cancel.ask(chosen.client_ref, chosen.name, chosen.receipt_no)

    @Slot(str, str)
    def _void(self, client_ref: str, reason: str) -> None:
        register, user = self._register, self._user
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._background.run(lambda: register.void(client_ref, user, reason), self._voided, self._show_error)

    @Slot(object)
    def _voided(self, nothing: object) -> None:
        del nothing
        self.refresh()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex | None = None) -> None:
        del index
        if (chosen := self._table.chosen()) is not None:
            self.open_requested.emit(chosen.client_ref)

    @Slot(str)
    def _on_saved(self, client_ref: str) -> None:
        del client_ref
        self.refresh()

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._strip.say(for_error(error), danger=True)


def grouped(shown: tuple[AttentionRow, ...]) -> list[AttentionRow | Group]:
    """Return the lines with each cause over its own, and how many it has where they are several."""
    made: list[AttentionRow | Group] = []
    for cause, group in groupby(shown, key=lambda line: line.cause):
        members = list(group)
        made.append(Group(f"{cause}   {len(members)}" if len(members) > 1 else cause))
        made.extend(members)
    return made


def _columns() -> tuple[Column[AttentionRow], ...]:
    return (
        Column(_("State"), 130, lambda line: line.state or _("to raise")),
        Column(_("Receipt"), 84, lambda line: line.receipt_no),
        Column(_("Name"), 220, lambda line: line.name),
        Column(_("What to do"), 320, lambda line: line.todo),
    )
