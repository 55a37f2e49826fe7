# SPDX-License-Identifier: MIT
"""The bookkeeping of one exchange, by a clock of our own."""

from __future__ import annotations

import pytest

from vaxdesk.clock import Clock
from vaxdesk.portal.answer import Traffic
from vaxdesk.portal.wire import Exchange


class HandClock(Clock):
    """Stands still until it is moved."""

    moment = 100.0

    def monotonic(self) -> float:
        return self.moment


def test_a_read_waits_no_longer_than_its_own_time_and_never_past_the_end() -> None:
    clock = HandClock()
    exchange = Exchange(clock, read_timeout_s=45.0, total_s=100.0)
    assert exchange.patience_s() == 45.0
    clock.moment += 90.0
    assert exchange.patience_s() == 10.0
    clock.moment += 10.0
    with pytest.raises(TimeoutError):
        exchange.patience_s()


def test_an_exchange_knows_what_it_cost_and_whether_anything_left() -> None:
    clock = HandClock()
    exchange = Exchange(clock, 45.0, 100.0)
    assert not exchange.may_have_left
    exchange.sending(300)
    exchange.sending(108)
    exchange.received(12)
    clock.moment += 1.5
    assert exchange.may_have_left
    assert exchange.traffic() == Traffic(1.5, 408, 12)
