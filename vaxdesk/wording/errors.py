# SPDX-License-Identifier: MIT
"""One plain sentence or two for every error a person can meet: what happened, what is safe, what to do.

Keyed by the error's code; a code without a sentence gets a plain one that names it. Shows no personal data:
errors carry none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from vaxdesk.i18n import N_, _


class Coded(Protocol):
    """What every ``VaxDeskError`` is: a code and what its sentence names."""

    @property
    def code(self) -> str:
        """The stable word for what happened."""

    @property
    def params(self) -> Mapping[str, str]:
        """What the sentence names, by placeholder."""


SENTENCES: Final[Mapping[str, str]] = {
    # files and sheets
    "unknown_centre": N_("There is no centre {centre} on this desk. The centres are: {known}."),
    "export_miscounted": N_(
        "The sheet did not read back as it was written, so it was not kept. "
        "An older sheet stands as it was. Try again."
    ),
    "export_folder_missing": N_(
        "There is no folder {file}. Nothing was written. Choose a folder that exists."
    ),
    "export_not_writable": N_(
        "Nothing can be written to the folder {file}. An older sheet stands as it was. Choose another folder."
    ),
    "export_disk_full": N_(
        "The disk is full, so the sheet was not written. "
        "An older sheet stands as it was. Make room and try again."
    ),
    "export_not_replaced": N_(
        "{file} could not be replaced, nor could a sheet be put beside it. "
        "Close the program that holds it and try again."
    ),
    # a vaccination
    "not_accepted": N_("Some fields need mending. Nothing was saved yet; what you typed is still here."),
}


def for_error(error: Coded) -> str:
    """Return the sentence for ``error`` in the language in use."""
    return for_code(error.code, error.params)


def for_code(code: str, params: Mapping[str, str] | None = None) -> str:
    """Return the sentence for ``code``; one that is not known is named."""
    if code not in SENTENCES:
        return _("Something went wrong that has no words yet ({code}). What was saved is safe.").format(
            code=code
        )
    return _(SENTENCES[code]).format_map(_Named(params or {}))


class _Named(dict[str, str]):
    """Parameters of a sentence; one that was not given must not hide the rest of it."""

    def __missing__(self, name: str) -> str:
        return "…"
