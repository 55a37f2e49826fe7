# SPDX-License-Identifier: MIT
"""``upload`` and ``status`` as another program meets them: the object, the exit code, the key."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support import people
from tests.support.desks import PASSWORD, make_folder
from tests.support.portal import practice_portal
from vaxdesk.commands import Io, status, upload
from vaxdesk.desk import Desk
from vaxdesk.errors import SettingsError
from vaxdesk.portal.practice import PracticePortal

STATUS = {
    *("recorded", "confirmed", "accepted", "waiting", "sending", "doubtful", "rejected", "held", "void"),
    *("oldest_waiting_s", "connectivity", "hold", "exchange_s", "time_left_s", "next_try_at", "last_contact_at"),
    *("last_confirmed_at", "stop_reason", "paused", "calls_per_5min", "comparing", "reads_back_all", "skew_s"),
    *("calls", "bytes_sent", "bytes_received", "calls_per_confirmed", "bytes_sent_per_confirmed"),
}


@pytest.fixture
def portal() -> Iterator[tuple[PracticePortal, str]]:
    with practice_portal() as made:
        yield made


def run(module: Any, folder: Path, *options: str, key: str = "") -> tuple[int, dict[str, Any]]:
    """Run the command with ``--json``; return exit code and object."""
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    args = parser.parse_args([*options, "--json"])
    args.data_dir, args.password_file = str(folder), None
    out, err = io.StringIO(), io.StringIO()
    env = {"VAXDESK_USER": people.CLERK.name, "VAXDESK_PASSWORD": PASSWORD}
    code = module.run(args, Io(out, err, env | ({"VAXDESK_PORTAL_KEY": key} if key else {})))
    assert out.getvalue().count("\n") == 1
    return code, json.loads(out.getvalue())


def record(folder: Path, *numbers: int) -> None:
    desk = Desk(folder)
    desk.hold()
    desk.open(people.CLERK.name, PASSWORD)
    for n in numbers:
        desk.register.record(people.draft(n), desk.user)
    desk.close()


def test_all_confirmed_is_0_and_the_object_has_exactly_its_keys(
    portal: tuple[PracticePortal, str], tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "desk", base_url=portal[1])
    record(folder, 0, 1, 2)
    code, done = run(upload, folder, "--until-settled", "--timeout-s", "60")
    assert (code, set(done)) == (0, STATUS | {"passes", "seconds"})
    assert (done["recorded"], done["confirmed"], done["calls"], done["oldest_waiting_s"]) == (3, 3, 9, None)
    code, seen = run(status, folder)
    assert (code, set(seen), seen["confirmed"], seen["connectivity"]) == (0, STATUS, 3, "online")
    assert (seen["calls"], seen["calls_per_confirmed"], seen["time_left_s"], seen["hold"]) == (9, 3.0, 0, "")
    assert seen["bytes_sent"] == done["bytes_sent"] > 0
    assert seen["bytes_sent_per_confirmed"] == round(seen["bytes_sent"] / 3)
    assert seen["last_confirmed_at"] <= seen["last_contact_at"]
    record(folder, 3)
    again = run(upload, folder, "--until-settled", "--timeout-s", "60")[1]
    assert (again["calls"], again["calls_per_confirmed"]) == (3, 3.0)
    assert 0 < again["bytes_sent"] < done["bytes_sent"]


def test_a_next_try_says_when_and_why(tmp_path: Path) -> None:
    with practice_portal() as (_portal, base_url):
        pass
    folder = make_folder(tmp_path / "desk", base_url=base_url, first_delay_s=300, max_delay_s=6000)
    record(folder, 0)
    done = run(upload, folder)[1]
    assert (done["connectivity"], done["hold"], done["time_left_s"]) == ("offline", "backoff", None)
    assert datetime.fromisoformat(done["next_try_at"]) > datetime.fromisoformat("2021-01-16T00:00:00+00:00")
    assert done["calls_per_confirmed"] is None


def test_nothing_to_do_is_done(portal: tuple[PracticePortal, str], tmp_path: Path) -> None:
    code, done = run(upload, make_folder(tmp_path / "desk", base_url=portal[1]), "--until-settled")
    assert (code, done["calls"]) == (0, 0)


def test_the_time_is_over_is_1_and_no_call_was_made(portal: tuple[PracticePortal, str], tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "desk", base_url=portal[1])
    record(folder, 0)
    code, done = run(upload, folder, "--until-settled", "--timeout-s", "0")
    assert (code, done["calls"], done["waiting"]) == (1, 0, 1)
    code, done = run(upload, folder, "--until-settled", "--timeout-s", "59.5")
    assert (code, done["confirmed"]) == (0, 1)


def test_a_portal_that_is_not_there_is_1_and_said_as_offline(tmp_path: Path) -> None:
    with practice_portal() as (_portal, base_url):
        pass
    folder = make_folder(tmp_path / "desk", base_url=base_url)
    record(folder, 0)
    code, done = run(upload, folder)
    assert (code, done["confirmed"], done["connectivity"]) == (1, 0, "offline")
    assert run(status, folder)[1]["connectivity"] == "offline"


def test_a_wrong_key_is_1_and_said_as_signed_out_and_a_right_one_goes_on(tmp_path: Path) -> None:
    portal = PracticePortal("calm", 1, key="the right one")
    base_url = portal.start()
    try:
        folder = make_folder(tmp_path / "desk", base_url=base_url)  # whose own key is another
        record(folder, 0)
        code, done = run(upload, folder)
        assert (code, done["waiting"], done["connectivity"]) == (1, 1, "signed_out")
        code, done = run(upload, folder, "--until-settled", "--timeout-s", "60", key="the right one")
        assert (code, done["confirmed"]) == (0, 1)
    finally:
        portal.stop()


def test_a_bad_portal_is_not_begun(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "desk")
    with pytest.raises(SettingsError):
        run(upload, folder)


def test_a_paused_desk_is_not_uploaded_behind_somebodys_back(
    portal: tuple[PracticePortal, str], tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "desk", base_url=portal[1])
    record(folder, 1)
    desk = Desk(folder)
    desk.hold()
    desk.open(people.CLERK.name, PASSWORD)
    desk.sending.pause()
    desk.close()
    with pytest.raises(SettingsError, match="upload_paused"):
        run(upload, folder, "--until-settled")
    assert portal[0].ledger()["calls"] == []
