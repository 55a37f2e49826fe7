# SPDX-License-Identifier: MIT
"""The two cards, Person and Dose, built from the table of fields; a draft goes in and comes out as text.

Knows no rule, no service and no store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.form.fields import FIELDS, FIRST_DOSE_FIELDS, FIRST_DOSE_ROW, LAST_FOUR_LABEL, ORDER, FieldSpec, Kind
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
    """

    edited = Signal(str)
    entered = Signal(str)
    left = Signal(str)

    def __init__(self, options: Mapping[str, Sequence[Option]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "page")
        self._options = options
        self._fields: dict[str, Field] = {}
        self._rows: list[FieldRow] = []
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
        for name in ORDER:
            self.box(name).set_locked(name in names)

    def focus_on(self, name: str) -> None:
        """Put the cursor into the field ``name`` with its text selected."""
        self.box(name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.box(name).selectAll()

    def go_on_in(self, name: str) -> None:
        """Put the cursor behind what was typed in the field ``name``."""
        self.box(name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.box(name).end(False)

    def focused(self) -> str:
        """Return the field that has the focus, "" when none has."""
        return next((name for name in ORDER if self.box(name).hasFocus()), "")

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
        box = Choice(self._options[spec.name]) if spec.kind is Kind.CHOICE else Box()
        field = Field(spec.name, _(spec.label), box, spec.pinned, parent)
        box.edited.connect(lambda: self._tell_edited(spec.name))
        box.entered.connect(lambda: self.entered.emit(spec.name))
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
