# SPDX-License-Identifier: MIT
"""Python's garbage is collected in the GUI thread only: it may hold widgets."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

from ui.collecting import Collector


class _Knot:
    """Holds itself, as a panel and its lambdas do."""

    def __init__(self) -> None:
        self.itself = self


def _much_work() -> list[list[int]]:
    return [[n] for n in range(10 * gc.get_threshold()[0])]


def test_no_other_thread_collects_and_the_collector_does(_collector: Collector) -> None:
    assert not gc.isenabled()
    knot = weakref.ref(_Knot())
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(_much_work).result()
    assert knot() is not None, "collected by a thread that may not"
    assert len(work) > gc.get_threshold()[0]
    _collector.collect()
    assert knot() is None


def test_what_is_not_due_is_left_alone(_collector: Collector) -> None:
    gc.collect()
    knot = weakref.ref(_Knot())
    _collector.collect()
    assert knot() is not None
