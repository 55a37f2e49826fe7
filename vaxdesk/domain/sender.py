# SPDX-License-Identifier: MIT
"""What the services may ask of the background upload, without knowing how it is done."""

from __future__ import annotations

from typing import Protocol


class Sender(Protocol):
    """Handed by the desk to ``services/sending.py``."""

    def upload_now(self) -> None:
        """Run a pass as soon as possible; skips splay and back-off, never Retry-After nor the pace."""

    def pause(self) -> None:
        """Start no further exchange until ``resume``; the pause outlives a restart."""

    def resume(self) -> None:
        """End a pause."""

    def nudge(self) -> None:
        """Something new waits: run a pass soon."""
