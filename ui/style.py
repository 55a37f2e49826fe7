# SPDX-License-Identifier: MIT
"""The colours, the font families and the style sheet of the desk, light and dark. Knows no widget by name.

What widgets say by dynamic properties, and the sheet ``resources/style/desk.qss`` shows:
    QLabel       role = label | problem | quiet | hint | strong | title | heading | centre | readback
                        | readback-number | code | pin | banner
                 state = a State's value (colour only); severity = error | note beside role="problem"
    QFrame       class = card | bar | nav | status | message;  QWidget  class = page (the ground)
    QPushButton  kind = primary | link | nav | choice | danger, none for a plain one
    QLineEdit, QComboBox, QPlainTextEdit   pinned = true, severity = error | note
Call ``restyle`` after changing a property of a shown widget.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from string import Template
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import resources
from vaxdesk.domain.upload import State

# The family that shapes Devanagari comes first: Qt asks the first one for it, and finds no such tables in Noto Sans.
FAMILIES: Final = ("Noto Sans Devanagari", "Noto Sans", "Nirmala UI", "Segoe UI")
BASE_PX: Final = 14
TEXT_SIZES: Final = (100, 125, 150, 175, 200)
"""The sizes of text that a person may choose, in per cent."""
_PIXELS: Final = re.compile(r"\b(\d+)px\b")
_FINEST_PX: Final = 2
_text_percent = TEXT_SIZES[0]


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme; each value is #RRGGBB. The soft ones are grounds for ink of the colour they soften.

    Attributes:
        line: between parts; edge: around what can be typed into or pressed (3 : 1 against card).
        pinned: ground of a value that stays for the next person.
    """

    ground: str
    card: str
    line: str
    edge: str
    ink: str
    quiet: str
    pinned: str
    accent: str
    accent_press: str
    on_accent: str
    accent_soft: str
    blue: str
    green: str
    amber: str
    amber_soft: str
    red: str
    red_soft: str
    violet: str
    stripe: str
    on_stripe: str


LIGHT: Final = Colours(
    ground="#F5F7F9",
    card="#FFFFFF",
    line="#D8DEE6",
    edge="#87929E",
    ink="#1B1F24",
    quiet="#5B6672",
    pinned="#EEF2F5",
    accent="#0F766E",
    accent_press="#0B5C56",
    on_accent="#FFFFFF",
    accent_soft="#E4F2F0",
    blue="#1F5FBF",
    green="#1E7F43",
    amber="#8A5A00",
    amber_soft="#FDF0DC",
    red="#B42318",
    red_soft="#FEF3F2",
    violet="#6B4FBB",
    stripe="#F2B632",
    on_stripe="#1B1F24",
)
DARK: Final = Colours(
    ground="#12161A",
    card="#1B2127",
    line="#303A44",
    edge="#6B7885",
    ink="#E7ECF1",
    quiet="#9BA8B5",
    pinned="#252D35",
    accent="#4FBFB3",
    accent_press="#7AD3C9",
    on_accent="#0B1F1D",
    accent_soft="#17322F",
    blue="#7FB2FF",
    green="#6CCB8B",
    amber="#E9B44C",
    amber_soft="#33290F",
    red="#FF8B80",
    red_soft="#3A1F1D",
    violet="#B7A2F5",
    stripe="#E9B44C",
    on_stripe="#12161A",
)

# Every (ink, ground) that stands on the screen; a test measures each in both schemes.
INK_ON_GROUND: Final = (
    *((ink, ground) for ink in ("ink", "quiet") for ground in ("ground", "card", "pinned")),
    *((ink, "card") for ink in ("accent", "blue", "green", "amber", "red", "violet")),
    *((ink, "ground") for ink in ("accent", "blue", "green", "amber", "red", "violet")),
    ("ink", "accent_soft"),
    ("accent", "accent_soft"),
    ("amber", "amber_soft"),
    ("ink", "amber_soft"),
    ("ink", "red_soft"),
    ("red", "red_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_press"),
    ("on_stripe", "stripe"),
)

