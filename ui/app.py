# SPDX-License-Identifier: MIT
"""The program with a window: makes the QApplication and opens the right window for what stands in the folder.

Owns the order from start to end; what the windows do is their own matter.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from ui import style, uncaught, window_state
from ui.background import Background
from ui.collecting import Collector
from ui.icons import app_icon
from ui.main_window import MainWindow
from ui.qt_words import QtWords
from ui.setup.window import SetupWindow
from ui.single_instance import RaiseListener, ask_to_raise
from ui.widgets.waiting import Waiting
from vaxdesk import i18n, logs
from vaxdesk.desk import Desk, practice_desk, test_connection
from vaxdesk.domain.user import User
from vaxdesk.errors import DeskBusy, VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.services.setup import SetupAnswers
from vaxdesk.wording.errors import for_error

log = logging.getLogger(__name__)

FINISH_MS = 1000
CLOSE_S = 2.8
"""A program whose window was closed is gone after this, whatever hangs; what it was sending is doubtful then."""
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl+C, the end of the system, of the terminal or session, and of a Windows console; as far as they are there."""
PORTAL_KEY_VARIABLE = "VAXDESK_PORTAL_KEY"
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run(folder: Path) -> int:
    """Open the desk of ``folder``, or the first start where there is none; return the exit code.

    A second start on the same folder brings the first window to the front and returns 0.

    Raises:
        VaxDeskError: no screen, or the folder cannot be opened.
    """
    app = make_application()
    with Program(Desk(folder, portal_key=os.environ.pop(PORTAL_KEY_VARIABLE, ""))) as program:
        try:
            program.open()
        except DeskBusy as error:
            if ask_to_raise(folder):
                return 0
            _tell(error)
            raise
        except VaxDeskError as error:
            _tell(error)
            raise
        return _until_closed(app)


def practise() -> int:
    """Open the desk on a throw-away folder with the practice portal; return the exit code.

    Raises:
        VaxDeskError: no screen.
    """
    app = make_application()
    with Program(None) as program:
        program.practise()
        return _until_closed(app)


def _until_closed(app: QApplication) -> int:
    """Run until the window is closed. From then on it is good order for ``CLOSE_S``, and the end after that."""
    code = app.exec()
    at_last = threading.Timer(CLOSE_S, os._exit, (code,))
    at_last.daemon = True
    at_last.start()
    return code


def make_application() -> QApplication:
    """Return the styled QApplication.

    Raises:
        VaxDeskError: ``no_screen``; Qt itself would abort the process.
    """
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise VaxDeskError("no_screen")
    qInstallMessageHandler(_log_qt)
    app = QApplication([])
    Collector(app)
    app.setApplicationName("VaxDesk")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    app.installTranslator(QtWords(app))
    _dress(QGuiApplication.styleHints().colorScheme())
    QGuiApplication.styleHints().colorSchemeChanged.connect(_dress)
    if not style.has_devanagari():
        log.warning("no installed font can show Hindi; install one, for example fonts-noto-core")
    uncaught.install()
    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    return app


def _leave(number: int, frame: FrameType | None) -> None:
    """Close the desk in good order at Ctrl+C in a terminal, or when the system ends the session."""
    del number, frame
    QApplication.exit(0)


def _tell(error: VaxDeskError) -> None:
    """Say why no window opens, to somebody who may have no terminal in sight; returns once it was read."""
    QMessageBox(QMessageBox.Icon.Warning, "VaxDesk", for_error(error)).exec()


def _dress(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        style.dress(app, style.DARK if scheme is Qt.ColorScheme.Dark else style.LIGHT)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("ui.qt").log(_LEVELS[kind], "%s: %s", context.category or "qt", message)


class Program(QObject):
    """The windows of one run, and what must be closed at its end."""

    def __init__(self, desk: Desk | None) -> None:
        super().__init__()
        self._desk = desk
        self._background = Background(self)
        self._at_end = ExitStack()
        self.window: QWidget | None = None

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *raised: object) -> None:
        """Let what runs end, then close the desk and the practice portal."""
        self._background.finish(FINISH_MS)
        self._at_end.close()

    def open(self) -> None:
        """Show the sign-in of a desk that is set up, or the two choices of the first start.

        Raises:
            DeskBusy, SetupError: nothing was changed.
        """
        desk = self._the_desk()
        i18n.set_language(desk.settings.desk.language)
        if desk.is_set_up:
            self._hold(desk)
            self._show_main(desk, None)
        else:
            window = SetupWindow(self._set_up, test_connection, self._background)
            window.finished.connect(self._open_new_desk)
            window.practise_chosen.connect(self.practise)
            self._show(window)

    @Slot()
    def practise(self) -> None:
        """Open the practice desk; its folder and its portal are gone at the end."""
        if self.window is None:
            self._show(Waiting(_("Opening the practice desk…")))
        self._background.run(self._open_practice, self._show_practice, self._refuse_practice)

    def _open_practice(self) -> tuple[Desk, User]:
        return self._at_end.enter_context(practice_desk())

    @Slot(object)
    def _show_practice(self, opened: tuple[Desk, User]) -> None:
        desk, user = opened
        self._show_main(desk, user)

    @Slot(object)
    def _refuse_practice(self, error: VaxDeskError) -> None:
        if isinstance(self.window, SetupWindow):
            self.window.refuse_practice(for_error(error))
        else:
            QMessageBox.critical(self.window, "VaxDesk", for_error(error))
            QApplication.exit(2)

    def _set_up(self, answers: SetupAnswers) -> str:
        """Make the desk, in the background."""
        desk = self._the_desk()
        desk.hold()
        return desk.set_up(answers)

    @Slot()
    def _open_new_desk(self) -> None:
        desk = self._the_desk()
        i18n.set_language(desk.settings.desk.language)
        self._hold(desk)
        self._show_main(desk, None)

    def _hold(self, desk: Desk) -> None:
        """Take the folder, log into it, and hear a second start."""
        desk.hold()
        self._at_end.callback(desk.close)
        try:
            handler = logs.start(desk.folder)
        except OSError:
            log.warning("the log cannot be written")
        else:
            self._at_end.callback(logs.stop, handler)
            uncaught.install()
        self._listener = RaiseListener(desk.folder, self)
        self._listener.raise_asked.connect(self._raise)
        self._at_end.callback(self._listener.close)

    def _show_main(self, desk: Desk, user: User | None) -> None:
        self._show(MainWindow(desk, self._background, user))

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window_state.show(window)
        if before is not None:
            before.close()
            before.deleteLater()

    @Slot()
    def _raise(self) -> None:
        if isinstance(self.window, MainWindow):
            self.window.come_to_front()

    def _the_desk(self) -> Desk:
        if self._desk is None:
            raise RuntimeError("this program was started to practise only")
        return self._desk
