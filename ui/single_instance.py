# SPDX-License-Identifier: MIT
"""One window for one data folder: a second start asks the first to come to the front.

The file lock decides who is first; this only carries the wish.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

WAIT_MS = 2000
_WISH = b"raise\n"


def ask_to_raise(folder: Path) -> bool:
    """Ask the VaxDesk that holds ``folder`` to show its window; return whether one heard, after 2 s at most."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(_WISH)
    heard = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return heard


class RaiseListener(QObject):
    """Hears the second start. Made only by who holds the folder's lock.

    Signals:
        raise_asked: another start wants this window.
    """

    raise_asked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)
        # A window that was killed leaves its socket behind; we hold the lock, so it is nobody's.
        QLocalServer.removeServer(_name(folder))
        if not self._server.listen(_name(folder)):
            log.warning("a second start cannot raise this window: %s", self._server.serverError())

    def close(self) -> None:
        """Hear nothing more."""
        self._server.close()

    @Slot()
    def _hear(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            self.raise_asked.emit()


def _name(folder: Path) -> str:
    """Short enough for a socket's path everywhere, and the same for every way to write the folder."""
    return "vaxdesk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
