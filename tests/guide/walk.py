# SPDX-License-Identifier: MIT
"""Walk through the practice desk as a clerk would, on a screen of its own, and keep pictures for ``docs/guide``.

Starts Xvfb, runs ``main.py practise`` there, types with xdotool and takes pictures with ImageMagick. It is no test: it
asserts nothing but that the window comes; somebody has to look at the pictures.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import people
from ui.form.fields import FIELDS, FIRST_DOSE_FIELDS, Kind
from ui.form.options import options
from vaxdesk.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "guide"
SCREEN = "1366x768x24"
COMES_S, LEAVES_S = 60, 15
STAYS_AS_IT_IS = {"given_on", "given_at", "centre", "vial_opened_at", "page", "line"}
"""The form fills these in itself, or the picture does without."""


class Walk:
    """One display with one window on it."""

    def __init__(self, display: str, folder: Path) -> None:
        self._env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._folder = folder

    @contextmanager
    def program(self, *arguments: str) -> Iterator[None]:
        """Run the program until the block ends; its window has the keyboard."""
        command = [sys.executable, str(ROOT / "main.py"), *arguments]
        with subprocess.Popen(command, cwd=ROOT, env=self._env) as process:
            try:
                self._xdotool("search", "--sync", "--onlyvisible", "--name", "VaxDesk", "windowactivate", "--sync")
                self.rest(2)
                yield
            finally:
                process.terminate()
                process.wait(LEAVES_S)

    def picture(self, name: str) -> None:
        """Keep what is on the screen as ``name``.png."""
        file = self._folder / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(file)], env=self._env, check=True)
        sys.stdout.write(f"{file}\n")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self._xdotool("key", "--clearmodifiers", "--delay", "60", *keys)

    def write(self, text: str) -> None:
        """Type ``text`` into whatever has the keyboard."""
        if text:
            self._xdotool("type", "--delay", "60", text)

    def rest(self, seconds: float) -> None:
        """Let the program come to rest."""
        self._xdotool("sleep", str(seconds))

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._env, check=True, timeout=COMES_S, stdout=subprocess.DEVNULL)


@contextmanager
def screen() -> Iterator[str]:
    """Start a screen; yields its display."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL) as process:
        os.close(writes)
        try:
            with os.fdopen(reads) as told:
                yield f":{told.readline().strip()}"
        finally:
            process.terminate()
            process.wait(LEAVES_S)


@contextmanager
def window_manager(display: str) -> Iterator[None]:
    """Run a window manager, without which no window is the active one and no shortcut works."""
    with subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(LEAVES_S)


def type_person(walk: Walk, n: int, numbers: dict[tuple[str, str], str], *, first: bool) -> None:
    """Type person ``n`` from the first field to the last, leaving what is pinned after the first one."""
    draft = people.draft(n)
    for spec in FIELDS:
        if spec.name in FIRST_DOSE_FIELDS:
            continue
        if spec.name not in STAYS_AS_IT_IS and (first or not spec.pinned):
            text = str(getattr(draft, spec.name))
            walk.write(numbers.get((spec.name, text), "") if spec.kind is Kind.CHOICE else text)
        walk.press("Tab")


def choice_numbers(folder: Path) -> dict[tuple[str, str], str]:
    """Return (field, value) -> the number key that chooses it."""
    desk = Desk(folder)
    lists = options(desk.settings, desk.reference)
    return {
        (field, str(option.value)): str(number)
        for field, choices in lists.items()
        for number, option in enumerate(choices, start=1)
    }


def main() -> int:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=3, help="how many to type")
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder for the pictures")
    args = parser.parse_args()
    numbers = choice_numbers(args.out / "no-desk")
    with screen() as display, window_manager(display):
        walk = Walk(display, args.out)
        with walk.program("--data-dir", str(args.out / "no-desk")):
            walk.picture("welcome")
        with walk.program("practise"):
            for n in range(args.people):
                type_person(walk, n, numbers, first=n == 0)
                if n == 0:
                    walk.picture("record")
                walk.press("ctrl+s")
                walk.rest(1)
            walk.picture("saved")
            walk.rest(10)
            walk.press("F4")
            walk.rest(1)
            walk.picture("register")
            walk.press("F2", "ctrl+h")
            walk.rest(1)
            walk.picture("record.hi")
    return 0


if __name__ == "__main__":
    sys.exit(main())
