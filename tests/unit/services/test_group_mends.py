# SPDX-License-Identifier: MIT
"""A mend of a long group: one bad row stops nobody else, and what is done is told, whatever breaks afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest

from tests.support import fake_portal, people, stores
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.attention import Asked, Mend
from vaxdesk.domain.upload import State
from vaxdesk.domain.vial import NewVial
from vaxdesk.errors import NotFound, StoreError, VaxDeskError
from vaxdesk.services.attention import Attention
from vaxdesk.store import vials

BATCH_REFUSED = fake_portal.refused("Batch number is not known", on="batch")


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def attention(upload: Upload) -> Attention:
    return Attention(
        upload.store, upload.register, stores.reference_table(), upload.clock, upload.hooks, upload.portal.host
    )


def _asked(upload: Upload, attention: Attention, count: int, mend: Mend, value: str = "") -> Asked:
    for n in range(count):
        upload.record(n)
        upload.portal.script("vaccinate", BATCH_REFUSED)
        upload.settle()
    (group,) = attention.groups()
    return Asked(mend, group.cause, tuple(c.key for c in group.concerns), "asked the portal", value)


def test_a_row_that_cannot_be_saved_is_left_and_a_note_on_the_value_stops_nobody(
    upload: Upload, attention: Attention
) -> None:
    expired = NewVial("LNJP", "L9", "COVISHIELD", "4120Z006", date(2021, 1, 15), 10, date(2021, 1, 14), time(9))
    upload.store.write(lambda: vials.add(upload.store, expired, people.CLERK.name, upload.clock.now())).result()
    asked = _asked(upload, attention, 3, Mend.PUT_RIGHT, "4120Z006")
    vaccination, moved = upload.store.models.Vaccination, asked.keys[2]
    closed = vaccination.update(centre="Closed since").where(vaccination.client_ref == moved)
    upload.store.write(closed.execute).result()
    mended = attention.mend(asked, people.CLERK)
    assert mended.done == asked.keys[:2] and mended.left == ((moved, "not_accepted"),)


class _Breaking:
    """Lets the second write from here on end in ``error``."""

    def __init__(self, upload: Upload, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
        self._write, self._error, self._writes = upload.store.write, error, 0
        monkeypatch.setattr("vaxdesk.services.attention.PORTION", 2)
        monkeypatch.setattr(upload.store, "write", self.write)

    def write(self, work: Callable[[], object]):  # type: ignore[no-untyped-def]
        self._writes += 1
        return self._write(self._breaks if self._writes == 2 else work)

    def _breaks(self) -> object:
        raise self._error


@pytest.mark.usefixtures("expected_log")
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreError("disk_full"), "disk_full"),
        (NotFound("no_such_vaccination"), "no_such_vaccination"),
        (VaxDeskError("reason_missing"), "reason_missing"),
        (ValueError("Asha Namoona"), "unexpected"),
    ],
)
def test_whatever_breaks_later_is_told_with_what_is_done(
    upload: Upload, attention: Attention, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    asked = _asked(upload, attention, 5, Mend.SEND_AGAIN)
    told: list[str] = []
    upload.hooks.outbox_changed.connect(lambda: told.append("outbox"))
    upload.hooks.vaccination_saved.connect(told.append)
    _Breaking(upload, error, monkeypatch)
    mended = attention.mend(asked, people.CLERK)
    assert mended.done == (*asked.keys[:2], asked.keys[4])
    assert mended.left == tuple((key, code) for key in asked.keys[2:4])
    assert [upload.state(key) for key in asked.keys[2:4]] == [State.REJECTED] * 2
    assert told == [asked.keys[4], "outbox"]


class _Stop(BaseException):
    """What ends a program: nothing catches it."""


def test_what_is_done_is_told_even_when_the_program_ends(
    upload: Upload, attention: Attention, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _asked(upload, attention, 3, Mend.SEND_AGAIN)
    told: list[str] = []
    upload.hooks.vaccination_saved.connect(told.append)
    monkeypatch.setattr("vaxdesk.services.attention.PORTION", 1)
    write, writes = upload.store.write, []

    def ending(work: Callable[[], object]):  # type: ignore[no-untyped-def]
        writes.append(1)
        if len(writes) == 3:
            raise _Stop
        return write(work)

    monkeypatch.setattr(upload.store, "write", ending)
    with pytest.raises(_Stop):
        attention.mend(asked, people.CLERK)
    assert told == [asked.keys[1]]
