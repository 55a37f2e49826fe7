# SPDX-License-Identifier: MIT
"""The places of the navigation, in their order, with their words and keys. Goes nowhere."""

from __future__ import annotations

from ui.actions import shortcut
from ui.widgets.navigation import Place
from vaxdesk.i18n import _


def places() -> tuple[Place, ...]:
    """Return every place that has a button, in the language of now."""
    return (
        Place("record", _("Record"), shortcut("record")),
        Place("register", _("Register"), shortcut("register")),
        Place("pages", _("Pages"), shortcut("pages")),
        Place("attention", _("Attention"), shortcut("attention")),
        Place("observation", _("Observation"), shortcut("observation")),
        Place("vials", _("Vials"), shortcut("vials")),
        Place("sheet", _("Daily sheet"), shortcut("sheet")),
        Place("import", _("Import"), shortcut("import")),
        Place("exchanges", _("Exchanges"), shortcut("exchanges")),
        Place("help", _("Help"), shortcut("help"), last=True),
    )
