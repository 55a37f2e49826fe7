# SPDX-License-Identifier: MIT
"""Tells a scanner from fingers, whatever has the focus: a scanner types faster and longer than people do.

A USB scanner is a keyboard. Its keys come within a few milliseconds of each other, by the time stamps of the events,
and end with Enter, Tab or a pause. Of such a burst the first ``LANDING`` keys land as any key does, and the rest are
held back until it is known what they are:

    a code that is known    what landed is taken out again, the code goes to whoever listens
    anything else           every key goes on to the field, in order, unchanged; nothing is lost

So a fast typist may wait ``PAUSE_MS`` for a letter and never loses one. It does not decide what becomes of a code. What
an input method commits is no key and is never taken for a scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.key_places import american
from ui.landing import Landing
from vaxdesk import scanning
from vaxdesk.identity import JOINERS

GAP_MS: Final = 35
"""Longest time between two keys of a scanner. People reach that for two or three keys at a time, not for twelve."""
LANDING: Final = 3
SHORTEST: Final = 12
LONG: Final = 64
"""So many keys take a while: a person is told that they are being read, and what became of them."""
LATER_GAP_MS: Final = 100
"""The same once ``SHORTEST`` keys are in, which nobody can have typed: a wireless scanner stumbles now and then."""
PAUSE_MS: Final = 60
LONG_PAUSE_MS: Final = 300
"""The pause that ends a burst of so many: a busy computer may deliver its keys in parts."""
TAIL_MS: Final = 500
"""How long after its last key the Enter or Tab of a scan that a pause has ended still belongs to it."""

_MODIFIERS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
)
_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_GROUP_SEPARATOR: Final = "\x1d"  # parts the elements of a GS1 code; typed as Ctrl+]


@dataclass(frozen=True, slots=True)
class _Key:
    """One key as it was pressed; ``american`` is what it types where a scanner thinks it is."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    american: str


