# SPDX-License-Identifier: MIT
"""Who of the recorded people the typed one may be: up to three, each taken by one key.

Asks in the background and never takes the cursor from its field. It fills nothing in: whoever is taken is told of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QVBoxLayout, QWidget

from ui.background import Background
from ui.style import px
from ui.widgets.text import button, plain_label
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import Like, LikeKind
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording import likeness as wording

if TYPE_CHECKING:
    from vaxdesk.services.likeness import Likeness

MOST_LINES: Final = 3
TAKE_KEYS: Final = ("Alt+1", "Alt+2", "Alt+3")
DISMISS_KEY: Final = "Alt+0"
ROW_WIDTH: Final = 720
"""From this width on (px at 100 %) the buttons stand beside the words instead of below them."""
PERSON_FIELDS: Final = ("name", "birth_year", "mobile", "id_number")
_DOWN, _ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class LikenessStrip(QFrame):
    """Hidden while there is nobody to speak of.

    Signals:
        taken: (Draft) the person as recorded and their next dose; every other field is empty.
        dismissed: it is another person; those who were named stay unnamed until the next person.
        asks_changed: (bool) whether an answer is awaited: somebody is named whom the form does not hold.
    """

    taken = Signal(object)
    dismissed = Signal()
    asks_changed = Signal(bool)

    def __init__(self, likeness: Likeness, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._asking = _Asking(likeness, background, self)
        self._asking.answered.connect(self.show_likes)
        self._likes: tuple[Like, ...] = ()
        self._silenced: set[tuple[LikeKind, str]] = set()
        self._correcting = ""
        self._looked_for = Draft()
        self._lines = [_Line(key, self) for key in TAKE_KEYS]
        self._dismiss = _quiet_button(_("Another person   {key}").format(key=DISMISS_KEY), self)
        self._dismiss.setAccessibleName(_("It is another person"))
        self._dismiss.clicked.connect(self.dismiss)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        people = QVBoxLayout()
        people.setSpacing(12)
        for number, line in enumerate(self._lines):
            take = _taking(self, number)
            line.take.clicked.connect(take)
            people.addWidget(line)
            self._on_key(TAKE_KEYS[number], take)
        self._on_key(DISMISS_KEY, self.dismiss)
        self._box = QBoxLayout(_DOWN, self)
        self._box.setContentsMargins(16, 12, 16, 12)
        self._box.setSpacing(12)
        self._box.addLayout(people, 1)
        self._box.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)

    @Slot(object, str)
    def look(self, draft: Draft, correcting: str = "") -> None:
        """Look whether the person of ``draft`` was here before; the answer shows itself when it comes.

        A draft without any person, or with another one, ends at once what was said of the one before.

        Args:
            correcting: client_ref of the vaccination that ``draft`` is a correction of.
        """
        nobody = not (draft.name.strip() or draft.mobile.strip() or draft.id_number.strip())
        if nobody or correcting != self._correcting:
            self._silenced.clear()
            self._correcting = correcting
        if nobody or _is_another(draft, self._looked_for):
            self._asking.forget()
            self.show_likes(())
        self._looked_for = draft
        if not nobody:
            self._asking.ask(draft, correcting)

    @Slot(object)
    def show_likes(self, likes: tuple[Like, ...]) -> None:
        """Show ``likes``, without those that were dismissed for this person."""
        likes = tuple(like for like in likes if _name_of(like) not in self._silenced)[:MOST_LINES]
        is_news = bool(likes) and likes != self._likes
        self._likes = likes
        for number, line in enumerate(self._lines):
            line.show_like(likes[number] if number < len(likes) else None)
        asks = not all(like.is_taken for like in likes)
        self._dismiss.setVisible(asks)
        self.asks_changed.emit(asks)
        words = self.text()
        self.setAccessibleName(words)
        self.setVisible(bool(likes))
        if is_news:  # a screen reader tells it, since the cursor stays where it is
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        direction = _ACROSS if event.size().width() >= px(ROW_WIDTH) else _DOWN
        for box in (self._box, *(line.box for line in self._lines)):
            box.setDirection(direction)

    def likes(self) -> tuple[Like, ...]:
        """Return what is shown."""
        return self._likes

    def text(self) -> str:
        """Return all that is said, one line a person."""
        return "\n".join(f"{wording.heading(like)}: {wording.for_like(like)}" for like in self._likes)

    def take(self, number: int) -> None:
        """Take the person of line ``number``, counted from 0, where there is one to take."""
        if number < len(self._likes) and _may_take(self._likes[number]):
            self.taken.emit(self._likes[number].person)

    @Slot()
    def dismiss(self) -> None:
        """Say no more of those who are shown: it is another person."""
        self._silenced.update(_name_of(like) for like in self._likes)
        self.show_likes(())
        self.dismissed.emit()

    def _on_key(self, key: str, do: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(key), self)  # a hidden strip has no keys
        made.setAutoRepeat(False)
        made.activated.connect(do)


class _Line(QWidget):
    """One person: what kind of likeness, who, and the key that takes them."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading, self._words = plain_label("", "strong", wrap=True), plain_label("", "", wrap=True)
        self.take: QPushButton = _quiet_button(_("The same person   {key}").format(key=key), self)
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(self._heading)
        said.addWidget(self._words)
        self.box = QBoxLayout(_DOWN, self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)
        self.box.addLayout(said, 1)
        self.box.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)

    def show_like(self, like: Like | None) -> None:
        """Show ``like``, or nothing at all."""
        self.setVisible(like is not None)
        if like is None:
            return
        words = wording.for_like(like)
        self._heading.setText(wording.heading(like))
        self._words.setText(words)
        self.take.setVisible(_may_take(like))
        self.take.setAccessibleName(_("The same person: {words}").format(words=words))


