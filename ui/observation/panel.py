# SPDX-License-Identifier: MIT
"""The observation board: who waits, who may go, and the adverse events. Reads and writes in the background.

Minutes and states follow the clock that is handed in; nobody leaves the board unless a person says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.background import Background
from ui.bridge import Bridge
from ui.observation.board_list import board_list
from ui.observation.board_rows import grouped, newly_over, with_token
from ui.observation.event_part import EventPart, HalfTyped
from ui.observation.head import Head
from ui.observation.note_strip import NoteStrip
from ui.widgets.loading import Loader
from ui.widgets.strip import Strip
from ui.widgets.text import plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.observation import Watched, free_to_go
from vaxdesk.domain.user import User
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import observation as words
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.case_reports import CaseReports
    from vaxdesk.services.observation import Observation

T = TypeVar("T")

TICK_MS: Final = 15_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read showed."""

    sitting: tuple[Watched, ...]
    gone: tuple[Watched, ...]


class ObservationPanel(QWidget):
    """The board of this desk.

    Signals:
        board_changed: (tuple of Watched) who sits now, who may go first stands first; also as time goes by.
        count_changed: (n) how many sit.
        told: (sentence) what a key did, or who may go.
    """

    board_changed = Signal(object)
    count_changed = Signal(int)
    told = Signal(str)

    def __init__(
        self,
        observation: Observation,
        reports: CaseReports,
        background: Background,
        bridge: Bridge,
        user: User,
        clock: Clock,
        beep: Callable[[], object] = QApplication.beep,
    ) -> None:
        super().__init__()
        self._observation = observation
        self._reports = reports
        self._background = background
        self._user = user
        self._clock = clock
        self._beep = beep
        self._seen = _Seen((), ())
        self._looked_at = clock.now()
        self._said: set[tuple[str, object]] = set()
        self._last_gone: tuple[str, ...] = ()
        self._busy = False
        self._typed = ""
        self._loader = Loader(background, self)
        self._build()
        self._wire(bridge)
        self.refresh()

    # -- what the shell calls ------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Read the board anew; also out of sight, since count and card are seen everywhere."""
        observation = self._observation
        self._loader.load(lambda: _Seen(observation.board(), observation.left()))

    @Slot()
    def tick(self) -> None:
        """Time went by: say anew who has how long, and of whom it is over, once."""
        now = self._clock.now()
        self._table.show_rows(grouped(self._seen.sitting, self._seen.gone, now, self._clock.local))
        self._head.show_counts(len(self._seen.sitting), len(free_to_go(self._seen.sitting, now)))
        over = newly_over(self._seen.sitting, self._looked_at, now)
        due = [person for person in over if (person.client_ref, person.until_at) not in self._said]
        self._looked_at = now
        if due:
            self._said.update((person.client_ref, person.until_at) for person in due)
            for _person in due:
                self._beep()
            self.told.emit("   ".join(words.due(person) for person in due))
        self.board_changed.emit(self._seen.sitting)
        self.count_changed.emit(len(self._seen.sitting))

    def save(self) -> None:
        """Save the adverse event that is being typed."""
        if self._events.is_open():
            self._events.save()
        else:
            self.told.emit(_("There is nothing to save here. Press F2 to record."))

    def is_half_typed(self) -> bool:
        """Return whether something stands here that ``half_typed`` does not hand on: a note."""
        return self._note.is_half_typed()

    def half_typed(self) -> HalfTyped | None:
        """Return the adverse event that is being typed, for whoever goes on with it."""
        return self._events.half_typed()

    def take_up(self, half: HalfTyped | None) -> None:
        """Go on with an adverse event that was half typed in the workplace before."""
        if half is not None:
            self._events.take_up(half)

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._head, self._strip, self._note = Head(), Strip(), NoteStrip()
        self._events = EventPart(self._observation, self._reports, self._background, self._user, self._clock)
        self._hint = plain_label(
            _("Type a token and press Enter, or choose with Up and Down. The half hour runs from the needle."),
            "quiet",
            wrap=True,
        )
        self._table, self._model = board_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._head, self._strip, self._note, self._events):
            column.addWidget(part)
        column.addWidget(self._table, 1)
        column.addWidget(self._hint)
        self.setFocusProxy(self._head.token)

    def _wire(self, bridge: Bridge) -> None:
        self._loader.loaded.connect(self._show)
        self._loader.failed.connect(self._show_error)
        head = self._head
        head.token.stepped.connect(self._step)
        head.release_asked.connect(self.release)
        head.all_asked.connect(self.release_all)
        head.event_asked.connect(self.open_event)
        head.note_asked.connect(self.ask_note)
        head.undo_asked.connect(self.undo)
        self._note.agreed.connect(self._keep_note)
        self._note.release_agreed.connect(self._release)
        self._events.told.connect(self.told)
        self._events.opened.connect(self._show_card)
        self._events.failed.connect(self._show_error)
        self._events.changed.connect(self.refresh)
        self._events.closed.connect(self._back)
        self._note.closed.connect(self._to_token)
        bridge.vaccination_saved.connect(self.refresh)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.tick)
        self._minute.start(TICK_MS)

    # -- showing -------------------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, seen: _Seen) -> None:
        self._seen = seen
        self.tick()

    @Slot(int)
    def _step(self, by: int) -> None:
        """Choose the line below or above; what is typed gives way to it."""
        here = self._table.currentIndex().row()
        at = here + by if here >= 0 else 0
        while 0 <= at < self._model.rowCount():
            if self._model.key_at(at):
                self._head.token.set_value("")
                self._table.selectRow(at)
                self._table.scrollTo(self._table.currentIndex())
                return
            at += by

    def _meant(self) -> Watched | None:
        """Return whom a key means: the token that is typed, else the line that is chosen; say so where it is nobody."""
        if self._events.is_busy() and self._is_busy():
            return None
        chosen = self._table.chosen()
        token = self._head.token.token()
        if token is None:
            if chosen is None:
                self.told.emit(_("Type a token number, or choose with Up and Down."))
            return chosen.person if chosen else None
        found = with_token((*self._seen.sitting, *self._seen.gone), token, self._clock.today(), self._clock.local)
        if chosen is not None and chosen.person in found:
            return chosen.person
        if len(found) == 1:
            return found[0]
        several = _("Several people have token {token}. Choose with Up and Down.")
        sentence = several if found else _("Nobody here has token {token}.")
        self.told.emit(sentence.format(token=token))
        self._head.token.selectAll()
        return None

    # -- letting go ----------------------------------------------------------------------------------------

    @Slot()
    def release(self) -> None:
        """Let the person go that is meant; before their time, ask why."""
        person = self._meant()
        if person is None:
            return
        if person.released_at is not None:
            self.told.emit(_("Token {token} has left already. U lets them sit again.").format(token=person.token))
            return
        if person.is_over(self._clock.now()):
            self._release(person.client_ref, "")
            return
        left = person.minutes_left(self._clock.now())
        sentence = ngettext(
            "Token {token}, {name}, has {n} minute left. Why do they leave early?",
            "Token {token}, {name}, has {n} minutes left. Why do they leave early?",
            left,
        )
        self._ask_for_note(person, sentence.format(token=person.token, name=person.name, n=left), releases=True)

    @Slot()
    def release_all(self) -> None:
        """Let everybody go who may."""
        observation, user = self._observation, self._user
        self._run(lambda: observation.release_all(user), self._all_gone)

    @Slot()
    def undo(self) -> None:
        """Let those sit again who were let go last, or the one who is chosen among the gone."""
        chosen = self._table.chosen()
        gone = {person.client_ref for person in self._seen.gone}
        refs = (chosen.key,) if chosen is not None and chosen.key in gone else self._last_gone
        if not refs:
            self.told.emit(_("Nobody was let go just now. Choose one under Left today, then press U."))
            return
        observation, user = self._observation, self._user
        self._run(lambda: observation.take_back(refs, user), self._taken_back)

    @Slot(str, str)
    def _release(self, client_ref: str, note: str) -> None:
        observation, user = self._observation, self._user
        run = self._keep if note else self._run
        run(lambda: observation.release(client_ref, user, note), self._gone)

    @Slot(object)
    def _gone(self, person: Watched) -> None:
        self._last_gone = (person.client_ref,)
        sentence = _("Token {token}, {name}, has left. U lets them sit again.")
        self._end(sentence.format(token=person.token, name=person.name))

    @Slot(object)
    def _all_gone(self, people: tuple[Watched, ...]) -> None:
        self._last_gone = tuple(person.client_ref for person in people)
        sentence = ngettext(
            "{n} person has left. U lets them sit again.", "{n} people have left. U lets them sit again.", len(people)
        )
        self._end(sentence.format(n=len(people)) if people else _("Nobody may go yet."))

    @Slot(object)
    def _taken_back(self, people: tuple[Watched, ...]) -> None:
        self._last_gone = ()
        sentence = ngettext("{n} person sits again.", "{n} people sit again.", len(people))
        self._end(sentence.format(n=len(people)))

    # -- notes ---------------------------------------------------------------------------------------------

    @Slot()
    def ask_note(self) -> None:
        """Ask for a note about the person that is meant."""
        if (person := self._meant()) is not None:
            sentence = _("Note about token {token}, {name}").format(token=person.token, name=person.name)
            self._ask_for_note(person, sentence, releases=False)

    def _ask_for_note(self, person: Watched, sentence: str, *, releases: bool) -> None:
        if self._note.is_saving():
            self.told.emit(_("Still saving. One moment."))
        elif self._note.is_half_typed():
            self.told.emit(_("First keep the note that is being typed, or leave it with Esc."))
            self._note.note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._note.ask(person.client_ref, sentence, releases=releases)

    @Slot(str, str)
    def _keep_note(self, client_ref: str, note: str) -> None:
        observation, user = self._observation, self._user
        self._keep(lambda: observation.add_note(client_ref, note, user), self._noted)

    @Slot(object)
    def _noted(self, person: Watched) -> None:
        self._end(_("The note about token {token} is kept.").format(token=person.token))

    # -- adverse events ------------------------------------------------------------------------------------

    @Slot()
    def open_event(self) -> None:
        """Open the card of the person that is meant, with what is reported of them."""
        if (person := self._meant()) is not None:
            self._strip.hide()
            self._events.open(person)

    @Slot()
    def _show_card(self) -> None:
        """The card is there and has the focus: it stands in the place of the head."""
        if not self._note.is_half_typed():
            self._note.hide()
        self._head.hide()
        self.setFocusProxy(self._events)

    # -- ends ----------------------------------------------------------------------------------------------

    def _is_busy(self) -> bool:
        """Return whether something runs that has to end first, and say so."""
        busy = self._busy or self._events.is_busy()
        if busy:
            self.told.emit(_("Still saving. One moment."))
        return busy

    def _run(self, op: Callable[[], T], on_done: Callable[[T], object]) -> bool:
        """Do one thing at a time, so that double keys cost nothing; return whether it is begun."""
        if self._is_busy():
            return False
        self._busy = True
        self._typed = self._head.token.value()
        self._head.token.set_value("")
        self._strip.hide()
        self.told.emit(_("Saving…"))
        self._background.run(op, on_done, self._not_done)
        return True

    def _keep(self, op: Callable[[], T], on_done: Callable[[T], object]) -> None:
        """Do what the note strip agreed to: it stays until that is on disk, while the next token is typed."""
        if self._run(op, on_done):
            self._note.set_saving(saving=True)
            self._to_token()

    def _end(self, sentence: str) -> None:
        self._busy = False
        self._table.clearSelection()
        self._table.setCurrentIndex(QModelIndex())
        self.told.emit(sentence)
        self.refresh()
        if self._note.is_saving():
            self._note.close_kept()
        self._back()

    @Slot()
    def _back(self) -> None:
        """Put the focus where the next token is typed, unless something else is being typed."""
        if self._events.is_open():
            return
        self._head.show()
        self.setFocusProxy(self._head.token)
        if self._note.isHidden():
            self._to_token()

    @Slot()
    def _to_token(self) -> None:
        """Put the focus where typing goes on, while somebody looks."""
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _not_done(self, error: VaxDeskError) -> None:
        """What was begun is not on disk: all that was typed for it stands there again."""
        self._busy = False
        if self._note.is_saving():
            self._note.set_saving(saving=False)
            if not self._head.token.value() and self._head.token.hasFocus():
                self._note.note.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._head.token.value():
            self._head.token.set_value(self._typed)
        self.told.emit(_("Not saved."))
        self._show_error(error)

    @Slot(object)
    def _show_error(self, error: VaxDeskError) -> None:
        self._strip.say(for_error(error), danger=True)
