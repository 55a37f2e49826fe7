# SPDX-License-Identifier: MIT
"""What the set-up form holds and what is wrong with it, all at once. Pure: no widget, no disk."""

from __future__ import annotations

from dataclasses import dataclass

from vaxdesk.i18n import _, ngettext
from vaxdesk.services.setup import SHORTEST_PASSWORD, SetupAnswers
from vaxdesk.settings import COWIN, portal_fault
from vaxdesk.wording.errors import for_code


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it stands; field names are the keys of ``problems``."""

    centre: str = ""
    language: str = "en"
    supervisor: str = ""
    password: str = ""
    again: str = ""
    clerk: str = ""
    clerk_password: str = ""
    kind: str = COWIN
    address: str = ""
    key: str = ""

    def answers(self) -> SetupAnswers:
        """Return what set-up takes; the practice portal on this PC needs no key of a real one."""
        return SetupAnswers(
            centre=self.centre,
            supervisor=self.supervisor.strip(),
            supervisor_password=self.password,
            clerk=self.clerk.strip(),
            clerk_password=self.clerk_password,
            portal_kind=self.kind,
            portal_base_url=self.address.strip(),
            portal_key=self.key.strip(),
            language=self.language,
        )


def problems(typed: Typed) -> dict[str, str]:
    """Return a sentence for each field that set-up cannot take as it stands."""
    found: dict[str, str] = {}
    if not typed.supervisor.strip():
        found["supervisor"] = _("Type the supervisor's name.")
    if missing := letters_missing(typed.password):
        found["password"] = missing
    elif typed.password != typed.again:
        found["again"] = _("The two passwords differ. Type the same one twice.")
    if typed.clerk.strip():
        if missing := letters_missing(typed.clerk_password):
            found["clerk_password"] = missing
        if typed.clerk.strip().casefold() == typed.supervisor.strip().casefold():
            found["clerk"] = _("The clerk needs another name than the supervisor.")
    elif typed.clerk_password:
        found["clerk"] = _("Type the clerk's name, or leave both fields empty.")
    if typed.address.strip() and (fault := portal_fault(typed.kind, typed.address.strip())):
        found["address"] = for_code(fault)
    return found


def letters_missing(password: str) -> str:
    """Return how many characters a password still needs; "" when it is long enough."""
    missing = SHORTEST_PASSWORD - len(password)
    if missing <= 0:
        return ""
    return ngettext("{n} more character is needed.", "{n} more characters are needed.", missing).format(n=missing)
