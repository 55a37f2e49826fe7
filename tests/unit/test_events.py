# SPDX-License-Identifier: MIT
"""Hooks: everybody who listens is told, in turn, and nobody can stop the next."""

from __future__ import annotations

import logging

import pytest

from vaxdesk.events import Hook, Hooks


def test_every_receiver_is_told_in_turn_with_the_values() -> None:
    hook, told = Hook("saved"), []
    hook.connect(lambda *values: told.append(("first", values)))
    hook.connect(lambda *values: told.append(("second", values)))
    hook.send("ref-1", 2)
    assert told == [("first", ("ref-1", 2)), ("second", ("ref-1", 2))]


def test_nobody_who_left_is_told_and_nobody_listening_is_no_trouble() -> None:
    hook, told = Hook("saved"), []
    hook.send()
    hook.connect(told.append)
    hook.disconnect(told.append)
    hook.send("ref-1")
    assert told == []


def test_a_receiver_that_raises_is_logged_and_the_next_is_told(caplog: pytest.LogCaptureFixture) -> None:
    hook, told = Hook("saved"), []

    def fail(_value: object) -> None:
        raise ValueError("a slip of ours")

    hook.connect(fail)
    hook.connect(told.append)
    with caplog.at_level(logging.ERROR, "vaxdesk.events"):
        hook.send("ref-1")
    assert told == ["ref-1"]
    assert [record.getMessage() for record in caplog.records] == ["a receiver of saved failed"]
    assert caplog.records[0].exc_info


def test_a_receiver_may_leave_while_it_is_told() -> None:
    hook, told = Hook("saved"), []

    def once(value: object) -> None:
        told.append(value)
        hook.disconnect(once)

    hook.connect(once)
    hook.connect(told.append)
    hook.send(1)
    hook.send(2)
    assert told == [1, 1, 2]


def test_the_hooks_of_two_desks_have_nothing_to_do_with_each_other() -> None:
    one, other, told = Hooks(), Hooks(), []
    for name in ("vaccination_saved", "outbox_changed", "status_changed"):
        getattr(one, name).connect(lambda name=name: told.append(name))
        getattr(other, name).send()
        assert told == []
    one.status_changed.send()
    assert told == ["status_changed"]
