# SPDX-License-Identifier: MIT
"""One sentence for each code that was scanned: what it was, what was kept, what to do now."""

from __future__ import annotations

from vaxdesk.domain.scanned import AadhaarScan, BatchScan, Unreadable, UnreadableScan
from vaxdesk.i18n import _


def for_aadhaar(scanned: AadhaarScan) -> str:
    """Return what was taken over from a card."""
    if not scanned.birth_year:
        return _("Aadhaar read: {name}. Only the last four digits are kept.").format(name=scanned.name)
    return _("Aadhaar read: {name}, {year}. Only the last four digits are kept.").format(
        name=scanned.name, year=scanned.birth_year
    )


def aadhaar_not_taken(scanned: AadhaarScan) -> str:
    """Return that a card filled in nothing; the form says what it waits for."""
    return _("Aadhaar read: {name}. Nothing was filled in: the form says what it waits for.").format(name=scanned.name)


def for_expected(name: str) -> str:
    """Return that a reference led to somebody on the expected list."""
    return _("On the expected list: {name}. What the list says is filled in.").format(name=name)


def expected_not_taken(name: str) -> str:
    """Return that somebody on the expected list was not filled in; the form says what it waits for."""
    return _("On the expected list: {name}. Nothing was filled in: the form says what it waits for.").format(name=name)


def for_batch(scanned: BatchScan, *, filled: bool) -> str:
    """Return what a vial's bar code said, and whether it stands in the form now."""
    words = {"batch": scanned.batch, "day": f"{scanned.expires_on:%d-%m-%Y}" if scanned.expires_on else ""}
    if filled and scanned.expires_on:
        return _("Batch {batch} read; it expires on {day}.").format(**words)
    if filled:
        return _("Batch {batch} read.").format(**words)
    if scanned.expires_on:
        sentence = _("Bar code of batch {batch}, which expires on {day}. To fill it in, scan it in the field Batch.")
        return sentence.format(**words)
    return _("Bar code of batch {batch}. To fill it in, scan it in the field Batch.").format(**words)


def for_unreadable(scanned: UnreadableScan) -> str:
    """Return that a code could not be read, and the way without it."""
    if scanned.kind is Unreadable.SLIP:
        return _("This slip could not be read. Scan it again, or type its receipt number. Nothing was changed.")
    return _("This Aadhaar code could not be read. Scan it again, or type the name. Nothing was changed.")


def reading() -> str:
    """Return that a long code is coming in."""
    return _("Reading the code …")


def unknown() -> str:
    """Return that a long burst of keys was no code, and where it is."""
    return _("This code is none that VaxDesk knows. It stands where the cursor is.")
