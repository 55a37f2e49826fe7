# SPDX-License-Identifier: MIT
"""Bar codes: the GS1 elements on vials and cartons, and the bare number of a person's portal reference.

GS1 General Specifications, section 3: (01) and fourteen digits of the product, (17) and the expiry as YYMMDD, (10) and
the batch of up to twenty characters, ended by a group separator where more follows.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from vaxdesk.domain.scanned import BatchScan, ReferenceScan
from vaxdesk.identity import normalise_digits

GROUP_SEPARATOR: Final = "\x1d"
_MOST: Final = 120
_SYMBOLOGY: Final = re.compile(r"\](?:C1|d2|Q3|e0)")
_REFERENCE: Final = re.compile(r"[1-9][0-9]{12,13}")
_INDIAN_PRODUCT: Final = "890"  # the GS1 prefix of India
_BRACKETED: Final = re.compile(r"\((\d{2})\)([^()]*)", re.ASCII)
_FIXED: Final[Mapping[str, int]] = {"01": 14, "11": 6, "13": 6, "15": 6, "17": 6}
_VARIABLE: Final = frozenset({"10", "21"})
_BATCH: Final = re.compile(r"[0-9A-Za-z./\-]{1,20}")


def read(text: str) -> BatchScan | ReferenceScan | None:
    """Return the batch or the reference in ``text``, None when it is neither."""
    if len(text) > _MOST:
        return None
    plain = _SYMBOLOGY.sub("", normalise_digits(text), count=1)
    if _REFERENCE.fullmatch(plain):
        return None if _is_product(plain) else ReferenceScan(plain)
    elements = _in_brackets(plain) if plain.startswith("(") else _in_a_row(plain)
    batch = elements.get("10", "")
    if "01" not in elements or not _BATCH.fullmatch(batch):
        return None
    return BatchScan(batch.upper(), _expiry(elements.get("17", "")))


def _in_brackets(text: str) -> Mapping[str, str]:
    found: list[tuple[str, str]] = _BRACKETED.findall(text)
    whole = "".join(f"({key}){value}" for key, value in found) == text
    return {key: value.strip(GROUP_SEPARATOR) for key, value in found} if whole else {}


def _in_a_row(text: str) -> Mapping[str, str]:
    """Return the elements of an unbroken string; none when any of it is not understood."""
    found: dict[str, str] = {}
    while text:
        key, text = text[:2], text[2:]
        take = _FIXED.get(key)
        if take is not None:
            found[key], text = text[:take], text[take:]
            if len(found[key]) != take or not found[key].isdecimal():
                return {}
        elif key in _VARIABLE:
            found[key], _separator, text = text.partition(GROUP_SEPARATOR)
        else:
            return {}
        text = text.removeprefix(GROUP_SEPARATOR)
    return found


def _expiry(yymmdd: str) -> date | None:
    """Return the day of an expiry of this century; day 00 is the last of its month."""
    if not re.fullmatch(r"[0-9]{6}", yymmdd):
        return None
    year, month, day = 2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:])
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def _is_product(number: str) -> bool:
    """Return whether ``number`` is the number of an Indian product: its prefix and a check digit that fits."""
    padded = number.zfill(14)
    total = sum(int(digit) * (1 if at % 2 else 3) for at, digit in enumerate(padded))
    return _INDIAN_PRODUCT in (number[:3], padded[1:4]) and total % 10 == 0
