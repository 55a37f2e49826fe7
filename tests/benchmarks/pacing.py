# SPDX-License-Identifier: MIT
"""How long the register takes when only so many calls are allowed in five minutes: the real uploader in simulated time.

At 25 calls in five minutes that is two hours and more; simulated, it is a second or two.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.benchmarks.trials import Day
from tests.faults.portal_model import Habits, PortalModel
from tests.faults.simulated import SimulatedClock, SimulatedSenders
from tests.support import people, stores
from vaxdesk import settings
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.events import Hooks
from vaxdesk.portal.cowin.client import CowinPortal
from vaxdesk.store import intake
from vaxdesk.store.database import Store
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.senders import Call
from vaxdesk.sync.uploader import Uploader, exchange

WINDOW_S = 300.0
IN_FLIGHT = 8


@dataclass(frozen=True, slots=True)
class Paced:
    """How it went, in simulated seconds, and the least that this many calls take at the pace."""

    seconds: float
    calls: int
    floor_s: float


def upload(folder: Path, day: Day, calls_per_5min: int) -> Paced:
    """Upload ``day`` in ``folder``, a new one, to a portal that never fails.

    Raises:
        RuntimeError: not everybody is on the portal once.
    """
    folder.mkdir(parents=True)
    clock = SimulatedClock()
    calm = Habits(faults={}, lags=0.0)
    model = PortalModel(clock, Random("portal"), calm)
    portal = CowinPortal(model, day.centres, clock)  # type: ignore[arg-type]
    asked: list[Call] = []

    def ask(call: Call) -> tuple[Outcome, ...]:
        asked.append(call)
        return exchange(portal, call)

    senders = SimulatedSenders(ask, clock, Random("line"))
    with stores.opened(folder) as store:
        _take_in(store, day.given, clock)
        manners = _manners(calls_per_5min)
        uploader = Uploader(store, portal, manners, Hooks(), clock, Random("desk"), senders)  # type: ignore[arg-type]
        uploader.take_up()
        while (due_s := uploader.run_pass(threading.Event())) is not None:
            clock.pass_by(due_s)
        uploader.close()
    if not len(model.doses) == model.doses.total() == len(day.given):
        raise RuntimeError(f"{len(model.doses)} of {len(day.given)} are on the portal")
    return Paced(clock.monotonic(), len(asked), len(asked) / calls_per_5min * WINDOW_S)


def _take_in(store: Store, given: Sequence[Vaccination], clock: SimulatedClock) -> None:
    rows = [intake.NewRow(vaccination, f"paced-{n}") for n, vaccination in enumerate(given)]
    store.write(lambda: intake.add(store, rows, people.CLERK, clock.now())).result()


def _manners(calls_per_5min: int) -> Manners:
    """Return Co-WIN's manners, but for the pace alone to bound them: as many in flight as elsewhere, no sampling."""
    upload, kind = settings.UPLOAD_DEFAULTS[settings.COWIN], settings.COWIN
    return Manners(
        settle_s=upload.settle_s,
        first_delay_s=upload.first_delay_s,
        max_delay_s=upload.max_delay_s,
        blocked_s=settings.BLOCKED_S[kind],
        open_s=settings.BREAKER_S[kind],
        max_in_flight=IN_FLIGHT,
        calls_per_5min=calls_per_5min,
    )
