# SPDX-License-Identifier: MIT
"""The two cards, Person and Dose, built from the table of fields; a draft goes in and comes out as text.

Knows no rule, no service and no store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.form.fields import (
    FIELDS,
    FIRST_DOSE_FIELDS,
    FIRST_DOSE_ROW,
    ID_FIELDS,
    LAST_FOUR_LABEL,
    NEEDED,
    ORDER,
    PINNED,
    FieldSpec,
    Kind,
)
from ui.problems import by_field, sentence
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldRow
from ui.widgets.text import frame, plain_label
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.i18n import _


class Sheet(QWidget):
    """All fields of one vaccination.

    Signals:
        edited, entered, left: (field name) a person changed it, came to it, went on from it.
        row_pasted: (text) a whole row was pasted into one field, which is as it was.
        ended: a person went on from the last field at which there was a reason to stop.
    """

    edited = Signal(str)
    entered = Signal(str)
    left = Signal(str)
    ended = Signal()
    row_pasted = Signal(str)

    def __init__(self, options: Mapping[str, Sequence[Option]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "page")
        self._options = options
        self._fields: dict[str, Field] = {}
        self._rows: list[FieldRow] = []
        self._pins: frozenset[str] = PINNED
        self._given: frozenset[str] = frozenset()
        self._locked: frozenset[str] = frozenset()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        person = [spec for spec in FIELDS if spec.row < FIRST_DOSE_ROW]
        dose = [spec for spec in FIELDS if spec.row >= FIRST_DOSE_ROW]
        column.addWidget(self._card(_("Person"), person))
        column.addWidget(self._card(_("Dose"), dose))
        column.addStretch(1)
        for before, after in pairwise(ORDER):
            QWidget.setTabOrder(self.box(before), self.box(after))
        self._refresh_shape()

    def box(self, name: str) -> Box:
        """Return the box of the field ``name``."""
        return self._fields[name].box

    def note(self, name: str) -> str:
        """Return the sentence under the field ``name`` as a reader sees it whole."""
        return self._fields[name].note.text()

    def note_is_cut(self, name: str) -> bool:
        """Return whether the sentence under ``name`` is wider than its place."""
        return self._fields[name].note.is_cut()

    def draft(self) -> Draft:
        """Return everything as it stands; of a first dose nothing where this is one."""
        values = {name: self.box(name).value() for name in ORDER}
        if values["dose"] != "2":
            values.update(dict.fromkeys(FIRST_DOSE_FIELDS, ""))
        return Draft(**values)

    def set_draft(self, draft: Draft) -> None:
        """Show ``draft``; says nothing of problems and tells ``edited`` of none."""
        for name in ORDER:
            self.box(name).set_value(getattr(draft, name))
        self._refresh_shape()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put each field's gravest problem under it, and clear every other line."""
        shown = by_field(problems)
        for name, field in self._fields.items():
            problem = shown.get(name)
            field.show_note(sentence(problem) if problem else "", problem.severity if problem else "")
        for row in self._rows:
            row.lay_out()

    def lock(self, names: Collection[str]) -> None:
        """Make ``names`` readable only, and every other field free."""
        self._locked = frozenset(names)
        for name in ORDER:
            self.box(name).set_locked(name in names)

    def is_locked(self) -> bool:
        """Return whether nothing can be typed now."""
        return len(self._locked) == len(ORDER)

    def focus_on(self, name: str) -> None:
        """Put the cursor into the field ``name`` with its text selected."""
        self.box(name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.box(name).selectAll()

    def go_on_in(self, name: str) -> None:
        """Put the cursor behind what was typed in the field ``name``."""
        self.box(name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.box(name).end(False)

    def set_pins(self, pins: frozenset[str]) -> None:
        """Show which values stay for the next person."""
        self._pins = pins
        for name, field in self._fields.items():
            field.set_pinned(name in pins)
        for row in self._rows:
            row.lay_out()

    def set_given(self, names: Iterable[str]) -> None:
        """Keep in mind that ``names`` came from a list or a scanner: then only what is missing is stopped at."""
        self._given = frozenset(names)

    def first_missing(self) -> str:
        """Return the first field without which nothing can be saved, "" when there is none."""
        return next((name for name in ORDER if self._is_missing(name)), "")

    def go_on(self) -> None:
        """Go to the next field at which there is a reason to stop, in paper order."""
        here = self.focused()
        later = ORDER[ORDER.index(here) + 1 :] if here else ORDER
        following = next((name for name in later if self._stops_at(name)), "")
        if following:
            self.box(following).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.ended.emit()

    def focusNextPrevChild(self, next: bool) -> bool:
        if not next or not self.focused():
            return super().focusNextPrevChild(next)
        self.go_on()
        return True

    def focused(self) -> str:
        """Return the field that has the focus, "" when none has."""
        return next((name for name in ORDER if self.box(name).hasFocus()), "")

    def _stops_at(self, name: str) -> bool:
        if not self.box(name).isVisibleTo(self):
            return False
        if self.box(name).property("severity") == "error":
            return True
        if self._given:
            return self._is_missing(name)
        if name == "no_id_why":
            return not self.box("id_number").value().strip()
        return not (name in self._pins and self.box(name).value())

    def _is_missing(self, name: str) -> bool:
        if name in ID_FIELDS and self.box("no_id_why").value():
            return False
        needed = name in NEEDED or (name in FIRST_DOSE_FIELDS and self.box("dose").value() == "2")
        return needed and not self.box(name).value().strip()

    def _card(self, title: str, specs: Sequence[FieldSpec]) -> QWidget:
        card = frame("card", self)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 0)
        column.setSpacing(0)
        column.addWidget(plain_label(title, "title"))
        column.addSpacing(4)
        for number in sorted({spec.row for spec in specs}):
            row = FieldRow(card)
            for spec in specs:
                if spec.row == number:
                    row.add(self._field(spec, row), spec.span)
            self._rows.append(row)
            column.addWidget(row)
        return card

    def _field(self, spec: FieldSpec, parent: QWidget) -> Field:
        box = (
            Choice(self._options[spec.name])
            if spec.kind is Kind.CHOICE
            else Box(hint=_(spec.hint) if spec.hint else "")
        )
        field = Field(spec.name, _(spec.label), box, spec.pinned, parent)
        box.edited.connect(lambda: self._tell_edited(spec.name))
        box.entered.connect(lambda: self.entered.emit(spec.name))
        box.row_pasted.connect(self.row_pasted)
        box.left.connect(lambda: self.left.emit(spec.name))
        self._fields[spec.name] = field
        return field

    def _tell_edited(self, name: str) -> None:
        self._refresh_shape()
        self.edited.emit(name)

    def _refresh_shape(self) -> None:
        """Show the fields of the first dose only with a second one, and name the ID number by its kind."""
        for name in FIRST_DOSE_FIELDS:
            self._fields[name].set_visible(self.box("dose").value() == "2")
        aadhaar = self.box("id_type").value() == IdType.AADHAAR
        spec = next(spec for spec in FIELDS if spec.name == "id_number")
        self._fields["id_number"].set_label(_(LAST_FOUR_LABEL if aadhaar else spec.label))
        for row in self._rows:
            row.lay_out()
