# SPDX-License-Identifier: MIT
"""The card in which the next vial is typed, with the last batch proposed. Opens nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.problems import by_field, first_field, sentence
from ui.style import mark, text_percent
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldRow
from ui.widgets.text import button, plain_label
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.vial import Batch, VialDraft
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _
from vaxdesk.wording import choices

ORDER: Final = ("vaccine", "batch", "expires_on", "doses", "vial", "vial_opened_at")
_ONE_ROW: Final = ({"vaccine": 2, "batch": 3, "expires_on": 2, "doses": 2, "vial": 1, "vial_opened_at": 2},)
_TWO_ROWS: Final = (
    {"vaccine": 4, "batch": 4, "expires_on": 4},
    {"doses": 4, "vial": 4, "vial_opened_at": 4},
)
_LARGE_PERCENT: Final = 120
"""From here on six fields do not fit beside each other."""
_SHOWN_BATCHES: Final = 3


class OpeningCard(QFrame):
    """Six fields, five of them filled already as a rule.

    Signals:
        open_asked: (VialDraft) a person wants this vial opened.
        check_asked: (VialDraft) a field was left: what is wrong with it so far?
        vaccine_chosen: another vaccine stands there.
        left: what was typed is dropped by Esc.
    """

    open_asked = Signal(object)
    check_asked = Signal(object)
    vaccine_chosen = Signal()
    left = Signal()

    def __init__(self, vaccines: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._proposal = VialDraft()
        self._batches: tuple[Batch, ...] = ()
        self._visited: set[str] = set()
        self._fields: dict[str, Field] = {}
        places = _ONE_ROW if text_percent() < _LARGE_PERCENT else _TWO_ROWS
        self._rows = tuple(FieldRow() for _spans in places)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(plain_label(_("Open a vial"), "title"))
        for row, spans in zip(self._rows, places, strict=True):
            for name, span in spans.items():
                self._make(name, span, row, Choice(vaccines) if name == "vaccine" else Box())
            column.addWidget(row)
        self.box("expires_on").setPlaceholderText(_("as on the label: 06-2021"))
        self.box("vial_opened_at").setPlaceholderText(_("now"))
        self._hint, self._spare = plain_label("", "quiet", wrap=True), plain_label("", "problem", wrap=True)
        mark(self._spare, severity="note")
        agree = button(_("Open the vial   Ctrl+S"), "primary")
        agree.clicked.connect(self._agree)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(agree)
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(self._spare)
        said.addWidget(self._hint)
        foot.addLayout(said, 1)
        column.addLayout(foot)

    def box(self, name: str) -> Box:
        """Return the box of a field of ``VialDraft``."""
        return self._fields[name].box

    def first_box(self) -> Box:
        """Return where typing begins: the first needed field that is empty; of a vial all proposed, its batch."""
        needed = ORDER[: ORDER.index("vial_opened_at")]
        return next((box for box in map(self.box, needed) if not box.value()), self.box("batch"))

    def draft(self) -> VialDraft:
        """Return the vial as typed."""
        return VialDraft(centre=self._proposal.centre, **{name: self.box(name).value() for name in ORDER})

    def has_typing(self) -> bool:
        """Return whether what stands here differs from what was proposed."""
        return self.draft() != self._proposal

    def propose(self, proposal: VialDraft, batches: tuple[Batch, ...]) -> None:
        """Propose the next vial, unless a person began to type another one."""
        begun = self.has_typing()
        self._proposal, self._batches = (self._proposal if begun else proposal), batches
        if not begun:
            self._show_draft(proposal)
        self._show_hint()

    def tell_spare(self, sentence: str) -> None:
        """Say, beside the button, which open vial is not used up; "" for none."""
        self._spare.setText(sentence)
        self._spare.setVisible(bool(sentence))

    def start_anew(self) -> None:
        """Drop what is typed; the next proposal is shown."""
        self._show_draft(self._proposal)

    def show_problems(self, problems: Iterable[Problem], *, all_fields: bool) -> None:
        """Put each problem under its field; those of fields not visited yet only with ``all_fields``."""
        self._visited |= set(ORDER) if all_fields else set()
        found = by_field(p for p in problems if p.field in self._visited)
        for name, field in self._fields.items():
            problem = found.get(name)
            field.show_note(sentence(problem) if problem else "", problem.severity.value if problem else "")
        for row in self._rows:
            row.lay_out()
        if all_fields and (bad := first_field(found.values(), ORDER)):
            self.box(bad).setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Esc and Ctrl+S are the window's own keys; in this card they are the card's while there is something to drop.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted((event.key() == Qt.Key.Key_Escape and self.has_typing()) or _is_save(event))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_save(event) or (_is_enter(event) and self.box(ORDER[-1]).hasFocus()):
            self._agree()
        elif _is_enter(event):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape and self.has_typing():
            self.start_anew()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down and self.box("batch").hasFocus():
            self._take_next_batch()
        else:
            super().keyPressEvent(event)

    def _make(self, name: str, span: int, row: FieldRow, box: Box) -> None:
        field = Field(name, choices.field_label(name), box, False, row)
        row.add(field, span)
        self._fields[name] = field
        box.edited.connect(lambda: self._on_edited(name))
        box.left.connect(lambda: self._on_left(name))
        box.entered.connect(self._show_hint)

    def _show_draft(self, draft: VialDraft) -> None:
        for name in ORDER:
            self.box(name).set_value(getattr(draft, name))
        self._visited.clear()
        self.show_problems((), all_fields=False)

    def _on_edited(self, name: str) -> None:
        if name == "batch":
            self._fill_known(self.box("batch").value())
        elif name == "vaccine":
            self.box("doses").set_value("")  # the table's number of the vaccine that was chosen
        self._show_hint()
        self.vaccine_chosen.emit()

    def _on_left(self, name: str) -> None:
        self._show_hint()
        if self.has_typing():  # else the field was only passed by
            self._visited.add(name)
            self.check_asked.emit(self.draft())

    def _known(self, typed: str) -> list[Batch]:
        """Return the batches that begin as ``typed`` does, the last opened first."""
        return [known for known in self._batches if known.batch.casefold().startswith(typed.strip().casefold())]

    def _fill_known(self, typed: str) -> None:
        """A batch that was opened before brings its vaccine, expiry and doses; another one loses them."""
        known = next((k for k in self._batches if k.batch.casefold() == typed.strip().casefold()), None)
        if known is not None:
            self.box("vaccine").set_value(known.vaccine)
            self.box("expires_on").set_value(day_text(known.expires_on))
            self.box("doses").set_value(str(known.doses))
        elif self.box("expires_on").value() in {day_text(batch.expires_on) for batch in self._batches}:
            self.box("expires_on").set_value("")

    def _take_next_batch(self) -> None:
        names = [known.batch for known in self._batches]
        shown = self.box("batch").value()
        fitting = [known.batch for known in self._known(shown)]
        if shown in names:
            fitting = names[names.index(shown) + 1 :] or names
        if fitting:
            self.box("batch").set_value(fitting[0])
            self._fill_known(fitting[0])
            self.box("batch").selectAll()
            self._show_hint()

    def _show_hint(self) -> None:
        """Say what the field in use may take: the vaccines by number, or batches that were opened before."""
        if self.box("vaccine").hasFocus():
            self._hint.setText(self.box("vaccine").choices())
            return
        shown = self.box("batch").value()
        others = self._known("" if shown == self._proposal.batch else shown)
        named = [known.batch for known in others if known.batch.casefold() != shown.casefold()][:_SHOWN_BATCHES]
        words = _("Down arrow takes a known batch: {batches}").format(batches=", ".join(named))
        self._hint.setText(words if named and self.box("batch").hasFocus() else "")

    def _agree(self) -> None:
        self.open_asked.emit(self.draft())


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _is_save(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier
