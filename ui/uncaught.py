# SPDX-License-Identifier: MIT
"""What a person reads when the program itself is wrong: one sentence with a code, never a traceback.

The log has the type and the place; what was saved is safe, since a row is on disk before the form says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication

from ui.widgets.question import Question
from vaxdesk.i18n import _

ExceptHook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class UncaughtHook:
    """Stands in ``sys.excepthook``: hands on to the hook before it, which logs, then tells the person once."""

    def __init__(self, before: ExceptHook) -> None:
        self._before = before
        self._telling = False
        self._box: Question | None = None  # without a window that owns it, it would be gone at once

    def __call__(self, kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
        self._before(kind, error, frames)
        if self._telling or not issubclass(kind, Exception) or QApplication.instance() is None:
            return
        self._telling = True
        words = _(
            "Something went wrong inside VaxDesk ({code}). What was saved is safe. You can go on; "
            "if it comes again, start VaxDesk anew and tell the code."
        ).format(code=code_of(kind, frames))
        self._box = Question(QApplication.activeWindow(), words, _("Go on"), "", self._told)
        self._box.finished.connect(self._told)
        self._box.open()

    def _told(self, result: int = 0) -> None:
        del result
        self._telling = False


def install() -> None:
    """Tell of uncaught exceptions from now on."""
    sys.excepthook = UncaughtHook(sys.excepthook)


def code_of(kind: type[BaseException], frames: TracebackType | None) -> str:
    """Return type, module and line of where it happened: enough to find it, nothing of a person."""
    while frames is not None and frames.tb_next is not None:
        frames = frames.tb_next
    place = f" {Path(frames.tb_frame.f_code.co_filename).stem}:{frames.tb_lineno}" if frames else ""
    return kind.__name__ + place
