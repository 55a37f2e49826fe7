# SPDX-License-Identifier: MIT
"""A desk in memory with the attributes and methods of ``vaxdesk.desk.Desk``, for tests of the rim.

Every service keeps plain lists that a test may fill and look at; nothing waits, no disk, no portal. A fake
raises what its ``fault`` holds (a ``VaxDeskError``), once, at the next call that could.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

from tests.support import people
from tests.support.fake_attention import FakeAttention
from tests.support.fake_day import FakeDay
from tests.support.fake_finding import FakeFinding
from tests.support.fake_likeness import FakeLikeness
from tests.support.fake_lists import FakeLists
from tests.support.fake_observation import FakeObservation
from tests.support.fake_rows import (
    CENTRES,
    FakeClock,
    counts,
    draft_of,
    fine,
    import_report,
    row,
    rows,
    settings,
)
from tests.support.fake_sending import FakeSending, Faulty
from tests.support.fake_slips import FakeSlips, FakeStories
from tests.support.fake_vials import FakeVials
from tests.support.fake_visits import FakeVisits
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import LOCKED_STATES, State
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.errors import Locked, NotAccepted, NotFound, SignInError, VaxDeskError
from vaxdesk.events import Hooks
from vaxdesk.services.imports import ImportReport

__all__ = [
    "CENTRES",
    "PASSWORD",
    "FakeClock",
    "FakeDesk",
    "counts",
    "draft_of",
    "fine",
    "import_report",
    "row",
    "rows",
    "settings",
]

PASSWORD = "paper lantern nine"


class FakeRegister(Faulty):
    """``services.register.Register``. ``rule`` finds the problems of a draft; the default wants a name."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.rule: Callable[[Draft], tuple[Problem, ...]] = _wants_a_name
        self.recorded: list[tuple[Draft, User]] = []
        self.corrected: list[tuple[str, Draft, User, str]] = []
        self.voided: list[tuple[str, User, str]] = []

    def check(self, draft: Draft, correcting: str = "") -> SimpleNamespace:
        """Return the shape of ``validation.Checked``."""
        return SimpleNamespace(problems=self.rule(draft), vaccination=None)

    def record(self, draft: Draft, by: User) -> Receipt:
        self._may_fail()
        _refuse(self.rule(draft))
        self.recorded.append((draft, by))
        new = row(
            len(self.desk.rows),
            State.WAITING,
            recorded_by=by.name,
            recorded_at=self.desk.clock.now(),
        )
        person = replace(new.vaccination.beneficiary, name=draft.name, mobile=draft.mobile)
        new = replace(new, vaccination=replace(new.vaccination, beneficiary=person))
        self.desk.rows.append(new)
        self.desk.drafts.drop()
        self.desk.hooks.vaccination_saved.send(new.client_ref)
        self.desk.hooks.outbox_changed.send()
        return Receipt(new.client_ref, new.receipt_no, draft.name, new.recorded_at)

    def open(self, client_ref: str) -> SimpleNamespace:
        """Return the shape of ``services.register.Opened``."""
        found = self.desk.find(client_ref)
        free = found.state not in LOCKED_STATES and found.state is not State.VOID
        problems = ()
        if found.last_words:
            problems = (Problem(found.last_field, "portal_words", params=(("words", found.last_words),)),)
        return SimpleNamespace(
            client_ref=client_ref,
            draft=draft_of(found),
            row=found,
            may_correct=free,
            may_void=free and not found.portal_ref,
            reason_needed=found.state is not State.WAITING,
            problems=problems,
        )

    def correct(self, client_ref: str, draft: Draft, by: User, reason: str) -> Receipt:
        self._may_fail()
        found = self._unlocked(client_ref)
        _refuse(self.rule(draft))
        self.corrected.append((client_ref, draft, by, reason))
        person = replace(found.vaccination.beneficiary, name=draft.name, mobile=draft.mobile)
        mended = replace(
            found,
            vaccination=replace(found.vaccination, beneficiary=person),
            state=State.WAITING if found.state is State.REJECTED else found.state,
            revision=found.revision + 1,
            last_code="",
            last_words="",
            last_field="",
        )
        self.desk.put(mended)
        return Receipt(client_ref, mended.receipt_no, draft.name, mended.recorded_at)

    def void(self, client_ref: str, by: User, reason: str) -> None:
        self._may_fail()
        found = self._unlocked(client_ref)
        self.voided.append((client_ref, by, reason))
        self.desk.put(replace(found, state=State.VOID, void_reason=reason))

    def last_saved(self) -> str:
        return self.desk.rows[-1].client_ref if self.recorded else ""

    def _unlocked(self, client_ref: str) -> RegisterRow:
        found = self.desk.find(client_ref)
        if found.state in LOCKED_STATES:
            raise Locked("locked")
        return found


