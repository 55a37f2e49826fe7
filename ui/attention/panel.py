# SPDX-License-Identifier: MIT
"""What waits for a person: left the causes with their counts, right what one cause means and those who have it.

Reads and mends through services, in the background. Which cause something has, and what is right for all who have it,
is the core's; this only shows it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QVBoxLayout, QWidget

from ui.attention.cause_card import CauseCard
from ui.attention.conflict_card import ConflictCard
from ui.attention.lines import about, cause_columns, cause_key, concern_columns, under_headings
from ui.attention.mend_strip import MendStrip
from ui.background import Background
from ui.bridge import Bridge
from ui.widgets.cancel_strip import CancelStrip
from ui.widgets.loading import Loader
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_view import ROW_HEIGHT, RowsView
from ui.widgets.state_badge import StateDelegate
from ui.widgets.strip import Strip
from ui.widgets.text import button, plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.attention import Asked, CauseGroup, Concern, Mended, Section
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.domain.user import User
from vaxdesk.errors import NotAccepted, VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import causes
from vaxdesk.wording.errors import for_code, for_error
from vaxdesk.wording.problems import for_problem

if TYPE_CHECKING:
    from vaxdesk.services.attention import Attention
    from vaxdesk.services.browsing import Browsing
    from vaxdesk.services.register import Register

LEAST_ROWS = 4
MINUTE_MS = 60_000
SELDOM_MS = 2_000
"""While an upload runs the outbox changes many times a second, and each read takes every row that waits."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the portal shows in the place of ``row``; nobody when nothing is kept."""

    row: RegisterRow
    people: tuple[PortalPerson, ...]


