# SPDX-License-Identifier: MIT
"""The form's behaviour: typing, checking, saving, the next person, correcting.

It composes the sheet, the strips and the keeper; rules, storage and sentences belong to others. Every call of a
service runs in the background; what was typed leaves the screen only once the receipt is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.background import Background
from ui.form import carrying, sentences
from ui.form.correction import CorrectionStrip
from ui.form.day_time import DayTime
from ui.form.fields import ORDER
from ui.form.foot import Foot
from ui.form.keeping import DraftKeeper
from ui.form.live_check import LiveCheck
from ui.form.options import options
from ui.form.sheet import Sheet
from ui.problems import first_field
from ui.widgets.strip import Strip
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.errors import NotAccepted, VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.dosing import ReferenceTable
    from vaxdesk.services.drafts import Drafts, KeptDraft
    from vaxdesk.services.register import Opened, Register
    from vaxdesk.settings import Settings


class FormPanel(QWidget):
    """One person after the other, from the keyboard alone.

    Signals:
        saved: (Receipt) the row is on disk.
        person_changed: (name, mobile, line) for the read-back strip, as typed so far.
        pinned_changed: (line) vaccine, batch and vial that stay.
    """

    saved = Signal(object)
    person_changed = Signal(str, str, str)
    pinned_changed = Signal(str)

    def __init__(
        self,
        register: Register,
        drafts: Drafts,
        background: Background,
        user: User,
        settings: Settings,
        reference: ReferenceTable,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._register = register
        self._background = background
        self._user = user
        self._reference = reference
        self._clock = clock
        self._day_time = DayTime(self._clock)
        self._blank = Draft(centre=settings.desk.centre, given_on=self._day_time.today())
        self._opened: Opened | None = None
        self._opened_as = self._blank
        self._aside: Draft | None = None
        self._saving = False
        self._left: set[str] = set()
        self._last_saved = ""
        self._keeper = DraftKeeper(drafts, background, user, self)
        self._keeper.found.connect(self._offer)
        self._keeper.failed.connect(self._show_error)
        self._check = LiveCheck(register, background, self)
        self._check.found.connect(self._show_found)
        self._sheet = Sheet(options(settings, reference))
        self._came_from = ORDER[0]
        self._offer_strip, self._strip, self._error = Strip(), Strip(), Strip()
        self._correction, self._foot = CorrectionStrip(), Foot()
        self._build()
        self._show_draft(self._blank)
        self._keeper.look()

    # -- what the shell calls ------------------------------------------------------------------------------

    def start_blank(self) -> None:
        """Show the blank form, with what is pinned; what was half-typed is dropped."""
        shown = self._aside if self._opened is not None and self._aside is not None else self.draft()
        self._begin(self._day_time.rolled(carrying.with_pins(self._blank, shown)))
        self._keeper.drop()

    def open_for_correction(self, client_ref: str) -> None:
        """Open a recorded vaccination; a half-typed person is set aside and comes back afterwards."""
        register = self._register
        self._background.run(lambda: register.open(client_ref), self._show_opened, self._show_error)

    def draft(self) -> Draft:
        """Return everything as it stands on the screen."""
        return self._sheet.draft()

    def set_draft(self, draft: Draft) -> None:
        """Show ``draft`` as half-typed."""
        self._show_draft(draft)
        if self.has_typing():
            self._keeper.keep(draft)

    def is_correcting(self) -> bool:
        """Return whether a recorded vaccination stands in the form."""
        return self._opened is not None

    def has_typing(self) -> bool:
        """Return whether something would be lost by clearing."""
        if self._opened is not None:
            return self.draft() != self._opened_as
        return carrying.differs(self.draft(), self._blank)

    def save(self) -> None:
        """Check and save everything; a second call while the first runs does nothing."""
        if self._saving or self._offer_strip.is_asking() or (self._opened and not self._opened.may_correct):
            return
        self._strip.hide()
        self._scrub()
        if self._opened and self._correction.lacks_reason():
            return
        self._error.hide()
        self._check.forget()
        self._set_saving(True)
        draft, register, user, opened = self.draft(), self._register, self._user, self._opened
        if opened is None:
            self._background.run(lambda: register.record(draft, user), self._on_saved, self._on_not_saved)
            return
        reason = self._correction.reason.value().strip()
        self._background.run(
            lambda: register.correct(opened.client_ref, draft, user, reason), self._on_saved, self._on_not_saved
        )

    @Slot()
    def clear(self) -> None:
        """Clear the person, or leave the correction; asks in a strip when something would be lost."""
        if self._saving or (self._offer_strip.is_asking() and self._opened is None):
            return
        if self._strip.is_asking():
            self._strip.hide()
            self._sheet.focus_on(self._came_from)
        elif self.has_typing():
            self._came_from = self._sheet.focused() or ORDER[0]
            sentence = _("Clear what is typed? It is not saved.")
            self._strip.ask(sentence, ((_("Clear"), self._clear_now), (_("Go on typing"), self._go_on)))
            self._strip.focus_first()
        else:
            self._clear_now()

    @Slot()
    def mend_last(self) -> None:
        """Open the vaccination that was saved last at this desk."""
        if not self._saving:
            self._background.run(self._register.last_saved, self._open_last, self._show_error)

    # -- keys ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The boxes take what they know; what they leave comes up to here.
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif control and event.key() == Qt.Key.Key_S:
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() == Qt.Key.Key_F12:
            self.mend_last()
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._sheet.edited.connect(self._on_edited)
        self._sheet.left.connect(self._on_left)
        self._sheet.entered.connect(self._show_hint)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        scroll.setWidget(self._sheet)
        self._scroll = scroll
        self._foot.save_asked.connect(self.save)
        self._foot.clear_asked.connect(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for strip in (self._offer_strip, self._strip, self._correction):
            column.addWidget(strip)
        column.addWidget(scroll, 1)
        column.addWidget(self._error)
        column.addWidget(self._foot)
        self.setFocusProxy(self._sheet.box(ORDER[0]))
        self._name_buttons()

    def _name_buttons(self) -> None:
        opened = self._opened
        self._foot.show_work(
            saving=self._saving, correcting=opened is not None, may_save=opened is None or opened.may_correct
        )

    # -- typing --------------------------------------------------------------------------------------------

    @Slot(str)
    def _on_edited(self, name: str) -> None:
        if self._opened is None:
            self._fill_day_time(name)
            self._keeper.keep(self.draft())
        if self._sheet.note(name):
            self._ask_rules()
        self._tell_changes()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        if self._saving or self._waits_for_answer():
            return
        self._scrub()
        if self._opened is None or self._opened.may_correct:
            self._left.add(name)
            self._ask_rules()

    def _fill_day_time(self, edited: str) -> None:
        before = self.draft()
        after = self._day_time.filled(before, edited)
        if after != before:
            self._sheet.set_draft(after)

    def _scrub(self) -> None:
        """Cut a full Aadhaar to its last four, in whichever field it was typed."""
        typed = self.draft()
        clean = carrying.without_aadhaar(typed)
        if clean != typed:
            self._sheet.set_draft(clean)
            self._tell_changes()

    def _ask_rules(self) -> None:
        self._check.ask(self.draft(), self._opened.client_ref if self._opened else "")

    @Slot(object)
    def _show_found(self, problems: tuple[Problem, ...]) -> None:
        if not self._saving:
            self._sheet.show_problems(self._kept_words() + tuple(p for p in problems if p.field in self._left))

    def _kept_words(self) -> tuple[Problem, ...]:
        """Return the portal's own words for fields that were not touched since the correction was opened."""
        return tuple(p for p in self._opened.problems if p.field not in self._left) if self._opened else ()

    @Slot(str)
    def _show_hint(self, name: str) -> None:
        """Say what helps in the field just entered: a sentence too long for its place, or what can be chosen."""
        self._scroll.ensureWidgetVisible(self._sheet.box(name), 16, 28)
        words = self._sheet.note(name) if self._sheet.note_is_cut(name) else self._sheet.box(name).choices()
        self._foot.say(words or self._last_saved)

    def _tell_changes(self) -> None:
        draft = self.draft()
        line = carrying.dose_line(draft, self._reference)
        self.person_changed.emit(draft.name.strip(), carrying.spaced_mobile(draft.mobile.strip()), line)
        self.pinned_changed.emit(carrying.vial_line(draft))

    # -- saving --------------------------------------------------------------------------------------------

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self._lock_what_must_be()
        self._name_buttons()

    def _lock_what_must_be(self) -> None:
        """Nothing is typed while a save runs, while a kept draft waits for its answer, or into a locked row."""
        only_read = self._opened is not None and not self._opened.may_correct
        self._sheet.lock(ORDER if self._saving or self._waits_for_answer() or only_read else ())

    def _waits_for_answer(self) -> bool:
        """Return whether a kept draft is offered and neither taken nor dropped yet."""
        return self._opened is None and self._offer_strip.is_asking()

    @Slot(object)
    def _on_saved(self, receipt: Receipt) -> None:
        corrected = self._opened is not None
        typed = self.draft()
        self._set_saving(False)
        self._last_saved = sentences.saved(receipt, corrected, self._clock.local)
        if corrected:
            self._leave_correction()
        else:
            self._keeper.drop()
            self._begin(self._day_time.rolled(carrying.next_draft(typed)))
        self._foot.say(self._last_saved)
        self.saved.emit(receipt)

    @Slot(object)
    def _on_not_saved(self, error: VaxDeskError) -> None:
        self._set_saving(False)
        if not isinstance(error, NotAccepted):
            self._show_error(error)
            return
        self._left = set(ORDER)
        self._sheet.show_problems(error.problems)
        bad = first_field(error.problems, ORDER)
        if bad:
            self._sheet.focus_on(bad)
            self._show_hint(bad)

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._error.say(for_error(error), danger=True)

    # -- blank, kept, corrected ----------------------------------------------------------------------------

    def _begin(self, blank: Draft) -> None:
        self._opened, self._aside, self._blank = None, None, blank
        self._correction.hide()
        self._show_at(blank, ORDER[0])

    def _show_at(self, draft: Draft, name: str) -> None:
        """Show ``draft`` with the cursor in ``name``; the field left by that belongs to the draft before."""
        self._sheet.focus_on(name)
        self._show_draft(draft)
        self._sheet.box(name).selectAll()

    def _show_draft(self, draft: Draft) -> None:
        """Show ``draft`` with nothing said about it yet."""
        self._check.forget()
        self._left.clear()
        self._strip.hide()
        self._error.hide()
        self._lock_what_must_be()
        self._sheet.set_draft(draft)
        self._opened_as = self.draft()
        self._sheet.show_problems(self._kept_words())
        self._name_buttons()
        self._tell_changes()

    def _clear_now(self) -> None:
        if self._opened is not None:
            self._leave_correction()
            return
        self.start_blank()

    def _go_on(self) -> None:
        self._sheet.focus_on(self._came_from)

    def _leave_correction(self) -> None:
        aside, blank = self._aside, self._blank
        self._begin(blank)
        if aside is not None:
            self.set_draft(aside)

    @Slot(object)
    def _show_opened(self, opened: Opened) -> None:
        if self._opened is None:
            self._aside = self.draft()
        self._opened = opened
        self._correction.show_for(opened)
        self._show_at(opened.draft, next((p.field for p in opened.problems), ORDER[0]))

    @Slot(str)
    def _open_last(self, client_ref: str) -> None:
        if client_ref:
            self.open_for_correction(client_ref)
        else:
            self._foot.say(_("Nothing was saved at this desk yet."))

    @Slot(object)
    def _offer(self, kept: KeptDraft) -> None:
        """Offer what the last run left half-typed, unless something newer stands in the form already."""
        if self._opened is not None or self.has_typing():
            return
        answers = ((_("Continue"), lambda: self._continue(kept.draft)), (_("Discard"), self._discard))
        self._offer_strip.ask(sentences.left_unfinished(kept, self._clock.local), answers)
        self._offer_strip.focus_first()
        self._lock_what_must_be()

    def _continue(self, draft: Draft) -> None:
        self.set_draft(draft)
        self._sheet.go_on_in(carrying.last_typed(draft))

    def _discard(self) -> None:
        self._keeper.drop()
        self._lock_what_must_be()
        self._sheet.focus_on(ORDER[0])