class Scanner(QObject):
    """Watches the keys of the application while ``area`` is in sight.

    Signals:
        scanned: (Scanned) a code was recognised; no key of it is left in any field.
        reading: a long burst is coming in.
        unknown: that was no code; it stands in the field now.
    """

    scanned = Signal(object)
    reading = Signal()
    unknown = Signal()

    def __init__(self, area: QWidget, platform: str = "") -> None:
        """Watch from now on; ``platform`` is Qt's own unless given."""
        super().__init__(area)
        self._area = area
        self._platform = platform or QGuiApplication.platformName()
        self._landing = Landing()
        self._keys: list[_Key] = []
        self._target: QWidget | None = None
        self._last_at = 0
        self._read_at = 0
        self._giving_back = False
        self._looked_again = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._on_pause)
        if (application := QCoreApplication.instance()) is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            mine = not self._giving_back and watched is _receiver() and self._area.isVisible()
            if mine and isinstance(watched, QWidget) and isinstance(event, QKeyEvent):
                return self._on_key(watched, event)
        elif kind == QEvent.Type.ShortcutOverride:
            # A shortcut acts before its key arrives: what was typed before it must be in the field by then.
            if self._keys and isinstance(event, QKeyEvent) and not _belongs(event) and event.key() not in _ENDS:
                self._end_unless_modifier(event)
        elif kind == QEvent.Type.MouseButtonPress and self._keys:
            self._give_up()
        return False

    # -- one key after the other ---------------------------------------------------------------------------

    def _on_key(self, target: QWidget, event: QKeyEvent) -> bool:
        """Return whether the key is held back from ``target``."""
        if event.key() in _MODIFIERS:
            return False
        at, quick = event.timestamp(), self._is_quick(event)
        self._last_at = at
        if event.key() in _ENDS and not event.modifiers() & _COMMANDS:
            return self._on_end(event)
        if not _belongs(event) or event.isAutoRepeat():
            self._give_up()
            return False
        if not quick:
            self._give_up()
        self._keys.append(self._key(event))
        self._target = target
        if len(self._keys) <= LANDING:
            self._landing.note(target)
            return False
        self._hold()
        return True

    def _on_end(self, event: QKeyEvent) -> bool:
        """Return whether Enter or Tab belongs to a scan."""
        if self._read_at and 0 <= event.timestamp() - self._read_at < TAIL_MS:
            self._read_at = 0
            return True
        if len(self._keys) >= SHORTEST and not event.isAutoRepeat():
            if scanning.goes_on(_text(self._keys)) or scanning.goes_on(_american(self._keys)):
                self._keys.append(_Key(event.key(), event.modifiers(), "\n", "\n"))
                self._hold()
                return True
            if self._take():
                return True
        self._give_up()
        return False

    def _is_quick(self, event: QKeyEvent) -> bool:
        """Return whether the key follows the one before as a scanner's does; without time stamps none does."""
        at, gap_ms = event.timestamp(), GAP_MS if len(self._keys) < SHORTEST else LATER_GAP_MS
        return bool(self._keys and at and self._last_at) and 0 <= at - self._last_at < gap_ms

    def _hold(self) -> None:
        if len(self._keys) == LONG:
            self.reading.emit()
        self._looked_again = False
        self._pause.start(PAUSE_MS if len(self._keys) < SHORTEST else LONG_PAUSE_MS)

    def _key(self, event: QKeyEvent) -> _Key:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        place = american(self._platform, event.nativeScanCode(), shifted=shifted)
        return _Key(event.key(), event.modifiers(), event.text(), place or event.text())

    def _end_unless_modifier(self, event: QKeyEvent) -> None:
        if event.key() not in _MODIFIERS:
            self._give_up()

    @Slot()
    def _on_pause(self) -> None:
        """End the burst, once whatever already waits in the queue of the window system has come in."""
        if not self._looked_again:
            self._looked_again = True
            self._pause.start(0)
            return
        last_at = self._last_at
        if len(self._keys) >= SHORTEST and self._take():
            self._read_at = last_at
        else:
            self._give_up()

    # -- how a burst ends ----------------------------------------------------------------------------------

    def _take(self) -> bool:
        """Hand on the code that was typed, if it is one, and take out what landed of it."""
        scanned = scanning.recognise(_text(self._keys)) or scanning.recognise(_american(self._keys))
        if scanned is None:
            return False
        self._forget()
        self._landing.put_back()
        self.scanned.emit(scanned)
        return True

    def _give_up(self) -> None:
        """Let every key that was held back go on to the field it was pressed in, or where that field sends it."""
        held = self._keys[LANDING:]
        was_long = len(self._keys) >= LONG
        target, focused = self._target, _receiver()
        self._forget()
        self._landing.clear()
        self._giving_back = True
        try:
            for key in held:
                if target is None or not isValid(target):
                    target = _receiver()
                if target is not None:
                    _press(target, key)
                if _receiver() is not focused:
                    target = focused = _receiver()
        finally:
            self._giving_back = False
        if was_long:
            self.unknown.emit()

    def _forget(self) -> None:
        self._keys = []
        self._target = None
        self._read_at = 0
        self._pause.stop()


def _receiver() -> QWidget | None:
    """Return the widget that a key goes to first; its parents see a key only after it."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget() or QApplication.activeWindow()


def _press(target: QWidget, key: _Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        if isValid(target):
            QCoreApplication.sendEvent(target, QKeyEvent(kind, key.key, key.modifiers, key.text))


def _belongs(event: QKeyEvent) -> bool:
    """Return whether the key types something visible, as every key of a code does; a Hindi key may type a conjunct."""
    text = event.text()
    if text == _GROUP_SEPARATOR:
        return True
    visible = all(sign.isprintable() or sign in JOINERS for sign in text)
    return bool(text) and visible and not event.modifiers() & _COMMANDS


def _text(keys: list[_Key]) -> str:
    return "".join(key.text for key in keys)


def _american(keys: list[_Key]) -> str:
    return "".join(key.american for key in keys)
