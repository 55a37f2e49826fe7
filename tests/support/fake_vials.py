# SPDX-License-Identifier: MIT
"""A centre without vials, for tests of the window that are about something else."""

from __future__ import annotations

from vaxdesk.domain.vial import VialDraft, day_of
from vaxdesk.services.vials import Board
from vaxdesk.validation.opening import Opening


class FakeVials:
    """``services.vials.Vials`` of a desk at which nobody opened one."""

    def board(self, centre: str) -> Board:
        """Return an empty board."""
        return Board((), (), (), VialDraft(centre=centre, vial="L1"), (), day_of(()))

    def check(self, draft: VialDraft) -> Opening:
        """Find nothing wrong."""
        del draft
        return Opening((), None)
