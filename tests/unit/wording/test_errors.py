# SPDX-License-Identifier: MIT
"""Every error that is raised on purpose has a sentence, and the sentence names only what it is given."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaxdesk import errors, i18n, settings
from vaxdesk.errors import FileError, NotAccepted, VaxDeskError
from vaxdesk.settings import SettingWarning
from vaxdesk.wording.errors import SENTENCES, for_code, for_error, for_setting

ROOT = Path(__file__).resolve().parents[3]
CLASSES = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, VaxDeskError) and value is not NotAccepted
}
# Codes that reach ``for_code`` without standing in the call that raises them.
BY_VALUE = {"not_accepted", "portal_kind", "portal_missing", "portal_address", "upload_silent"}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Yield (place, code, names of the parameters) of every error made in the product with a code in sight."""
    for top in ("main.py", "vaxdesk", "ui"):
        files = [ROOT / top] if top.endswith(".py") else (ROOT / top).rglob("*.py")
        for path in files:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in CLASSES and node.args:
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    for code in _codes(node.args[0]):
                        yield place, code, {keyword.arg or "" for keyword in node.keywords}


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _codes(argument: ast.expr) -> set[str]:
    if isinstance(argument, ast.IfExp):
        return _codes(argument.body) | _codes(argument.orelse)
    return {argument.value} if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else set()


def _placeholders(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name is not None}


def test_every_code_that_is_raised_has_a_sentence() -> None:
    missing = {f"{place} {code}" for place, code, _params in raised() if code not in SENTENCES}

    assert not missing


def test_every_sentence_is_for_a_code_that_is_raised() -> None:
    assert set(SENTENCES) - {code for _place, code, _params in raised()} - BY_VALUE == set()


def test_every_sentence_is_given_all_that_it_names() -> None:
    short = {
        f"{place} {code}: {_placeholders(SENTENCES[code]) - params}"
        for place, code, params in raised()
        if code in SENTENCES and _placeholders(SENTENCES[code]) - params
    }

    assert not short


@pytest.mark.parametrize(("kind", "url"), [("fax", ""), ("cowin", ""), ("cowin", "ftp://x.example")])
def test_each_fault_of_the_portal_settings_has_a_sentence(kind: str, url: str) -> None:
    assert settings.portal_fault(kind, url) in SENTENCES


def test_error_is_told_with_what_it_names() -> None:
    error = FileError("unknown_centre", centre="DELHI", known="LNJP, PEHOWA")

    assert for_error(error) == "There is no centre DELHI on this desk. The centres are: LNJP, PEHOWA."


def test_draft_with_problems_is_told_as_not_saved() -> None:
    assert "Nothing was saved yet" in for_error(NotAccepted(()))


def test_unknown_code_is_named_and_not_hidden() -> None:
    assert for_code("meteor_strike") == (
        "Something went wrong that has no words yet (meteor_strike). What was saved is safe."
    )


def test_missing_parameter_leaves_the_rest_of_the_sentence() -> None:
    assert for_code("export_folder_missing").startswith("There is no folder ….")


def test_sentence_follows_the_language() -> None:
    english = for_code("disk_full")
    i18n.set_language("hi")

    assert for_code("disk_full") != english


def test_each_finding_in_the_settings_has_its_sentence() -> None:
    assert for_setting(SettingWarning("settings.toml", "unreadable")).startswith("settings.toml cannot be read.")
    assert "the value of portal.base_url cannot be used" in for_setting(SettingWarning("portal.base_url", "bad_value"))
    assert for_setting(SettingWarning("centre[2].code", "bad_value", "A B")) == (
        "settings.toml: centre[2].code cannot be A B; it is left out."
    )
    assert "{default}" in for_setting(SettingWarning("upload.x", "bad_value", "{default}", "15"))
