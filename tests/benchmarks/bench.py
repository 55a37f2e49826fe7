# SPDX-License-Identifier: MIT
"""Run every measurement in a process of its own and print its tables; ``--write`` puts them into docs/performance.md.

``--scale 0.01`` tries the measurements out on a hundredth of the rows; such figures are never written.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.benchmarks.figures import Figure, Finding, Picture, Table, from_text

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DOCUMENT = DOCS / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
MEASUREMENTS = ("saving", "keying", "searching", "stalling", "importing", "starting", "sweeping", "racing")


def main() -> int:
    """Measure what was asked for; 0 when every measurement ran to its end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the rows to measure with")
    parser.add_argument("--write", action="store_true", help="put the tables and pictures into docs")
    parser.add_argument("only", nargs="*", choices=[[], *MEASUREMENTS], help="measure only these")
    args = parser.parse_args()
    if args.write and (args.scale != 1.0 or args.only):
        parser.error("only a whole run at full scale is written")
    findings: list[Finding] = []
    for name in args.only or MEASUREMENTS:
        sys.stderr.write(f"measuring: {name} …\n")
        findings += _measured(name, args.scale)
    text = as_markdown(findings)
    sys.stdout.write(f"{_machine()}\n\n{text}\n")
    if args.write:
        _write(text, [finding for finding in findings if isinstance(finding, Picture)])
    return 0


def as_markdown(findings: Sequence[Finding]) -> str:
    """Return the single figures as one table, then each table under its title."""
    figures = [finding for finding in findings if isinstance(finding, Figure)]
    rows = [(figure.what, f"{_short(figure.value)} {figure.unit}", _aim(figure), figure.verdict) for figure in figures]
    parts = _table(("what", "measured", "aim", ""), rows) if rows else []
    for finding in findings:
        if isinstance(finding, Table):
            parts += ["", f"### {finding.title}", "", *_table(finding.head, finding.rows)]
    return "\n".join(parts)


def _measured(name: str, scale: float) -> list[Finding]:
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--scale", str(scale)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return from_text(done.stdout.splitlines()[-1])


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return "–"
    return f"{'at least ' if figure.at_least else ''}{figure.aim:g} {figure.unit}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


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


def _write(text: str, pictures: Sequence[Picture]) -> None:
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{_machine()}\n\n{text}\n{END}{after}", encoding="utf-8")
    for picture in pictures:
        (DOCS / picture.file).write_text(picture.svg, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
