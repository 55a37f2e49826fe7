# SPDX-License-Identifier: MIT
"""Desks that are set up already, made fast: passwords cost the least that the store accepts.

A folder made here is an ordinary data folder; whoever opens it closes it.
"""

from __future__ import annotations

from pathlib import Path

from tests.support import people
from vaxdesk.clock import Clock
from vaxdesk.paths import SETTINGS_FILE
from vaxdesk.services import setup
from vaxdesk.settings import PRACTICE
from vaxdesk.store.keys import LOWEST_COST

PASSWORD = "paper lantern nine"
PORTAL_KEY = "invented-portal-key"


def make_folder(folder: Path, *, base_url: str = "", clock: Clock | None = None, **upload: object) -> Path:
    """Set a desk up in ``folder`` for ``people.SUPERVISOR`` and ``people.CLERK``, both with ``PASSWORD``.

    Args:
        base_url: of a practice portal on loopback; "" for a desk that only records.
        upload: values for ``[upload]``, written as TOML writes them, e.g. ``interval_s=0.1``.
    """
    answers = setup.SetupAnswers(
        centre="LNJP",
        supervisor=people.SUPERVISOR.name,
        supervisor_password=PASSWORD,
        clerk=people.CLERK.name,
        clerk_password=PASSWORD,
        portal_kind=PRACTICE,
        portal_base_url=base_url,
        portal_key=PORTAL_KEY if base_url else "",
    )
    setup.set_up(folder, answers, clock or Clock(), cost=LOWEST_COST)
    settings = folder / SETTINGS_FILE
    with settings.open("a", encoding="utf-8") as file:
        file.writelines(f"{name} = {value}\n" for name, value in upload.items())
    return folder