class AttentionPanel(QWidget):
    """Up and Down choose, Enter goes from the cause to its people and opens one, Left goes back, G mends all.

    Signals:
        open_requested: (client_ref) a person wants it in the form.
        exchanges_requested: (client_ref, receipt and name) a person wants to see what the portal was asked.
        count_changed: (n) lines that wait for a person; dates at risk are not counted, since they go by themselves.
    """

    open_requested = Signal(str)
    exchanges_requested = Signal(str, str)
    count_changed = Signal(int)

    def __init__(
        self,
        attention: Attention,
        browsing: Browsing,
        register: Register,
        background: Background,
        bridge: Bridge,
        user: User,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._attention = attention
        self._browsing = browsing
        self._register = register
        self._background = background
        self._user = user
        self._clock = clock
        self._dates: tuple[CauseGroup, ...] = ()
        self._loader, self._sides = Loader(background, self), Loader(background, self)
        self._loader.loaded.connect(self._show)
        self._sides.loaded.connect(self._show_sides)
        for loader in (self._loader, self._sides):
            loader.failed.connect(self._show_error)
        self._cause_model: RowsModel[CauseGroup] = RowsModel(cause_columns(), cause_key)
        self._model: RowsModel[Concern] = RowsModel(concern_columns(clock.local), lambda concern: concern.key)
        self._make_parts()
        self._lay_out()
        self._wire()
        bridge.outbox_changed.connect(self.refresh)
        bridge.vaccination_saved.connect(self._on_saved)
        self._is_behind = False
        self._seldom = QTimer(self, singleShot=True)
        self._seldom.timeout.connect(self._catch_up)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start(MINUTE_MS)
        self._show(())
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read anew; out of sight seldom, for the count in the navigation. Dates only while they are seen."""
        if not self.isVisible() and self._seldom.isActive():
            self._is_behind = True
            return
        self._is_behind = False
        self._seldom.start(SELDOM_MS)
        attention = self._attention
        dates = attention.dates if self.isVisible() else None
        self._loader.load(lambda: (*attention.groups(), *(dates() if dates else self._dates)))

    @Slot()
    def _catch_up(self) -> None:
        if self._is_behind:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def is_half_typed(self) -> bool:
        """Return whether a mend or a cancellation is being typed."""
        return self._mend.is_half_typed() or self._cancel.is_half_typed()

    # -- building ------------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self.setProperty("class", "page")
        self._title = plain_label(role="heading")
        self._strip, self._cancel = Strip(), CancelStrip()
        self._mend = MendStrip(self._user)
        self._causes: RowsView[CauseGroup] = RowsView(self._cause_model)
        self._causes.setAccessibleName(_("Causes"))
        self._causes.setWordWrap(True)
        self._causes.setAlternatingRowColors(False)
        self._causes.horizontalHeader().hide()
        self._causes.horizontalHeader().sectionResized.connect(self._causes.resizeRowsToContents)
        self._causes.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self._causes.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._card = CauseCard()
        self._table: RowsView[Concern] = RowsView(self._model)
        self._table.setAccessibleName(_("Those who have this cause"))
        self._table.setItemDelegateForColumn(0, StateDelegate(self._table))
        for table in (self._causes, self._table):
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            table.setMinimumHeight(LEAST_ROWS * ROW_HEIGHT)
        self._conflict = ConflictCard()
        self._known = plain_label(role="quiet", wrap=True)
        self._button, self._exchanges = button(_("Open   Enter"), "primary"), button(_("Exchanges"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._known, 1)
        foot.addWidget(self._exchanges)
        foot.addWidget(self._button)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._card)
        right.addWidget(self._mend)
        right.addWidget(self._cancel)
        right.addWidget(self._table, 1)
        right.addWidget(self._conflict)
        right.addLayout(foot)
        self._body = QWidget()
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._causes, 3)
        row.addLayout(right, 7)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._strip)
        column.addWidget(self._body, 1)
        column.addStretch(0)
        self.setFocusProxy(self._causes)

    def _wire(self) -> None:
        self._causes.activated.connect(self._take_cause)
        self._causes.selectionModel().currentChanged.connect(self._show_cause)
        self._table.activated.connect(self._open)
        self._table.selectionModel().currentChanged.connect(self._show_chosen)
        self._card.mend_asked.connect(self._ask_to_mend)
        self._mend.agreed.connect(self._do)
        self._mend.closed.connect(self._table.setFocus)
        self._cancel.agreed.connect(self._void)
        self._cancel.closed.connect(self._table.setFocus)
        self._conflict.correct_asked.connect(self._open)
        self._conflict.cancel_asked.connect(self._ask_to_cancel)
        self._button.clicked.connect(self._open)
        self._exchanges.clicked.connect(self._ask_for_exchanges)
        for key, asked, parent in (
            ("G", self._ask_to_mend, self),
            ("Ctrl+G", self._ask_to_mend, self),  # where the keyboard writes another script
            ("Left", self._causes.setFocus, self._table),
            ("Right", self._enter_cause, self._causes),
        ):
            made = QShortcut(QKeySequence(key), parent)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(asked)

    # -- showing -------------------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, groups: tuple[CauseGroup, ...]) -> None:
        self._dates = tuple(group for group in groups if group.section is Section.DATE)
        self._causes.show_rows(under_headings(groups))
        count = sum(group.n for group in groups if group.section is not Section.DATE)
        self._title.setText(_heading(count, sum(group.n for group in self._dates)))
        self._body.setVisible(bool(groups))
        if groups and self._causes.chosen() is None:
            self._causes.selectRow(1)  # under the first heading
        self._show_cause()
        self.count_changed.emit(count)

    @Slot()
    @Slot(QModelIndex, QModelIndex)
    def _show_cause(self, *changed: QModelIndex | QPersistentModelIndex) -> None:
        del changed
        group = self._causes.chosen()
        if group is None:
            self._table.show_rows(())
            return
        self._card.show_group(group, MendStrip.offered(group, self._user))
        self._table.show_rows(group.concerns)
        if self._table.chosen() is None:
            self._table.selectRow(0)
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._table.chosen()
        self._button.setEnabled(chosen is not None)
        self._exchanges.setEnabled(chosen is not None)
        self._known.setText(self._known_of(chosen))
        row = chosen.row if chosen else None
        if row is None or row.state is not State.REJECTED:
            self._conflict.hide()
            return
        browsing = self._browsing
        self._sides.load(lambda: _Sides(row, browsing.portal_side(row.client_ref)))

    def _known_of(self, chosen: Concern | None) -> str:
        """Return the whole of what the last column may cut, and how many the list leaves out."""
        group = self._causes.chosen()
        said = [about(chosen, self._clock.local())] if chosen is not None else []
        more = 0 if group is None else group.n - len(group.concerns)
        if more > 0:
            said.append(ngettext("{n} more is not shown.", "{n} more are not shown.", more).format(n=more))
        return " ".join(said)

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
    def _on_minute(self) -> None:
        if self.isVisible():
            self.refresh()

    @Slot(str)
    def _on_saved(self, client_ref: str) -> None:
        del client_ref
        self.refresh()

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        said = for_error(error)
        if isinstance(error, NotAccepted) and error.problems:
            said = f"{for_problem(error.problems[0])} {_('Nothing was changed.')}"
        self._strip.say(said, danger=True)

    # -- doing ---------------------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _take_cause(self, index: QModelIndex) -> None:
        """Go to the people of the cause; one alone is opened at once."""
        del index
        if self._model.rowCount() == 1:
            self._open()
        else:
            self._enter_cause()

    @Slot()
    def _enter_cause(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    @Slot(QModelIndex)
    def _open(self, index: QModelIndex | None = None) -> None:
        del index
        if (chosen := self._table.chosen()) is not None:
            self.open_requested.emit(chosen.client_ref)

    @Slot()
    def _ask_for_exchanges(self) -> None:
        if (chosen := self._table.chosen()) is not None:
            self.exchanges_requested.emit(chosen.client_ref, f"{chosen.receipt_no} {chosen.name}")

    @Slot()
    def _ask_to_mend(self) -> None:
        group = self._causes.chosen()
        if group is None or self._mend.is_asking() or self._cancel.isVisible():
            return
        self._strip.hide()
        if MendStrip.offered(group, self._user):
            self._mend.ask(group)
        else:
            self._strip.say(_("There is nothing to do for all of these at once. Open them one by one."))

    @Slot(object)
    def _do(self, asked: Asked) -> None:
        attention, user = self._attention, self._user
        self._strip.hide()
        self._mend.set_doing(doing=True)
        self._background.run(lambda: attention.mend(asked, user), self._mended, self._not_mended)

    @Slot(object)
    def _not_mended(self, error: VaxDeskError) -> None:
        """Nothing was done: what was typed stands there to be tried again."""
        self._mend.set_doing(doing=False)
        self._show_error(error)

    @Slot(object)
    def _mended(self, mended: Mended) -> None:
        self._mend.set_doing(doing=False)
        if mended.done:
            self._mend.leave()
        left = Counter(code for _key, code in mended.left)
        said = [causes.done(mended.mend, len(mended.done))] if mended.done else []
        said += [
            "{left} {why}".format(
                left=ngettext("{n} stays as it was.", "{n} stay as they were.", n).format(n=n), why=for_code(code)
            )
            for code, n in left.items()
        ]
        self._strip.say(" ".join(said), danger=not mended.done)
        self.refresh()

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


def _heading(to_fix: int, dates: int) -> str:
    """Return how many wait for a person; where none does, whether dates are at risk all the same."""
    if to_fix:
        return ngettext("{n} waits for a person", "{n} wait for a person", to_fix).format(n=to_fix)
    if dates:
        return ngettext("Nothing to fix; {n} date at risk", "Nothing to fix; {n} dates at risk", dates).format(n=dates)
    return _("Nothing waits for a person")
