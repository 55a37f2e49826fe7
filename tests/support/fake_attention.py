# SPDX-License-Identifier: MIT
"""``services.attention.Attention`` over the rows of a ``FakeDesk``: the real grouping; a test sets the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.fake_sending import Faulty
from vaxdesk.domain import causes
from vaxdesk.domain.attention import Asked, CauseGroup, Mended
from vaxdesk.domain.upload import State
from vaxdesk.domain.user import User

if TYPE_CHECKING:
    from tests.support.fake_desk import FakeDesk


class FakeAttention(Faulty):
    """Groups ``desk.rows`` and ``desk.browsing.corrections``.

    Attributes:
        risks: what ``dates`` returns.
        held_why: client_ref -> why it is held.
        asked: every mend, with who asked.
        left: what the next mend leaves as it was, by key.
    """

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.risks: tuple[CauseGroup, ...] = ()
        self.held_why: dict[str, str] = {}
        self.asked: list[tuple[Asked, User]] = []
        self.left: dict[str, str] = {}
        self.reads_of_dates = 0

    def groups(self) -> tuple[CauseGroup, ...]:
        self._may_fail()
        waits = {State.REJECTED, State.HELD, State.DOUBTFUL}
        rows = [row for row in self.desk.rows if row.state in waits]
        return causes.grouped(rows, self.desk.browsing.to_raise(), self.held_why)

    def dates(self, limit: int = 2000) -> tuple[CauseGroup, ...]:
        del limit
        self.reads_of_dates += 1
        return self.risks

    def mend(self, asked: Asked, by: User) -> Mended:
        self._may_fail()
        self.asked.append((asked, by))
        done = tuple(key for key in asked.keys if key not in self.left)
        return Mended(asked.mend, done, tuple(self.left.items()))
