# SPDX-License-Identifier: MIT
"""Every key of the desk, once: its name, its words and its shortcut. Does nothing itself.

F9 is kept free for a place that comes later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from vaxdesk.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Key:
    """One key: ``words`` say what it does, for the help page."""

    name: str
    shortcut: str
    words: str


KEYS: Final = (
    Key("help", "F1", N_("Show this list of keys")),
    Key("record", "F2", N_("Record a vaccination")),
    Key("find", "F3", N_("Find a person: expected, recorded before, or new")),
    Key("register", "F4", N_("Look through the register of a day")),
    Key("pages", "Ctrl+B", N_("Type a page of the paper register")),
    Key("upload", "F5", N_("Upload now")),
    Key("attention", "F6", N_("See what needs a person's attention")),
    Key("observation", "F7", N_("See who is watched, who may go, and note adverse events")),
    Key("vials", "F8", N_("Open, use and close vials")),
    Key("sheet", "F10", N_("Write the daily sheet")),
    Key("import", "Ctrl+I", N_("Import a register or an expected list")),
    Key("exchanges", "F11", N_("See the exchanges with the portal, one by one")),
    Key("mend_last", "F12", N_("Mend the last one saved")),
    Key("save", "Ctrl+S", N_("Save and go to the next person")),
    Key("slip", "Ctrl+P", N_("Show the slip of the last one saved or of the row chosen; again, print it")),
    Key("not_vaccinated", "Ctrl+R", N_("Note why somebody was not vaccinated")),
    Key("lock", "Ctrl+L", N_("Lock the desk; the upload goes on")),
    Key("language", "Ctrl+H", N_("Switch between English and Hindi")),
    Key("larger", "Ctrl++", N_("Larger text, up to twice the size")),
    Key("smaller", "Ctrl+-", N_("Smaller text")),
    Key("clear", "Esc", N_("Clear the form; asks only when something would be lost")),
)
# Keys of one place alone, which know them by themselves.
BOARD_KEYS: Final = (
    Key("token", "Token, Enter", N_("At Observation: let the person with that token go")),
    Key("all_go", "G", N_("At Observation: let all go who may")),
    Key("event", "A", N_("At Observation: note an adverse event")),
    Key("note", "N", N_("At Observation: keep a note")),
    Key("take_back", "U", N_("At Observation: let those sit again who were let go last")),
)
# Keys of the fields themselves: Qt and the form know them, the help page tells of them.
FIELD_KEYS: Final = (
    Key("next", "Enter, Tab", N_("Go to the next field")),
    Key("back", "Shift+Tab", N_("Go back one field")),
    Key("pick", "1 … 9", N_("Choose from a list by its number")),
    Key("take_like", "Alt+1 … 3", N_("Take the person who was here before, named beside the form")),
    Key("dismiss_likes", "Alt+0", N_("Say that it is another person than those named beside the form")),
    Key("pin", "Ctrl+D", N_("Pin a field for the next person, or let it go")),
    Key("new", "Shift+Enter", N_("In the search: record somebody new")),
    Key("mend_all", "G", N_("Under Attention: do one thing for all who have a cause")),
)


class Actions:
    """The QActions of one window, by name."""

    def __init__(self, window: QWidget) -> None:
        self._by_name: dict[str, QAction] = {}
        for key in KEYS:
            action = QAction(_(key.words), window)
            action.setShortcut(QKeySequence(key.shortcut))
            action.setAutoRepeat(False)  # a key that is held down, or sticks, is pressed once
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
            self._by_name[key.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def enable(self, enabled: bool, *, but: tuple[str, ...] = ()) -> None:
        """Switch all keys on or off, except those named in ``but``."""
        for name, action in self._by_name.items():
            if name not in but:
                action.setEnabled(enabled)


def shortcut(name: str) -> str:
    """Return the key of ``name`` as it is printed on the keyboard."""
    return next(key.shortcut for key in KEYS if key.name == name)
