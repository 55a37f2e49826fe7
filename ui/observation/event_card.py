# SPDX-License-Identifier: MIT
"""The card of an adverse event: typed like the form, by number keys and Enter. Saves and decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.observation.multi_choice import MultiChoice
from ui.problems import by_field, first_field, sentence
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldRow
from ui.widgets.text import button, plain_label
from vaxdesk.domain.observation import Course, EventDraft, Severity, Symptom, Watched
from vaxdesk.domain.problem import Problem
from vaxdesk.i18n import _
from vaxdesk.wording import observation as words

ROWS: Final = (
    (("severity", 3), ("symptoms", 5), ("words", 4)),
    (("onset_on", 3), ("onset_at", 2), ("done", 4), ("referred_to", 3)),
    (("outcome", 5), ("case_no", 5)),
)
ORDER: Final = tuple(name for row in ROWS for name, _span in row)


class EventCard(QFrame):
    """Hidden until it is opened for somebody; what is typed stays until it is saved or left.

    Signals:
        save_asked: (client_ref, EventDraft).
        check_asked: (client_ref, EventDraft) a field was left.
        report_asked: (client_ref) the case report is wanted as a file.
        closed: nothing more is to be typed here.
    """

    save_asked = Signal(str, object)
    check_asked = Signal(str, object)
    report_asked = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._client_ref = ""
        self._opened_as = EventDraft()
        self._left: set[str] = set()
        self._warned = False
        self._is_busy = False
        self.severity = Choice([Option(each.value, words.severity(each)) for each in Severity])
        self.symptoms = MultiChoice([Option(each.value, words.symptom(each)) for each in Symptom])
        self.outcome = Choice([Option(each.value, words.course(each)) for each in Course])
        self._boxes: dict[str, Box] = {name: Box() for name in ORDER}
        self._boxes |= {"severity": self.severity, "symptoms": self.symptoms, "outcome": self.outcome}
        self._fields: dict[str, Field] = {}
        self._rows: list[FieldRow] = []
        self._title, self._hint = plain_label(role="title", wrap=True), plain_label(role="quiet", wrap=True)
        self._save_button = button(_("Save   Ctrl+S"), "primary")
        self._report_button = button(_("Write the case report"))
        self._leave_button = button(_("Back   Esc"))
        self._build()
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        for spans in ROWS:
            row = FieldRow()
            for name, span in spans:
                field = Field(name, words.field(name), self._boxes[name], False, row)
                self._fields[name] = field
                row.add(field, span)
            self._rows.append(row)
            column.addWidget(row)
        column.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for each in (self._save_button, self._report_button, self._leave_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._save_button.clicked.connect(self.save)
        self._report_button.clicked.connect(self._ask_for_report)
        self._leave_button.clicked.connect(self.leave)
        for name, box in self._boxes.items():
            box.entered.connect(self._show_hint)
            box.edited.connect(self._show_hint)
            box.left.connect(self._leaving(name))

    # -- what the panel calls ------------------------------------------------------------------------------

    def open(self, person: Watched, draft: EventDraft, *, is_known: bool) -> None:
        """Show ``draft`` of ``person``; the report may be written once one ``is_known``."""
        self._client_ref = person.client_ref
        self._title.setText(_("Adverse event: token {token}, {name}").format(token=person.token, name=person.name))
        self.set_draft(draft)
        self.mark_saved(self.draft(), is_known=is_known)
        self.show()
        self.severity.setFocus(Qt.FocusReason.OtherFocusReason)

    def client_ref(self) -> str:
        """Return whose card is open, "" when none is."""
        return "" if self.isHidden() else self._client_ref

    def is_known(self) -> bool:
        """Return whether one is reported already, so that its case report can be written."""
        return self._report_button.isEnabled()

    def draft(self) -> EventDraft:
        """Return everything as it stands on the card."""
        texts = {name: box.value() for name, box in self._boxes.items() if name != "symptoms"}
        return EventDraft(symptoms=self.symptoms.values(), **texts)

    def set_draft(self, draft: EventDraft) -> None:
        """Show ``draft`` as typed."""
        self.symptoms.set_values(draft.symptoms)
        for name, box in self._boxes.items():
            if name != "symptoms":
                box.set_value(getattr(draft, name))

    def mark_saved(self, draft: EventDraft, *, is_known: bool) -> None:
        """``draft`` is on disk; what was typed since is not."""
        self._opened_as, self._warned = draft, False
        self._left.clear()
        self._report_button.setEnabled(is_known)
        self.set_busy(busy=False)
        self.show_problems((), all_fields=True)

    def set_busy(self, *, busy: bool) -> None:
        """While this is saved it stays open: whatever becomes of it has to be seen."""
        self._is_busy = busy
        self._save_button.setText(_("Saving…") if busy else _("Save   Ctrl+S"))

    def show_problems(self, problems: Iterable[Problem], *, all_fields: bool) -> None:
        """Put each problem under its field: all of them, and the focus in the first, or only of fields left."""
        shown = [problem for problem in problems if all_fields or problem.field in self._left]
        found = by_field(shown)
        for name, field in self._fields.items():
            problem = found.get(name)
            field.show_note(sentence(problem) if problem else "", problem.severity.value if problem else "")
        for row in self._rows:
            row.lay_out()
        if all_fields and (bad := first_field(shown, ORDER)):
            self._left.update(ORDER)
            self._boxes[bad].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keys ----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the card is open, it is the card's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @Slot()
    def save(self) -> None:
        """Ask for the save of what stands here."""
        if self._is_busy:
            self._hint.setText(_("Still saving. One moment."))
        else:
            self.save_asked.emit(self._client_ref, self.draft())

    @Slot()
    def leave(self) -> None:
        """Close the card; where something would be lost, only when asked twice, and not while it is saved."""
        if self._is_busy:
            self._hint.setText(_("Still saving. One moment."))
            return
        if self.draft() != self._opened_as and not self._warned:
            self._warned = True
            self._hint.setText(_("This is not saved. Press Esc once more to drop it, or Ctrl+S to save it."))
            return
        self.hide()
        self.closed.emit()

    @Slot()
    def _ask_for_report(self) -> None:
        self.report_asked.emit(self._client_ref)

    def _leaving(self, name: str) -> Callable[[], None]:
        def tell() -> None:
            self._left.add(name)
            if not self.isHidden():
                self.check_asked.emit(self._client_ref, self.draft())

        return tell

    @Slot()
    def _show_hint(self) -> None:
        """Say what can be chosen where the focus is; of a class that is chosen, what belongs into it."""
        self._warned = False
        focused = QApplication.focusWidget()
        chosen = next((each for each in Severity if each.value == self.severity.value()), None)
        if focused is self.severity and chosen is not None:
            self._hint.setText(f"{self.severity.choices()}\n{words.meaning(chosen)}")
        else:
            self._hint.setText(focused.choices() if isinstance(focused, Box) else "")
