# SPDX-License-Identifier: MIT
"""What the measurements print: aims met and missed, tables, and drawings that are drawings."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.benchmarks.bench import as_markdown
from tests.benchmarks.crowded import Capacity
from tests.benchmarks.figures import Figure, Picture, Table, as_text, from_text
from tests.benchmarks.plot import Curve, draw
from vaxdesk.portal.practice.mischief import Mischief

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("a", 3.0, "s", 3.0), "met"),
        (Figure("a", 3.1, "s", 3.0), "missed"),
        (Figure("a", 1.0, "", 0.0), "missed"),
        (Figure("a", 3.9, "×", 4.0, at_least=True), "missed"),
        (Figure("a", 4.0, "×", 4.0, at_least=True), "met"),
        (Figure("a", 4.0, "s"), ""),
    ],
)
def test_an_aim_is_met_or_missed(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict


def test_findings_go_from_one_process_to_another_unchanged() -> None:
    findings = [Figure("a", 1.5, "s", 2.0), Table("t", ["x"], [["1"]]), Picture("p.svg", "<svg/>")]
    assert from_text(as_text(findings)) == findings


def test_figures_come_first_in_one_table_and_pictures_are_no_text() -> None:
    text = as_markdown([Table("t", ["x", "y"], [["1", "2"]]), Picture("p.svg", "<svg/>"), Figure("a", 1.5, "s", 2.0)])
    assert text.splitlines() == [
        "| what | measured | aim |  |",
        "| --- | ---: | ---: | ---: |",
        "| a | 1.5 s | 2 s | met |",
        "",
        "### t",
        "",
        "| x | y |",
        "| --- | ---: |",
        "| 1 | 2 |",
    ]


def test_a_drawing_marks_each_measured_point_and_no_point_of_the_floor() -> None:
    measured, floor = [(16.0, 300.0), (64.0, 80.0), (256.0, 30.0)], [(16.0, 120.0), (64.0, 30.0), (256.0, 8.0)]
    drawing = draw("a < b", "kbit/s", "seconds", [Curve("ours", measured), Curve("floor", floor, is_floor=True)])
    root = ElementTree.fromstring(drawing)
    marks = [(float(mark.get("cx", "")), float(mark.get("cy", ""))) for mark in root.iter(f"{SVG}circle")]
    assert len(marks) == 3
    assert marks == sorted(marks)  # further right is more, further up is more: these fall from left to right
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"a < b", "kbit/s", "seconds", "ours", "floor", "16", "256"} <= set(words)


def test_both_scales_are_logarithmic() -> None:
    drawing = draw("t", "x", "y", [Curve("ours", [(1.0, 1.0), (10.0, 10.0), (100.0, 100.0)])])
    marks = list(ElementTree.fromstring(drawing).iter(f"{SVG}circle"))
    (x0, x1, x2), (y0, y1, y2) = ([float(mark.get(at, "")) for mark in marks] for at in ("cx", "cy"))
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 - y1 == pytest.approx(y1 - y2, abs=0.2)


def test_a_crowded_portal_serves_its_share_and_no_more() -> None:
    capacity = Capacity(4.0)
    plans = [capacity.plan(100.0 + n / 20) for n in range(200)]
    served = [plan.mischief is Mischief.NONE for plan in plans]
    assert sum(served) == pytest.approx(4 + 10 * 4, abs=1)
    assert all(plan.retry_after_s == 1 for plan, was in zip(plans, served, strict=True) if not was)
