# SPDX-License-Identifier: MIT
"""Where a window stands: as last time, or over the whole of a small screen.

Keeps place and size only: nothing of a person or of the desk.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

FILE = "window.ini"
_GEOMETRY = "geometry"


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


def _settings(folder: Path) -> QSettings:
    return QSettings(str(folder / FILE), QSettings.Format.IniFormat)
