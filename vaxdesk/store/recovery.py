# SPDX-License-Identifier: MIT
"""The recovery code: 200 random bits as a person can print, keep and type them. Pure but for its random bits.

Forty letters and digits in Crockford's base 32 and five more as a checksum, in groups of five. Reading
forgives what people do: case, blanks, dashes, O for 0, I and L for 1.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import Final

from vaxdesk.errors import SignInError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BITS: Final = 200
CHECK_BITS: Final = 25
GROUP: Final = 5
_LENGTH: Final = (SECRET_BITS + CHECK_BITS) // 5
_MISREAD: Final = str.maketrans("OIL", "011")


def new_code() -> str:
    """Return a new code, e.g. ``7Q2MN-…``: nine groups of five."""
    text = _with_check(secrets.randbits(SECRET_BITS))
    return "-".join(text[start : start + GROUP] for start in range(0, _LENGTH, GROUP))


def secret(code: str) -> bytes:
    """Return the 25 secret bytes of ``code`` as somebody typed it.

    Raises:
        SignInError: ``recovery_code_mistyped``: too long, too short, or the checksum does not fit.
    """
    folded = unicodedata.normalize("NFKC", code).upper().translate(_MISREAD)
    letters = "".join(letter for letter in folded if not letter.isspace() and letter not in "-‐‑–—_.")
    if len(letters) != _LENGTH or any(letter not in ALPHABET for letter in letters):
        raise SignInError("recovery_code_mistyped")
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    value = number >> CHECK_BITS
    if _with_check(value) != letters:
        raise SignInError("recovery_code_mistyped")
    return value.to_bytes(SECRET_BITS // 8)


def _with_check(value: int) -> str:
    digest = hashlib.sha256(value.to_bytes(SECRET_BITS // 8)).digest()
    number = value << CHECK_BITS | int.from_bytes(digest[:4]) >> 32 - CHECK_BITS
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
