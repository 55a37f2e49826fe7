# SPDX-License-Identifier: MIT
"""Who was not vaccinated, and why: a strip under the form, by number keys, with the day's visits below to change them.

It never stands over the form. What it says is on disk is on disk; nothing of it is uploaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.background import Background
from ui.style import mark
from ui.visits.day_list import day_list
from ui.widgets.choice import Choice, Option
from ui.widgets.loading import Loader
from ui.widgets.text import LineLabel, button, plain_label
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.domain.visit import REASONS, Visit, VisitResult
from vaxdesk.errors import NotAccepted, VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import visits as wording
from vaxdesk.wording.errors import for_error
from vaxdesk.wording.problems import for_problem

if TYPE_CHECKING:
    from vaxdesk.services.visits import Visits

MISTAKE: Final = "mistake"
"""Chosen in the place of a result: the visit was noted by mistake and counts no more."""


class VisitStrip(QFrame):
    """Result, reason, Enter. Page Down opens the visits of the day, Enter there changes one, Esc leaves.

    Signals:
        noted: (sentence) somebody new is noted and on disk: the form goes to the next person.
        told: (sentence) an older visit was changed or ended.
        closed: it is about to go, and needs the focus no more.
    """

    noted = Signal(str)
    told = Signal(str)
    closed = Signal()

    def __init__(self, visits: Visits, background: Background, user: User, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._visits = visits
        self._background = background
        self._user = user
        self._draft = Draft()
        self._changing: Visit | None = None
        self._running = False
        self._loader = Loader(background, self)
        self._loader.loaded.connect(self._show_day)
        self._loader.failed.connect(self._say_error)
        self._question = LineLabel("", "strong")
        self._results = {False: _results(mistake=False), True: _results(mistake=True)}
        self._reasons = {result: _reasons(result) for result in VisitResult if REASONS[result]}
        self._hint = plain_label("", "quiet", wrap=True)
        self._error = LineLabel("", "problem")
        self._count = LineLabel("", "quiet")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._save, self._leave = button(_("Note it   Enter"), "primary"), button(_("Leave   Esc"))
        self._table, self._model = day_list()
        self._lay_out()
        self._wire()
        self.hide()

    def ask(self, draft: Draft) -> None:
        """Ask what became of the person of ``draft``; without a name only the day's visits can be changed."""
        self._draft, self._changing = draft, None
        self._table.hide()
        self._begin()
        self._loader.load(self._visits.today)

    def is_asking(self) -> bool:
        """Return whether an answer is awaited."""
        return not self.isHidden()

    def is_half_typed(self) -> bool:
        """Return whether an answer was begun that would be lost."""
        return self.is_asking()

    def is_saving(self) -> bool:
        """Return whether an answer is being saved; until it is on disk the strip stands."""
        return self._running

    def save(self) -> None:
        """Save the answer, or put the focus where one is missing."""
        if self._result().isHidden():
            self.told.emit(self._question.text())
        else:
            self._give()

    @Slot()
    def leave(self) -> None:
        """Ask no more; a save that runs is waited for."""
        if not self._running:
            self.closed.emit()  # first, lest the focus falls where nobody put it
            self.hide()

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the strip asks, it is the strip's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._change() if self._table.hasFocus() else self._go_on()
        elif event.key() == Qt.Key.Key_PageDown and self._model.rowCount():
            self._show_list()
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for choice in (*self._results.values(), *self._reasons.values()):
            choice.hide()
            row.addWidget(choice, 1)
        row.addWidget(self._save)
        row.addWidget(self._leave)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        lines = QHBoxLayout()
        lines.setSpacing(16)
        lines.addWidget(self._hint, 2)
        lines.addWidget(self._count, 1)
        column.addWidget(self._question)
        column.addLayout(lines)  # over the box, so that it is in sight where the focus is
        column.addLayout(row)
        column.addWidget(self._error)
        column.addWidget(self._table)

    def _wire(self) -> None:
        for choice in self._results.values():
            choice.edited.connect(self._on_result)
            choice.entered.connect(self._show_hint)
        for choice in self._reasons.values():
            choice.edited.connect(self._on_reason)
            choice.entered.connect(self._show_hint)
        self._save.clicked.connect(self._give)
        self._leave.clicked.connect(self.leave)
        self._table.doubleClicked.connect(self._change)

    # -- asking --------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        changing = self._changing
        name = changing.name if changing else self._draft.name.strip()
        self._error.hide()
        self._question.setText(
            _("{name} is not vaccinated. What is the result?").format(name=name)
            if name
            else _("Nobody stands in the form. Choose one of today's to change it.")
        )
        self.setAccessibleName(self._question.text())
        for is_change, choice in self._results.items():
            choice.set_value(changing.result.value if changing else "")
            choice.setVisible(bool(name) and is_change is (changing is not None))
        for result, choice in self._reasons.items():
            choice.set_value(changing.reason if changing and changing.result is result else "")
        self._save.setVisible(bool(name))
        self._hint.setVisible(bool(name))
        self._show_reasons()
        self.show()
        (self._result() if name else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _result(self) -> Choice:
        return self._results[self._changing is not None]

    def _reason(self) -> Choice | None:
        """Return the box of the reasons of the chosen result, None where it has none."""
        value = self._result().value()
        return self._reasons.get(VisitResult(value)) if value in set(VisitResult) else None

    def _show_reasons(self) -> None:
        shown = self._reason()
        for choice in self._reasons.values():
            choice.setVisible(choice is shown and not self._result().isHidden())

    @Slot()
    def _on_result(self) -> None:
        self._show_reasons()
        if self._result().value():
            (self._reason() or self._save).setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_reason(self) -> None:
        reason = self._reason()
        if reason is not None and reason.value():
            mark(reason, severity="")
            self._save.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _show_hint(self) -> None:
        reason = self._reason()
        box = reason if reason is not None and reason.hasFocus() else self._result()
        self._hint.setText(box.choices())
        self._count.setVisible(box is not reason)

    def _go_on(self) -> None:
        """Go to the next thing to choose; from the last, save."""
        reason = self._reason()
        if self._result().hasFocus() and reason is not None:
            reason.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._give()

    @Slot()
    def _give(self) -> None:
        """Save, once everything is chosen; a second call while the first runs does nothing."""
        value, reason = self._result().value(), self._reason()
        empty = self._result() if not value else reason if reason is not None and not reason.value() else None
        if empty is not None:
            mark(empty, severity="error")
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._running or self._result().isHidden():
            return
        self._set_running(running=True)
        why = reason.value() if reason is not None else ""
        visits, draft, changing, user = self._visits, self._draft, self._changing, self._user
        if changing is None:
            result = VisitResult(value)
            self._background.run(lambda: visits.record(draft, result, why, user), self._on_noted, self._not_saved)
        elif value == MISTAKE:
            self._background.run(
                lambda: visits.end(changing.client_ref, _("noted by mistake"), user), self._on_ended, self._not_saved
            )
        else:
            result = VisitResult(value)
            self._background.run(
                lambda: visits.change(changing.client_ref, result, why, user), self._on_changed, self._not_saved
            )

    # -- answers -------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_noted(self, visit: Visit) -> None:
        self._set_running(running=False)
        self.noted.emit(wording.noted(visit))
        self.hide()

    @Slot(object)
    def _on_changed(self, visit: Visit) -> None:
        self._over(wording.noted(visit))

    @Slot(object)
    def _on_ended(self, nothing: object) -> None:
        del nothing
        self._over(_("It counts no more. What was noted stays on record."))

    def _over(self, sentence: str) -> None:
        self._set_running(running=False)
        self.told.emit(sentence)
        self.ask(self._draft)

    @Slot(object)
    def _not_saved(self, error: VaxDeskError) -> None:
        self._set_running(running=False)
        self._say_error(error)

    def _set_running(self, *, running: bool) -> None:
        """What is being saved can be neither changed nor left."""
        self._running = running
        for box in (*self._results.values(), *self._reasons.values()):
            box.set_locked(running)
        self._save.setText(_("Saving…") if running else _("Note it   Enter"))

    @Slot(object)
    def _say_error(self, error: VaxDeskError) -> None:
        said = for_error(error)
        if isinstance(error, NotAccepted) and error.problems:
            said = for_problem(error.problems[0])
        self._error.setText(said)
        self._error.show()
        if not self.isVisible():
            self.told.emit(said)  # somebody went elsewhere meanwhile

    # -- the visits of the day -----------------------------------------------------------------------------

    @Slot(object)
    def _show_day(self, visits: tuple[Visit, ...]) -> None:
        self._table.show_rows(visits[::-1])
        n = len(visits)
        words = ngettext("{n} noted today: Page Down shows it.", "{n} noted today: Page Down shows them.", n)
        self._count.setText(words.format(n=n) if visits else "")
        if visits and self._result().isHidden():
            self._show_list()
        elif not visits:
            self._table.hide()

    def _show_list(self) -> None:
        self._table.show()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _change(self) -> None:
        self._changing = self._table.chosen()
        self._begin()


def _results(*, mistake: bool) -> Choice:
    options = [Option(result.value, wording.result(result)) for result in VisitResult]
    made = Choice([*options, Option(MISTAKE, _("noted by mistake"))] if mistake else options)
    made.setPlaceholderText(_("Result"))
    made.setAccessibleName(_("Result"))
    return made


def _reasons(result: VisitResult) -> Choice:
    made = Choice([Option(reason, wording.reason(reason)) for reason in REASONS[result]])
    made.setPlaceholderText(_("Reason"))
    made.setAccessibleName(_("Reason"))
    return made
