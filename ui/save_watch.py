# SPDX-License-Identifier: MIT
"""Sees how a save ends while nobody looks at the form, and says it where they are. Saves nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from ui.form.panel import FormPanel
from ui.form.saving import Saving
from ui.status.status_bar import StatusBar
from ui.widgets.navigation import Navigation
from vaxdesk.clock import Clock
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

PLACE = "record"


class SaveWatch(QObject):
    """The wires of a save, for one workplace.

    Signals:
        ended: (whether it was saved) the answer is there, and the form shows it.
    """

    ended = Signal(bool)

    def __init__(
        self,
        form: FormPanel,
        status: StatusBar,
        navigation: Navigation,
        clock: Clock,
        in_sight: Callable[[], bool],
    ) -> None:
        """``in_sight`` says whether somebody looks at the form."""
        super().__init__(form)
        self._status, self._navigation, self._clock, self._in_sight = status, navigation, clock, in_sight
        self._sentence = ""
        (saving,) = form.findChildren(Saving)
        saving.saved.connect(self._on_saved)  # after the form's own connections: it shows the end already
        saving.refused.connect(self._on_refused)
        saving.failed.connect(self._on_failed)

    def sentence(self) -> str:
        """Return how the last save ended."""
        return self._sentence

    def tell(self, sentence: str, *, saved: bool) -> None:
        """Say how a save ended, and where to look if it did not end well."""
        self._status.answer(sentence)
        self._navigation.set_alarm(PLACE, not saved and not self._in_sight())

    def seen(self) -> None:
        """Somebody looks at the form, which says itself what is wrong."""
        self._navigation.set_alarm(PLACE, False)

    @Slot(object)
    def _on_saved(self, receipt: Receipt) -> None:
        time = f"{self._clock.local(receipt.recorded_at):%H:%M}"
        words = _("Saved {time} · {name} · {receipt}")
        self._end(words.format(time=time, name=receipt.name, receipt=receipt.receipt_no), saved=True)

    @Slot(object)
    def _on_refused(self, problems: object) -> None:
        del problems
        self._end(_("Not saved: something is not right yet. F2 shows it."), saved=False)

    @Slot(object)
    def _on_failed(self, error: VaxDeskError) -> None:
        self._end(_("Not saved. {why} F2 shows it.").format(why=for_error(error)), saved=False)

    def _end(self, sentence: str, *, saved: bool) -> None:
        self._sentence = sentence
        if not self._in_sight():
            self.tell(sentence, saved=saved)
        self.ended.emit(saved)
