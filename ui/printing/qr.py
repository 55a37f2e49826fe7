# SPDX-License-Identifier: MIT
"""A QR code as squares. The only importer of segno."""

from __future__ import annotations

import segno


def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the code of ``text``, True where it is dark, without the quiet zone.

    Level M: a slip is folded and carried about; a quarter more squares than the least make it readable all the same.
    """
    code = segno.make_qr(text, error="m", boost_error=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.matrix)
