# SPDX-License-Identifier: MIT
"""A portal of our own on loopback: speaks Co-WIN's contract, remembers, and misbehaves on request.

For practising and for tests. It shares no code with the client, so that neither can hide the other's slips.
"""

from __future__ import annotations

from vaxdesk.portal.practice.mischief import PROFILES
from vaxdesk.portal.practice.server import PracticePortal

__all__ = ["PROFILES", "PracticePortal"]
