# SPDX-License-Identifier: MIT
"""A desk whose window is closed while the disk answers nothing: ``python -m tests.faults.closing_window FOLDER``."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.support import people
from tests.support.desks import PASSWORD
from ui import app
from vaxdesk.desk import Desk


def main(folder: Path) -> int:
    """Open the window of somebody who is signed in, let the disk hang, and close the window."""
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
        QTimer.singleShot(0, window.close)
        return app._until_closed(application)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
