# SPDX-License-Identifier: MIT
"""One random walk of an upload through everything that can go wrong, held against the portal's ledger at its end.

The real uploader, verdict, gate, outbox and client over a real store; only the line, the portal's memory and time are
modelled. The desk crashes at any boundary and is taken up again, its clock jumps, its lid is closed, somebody presses
*Upload now*, a clerk lets go again what a person has to decide.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from random import Random
from typing import Final

from tests.faults.arrivals import Arrivals
from tests.faults.diary import Diary
from tests.faults.mortal import Crash, MortalSenders, MortalStore, Watcher
from tests.faults.portal_model import NOT_TAKEN, Habits, PortalModel
from tests.faults.simulated import SimulatedClock
from tests.support import people, stores
from vaxdesk.domain.upload import State
from vaxdesk.errors import Locked
from vaxdesk.events import Hooks
from vaxdesk.portal.cowin.client import CowinPortal
from vaxdesk.services.drafting import as_draft
from vaxdesk.store import counts, vaccinations
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.uploader import Uploader, exchange

CENTRES: Final = {"LNJP": 563048, "MATHANA": 563049, "PEHOWA": 563050}
JUMPS_S: Final = (-3600.0, -600.0, 120.0, 86_400.0, 2 * 365 * 86_400.0, -51 * 365 * 86_400.0)
"""Back an hour, a little to and fro, a day and two years ahead, and the 1970 of a dead battery."""
CALLS_EACH: Final = 4
"""About what a vaccination takes of this portal; so the walk knows when enough people have come."""
MOST_TIMES: Final = 5
"""A clerk who let somebody go again so often in vain leaves it at that: two people are there where one should be."""
MOST_PASSES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What to walk.

    Attributes:
        exchanges: so many, about; then what was recorded is brought to its end.
        mortality: how likely the desk dies at each boundary, 0 to 1.
        restarts: how likely it is killed, or closed in good order, after each pass.
    """

    seed: int
    exchanges: int
    manners: Manners
    habits: Habits
    mortality: float = 0.004
    restarts: float = 0.015


@dataclass(frozen=True, slots=True)
class Found:
    """What the ledger showed at the end of one walk, or of several.

    Attributes:
        missing: vaccinations recorded here that the portal has not.
        twins: registrations of somebody who was registered already.
        double_doses: doses written again.
        untrue: confirmed here when the portal had no such dose.
        unsettled: not confirmed at the end.
        mended: what a clerk let go again.
        hours: of simulated time.
        trace: how the first of what is wrong came about.
    """

    exchanges: int = 0
    recorded: int = 0
    missing: int = 0
    twins: int = 0
    double_doses: int = 0
    untrue: int = 0
    unsettled: int = 0
    crashes: int = 0
    jumps: int = 0
    mended: int = 0
    hours: float = 0.0
    trace: tuple[str, ...] = ()

    @property
    def wrong(self) -> int:
        """All that must not be."""
        return self.missing + self.twins + self.double_doses + self.untrue + self.unsettled

    def __add__(self, other: Found) -> Found:
        """Return both together, with the first trace."""
        names = [field.name for field in fields(Found) if field.name != "trace"]
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Found(**sums, trace=self.trace or other.trace)


def walk(plan: Plan, *watchers: Watcher) -> Found:
    """Walk once; the same plan finds the same."""
    with _store_in_memory() as store:
        return _Walker(plan, store, watchers).run()


