# SPDX-License-Identifier: MIT
"""Adverse events beside the board: the card, the file of the case report, and the service calls of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.background import Background
from ui.observation.case_file import CaseFile
from ui.observation.event_card import EventCard
from ui.widgets.loading import Loader
from vaxdesk.clock import Clock
from vaxdesk.domain.observation import EventDraft, Reported, Watched
from vaxdesk.domain.user import User
from vaxdesk.dosing import day_text
from vaxdesk.errors import NotAccepted, VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.validation.adverse_event import CheckedEvent, as_event_draft
from vaxdesk.wording import observation as words

if TYPE_CHECKING:
    from vaxdesk.services.case_reports import CaseReports, Kind
    from vaxdesk.services.observation import Observation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody, and what is reported of them already."""

    person: Watched
    reported: Reported | None


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """An adverse event as it stands on a card that is open; ``is_known`` is one that corrects a reported one."""

    person: Watched
    draft: EventDraft
    is_known: bool


class EventPart(QWidget):
    """One person at a time.

    Signals:
        told: (sentence) what was done.
        failed: (VaxDeskError) what was not.
        opened: somebody's card is there.
        changed: an adverse event stands otherwise than before.
        closed: nothing more is typed here.
    """

    told = Signal(str)
    failed = Signal(object)
    opened = Signal()
    changed = Signal()
    closed = Signal()

    def __init__(
        self, observation: Observation, reports: CaseReports, background: Background, user: User, clock: Clock
    ) -> None:
        super().__init__()
        self._observation = observation
        self._reports = reports
        self._background = background
        self._user = user
        self._clock = clock
        self._person: Watched | None = None
        self._sent = EventDraft()
        self._busy = False
        self._checks = Loader(background, self)
        self._checks.loaded.connect(self._show_checked)
        self._checks.failed.connect(self.failed)
        self._card, self._file = EventCard(), CaseFile()
        self._card.save_asked.connect(self._report)
        self._card.check_asked.connect(self._check)
        self._card.report_asked.connect(self._ask_file)
        self._card.closed.connect(self._close)
        self._file.write_asked.connect(self._write)
        self._file.closed.connect(self._to_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._card)
        column.addWidget(self._file)
        self.setFocusProxy(self._card.severity)
        self.hide()

    # -- what the board calls ------------------------------------------------------------------------------

    def is_open(self) -> bool:
        """Return whether somebody's card is open."""
        return not self.isHidden()

    def is_busy(self) -> bool:
        """Return whether something of an event is read or written just now."""
        return self._busy

    def open(self, person: Watched) -> None:
        """Open the card of ``person`` once it is read what is reported of them; ``opened`` or ``failed`` follows."""
        observation = self._observation
        self._run(lambda: _Known(person, observation.reported(person.client_ref)), self._show)

    def save(self) -> None:
        """Save what stands on the card."""
        self._card.save()

    def half_typed(self) -> HalfTyped | None:
        """Return what stands on the open card, None where none is open."""
        if self._person is None or not self._card.client_ref():
            return None
        return HalfTyped(self._person, self._card.draft(), self._card.is_known())

    def take_up(self, half: HalfTyped) -> None:
        """Show again what somebody had typed; it is still not saved."""
        self._open_card(half.person, EventDraft(), is_known=half.is_known)
        self._card.set_draft(half.draft)

    # -- the card ------------------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, known: _Known) -> None:
        self._busy = False
        now = self._clock.local()
        blank = EventDraft(onset_on=day_text(now.date()), onset_at=f"{now:%H:%M}")
        draft = as_event_draft(known.reported.event) if known.reported else blank
        self._open_card(known.person, draft, is_known=known.reported is not None)

    def _open_card(self, person: Watched, draft: EventDraft, *, is_known: bool) -> None:
        self._person = person
        self.show()
        self._card.open(person, draft, is_known=is_known)
        self.opened.emit()

    @Slot(str, object)
    def _check(self, client_ref: str, draft: EventDraft) -> None:
        observation = self._observation
        self._checks.load(lambda: observation.check(client_ref, draft))

    @Slot(object)
    def _show_checked(self, checked: CheckedEvent) -> None:
        if not self._busy:
            self._card.show_problems(checked.problems, all_fields=False)

    @Slot(str, object)
    def _report(self, client_ref: str, draft: EventDraft) -> None:
        observation, user = self._observation, self._user
        if self._run(lambda: observation.report(client_ref, draft, user), self._reported):
            self._sent = draft
            self._card.set_busy(busy=True)

    @Slot(object)
    def _reported(self, reported: Reported) -> None:
        self._busy = False
        self._card.mark_saved(self._sent, is_known=True)
        sentence = _("Saved: {severity}. The case report can be written now.")
        if self._card.draft() != self._sent:
            sentence = _("Saved: {severity}. What was typed meanwhile is not saved yet: Ctrl+S saves it.")
        self.told.emit(sentence.format(severity=words.severity(reported.event.severity).lower()))
        self.changed.emit()

    @Slot()
    def _close(self) -> None:
        self._file.hide()
        self.hide()
        self.closed.emit()

    # -- the case report -----------------------------------------------------------------------------------

    @Slot(str)
    def _ask_file(self, client_ref: str) -> None:
        if self._person is not None:
            on = self._clock.local(self._person.given_at).date()
            name = f"VaxDesk_AEFI_{self._person.centre}_{on.isoformat()}_{self._person.token}"
            self._file.ask(client_ref, name)

    @Slot(str, str, object)
    def _write(self, client_ref: str, kind: Kind, out: Path) -> None:
        reports, user = self._reports, self._user
        self._run(lambda: reports.write(client_ref, kind, out, user), self._written)

    @Slot(object)
    def _written(self, path: Path) -> None:
        self._busy = False
        self.told.emit(_("The case report is written to {file}.").format(file=path))
        self._to_card()

    @Slot()
    def _to_card(self) -> None:
        self._card.severity.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- ends ----------------------------------------------------------------------------------------------

    def _run(self, op: Callable[[], T], on_done: Callable[[T], object]) -> bool:
        """Do one thing at a time, so that double keys cost nothing; return whether it is begun."""
        if self._busy:
            self.told.emit(_("Still saving. One moment."))
            return False
        self._busy = True
        self._background.run(op, on_done, self._not_done)
        return True

    @Slot(object)
    def _not_done(self, error: VaxDeskError) -> None:
        self._busy = False
        self._card.set_busy(busy=False)
        if isinstance(error, NotAccepted):
            self._card.show_problems(error.problems, all_fields=True)
        else:
            self.failed.emit(error)
