# SPDX-License-Identifier: MIT
"""Items to send and practice portals to send them to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.people import vaccination
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.portal import PortalConfig, open_portal
from vaxdesk.portal.practice import PracticePortal
from vaxdesk.portal.practice.mischief import Mischief, Plan
from vaxdesk.portal.protocol import Portal
from vaxdesk.portal.transport import Transport

CENTRES = {"LNJP": 563048}
Served = tuple[PracticePortal, Portal]


def transport(port: int, *, scheme: str = "http", host: str = "127.0.0.1", read_s: float = 2.0) -> Transport:
    """Return a transport to loopback with short time-outs."""
    return Transport(f"{scheme}://{host}:{port}/api", {"x-api-key": "k"}, connect_timeout_s=0.3, read_timeout_s=read_s)


def item_of(given: Vaccination, portal_ref: str = "") -> OutboxItem:
    """Return ``given`` as the uploader would hand it over."""
    due_at = datetime(2021, 1, 16, 10, 0, tzinfo=UTC)
    return OutboxItem("ref", State.SENDING, Step.IDENTIFY, given, portal_ref, due_at, 0, 0, 0, "")


def item(n: int = 0, portal_ref: str = "", **changed: object) -> OutboxItem:
    """Return invented person ``n``, with fields of the beneficiary in ``changed`` replaced."""
    given = vaccination(n)
    return item_of(replace(given, beneficiary=replace(given.beneficiary, **changed)), portal_ref)


def spoiling(*kinds: Mischief) -> Callable[[int], Plan]:
    """Return a plan that spoils the first calls by ``kinds`` and no other."""

    def plan(number: int) -> Plan:
        kind = kinds[number - 1] if number <= len(kinds) else Mischief.NONE
        return Plan(kind, wait_s=0.05, retry_after_s=2, cut=0.5)

    return plan


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start a practice portal that spoils its first calls as told, and open a client of it."""
    started: list[Served] = []

    def start(*kinds: Mischief, key: str = "key") -> Served:
        practice = PracticePortal(plan=spoiling(*kinds), key="key")
        base_url = practice.start()
        client = open_portal(PortalConfig("practice", base_url, key, 1.0, 2.0, CENTRES))
        started.append((practice, client))
        return practice, client

    yield start
    for practice, client in started:
        client.close()
        practice.stop()