class FakeBrowsing(Faulty):
    """``services.browsing.Browsing`` over ``desk.rows`` and ``corrections``."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.corrections: list[CorrectionRow] = []
        self.portal: dict[str, tuple[PortalPerson, ...]] = {}

    def day(self, on: date, centre: str = "") -> tuple[RegisterRow, ...]:
        self._may_fail()
        return tuple(r for r in self.desk.rows if r.vaccination.given_on == on and centre in {"", r.vaccination.centre})

    def last(self, n: int = 6) -> tuple[RegisterRow, ...]:
        self._may_fail()
        return tuple(sorted(self.desk.rows, key=_recorded_at, reverse=True)[:n])

    def days(self) -> tuple[date, ...]:
        return tuple(sorted({r.vaccination.given_on for r in self.desk.rows}, reverse=True))

    def portal_side(self, client_ref: str) -> tuple[PortalPerson, ...]:
        self._may_fail()
        return self.portal.get(client_ref, ())

    def to_raise(self) -> tuple[CorrectionRow, ...]:
        return tuple(c for c in self.corrections if c.to_raise)


class FakeDrafts(Faulty):
    """``services.drafts.Drafts``: one half-typed draft."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self._kept: SimpleNamespace | None = None

    def keep(self, draft: Draft, by: User) -> None:
        self._may_fail()
        self._kept = SimpleNamespace(draft=draft, by=by.name, kept_at=self.desk.clock.now())

    def kept(self) -> SimpleNamespace | None:
        """Return the shape of ``services.drafts.KeptDraft``, or None."""
        return self._kept

    def drop(self) -> None:
        self._kept = None


class FakeImports(Faulty):
    """``services.imports.Imports``: answers with ``report`` after telling ``progress`` of each row."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.report = import_report(read=3, added=3, days=(people.GIVEN_ON,))
        self.asked: list[tuple[Path, User, Path | None]] = []

    def import_register(
        self,
        path: Path,
        by: User,
        rejects: Path | None = None,
        progress: Callable[[int, int], bool] | None = None,
    ) -> ImportReport:
        self._may_fail()
        self.asked.append((path, by, rejects))
        for done in range(1, self.report.read + 1):
            if progress is not None and not progress(done, self.report.read):
                break
        return self.report


class FakeExport(Faulty):
    """``services.export.Export``: writes a line to the file asked for."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.asked: list[tuple[date, str, str, Path, bool]] = []

    def export(self, on: date, centre: str, format: str, out: Path, masked: bool) -> SimpleNamespace:
        """Return the shape of ``services.export.Exported``."""
        self._may_fail()
        self.asked.append((on, centre, format, out, masked))
        out.write_text("daily sheet\n", encoding="utf-8")
        return SimpleNamespace(path=out, rows=len(self.desk.browsing.day(on)))


@dataclass
class FakeDesk:
    """The desk. ``users`` maps names to their User; everyone's password is PASSWORD."""

    rows: list[RegisterRow] = field(default_factory=list)
    is_set_up: bool = True
    is_practice: bool = False
    uploading_fault: str = ""
    folder: Path = Path("a-folder")
    language: str = "en"

    def __post_init__(self) -> None:
        self.clock = FakeClock()
        self.hooks = Hooks()
        self.users = {u.name: u for u in (people.CLERK, people.SUPERVISOR)}
        self.settings = settings(self.language)
        self.register = FakeRegister(self)
        self.browsing = FakeBrowsing(self)
        self.attention = FakeAttention(self)
        self.visits = FakeVisits(self)
        self.day = FakeDay()
        self.drafts = FakeDrafts(self)
        self.imports = FakeImports(self)
        self.expected = FakeLists(self)
        self.export = FakeExport(self)
        self.finding = FakeFinding()
        self.likeness = FakeLikeness()
        self.sending = FakeSending(self)
        self.vials = FakeVials()
        self.observation = FakeObservation()
        self.stories, self.slips = FakeStories(self), FakeSlips(self)
        self.case_reports = SimpleNamespace()
        self.pages = SimpleNamespace(listed=lambda: ())
        self.held = False
        self.closed = False
        self.sign_ins: list[str] = []
        self.sign_in_threads: set[int] = set()
        self.set_up_with: object | None = None
        self.fault: VaxDeskError | None = None
        self._reference: object | None = None

    @property
    def reference(self) -> object:
        """The reference table that the program ships."""
        if self._reference is None:
            import resources
            from vaxdesk.dosing import ReferenceTable

            text = resources.path("reference/vaccines.json").read_text(encoding="utf-8")
            self._reference = ReferenceTable.from_json(text)
        return self._reference

    def hold(self) -> None:
        if self.fault is not None:
            raise self.fault
        self.held = True

    def set_up(self, answers: object) -> str:
        if self.fault is not None:
            raise self.fault
        self.set_up_with = answers
        self.is_set_up = True
        name = getattr(answers, "supervisor", "")
        self.users[name] = User(name, people.SUPERVISOR.role)
        return "K7QD-M2XA-9PWE-4HTZ-R6VB-3NYC"

    def sign_in(self, name: str, password: str) -> User:
        self.sign_in_threads.add(threading.get_ident())
        if name not in self.users or password != PASSWORD:
            raise SignInError("wrong_name_or_password")
        self.sign_ins.append(name)
        return self.users[name]

    def close(self) -> None:
        self.closed = True

    def find(self, client_ref: str) -> RegisterRow:
        """Return the row; raises NotFound."""
        for each in self.rows:
            if each.client_ref == client_ref:
                return each
        raise NotFound("not_found")

    def put(self, changed: RegisterRow) -> None:
        """Replace the row with the same client_ref and tell the hooks, as an upload or a mend would."""
        place = [r.client_ref for r in self.rows].index(changed.client_ref)
        self.rows[place] = changed
        self.hooks.outbox_changed.send()


def _wants_a_name(draft: Draft) -> tuple[Problem, ...]:
    return () if draft.name.strip() else (Problem("name", "name_missing"),)


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise NotAccepted(problems)


def _recorded_at(of: RegisterRow) -> datetime:
    return of.recorded_at
