# SPDX-License-Identifier: MIT
"""The names of what a column of an expected list may hold, in the language in use. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.expected import NOT_READ
from vaxdesk.i18n import N_, _
from vaxdesk.wording.choices import field_label

LIST_FIELDS: Final[Mapping[str, str]] = {
    "last_name": N_("Surname"),
    "birth_date": N_("Date of birth"),
    "age": N_("Age"),
    "aadhaar": N_("Aadhaar number"),
    "portal_ref": N_("Portal reference"),
    "designation": N_("Designation"),
    "listed_on": N_("Day of the session"),
    "employee_no": N_("Employee number"),
    NOT_READ: N_("Not needed"),
}
"""Beside the fields of a draft."""


def list_field(field: str) -> str:
    """Return the name of one of ``domain.expected.LIST_FIELDS`` or of ``NOT_READ``."""
    return _(LIST_FIELDS[field]) if field in LIST_FIELDS else field_label(field)
