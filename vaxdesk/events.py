# SPDX-License-Identifier: MIT
"""Named hooks by which the core tells whoever listens. A receiver that raises is logged; the next one still runs.

Hooks are called in the thread where the event happens; ``ui/bridge.py`` carries them into the GUI thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class Hook:
    """One named event with plain values as arguments."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._receivers: list[Callable[..., None]] = []

    def connect(self, receiver: Callable[..., None]) -> None:
        """Call ``receiver`` at every ``send`` from now on."""
        self._receivers.append(receiver)

    def disconnect(self, receiver: Callable[..., None]) -> None:
        """Stop calling ``receiver``."""
        self._receivers.remove(receiver)

    def send(self, *values: object) -> None:
        """Tell every receiver; none can stop the next."""
        for receiver in list(self._receivers):
            try:
                receiver(*values)
            except Exception:
                log.exception("a receiver of %s failed", self._name)


class Hooks:
    """The events of one desk.

    Attributes:
        vaccination_saved: (client_ref) recorded, corrected or voided.
        outbox_changed: () some item changed its state.
        status_changed: () connectivity, pause, next try or silence changed without an item doing so.
    """

    def __init__(self) -> None:
        self.vaccination_saved = Hook("vaccination_saved")
        self.outbox_changed = Hook("outbox_changed")
        self.status_changed = Hook("status_changed")
