# SPDX-License-Identifier: MIT
"""The strip that asks, once a day, whether the computer's date is right where it hardly can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from ui.background import Background
from ui.day_words import day_in_words
from ui.widgets.strip import Strip
from vaxdesk.i18n import _

if TYPE_CHECKING:
    from vaxdesk.services.day import Day, DoubtedDay


class ClockStrip(Strip):
    """Hidden while the date fits what is recorded.

    Signals:
        denied: the date is wrong; nobody is to be recorded under it.
        answered: the question is over.
    """

    denied = Signal()
    answered = Signal()

    def __init__(self, day: Day, background: Background) -> None:
        super().__init__()
        self._day = day
        self._background = background

    def look(self) -> None:
        """Ask where there is a reason to."""
        self._background.run(self._day.doubted, self._ask, self._say_nothing)

    @Slot(object)
    def _ask(self, doubted: DoubtedDay | None) -> None:
        if doubted is None:
            return
        day, background, today = self._day, self._background, day_in_words(doubted.today)

        def vouch() -> None:
            background.run(lambda: day.vouch(doubted.today), self._say_nothing, self._say_nothing)
            self.answered.emit()

        sentence = _("This computer says that today is {today}. Somebody was last recorded here on {last_on}.")
        said = sentence.format(today=today, last_on=day_in_words(doubted.last_on))
        asked = _("Is the date right?")
        self.ask(f"{said} {asked}", ((_("The date is right"), vouch), (_("The date is wrong"), self._deny)))
        self.focus_first()

    def _deny(self) -> None:
        self.denied.emit()
        self.say(
            _("Set the date of the computer, then start VaxDesk again. Until then type the date of each dose by hand.")
        )
        self.answered.emit()

    @Slot(object)
    def _say_nothing(self, done: object) -> None:
        """A question that could not be asked, or an answer not kept, comes again at the next start."""
        del done
