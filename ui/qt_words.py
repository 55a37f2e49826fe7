# SPDX-License-Identifier: MIT
"""Qt's own few words in the language in use: Qt ships none in Hindi. Knows only the words the desk can meet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTranslator

from vaxdesk.i18n import N_, _

WORDS: Final = {
    "OK": N_("OK"),
    "Cancel": N_("Cancel"),
    "Save": N_("Save"),
    "Close": N_("Close"),
    "Open": N_("Open"),
    "&OK": N_("OK"),
    "&Cancel": N_("Cancel"),
    "&Save": N_("Save"),
    "&Open": N_("Open"),
    "&Print": N_("Print"),
    "&Yes": N_("Yes"),
    "&No": N_("No"),
    "&Undo": N_("Undo"),
    "&Redo": N_("Redo"),
    "Cu&t": N_("Cut"),
    "&Copy": N_("Copy"),
    "&Paste": N_("Paste"),
    "Delete": N_("Delete"),
    "Select All": N_("Select all"),
}


class QtWords(QTranslator):
    """Installed once; asks gettext at every word, so it follows a switch of language."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """Return our word for Qt's ``source``; None where Qt's own stands."""
        return _(WORDS[source]) if source in WORDS else None

    def isEmpty(self) -> bool:
        return False
