# SPDX-License-Identifier: MIT
"""Draws curves over two logarithmic scales as an SVG that is readable on a light and on a dark page. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 72, 24, 84, 56
_STYLE: Final = """
  text { font-family: system-ui, sans-serif; fill: #24292f }
  .title { font-size: 17px; font-weight: 600 }
  .name { font-size: 14px }
  .small { font-size: 12px; fill: #57606a }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round }
  .c0 { stroke: #0969da } .f0 { fill: #0969da }
  .c1 { stroke: #bc4c00 } .f1 { fill: #bc4c00 }
  .floor { stroke: #57606a; stroke-dasharray: 6 5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #3d444d }
    .c0 { stroke: #4493f8 } .f0 { fill: #4493f8 }
    .c1 { stroke: #f0883e } .f1 { fill: #f0883e }
    .floor { stroke: #9198a1 }
  }
"""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """Measured points, each with a mark; or a bound, dashed and without marks."""

    name: str
    points: Sequence[Point]
    is_floor: bool = False


def draw(title: str, across: str, up: str, curves: Sequence[Curve]) -> str:
    """Return the drawing; ``across`` and ``up`` name the axes. Values are above 0; at most two curves are measured."""
    xs = sorted({x for curve in curves for x, _y in curve.points})
    ys = [y for curve in curves for _x, y in curve.points]
    ticks = _ticks(min(ys), max(ys))
    at_x = _scale(xs[0], xs[-1], LEFT, WIDTH - RIGHT)
    at_y = _scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        _text(LEFT, 26, title, "title"),
        _text(LEFT, TOP - 12, up, "small"),
        _text(WIDTH - RIGHT, HEIGHT - 12, across, "small", "end"),
    ]
    for tick in ticks:
        y = at_y(tick)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{tick:g}", "small", "end"))
    for x in xs:
        parts.append(f'<path class="grid" d="M{at_x(x):.1f} {HEIGHT - BOTTOM}v5"/>')
        parts.append(_text(at_x(x), HEIGHT - BOTTOM + 20, f"{x:g}", "small", "middle"))
    colour, name_at = 0, float(LEFT)
    for curve in curves:
        look = "floor" if curve.is_floor else f"c{colour}"
        places = [(at_x(x), at_y(y)) for x, y in sorted(curve.points)]
        parts.append(f'<path class="curve {look}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in places)}"/>')
        if not curve.is_floor:
            parts += [f'<circle class="f{colour}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places]
            colour += 1
        parts.append(f'<path class="curve {look}" d="M{name_at:.0f} 48h26"/>')
        parts.append(_text(name_at + 32, 53, curve.name))
        name_at += 62 + 7.5 * len(curve.name)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return the place of a value between ``start`` and ``end``, by its logarithm."""
    span = math.log(high / low) or 1.0
    return lambda value: start + (end - start) * math.log(value / low) / span


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers, from the last at or below ``low`` to the first at or above ``high``."""
    steps = [digit * 10.0**power for power in range(-3, 8) for digit in (1, 2, 5)]
    first = max(step for step in steps if step <= low)
    last = min(step for step in steps if step >= high and step > first)
    return [step for step in steps if first <= step <= last]


def _text(x: float, y: float, words: str, look: str = "name", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{look}" text-anchor="{anchor}">{escape(words)}</text>'
