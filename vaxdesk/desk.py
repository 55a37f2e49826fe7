# SPDX-License-Identifier: MIT
"""The desk: one data folder, its services, and the order in which they start and stop. No behaviour of its own."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import SystemRandom
from zoneinfo import ZoneInfo

import resources
from vaxdesk import paths, settings
from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.user import User
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import SettingsError, SetupError
from vaxdesk.events import Hooks
from vaxdesk.platform import Lock, lock_folder
from vaxdesk.portal import PortalConfig, open_portal
from vaxdesk.portal.protocol import Portal
from vaxdesk.services import login, setup
from vaxdesk.services.attention import Attention
from vaxdesk.services.browsing import Browsing
from vaxdesk.services.case_reports import CaseReports
from vaxdesk.services.day import Day
from vaxdesk.services.drafts import Drafts
from vaxdesk.services.expected import ExpectedLists
from vaxdesk.services.export import Export
from vaxdesk.services.finding import Finding
from vaxdesk.services.imports import Imports
from vaxdesk.services.likeness import Likeness
from vaxdesk.services.observation import Observation
from vaxdesk.services.pages import Pages
from vaxdesk.services.register import Register
from vaxdesk.services.sending import Sending
from vaxdesk.services.slips import Slips
from vaxdesk.services.story import Stories
from vaxdesk.services.vials import Vials
from vaxdesk.services.visits import Visits
from vaxdesk.store import counts, notes, search
from vaxdesk.store.copies import Mark
from vaxdesk.store.database import Store
from vaxdesk.sync import status
from vaxdesk.sync.background import BackgroundUpload, StoppedUpload
from vaxdesk.sync.foreground import ForegroundUpload
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader

PRACTICE_CLERK = "Practice clerk"
LONGEST_OPEN = 1.5
"""The breaker stays open this many times the longest wait at most."""
LONGEST_WRITE_S = 0.7
"""How long closing waits for a disk that does not answer."""


class Desk:
    """One data folder.

    Attributes:
        register, browsing, drafts, imports, export, sending: the services; they exist once somebody signed in.
        user: who signed in last.
        uploading_fault: code of why nothing is uploaded, "" when it is; known once somebody signed in.
    """

    register: Register
    browsing: Browsing
    attention: Attention
    visits: Visits
    day: Day
    drafts: Drafts
    finding: Finding
    imports: Imports
    expected: ExpectedLists
    export: Export
    likeness: Likeness
    sending: Sending
    slips: Slips
    stories: Stories
    vials: Vials
    observation: Observation
    case_reports: CaseReports
    user: User

    def __init__(
        self, folder: Path, clock: Clock | None = None, portal_key: str = "", state_folder: Path | None = None
    ) -> None:
        """Read the settings; open nothing.

        Args:
            state_folder: where this computer remembers how far each store has come; the user's own unless given.
        """
        self.folder = folder
        self.hooks = Hooks()
        self.hooks.outbox_changed.connect(self._follow)
        self.reference = ReferenceTable.from_json(resources.path("reference/vaccines.json").read_text(encoding="utf-8"))
        self._given_clock = clock
        self._portal_key = portal_key
        self._lock: Lock | None = None
        self._store: Store | None = None
        self._state_folder = state_folder or paths.state_dir(os.environ)
        self._mark: Mark | None = None
        self._upload: BackgroundUpload | StoppedUpload = StoppedUpload()
        self._read_settings()

    def _read_settings(self) -> None:
        self.settings = settings.load(self.folder / paths.SETTINGS_FILE)
        self.clock = self._given_clock or Clock(ZoneInfo(self.settings.desk.timezone))
        self.uploading_fault = self.settings.portal_fault

    @property
    def is_set_up(self) -> bool:
        """Whether a desk stands in the folder."""
        return setup.is_set_up(self.folder)

    @property
    def is_practice(self) -> bool:
        """Whether whatever is uploaded here goes no further than this computer."""
        return bool(self.settings.portal.base_url) and settings.is_loopback(self.settings.portal.base_url)

    @property
    def portal_host(self) -> str:
        """The host that a confirmation has to come from to count here, "" while none is set."""
        return self.settings.portal.host

    def hold(self) -> None:
        """Take the folder for this process alone, made if it is not there yet.

        Raises:
            DeskBusy: another VaxDesk holds it.
            SetupError: ``folder_not_writable``.
        """
        if self._lock is not None:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError("folder_not_writable", folder=str(self.folder)) from error
        self._lock = lock_folder(self.folder)

    def set_up(self, answers: setup.SetupAnswers) -> str:
        """Make the desk; see ``services.setup.set_up``. Returns the recovery code."""
        code = setup.set_up(self.folder, answers, self.clock)
        self._read_settings()
        return code

    def sign_in(self, name: str, password: str) -> User:
        """Sign in; the first to do so opens the store and starts the upload. Slow: Argon2id.

        Raises:
            SignInError, KeyFileError, StoreError: nothing was created or changed.
        """
        user = self.open(name, password)
        if isinstance(self._upload, StoppedUpload):
            self._start_upload()
        return user

    def open(self, name: str, password: str) -> User:
        """Sign in without starting the upload, for commands. Raises as ``sign_in``."""
        unlocked = login.sign_in(self.folder, name, password)
        if self._store is None:
            store = Store.open(self.folder / paths.STORE_FILE, unlocked.data_key)
            store.write(lambda: counts.recount(store)).result()
            search.rebuild_stale(store)
            self._take(store)
        self.user = unlocked.user
        return unlocked.user

    def look_in(self, name: str, password: str) -> User:
        """Sign in for reading only, beside whatever desk is open on the folder. Raises as ``sign_in``."""
        unlocked = login.sign_in(self.folder, name, password)
        self._take(Store.open_beside(self.folder / paths.STORE_FILE, unlocked.data_key))
        self.user = unlocked.user
        return unlocked.user

    def foreground_upload(self) -> ForegroundUpload:
        """Return the upload for a command that runs it itself, its outbox put in order.

        Raises:
            SettingsError: the settings or the missing key allow no uploading, or somebody pressed Pause.
        """
        portal = self._open_portal()
        old_copy = self._begin_run()
        uploader = self._uploader(portal)
        uploader.take_up(old_copy=old_copy)
        if uploader.paused:
            uploader.close()
            raise SettingsError("upload_paused")
        return ForegroundUpload(uploader, self.status, self.clock)

    @property
    def store(self) -> Store:
        """The store, open or closed since."""
        if self._store is None:
            raise RuntimeError("nobody has signed in yet")
        return self._store

    def status(self) -> SyncStatus:
        """Return the truth about the upload at this moment."""
        with self.store.reading():
            reason = self.uploading_fault or ("upload_silent" if self._upload.silent else "")
            pace = self.settings.upload.calls_per_5min
            return status.read(self.store, self.portal_host, self.clock.now(), reason, pace)

    def close(self) -> None:
        """Stop the upload, close the store, free the folder; at most a few seconds."""
        with ExitStack() as at_end:  # each step is taken even if the one before it fails
            if self._lock is not None:
                at_end.callback(self._lock.release)
            if self._store is not None:
                at_end.callback(self._store.close, LONGEST_WRITE_S)
            if self._mark is not None:
                at_end.callback(self._mark.keep)
            at_end.callback(self._upload.stop)
            # The store stays: what still runs in the background is told that it is closed.
            self._lock, self._mark, self._upload = None, None, StoppedUpload()

    def _take(self, store: Store) -> None:
        """Build the services over ``store``."""
        self._store = store
        codes = tuple(centre.code for centre in self.settings.centres)
        self.register = Register(store, self.reference, codes, self.clock, self.hooks)
        self.browsing = Browsing(store, self.portal_host)
        self.attention = Attention(store, self.register, self.reference, self.clock, self.hooks, self.portal_host)
        self.day = Day(store, self.clock)
        self.drafts = Drafts(store, self.clock)
        self.finding = Finding(store, self.reference, self.clock)
        self.imports = Imports(store, self.reference, self.settings.centres, self.clock, self.hooks)
        own = self.settings.desk.centre
        self.expected = ExpectedLists(store, self.reference, self.settings.centres, own, self.clock)
        self.export = Export(store, self.settings, self.clock)
        self.likeness = Likeness(store, self.reference, self.clock)
        self.vials = Vials(store, self.reference, self.clock, codes)
        self.sending = Sending(store, self._upload, self.status, self.clock)
        self.stories = Stories(store, self.portal_host)
        self.slips = Slips(store, self.reference, self.settings, self.clock)
        self.observation = Observation(store, self.clock)
        self.case_reports = CaseReports(store, self.reference, self.settings.centres, self.clock)
        self.visits = Visits(store, self.clock)
        self.pages = Pages(store, self.clock)

    def _start_upload(self) -> None:
        try:
            portal = self._open_portal()
        except SettingsError as error:
            self.uploading_fault = error.code
            return
        upload = BackgroundUpload(
            lambda: self._uploader(portal), self.settings.upload.interval_s, self.hooks, self.clock
        )
        upload.start(old_copy=self._begin_run())
        self._upload = upload
        self.sending = Sending(self.store, upload, self.status, self.clock)
        self.hooks.vaccination_saved.connect(lambda _client_ref: upload.nudge())

    def _begin_run(self) -> bool:
        """Return whether the folder is an old copy; from here on every copy that was made before is one."""
        self._mark = Mark(self.store, self._state_folder, self.clock)
        return self._mark.begin()

    def _follow(self) -> None:
        if self._mark is not None:
            self._mark.follow()

    def _uploader(self, portal: Portal) -> Uploader:
        return Uploader(self.store, portal, self._manners(), self.hooks, self.clock, SystemRandom())

    def _open_portal(self) -> Portal:
        if self.settings.portal_fault:
            raise SettingsError(self.settings.portal_fault)
        key = self._portal_key
        if not key:
            with self.store.reading():
                key = notes.get(self.store, notes.PORTAL_KEY) or ""
        upload = self.settings.upload
        return open_portal(
            PortalConfig(
                kind=self.settings.portal.kind,
                base_url=self.settings.portal.base_url,
                key=key,
                connect_timeout_s=upload.connect_timeout_s,
                read_timeout_s=upload.read_timeout_s,
                centres={centre.code: centre.portal_id for centre in self.settings.centres},
                max_in_flight=upload.max_in_flight,
            )
        )

    def _manners(self) -> Manners:
        upload, kind = self.settings.upload, self.settings.portal.kind
        longest_open_s = LONGEST_OPEN * upload.max_delay_s
        first_s, longest_s = settings.BREAKER_S[kind]
        return Manners(
            settle_s=upload.settle_s,
            first_delay_s=upload.first_delay_s,
            max_delay_s=upload.max_delay_s,
            blocked_s=settings.BLOCKED_S[kind],
            open_s=(min(first_s, longest_open_s), min(longest_s, longest_open_s)),
            max_in_flight=upload.max_in_flight,
            calls_per_5min=upload.calls_per_5min,
            start_splay_s=upload.start_splay_s,
            verify=upload.verify,
        )


def test_connection(kind: str, base_url: str, key: str) -> Outcome:
    """Ask the portal for something harmless, for the set-up page.

    Raises:
        SettingsError: address, kind or key cannot be used at all.
    """
    defaults = settings.UPLOAD_DEFAULTS.get(kind, settings.UPLOAD_DEFAULTS[settings.COWIN])
    portal = open_portal(PortalConfig(kind, base_url, key, defaults.connect_timeout_s, defaults.read_timeout_s, {}))
    try:
        return portal.ping()
    finally:
        portal.close()


@contextmanager
def practice_desk(profile: str = "slow") -> Iterator[tuple[Desk, User]]:
    """Open a desk on a throw-away folder with a practice portal inside the program, somebody signed in already.

    Everything of it is gone afterwards; after a crash what is left cannot be read, since nobody has the password.
    """
    from vaxdesk.portal.practice import PracticePortal

    with tempfile.TemporaryDirectory(prefix="vaxdesk-practice-", ignore_cleanup_errors=True) as folder:
        portal = PracticePortal(profile, seed=secrets.randbits(32))
        base_url = portal.start()
        password = secrets.token_urlsafe(24)
        desk = Desk(Path(folder) / "desk", state_folder=Path(folder) / "state")
        try:
            answers = setup.SetupAnswers(
                centre=settings.DEFAULT_CENTRES[0].code,
                supervisor=PRACTICE_CLERK,
                supervisor_password=password,
                portal_kind=settings.PRACTICE,
                portal_base_url=base_url,
                portal_key="practice",
            )
            desk.set_up(answers)
            desk.hold()
            yield desk, desk.sign_in(PRACTICE_CLERK, password)
        finally:
            desk.close()
            portal.stop()
