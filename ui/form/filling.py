# SPDX-License-Identifier: MIT
"""What a list, a scanner or a vial puts into the form: what of the typing it would lose, and what comes of both.

Pure over drafts; sets no field and asks nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from vaxdesk import identity
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft


def given_values(draft: Draft, pins: Collection[str]) -> dict[str, str]:
    """Return what ``draft`` says of a person: what is pinned belongs to the day, not to them."""
    values = {name: str(getattr(draft, name)) for name in DRAFT_FIELDS}
    return {name: value for name, value in values.items() if value and name not in pins}


def known_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return those of ``values`` that are fields of the form and hold something."""
    return {name: value for name, value in values.items() if name in DRAFT_FIELDS and value.strip()}


def lost_fields(typed: Draft, blank: Draft, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields whose typing would be lost under ``values``; the beginning of the same word is no loss."""
    lost = []
    for name, value in values.items():
        stands = str(getattr(typed, name)).strip()
        untouched = not stands or stands == str(getattr(blank, name)).strip()
        if not untouched and not value.casefold().startswith(stands.casefold()):
            lost.append(name)
    return tuple(lost)


def filled(draft: Draft, values: Mapping[str, str]) -> Draft:
    """Return ``draft`` with ``values`` in their places."""
    return replace(draft, **values)


def walk_in(typed: str) -> dict[str, str]:
    """Return where what was typed to find somebody belongs when nobody was found: digits are a mobile."""
    text = identity.normalise_text(typed)
    digits = identity.normalise_mobile(text)
    if digits.removeprefix("+").isdecimal():
        return {"mobile": digits}
    return {"name": text} if text else {}
