# SPDX-License-Identifier: MIT
"""An uploader without store or portal: it notes what it is asked for, and does whatever the test lets it do."""

from __future__ import annotations

import threading
from collections.abc import Callable

from vaxdesk.clock import Clock

PATIENCE_S = 30.0


class FakeUploads:
    """Implements ``Uploads``.

    Attributes:
        told: what was asked of it, oldest first; quick enough to compare whole.
        passes: how many began.
        due_s: what a pass answers.
        during: called inside a pass.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.heartbeat_at = clock.monotonic()
        self.paused = False
        self.told: list[str] = []
        self.passes = 0
        self.due_s: float | None = None
        self.during: Callable[[threading.Event], None] = lambda _stop: None
        self.on_take_up: Callable[[], None] = lambda: None
        self.on_move: Callable[[float], None] = lambda _by_s: None
        self._changed = threading.Condition()

    def take_up(self, *, splay: bool = False, old_copy: bool = False) -> None:
        self._note(f"take_up splay={splay} old_copy={old_copy}")
        self.on_take_up()

    def clock_moved(self, by_s: float) -> None:
        self.on_move(by_s)
        self._note(f"moved {by_s:.0f}")

    def run_pass(self, stop: threading.Event) -> float | None:
        with self._changed:
            self.passes += 1
            self._changed.notify_all()
        self._note("pass")
        self.during(stop)
        return self.due_s

    def drain(self, longest_s: float) -> None:
        del longest_s
        self._note("drain")

    def woke(self) -> None:
        self._note("woke")

    def hurry(self) -> None:
        self._note("hurry")

    def retire(self) -> None:
        self._note("retire")

    def close(self) -> None:
        self._note("close")

    def wait_for(self, told: Callable[[], bool]) -> None:
        """Wait until ``told`` holds; it is asked whenever something was told."""
        with self._changed:
            assert self._changed.wait_for(told, PATIENCE_S), self.told

    def wait_for_passes(self, count: int) -> None:
        """Wait until ``count`` passes have begun."""
        self.wait_for(lambda: self.passes >= count)

    def _note(self, what: str) -> None:
        with self._changed:
            self.told.append(what)
            self._changed.notify_all()


class Hold:
    """Lets a pass hang until the test lets it go; ``inside`` is set as soon as it does."""

    def __init__(self) -> None:
        self.inside = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, *_given: object) -> None:
        self.inside.set()
        assert self.go_on.wait(PATIENCE_S)

    def entered(self) -> None:
        """Wait until something hangs here."""
        assert self.inside.wait(PATIENCE_S)
