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


class SettingFinding(Protocol):
    """What every ``SettingWarning`` of the settings is."""

    @property
    def key(self) -> str:
        """Its place in the file."""

    @property
    def code(self) -> str:
        """``bad_value``, ``unknown_key`` or ``unreadable``."""

    @property
    def shown(self) -> str:
        """The value as it stands there, "" where it is not worth showing."""

    @property
    def default(self) -> str:
        """What holds instead, "" where nothing does."""


_SIGN_IN: Final[Mapping[str, str]] = {
    "wrong_name_or_password": N_("Name or password is wrong. Nothing was changed. Type both again."),
    "credentials_missing": N_(
        "Name and password are missing. Set VAXDESK_USER and VAXDESK_PASSWORD, or give --password-file."
    ),
    "password_file_unreadable": N_("The password file {file} cannot be read. Nothing was changed."),
    "recovery_code_mistyped": N_("This is not a recovery code: a letter is missing or wrong. Look at it again."),
    "recovery_code_wrong": N_("This recovery code belongs to another desk. Nothing was changed."),
    "supervisors_only": N_("Only a supervisor may do this. Nothing was changed."),
    "keys_missing": N_(
        "keys.json is missing from the data folder. The records are still there, but locked. "
        "Put keys.json back from a backup."
    ),
    "keys_damaged": N_(
        "keys.json is damaged. The records are still there, but locked. Put keys.json back from a backup."
    ),
    "keys_unreadable": N_("keys.json cannot be read. The records are safe. Check who may read the data folder."),
    "keys_newer": N_(
        "keys.json was written by a newer VaxDesk. Nothing was changed. Open this desk with the newer one."
    ),
    "keys_weak": N_(
        "keys.json asks for a weaker lock than this program allows. Nothing was opened or changed. "
        "Put keys.json back from a backup."
    ),
}
_SET_UP: Final[Mapping[str, str]] = {
    "not_set_up": N_("There is no desk in the folder {folder}. Nothing was changed. Run setup first."),
    "desk_exists": N_("There is already a desk in this folder. Nothing was changed."),
    "desk_busy": N_("Another VaxDesk has this data folder open. Close it, or wait until it is done."),
    "no_screen": N_("There is no screen to open a window on. Start VaxDesk from a desktop, or use a command."),
    "folder_not_writable": N_(
        "Nothing can be written to the folder {folder}. Nothing was changed. Choose another folder, "
        "or ask who looks after this computer."
    ),
    "folder_shared": N_(
        "Others may read or change the folder {folder}. Nothing was put there. Choose an empty folder of your own."
    ),
    "name_missing": N_("A name is missing. Nothing was changed. Type the name that stays on the records."),
    "name_taken": N_("Two people cannot both be {name}. Nothing was changed. Choose another name."),
    "password_missing": N_("The supervisor's password is missing. Nothing was changed. Set VAXDESK_PASSWORD."),
    "clerk_password_missing": N_("The clerk's password is missing. Nothing was changed. Set VAXDESK_CLERK_PASSWORD."),
    "recovery_file_exists": N_(
        "There is already a file {file}. Nothing was changed. Name a new file for the recovery code."
    ),
    "recovery_file_not_writable": N_(
        "The recovery code cannot be written to {file}. Nothing was changed. Name another file."
    ),
    "password_too_short": N_("The password is too short. It needs {least} characters or more."),
    "password_too_long": N_("The password is too long. It may have {most} characters."),
    "unknown_centre": N_("There is no centre {centre} on this desk. The centres are: {known}."),
}
_PORTAL: Final[Mapping[str, str]] = {
    "portal_missing": N_("No portal address is set. Recording goes on; set base_url in settings.toml."),
    "portal_kind": N_("The kind of portal is not known. Recording goes on; set kind to cowin or practice."),
    "portal_address": N_(
        "The portal address is not usable. Recording goes on; it must begin with https, "
        "or be on this computer for practice."
    ),
    "portal_key_missing": N_("The portal key is missing. Recording goes on; ask your supervisor to enter the key."),
    "portal_key_bad": N_("The portal key holds characters that no key has. Recording goes on; enter the key again."),
    "upload_paused": N_("Sending is paused at this desk. All records are safe here. Open the desk and press Resume."),
    "upload_silent": N_(
        "It has got nowhere for a minute and is started again. All records are safe here. "
        "If this stays, close the desk and open it again."
    ),
}
_STORE: Final[Mapping[str, str]] = {
    "disk_full": N_(
        "The disk is full. This was not saved; all that was saved before is safe. Make room and try again."
    ),
    "disk_failed": N_(
        "The disk did not take or give the data. This was not saved; what you typed is still here. "
        "Try again, and tell who looks after this computer."
    ),
    "backup_failed": N_(
        "The backup that must come before an update could not be made. Nothing was changed. "
        "Make room on the disk and open the desk again."
    ),
    "store_busy": N_("Another program holds the records. Nothing was changed. Try again in a moment."),
    "store_closed": N_("The desk is closing. This was not saved. Open the desk again."),
    "store_damaged": N_(
        "The records do not read as they were written. Nothing was deleted or changed. "
        "Do not go on with this file; bring back a backup with your supervisor."
    ),
    "store_unreadable": N_(
        "The records do not open with this key. Nothing was deleted or changed. "
        "The file is damaged, or it belongs to another desk."
    ),
    "store_exists": N_("There are already records in this folder. Nothing was changed."),
    "store_missing": N_(
        "The file with the records, vaxdesk.db, is missing. No new one was made. "
        "Put it back from a backup with your supervisor."
    ),
    "store_newer": N_(
        "The records were written by a newer VaxDesk (version {version}). Nothing was changed. Use the newer one."
    ),
    "store_older": N_(
        "The records are of an older VaxDesk (version {version}). Nothing was changed. "
        "Open the desk once to bring them up to date."
    ),
    "storage_changed": N_(
        "Another program replaced or removed the file with the records. This was not saved. "
        "Close the desk and look into the data folder before going on."
    ),
    "storage_not_safe": N_(
        "This computer cannot keep the records safely ({setting}). Nothing was changed. "
        "Ask who looks after this computer."
    ),
    "sqlite_too_old": N_(
        "The database part of this program is too old ({version}). Nothing was changed. Install VaxDesk again."
    ),
}
_VACCINATION: Final[Mapping[str, str]] = {
    "unexpected": N_("Something went wrong that was not foreseen. What was saved is safe. Try again."),
    "not_accepted": N_("Some fields need mending. Nothing was saved yet; what you typed is still here."),
    "no_such_vaccination": N_("This vaccination is not on this desk. Nothing was changed."),
    "nobody_with": N_("Nobody recorded here has the number {number}. To look in the expected list, press F3."),
    "slip_of_another_desk": N_("Slip {receipt} was not printed at this desk. Nothing was changed; ask there."),
    "no_slip_of_void": N_("This vaccination was cancelled, so there is no slip of it. Nothing was printed."),
    "slip_not_written": N_("The slip could not be written as it should be. An older file stands as it was. Try again."),
    "slip_not_printed": N_(
        "The printer {printer} did not take the slip. Switch it on and print again, or write a PDF."
    ),
    "reason_missing": N_("A reason is needed. Nothing was changed. Write why, in a few words."),
    "no_such_vial": N_("This vial is not on this desk. Nothing was changed."),
    "vial_closed": N_("Vial {vial} is closed already. Nothing was changed."),
    "vial_open": N_("Vial {vial} is open. Nothing was changed."),
    "vial_of_another_day": N_("Vial {vial} was opened on {day} and stays closed. Nothing was changed."),
    "vaccinated_today": N_("This one is recorded as vaccinated. Cancel the vaccination first, then note the visit."),
    "already_on_portal": N_(
        "The portal has this vaccination, so it cannot be cancelled here. Nothing was changed. "
        "Correct it with a reason; then it is listed to raise with the portal."
    ),
    "no_such_visit": N_("This visit was changed or ended meanwhile. Nothing was done; look again."),
    "changed_meanwhile": N_("It has changed since it was shown. Nothing was done; look again."),
    "already_void": N_("This vaccination is cancelled already. Nothing was changed."),
    "on_its_way": N_(
        "This vaccination is on its way to the portal. Nothing was changed. Try again when the answer is here."
    ),
}
_PAGES: Final[Mapping[str, str]] = {
    "page_missing": N_("A page needs its number, {most} characters at most. Nothing was changed."),
    "page_in_future": N_("This day has not come yet. Nothing was changed. Look at the day on the page."),
    "no_such_page": N_("This page is not on this desk. Nothing was changed."),
    "page_total_differs": N_(
        "The paper has {total} rows, {rows} are typed. The page stays open. Type what is missing, or count again."
    ),
    "page_lines_doubled": N_(
        "Line {lines} stands there more than once. The page stays open. Correct the line, or cancel one of the rows."
    ),
    "typed_by_the_same": N_(
        "You typed this row yourself. Nothing was kept. Somebody else has to type it the second time."
    ),
    "second_keying_unfinished": N_("Something is missing. Nothing was kept. Type all of it from the paper."),
}
_OBSERVATION: Final[Mapping[str, str]] = {
    "never_watched": N_("This person is not on the board. Nothing was changed."),
    "left_already": N_("Token {token} has left already. Nothing was changed."),
    "leaves_early": N_("Token {token} has to wait until {until}. Nothing was changed. Write why they leave early."),
    "note_missing": N_("There is nothing to note yet. Write it in a few words."),
    "note_too_long": N_("The note is too long; {most} letters fit. Nothing was changed."),
    "left_on_another_day": N_("Token {token} left on another day, which stays as it is. Nothing was changed."),
    "no_event": N_("No adverse event is noted for this person. Nothing was written."),
}
_FILES: Final[Mapping[str, str]] = {
    "file_missing": N_("There is no file {file}. Nothing was imported."),
    "file_unreadable": N_("The file {file} cannot be read. Nothing was imported. Check that you may open it."),
    "file_not_written": N_("The file {file} could not be written. An older one stands as it was."),
    "file_old_excel": N_(
        "{file} is in the old Excel format. Nothing was imported. Save it as .xlsx or CSV and import that."
    ),
    "file_no_table": N_("{file} holds no table. Nothing was imported. Choose a CSV or .xlsx file."),
    "file_no_headings": N_(
        "No heading in the first row of {file} is known. Nothing was imported. Put the headings in the first row."
    ),
    "list_without_names": N_(
        "No column of {file} is known to hold the names. Nothing was imported. Say which one does, or name it Name."
    ),
    "list_without_rows": N_("{file} has headings and no rows. Nothing was imported."),
    "file_empty": N_("{file} is empty. Nothing was imported."),
    "file_damaged": N_("{file} is damaged. Nothing was imported. Open it in Excel, save it again and import that."),
    "file_too_large": N_("{file} is larger than {most} MB. Nothing was imported. Cut it into smaller files."),
    "file_too_many_rows": N_("{file} has more than {most} rows. Nothing was imported. Cut it into smaller files."),
    "file_too_many_columns": N_("Row {row} of {file} has more than {most} columns. Nothing was imported."),
    "file_cell_too_large": N_("A cell in row {row} of {file} holds too much text. Nothing was imported."),
    "file_quotes": N_(
        "A quotation mark near row {row} of {file} is never closed. Nothing was imported. Mend it and import again."
    ),
}
_SHEET: Final[Mapping[str, str]] = {
    "export_miscounted": N_(
        "The sheet did not read back as it was written, so it was not kept. An older sheet stands as it was. Try again."
    ),
    "export_folder_missing": N_("There is no folder {file}. Nothing was written. Choose a folder that exists."),
    "export_not_writable": N_(
        "Nothing can be written to the folder {file}. An older sheet stands as it was. Choose another folder."
    ),
    "export_disk_full": N_(
        "The disk is full, so the sheet was not written. An older sheet stands as it was. Make room and try again."
    ),
    "export_not_replaced": N_(
        "{file} could not be replaced, nor could a sheet be put beside it. "
        "Close the program that holds it and try again."
    ),
}
SENTENCES: Final[Mapping[str, str]] = {
    **_SIGN_IN,
    **_SET_UP,
    **_PORTAL,
    **_STORE,
    **_VACCINATION,
    **_PAGES,
    **_OBSERVATION,
    **_FILES,
    **_SHEET,
}


