# SPDX-License-Identifier: MIT
"""The register of 222 through two bad lines to three portals: VaxDesk beside what people use instead, in one run.

Six trials of a contender differ in line and portal, and each has line and portal of its own. Those that fill the line
run one at a time beside the loops, then come all that mostly wait; how busy the machine was is measured too, and how
late the lines were.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import trials
from tests.benchmarks.figures import Figure, Finding, Table, tell
from tests.benchmarks.shaping import Shape
from tests.benchmarks.trials import Contender, Day, Trial
from tests.support.portal import portal_process

CUT_EVERY_S = 30.0
LINES = (Shape(64, 0.7, CUT_EVERY_S), Shape(256, 0.3, CUT_EVERY_S))
PORTALS = ("calm", "busy", "hostile")
SEED = 1
IN_FLIGHT = (8, 16)
OURS = tuple(trials.vaxdesk(count) for count in IN_FLIGHT)
LOOP = trials.other("loop", f"requests {version('requests')} and Retry")
HUEYS = tuple(trials.other("huey", f"Huey {version('huey')}, {count} workers", count) for count in IN_FLIGHT)
CONTENDERS = (*OURS, *HUEYS, LOOP)
LIMIT_S = 3600.0

AIM_CALLS, AIM_KB_UP, AIM_FLOORS, AIM_TIMES_LOOP = 3.0, 2.5, 1.25, 4.0
HEAD = (
    *("contender", "seconds", "× floor", "floor s", "calls", "kB up", "kB down"),
    *("missing", "twins", "double doses", "calls too soon"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """One line to one portal."""

    shape: Shape
    profile: str

    @property
    def title(self) -> str:
        """Return it in words."""
        return f"{self.shape.kbit_s:g} kbit/s, {self.shape.round_trip_s * 1000:g} ms, portal {self.profile}"


COURSES = tuple(Course(shape, profile) for shape in LINES for profile in PORTALS)
Key = tuple[Contender, Course]
Results = Mapping[Key, Trial]


def measure(folder: Path, scale: float) -> list[Finding]:
    """Run every contender over every course."""
    day = trials.make_day(folder, scale)
    busy_before, all_before = _processor_ticks()
    results = _race(day, folder)
    busy, ticks = (after - before for after, before in zip(_processor_ticks(), (busy_before, all_before), strict=True))
    late_ms = max(trial.report.late_s for trial in results.values()) * 1000
    return [
        *_aims(results, len(day.people)),
        Figure("Processors busy during the race", 100 * busy / ticks, "%"),
        Figure("A line's own lateness with a byte, p99 of the worst trial", late_ms, "ms"),
        *(_table(course, results, len(day.people)) for course in COURSES),
    ]


def _race(day: Day, folder: Path) -> Results:
    def one(contender: Contender, course: Course) -> Trial:
        portal = functools.partial(portal_process, course.profile, SEED)
        own = folder / contender.name / course.title.replace("/", " ")
        return trials.run(contender, portal, course.shape, day=day, folder=own, limit_s=LIMIT_S)

    def start(pool: ThreadPoolExecutor, keys: Iterable[Key]) -> dict[Key, Future[Trial]]:
        return {key: pool.submit(one, *key) for key in keys}

    keys = [(contender, course) for course in COURSES for contender in CONTENDERS]
    loops = [key for key in keys if key[0] is LOOP]
    full = [key for key in keys if key[0] is not LOOP and key[1].profile == "calm"]
    waiting = [key for key in keys if key not in (*loops, *full)]
    with ThreadPoolExecutor(len(keys)) as many, ThreadPoolExecutor(1) as alone:
        running = start(many, loops) | (filling := start(alone, full))
        wait(filling.values())
        running |= start(many, waiting)
        return {key: running[key].result() for key in keys}


def _aims(results: Results, count: int) -> list[Figure]:
    """Return the aims of the race, each at its worst where it has several."""
    calm = [course for course in COURSES if course.profile == "calm"]
    rough = [course for course in COURSES if course.profile != "calm"]
    eight, sixteen = OURS
    ours_calm = [results[eight, course].report for course in calm]
    figures = [
        Figure("Calls a person, calm, the worse line", max(r.calls for r in ours_calm) / count, "", AIM_CALLS),
        Figure(
            "Sent up a person, calm, the worse line",
            max(r.bytes_up for r in ours_calm) / count / 1000,
            "kB",
            AIM_KB_UP,
        ),
    ]
    for course in calm:
        ours, best, loop = (results[who, course] for who in (eight, sixteen, LOOP))
        figures += [
            Figure(f"16 in flight, {course.title}", best.report.seconds / best.floor_s, "× floor", AIM_FLOORS),
            Figure(
                f"8 in flight, {course.title}",
                loop.report.seconds / ours.report.seconds,
                "× as fast as the loop",
                AIM_TIMES_LOOP,
                at_least=True,
            ),
        ]
    for who in CONTENDERS:
        wrong = sum(results[who, course].held.wrong for course in rough)
        aim = 0.0 if who in OURS else None
        figures.append(Figure(f"{who.name}: missing, twins, double doses, busy and hostile together", wrong, "", aim))
    too_soon = sum(results[who, course].report.too_soon for who in OURS for course in COURSES)
    return [*figures, Figure("VaxDesk: calls inside a Retry-After window, all trials", too_soon, "", 0.0)]


def _table(course: Course, results: Results, count: int) -> Table:
    rows = []
    for who in CONTENDERS:
        trial = results[who, course]
        report, held = trial.report, trial.held
        seconds = trial.not_ended or f"{report.seconds:.0f}"
        times_floor = "–" if trial.not_ended else f"{report.seconds / trial.floor_s:.2f}"
        traffic = (f"{report.calls}", f"{report.bytes_up / 1000:.0f}", f"{report.bytes_down / 1000:.0f}")
        wrong = (held.missing, held.twins, held.double_doses, report.too_soon)
        rows.append((who.name, seconds, times_floor, f"{trial.floor_s:.0f}", *traffic, *map(str, wrong)))
    cuts = ", ".join(f"{results[who, course].report.cuts}" for who in CONTENDERS)
    return Table(f"{course.title}: {count} people (connections cut: {cuts})", HEAD, rows)


def _processor_ticks() -> tuple[int, int]:
    """Return the busy and all ticks of the processors since the machine started (Linux)."""
    ticks = [int(word) for word in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)


if __name__ == "__main__":
    tell(measure)
