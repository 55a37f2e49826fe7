# SPDX-License-Identifier: MIT
"""What a slow line does to bytes and what it sees of the calls on it. Pure: every time comes in, in seconds.

The line knows when a byte leaves a desk and when one arrives there, so it can judge who calls although the portal
has asked for quiet: over a line of 700 ms a portal that counted by its own clock would blame the innocent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

REACTION_S: Final = 0.05
"""A call that leaves this soon after the portal's word has come was on its way out of the program already."""

TIMEOUTS_S: Final = (10.0, 30.0)
"""To connect and to read, of everybody who calls through such a line."""

_BYTES_PER_KBIT: Final = 125.0
_HEAD_ENDS: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """A line.

    Attributes:
        kbit_s: each way, shared by every connection.
        round_trip_s: there and back.
        cut_every_s: mean time between two cuts, each of one connection; 0 for a line that is never cut.
        seed: of the cuts.
    """

    kbit_s: float
    round_trip_s: float
    cut_every_s: float = 0.0
    seed: int = 1

    @property
    def bytes_a_s(self) -> float:
        """Bytes a second, each way."""
        return self.kbit_s * _BYTES_PER_KBIT


class Lane:
    """One direction of a line: bytes leave one after the other at the line's rate, and arrive half a round trip later.

    Attributes:
        carried: bytes so far.
    """

    def __init__(self, shape: Shape) -> None:
        self._bytes_a_s = shape.bytes_a_s
        self._delay_s = shape.round_trip_s / 2
        self._free_at = 0.0
        self.carried = 0

    def send(self, size: int, now: float) -> float:
        """Take ``size`` bytes (0: the end of a connection) at ``now``; return when the last of them arrives."""
        self.carried += size
        self._free_at = max(self._free_at, now) + size / self._bytes_a_s
        return self._free_at + self._delay_s


@dataclass(frozen=True, slots=True)
class Report:
    """What a line saw, from the first byte that left to the last that arrived.

    Attributes:
        calls: requests that left the desk.
        too_soon: those that left inside a window of Retry-After that the desk knew of.
        cuts: connections cut in the middle.
        late_s: by how much the line itself was late with a byte, 99 of 100 times at most: how far it can be believed.
    """

    seconds: float
    calls: int
    too_soon: int
    bytes_up: int
    bytes_down: int
    connections: int
    cuts: int
    late_s: float

    def floor_s(self, shape: Shape) -> float:
        """Return the least time in which ``shape`` can carry these bytes: the busier way, and one round trip."""
        return max(self.bytes_up, self.bytes_down) / shape.bytes_a_s + shape.round_trip_s


@dataclass
class Calls:
    """The calls on one connection: a request begins with the first byte after an answer, nothing is pipelined.

    Attributes:
        left_at: when each request left.
        windows: from when until when the portal asked for quiet, as the desk came to know it.
    """

    left_at: list[float] = field(default_factory=list)
    windows: list[tuple[float, float]] = field(default_factory=list)
    _answered: bool = True
    _head: bytes = b""

    def goes_up(self, now: float) -> None:
        """Note that the desk has sent something."""
        if self._answered:
            self.left_at.append(now)
            self._answered, self._head = False, b""

    def comes_down(self, chunk: bytes, now: float) -> None:
        """Note that ``chunk`` has arrived at the desk."""
        self._answered = True
        if _HEAD_ENDS in self._head:
            return
        self._head += chunk
        head, ended, _body = self._head.partition(_HEAD_ENDS)
        asked_s = retry_after_s(head) if ended else None
        if asked_s is not None:
            self.windows.append((now, now + asked_s))


def retry_after_s(head: bytes) -> float | None:
    """Return the seconds that the head of an answer asks for, None when it asks for none."""
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.strip().lower() == b"retry-after" and value.strip().isdigit():
            return float(value)
    return None


def too_soon(left_at: Iterable[float], windows: Sequence[tuple[float, float]]) -> int:
    """Return how many calls left inside a window, once each; see ``REACTION_S``."""
    return sum(any(opens + REACTION_S < at < closes for opens, closes in windows) for at in left_at)
