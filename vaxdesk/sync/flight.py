# SPDX-License-Identifier: MIT
"""How many exchanges may be in flight at once: slow start, then additive increase and multiplicative decrease. Pure.

Sources: TCP congestion control (RFC 5681, section 3.1) for slow start and its threshold; Netflix concurrency-limits,
``AIMDLimit``, for the rest: a limit grows only while at least half of it is used, since a limit that nobody leans on
was not put to the test.
"""

from __future__ import annotations


class FlightLimit:
    """The limit ``L``, between 1 and ``most``: it starts at 1 and doubles with each round until it drops."""

    def __init__(self, most: int) -> None:
        self._most = float(max(1, most))
        self._limit = 1.0
        self._threshold = self._most

    @property
    def places(self) -> int:
        """How many exchanges may be in flight at once."""
        return int(self._limit)

    def success(self, in_flight: int) -> None:
        """Learn of an answer that came while ``in_flight`` were out: ``L += 1`` below the threshold, else ``1/L``."""
        if 2 * in_flight >= self._limit:
            step = 1.0 if self._limit < self._threshold else 1.0 / self._limit
            self._limit = min(self._most, self._limit + step)

    def drop(self) -> None:
        """Learn of a portal that did not keep up: ``L = max(1, floor(L / 2))``, which slow start no longer passes."""
        self._limit = self._threshold = max(1.0, self._limit // 2)

    def restart(self) -> None:
        """Begin again at 1, up to the threshold by slow start."""
        self._limit = 1.0
