# SPDX-License-Identifier: MIT
"""Making a desk: all of it or nothing, never over another, and a way on after every failure."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from vaxdesk import settings
from vaxdesk.clock import Clock
from vaxdesk.domain.user import Role, User
from vaxdesk.errors import SetupError, SignInError, StoreError
from vaxdesk.services import login, setup
from vaxdesk.store import keys, notes
from vaxdesk.store.database import Store

ANSWERS = setup.SetupAnswers(
    centre="MATHANA",
    supervisor="Asha Kalpit",
    supervisor_password="ten letters at least",
    clerk="Ravi Namoona",
    clerk_password="another long password",
)


def _set_up(folder: Path, answers: setup.SetupAnswers = ANSWERS) -> str:
    return setup.set_up(folder, answers, Clock(), cost=keys.LOWEST_COST)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_desk_has_its_three_files_and_all_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "desk"
    _set_up(folder)
    assert _names(folder) == ["keys.json", "settings.toml", "vaxdesk.db"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert setup.is_set_up(folder)


def test_both_people_sign_in_and_the_store_opens_with_their_key(tmp_path: Path) -> None:
    code = _set_up(tmp_path)
    supervisor = login.sign_in(tmp_path, "asha kalpit", "ten letters at least")
    clerk = login.sign_in(tmp_path, "Ravi Namoona", "another long password")
    assert supervisor.user == User("Asha Kalpit", Role.SUPERVISOR)
    assert clerk.user == User("Ravi Namoona", Role.CLERK)
    assert clerk.data_key == supervisor.data_key == keys.unlock_with_code(tmp_path, code)
    assert login.names(tmp_path) == ("Asha Kalpit", "Ravi Namoona")
    Store.open(tmp_path / "vaxdesk.db", clerk.data_key).close()


def test_a_wrong_password_creates_and_changes_nothing(tmp_path: Path) -> None:
    _set_up(tmp_path)

    def picture() -> list[tuple[str, bytes, int]]:
        return [(p.name, p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(tmp_path.iterdir())]

    before = picture()
    with pytest.raises(SignInError):
        login.sign_in(tmp_path, "Asha Kalpit", "not the password")
    assert picture() == before


def test_the_settings_hold_the_answers_and_all_three_centres(tmp_path: Path) -> None:
    answers = replace(ANSWERS, portal_kind="practice", portal_base_url="http://127.0.0.1:8099/api", language="hi")
    _set_up(tmp_path, answers)
    read = settings.load(tmp_path / "settings.toml")
    assert read.desk == settings.DeskSettings("MATHANA", "hi", "Asia/Kolkata")
    assert read.portal == settings.PortalSettings("practice", "http://127.0.0.1:8099/api")
    assert read.centres == settings.DEFAULT_CENTRES
    text = (tmp_path / "settings.toml").read_text(encoding="utf-8")
    assert all(centre.name in text for centre in settings.DEFAULT_CENTRES)


def test_the_portal_key_goes_into_the_encrypted_store_only(tmp_path: Path) -> None:
    _set_up(tmp_path, replace(ANSWERS, portal_key="portal-key-to-find"))
    assert not any(b"portal-key-to-find" in path.read_bytes() for path in tmp_path.iterdir())
    unlocked = login.sign_in(tmp_path, "Asha Kalpit", "ten letters at least")
    store = Store.open(tmp_path / "vaxdesk.db", unlocked.data_key)
    with store.reading():
        assert notes.get(store, notes.PORTAL_KEY) == "portal-key-to-find"
    store.close()


@pytest.mark.parametrize("name", ["keys.json", "vaxdesk.db", "vaxdesk.db-wal", "settings.toml"])
def test_nothing_of_a_standing_desk_is_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(SetupError) as refused:
        _set_up(tmp_path)
    assert refused.value.code == "desk_exists"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"mine")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"centre": "NOWHERE"}, "unknown_centre"),
        ({"supervisor": " "}, "name_missing"),
        ({"supervisor_password": "too short"}, "password_too_short"),
        ({"clerk": "ASHA kalpit"}, "name_taken"),
        ({"clerk_password": ""}, "password_too_short"),
        ({"portal_kind": "divoc"}, "portal_kind"),
        ({"portal_base_url": "http://portal.example"}, "portal_address"),
    ],
)
def test_a_bad_answer_makes_nothing(tmp_path: Path, changed: dict[str, str], code: str) -> None:
    with pytest.raises(SetupError) as refused:
        _set_up(tmp_path / "desk", replace(ANSWERS, **changed))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "desk", tmp_path / "desk" / "below"):
        with pytest.raises(SetupError) as refused:
            _set_up(folder)
        assert refused.value.code == "folder_not_writable"
    assert (tmp_path / "desk").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_all_share_is_not_taken(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    with pytest.raises(SetupError) as refused:
        _set_up(shared)
    assert refused.value.code == "folder_shared"
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_failure_at_any_rename_leaves_nothing_and_the_next_try_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    rename, done = Path.rename, []

    def fails(self: Path, target: Path) -> Path:
        if len(done) == renames:
            raise OSError(5, "the disk failed")
        done.append(self)
        return rename(self, target)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "rename", fails)
        with pytest.raises(SetupError):
            _set_up(tmp_path)
    assert _names(tmp_path) == ["letter.txt"]
    _set_up(tmp_path)
    assert _names(tmp_path) == ["keys.json", "letter.txt", "settings.toml", "vaxdesk.db"]


def test_a_failure_while_building_takes_a_new_folder_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, data_key: bytes) -> None:
        raise StoreError("disk_failed")

    monkeypatch.setattr(Store, "create", fails)
    with pytest.raises(StoreError):
        _set_up(tmp_path / "desk")
    assert list(tmp_path.iterdir()) == []


class _Killed(BaseException):
    """Stands for the end of the process: nothing after it runs."""


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_what_a_crash_left_is_set_aside_and_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    rename, done = Path.rename, []

    def dies(self: Path, target: Path) -> Path:
        if len(done) == renames:
            raise _Killed
        done.append(self)
        return rename(self, target)

    with monkeypatch.context() as dying:
        dying.setattr(Path, "rename", dies)
        dying.setattr(setup, "_take_away", lambda *_args, **_named: None)
        with pytest.raises(_Killed):
            _set_up(tmp_path)
    _set_up(tmp_path)
    assert _names(tmp_path) == ["keys.json", "settings.toml", "setup-unfinished-1", "vaxdesk.db"]
    assert _names(tmp_path / "setup-unfinished-1") == ["built", "keys.json", "settings.toml", "vaxdesk.db"]
    unlocked = login.sign_in(tmp_path, "Asha Kalpit", "ten letters at least")
    Store.open(tmp_path / "vaxdesk.db", unlocked.data_key).close()


def test_a_crash_while_tidying_up_leaves_the_finished_desk_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(setup.shutil, "rmtree", lambda *_args, **_named: None)
        _set_up(tmp_path)
    before = (tmp_path / "keys.json").read_bytes()
    with pytest.raises(SetupError) as refused:
        _set_up(tmp_path)
    assert refused.value.code == "desk_exists"
    assert (tmp_path / "keys.json").read_bytes() == before