@contextmanager
def _store_in_memory() -> Iterator[MortalStore]:
    """Open a new store where a sync costs nothing, if the machine has such a place."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="vaxdesk-walk-", dir=memory if memory.is_dir() else None))
    try:
        store = MortalStore(stores.make(folder), stores.DATA_KEY, writes=True)
        try:
            yield store
        finally:
            store.close()
    finally:
        shutil.rmtree(folder)


class _Walker:
    def __init__(self, plan: Plan, store: MortalStore, watchers: Sequence[Watcher]) -> None:
        self._plan = plan
        self._store = store
        self._random = Random(f"walk:{plan.seed}")
        self._clock = SimulatedClock()
        self._model = PortalModel(self._clock, Random(f"portal:{plan.seed}"), plan.habits)
        self._portal = CowinPortal(self._model, CENTRES, self._clock)  # type: ignore[arg-type]
        self._register = stores.register_of(store, self._clock)
        self._arrivals = Arrivals(self._random)
        self._diary = Diary()
        self._watchers = (self._diary, *watchers)
        self._senders: MortalSenders
        self._uploader: Uploader
        self._armed = False
        self._sent = self._crashes = self._jumps = self._mended = self._untrue = 0
        self._off_s = 0.0
        self._believed: set[int] = set()
        self._let_go_of: Counter[str] = Counter()
        store.cross = self._cross

    def run(self) -> Found:
        self._start()
        for _pass in range(MOST_PASSES):
            if self._wants_more() and self._random.random() < 0.2:
                self._arrivals.come(self._store, self._model, self._clock)
            due_s = self._pass()
            self._check_what_is_confirmed()
            if due_s is not None:
                # Now and then something happens before the next pass is due: in the middle of a wait.
                self._clock.pass_by(due_s * self._random.choice((1.0, 1.0, 1.0, self._random.random())))
            else:
                self._clock.pass_by(self._random.uniform(60.0, 600.0))
                if not self._let_go(1.0) and not self._wants_more():
                    break
            self._meddle()
        self._clock.run_out()
        return self._found()

    def _wants_more(self) -> bool:
        with self._store.reading():
            unsettled = counts.read(self._store).unsettled
        return self._exchanges + CALLS_EACH * unsettled < self._plan.exchanges

    @property
    def _exchanges(self) -> int:
        return self._sent + self._senders.sent

    # --- the desk and what befalls it -----------------------------------------------------------------------

    def _cross(self) -> None:
        if self._armed and self._random.random() < self._plan.mortality:
            self._armed = False
            raise Crash

    def _start(self) -> None:
        """Make an uploader and let it take the outbox up, as often as it dies of it."""
        while True:
            self._note("the desk starts")
            for watcher in self._watchers:
                watcher.desk_starts()
            seeds = Random(self._random.random()), Random(self._random.random())
            self._senders = MortalSenders(lambda call: exchange(self._portal, call), self._clock, seeds[0])
            self._senders.cross, self._senders.watchers = self._cross, self._watchers
            self._uploader = Uploader(
                self._store,
                self._portal,
                self._plan.manners,
                Hooks(),
                self._clock,
                seeds[1],
                self._senders,  # type: ignore[arg-type]
            )
            self._armed = True
            try:
                self._uploader.take_up(splay=self._random.random() < 0.5)
            except Crash:
                self._die()
            else:
                return
            finally:
                self._armed = False

    def _pass(self) -> float | None:
        self._armed = True
        try:
            return self._uploader.run_pass(threading.Event())
        except Crash:
            self._die()
            self._start()
            return 0.0
        finally:
            self._armed = False

    def _die(self) -> None:
        self._note("the desk dies")
        self._crashes += 1
        self._leave()
        self._clock.pass_by(self._random.choice((0.1, 1.0, 30.0, 600.0)))

    def _leave(self) -> None:
        self._sent += self._senders.sent
        self._senders.sent = 0
        self._senders.close()

    def _meddle(self) -> None:
        """Do what people and machines do between two passes."""
        dice = self._random.random()
        if dice < 0.01:
            self._jump()
        elif dice < 0.03:
            self._note("upload now")
            self._uploader.hurry()
        elif dice < 0.035:
            self._note("the lid is closed for an hour")
            self._clock.pass_by(3600.0)
            self._uploader.woke()
        elif dice < 0.085:
            self._let_go(0.5)
        if self._random.random() < self._plan.restarts:
            self._restart()

    def _restart(self) -> None:
        if self._random.random() < 0.5:
            self._die()
        else:
            self._note("the desk is closed")
            self._uploader.drain(2.0)
            self._leave()
            self._clock.pass_by(self._random.uniform(1.0, 60.0))
        self._start()

    def _jump(self) -> None:
        """Move the wall clock, or put it right; the watch tells of it a pass later, unless the desk dies before."""
        by_s = -self._off_s or self._random.choice(JUMPS_S)
        self._off_s += by_s
        self._jumps += 1
        self._clock.set_wall(by_s)
        self._note(f"the clock is set by {by_s:.0f} s")
        crashes = self._crashes
        if self._random.random() < 0.5:
            self._pass()
        if self._crashes == crashes:
            self._note("the watch tells of it")
            self._uploader.clock_moved(by_s)

    def _let_go(self, share: float) -> int:
        """Let a clerk mend ``share`` of what a person has to decide; return how many are worth it."""
        if self._off_s < 0:
            return 1  # to a clock in the past every vaccination lies ahead
        box, vaccination = self._store.models.Outbox, self._store.models.Vaccination
        with self._store.reading():
            refs = box.select(vaccination.client_ref).join(vaccination).where(box.state == State.REJECTED.value)
            worth_it = [ref for (ref,) in refs.tuples() if self._let_go_of[ref] < MOST_TIMES]
            rejected = [vaccinations.one(self._store, ref) for ref in worth_it]
        for row in rejected:
            if row is None or self._random.random() >= share:
                continue
            draft = as_draft(row.vaccination)
            mended = replace(draft, batch=draft.batch.removeprefix(NOT_TAKEN))
            try:
                self._register.correct(row.client_ref, mended, people.CLERK, "misread")
            except Locked:
                continue  # another dose of the same person is on its way
            self._let_go_of[row.client_ref] += 1
            self._mended += 1
            self._note("a clerk lets it go again", row.vaccination.beneficiary.mobile)
        return len(rejected)

    def _note(self, what: str, mobile: str = "") -> None:
        self._diary.note(self._clock.monotonic(), what, mobile)

    # --- what came of it ------------------------------------------------------------------------------------

    def _confirmed(self) -> list[tuple[int, str, str, int]]:
        models = self._store.models
        box, vaccination, beneficiary = models.Outbox, models.Vaccination, models.Beneficiary
        columns = (vaccination.id, beneficiary.mobile, beneficiary.id_number, vaccination.dose)
        query = box.select(*columns).join(vaccination).join(beneficiary)
        with self._store.reading():
            return list(query.where(box.state == State.CONFIRMED.value).tuples())

    def _check_what_is_confirmed(self) -> None:
        """Hold every new confirmation against what the portal has at this moment."""
        with self._store.reading():
            if counts.read(self._store).confirmed == len(self._believed):
                return
        for number, mobile, id_number, dose in self._confirmed():
            if number not in self._believed:
                self._believed.add(number)
                self._untrue += self._model.doses[(mobile, id_number), dose] == 0

    def _found(self) -> Found:
        recorded = self._arrivals.recorded
        confirmed = {((mobile, id_number), dose) for _number, mobile, id_number, dose in self._confirmed()}
        doses, registrations = self._model.doses, self._model.registrations
        missing = [dose for dose in recorded if not doses[dose]]
        twice = [dose for dose in recorded if doses[dose] > 1 or registrations[dose[0]] > 1]
        open_ones = [dose for dose in recorded if dose not in confirmed]
        wrong = [*twice, *missing, *open_ones]
        return Found(
            exchanges=self._exchanges,
            recorded=len(recorded),
            missing=len(missing),
            twins=sum(n - 1 for n in registrations.values()),
            double_doses=sum(n - 1 for n in doses.values() if n > 1),
            untrue=self._untrue,
            unsettled=len(open_ones),
            crashes=self._crashes,
            jumps=self._jumps,
            mended=self._mended,
            hours=self._clock.monotonic() / 3600,
            trace=self._diary.of(wrong[0], self._model.ledger) if wrong else (),
        )
