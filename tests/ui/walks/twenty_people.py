# SPDX-License-Identifier: MIT
"""Twenty people typed at a real window by keys alone: ten walk-ins and expected each, four of them second doses.

Runs on a screen of its own (Xvfb, openbox, xdotool, ImageMagick) and keeps pictures in ``build/walks``:

    .venv/bin/python -m tests.ui.walks.twenty_people
    .venv/bin/python -m tests.ui.walks.twenty_people --out /some/folder

Ends with an error when the status bar does not count everybody; whether the pictures are good, somebody has to see.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.guide.screen import ROOT, Screen, screen
from tests.support import desks, people
from tests.ui.walks.keyboard import VIAL, today_of, write_list
from vaxdesk.desk import Desk
from vaxdesk.domain.draft import Draft

PICTURES = ROOT / "build" / "walks"
EXPECTED = [people.draft(n) for n in (5, 7, 9, 11, 13, 15)]
SECOND = [people.draft(n) for n in (121, 123, 125, 127)]
WALK_INS = [people.draft(n, mobile=f"98111{n:05}", id_number=f"{7000 + n}", id_type="aadhaar") for n in range(40, 50)]
EVERYBODY = len(EXPECTED) + len(SECOND) + len(WALK_INS)
FROM_CATEGORY_TO_VACCINE = 9
ANSWERS_S, COUNTS_S = 0.6, 60


def desk_folder(folder: Path) -> Path:
    """Return the folder of a desk that expects some people today and gave others their first dose last winter."""
    made = desks.make_folder(folder / "desk")
    desk = Desk(made)
    desk.open(people.CLERK.name, desks.PASSWORD)
    try:
        desk.expected.add(write_list(folder / "list.csv", EXPECTED, today_of(desk)), people.CLERK)
        for person in SECOND:
            desk.register.record(person, people.CLERK)
    finally:
        desk.close()
    return made


def sign_in(desk: Screen) -> None:
    """Type name and password."""
    desk.write(people.CLERK.name)
    desk.press("Tab")
    desk.write(desks.PASSWORD)
    desk.press("Return")
    desk.rest(3)


def walk_in(desk: Screen, person: Draft, *, with_the_day: bool) -> None:
    """Type somebody new; the first of the day also says which vial it is and who gives it."""
    desk.write(person.name)
    desk.press("shift+Return")
    desk.rest(ANSWERS_S)
    for text in ("1", "36", person.mobile, "1", person.id_number):
        desk.write(text)
        desk.press("Return")
    desk.write("1")
    if with_the_day:
        desk.press(*["Return"] * FROM_CATEGORY_TO_VACCINE)
        for text in ("1", VIAL["batch"], VIAL["vial"], "", VIAL["vaccinator"]):
            desk.write(text)
            desk.press("Return")


def found(desk: Screen, digits: str) -> None:
    """Type the last digits of a mobile and take whom the search found."""
    desk.write(digits)
    desk.rest(ANSWERS_S)
    desk.press("Return")
    desk.rest(ANSWERS_S)


def save(desk: Screen) -> None:
    """Save what stands there."""
    desk.press("ctrl+s")
    desk.rest(ANSWERS_S)


def walk(desk: Screen) -> None:
    """Record everybody, with a picture of each kind.

    Raises:
        TimeoutError: the status bar does not count them all.
    """
    began = time.monotonic()
    desk.picture("blank")
    for n, person in enumerate(WALK_INS):
        walk_in(desk, person, with_the_day=n == 0)
        if n == 1:
            desk.picture("walk-in")
        save(desk)
    desk.write(EXPECTED[0].name[:4])
    desk.rest(1)
    desk.picture("found")
    desk.press("Escape")
    for n, person in enumerate((*EXPECTED, *SECOND)):
        found(desk, person.mobile[-5:])
        if n in (0, len(EXPECTED)):
            desk.picture("expected" if n == 0 else "second-dose")
        save(desk)
    recorded = EVERYBODY + len(SECOND)
    line = desk.wait_for(lambda said: f"{recorded} recorded" in said, COUNTS_S)
    sys.stdout.write(f"{EVERYBODY} people in {time.monotonic() - began:.0f} s: {line}\n")
    desk.picture("saved")
    desk.press("ctrl+h")
    desk.rest(2)
    desk.picture("hindi")
    desk.press("alt+F4", "Return")  # the window asks, since nothing of this has been sent


def main() -> int:
    """Walk, and take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder for the pictures")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, screen(args.out.resolve()) as desk:
        made = desk_folder(Path(folder))
        with desk.program(str(made)):
            sign_in(desk)
            walk(desk)
    return 0


if __name__ == "__main__":
    sys.exit(main())
