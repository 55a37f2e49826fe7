# SPDX-License-Identifier: MIT
"""Types as a scanner does, or as fingers do: key events with time stamps of the test's own, no waiting."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

SCANNER_MS, FINGERS_MS = 4, 120
_NAMED = {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
_starts = count(1_000_000, 100_000)


class Keyboard:
    """One keyboard; its clock goes on from key to key."""

    def __init__(self) -> None:
        self._at = next(_starts)

    def scan(self, text: str, *, gap_ms: int = SCANNER_MS, codes: tuple[int, ...] = ()) -> None:
        """Type ``text`` after a pause; ``codes`` are the places of its keys on the board."""
        self._at += 2_000
        for at, sign in enumerate(text):
            self.press(sign, gap_ms=gap_ms if at else 0, code=codes[at] if codes else 0)

    def type(self, text: str) -> None:
        """Type ``text`` with fingers."""
        self.scan(text, gap_ms=FINGERS_MS)

    def press(self, sign: str, *, gap_ms: int = FINGERS_MS, code: int = 0, repeated: bool = False) -> None:
        """Press and release the key of ``sign`` at whatever has the focus, ``gap_ms`` after the key before."""
        self._at += gap_ms
        key = _NAMED.get(sign) or (ord(sign.upper()) if sign.isascii() and sign.isprintable() else 0)
        shift = Qt.KeyboardModifier.ShiftModifier if sign.isupper() else Qt.KeyboardModifier.NoModifier
        text = "\r" if sign == "\n" else sign
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, shift, code, 0, 0, text, repeated)
            event.setTimestamp(self._at)
            if (target := QApplication.focusWidget()) is not None:
                QCoreApplication.sendEvent(target, event)
