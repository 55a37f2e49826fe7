# SPDX-License-Identifier: MIT
"""Slow work beside the window: ``Background.run`` takes a call to a pool thread and brings its result back.

Both call-backs run in the GUI thread. Must not know what the work is, touch widgets, or show a traceback.

The threads are Python's, not Qt's. A Qt thread is new to Python at each call: what a thread keeps for itself, such as
its read connection, would be torn down after each, and SQLite's clean-up in that moment ends the process
(python/cpython#119585).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from vaxdesk.errors import VaxDeskError

log = logging.getLogger(__name__)

T = TypeVar("T")
OnError = Callable[[VaxDeskError], None]

THREADS = 3


@dataclass(frozen=True, slots=True)
class _Ended:
    """One piece of work that is over: call ``callback`` with ``value``, unless ``receiver`` is gone."""

    callback: Callable[[object], object]
    value: object
    receiver: QObject | None


class Background(QObject):
    """Runs slow calls in a few threads that stay, so that each keeps its own read connection.

    Signals:
        failed: (VaxDeskError) work without an ``on_error`` of its own failed; the window tells the person.
    """

    failed = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="background")
        self._running: set[Future[None]] = set()
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        op: Callable[[], T],
        on_done: Callable[[T], object],
        on_error: OnError | None = None,
        *,
        receiver: QObject | None = None,
    ) -> None:
        """Call ``op`` in a pool thread, then ``on_done(result)`` or ``on_error(error)`` in the GUI thread.

        A call-back is dropped when its receiver was destroyed meanwhile: the QObject it is a method of, or
        ``receiver`` for a function that is no method. Anything else than a ``VaxDeskError`` is logged and
        becomes the code ``unexpected``.
        """
        fail: OnError = on_error if on_error is not None else self.failed.emit

        def work() -> None:
            self._ended.emit(_attempt(op, on_done, fail, receiver))

        future = self._pool.submit(work)
        self._running.add(future)
        future.add_done_callback(self._running.discard)

    def finish(self, timeout_ms: int) -> bool:
        """Wait at most ``timeout_ms`` for what runs; return whether all is over."""
        return not wait(list(self._running), timeout_ms / 1000).not_done

    @Slot(object)
    def _deliver(self, ended: _Ended) -> None:
        if ended.receiver is None or isValid(ended.receiver):
            ended.callback(ended.value)


def _attempt(
    op: Callable[[], T], on_done: Callable[[T], object], on_error: OnError, receiver: QObject | None
) -> _Ended:
    """Run ``op`` to its end and return which call-back is due with what; never raises."""
    callback: Callable[..., object] = on_done
    value: object
    try:
        value = op()
    except VaxDeskError as error:
        callback, value = on_error, error
    except Exception:
        # The desk's log names the type and the place only: the message may quote a person's data.
        log.exception("background work failed")
        callback, value = on_error, VaxDeskError("unexpected")
    return _Ended(callback, value, receiver or _owner(callback))


def _owner(callback: object) -> QObject | None:
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None
