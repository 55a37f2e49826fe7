# SPDX-License-Identifier: MIT
"""Between the board of vials and the form: which vial is pinned there, and what the top bar says of it.

Keeps only the label that is pinned; the form has the pins, the board the doses and the hours.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from ui.form.panel import FormPanel
from ui.vials.panel import VialsPanel
from ui.widgets.top_bar import TopBar
from vaxdesk.domain.vial import Vial


class VialInUse(QObject):
    """The wires of the pinned vial, for one workplace."""

    def __init__(self, board: VialsPanel, form: FormPanel, top: TopBar, back: Callable[[], object]) -> None:
        """``back`` leads to the form, where whoever took up a vial goes on."""
        super().__init__(board)
        self._board, self._form, self._top, self._back = board, form, top, back
        self._label = ""
        form.pinned_changed.connect(self._mark)
        board.changed.connect(self._show)
        board.found.connect(self._take_up)
        board.use_ended.connect(self._end)
        board.use_asked.connect(self._use)
        board.vial_closed.connect(self._let_go)

    @Slot()
    def _mark(self) -> None:
        if not self._form.is_correcting():  # that one keeps its own vial; the next person's stays pinned
            self._label = self._form.draft().vial
            self._board.show_pinned(self._label)
        self._show()

    @Slot()
    def _show(self) -> None:
        self._top.show_vial(*self._board.pinned_line())

    @Slot(object)
    def _use(self, vial: Vial) -> None:
        self._pin(vial)
        self._back()

    @Slot(object)
    def _take_up(self, vial: Vial) -> None:
        """After a start, go on with the vial in use, unless another batch stands in the form already."""
        if not self._form.draft().batch:
            self._pin(vial)

    @Slot(str)
    def _let_go(self, label: str) -> None:
        """No dose comes from a closed vial: with its batch gone too, none is saved before the next vial is in use."""
        if label.casefold() == self._label.casefold():
            self._form.pin({"batch": "", "vial": "", "vial_opened_at": ""})

    @Slot()
    def _end(self) -> None:
        self._form.pin({"vial": "", "vial_opened_at": ""})

    def _pin(self, vial: Vial) -> None:
        opened_at = f"{vial.opened_at:%H:%M}"
        self._form.pin(
            {"vaccine": vial.vaccine, "batch": vial.batch, "vial": vial.label, "vial_opened_at": opened_at},
        )
