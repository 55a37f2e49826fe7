# SPDX-License-Identifier: MIT
"""The board of open vials: use one, close one, open the next. Reads and writes in the background.

What is left and how long is shown here and told to whoever shows the pinned vial; the form is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.background import Background
from ui.bridge import Bridge
from ui.vials import words
from ui.vials.card import VialCard
from ui.vials.card_list import CardList
from ui.vials.opening_card import OpeningCard
from ui.widgets.choice import Option
from ui.widgets.loading import Loader
from ui.widgets.strip import Strip
from ui.widgets.text import plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.user import User
from vaxdesk.domain.vial import Vial, VialDraft, VialRow
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import NotAccepted, VaxDeskError
from vaxdesk.i18n import _, language
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.vials import Board, Vials
    from vaxdesk.validation.opening import Opening

MINUTE_MS: Final = 60_000


class VialsPanel(QWidget):
    """Today's vials of one centre.

    Signals:
        use_asked: (Vial) a person opened it or took it up: it is to be pinned.
        found: (Vial) the desk has just started and this is the only vial in use.
        use_ended: a new day has begun, and the vial that stands in the form is of the day before.
        vial_closed: (label) a vial of today was closed: no dose comes out of it any more.
        count_changed: (n) open vials of today.
        told: (sentence) what a click or a dose did.
        changed: what is left, or how long, may read otherwise.
    """

    use_asked = Signal(object)
    found = Signal(object)
    use_ended = Signal()
    vial_closed = Signal(str)
    count_changed = Signal(int)
    told = Signal(str)
    changed = Signal()

    def __init__(
        self,
        vials: Vials,
        background: Background,
        bridge: Bridge,
        user: User,
        centre: str,
        reference: ReferenceTable,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._vials = vials
        self._background = background
        self._user = user
        self._centre = centre
        self._clock = clock
        self._board: Board | None = None
        self._shown_on = clock.today()
        self._pinned = ""
        self._busy = False
        self._asking = 0
        self._opening = OpeningCard(_vaccines(reference))
        self._loader, self._checks = Loader(background, self), Loader(background, self)
        self._build()
        self._wire(bridge)
        self.refresh()

    # -- what the shell calls ------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Read the board anew; also out of sight, since the pinned vial is told of everywhere."""
        vials, centre = self._vials, self._centre
        self._loader.load(lambda: vials.board(centre))

    def is_half_typed(self) -> bool:
        """Return whether a vial is being typed, or a card waits for an answer."""
        asks = any(card.is_asking() for each in self._lists for card in each.cards())
        return asks or self._opening.has_typing()

    def show_pinned(self, label: str) -> None:
        """Mark the vial that stands in the form; "" for none."""
        if label != self._pinned:
            self._pinned = label
            self._show_hours()

    def pinned_line(self) -> tuple[str, str]:
        """Return what the pinned vial says of itself and the value of its ``words.Hours``; "" of none on the board."""
        label = self._pinned.casefold()
        row = next((row for row in self._rows_open() if row.vial.label.casefold() == label), None)
        if row is None:
            return "", ""
        return words.pinned_words(row), words.hours(row, self._clock.local()).value

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._day, self._strip = plain_label(role="quiet", wrap=True), Strip()
        self._open_cards = CardList("", of_today=True)
        self._left_cards = CardList(_("Left open on earlier days: close them"), of_today=False)
        self._closed_cards = CardList(_("Closed today"), of_today=True)
        self._lists = (self._open_cards, self._left_cards, self._closed_cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        heading = plain_label(_("Open vials"), "heading")
        parts = (heading, self._day, self._strip, self._open_cards, self._opening, *self._lists[1:])
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self._opening.first_box())

    def _wire(self, bridge: Bridge) -> None:
        self._loader.loaded.connect(self._show)
        self._loader.failed.connect(self._show_error)
        self._checks.loaded.connect(self._show_checked)
        self._checks.failed.connect(self._show_error)
        self._opening.open_asked.connect(self._open)
        self._opening.check_asked.connect(self._check)
        self._opening.left.connect(self._go_to_cards)
        self._opening.vaccine_chosen.connect(self._tell_spare)
        for each in self._lists:
            each.use_asked.connect(self._use)
            each.close_asked.connect(self._close)
            each.reopen_asked.connect(self._reopen)
        bridge.vaccination_saved.connect(self._on_saved)
        self._minutes = QTimer(self)
        self._minutes.timeout.connect(self.tick)
        self._minutes.start(MINUTE_MS)

    # -- showing -------------------------------------------------------------------------------------------

    @Slot()
    def tick(self) -> None:
        """A minute went by: say anew how long each vial may be used; on a new day read its board."""
        if self._clock.today() != self._shown_on:
            self.refresh()
        self._show_hours()

    @Slot(object)
    def _show(self, board: Board) -> None:
        first, before = self._board is None, {row.vial.id: row for row in self._rows_open()}
        stood_on_card = self._stands_on_card()
        start = self._opening.first_box()
        waits = start.hasFocus() and not start.value() and not self._opening.has_typing()
        if self._shown_on != self._clock.today() and self.pinned_line()[0]:
            self.use_ended.emit()
            self.told.emit(_("A new day has begun. Press F8 to close yesterday's vials and open the first of today."))
        self._board, self._shown_on = board, self._clock.today()
        for each, rows in zip(self._lists, (board.open, board.left_open, board.closed), strict=True):
            each.show_rows(rows, self._clock.local(), self._pinned)
        self._day.setText(words.day_words(board.day))
        self._opening.propose(board.proposal, board.batches)
        self._aim()
        self._tell_spare()
        if (waits and start.value()) or (stood_on_card and not self._stands_on_card()):
            self._go_to_cards()
        self.count_changed.emit(len(board.open))
        self.changed.emit()
        told = (words.dose_told(before[row.vial.id], row) for row in board.open if row.vial.id in before)
        if sentence := " ".join(filter(None, told)):
            self.told.emit(sentence)
        usable = self._usable()
        if first and not self._pinned and len(usable) == 1:
            self.found.emit(usable[0].vial)

    def _show_hours(self) -> None:
        for each in self._lists:
            each.show_hours(self._clock.local(), self._pinned)
        self._aim()
        self._tell_spare()
        self.changed.emit()

    @Slot()
    def _tell_spare(self) -> None:
        self._opening.tell_spare(words.spare_words(self._usable(), self._opening.draft().vaccine))

    def _aim(self) -> None:
        """Let whoever comes here stand on the vial in use, or where the next one is typed if none can be used."""
        usable = [self._open_cards.card(row.vial.id) for row in self._usable()]
        in_use = [card for card in usable if card and card.row.vial.label.casefold() == self._pinned.casefold()]
        self.setFocusProxy(next(iter((*in_use, *usable)), None) or self._opening.first_box())

    def _rows_open(self) -> tuple[VialRow, ...]:
        return () if self._board is None else self._board.open

    def _usable(self) -> list[VialRow]:
        now = self._clock.local()
        return [row for row in self._rows_open() if row.left > 0 and words.hours(row, now) is not words.Hours.OVER]

    # -- keys ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The cards take what they know; what they leave comes up to here.
        if event.key() == Qt.Key.Key_Plus:
            self._opening.first_box().setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """Go to the card above or below; the opening card stands between the open vials and the others."""
        first = self._opening.first_box()
        others = (*self._left_cards.cards(), *self._closed_cards.cards())
        stops: tuple[QWidget, ...] = (*self._open_cards.cards(), first, *others)
        focused = QApplication.focusWidget() or self
        here = first if self._opening.isAncestorOf(focused) else focused
        at = next((n for n, stop in enumerate(stops) if stop is here or stop.isAncestorOf(here)), 0)
        stops[min(max(at + by, 0), len(stops) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def _stands_on_card(self) -> bool:
        """Return whether the focus is in a card that is still listed."""
        focused = QApplication.focusWidget()
        return focused is not None and focused.isVisible() and any(each.isAncestorOf(focused) for each in self._lists)

    @Slot()
    def _go_to_cards(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- doing ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _use(self, row: VialRow) -> None:
        if words.hours(row, self._clock.local()) is words.Hours.OVER:
            self._strip.say(
                _("The hours of vial {label} are over. Discard it and close it.").format(label=row.vial.label)
            )
            return
        self._strip.hide()
        self.told.emit(_("Vial {label} is in use.").format(label=row.vial.label))
        self.use_asked.emit(row.vial)

    @Slot(object)
    def _check(self, draft: VialDraft) -> None:
        vials = self._vials
        self._checks.load(lambda: (draft, vials.check(draft)))

    @Slot(object)
    def _show_checked(self, found: tuple[VialDraft, Opening]) -> None:
        draft, checked = found
        if not self._busy and draft == self._opening.draft():  # else it is about what stood there before
            self._opening.show_problems(checked.problems, all_fields=False)

    @Slot(object)
    def _open(self, draft: VialDraft) -> None:
        if self._begin():
            vials, user = self._vials, self._user
            self._background.run(lambda: vials.open(draft, user), self._opened, self._not_opened)

    @Slot(object)
    def _opened(self, vial: Vial) -> None:
        self._busy = False
        self._opening.start_anew()
        self.refresh()
        self.told.emit(_("Vial {label} is open and in use.").format(label=vial.label))
        self.use_asked.emit(vial)

    @Slot(object)
    def _not_opened(self, error: VaxDeskError) -> None:
        self._busy = False
        if isinstance(error, NotAccepted):
            self._opening.show_problems(error.problems, all_fields=True)
        else:
            self._show_error(error)

    @Slot(int, str, str)
    def _close(self, vial_id: int, lost: str, why: str) -> None:
        if self._begin():
            self._asking = vial_id
            vials, user = self._vials, self._user
            self._background.run(lambda: vials.close(vial_id, lost, why, user), self._closed, self._not_changed)

    @Slot(int, str)
    def _reopen(self, vial_id: int, reason: str) -> None:
        if self._begin():
            self._asking = vial_id
            vials, user = self._vials, self._user
            self._background.run(lambda: vials.reopen(vial_id, reason, user), self._reopened, self._not_changed)

    @Slot(object)
    def _closed(self, nothing: object) -> None:
        del nothing
        self._busy = False
        if card := self._asked_card():
            vial = card.row.vial
            self.told.emit(_("Vial {label} is closed.").format(label=vial.label))
            if vial.opened_on == self._clock.today():  # labels begin anew each day: an old L1 is not today's
                self.vial_closed.emit(vial.label)
        self.refresh()

    @Slot(object)
    def _reopened(self, nothing: object) -> None:
        del nothing
        self._busy = False
        if card := self._asked_card():
            self.told.emit(_("Vial {label} is open again.").format(label=card.row.vial.label))
        self.refresh()

    def _asked_card(self) -> VialCard | None:
        return next((card for each in self._lists if (card := each.card(self._asking))), None)

    @Slot(object)
    def _not_changed(self, error: VaxDeskError) -> None:
        self._busy = False
        card = self._asked_card()
        if isinstance(error, NotAccepted) and card is not None:
            card.show_problems(error.problems)
        else:
            self._show_error(error)

    def _begin(self) -> bool:
        """Return whether something may be done now: one thing at a time, so that double keys cost nothing."""
        if self._busy:
            return False
        self._busy = True
        self._strip.hide()
        return True

    @Slot(str)
    def _on_saved(self, client_ref: str) -> None:
        del client_ref
        self.refresh()

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._strip.say(for_error(error), danger=True)


def _vaccines(reference: ReferenceTable) -> tuple[Option, ...]:
    hindi = language() == "hi"
    return tuple(Option(v.name, v.hindi if hindi else v.name) for v in reference.vaccines)