class _Asking(QObject):
    """One question at a time; the latest draft is asked about next, an answer about an older one is dropped."""

    answered = Signal(object)

    def __init__(self, likeness: Likeness, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._likeness = likeness
        self._background = background
        self._asked = 0
        self._next: tuple[Draft, str] | None = None
        self._busy = False

    def ask(self, draft: Draft, correcting: str) -> None:
        self._asked += 1
        self._next = (draft, correcting)
        self._go_on()

    def forget(self) -> None:
        self._asked += 1
        self._next = None

    def _go_on(self) -> None:
        if self._busy or self._next is None:
            return
        (draft, correcting), self._next = self._next, None
        number, likeness = self._asked, self._likeness
        self._busy = True
        self._background.run(lambda: (number, likeness.of(draft, correcting)), self._on_answer, self._on_failure)

    @Slot(object)
    def _on_answer(self, answer: tuple[int, tuple[Like, ...]]) -> None:
        self._busy = False
        number, likes = answer
        if number == self._asked:
            self.answered.emit(likes)
        self._go_on()

    @Slot(object)
    def _on_failure(self, error: VaxDeskError) -> None:
        # Nobody is hurt by a look that failed: the save checks by itself, and tells.
        del error
        self._busy = False
        self._go_on()


def _taking(strip: LikenessStrip, number: int) -> Callable[[], None]:
    def take() -> None:
        strip.take(number)

    return take


def _name_of(like: Like) -> tuple[LikeKind, str]:
    """Return by what a like stays dismissed; a near name is one matter, whoever bears it."""
    return like.kind, "" if like.kind is LikeKind.NEAR_NAME else like.client_ref


def _is_another(draft: Draft, before: Draft) -> bool:
    """Return whether something that stood there of the person ``before`` is no longer so; more of it is no other."""
    values = ((getattr(before, name).strip(), getattr(draft, name).strip()) for name in PERSON_FIELDS)
    return any(not now.startswith(was) for was, now in values)


def _may_take(like: Like) -> bool:
    return bool(like.client_ref) and not like.is_taken


def _quiet_button(words: str, parent: QWidget) -> QPushButton:
    """Return a button that is pressed by its key or the mouse and never gets the cursor."""
    made = button(words, parent=parent)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
