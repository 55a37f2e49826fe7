# SPDX-License-Identifier: MIT
"""Many walks side by side, added up: ``python -m tests.faults.walk --seeds 50 --exchanges 100000``.

Prints one JSON line. Exits 0 when nothing is missing, doubled or untrue, else 1 with the trace of the first on stderr.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from typing import Final

from tests.faults.portal_model import HOSTILE, Fault, Habits
from tests.faults.walker import Found, Plan, walk
from vaxdesk.settings import ALWAYS, NEVER, SAMPLE
from vaxdesk.sync.policy import Manners

MANNERS: Final = Manners(
    settle_s=(120.0, 600.0), first_delay_s=2.0, max_delay_s=600.0, blocked_s=300.0, open_s=(60.0, 900.0)
)
"""Co-WIN's, but for the pace: that would only make the hours longer."""
FORGOTTEN_SHARE: Final = 0.002


def plans(
    seeds: int, exchanges: int, *, settling: bool = True, forgetful: bool = False, verify: str = NEVER, first: int = 1
) -> list[Plan]:
    """Return the plans of ``seeds`` walks of ``exchanges`` together.

    Args:
        settling: wait before the looks at a doubt, as the desk does; without, the walk has to find doubles.
        forgetful: the portal accepts a few doses and forgets them.
        verify: see ``Manners``.
    """
    habits = Habits.within(MANNERS.settle_s)
    if forgetful:
        habits = replace(habits, faults={**HOSTILE, Fault.FORGOTTEN: FORGOTTEN_SHARE})
    manners = replace(MANNERS, verify=verify, settle_s=MANNERS.settle_s if settling else (0.0, 0.0))
    return [Plan(seed, exchanges // seeds, manners, habits) for seed in range(first, first + seeds)]


def walk_all(walks: Sequence[Plan]) -> Found:
    """Walk them side by side, a process for each core; return what all of them found together."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context, initializer=_hush) as processes:
        return sum(processes.map(walk, walks), start=Found())


def _hush() -> None:
    """Let nothing be logged: that a read-back fails is what a forgetful portal is walked for."""
    logging.disable(logging.ERROR)


def main(arguments: Sequence[str]) -> int:
    """Walk and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.walk", description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--exchanges", type=int, default=100_000, help="of all seeds together")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--without-settling", action="store_true", help="take the waits before the looks out")
    parser.add_argument("--forgetful", action="store_true", help="let the portal forget 0.2 %% of what it accepted")
    parser.add_argument("--verify", choices=(NEVER, SAMPLE, ALWAYS), default=NEVER)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    found = walk_all(
        plans(
            asked.seeds,
            asked.exchanges,
            settling=not asked.without_settling,
            forgetful=asked.forgetful,
            verify=asked.verify,
            first=asked.first_seed,
        )
    )
    figures = {**asdict(found), "hours": round(found.hours), "seconds": round(time.monotonic() - began)}
    del figures["trace"]
    sys.stdout.write(json.dumps({"seeds": asked.seeds, **figures}) + "\n")
    sys.stderr.writelines(f"{line}\n" for line in found.trace)
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
