# SPDX-License-Identifier: MIT
"""The code on a VaxDesk slip: ``VD1:037-0:1A2B3C4D``. It has no personal data.

Two desks count their receipts alike, so the number alone could open another person; the second part, the beginning of
the random identifier of the vaccination, tells them apart. Capitals and digits only: a QR code packs them well.
"""

from __future__ import annotations

import re
from typing import Final

from vaxdesk.domain.scanned import SlipScan, Unreadable, UnreadableScan
from vaxdesk.identity import normalise_digits, read_receipt_number

_BEGINS: Final = "VD1:"
_MARK_DIGITS: Final = 8
_CODE: Final = re.compile(rf"{_BEGINS}([0-9]{{3,12}}-[0-9]):([0-9A-F]{{{_MARK_DIGITS}}})")


def write(receipt_no: str, client_ref: str) -> str:
    """Return the text of the code for the vaccination ``client_ref`` (a UUID)."""
    return f"{_BEGINS}{receipt_no}:{mark(client_ref)}"


def mark(client_ref: str) -> str:
    """Return what a slip says of ``client_ref``."""
    return client_ref.replace("-", "")[:_MARK_DIGITS].upper()


def read(text: str) -> SlipScan | UnreadableScan | None:
    """Return the slip, that it cannot be read, or None when ``text`` is no code of a slip."""
    capitals = normalise_digits(text).upper()  # a scanner beside Caps Lock types small letters
    if not capitals.startswith(_BEGINS):
        return None
    code = _CODE.fullmatch(capitals)
    if code is None or not (receipt_no := read_receipt_number(code[1])):
        return UnreadableScan(Unreadable.SLIP)
    return SlipScan(receipt_no, code[2])
