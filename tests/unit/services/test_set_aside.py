# SPDX-License-Identifier: MIT
"""What a supervisor set aside, through the corrections of others: only a supervisor lets it go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import fake_portal, people, stores
from tests.support.uploads import Upload, once_each, upload_in
from vaxdesk.domain.attention import Asked, Cause, Mend
from vaxdesk.domain.upload import NO_PHOTO_ID, State
from vaxdesk.services.attention import Attention


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def attention(upload: Upload) -> Attention:
    return Attention(
        upload.store, upload.register, stores.reference_table(), upload.clock, upload.hooks, upload.portal.host
    )


@pytest.fixture
def aside(upload: Upload, attention: Attention) -> str:
    """Return a vaccination whose registration was refused and that a supervisor set aside."""
    client_ref = upload.record(0)
    upload.portal.script("register", fake_portal.refused("Something is not right"))
    upload.settle()
    (group,) = attention.groups()
    attention.mend(Asked(Mend.SET_ASIDE, group.cause, (client_ref,), "asked at the district"), people.SUPERVISOR)
    assert upload.state(client_ref) is State.HELD
    return client_ref


def _release(upload: Upload, attention: Attention, client_ref: str) -> None:
    attention.mend(Asked(Mend.RELEASE, Cause("held"), (client_ref,), "answered"), people.SUPERVISOR)


@pytest.mark.parametrize("changed", [{}, {"remarks": "came with her son"}, {"batch": "4120Z007", "vial": "V7"}])
def test_no_correction_lets_go_what_a_supervisor_set_aside(
    upload: Upload, attention: Attention, aside: str, changed: dict[str, str]
) -> None:
    upload.register.correct(aside, people.draft(0, **changed), people.CLERK, "")
    assert upload.state(aside) is State.HELD
    (group,) = attention.groups()
    assert group.cause == Cause("held") and group.concerns[0].why == "asked at the district"
    _release(upload, attention, aside)
    upload.settle()
    once_each(upload, 1)


def test_opened_again_it_asks_for_no_id_where_none_is_missing(upload: Upload, attention: Attention) -> None:
    client_ref = upload.record(0)
    upload.portal.script("vaccinate", fake_portal.refused("Batch number is not known", on="batch"))
    upload.settle()
    assert [problem.field for problem in upload.register.open(client_ref).problems] == ["batch"]
    (group,) = attention.groups()
    attention.mend(Asked(Mend.SET_ASIDE, group.cause, (client_ref,), "asked at the district"), people.SUPERVISOR)
    assert upload.register.open(client_ref).problems == ()


def test_its_day_is_the_corrected_one_when_dates_are_at_risk(upload: Upload, attention: Attention, aside: str) -> None:
    upload.clock.pass_by(timedelta(days=3).total_seconds())
    today = f"{upload.clock.today():%d-%m-%Y}"
    upload.register.correct(aside, people.draft(0, given_on=today), people.CLERK, "the paper said so")
    assert [(group.cause.key, group.n) for group in attention.dates()] == [("date_at_risk", 1)]


def test_without_an_id_it_goes_neither_by_the_clerk_nor_by_the_supervisor(
    upload: Upload, attention: Attention, aside: str
) -> None:
    without = {"id_type": "", "id_number": "", "no_id_why": "lost"}
    upload.register.correct(aside, people.draft(0, **without), people.CLERK, "")
    upload.register.correct(aside, people.draft(0), people.CLERK, "")
    assert upload.state(aside) is State.HELD, "to take the ID away and give it back is no way round"
    upload.register.correct(aside, people.draft(0, **without), people.CLERK, "")
    _release(upload, attention, aside)
    row = upload.row(aside)
    assert (row.state, row.last_code) == (State.HELD, NO_PHOTO_ID)
    upload.register.correct(aside, people.draft(0), people.CLERK, "")
    upload.settle()
    once_each(upload, 1)
