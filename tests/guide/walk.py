# SPDX-License-Identifier: MIT
"""Walk through the desk as a clerk would, on a screen of its own, and keep pictures for ``docs/guide``.

Records twenty people by keyboard alone, expected ones, second doses and walk-ins, and waits until the status bar says
that the portal has all of them; ends with an error when it does not. Whether the pictures are good, somebody has to
see.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.guide.morning import COMES_LAST, EXPECTED, RETURNS, SECOND, desk_of_the_morning, list_of_next_week
from tests.guide.screen import ROOT, Screen, screen
from tests.support import people
from tests.ui.walks.keyboard import VIAL
from tests.ui.walks.twenty_people import found, save, sign_in, walk_in
from vaxdesk.domain.draft import Draft

PICTURES = ROOT / "docs" / "guide"
WALK_INS = [people.draft(n, mobile=f"98111{n:05}", id_number=f"{7000 + n}") for n in range(40, 48)]
TODAY = len(EXPECTED) + len(SECOND) + len(WALK_INS)
RECORDED = TODAY + len(SECOND) + 1
"""Those of today, and the first doses of last season."""
A_VIAL = 10
ON_ONE_MOBILE = [people.draft(n, mobile="9900099000", id_number=f"{7000 + n}") for n in range(50, 56)]
"""Two more than the portal takes, so that something stands under Attention."""
LARGER = 2
"""Steps from 100 to 150 per cent."""
MADE_ANEW_S = 6.0
"""After another size or language the whole window is made anew."""
SETTLES_S = 90
SHOWS_S = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """One round of pictures: what their names end in, and who is typed for them."""

    tail: str
    find: str
    like: str
    walk_in: Draft
    turned_away: Draft
    without_id: Draft
    on_paper: Draft


def _round(tail: str, first: int, find: str, like: str, *names: str) -> Round:
    drafts = (
        people.draft(n, name=name, mobile=f"98222{n:05}", id_number=f"{8000 + n}")
        for n, name in enumerate(names, start=first)
    )
    return Round(tail, find, like, *drafts)


ENGLISH = _round("", 80, "Asha", "Ravi Banawati", "Kavita Kalpit", "Ravi Misaal", "Geeta Farzi", "Mohan Udaharan")
HINDI = _round(".hi", 90, "आशा", "रवि बनावटी", "सविता मिसाल", "रवि मिसाल", "कमला नक़ली", "मोहन उदाहरण")


def first_start(desk: Screen, folder: Path) -> None:
    """The two choices, and the form of a new desk."""
    with desk.program(str(folder)):
        desk.picture("welcome")
        desk.press("Return")
        desk.rest(SHOWS_S)
        desk.press("Tab", "Tab")
        desk.write("Asha Namoona")
        show(desk, "set-up")


def show(desk: Screen, name: str) -> None:
    """Keep what is shown once it has come to rest."""
    desk.rest(SHOWS_S)
    desk.picture(name)


def show_place(desk: Screen, key: str, name: str) -> None:
    """Go to the place of ``key`` and keep it."""
    desk.press(key)
    show(desk, name)


def clear(desk: Screen) -> None:
    """Clear what is typed and stand in the search box; the answer that loses something is not the first one."""
    for key in ("Escape", "Left", "Return", "F3"):
        desk.press(key)
        desk.rest(SHOWS_S / 2)


def open_vial(desk: Screen) -> None:
    """Open the first vial of the day; it becomes the pinned one."""
    desk.press("F8")
    desk.rest(SHOWS_S)
    for text in ("1", VIAL["batch"], "12-2027"):
        desk.write(text)
        desk.press("Return")
    desk.rest(SHOWS_S)
    desk.press("ctrl+s")
    desk.rest(SHOWS_S)


def next_vial(desk: Screen, *, used_up: bool) -> None:
    """Open another one of the same batch; where one still holds doses, the cursor does not stand there already."""
    desk.press("F8")
    desk.rest(SHOWS_S)
    if not used_up:
        desk.press("plus")
    desk.press("ctrl+s")
    desk.rest(SHOWS_S)


def record(desk: Screen) -> None:
    """Record twenty people; returns when the status bar says that the portal has them all.

    Raises:
        TimeoutError: it does not say so in time.
    """
    began = time.monotonic()
    for n, person in enumerate((*EXPECTED, *SECOND)):
        if n == A_VIAL:
            next_vial(desk, used_up=True)
        found(desk, person.mobile[-5:])
        if person is EXPECTED[0]:
            desk.write(VIAL["vaccinator"])  # nobody gave a dose here before: once a day
            show(desk, "expected")
        elif person is SECOND[0]:
            show(desk, "second-dose")
        save(desk)
    for person in WALK_INS:
        walk_in(desk, person, with_the_day=False)
        save(desk)
    line = desk.wait_for(lambda said: f"{RECORDED} recorded = {RECORDED} on the portal" in said, SETTLES_S)
    sys.stdout.write(f"{TODAY} people in {time.monotonic() - began:.0f} s: {line}\n")
    show(desk, "saved")


def make_work(desk: Screen) -> None:
    """Correct one that the portal has, and record more people under one mobile than it takes."""
    next_vial(desk, used_up=True)
    desk.press("F12")
    desk.rest(SHOWS_S)
    desk.press("ctrl+a")
    desk.write("Anil Banavati")
    desk.press("ctrl+s")
    desk.write("name read wrongly")
    save(desk)
    for person in ON_ONE_MOBILE:
        walk_in(desk, person, with_the_day=False)
        save(desk)
    desk.wait_for(lambda said: "2 to fix" in said, SETTLES_S)


def show_people(desk: Screen, who: Round) -> None:
    """Everybody who comes to a desk in another way than the list says."""
    desk.press("F3")
    desk.write(who.find)
    show(desk, f"search{who.tail}")
    desk.press("Escape")
    type_like(desk, who.like)
    show(desk, f"likeness{who.tail}")
    clear(desk)
    desk.write(who.turned_away.name)
    desk.press("shift+Return")
    desk.rest(SHOWS_S)
    desk.press("ctrl+r")
    desk.rest(SHOWS_S)
    desk.press("2", "3")
    show(desk, f"not-vaccinated{who.tail}")
    desk.press("Return")
    desk.rest(SHOWS_S)
    type_without_id(desk, who.without_id)
    show(desk, f"no-id{who.tail}")
    save(desk)
    walk_in(desk, who.walk_in, with_the_day=False)
    desk.press("Return", "2", "Return")
    desk.write("Namoona Hospital")
    show(desk, f"record{who.tail}")
    save(desk)


def type_like(desk: Screen, name: str) -> None:
    """Type somebody whose first dose stands here under a name that is written a little otherwise."""
    desk.write(name)
    desk.press("shift+Return")
    desk.rest(SHOWS_S)
    for text in ("2", RETURNS.birth_year, RETURNS.mobile):
        desk.write(text)
        desk.press("Return")


def type_without_id(desk: Screen, person: Draft) -> None:
    """Type somebody with a relative's mobile and no ID: two fields are passed over, two say why."""
    desk.write(person.name)
    desk.press("shift+Return")
    desk.rest(SHOWS_S)
    for text in ("1", "71", person.mobile, "", "", "3", "", "", "", "1", "1"):
        desk.write(text)
        desk.press("Return")


