# SPDX-License-Identifier: MIT
"""What stands on a slip, that each print is noted first, and that a PDF takes nothing's place by halves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.support.uploads import Upload, upload_in
from vaxdesk import settings
from vaxdesk.domain.slip import Paper
from vaxdesk.domain.upload import State
from vaxdesk.errors import FileError, NotFound, StoreError, VaxDeskError
from vaxdesk.services.slips import Slips
from vaxdesk.wording import slips as words

PDF = b"%PDF-1.4 a slip"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    """Return a register with its upload, on a still clock."""
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def slips(desk: Upload, tmp_path: Path) -> Slips:
    return Slips(desk.store, stores.reference_table(), settings.load(tmp_path / "settings.toml"), desk.clock)


def _noted(desk: Upload) -> list[tuple[str, str, str]]:
    line = desk.store.models.Audit
    with desk.store.reading():
        query = line.select(line.actor, line.client_ref, line.detail).where(line.action == "slip")
        return list(query.order_by(line.seq).tuples())


def test_a_slip_has_the_facts_of_the_dose_and_no_personal_data_in_its_code(desk: Upload, slips: Slips) -> None:
    client_ref = desk.record(1)
    slip = slips.slip(client_ref)
    assert (slip.name, slip.dose, slip.batch, slip.state) == ("Ravi Namoona", 1, "4120Z005", State.WAITING)
    assert slip.next_due == date(2021, 2, 13)
    assert slip.code == f"VD1:001-3:{client_ref[:8].upper()}"
    assert slip.made_at == desk.clock.now()


def test_the_last_dose_is_followed_by_none(desk: Upload, slips: Slips) -> None:
    desk.record(1)
    desk.clock.pass_by(40 * 86_400)
    assert slips.slip(desk.record(1, dose="2", given_on="20-02-2021")).next_due is None


def test_the_state_on_a_slip_is_that_of_the_moment(desk: Upload, slips: Slips) -> None:
    client_ref = desk.record(1)
    assert words.for_state(slips.slip(client_ref).state) == "Recorded here; on its way to the portal."
    desk.settle()
    slip = slips.slip(client_ref)
    assert slip.portal_ref
    assert words.for_state(slip.state, slip.portal_ref).endswith(f"on the portal as {slip.portal_ref}.")


def test_what_was_cancelled_has_no_slip(desk: Upload, slips: Slips) -> None:
    client_ref = desk.record(1)
    desk.register.void(client_ref, people.CLERK, "entered twice")
    with pytest.raises(VaxDeskError) as refused:
        slips.slip(client_ref)
    assert refused.value.code == "no_slip_of_void"
    with pytest.raises(NotFound):
        slips.slip("nobody")


def test_each_print_is_noted_with_who_and_on_what(desk: Upload, slips: Slips, tmp_path: Path) -> None:
    client_ref = desk.record(1)
    slip = slips.slip(client_ref)
    slips.note_print(slip, Paper.ROLL_80, people.CLERK)
    slips.write(slip, Paper.A6, people.SUPERVISOR, tmp_path / "slip.pdf", PDF)
    assert _noted(desk) == [
        (people.CLERK.name, client_ref, "roll_80,printer"),
        (people.SUPERVISOR.name, client_ref, "a6,pdf"),
    ]


def test_a_print_that_cannot_be_noted_does_not_happen(desk: Upload, slips: Slips, tmp_path: Path) -> None:
    slip = slips.slip(desk.record(1))
    desk.store.failures = 1
    with pytest.raises(StoreError):
        slips.write(slip, Paper.A6, people.CLERK, tmp_path / "slip.pdf", PDF)
    assert not (tmp_path / "slip.pdf").exists()
    assert not _noted(desk)


def test_a_pdf_stands_where_it_was_asked_for_or_the_desk_says_why_not(
    desk: Upload, slips: Slips, tmp_path: Path
) -> None:
    slip = slips.slip(desk.record(1))
    out = tmp_path / "slip.pdf"
    assert slips.write(slip, Paper.A6, people.CLERK, out, PDF) == out
    assert out.read_bytes() == PDF
    for forbidden in (desk.store.path, tmp_path / "nowhere" / "slip.pdf"):
        with pytest.raises(FileError):
            slips.write(slip, Paper.A6, people.CLERK, forbidden, PDF)
