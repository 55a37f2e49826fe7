# SPDX-License-Identifier: MIT
"""The strip that asks what is to be done for all of a cause, and why. It does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from ui.widgets.text import LineLabel, button, plain_label
from vaxdesk.domain.attention import SUPERVISORS_ONLY, Asked, CauseGroup, Mend
from vaxdesk.domain.user import Role, User
from vaxdesk.i18n import _
from vaxdesk.wording import causes, choices


class MendStrip(QFrame):
    """What to do (a number key chooses), the right value where one is asked for, the reason. Enter goes on, Esc leaves.

    What is typed stays until somebody says that it is done.

    Signals:
        agreed: (Asked) do it.
        closed: it is about to go, and needs the focus no more.
    """

    agreed = Signal(object)
    closed = Signal()

    def __init__(self, user: User, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._user = user
        self._group: CauseGroup | None = None
        self._is_doing = False
        self._question = plain_label(role="strong", wrap=True)
        self._hint = LineLabel("", "quiet")
        self._choice_place = QHBoxLayout()
        self._choice = Choice(())
        self.value, self.reason = Box(), Box()
        self.reason.setPlaceholderText(_("Reason, in a few words"))
        self.reason.setAccessibleName(_("Reason"))
        self._agree = button("", "primary")
        self._leave_button = button(_("Leave   Esc"))
        self._agree.clicked.connect(self._give)
        self._leave_button.clicked.connect(self.leave)
        self.reason.edited.connect(self._clear_marks)
        self.value.edited.connect(self._clear_marks)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(self._choice_place, 2)
        row.addWidget(self.value, 2)
        row.addWidget(self.reason, 3)
        row.addWidget(self._agree)
        row.addWidget(self._leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._question)
        column.addLayout(row)
        column.addWidget(self._hint)
        self.hide()

    @staticmethod
    def offered(group: CauseGroup, user: User) -> tuple[Mend, ...]:
        """Return what ``user`` may do for all of ``group``, as far as there is somebody it can be done for."""
        allowed = (m for m in group.mends if user.role is Role.SUPERVISOR or m not in SUPERVISORS_ONLY)
        return tuple(mend for mend in allowed if group.open_to(mend))

    def ask(self, group: CauseGroup) -> None:
        """Ask what is to be done for all of ``group``; the first that is right for it is chosen."""
        self._group = group
        offered = self.offered(group, self._user)
        self._choice_place.removeWidget(self._choice)
        self._choice.deleteLater()
        self._choice = Choice([Option(mend.value, causes.mend(mend)) for mend in offered], self)
        self._choice.setAccessibleName(_("What is to be done"))
        self._choice.set_value(offered[0].value)
        self._choice.edited.connect(self._show_question)
        self._choice.setVisible(len(offered) > 1)
        self._hint.setText(self._choice.choices())
        self._hint.setVisible(len(offered) > 1)
        self._choice_place.addWidget(self._choice)
        QWidget.setTabOrder(self._choice, self.value)
        self.reason.set_value("")
        self.value.set_value("")
        self._clear_marks()
        self._show_question()
        self.show()
        first = self._choice if len(offered) > 1 else self._boxes()[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_asking(self) -> bool:
        """Return whether an answer is awaited."""
        return not self.isHidden()

    def is_half_typed(self) -> bool:
        """Return whether a value or a reason is being typed."""
        return self.is_asking() and any(box.value().strip() for box in self._boxes())

    @Slot()
    def leave(self) -> None:
        """Ask no more; what is being done is waited for."""
        if not self._is_doing:
            self.closed.emit()  # first, lest the focus falls where nobody put it
            self.hide()

    def set_doing(self, *, doing: bool) -> None:
        """While it is done the strip stands, and nothing of it can be changed."""
        self._is_doing = doing
        for box in (self._choice, self.value, self.reason):
            box.set_locked(doing)
        self._leave_button.setEnabled(not doing)
        self._show_question()

    def event(self, event: QEvent) -> bool:
        # Esc is the window's own key; while the strip asks, it is the strip's.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _mend(self) -> Mend | None:
        return Mend(self._choice.value()) if self._choice.value() else None

    def _boxes(self) -> tuple[Box, ...]:
        """Return what has to be filled for what is chosen."""
        return (self.value, self.reason) if self._mend() is Mend.PUT_RIGHT else (self.reason,)

    @Slot()
    def _show_question(self) -> None:
        group, mend = self._group, self._mend()
        self.value.setVisible(mend is Mend.PUT_RIGHT)
        self._agree.setEnabled(mend is not None and not self._is_doing)
        if group is None or mend is None:
            return
        words = causes.preview(mend, len(group.open_to(mend)), len(group.concerns), group.cause.field)
        self._question.setText(words)
        self.setAccessibleName(words)
        self.value.setPlaceholderText(_("{field}, as it is right").format(field=choices.field_label(group.cause.field)))
        self.value.setAccessibleName(self.value.placeholderText())
        self._agree.setText(_("Saving…") if self._is_doing else causes.mend(mend))

    def _go_on(self) -> None:
        """Go to the next box; from the last, do it."""
        boxes = self._boxes()
        if self._choice.hasFocus():
            boxes[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.value.hasFocus():
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._give()

    @Slot()
    def _give(self) -> None:
        group, mend = self._group, self._mend()
        empty = next((box for box in self._boxes() if not box.value().strip()), None)
        if empty is not None:
            mark(empty, severity="error")
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif group is not None and mend is not None and not self._is_doing:
            keys = tuple(concern.key for concern in group.open_to(mend))
            value = self.value.value().strip() if mend is Mend.PUT_RIGHT else ""
            self.agreed.emit(Asked(mend, group.cause, keys, self.reason.value().strip(), value))

    @Slot()
    def _clear_marks(self) -> None:
        mark(self.reason, severity="")
        mark(self.value, severity="")
