# SPDX-License-Identifier: MIT
"""How long a search takes among a million expected people, for each letter as it is typed, and what the list costs.

Names are usual ones, as unevenly spread as in life and in both scripts; what is typed is often of the other script.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.figures import Figure, Table, percentile, tell
from tests.benchmarks.stocked import stocked_desk
from tests.support import both_scripts, people
from tests.support.clocks import StillClock
from vaxdesk.desk import Desk
from vaxdesk.domain.expected import ExpectedPerson
from vaxdesk.services.finding import Finding
from vaxdesk.store import expected

PEOPLE = 1_000_000
A_DAY = 5_000
TYPISTS = 150
AIM_MS = 50.0
_BATCH = 20_000
_SEED = 4


def measure(folder: Path, scale: float) -> list[Figure | Table]:
    """List everybody, then type."""
    count = max(1_000, int(PEOPLE * scale))
    chance = random.Random(_SEED)
    with stocked_desk(folder, 0, confirmed=False) as desk:
        began = time.perf_counter()
        for first in range(0, count, _BATCH):
            _list(desk, first, list(_people(chance, first, min(count, first + _BATCH))))
        took_s = time.perf_counter() - began
        size_mb = sum(file.stat().st_size for file in desk.store.path.parent.glob(f"{desk.store.path.name}*")) / 1e6
        finding = Finding(desk.store, desk.reference, StillClock())
        slowest = _typed(finding, chance, max(20, int(TYPISTS * min(scale * 4, 1.0))))
    times = [ms for ms, _text in slowest]
    return [
        Figure(f"A letter typed among {count:,} people, median", percentile(times, 0.5), "ms"),
        Figure(f"A letter typed among {count:,} people, 99 of 100", percentile(times, 0.99), "ms", AIM_MS),
        Figure(f"The longest of {len(times):,} letters", times[-1], "ms"),
        Figure(f"{count:,} people listed", took_s, "s"),
        Figure("The store with them and the words to find them", size_mb, "MB"),
        Table("The slowest searches", ("typed", "ms"), [(text, f"{ms:.0f}") for ms, text in reversed(slowest[-8:])]),
    ]


def _list(desk: Desk, first: int, some: list[ExpectedPerson]) -> None:
    entries = [expected.NewEntry(one, f"bench-{n}") for n, one in enumerate(some, first)]
    now = desk.clock.now()
    desk.store.write(lambda: expected.add(desk.store, entries, people.CLERK, now)).result()


def _people(chance: random.Random, first: int, last: int) -> Iterator[ExpectedPerson]:
    tables = [both_scripts.spellings(table) for table in (both_scripts.FIRST_NAMES, both_scripts.LAST_NAMES)]
    weights = [list(itertools.accumulate(1 / (n + 3) for n in range(len(table)))) for table in tables]
    for n in range(first, last):
        chosen = [chance.choices(table, cum_weights=w)[0] for table, w in zip(tables, weights, strict=True)]
        script = int(chance.random() < 0.4)
        yield ExpectedPerson(
            listed_on=people.GIVEN_ON + timedelta(days=n // A_DAY),
            centre=people.CENTRES[n % len(people.CENTRES)],
            name=" ".join(chance.choice(name[script]).title() for name in chosen),
            gender="female",
            birth_year=str(1940 + n % 60),
            mobile=str(6_000_000_000 + chance.randrange(4_000_000_000)),
            id_type="aadhaar",
            id_number=f"{chance.randrange(10_000):04}",
            category="aged_60",
            dose="1",
            portal_ref=f"{20_000_000_000_000 + n}" if n % 3 == 0 else "",
        )


def _typed(finding: Finding, chance: random.Random, typists: int) -> list[tuple[float, str]]:
    """Return what each letter took and the text until then, the slowest last."""
    finding.find("begin")
    times = []
    for one in _people(chance, 0, typists):
        for whole in _texts(chance, one):
            for end in range(1, len(whole) + 1):
                began = time.perf_counter()
                finding.find(whole[:end])
                times.append(((time.perf_counter() - began) * 1000, whole[:end]))
    return sorted(times)


def _texts(chance: random.Random, one: ExpectedPerson) -> Iterator[str]:
    """Yield what may be typed to find somebody like ``one``: the parts of a name, and numbers of the list."""
    first, last = one.name.lower().split()
    yield from (f"{first} {last}", f"{last[:3]} {first[:3]}", f"{first[:4]} {one.mobile[-4:]}", one.mobile)
    yield chance.choice((one.mobile[-4:], f"{20_000_000_000_000 + chance.randrange(PEOPLE)}"))


if __name__ == "__main__":
    tell(measure)
