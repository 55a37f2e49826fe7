# SPDX-License-Identifier: MIT
"""What a person may ask of the upload: now, pause, go on, trust again. Each is answered in words in the status bar.

Must not decide anything about the upload: the service does.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from ui.background import Background
from ui.bridge import Bridge
from ui.status import sentences
from ui.status.pass_watch import PassWatch
from ui.status.status_bar import StatusBar
from vaxdesk.desk import Desk
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.user import User
from vaxdesk.i18n import _


class UploadCommands(QObject):
    """The buttons and keys of the upload for one signed-in person."""

    def __init__(self, desk: Desk, background: Background, bridge: Bridge, user: User, status: StatusBar) -> None:
        super().__init__(status)
        self._desk = desk
        self._background = background
        self._bridge = bridge
        self._user = user
        self._status = status
        self._pass_watch: PassWatch | None = None
        status.upload_asked.connect(self.upload_now)
        status.pause_asked.connect(self.pause)
        status.resume_asked.connect(self.resume)
        bridge.status_changed.connect(self._watch_pass)

    @Slot()
    def upload_now(self) -> None:
        """Ask for a pass and answer in words."""
        sending = self._desk.sending

        def ask() -> SyncStatus:
            sending.upload_now()
            return sending.status()

        self._background.run(ask, self._answer_upload)

    @Slot(object)
    def _answer_upload(self, status: SyncStatus) -> None:
        self._status.answer(sentences.answer_to_upload(status, self._desk.uploading_fault, self._desk.clock.local))
        self._status.show_status(status)
        self._pass_watch = None if self._desk.uploading_fault else PassWatch.begun(status)

    @Slot(object)
    def _watch_pass(self, status: SyncStatus) -> None:
        """Say once what a pass that somebody asked for has brought."""
        if self._pass_watch is not None and self._pass_watch.is_over(status):
            self._status.answer(self._pass_watch.report(status))
            self._pass_watch = None

    @Slot()
    def pause(self) -> None:
        """Let nothing go up until somebody lets it go on."""
        sending = self._desk.sending

        def pause() -> SyncStatus:
            sending.pause()
            return sending.status()

        self._background.run(pause, self._answer_pause)

    @Slot()
    def resume(self) -> None:
        """Let it go up again."""
        sending = self._desk.sending

        def resume() -> SyncStatus:
            sending.resume()
            return sending.status()

        self._background.run(resume, self._answer_pause)

    @Slot()
    def trust_again(self) -> None:
        """Read back only some again, as a supervisor decides."""
        sending, user = self._desk.sending, self._user
        self._background.run(lambda: sending.trust_again(user), self._trusted)

    @Slot(object)
    def _trusted(self, nothing: object) -> None:
        del nothing
        self._status.answer(_("From now on only some are read back."))
        self._bridge.refresh()

    @Slot(object)
    def _answer_pause(self, status: SyncStatus) -> None:
        self._status.answer(sentences.answer_to_pause(status))
        self._status.show_status(status)
