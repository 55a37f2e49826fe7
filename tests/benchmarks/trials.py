# SPDX-License-Identifier: MIT
"""One trial: a contender in a process of its own, a shaped line, a portal, and the portal's ledger afterwards.

Says what happened; what is tried stands in ``racing.py`` and ``sweeping.py``.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.held import Held, Person, held_against
from tests.benchmarks.line import ROOT, line_process
from tests.benchmarks.shaping import TIMEOUTS_S, Report, Shape
from tests.support import desks, people
from vaxdesk.desk import Desk
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.portal.cowin import payloads
from vaxdesk.portal.practice.mischief import Mischief
from vaxdesk.store import vaccinations

REGISTER = ROOT / "tests" / "data" / "register-2021-01-16.csv"
PEOPLE = 222
ENVIRONMENT = os.environ | {"VAXDESK_USER": people.CLERK.name, "VAXDESK_PASSWORD": desks.PASSWORD}


@dataclass(frozen=True, slots=True)
class Day:
    """What is to be uploaded: the register as a file, and the same people as bodies for those who only send.

    Attributes:
        centres: the portal's number for each of our codes.
    """

    register: Path
    bodies: Path
    given: tuple[Vaccination, ...]
    people: tuple[Person, ...]
    centres: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contender:
    """Who uploads.

    Attributes:
        prepare: makes ready in a folder for a base URL, and returns the command to be timed.
    """

    name: str
    prepare: Callable[[Path, Day, str], list[str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went.

    Attributes:
        served: calls that the portal answered as it meant to.
        not_ended: "" when the contender came to its end by itself, else why not.
        floor_s: this trial's own bytes at the line's rate and one round trip.
    """

    report: Report
    held: Held
    served: int
    not_ended: str
    floor_s: float


def vaxdesk(in_flight: int) -> Contender:
    """Return VaxDesk as a person runs it, with ``in_flight`` exchanges side by side at most."""

    def prepare(folder: Path, day: Day, base_url: str) -> list[str]:
        connect_s, read_s = TIMEOUTS_S
        settings: dict[str, Any] = {
            "max_in_flight": in_flight,
            "connect_timeout_s": connect_s,
            "read_timeout_s": read_s,
        }
        desk = desks.make_folder(folder / "desk", base_url=base_url, **settings)
        main = [sys.executable, str(ROOT / "main.py"), "--data-dir", str(desk)]
        subprocess.run([*main, "import", str(day.register)], env=ENVIRONMENT, check=True, capture_output=True)
        return [*main, "upload", "--until-settled", "--json"]

    return Contender(f"VaxDesk, {in_flight} in flight", prepare)


def other(name: str, title: str, workers: int = 1) -> Contender:
    """Return one of ``contenders.py``."""

    def prepare(folder: Path, day: Day, base_url: str) -> list[str]:
        module = [sys.executable, "-m", "tests.benchmarks.contenders"]
        return [*module, name, base_url, str(day.bodies), str(folder), str(workers)]

    return Contender(title, prepare)


def make_day(folder: Path, scale: float) -> Day:
    """Take ``scale`` of the register of 222 and put it into the bodies that VaxDesk would send."""
    count = max(12, round(PEOPLE * scale))
    register, bodies = folder / "register.csv", folder / "people.json"
    with REGISTER.open(encoding="utf-8", newline="") as file, register.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(row for row, _n in zip(csv.reader(file), range(count + 1), strict=False))
    desk = Desk(desks.make_folder(folder / "desk"))
    try:
        desk.open(people.CLERK.name, desks.PASSWORD)
        desk.imports.import_register(register, people.CLERK)
        with desk.store.reading():
            days = vaccinations.days(desk.store)
            given = tuple(row.vaccination for on in days for row in vaccinations.day(desk.store, on))
        centres = {centre.code: centre.portal_id for centre in desk.settings.centres}
    finally:
        desk.close()
    persons = tuple(_person(one, centres) for one in given)
    if len(persons) != count:
        raise RuntimeError(f"only {len(persons)} of {count} people came in")
    bodies.write_text(json.dumps(persons), encoding="utf-8")
    return Day(register, bodies, given, persons, centres)


def run(
    contender: Contender,
    portal: Callable[[Path], AbstractContextManager[str]],
    shape: Shape,
    *,
    day: Day,
    folder: Path,
    limit_s: float,
) -> Trial:
    """Try ``contender`` in ``folder``, a new one; ``portal`` is opened with the file for its ledger."""
    folder.mkdir(parents=True)
    ledger = folder / "ledger.json"
    with portal(ledger) as portal_url, line_process(portal_url, shape) as line:
        command = contender.prepare(folder, day, line.base_url)
        not_ended = _try(command, folder / "said", limit_s)
    found = json.loads(ledger.read_text(encoding="utf-8"))
    served = sum(call["mischief"] == Mischief.NONE for call in found["calls"])
    held = held_against(found, day.people)
    return Trial(line.report, held, served, not_ended, line.report.floor_s(shape))


def _try(command: list[str], said: Path, limit_s: float) -> str:
    """Run ``command``; return why it did not come to its end within ``limit_s``, "" when it did."""
    with said.open("w+", encoding="utf-8") as out:
        with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=out, stderr=out) as process:
            try:
                process.wait(limit_s)
            except subprocess.TimeoutExpired:
                process.kill()
                return f"not done after {limit_s:.0f}"
        out.seek(0)
        words = out.read()
        if process.returncode in (0, 1) and "Traceback" not in words:
            return ""  # 1: somebody is not confirmed, which the ledger tells better
        sys.stderr.write(f"{command} failed:\n{words[-2000:]}\n")
        return "failed"


def _person(given: Vaccination, centres: Mapping[str, int]) -> Person:
    registration, dose = payloads.registration(given), payloads.dose(given, "", centres)
    if not isinstance(registration, dict) or not isinstance(dose, dict):
        raise TypeError("the portal has no words for somebody of the register")
    return {"registration": registration, "dose": dose}
