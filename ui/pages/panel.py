# SPDX-License-Identifier: MIT
"""The pages of the paper register: name one, type its rows in the form, close it when they are as many as on paper.

The rows themselves are typed in the form, which is asked for by a signal; every call of the service runs in the
background.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.background import Background
from ui.bridge import Bridge
from ui.pages import words
from ui.pages.second_card import SecondCard
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldRow
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.loading import Loader
from ui.widgets.rows_model import Column, RowsModel
from ui.widgets.rows_view import RowsView
from ui.widgets.strip import Strip
from ui.widgets.text import button, frame, plain_label
from vaxdesk.domain.register_page import PageRow, SampleRow
from vaxdesk.domain.user import User
from vaxdesk.dosing import day_text
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.validation import parse_date
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.clock import Clock
    from vaxdesk.services.pages import Pages
    from vaxdesk.settings import Settings


NUMBER_CHARACTERS = 32
"""How wide the box of a number and its label may become, in characters of its own font."""


class PagesPanel(QWidget):
    """All pages, and what may be done with the chosen one.

    Signals:
        typing_requested: ({field: text}) the form is to stand at the next line of this page.
        open_requested: (client_ref) a row is to be corrected in the form.
    """

    typing_requested = Signal(object)
    open_requested = Signal(str)

    def __init__(
        self, pages: Pages, background: Background, bridge: Bridge, user: User, settings: Settings, clock: Clock
    ) -> None:
        super().__init__()
        self._pages = pages
        self._background = background
        self._user = user
        self._loader = Loader(background, self)
        self._loader.loaded.connect(self._show)
        self._loader.failed.connect(self._show_error)
        self._centre = Choice([Option(centre.code, centre.name) for centre in settings.centres])
        self._centre.set_value(settings.desk.centre)
        self._day, self._page, self._total = Box(), Box(), Box()
        self._day.set_value(day_text(clock.today()))
        self._total_of = self._second_of = 0
        self._strip = Strip()
        self._model: RowsModel[PageRow] = RowsModel(_columns(), lambda page: str(page.id))
        self._table: RowsView[PageRow] = RowsView(self._model)
        self._second = SecondCard()
        self._build()
        bridge.vaccination_saved.connect(self._refresh_in_sight)

    def refresh(self) -> None:
        """Read the pages anew."""
        pages = self._pages
        self._loader.load(pages.listed)

    def showEvent(self, event: object) -> None:
        del event
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._page.hasFocus():
                self._begin()
            elif self._total.hasFocus():
                self._close()
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def is_half_typed(self) -> bool:
        """Return whether a row is being typed a second time."""
        return self._second.is_half_typed()

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._table.setAccessibleName(_("Register pages"))
        self._table.activated.connect(self._type_on)
        self._table.selectionModel().currentChanged.connect(self._show_chosen)
        self._about = plain_label(role="strong", wrap=True)
        self._second.keyed.connect(self._key)
        self._second.open_requested.connect(self.open_requested)
        self._second.closed.connect(self._table.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Register pages"), "heading"))
        column.addWidget(self._begin_card())
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
        column.addWidget(self._second)
        column.addWidget(self._about)
        column.addWidget(self._page_row())
        self.setFocusProxy(self._page)

    def _begin_card(self) -> QWidget:
        card = frame("card")
        row = FieldRow(card)
        for box, name, label, span in (
            (self._centre, "centre", _("Centre"), 5),
            (self._day, "given_on", _("Day on the page"), 4),
            (self._page, "page", _("Page"), 3),
        ):
            row.add(Field(name, label, box, False, row), span)
        begin = button(_("Type its rows   Enter"), "primary")
        begin.clicked.connect(self._begin)
        line = FlowLayout(card, QMargins(16, 12, 16, 4), 12)
        line.addWidget(row)
        line.addWidget(begin)
        return card

    def _page_row(self) -> QWidget:
        made = QWidget()
        row = FieldRow(made)
        row.add(Field("total", _("Rows on the paper"), self._total, False, row), 12)
        row.setMaximumWidth(NUMBER_CHARACTERS * row.fontMetrics().averageCharWidth())
        self._close_button = button(_("Close the page   Enter"), "primary")
        self._close_button.clicked.connect(self._close)
        self._again_button = button(_("Type a tenth again"))
        self._again_button.clicked.connect(self._ask_for_sample)
        self._reopen_button = button(_("Open it again"))
        self._reopen_button.clicked.connect(self._reopen)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(row, 1)
        for part in (self._close_button, self._reopen_button, self._again_button):
            line.addWidget(part)
        line.addStretch(1)
        self._chosen_parts = made
        made.hide()
        return made

    # -- the list ------------------------------------------------------------------------------------------

    @Slot()
    def _refresh_in_sight(self) -> None:
        if self.isVisible():
            self.refresh()

    @Slot(object)
    def _show(self, pages: tuple[PageRow, ...]) -> None:
        self._table.show_rows(pages)
        if pages and self._table.chosen() is None:
            self._table.selectRow(0)  # the one that is being typed
        self._show_chosen()

    @Slot(QModelIndex, QModelIndex)
    def _show_chosen(self, *changed: QModelIndex) -> None:
        del changed
        page = self._table.chosen()
        self._chosen_parts.setVisible(page is not None)
        self._about.setText(words.about(page) if page else _("Name a page to type its rows."))
        if page is not None:
            if page.id != self._total_of or not self._total.hasFocus():  # never over what is being typed
                self._total.set_value("" if page.total is None else str(page.total))
            self._total_of = page.id
            self._close_button.setVisible(page.closed_at is None)
            self._reopen_button.setVisible(page.closed_at is not None)
            self._again_button.setEnabled(page.sampled > 0)

    # -- what a person asks for ----------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        on = parse_date(self._day.value())
        if on is None:
            self._strip.say(_("Write the day as day, month and four-digit year: 16-01-2021."), danger=True)
            self._day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        pages, centre, number, user = self._pages, self._centre.value(), self._page.value(), self._user
        self._background.run(lambda: pages.begin(centre, number, on, user), self._go_typing, self._show_error)

    @Slot(QModelIndex)
    def _type_on(self, index: QModelIndex) -> None:
        del index
        page = self._table.chosen()
        if page is not None and page.closed_at is None:
            self._go_typing(page)
        elif page is not None:
            self._strip.say(_("This page is closed. Open it again first, if a row was forgotten."))

    @Slot(object)
    def _go_typing(self, page: PageRow) -> None:
        if page.closed_at is not None:
            self._strip.say(_("This page is closed. Open it again first, if a row was forgotten."))
            self.refresh()
            return
        self._strip.hide()
        place = {"centre": page.centre, "given_on": day_text(page.given_on), "page": page.page}
        self.typing_requested.emit(place | {"line": str(page.next_line)})

    @Slot()
    def _close(self) -> None:
        page, total = self._table.chosen(), self._total.value().strip()
        if page is None:
            return
        if not total.isdecimal():
            self._strip.say(_("Count the rows on the paper and write the number here."), danger=True)
            self._total.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        pages, user = self._pages, self._user
        self._background.run(lambda: pages.close(page.id, int(total), user), self._show_closed, self._show_error)

    @Slot(object)
    def _show_closed(self, page: PageRow) -> None:
        self._strip.say(_("Page {page} is closed: {n} rows, as on the paper.").format(page=page.page, n=page.rows))
        self.refresh()

    @Slot()
    def _reopen(self) -> None:
        page = self._table.chosen()
        if page is not None:
            pages, user = self._pages, self._user
            self._background.run(lambda: pages.reopen(page.id, user), self._reopened, self._show_error)

    @Slot(object)
    def _reopened(self, page: PageRow) -> None:
        self._strip.say(_("Page {page} is open again.").format(page=page.page))
        self.refresh()

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        if self._second.isVisible():
            self._second.say(for_error(error))
        else:
            self._strip.say(for_error(error), danger=True)
            if self._total.hasFocus():
                self._total.selectAll()
        self.refresh()

    # -- the second typing ---------------------------------------------------------------------------------

    @Slot()
    def _ask_for_sample(self) -> None:
        page = self._table.chosen()
        if page is not None:
            pages = self._pages
            self._background.run(lambda: (page.id, pages.sample(page.id)), self._begin_second, self._show_error)

    @Slot(object)
    def _begin_second(self, sample: tuple[int, tuple[SampleRow, ...]]) -> None:
        page_id, rows = sample
        if rows:
            self._second_of = page_id  # whichever page is chosen in the list meanwhile
            self._second.begin(rows)

    @Slot(str, object)
    def _key(self, client_ref: str, typed: dict[str, str]) -> None:
        pages, page_id, user = self._pages, self._second_of, self._user
        self._background.run(lambda: pages.key(page_id, client_ref, typed, user), self._compared, self._show_error)

    @Slot(object)
    def _compared(self, row: SampleRow) -> None:
        self._second.show_compared(row)
        self.refresh()


def _columns() -> tuple[Column[PageRow], ...]:
    return (
        Column(_("Page"), 90, lambda page: page.page),
        Column(_("Day"), 120, lambda page: day_text(page.given_on)),
        Column(_("Centre"), 160, lambda page: page.centre),
        Column(_("Typed"), 80, lambda page: str(page.rows), number=True),
        Column(_("On paper"), 90, words.on_paper, number=True),
        Column(_("State"), 150, words.state),
        Column(_("Typed a second time"), 240, words.second_typing),
    )
