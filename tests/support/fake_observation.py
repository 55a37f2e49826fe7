# SPDX-License-Identifier: MIT
"""The board of ``fake_desk``: people that a test puts on it; nobody is ever let go."""

from __future__ import annotations

from vaxdesk.domain.observation import Watched


class FakeObservation:
    """``services.observation.Observation``, for reading."""

    def __init__(self) -> None:
        self.sitting: tuple[Watched, ...] = ()

    def board(self) -> tuple[Watched, ...]:
        return self.sitting

    def left(self) -> tuple[Watched, ...]:
        return ()
