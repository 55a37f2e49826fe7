# SPDX-License-Identifier: MIT
"""Run every measurement in a process of its own and print one table; ``--write`` puts it into docs/performance.md.

``--scale 0.01`` tries the measurements out on a hundredth of the rows; such figures are never written.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
MEASUREMENTS = ("saving", "stalling", "importing", "starting")


def main() -> int:
    """Measure what was asked for; 0 when every measurement ran to its end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the rows to measure with")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("only", nargs="*", choices=[[], *MEASUREMENTS], help="measure only these")
    args = parser.parse_args()
    if args.write and (args.scale != 1.0 or args.only):
        parser.error("only a whole run at full scale is written")
    figures: list[Figure] = []
    for name in args.only or MEASUREMENTS:
        sys.stderr.write(f"measuring: {name} …\n")
        figures += _measured(name, args.scale)
    table = _table(figures)
    sys.stdout.write(f"{_machine()}\n\n{table}\n")
    if args.write:
        _write(table)
    return 0


def _measured(name: str, scale: float) -> list[Figure]:
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--scale", str(scale)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return [Figure(**figure) for figure in json.loads(done.stdout.splitlines()[-1])]


def _table(figures: list[Figure]) -> str:
    lines = ["| what | measured | aim |", "| --- | ---: | ---: |"]
    for figure in figures:
        aim = f"{figure.aim:g} {figure.unit}" if figure.aim else "–"
        lines.append(f"| {figure.what} | {figure.value:.3g} {figure.unit} | {aim} |")
    return "\n".join(lines)


def _machine() -> str:
    model = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else platform.machine()
    return (
        f"{date.today():%d %B %Y}, {os.cpu_count()} cores ({model}), {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def _write(table: str) -> None:
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{_machine()}\n\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
