# SPDX-License-Identifier: MIT
"""A desk that is left while the disk answers nothing: ``python -m tests.faults.closing_window FOLDER [SIGNAL]``.

Its window is closed, or it gets that signal.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.support import people
from tests.support.desks import PASSWORD
from ui import app
from vaxdesk.desk import Desk


def main(folder: Path, number: signal.Signals | None) -> int:
    """Open the window of somebody who is signed in, let the disk hang, and leave."""
    application = app.make_application()
    desk = Desk(folder, state_folder=folder.parent / "state")
    with app.Program(desk) as program:
        desk.hold()
        program._at_end.callback(desk.close)
        program._show_main(desk, desk.sign_in(people.CLERK.name, PASSWORD))
        window = program.window
        assert window
        hangs = threading.Event()

        def hang() -> None:
            hangs.set()
            threading.Event().wait()

        desk.store.write(hang)
        assert hangs.wait(20)
        program._background.run(lambda: desk.store.write(lambda: None).result(), print)
        QTimer.singleShot(0, window.close if number is None else lambda: os.kill(os.getpid(), number))
        return app._until_closed(application)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), signal.Signals[sys.argv[2]] if sys.argv[2:] else None))
