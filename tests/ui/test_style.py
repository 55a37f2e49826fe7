# SPDX-License-Identifier: MIT
"""The colours can be read: every ink on every ground it stands on, in both schemes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from ui import style
from vaxdesk.domain.upload import State

SCHEMES = pytest.mark.parametrize("scheme", [style.LIGHT, style.DARK], ids=["light", "dark"])


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(colour).getRgbF()[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@SCHEMES
@pytest.mark.parametrize(("ink", "ground"), style.INK_ON_GROUND)
def test_ink_can_be_read_on_its_ground(scheme: style.Colours, ink: str, ground: str) -> None:
    assert _contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@SCHEMES
def test_the_edge_of_a_field_can_be_seen_on_a_card(scheme: style.Colours) -> None:
    assert _contrast(scheme.edge, scheme.card) >= 3


@SCHEMES
def test_the_sheet_names_no_colour_that_is_not_there(scheme: style.Colours) -> None:
    assert "$" not in style.sheet(scheme).split("*/", 1)[1]


def test_every_state_has_a_colour(qapp: object) -> None:
    assert all(style.state_colour(state).isValid() for state in State)
