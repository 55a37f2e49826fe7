# SPDX-License-Identifier: MIT
"""The time that the register of 222 takes against line rate, portal capacity and pace, each against its floor."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks import pacing, trials
from tests.benchmarks.crowded import crowded_portal
from tests.benchmarks.figures import Finding, Picture, Table, tell
from tests.benchmarks.plot import Curve, Point, draw
from tests.benchmarks.shaping import Shape
from tests.benchmarks.trials import Contender, Day, Trial
from tests.support.portal import portal_process

KBITS_S = (16, 32, 64, 128, 256, 512, 1024)
ROUND_TRIP_S = 0.7
CAPACITIES = (2, 4, 8, 16, 32)
CROWDED_LINE = Shape(256, 0.3)
PACES = (25, 50, 100, 200, 500, 1000)
IN_FLIGHT = (8, 16)
OURS = tuple(trials.vaxdesk(count) for count in IN_FLIGHT)
LIMIT_S = 1800.0
AT_ONCE = 2


def measure(folder: Path, scale: float) -> list[Finding]:
    """Sweep each; every desk ends with all on the portal, or the sweep fails."""
    day = trials.make_day(folder, scale)
    # Those before a crowded portal mostly wait: they run beside the others.
    with ThreadPoolExecutor(len(CAPACITIES)) as waiting, ThreadPoolExecutor(AT_ONCE) as working:
        crowded = {n: waiting.submit(_crowded, n, day, folder) for n in CAPACITIES}
        lines = {(who, k): working.submit(_line, who, k, day, folder) for k in KBITS_S for who in OURS}
        paced = {n: pacing.upload(folder / f"pace {n}", day, n) for n in PACES}
        by_line = {key: _whole(future.result()) for key, future in lines.items()}
        by_capacity = {n: _whole(future.result()) for n, future in crowded.items()}
    count = len(day.given)
    return [
        *_line_findings(by_line, count),
        *_capacity_findings(by_capacity, count),
        *_pace_findings(paced, count),
    ]


def _line(who: Contender, kbit_s: int, day: Day, folder: Path) -> Trial:
    portal = functools.partial(portal_process, "calm", 1)
    own = folder / f"line {kbit_s} {who.name}"
    return trials.run(who, portal, Shape(kbit_s, ROUND_TRIP_S), day=day, folder=own, limit_s=LIMIT_S)


def _crowded(calls_a_s: int, day: Day, folder: Path) -> Trial:
    portal = functools.partial(crowded_portal, calls_a_s)
    own = folder / f"portal {calls_a_s}"
    return trials.run(OURS[0], portal, CROWDED_LINE, day=day, folder=own, limit_s=LIMIT_S)


def _whole(trial: Trial) -> Trial:
    if trial.held.wrong or trial.not_ended:
        raise RuntimeError(f"the portal does not hold everybody once: {trial}")
    return trial


def _line_findings(found: Mapping[tuple[Contender, int], Trial], count: int) -> list[Finding]:
    first = OURS[0]
    times = {who: [(float(k), found[who, k].report.seconds) for k in KBITS_S] for who in OURS}
    floor = [(float(k), found[first, k].floor_s) for k in KBITS_S]
    curves = [*(Curve(who.name, times[who]) for who in OURS), _floor(floor)]
    title = f"{count} people against the rate of the line ({ROUND_TRIP_S * 1000:g} ms there and back)"
    return _findings("speed-line.svg", title, "kbit/s each way", curves)


def _capacity_findings(found: Mapping[int, Trial], count: int) -> list[Finding]:
    times = [(float(n), trial.report.seconds) for n, trial in found.items()]
    floor = [(float(n), max(trial.floor_s, trial.served / n)) for n, trial in found.items()]
    title = f"{count} people against what the portal serves ({CROWDED_LINE.kbit_s:g} kbit/s)"
    return _findings("speed-portal.svg", title, "calls a second", [Curve(OURS[0].name, times), _floor(floor)])


def _pace_findings(found: Mapping[int, pacing.Paced], count: int) -> list[Finding]:
    times = [(float(n), paced.seconds) for n, paced in found.items()]
    floor = [(float(n), paced.floor_s) for n, paced in found.items()]
    title = f"{count} people against the pace that is allowed (simulated time)"
    curves = [Curve(f"VaxDesk, {pacing.IN_FLIGHT} in flight", times), _floor(floor)]
    return _findings("speed-pace.svg", title, "calls in five minutes", curves)


def _floor(points: Sequence[Point]) -> Curve:
    return Curve("floor", points, is_floor=True)


def _findings(file: str, title: str, across: str, curves: Sequence[Curve]) -> list[Finding]:
    """Return the curves as a table and as a picture; the last one is the floor."""
    head = [across, *(f"{curve.name} s" for curve in curves), "best × floor"]
    rows = []
    for places in zip(*(curve.points for curve in curves), strict=True):
        values = [y for _x, y in places]
        times_floor = min(values[:-1]) / values[-1]
        rows.append([f"{places[0][0]:g}", *(f"{value:.0f}" for value in values), f"{times_floor:.2f}"])
    return [Table(title, head, rows), Picture(file, draw(title, across, "seconds", curves))]


if __name__ == "__main__":
    tell(measure)
