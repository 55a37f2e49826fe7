# SPDX-License-Identifier: MIT
"""What stands unfinished in a workplace: a save that runs, a correction, half-typed things of the panels.

Knows when a workplace may be made anew without losing any of it. Changes nothing but the draft on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from ui.form.correction import CorrectionStrip
from ui.form.keeping import DraftKeeper
from ui.form.opening import Opening
from ui.form.panel import FormPanel
from ui.form.saving import Saving
from ui.places import places
from vaxdesk.i18n import _
from vaxdesk.services.register import Opened


class HalfTyped(Protocol):
    """A panel in which something may stand that does not go over into the next workplace."""

    def is_half_typed(self) -> bool:
        """Return whether something typed there would be lost."""


class Unfinished(QObject):
    """For one workplace; the half-typed person of the form is no matter here, since it goes over."""

    def __init__(self, form: FormPanel, parts: Mapping[str, tuple[HalfTyped, ...]]) -> None:
        """``parts`` are the panels by the name of the place where they stand."""
        super().__init__(form)
        self._form, self._parts = form, parts
        (self._saving,) = form.findChildren(Saving)
        (self._keeper,) = form.findChildren(DraftKeeper)
        (self._strip,) = form.findChildren(CorrectionStrip)
        (opening,) = form.findChildren(Opening)
        self._receipt_no = ""
        opening.opened.connect(self._remember)

    def is_saving(self) -> bool:
        """Return whether the answer of a save is still to come."""
        return self._saving.is_running()

    def correction(self) -> str:
        """Return the receipt of the open correction in which something is typed, "" without one."""
        typed = self._form.has_typing() or bool(self._strip.reason.value().strip())
        return self._receipt_no if self._form.is_correcting() and typed else ""

    def half_typed_at(self) -> tuple[str, ...]:
        """Return the titles of the places where something half typed stands."""
        titles = {place.name: place.title for place in places()} | {"slip": _("Slip")}
        found = (name for name, parts in self._parts.items() if any(part.is_half_typed() for part in parts))
        return tuple(titles[name] for name in found)

    def in_the_way(self) -> str:
        """Return why nothing may be made anew now, as a sentence; "" when it may."""
        if self.is_saving():
            return _("Saving…")
        if self._form.is_correcting():
            return _("Save the correction or leave it with Esc, then switch.")
        if places := self.half_typed_at():
            return _("Save or leave what is half typed at {place}, then switch.").format(place=places[0])
        return ""

    def lost_words(self, by: str) -> str:
        """Return what of ``by`` is dropped when somebody else goes on, without a word of what was typed."""
        words = _("What {name} had half typed at {place} was not saved.")
        said = [words.format(name=by, place=place) for place in self.half_typed_at()]
        if receipt := self.correction():
            dropped = _("The correction of receipt {receipt} by {name} was not saved. The record is as it was before.")
            said.insert(0, dropped.format(receipt=receipt, name=by))
        return "\n".join(said)

    def keep_now(self) -> None:
        """Write the half-typed person to disk without waiting for a pause in the typing."""
        self._keeper.keep_now()

    @Slot(object)
    def _remember(self, opened: Opened) -> None:
        self._receipt_no = opened.row.receipt_no
