# SPDX-License-Identifier: MIT
"""Codes as scanners type them, made here: Aadhaar letters and cards of invented people, slips, bar codes.

The photo and the signature are random bytes; the numbers pass Aadhaar's check and belong to nobody.
"""

from __future__ import annotations

import gzip
import random
from html import escape

from stdnum import verhoeff

ADDRESS = ("C/O Namoona", "Kurukshetra", "Near Temple", "12", "Sector 7", "136118", "Thanesar", "Haryana", "Street 4")
_PART = 10**4_000  # Python turns no more than 4,300 digits at once
_REFERENCE_TIME = "20210116093000123"


def aadhaar_number(n: int) -> str:
    """Return the ``n``-th invented Aadhaar number, check digit right."""
    first = f"{20_000_000_000 + n:011d}"
    return first + str(verhoeff.calc_check_digit(first))


def photo(seed: int = 1, size: int = 900) -> bytes:
    """Return bytes as a photo has them: any at all, field separators too."""
    return random.Random(seed).randbytes(size)


def secure_qr(
    name: str = "Sunita Namoona",
    born: str = "31-12-1985",
    gender: str = "F",
    last_four: str = "8606",
    *,
    version: str = "V2",
    flag: str = "3",
    picture: bytes | None = None,
) -> str:
    """Return the decimal number in the QR code of a card; ``version`` "" makes one of the first."""
    texts = [version] if version else []
    texts += [flag, last_four + _REFERENCE_TIME, name, born, gender, *ADDRESS, "Thanesar", "Thanesar"]
    fields = b"\xff".join(text.encode("iso-8859-1", "replace") for text in texts)
    signed = fields + b"\xff" + (photo() if picture is None else picture) + photo(2, 32) + photo(3, 256)
    return number_of(signed)


def number_of(content: bytes) -> str:
    """Return ``content`` as such a code carries it."""
    value, parts = int.from_bytes(gzip.compress(content, mtime=0), "big"), []
    while value:
        value, part = divmod(value, _PART)
        parts.append(f"{part:04000d}")
    return "".join(reversed(parts)).lstrip("0")


def letter(n: int = 1, **changed: str) -> str:
    """Return the XML in the QR code of an old letter; ``changed`` replaces attributes, "" leaves one out."""
    values = {
        "uid": aadhaar_number(n),
        "name": "Sunita Namoona",
        "gender": "F",
        "yob": "1985",
        "co": "C/O Namoona",
        "house": "12",
        "vtc": "Thanesar",
        "dist": "Kurukshetra",
        "state": "Haryana",
        "pc": "136118",
    } | changed
    attributes = " ".join(f'{key}="{escape(value)}"' for key, value in values.items() if value)
    return f'<?xml version="1.0" encoding="UTF-8"?><PrintLetterBarcodeData {attributes}/>'
