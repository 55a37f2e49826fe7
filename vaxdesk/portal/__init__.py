# SPDX-License-Identifier: MIT
"""The door to a portal: one configuration in, one ``Portal`` out. Knows nothing of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vaxdesk.errors import SettingsError
from vaxdesk.portal.protocol import Portal


@dataclass(frozen=True, slots=True)
class PortalConfig:
    """What a portal needs to be opened.

    Attributes:
        kind: "cowin", or "practice": the same contract, on loopback only.
        base_url: without the version, e.g. ``https://…/api``.
        centres: our code of a centre -> the portal's own number.
        max_in_flight: exchanges side by side at most, so connections worth keeping.
    """

    kind: str
    base_url: str
    key: str = field(repr=False)
    connect_timeout_s: float
    read_timeout_s: float
    centres: Mapping[str, int]
    max_in_flight: int = 8


def open_portal(config: PortalConfig) -> Portal:
    """Return the portal of ``config``; nothing is sent yet.

    Raises:
        SettingsError: the kind is not known, or address or key cannot be used.
    """
    # Here, because requests takes longer to import than the rest of the desk: a start must not wait for it.
    from vaxdesk.portal.cowin.client import CowinPortal
    from vaxdesk.portal.transport import Transport, is_loopback

    if config.kind not in ("cowin", "practice"):
        raise SettingsError("portal_kind")
    if not config.key:
        raise SettingsError("portal_key_missing")
    transport = Transport(
        config.base_url,
        {"x-api-key": config.key},
        connect_timeout_s=config.connect_timeout_s,
        read_timeout_s=config.read_timeout_s,
        max_in_flight=config.max_in_flight,
    )
    if config.kind == "practice" and not is_loopback(transport.host):
        raise SettingsError("portal_address")
    return CowinPortal(transport, config.centres)
