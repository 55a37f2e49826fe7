# SPDX-License-Identifier: MIT
"""The program with its window, which says on stdout whatever its status bar shows, one line for each change.

Changes nothing of the program: what stands in the real status bar is read four times a second.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from ui import style
from ui.app import Program, make_application
from ui.status.status_bar import StatusBar
from vaxdesk.desk import Desk

LOOK_MS = 250


class Reader:
    """Says each new text of the status bar once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._said = ""

    def look(self) -> None:
        """Say what stands there now, unless it was said last."""
        bars = self._program.window.findChildren(StatusBar) if self._program.window is not None else []
        line = " | ".join(bars[-1].texts()) if bars else ""
        if line and line != self._said:
            self._said = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Open the desk of the folder that is named, in the dark with ``--dark``; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true", help="as where the system is dark")
    args = parser.parse_args(arguments)
    app = make_application()
    if args.dark:
        style.dress(app, style.DARK)  # as the program does where the system says so; a bare screen has nobody to say it
    with Program(Desk(args.folder)) as program:
        reader = Reader(program)
        timer = QTimer()
        timer.timeout.connect(reader.look)
        timer.start(LOOK_MS)
        program.open()
        return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
