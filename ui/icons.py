# SPDX-License-Identifier: MIT
"""The pictures of the program. States are words and characters instead: see ``vaxdesk.wording.states``."""

from __future__ import annotations

from PySide6.QtGui import QIcon

import resources


def app_icon() -> QIcon:
    """Return the icon of the window."""
    return QIcon(str(resources.path("icons/vaxdesk.svg")))