def show_half_hour(desk: Screen, who: Round) -> None:
    """Somebody leaves early, somebody is unwell."""
    desk.press("F7")
    desk.rest(SHOWS_S)
    desk.write("2" if who is ENGLISH else "4")
    desk.press("Return")
    desk.rest(SHOWS_S)
    desk.write("bus")
    desk.press("Return")
    show(desk, f"observation{who.tail}")
    desk.write("3" if who is ENGLISH else "5")
    desk.press("a")
    desk.rest(SHOWS_S)
    desk.press("1", "Return", "3", "6")
    show(desk, f"event{who.tail}")
    desk.press("ctrl+s")
    desk.rest(SHOWS_S)
    desk.press("Escape")


def show_places(desk: Screen, who: Round) -> None:
    """Every other place."""
    tail = who.tail
    show_place(desk, "F8", f"vials{tail}")
    show_half_hour(desk, who)
    show_place(desk, "F4", f"register{tail}")
    desk.press("Down")
    show_place(desk, "ctrl+p", f"slip{tail}")
    desk.press("F6")
    desk.rest(SHOWS_S)
    desk.press("Up", "Up", "Up")
    show(desk, f"attention{tail}")
    desk.press("Return", "Return")
    show(desk, f"mend{tail}")
    clear(desk)
    desk.press("ctrl+b")
    desk.rest(SHOWS_S)
    desk.write("12")
    desk.press("Return")
    desk.rest(SHOWS_S)
    walk_in(desk, who.on_paper, with_the_day=False)
    save(desk)
    desk.press("ctrl+b")
    desk.rest(SHOWS_S)
    desk.press("Tab", "Tab", "Down")
    show(desk, f"pages{tail}")


def show_import(desk: Screen, file: Path) -> None:
    """The list of next week, looked at before anything is added."""
    desk.press("F1")
    desk.rest(SHOWS_S)
    desk.press("shift+Tab", "Up", "Up")
    desk.rest(SHOWS_S)
    desk.press("Tab", "2", "Tab", "space")
    desk.rest(SHOWS_S)
    desk.write(str(file))
    desk.press("Return")
    show(desk, "import")


def show_mends(desk: Screen) -> None:
    """One thing done for all who have a cause, as it is asked before."""
    desk.press("F6")
    desk.rest(SHOWS_S)
    desk.press("Down", "Down")
    desk.rest(SHOWS_S)
    show_place(desk, "g", "mend-all")
    desk.press("Escape")


def show_large(desk: Screen) -> None:
    """The form in large text."""
    sign_in(desk)
    found(desk, COMES_LAST.mobile[-5:])
    for key in ["ctrl+plus"] * LARGER:
        desk.press(key)
        desk.rest(MADE_ANEW_S)
    desk.picture("record-150")
    desk.press("alt+F4", "Return")


def show_dark(desk: Screen) -> None:
    """The form where the system is dark."""
    sign_in(desk)
    found(desk, COMES_LAST.mobile[-5:])
    show(desk, "record-dark")
    desk.press("alt+F4", "Return")


def main() -> int:
    """Walk, and take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="folder for the pictures")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, screen(args.out.resolve()) as desk:
        folder = Path(name)
        first_start(desk, folder / "new")
        with desk_of_the_morning(folder) as made:
            file = list_of_next_week(folder, made)
            with desk.program(str(made)):
                sign_in(desk)
                open_vial(desk)
                record(desk)
                make_work(desk)
                show_people(desk, ENGLISH)
                show_places(desk, ENGLISH)
                show_mends(desk)
                show_import(desk, file)
                next_vial(desk, used_up=False)
                desk.press("ctrl+h", "F3")
                desk.rest(MADE_ANEW_S)
                show_people(desk, HINDI)
                show_places(desk, HINDI)
                desk.press("alt+F4", "Return")  # the window asks, since some of this has not been sent
            with desk.program("--dark", str(made)):
                show_dark(desk)
            with desk.program(str(made)):
                show_large(desk)
    return 0


if __name__ == "__main__":
    sys.exit(main())
