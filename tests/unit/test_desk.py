# SPDX-License-Identifier: MIT
"""The desk as a whole: what is said in one place of it is said in every place."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people
from tests.support.clocks import StillClock
from tests.support.desks import PASSWORD, make_folder
from tests.support.portal import practice_portal
from vaxdesk.desk import Desk, practice_desk
from vaxdesk.domain.upload import State
from vaxdesk.errors import DeskBusy, SettingsError, SignInError, StoreError
from vaxdesk.paths import SETTINGS_FILE


@pytest.fixture
def uploaded(tmp_path: Path) -> Iterator[Path]:
    """A folder whose three people are confirmed by the portal on 127.0.0.1."""
    with practice_portal() as (_portal, base_url):
        folder = make_folder(tmp_path / "desk", base_url=base_url)
        desk = opened(folder)
        for n in range(3):
            desk.register.record(people.draft(n), desk.user)
        desk.foreground_upload().run(until_settled=True, timeout_s=60)
        assert desk.status().counts.confirmed == 3
        desk.close()
        yield folder


def opened(folder: Path, portal_key: str = "") -> Desk:
    desk = Desk(folder, portal_key=portal_key)
    desk.hold()
    desk.open(people.CLERK.name, PASSWORD)
    return desk


def test_what_another_host_confirmed_waits_in_status_register_and_sheet_alike(uploaded: Path, tmp_path: Path) -> None:
    settings = uploaded / SETTINGS_FILE
    settings.write_text(settings.read_text(encoding="utf-8").replace("127.0.0.1", "localhost"), encoding="utf-8")
    desk = Desk(uploaded)
    desk.look_in(people.CLERK.name, PASSWORD)
    counts = desk.status().counts
    rows = desk.browsing.day(people.GIVEN_ON)
    desk.export.export(people.GIVEN_ON, "all", "csv", tmp_path / "day.csv", masked=False)
    desk.close()
    assert (counts.confirmed, counts.waiting) == (0, 3)
    assert [(row.state, row.confirmed_at, row.portal_ref) for row in rows] == [(State.WAITING, None, "")] * 3
    lines = list(csv.DictReader((tmp_path / "day.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert not any(line["Portal acknowledgement"] for line in lines)


def test_what_still_asks_a_desk_that_was_closed_is_told_so(tmp_path: Path) -> None:
    desk = opened(make_folder(tmp_path / "desk"))
    desk.close()
    with pytest.raises(StoreError) as told:
        desk.status()
    assert told.value.code == "store_closed"


def test_the_upload_to_another_host_confirms_everybody_anew(uploaded: Path) -> None:
    settings = uploaded / SETTINGS_FILE
    settings.write_text(settings.read_text(encoding="utf-8").replace("127.0.0.1", "localhost"), encoding="utf-8")
    desk = opened(uploaded)
    run = desk.foreground_upload().run(until_settled=True, timeout_s=60)
    assert desk.status().counts.confirmed == 3
    assert run.calls == 3  # one look each: they are the same people on the same portal
    desk.close()


def test_the_key_comes_from_the_store_and_one_that_is_handed_in_goes_before_it(uploaded: Path) -> None:
    desk = opened(uploaded, portal_key="other\nkey")
    with pytest.raises(SettingsError) as refused:
        desk.foreground_upload()
    assert refused.value.code == "portal_key_bad"
    desk.close()
    desk = opened(uploaded)
    desk.foreground_upload().run(until_settled=False)
    desk.close()


def test_without_any_key_nothing_is_uploaded(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "desk")
    with (folder / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write("")
    text = (folder / SETTINGS_FILE).read_text(encoding="utf-8")
    (folder / SETTINGS_FILE).write_text(
        text.replace('# base_url = "https://…/api"', 'base_url = "http://127.0.0.1:9/api"'), encoding="utf-8"
    )
    desk = opened(folder)
    with pytest.raises(SettingsError) as refused:
        desk.foreground_upload()
    assert refused.value.code == "portal_key_missing"
    desk.close()


def test_an_earlier_copy_that_is_put_back_compares_itself_and_then_goes_on(uploaded: Path, tmp_path: Path) -> None:
    desk = opened(uploaded)
    refs = [desk.register.record(people.draft(n), desk.user).client_ref for n in range(3, 6)]
    desk.close()
    shutil.copytree(uploaded, tmp_path / "copy")
    desk = opened(uploaded)
    assert desk.foreground_upload().run(until_settled=True, timeout_s=60).calls == 9
    desk.close()
    shutil.rmtree(uploaded)
    (tmp_path / "copy").rename(uploaded)

    desk = opened(uploaded)
    assert desk.status().comparing is None
    upload = desk.foreground_upload()
    assert desk.status().comparing == 3
    assert upload.run(until_settled=True, timeout_s=60).calls == 3  # a look each: they are all there
    assert (desk.status().comparing, desk.status().counts.confirmed) == (None, 6)
    assert all(row.attempt.look for ref in refs for row in desk.sending.exchanges(client_ref=ref))
    desk.close()
    desk = opened(uploaded)
    desk.foreground_upload().run(until_settled=False)
    assert desk.status().comparing is None
    desk.close()


def test_the_folder_on_another_computer_compares_itself_too(uploaded: Path, tmp_path: Path) -> None:
    for state, comparing in (("first", 0), ("first", None), ("second", 0)):
        desk = Desk(uploaded, state_folder=tmp_path / state)
        desk.hold()
        desk.open(people.CLERK.name, PASSWORD)
        upload = desk.foreground_upload()
        assert desk.status().comparing == comparing
        upload.run(until_settled=False)
        desk.close()


def test_a_copy_is_known_although_the_command_was_refused_before(uploaded: Path, tmp_path: Path) -> None:
    desk = Desk(uploaded, state_folder=tmp_path / "other")
    desk.hold()
    desk.open(people.CLERK.name, PASSWORD)
    desk.sending.pause()
    with pytest.raises(SettingsError):
        desk.foreground_upload()
    assert desk.status().comparing == 0
    desk.close()


def test_the_background_upload_of_a_copy_compares_first(uploaded: Path, tmp_path: Path) -> None:
    desk = Desk(uploaded, state_folder=tmp_path / "other")
    desk.hold()
    desk.open(people.CLERK.name, PASSWORD)
    desk.register.record(people.draft(3), desk.user)
    desk.sending.pause()  # so that it stays to be seen
    desk.sign_in(people.CLERK.name, PASSWORD)
    assert desk.status().comparing == 1
    desk.close()


def test_how_far_the_upload_came_is_marked_as_it_goes_and_at_the_end(uploaded: Path, tmp_path: Path) -> None:
    clock = StillClock()
    desk = Desk(uploaded, clock, state_folder=tmp_path / "state")
    desk.hold()
    desk.open(people.CLERK.name, PASSWORD)

    def upload(n: int) -> None:
        desk.register.record(people.draft(n), desk.user)
        desk.foreground_upload().run(until_settled=True, timeout_s=60)

    def marked() -> int:
        (mark,) = (tmp_path / "state").iterdir()
        return int(json.loads(mark.read_bytes())["exchanges"])

    upload(3)
    assert marked() == 9  # that many when this run began
    clock.pass_by(5)
    desk.hooks.outbox_changed.send()
    assert marked() == 12
    upload(4)
    desk.close()
    assert marked() == 15


def test_the_pace_of_the_settings_bounds_the_time_left(tmp_path: Path) -> None:
    desk = opened(make_folder(tmp_path / "desk", base_url="http://127.0.0.1:9/api", calls_per_5min=30))
    desk.register.record(people.draft(0), desk.user)
    left_s = desk.status().time_left_s
    desk.close()
    assert left_s is not None
    assert left_s >= 30.0


def test_two_desks_never_hold_one_folder(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "desk")
    first, second = Desk(folder), Desk(folder)
    first.hold()
    with pytest.raises(DeskBusy):
        second.hold()
    first.close()
    second.hold()
    second.close()


def test_a_wrong_password_leaves_the_open_desk_as_it_was(tmp_path: Path) -> None:
    desk = opened(make_folder(tmp_path / "desk"))
    with pytest.raises(SignInError):
        desk.sign_in(people.CLERK.name, "wrong and long")
    assert desk.user == people.CLERK
    desk.close()
    with pytest.raises(StoreError):
        desk.register.record(people.draft(0), people.CLERK)


def test_the_practice_desk_uploads_by_itself_and_leaves_nothing() -> None:
    with practice_desk("calm") as (desk, user):
        assert desk.is_practice
        folder = desk.folder
        assert json.loads((folder / "keys.json").read_text(encoding="utf-8"))
        desk.register.record(people.draft(0), user)
    assert not folder.exists()
