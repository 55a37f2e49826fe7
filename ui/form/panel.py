# SPDX-License-Identifier: MIT
"""The form's behaviour: typing, checking, saving, the next person, correcting, being filled.

It composes the sheet, the strips, the keeper, the findings and the saving; rules, storage and sentences belong to
others. Every call of a service runs in the background; what was typed leaves the screen only once the receipt is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.background import Background
from ui.form import carrying, sentences
from ui.form.asking import Asking
from ui.form.clock_strip import ClockStrip
from ui.form.correction import CorrectionStrip
from ui.form.fields import ORDER
from ui.form.filling import walk_in
from ui.form.findings import Findings
from ui.form.foot import Foot
from ui.form.keeping import DraftKeeper
from ui.form.layout import stacked
from ui.form.left_behind import LeftBehind
from ui.form.opening import Opening
from ui.form.options import options
from ui.form.pinning import Pinning
from ui.form.recognising import Recognising
from ui.form.saving import Saving
from ui.form.sheet import Sheet
from ui.form.standing import Standing
from ui.form.taking import Taking
from ui.form.typing import Typing
from ui.widgets.strip import Strip
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.dosing import ReferenceTable
    from vaxdesk.services.day import Day
    from vaxdesk.services.drafts import Drafts, KeptDraft
    from vaxdesk.services.register import Opened, Register
    from vaxdesk.settings import Settings


class FormPanel(QWidget):
    """One person after the other, from the keyboard alone.

    Signals:
        saved: (Receipt) the row is on disk.
        begun: a blank form stands there for the next person.
        person_changed: (name, mobile, line) for the read-back strip, as typed so far.
        pinned_changed: (line) vaccine, batch and vial that stay.
    """

    saved = Signal(object)
    begun = Signal()
    person_changed = Signal(str, str, str)
    pinned_changed = Signal(str)

    def __init__(
        self,
        register: Register,
        drafts: Drafts,
        day: Day,
        background: Background,
        user: User,
        settings: Settings,
        reference: ReferenceTable,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._reference = reference
        self._clock = clock
        self._standing = Standing(settings.desk.centre, clock)
        self.open_client_ref = self._standing.client_ref  # whose correction stands here, "" for somebody new
        self._sheet = Sheet(options(settings, reference))
        self._keeper = DraftKeeper(drafts, background, user, self)
        self._findings = Findings(register, background, self._sheet, self)
        self._saving = Saving(register, background, user, self)
        self._opening = Opening(register, background, self._saving, self)
        self._offer, self._asking, self._error = LeftBehind(), Asking(self._sheet), Strip()
        self._typing = Typing(self._sheet, self._standing, self._findings, self._keeper, clock, self)
        self._pinning = Pinning(day, background, self._sheet, self._standing, self._typing)
        whom = (self._sheet, self._standing, self._asking, self._typing)
        self._taking = Taking(*whom, self._pinning, self._leave_correction)
        self._clock_strip = ClockStrip(day, background)
        parts = (self._sheet, self._standing, self._findings, self._typing, self._taking)
        self.recognising = Recognising(*parts, may_take=self._may_take)
        self._correction, self._foot = CorrectionStrip(), Foot()
        self._build()
        self._wire()
        self._show_draft(self._standing.blank)
        self._pinning.recall()
        self._clock_strip.look()
        self._keeper.look()

    # -- what the shell calls ------------------------------------------------------------------------------

    def start_blank(self) -> None:
        """Show the blank form, with what is pinned; what was half-typed is dropped."""
        self._begin(self._standing.cleared(self.draft()))
        self._keeper.drop()
        self.begun.emit()

    def open_for_correction(self, client_ref: str) -> None:
        """Open a recorded vaccination; a half-typed person is set aside and comes back afterwards."""
        self._opening.open(client_ref)

    def draft(self) -> Draft:
        """Return everything as it stands on the screen."""
        return self._sheet.draft()

    def set_draft(self, draft: Draft, typed_by: str = "") -> None:
        """Show ``draft`` as half-typed; where somebody else typed it, say who."""
        self._standing.carry_on(draft)
        self._show_draft(draft)
        if self.has_typing():
            self._keeper.keep(draft)
            if typed_by:
                self._asking.say(sentences.taken_over(typed_by, draft.name))

    def is_correcting(self) -> bool:
        """Return whether a recorded vaccination stands in the form."""
        return self._standing.opened is not None

    def has_typing(self) -> bool:
        """Return whether something would be lost by clearing."""
        return self._standing.has_typing(self.draft())

    def is_busy(self) -> bool:
        """Return whether the cursor belongs here: something is typed, corrected, asked or saved."""
        asks = any(strip.is_asking() for strip in (self._offer, self._asking, self._clock_strip))
        return asks or self._saving.is_running() or self.is_correcting() or self.has_typing()

    @Slot()
    def take_cursor(self) -> None:
        """Put the cursor where typing goes on."""
        self._sheet.focus_on(self._sheet.first_missing() or ORDER[0])

    def save(self) -> None:
        """Check and save everything; a second call while the first runs does nothing."""
        if self._is_locked():
            return
        self._asking.hide()
        self._typing.tidy()
        corrects = self._standing.client_ref()
        if not corrects and not self.has_typing():
            self._foot.say(_("Nobody stands in the form."))
            return
        if corrects and self._correction.lacks_reason():
            return
        self._error.hide()
        self._findings.stop()
        self._saving.save(self.draft(), corrects, self._correction.reason.value().strip())
        self._show_what_is_done()

    @Slot()
    def clear(self) -> None:
        """Clear the person, or leave the correction; asks in a strip when something would be lost."""
        if self._saving.is_running() or self._waits_for_answer():
            return
        if self._asking.is_asking():
            self._asking.give_up()
        else:
            question = _("Clear what is typed? It is not saved.")
            leave = self._leave_correction if self.is_correcting() else self.start_blank
            self._asking.ask_if(self.has_typing(), question, _("Clear"), leave)

    @Slot()
    def mend_last(self) -> None:
        """Open the vaccination that was saved last at this desk."""
        self._opening.open_last()

    # -- being filled --------------------------------------------------------------------------------------

    @Slot(object)
    def fill(self, found: Draft) -> bool:
        """Take the person that was found; asks before anything would be lost. Return whether they stand here now."""
        return self._may_take() and self._taking.person(found)

    def take_scan(self, values: Mapping[str, str]) -> bool:
        """Take what a scanner read, by ``Draft`` field; asks before typing is lost. Return whether it stands here."""
        return self._may_take() and self._taking.some(values)

    def take_line(self, place: Mapping[str, str]) -> None:
        """Let somebody new stand at a line of the paper register: ``place`` by ``Draft`` field."""
        if self._may_take():
            self._taking.line(place)

    @Slot(str)
    def start_walk_in(self, typed: str) -> None:
        """Begin with somebody who is on no list: what was ``typed`` is a name, or a mobile where it is digits."""
        if self._may_take():
            self._taking.some(walk_in(typed))

    def pin(self, values: Mapping[str, str]) -> None:
        """Pin ``values`` by ``Draft`` field for this person and all that follow; an open correction keeps its own."""
        self._pinning.pin(values)
        self._tell_changes()

    def _may_take(self) -> bool:
        must_wait = self._saving.is_running() or self._waits_for_answer()
        if must_wait:
            self._foot.say(_("Nothing was filled in: first answer what stands above, or wait for the save."))
        return not must_wait

    @Slot()
    def _on_taken(self) -> None:
        self._tell_changes()
        if missing := self._sheet.first_missing():
            self._sheet.focus_on(missing)
        else:
            self._foot.focus_save()

    # -- keys ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The boxes take what they know; what they leave comes up to here.
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():  # a key held down must not run through the whole form
                self.focusNextChild() if not self._sheet.focused() else self._sheet.go_on()
        elif control and event.key() == Qt.Key.Key_S:
            if not event.isAutoRepeat():
                self.save()
        elif control and event.key() == Qt.Key.Key_D:
            self._pinning.turn(self._sheet.focused())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() == Qt.Key.Key_F12:
            self.mend_last()
        else:
            super().keyPressEvent(event)

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        strips = (self._clock_strip, self._offer, self._asking, self._correction)
        self._scroll = stacked(self, strips, self._sheet, (self._error, self._foot))
        self.setFocusProxy(self._sheet.box(ORDER[0]))

    def _wire(self) -> None:
        self._typing.changed.connect(self._tell_changes)
        self._sheet.entered.connect(self._show_hint)
        self._sheet.ended.connect(self._foot.focus_save)
        self._foot.save_asked.connect(self.save)
        self._foot.clear_asked.connect(self.clear)
        self._sheet.row_pasted.connect(self._taking.pasted)
        self._taking.taken.connect(self._on_taken)
        self._offer.continued.connect(self._continue)
        self._offer.discarded.connect(self._discard)
        self._opening.opened.connect(self._show_opened)
        self._opening.nothing.connect(partial(self._foot.say, _("Nothing was saved at this desk yet.")))
        self._opening.must_wait.connect(partial(self._foot.say, _("Nothing was opened: first wait for the save.")))
        self._keeper.found.connect(self._offer_kept)
        self._clock_strip.denied.connect(partial(self.pin, {"given_on": ""}))
        self._clock_strip.answered.connect(self.take_cursor)
        self._saving.saved.connect(self._on_saved)
        self._saving.refused.connect(self._on_refused)
        self._saving.failed.connect(self._show_what_is_done)
        for part in (self._saving, self._opening, self._keeper, self._pinning):
            part.failed.connect(self._show_error)

    # -- typing --------------------------------------------------------------------------------------------

    @Slot(str)
    def _show_hint(self, name: str) -> None:
        """Say what helps in the field just entered: a sentence too long for its place, or what can be chosen."""
        self._scroll.ensureWidgetVisible(self._sheet.box(name), 16, 28)
        words = self._sheet.note(name) if self._sheet.note_is_cut(name) else self._sheet.box(name).choices()
        if not words and name in self._standing.pins and self._standing.opened is None:
            words = _("Pinned: stays for the next person · Ctrl+D lets it go")
        self._foot.say(words)

    @Slot()
    def _tell_changes(self) -> None:
        draft = self.draft()
        self.person_changed.emit(*carrying.read_back(draft, self._reference))
        self.pinned_changed.emit(carrying.vial_line(draft))

    # -- saving --------------------------------------------------------------------------------------------

    @Slot()
    def _show_what_is_done(self) -> None:
        """Lock the fields while a save runs, an offer waits or the row is locked; name the buttons."""
        self._sheet.lock(ORDER if self._is_locked() else ())
        may_save = not self._standing.only_read()
        self._foot.show_work(saving=self._saving.is_running(), correcting=self.is_correcting(), may_save=may_save)

    def _is_locked(self) -> bool:
        return self._saving.is_running() or self._waits_for_answer() or self._standing.only_read()

    def _waits_for_answer(self) -> bool:
        """Return whether a kept draft is offered and neither taken nor dropped yet."""
        return self._standing.opened is None and self._offer.is_asking()

    @Slot(object, str)
    def _on_saved(self, receipt: Receipt, corrected: str) -> None:
        if corrected:
            self._leave_correction()
        else:
            self._keeper.drop()
            self._begin(self._standing.saved(self.draft()))
        self._foot.show_saved(sentences.saved(receipt, bool(corrected), self._clock.local))
        self.saved.emit(receipt)
        if not self.has_typing():
            self.begun.emit()

    @Slot(object)
    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        self._show_what_is_done()
        if bad := self._findings.show_all(problems):
            self._sheet.focus_on(bad)
            self._show_hint(bad)

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._error.say(for_error(error), danger=True)

    # -- blank, kept, corrected ----------------------------------------------------------------------------

    def _begin(self, blank: Draft) -> None:
        """Show ``blank`` with the cursor in its first field, unless somebody types elsewhere, as in a search box."""
        self._correction.hide()
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and not self.isAncestorOf(focus):
            self._show_draft(blank)
        else:
            self._show_at(blank, ORDER[0])

    def _show_at(self, draft: Draft, name: str) -> None:
        """Show ``draft`` with the cursor in ``name``; the field left by that belongs to the draft before."""
        self._sheet.focus_on(name)
        self._show_draft(draft)
        self._sheet.box(name).selectAll()

    def _show_draft(self, draft: Draft) -> None:
        """Show ``draft`` with nothing said about it yet."""
        self._asking.hide()
        self._error.hide()
        self._sheet.set_given(())
        self._sheet.set_draft(draft)
        self._standing.shown(self.draft())
        opened = self._standing.opened
        self._findings.begin(opened.problems if opened else ())
        self._show_what_is_done()
        self._tell_changes()

    def _leave_correction(self) -> None:
        aside = self._standing.leave()
        self._begin(self._standing.blank)
        if aside is not None:
            self.set_draft(aside)

    @Slot(object)
    def _show_opened(self, opened: Opened) -> None:
        lost = self.is_correcting() and self.has_typing()
        leave = _("Leave this correction? What was changed in it is not saved.")
        self._asking.ask_if(lost, leave, _("Leave"), partial(self._open, opened))

    def _open(self, opened: Opened) -> None:
        self._standing.open(opened, self.draft())
        self._correction.show_for(opened)
        self._show_at(opened.draft, next((p.field for p in opened.problems), ORDER[0]))

    @Slot(object)
    def _offer_kept(self, kept: KeptDraft) -> None:
        """Offer what the last run left half-typed, unless something newer stands in the form already."""
        if not self.is_correcting() and not self.has_typing():
            self._offer.offer(kept, self._clock.local)
            self._show_what_is_done()  # locked before the cursor leaves its field: nothing is said of it
            self._offer.focus_first()

    @Slot(object)
    def _continue(self, draft: Draft) -> None:
        self.set_draft(draft)
        self._sheet.go_on_in(carrying.last_typed(draft, self._standing.blank, self._standing.pins))

    @Slot()
    def _discard(self) -> None:
        self._keeper.drop()
        self._show_what_is_done()
        self._sheet.focus_on(ORDER[0])
