# SPDX-License-Identifier: MIT
"""Lists what only a person can bring further; Enter opens it in the form. Reads in the background."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.attention.causes import AttentionRow, lines
from ui.background import Background
from ui.bridge import Bridge
from ui.widgets.loading import Loader
from ui.widgets.rows_model import Column, Group, RowsModel
from ui.widgets.rows_view import RowsView
from ui.widgets.state_badge import StateDelegate
from ui.widgets.strip import Strip
from ui.widgets.text import button, plain_label
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.browsing import Browsing


class AttentionPanel(QWidget):
    """Rejected, doubtful past their rounds, held, and corrections to raise with the portal.

    Signals:
        open_requested: (client_ref) a person wants it in the form.
        count_changed: (n) lines that wait for a person.
    """

    open_requested = Signal(str)
    count_changed = Signal(int)

    def __init__(
        self,
        browsing: Browsing,
        background: Background,
        bridge: Bridge,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._loader = Loader(background, self)
        self._loader.loaded.connect(self._show)
        self._loader.failed.connect(self._show_error)
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
        self._strip = Strip()
        self._table: RowsView[AttentionRow] = RowsView(self._model)
        self._table.setAccessibleName(_("Attention"))
        self._table.setItemDelegateForColumn(0, StateDelegate(self._table))
        self._table.activated.connect(self._open)
        self._table.selectionModel().currentChanged.connect(self._show_todo)
        self._todo = plain_label(role="strong", wrap=True)
        self._todo.setMinimumHeight(40)
        self._todo.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._button = button(_("Open   Enter"), "primary")
        self._button.clicked.connect(self._open)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._todo, 1)
        foot.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
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
        self._show_todo()
        self.count_changed.emit(count)

    @Slot()
    def _show_todo(self) -> None:
        chosen = self._table.chosen()
        self._todo.setText(chosen.todo if chosen else "")
        self._button.setEnabled(chosen is not None)

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
