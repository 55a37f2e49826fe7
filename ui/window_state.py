# SPDX-License-Identifier: MIT
"""Where a window stands: as last time, or over the whole of a small screen; and how large its text is.

Keeps place and sizes only: nothing of a person or of the desk.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

FILE = "window.ini"
_GEOMETRY = "geometry"
_TEXT = "text_percent"


def show(window: QWidget) -> None:
    """Show ``window`` as large as it is, or over the whole screen where that is no larger."""
    room, wanted = window.screen().availableSize(), window.size()
    if room.width() <= wanted.width() or room.height() <= wanted.height():
        window.showMaximized()
    else:
        window.show()


def restore(window: QWidget, folder: Path) -> bool:
    """Put ``window`` where it stood; return whether a place was known."""
    kept = _settings(folder).value(_GEOMETRY)
    return isinstance(kept, QByteArray) and window.restoreGeometry(kept)


def keep(window: QWidget, folder: Path) -> None:
    """Remember where ``window`` stands."""
    settings = _settings(folder)
    settings.setValue(_GEOMETRY, window.saveGeometry())
    settings.sync()


def text_percent(folder: Path) -> int:
    """Return the size of text that was chosen last, 100 where none was or what stands there is no number."""
    kept = str(_settings(folder).value(_TEXT, "100"))
    return int(kept) if kept.isdecimal() else 100


def keep_text_percent(percent: int, folder: Path) -> None:
    """Remember the size of text."""
    settings = _settings(folder)
    settings.setValue(_TEXT, percent)
    settings.sync()


def _settings(folder: Path) -> QSettings:
    return QSettings(str(folder / FILE), QSettings.Format.IniFormat)