_STATE_INKS: Final = {
    State.CONFIRMED: "green",
    State.ACCEPTED: "blue",
    State.WAITING: "quiet",
    State.SENDING: "blue",
    State.DOUBTFUL: "amber",
    State.REJECTED: "red",
    State.HELD: "violet",
    State.VOID: "quiet",
}


def colours() -> Colours:
    """Return the scheme that the system asks for, read from the palette of the running application."""
    return DARK if QPalette().color(QPalette.ColorRole.Window).lightnessF() < 0.5 else LIGHT


def state_colour(state: State) -> QColor:
    """Return the ink of ``state`` in the scheme in use."""
    return QColor(getattr(colours(), _STATE_INKS[state]))


def text_percent() -> int:
    """Return the size of text in use, in per cent."""
    return _text_percent


def set_text_percent(percent: int) -> int:
    """Take the nearest of ``TEXT_SIZES`` into use for what is made from here on, and return it."""
    global _text_percent
    _text_percent = min(TEXT_SIZES, key=lambda size: abs(size - percent))
    return _text_percent


def px(at_100: int) -> int:
    """Return a length that is ``at_100`` pixels at 100 % in the size of text in use; lines stay fine."""
    return at_100 if at_100 <= _FINEST_PX else round(at_100 * _text_percent / 100)


def dress(app: QApplication, scheme: Colours | None = None) -> None:
    """Give the application font, colours and sheet: of ``scheme``, or anew in the one it has."""
    worn = scheme or colours()
    app.setFont(font())
    app.setPalette(palette(worn))
    app.setStyleSheet(sheet(worn))


def sheet(scheme: Colours) -> str:
    """Return the style sheet in the colours of ``scheme`` and the size of text in use."""
    text = resources.path("style/desk.qss").read_text(encoding="utf-8")
    shade = "dark" if scheme is DARK else "light"
    pictures = {name: resources.path(f"icons/{name}-{shade}.svg").as_posix() for name in ("arrow", "check")}
    sized = _PIXELS.sub(lambda length: f"{px(int(length[1]))}px", text)
    return Template(sized).substitute(asdict(scheme), **pictures)


def palette(scheme: Colours) -> QPalette:
    """Return a palette for what a style sheet does not reach: selections, place-holders, item views."""
    made = QPalette()
    for role, value in (
        (QPalette.ColorRole.Window, scheme.ground),
        (QPalette.ColorRole.Base, scheme.card),
        (QPalette.ColorRole.AlternateBase, scheme.ground),
        (QPalette.ColorRole.Button, scheme.card),
        (QPalette.ColorRole.WindowText, scheme.ink),
        (QPalette.ColorRole.Text, scheme.ink),
        (QPalette.ColorRole.ButtonText, scheme.ink),
        (QPalette.ColorRole.PlaceholderText, scheme.quiet),
        (QPalette.ColorRole.Highlight, scheme.accent),
        (QPalette.ColorRole.HighlightedText, scheme.on_accent),
        (QPalette.ColorRole.ToolTipBase, scheme.card),
        (QPalette.ColorRole.ToolTipText, scheme.ink),
        (QPalette.ColorRole.Link, scheme.accent),
    ):
        made.setColor(role, QColor(value))
    return made


def font(pixels: int = BASE_PX, *, strong: bool = False) -> QFont:
    """Return the desk's font, ``pixels`` high at 100 %; strong is weight 600."""
    made = QFont(list(FAMILIES))
    made.setPixelSize(px(pixels))
    if strong:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def has_devanagari() -> bool:
    """Return whether any installed font can show Hindi."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.Devanagari))


def restyle(widget: QWidget) -> None:
    """Draw ``widget`` anew after one of its dynamic properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def mark(widget: QObject, **properties: object) -> None:
    """Set dynamic properties of the style (``role="quiet"``) and show them, if any is new."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    if isinstance(widget, QWidget):
        restyle(widget)
