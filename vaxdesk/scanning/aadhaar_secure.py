# SPDX-License-Identifier: MIT
"""The Aadhaar secure QR code: one large decimal number, whose bytes are a gzip stream of fields parted by 0xFF.

The fields are: version ("V2" and later; the first cards have none), e-mail and mobile flag, reference id (last four
digits and a time stamp), name, date of birth, gender, eleven parts of the address, then photo, hashes and signature.
Only the first six are ever looked at. The signature is not checked: a desk only saves typing by it, and the person and
the card sit in front of the clerk.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from vaxdesk.domain.scanned import AadhaarScan, Unreadable, UnreadableScan
from vaxdesk.identity import normalise_digits
from vaxdesk.scanning import facts

MOST_INFLATED: Final = 65_536
"""Bytes taken out of the gzip stream at most; a whole card, photo and signature, has about 5,000."""
_FEWEST_DIGITS: Final = 300  # signature and photo alone make 600 and more
_MOST_DIGITS: Final = 7_089  # of the largest QR code
_DIGITS_AT_ONCE: Final = 4_000  # int() takes 4,300, a limit of Python's that this program leaves as it is
_NUMBER: Final = re.compile(r"[0-9]+")
_GZIP: Final = 31  # zlib's window bits for a gzip stream
_VERSION: Final = re.compile(rb"V[2-9]")
_FLAG: Final = re.compile(rb"[0-3]")
_REFERENCE: Final = re.compile(rb"([0-9]{4})[0-9]{10,20}")


def read(text: str) -> AadhaarScan | UnreadableScan | None:
    """Return the card, that it cannot be read, or None when ``text`` is no such number."""
    number = normalise_digits(text)
    if len(number) < _FEWEST_DIGITS or not _NUMBER.fullmatch(number):
        return None
    if len(number) > _MOST_DIGITS:
        return UnreadableScan(Unreadable.AADHAAR)
    return _card(_inflated(_bytes(number))) or UnreadableScan(Unreadable.AADHAAR)


def _bytes(number: str) -> bytes:
    value = 0
    for start in range(0, len(number), _DIGITS_AT_ONCE):
        part = number[start : start + _DIGITS_AT_ONCE]
        value = value * 10 ** len(part) + int(part)
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _inflated(packed: bytes) -> bytes:
    """Return what the stream holds, up to the bound; of a damaged one nothing."""
    try:
        return zlib.decompressobj(_GZIP).decompress(packed, MOST_INFLATED)
    except zlib.error:
        return b""


def _card(content: bytes) -> AadhaarScan | None:
    fields = content.split(b"\xff", 7)
    if _VERSION.fullmatch(fields[0]):
        fields = fields[1:]
    if len(fields) < 6 or not _FLAG.fullmatch(fields[0]):
        return None
    reference = _REFERENCE.fullmatch(fields[1])
    name = facts.name(_text(fields[2]))
    if reference is None or not name:
        return None
    return AadhaarScan(
        name, facts.birth_year(_text(fields[3])), facts.gender(_text(fields[4])), reference[1].decode("ascii")
    )


def _text(field: bytes) -> str:
    """Return a field as text: UTF-8 where it is such, else ISO 8859-1 as the first cards have it."""
    try:
        return field.decode("utf-8")
    except UnicodeDecodeError:
        return field.decode("iso-8859-1")
