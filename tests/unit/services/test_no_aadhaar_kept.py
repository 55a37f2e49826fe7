# SPDX-License-Identifier: MIT
"""A whole Aadhaar number typed into every text of the desk: no column of any table of the store keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from tests.support import fake_portal, people, stores
from tests.support.uploads import Upload, upload_in
from tests.unit.test_identity import aadhaar_numbers
from vaxdesk.domain.attention import Asked, Mend
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.domain.observation import EventDraft
from vaxdesk.domain.upload import State
from vaxdesk.domain.vial import LostWhy, VialDraft
from vaxdesk.domain.visit import VisitResult
from vaxdesk.errors import VaxDeskError
from vaxdesk.identity import normalise_digits
from vaxdesk.services.attention import Attention
from vaxdesk.services.drafts import Drafts
from vaxdesk.services.expected import ExpectedLists
from vaxdesk.services.observation import Observation
from vaxdesk.services.pages import Pages
from vaxdesk.services.vials import Vials
from vaxdesk.services.visits import Visits

NUMBER = aadhaar_numbers(1)[0]
SPACED = f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}"
SPELLINGS = (NUMBER, SPACED, SPACED.translate({48 + n: 0x966 + n for n in range(10)}))


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture(params=SPELLINGS)
def words(request: pytest.FixtureRequest) -> str:
    """Return a text with the number in it, in each of its spellings."""
    return f"no. {request.param}"


@pytest.fixture
def number(words: str) -> str:
    """Return the number alone, as the text has it."""
    return words.removeprefix("no. ")


def _texts(upload: Upload) -> Iterator[tuple[str, str]]:
    """Yield every text that stands anywhere in the store, with the table that holds it."""
    for table in upload.store.models.tables():
        with upload.store.reading():
            rows = list(table.select().tuples())
        for value in (value for row in rows for value in row):
            if isinstance(value, bytes | str):
                text = value.decode(errors="ignore") if isinstance(value, bytes) else value
                yield table._meta.table_name, text
                with suppress(ValueError):
                    yield table._meta.table_name, json.dumps(json.loads(text), ensure_ascii=False)


def _kept(upload: Upload) -> set[str]:
    """Return the tables in which the number stands, however it is spelt."""
    return {
        table for table, text in _texts(upload) if NUMBER in "".join(c for c in normalise_digits(text) if c.isalnum())
    }


def _refused(upload: Upload, n: int) -> str:
    client_ref = upload.record(n)
    upload.portal.script("vaccinate", fake_portal.refused("Batch number is not known", on="batch"))
    upload.settle()
    assert upload.state(client_ref) is State.REJECTED
    return client_ref


def _of_now(upload: Upload, n: int) -> Draft:
    local = upload.clock.local()
    return people.draft(n, given_on=f"{local:%d-%m-%Y}", given_at=f"{local:%H:%M}", vial_opened_at="")


def test_the_search_itself_finds_it_in_every_spelling(upload: Upload, words: str) -> None:
    client_ref = upload.record(0)
    vaccination = upload.store.models.Vaccination
    planted = vaccination.update(remarks=words).where(vaccination.client_ref == client_ref)
    upload.store.write(planted.execute).result()
    assert _kept(upload) == {"vaccination"}


def test_no_field_of_the_form(upload: Upload, words: str, number: str) -> None:
    visits, drafts = Visits(upload.store, upload.clock), Drafts(upload.store, upload.clock)
    client_ref = upload.record(2)
    for field, text in product(DRAFT_FIELDS, (words, number)):
        draft = replace(_of_now(upload, 1), **{field: text})
        drafts.keep(draft, people.CLERK)
        assert not _kept(upload), f"a draft with {field}"
        with suppress(VaxDeskError):
            visits.record(draft, VisitResult.ABSENT, "", people.CLERK)
        with suppress(VaxDeskError):
            upload.register.record(draft, people.CLERK)
        with suppress(VaxDeskError):
            upload.register.correct(client_ref, replace(people.draft(2), **{field: text}), people.CLERK, words)
    assert not _kept(upload)


def test_no_reason_of_a_correction_or_a_cancellation(upload: Upload, words: str) -> None:
    client_ref = upload.record(0)
    upload.register.correct(client_ref, people.draft(0, batch="4120Z006"), people.CLERK, words)
    upload.register.void(client_ref, people.CLERK, words)
    assert not _kept(upload)


def test_no_reason_of_a_mend(upload: Upload, words: str, number: str) -> None:
    attention = Attention(upload.store, upload.register, stores.reference_table(), upload.clock, upload.hooks)
    _refused(upload, 0)
    for mend in (Mend.SET_ASIDE, Mend.RELEASE):
        (group,) = attention.groups()
        asked = Asked(mend, group.cause, tuple(c.key for c in group.concerns), words)
        assert attention.mend(asked, people.SUPERVISOR).done
    upload.settle()
    _refused(upload, 1)
    (group,) = attention.groups()
    asked = Asked(Mend.PUT_RIGHT, group.cause, tuple(c.key for c in group.concerns), words, number)
    with suppress(VaxDeskError):
        attention.mend(asked, people.CLERK)
    upload.settle()
    confirmed = upload.record(2)
    upload.settle()
    upload.register.correct(confirmed, people.draft(2, batch="4120Z007", vial="V9"), people.CLERK, words)
    (told,) = (group for group in attention.groups() if Mend.TOLD_PORTAL in group.mends)
    asked = Asked(Mend.TOLD_PORTAL, told.cause, tuple(c.key for c in told.concerns), words)
    assert attention.mend(asked, people.CLERK).done
    assert not _kept(upload)


def test_no_reason_of_a_visit(upload: Upload, words: str) -> None:
    visits = Visits(upload.store, upload.clock)
    visit = visits.record(_of_now(upload, 0), VisitResult.ABSENT, "", people.CLERK)
    with suppress(VaxDeskError):
        visits.change(visit.client_ref, VisitResult.REFUSED, words, people.CLERK)
    for standing in visits.today():
        visits.end(standing.client_ref, words, people.CLERK)
    assert not _kept(upload)


def test_no_field_and_no_reason_of_a_vial(upload: Upload, words: str, number: str) -> None:
    vials = Vials(upload.store, stores.reference_table(), upload.clock, people.CENTRES)
    typed = VialDraft(centre="LNJP", vaccine="COVISHIELD", batch="4120Z005", expires_on="06-2021")
    for field, text in product((each.name for each in fields(VialDraft)), (words, number)):
        with suppress(VaxDeskError):
            vials.open(replace(typed, **{field: text}), people.CLERK)
    opened = vials.open(typed, people.CLERK)
    with suppress(VaxDeskError):
        vials.close(opened.id, "1", words, people.CLERK)
    vials.close(opened.id, "1", next(iter(LostWhy)), people.CLERK)
    vials.reopen(opened.id, words, people.CLERK)
    assert not _kept(upload)


def test_no_note_and_no_adverse_event(upload: Upload, words: str, number: str) -> None:
    observation = Observation(upload.store, upload.clock)
    draft = _of_now(upload, 0)
    client_ref = upload.record_draft(draft).client_ref
    observation.add_note(client_ref, words, people.CLERK)
    observation.release(client_ref, people.CLERK, words)
    event = EventDraft("minor", ("fever",), onset_on=draft.given_on, onset_at=draft.given_at)
    for field, text in product(("words", "done", "referred_to", "case_no", "outcome"), (words, number)):
        with suppress(VaxDeskError):
            observation.report(client_ref, replace(event, **{field: text}), people.CLERK)
    assert not _kept(upload)


def test_no_number_of_a_page_and_no_second_keying(upload: Upload, words: str, number: str) -> None:
    pages = Pages(upload.store, upload.clock)
    for text in (words, number):
        with suppress(VaxDeskError):
            pages.begin("LNJP", text, people.GIVEN_ON, people.CLERK)
    client_ref = upload.record(0, page="1", line="1")
    page = pages.begin("LNJP", "1", people.GIVEN_ON, people.CLERK)
    typed = dict.fromkeys(DRAFT_FIELDS, number)
    pages.key(page.id, client_ref, typed, people.SUPERVISOR)
    assert not _kept(upload)


@pytest.mark.parametrize("headings", [(), ("Name", "Mobile", "ID no.", "Remarks", "Department")])
def test_no_cell_and_no_heading_of_a_list(
    upload: Upload, tmp_path: Path, words: str, number: str, headings: tuple[str, ...]
) -> None:
    centres = tuple(Centre(code, code, n) for n, code in enumerate(people.CENTRES, start=1))
    lists = ExpectedLists(upload.store, stores.reference_table(), centres, "LNJP", upload.clock)
    rows = [
        ",".join(("Asha Namoona", "9900000001", number, words, number)),
        ",".join(("Ravi Kalpit", number, number, words, words)),
        ",".join(("Meena Misaal", "9900000003", words, number, number)),
    ]
    path = tmp_path / "list.csv"
    path.write_text("\n".join((*filter(None, [",".join(headings)]), *rows)), encoding="utf-8")
    mapped = ("name", "mobile", "aadhaar", "remarks", "designation")
    day = date(2021, 1, 16) + timedelta(days=1)
    assert lists.add(path, people.CLERK, fields=mapped, day=day).added
    assert lists.preview(path).columns[4].field == "designation", "the columns are remembered all the same"
    assert not _kept(upload)
    assert not [text for table, text in _texts(upload) if table == "column_map" and "asha" in text.casefold()]
