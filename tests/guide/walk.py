# SPDX-License-Identifier: MIT
"""Walk through the desk as a clerk would, on a screen of its own, and keep pictures for ``docs/guide``.

Types twenty people in Practise by keyboard alone and waits until the status bar says that the portal has all of
them; ends with an error when it does not. Whether the pictures are good, somebody has to see.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.guide.screen import ROOT, Screen, screen
from tests.support import people
from ui.form.fields import FIELDS, FIRST_DOSE_FIELDS, Kind
from ui.form.options import options
from vaxdesk.desk import Desk
from vaxdesk.domain.draft import Draft

PICTURES = ROOT / "docs" / "guide"
PEOPLE = 20
ON_ONE_MOBILE = 5
"""One more than the portal takes, so that something stands under Attention."""
STAYS_EMPTY = ("vial_opened_at",)
STAYS_AS_IT_IS = (*STAYS_EMPTY, "given_at")
"""The form fills these in itself, or the picture does without."""
NOT_STOPPED_AT = ("name", "given_on", "centre", "no_id_why", *FIRST_DOSE_FIELDS)
"""Typed into the search box, filled already, or asked only of those without an ID and of a second dose."""
FINDS_S = 0.4
SETTLES_S = 90

Numbers = Mapping[tuple[str, str], str]


def type_person(desk: Screen, draft: Draft, numbers: Numbers, *, first: bool) -> None:
    """Type somebody new from the search box to the last field; what is pinned and filled is not stopped at."""
    desk.write(draft.name)
    desk.press("shift+Return")
    desk.rest(FINDS_S)
    for spec in FIELDS:
        if spec.name in NOT_STOPPED_AT or (spec.pinned and not first and spec.name not in STAYS_EMPTY):
            continue
        text = "" if spec.name in STAYS_AS_IT_IS else str(getattr(draft, spec.name))
        desk.write(numbers.get((spec.name, text), "") if spec.kind is Kind.CHOICE else text)
        desk.press("Return")


def choice_numbers(folder: Path) -> Numbers:
    """Return (field, value) -> the number key that chooses it."""
    desk = Desk(folder)
    lists = options(desk.settings, desk.reference)
    return {
        (field, str(option.value)): str(number)
        for field, choices in lists.items()
        for number, option in enumerate(choices, start=1)
    }


def first_start(desk: Screen, folder: Path) -> None:
    """The two choices, and the form of a new desk."""
    with desk.program(str(folder)):
        desk.picture("welcome")
        desk.press("Return")
        desk.rest(1)
        desk.press("Tab", "Tab")
        desk.write("Asha Namoona")
        desk.rest(1)
        desk.picture("set-up")


def record(desk: Screen, numbers: Numbers) -> None:
    """Type everybody; returns when the status bar says that the portal has them all.

    Raises:
        TimeoutError: it does not say so in time.
    """
    began = time.monotonic()
    for n in range(PEOPLE):
        type_person(desk, people.draft(n), numbers, first=n == 0)
        if n == PEOPLE - 1:
            desk.picture("record")
        desk.press("ctrl+s")
        desk.rest(0.5)
    line = desk.wait_for(lambda said: f"{PEOPLE} recorded = {PEOPLE} on the portal" in said, SETTLES_S)
    sys.stdout.write(f"{PEOPLE} people in {time.monotonic() - began:.0f} s: {line}\n")
    desk.rest(1)
    desk.picture("saved")


def refuse(desk: Screen, numbers: Numbers) -> None:
    """Type more people under one mobile than the portal takes, and look at what it refused."""
    for n in range(PEOPLE, PEOPLE + ON_ONE_MOBILE):
        type_person(desk, people.draft(n, mobile="9900099000"), numbers, first=False)
        desk.press("ctrl+s")
        desk.rest(0.5)
    desk.wait_for(lambda said: "1 to fix" in said, SETTLES_S)
    desk.press("F4")
    desk.rest(1)
    desk.picture("register")
    desk.press("F6")
    desk.rest(1)
    desk.picture("attention")
    desk.press("Return")
    desk.rest(1)
    desk.picture("mend")
    desk.press("Escape")


def in_hindi(desk: Screen, numbers: Numbers) -> None:
    """The same places in Hindi."""
    desk.press("F2", "ctrl+h")
    desk.rest(2)
    type_person(desk, people.draft(PEOPLE + ON_ONE_MOBILE, name="सुनीता नमूना"), numbers, first=False)
    desk.rest(1)
    desk.picture("record.hi")
    desk.press("F4")
    desk.rest(1)
    desk.picture("register.hi")
    desk.press("F6")
    desk.rest(1)
    desk.picture("attention.hi")
    desk.press("F2", "ctrl+s")
    desk.wait_for(lambda said: "= 25 " in said, SETTLES_S)


def main() -> int:
    """Walk, and take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder for the pictures")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, screen(args.out.resolve()) as desk:
        numbers = choice_numbers(Path(folder))
        first_start(desk, Path(folder) / "desk")
        with desk.program():
            record(desk, numbers)
            refuse(desk, numbers)
            in_hindi(desk, numbers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
