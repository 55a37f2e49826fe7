# SPDX-License-Identifier: MIT
"""The desk as the clerk of the guide finds it: a list for today, first doses of last season, a portal for practice.

Everybody is invented. Nothing of it leaves this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.guide.screen import ROOT
from tests.support import desks, people
from tests.ui.walks.keyboard import today_of, write_list
from vaxdesk.desk import Desk
from vaxdesk.dosing import day_text
from vaxdesk.portal.practice import PracticePortal

FIRST_DOSE_WAS = timedelta(days=98)
"""Past the least interval and within what is advised: the second dose is due today."""
COMES_LAST = people.draft(9, name="आशा नमूना")
"""Still expected when the pictures are taken; found by Asha too."""
EXPECTED = [people.draft(n) for n in (5, 7, 11, 13, 15, 17, 25, 27)]
RETURNS = people.draft(131)
"""Had the first dose here, and is typed like somebody new."""
SECOND = [people.draft(n) for n in (121, 123, 125, 127)]
NEXT_WEEK = [people.draft(n) for n in range(60, 68)]
PORTAL_ANSWERS = "calm"


@contextmanager
def desk_of_the_morning(folder: Path) -> Iterator[Path]:
    """Yield the data folder of a desk with a portal that answers until the block ends.

    Raises:
        CalledProcessError: the list did not go in.
    """
    portal = PracticePortal(PORTAL_ANSWERS)
    try:
        made = desks.make_folder(folder / "desk", base_url=portal.start())
        _import(made, _give_first_doses(made, folder))
        yield made
    finally:
        portal.stop()


def list_of_next_week(folder: Path, desk: Path) -> Path:
    """Write a list that nobody has imported yet, one of them with a mobile that is none, and return it."""
    coming = day_text(Desk(desk).clock.today() + timedelta(days=7))
    unknown = people.draft(70, mobile="12345")
    return write_list(folder / "next-week.csv", [*NEXT_WEEK, unknown], coming)


def _give_first_doses(made: Path, folder: Path) -> Path:
    """Record the first doses of those who come for their second one today; return the list of today."""
    desk = Desk(made)
    desk.open(people.CLERK.name, desks.PASSWORD)
    try:
        then = day_text(desk.clock.today() - FIRST_DOSE_WAS)
        for person in (*SECOND, RETURNS):
            desk.register.record(replace(person, given_on=then), people.CLERK)
        return write_list(folder / "today.csv", [*EXPECTED, COMES_LAST], today_of(desk))
    finally:
        desk.close()


def _import(made: Path, file: Path) -> None:
    """Take the list in as an office would, by the command."""
    command = [sys.executable, "main.py", "--data-dir", str(made), "import", "--as", "expected", str(file)]
    who = {"VAXDESK_USER": people.CLERK.name, "VAXDESK_PASSWORD": desks.PASSWORD}
    subprocess.run(command, cwd=ROOT, env={**os.environ, **who}, check=True)
