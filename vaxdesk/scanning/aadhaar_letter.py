# SPDX-License-Identifier: MIT
"""The old QR code of Aadhaar letters: one XML element ``PrintLetterBarcodeData`` with the whole number in it.

Read by two small patterns instead of an XML parser: no DTD, no entity of its own, nothing from elsewhere. The number is
cut to its last four digits here and goes no further.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.scanned import AadhaarScan, Unreadable, UnreadableScan
from vaxdesk.identity import last_four
from vaxdesk.scanning import facts

MOST_CHARACTERS: Final = 4_096
_MARK: Final = "printletterbarcodedata"
_ELEMENT: Final = re.compile(
    r"""(?:<[?]xml[^<>]{0,100}>\s*)?<PrintLetterBarcodeData((?:\s+[a-z]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>""",
    re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""", re.IGNORECASE)
_SIGNS: Final = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&amp;", "&"),
)


def read(text: str) -> AadhaarScan | UnreadableScan | None:
    """Return the letter, that it cannot be read, or None when ``text`` is no such element."""
    if _MARK not in text[:200].casefold():
        return None
    if len(text) <= MOST_CHARACTERS and (element := _ELEMENT.match(text)):
        values = {key.casefold(): _plain(double or single) for key, double, single in _ATTRIBUTE.findall(element[1])}
        return _letter(values) or UnreadableScan(Unreadable.AADHAAR)
    return UnreadableScan(Unreadable.AADHAAR)


def goes_on(text: str) -> bool:
    """Return whether ``text`` is the XML declaration alone, after which some scanners press Enter."""
    start = text.strip().casefold()
    return start.startswith("<?xml") and _MARK not in start and len(start) < 100


def _letter(values: Mapping[str, str]) -> AadhaarScan | None:
    name, four = facts.name(values.get("name", "")), last_four(values.get("uid", ""))
    if not name or not four:
        return None
    year = facts.birth_year(values.get("yob", "")) or facts.birth_year(values.get("dob", ""))
    return AadhaarScan(name, year, facts.gender(values.get("gender", "")), four)


def _plain(value: str) -> str:
    for written, sign in _SIGNS:
        value = value.replace(written, sign)
    return value
