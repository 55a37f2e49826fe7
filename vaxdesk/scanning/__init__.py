# SPDX-License-Identifier: MIT
"""What the text of a scanned code means. Pure: no Qt, no clock, no disk.

Whatever the text is, ``recognise`` returns and never raises; what a desk must not keep (photo, address, the whole
Aadhaar number) is dropped before it returns. It does not decide what becomes of a code.
"""

from __future__ import annotations

from vaxdesk.domain.scanned import Scanned
from vaxdesk.scanning import aadhaar_letter, aadhaar_secure, bar_code, slip_code

LONGEST = 16_384
"""Characters. The largest QR code holds 7,089 digits; nothing longer was ever printed as a code."""

_READERS = (slip_code.read, aadhaar_secure.read, aadhaar_letter.read, bar_code.read)


def recognise(text: str) -> Scanned | None:
    """Return what ``text`` is the code of, None when it is none that a desk knows."""
    if len(text) > LONGEST:
        return None
    trimmed = text.strip()
    return next((scanned for read in _READERS if (scanned := read(trimmed)) is not None), None)


def goes_on(text: str) -> bool:
    """Return whether ``text`` is the first line of a code that has more than one."""
    return aadhaar_letter.goes_on(text)
