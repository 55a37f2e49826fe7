# SPDX-License-Identifier: MIT
"""Every exception that VaxDesk raises on purpose; each class says what its caller may do next.

A ``VaxDeskError`` carries a ``code`` (``vaxdesk.wording`` has the sentence) and ``params`` for it, never personal data.
"""

from __future__ import annotations

from vaxdesk.domain.problem import Problem


class VaxDeskError(Exception):
    """Base. Show ``wording.for_error(error)`` to the person; nothing was lost."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class SetupError(VaxDeskError):
    """The desk cannot be made or opened as it stands: tell, change nothing."""


class SettingsError(SetupError):
    """A setting that uploading cannot do without is bad or missing: record on, do not upload."""


class DeskBusy(SetupError):
    """Another VaxDesk holds this data folder: raise its window, or come back later."""


class SignInError(VaxDeskError):
    """Name or password is wrong: ask again; nothing was created or changed."""


class NotAllowed(VaxDeskError):
    """Not with this person's role: say who may; nothing was changed."""


class KeyFileError(SetupError):
    """keys.json is damaged or gone: stop; never make a new one over an existing store."""


class StoreError(VaxDeskError):
    """The machine failed us at the disk. Nothing was saved; keep what was typed, and tell."""


class DiskFull(StoreError):
    """No room: free some, then save again."""


class StoreDamaged(StoreError):
    """The database does not read as it was written: set aside, restore; never re-create."""


class StoreNewer(StoreError):
    """The database was written by a newer VaxDesk: use that; nothing was changed."""


class NotAccepted(VaxDeskError):
    """The draft breaks rules: show the problems beside their fields. Nothing was saved."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("not_accepted")
        self.problems = problems


class Locked(VaxDeskError):
    """The vaccination is on its way or in doubt: wait until the portal's answer is known."""


class NotFound(VaxDeskError):
    """There is no such vaccination here."""


class FileError(VaxDeskError):
    """A file that a person named cannot be read or written: name it, say why, change nothing."""
