# SPDX-License-Identifier: MIT
"""What a key types on an American keyboard, by its place on the board: scanners press the keys of that layout.

Places are those of Linux input event codes (input-event-codes.h), which for the letters, digits and signs are also the
scan codes of Windows. X11 and Wayland count eight higher (XKB). Knows no event and no field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_SIGNS: Final[Mapping[int, tuple[str, str]]] = {
    first + at: pair for first, plain, shifted in _ROWS for at, pair in enumerate(zip(plain, shifted, strict=True))
}
_COUNTS_FROM: Final[Mapping[str, int]] = {"xcb": 8, "wayland": 8, "windows": 0}


def american(platform: str, native_code: int, *, shifted: bool) -> str:
    """Return the sign at ``native_code`` of Qt's ``platform``, "" where place or platform is not known."""
    first = _COUNTS_FROM.get(platform)
    pair = _SIGNS.get(native_code - first) if first is not None else None
    return pair[shifted] if pair else ""
