# SPDX-License-Identifier: MIT
"""Keys and seconds a person: typed into the real window over a real store that holds many people.

The seconds are the program's alone: from the first key to the search box standing ready for the next person, with
keys that follow one another at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from tests.benchmarks.figures import Figure, Finding, Table, percentile, tell
from tests.benchmarks.stocked import stocked_desk
from tests.support import people
from tests.ui.walks.keyboard import (
    Effort,
    Keyboard,
    expected_person,
    keyboard_at,
    second_dose,
    today_of,
    walk_in,
    write_list,
)
from ui import style
from vaxdesk.domain.draft import Draft

RECORDED, EXPECTED, EACH = 20_000, 200, 20
FIRST_EXPECTED = 500_000
"""Numbers of people who are recorded nowhere yet."""
AIMS = {"expected person": 6, "second dose": 8, "walk-in, name of 15": 55}


def measure(folder: Path, scale: float) -> list[Finding]:
    """Type people of each kind, one after the other."""
    recorded, each = max(60, int(RECORDED * scale)), max(3, int(EACH * min(1.0, scale * 10)))
    app, chance = QApplication([]), Random(1)
    style.dress(app, style.LIGHT)
    with stocked_desk(folder, recorded, confirmed=True) as desk:
        listed = [_with_own_digits(person, chance) for person in people.drafts(EXPECTED, first=FIRST_EXPECTED)]
        desk.expected.add(write_list(folder / "list.csv", listed, today_of(desk)), people.CLERK)
        strangers = (
            people.draft(700_000 + n, name=_name_of_15(chance), mobile=str(9_811_100_000 + n), id_number=f"{7000 + n}")
            for n in itertools.count()
        )
        with keyboard_at(desk) as keyboard:
            efforts = {
                "expected person": _typed(keyboard, expected_person, listed[:each]),
                "second dose": _typed(keyboard, second_dose, [people.draft(n * 7) for n in range(each)]),
                "walk-in, name of 15": _typed(keyboard, walk_in, itertools.islice(strangers, each)),
            }
    title = f"Keys and program time a person, {recorded:,} recorded, {len(listed)} expected, {each} of each"
    return [
        *(Figure(f"Keys, {kind}", max(one.keys for one in done), "keys", AIMS[kind]) for kind, done in efforts.items()),
        Table(title, ("who", "keys", "p50 ms", "p90 ms"), [_row(kind, done) for kind, done in efforts.items()]),
    ]


def _with_own_digits(person: Draft, chance: Random) -> Draft:
    """Return ``person`` with last digits as in life, where mobile and ID share nothing."""
    return replace(
        person, mobile=f"98{chance.randrange(10**8):08}", id_type="aadhaar", id_number=f"{chance.randrange(10_000):04}"
    )


def _name_of_15(chance: Random) -> str:
    """Return a name that nobody has, of as many keys as ``NAME_OF_15``."""
    syllables = ["".join((chance.choice("bdghjklmnprstv"), chance.choice("aeiou"))) for _ in range(7)]
    return f"{''.join(syllables[:3])} {''.join(syllables[3:])}".title()


def _typed(keyboard: Keyboard, type_one: Callable[[Keyboard, Draft], Effort], persons: Iterable[Draft]) -> list[Effort]:
    return [type_one(keyboard, person) for person in persons]


def _row(kind: str, done: list[Effort]) -> tuple[str, ...]:
    took_ms = [one.seconds * 1000 for one in done]
    keys = f"{min(one.keys for one in done)}–{max(one.keys for one in done)}"
    return kind, keys, f"{percentile(took_ms, 0.5):.0f}", f"{percentile(took_ms, 0.9):.0f}"


if __name__ == "__main__":
    tell(measure)
