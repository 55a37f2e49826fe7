# SPDX-License-Identifier: MIT
"""A desk without a window, told by lines what to do; says on a line of JSON how its upload stands, whenever it changed.

``python -m tests.faults.at_desk FOLDER [SILENT_S]``, moved clocks as ``moved_clock`` has them. It is told:

    record N        person N is recorded
    hurry           Upload now
    hang pass       the running or the next pass hangs for good
    hang disk       the disk never answers again
    close           the desk is closed and the process ends
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from tests.faults.moved_clock import clock_here
from tests.support import people
from tests.support.desks import PASSWORD
from vaxdesk.desk import Desk
from vaxdesk.sync import passes
from vaxdesk.sync.background import BackgroundUpload
from vaxdesk.sync.uploader import Uploader


class Seat:
    """Somebody at the desk."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder, clock_here(), state_folder=folder.parent / "state")
        self.news = threading.Event()
        self.ended = False

    def work(self) -> None:
        """Do as told until the desk is closed."""
        self.desk.hooks.outbox_changed.connect(self.news.set)
        self.desk.hooks.status_changed.connect(self.news.set)
        self.desk.hold()
        self.desk.sign_in(people.CLERK.name, PASSWORD)
        threading.Thread(target=self._listen, daemon=True).start()
        self.news.set()
        while not self.ended:
            self.news.wait()
            self.news.clear()
            self._say()
        self.desk.close()

    def _say(self) -> None:
        status = self.desk.status()
        said = {
            "confirmed": status.counts.confirmed,
            "sending": status.counts.sending,
            "hold": status.hold,
            "stop_reason": status.stop_reason,
            "days": self._days(),
        }
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()

    def _days(self) -> list[str]:
        store = self.desk.store
        vaccination = store.models.Vaccination
        with store.reading():
            return [day for (day,) in vaccination.select(vaccination.given_on).order_by(vaccination.id).tuples()]

    def _listen(self) -> None:
        for line in sys.stdin:
            match line.split():
                case ["record", n]:
                    self.desk.register.record(people.draft(int(n)), people.CLERK)
                    self.news.set()
                case ["hurry"]:
                    self.desk.sending.upload_now()
                case ["hang", "pass"]:
                    _uploader(self.desk)._collect = _never  # type: ignore[method-assign]
                    self.desk.sending.upload_now()
                case ["hang", "disk"]:
                    self.desk.store.write(_never)
                case _:
                    break
        self.ended = True
        self.news.set()


def _uploader(desk: Desk) -> Uploader:
    assert isinstance(desk._upload, BackgroundUpload)
    uploader = desk._upload._passes.uploader
    assert isinstance(uploader, Uploader)
    return uploader


def _never(*_given: object) -> None:
    threading.Event().wait()


if __name__ == "__main__":
    if sys.argv[2:]:
        passes.SILENT_S = float(sys.argv[2])  # type: ignore[misc]
    Seat(Path(sys.argv[1])).work()