def for_error(error: Coded) -> str:
    """Return the sentence for ``error`` in the language in use."""
    return for_code(error.code, error.params)


def for_code(code: str, params: Mapping[str, str] | None = None) -> str:
    """Return the sentence for ``code``; one that is not known is named."""
    if code not in SENTENCES:
        return _("Something went wrong that has no words yet ({code}). What was saved is safe.").format(code=code)
    return _(SENTENCES[code]).format_map(_Named(params or {}))


def for_setting(warning: SettingFinding) -> str:
    """Return the sentence for one thing in settings.toml that does not hold; the desk goes on without it."""
    if warning.code == "unreadable":
        return _("settings.toml cannot be read. The desk goes on with its usual settings; mend the file when you can.")
    if warning.code == "unknown_key":
        return _("settings.toml: {key} is not a setting of this desk and is ignored.").format(key=warning.key)
    if not warning.shown:
        return _("settings.toml: the value of {key} cannot be used and is left out.").format(key=warning.key)
    if not warning.default:
        return _("settings.toml: {key} cannot be {shown}; it is left out.").format(key=warning.key, shown=warning.shown)
    return _("settings.toml: {key} cannot be {shown}; {default} holds instead.").format(
        key=warning.key, shown=warning.shown, default=warning.default
    )


class _Named(dict[str, str]):
    """Parameters of a sentence; one that was not given must not hide the rest of it."""

    def __missing__(self, name: str) -> str:
        return "…"
