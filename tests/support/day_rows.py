# SPDX-License-Identifier: MIT
"""Register rows, corrections and words for the sheets, made without a store. All people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support import people
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State, Step
from vaxdesk.domain.vaccination import Source
from vaxdesk.sheets.cells import Words

INDIA = ZoneInfo("Asia/Kolkata")
MIDNIGHT = datetime(2021, 1, 15, 18, 30, tzinfo=UTC)  # 00:00 at the centres on 16 January
CENTRE_ROWS = (("LNJP", 115), ("MATHANA", 50), ("PEHOWA", 57))

WORDS = Words(
    gender=lambda gender: f"gender {gender}",
    id_type=lambda kind: f"ID {kind}",
    category=lambda category: f"category {category}",
    sub_category=lambda sub: f"sub {sub}",
    field=lambda field: f"field {field}",
    state=lambda state: f"state {state}",
    outcome=lambda code: f"outcome {code}",
    lost_why=lambda why: f"lost {why}",
    severity=lambda severity: f"{severity}",
    symptoms=lambda event: f"{' '.join(event.symptoms)} {event.words}".strip(),
    local=lambda moment: moment.astimezone(INDIA),
)


def register_row(n: int, state: State = State.CONFIRMED, **given: Any) -> RegisterRow:
    """Return person ``n``, recorded five minutes after the needle; ``given`` changes the vaccination."""
    vaccination = replace(people.vaccination(n), **given)
    needle = datetime.combine(vaccination.given_on, vaccination.given_at, INDIA)
    recorded_at = (needle + timedelta(minutes=5)).astimezone(UTC)
    confirmed = state is State.CONFIRMED
    return RegisterRow(
        client_ref=f"00000000-0000-4000-8000-{n:012}",
        receipt_no=f"{n:04}-{n % 10}",
        vaccination=vaccination,
        source=Source.REGISTER,
        recorded_by="Clerk Kalpit",
        recorded_at=recorded_at,
        state=state,
        step=Step.VACCINATE,
        portal_ref=f"{20_000_000_000_000 + n}" if confirmed else "",
        confirmed_at=recorded_at + timedelta(minutes=7) if confirmed else None,
        portal_host="portal.example" if confirmed else "",
        attempts=2,
        last_code="" if confirmed else "read_timeout",
        last_words="",
        last_field="",
        next_attempt_at=None if confirmed else recorded_at + timedelta(minutes=20),
        revision=0,
        void_reason="entered twice" if state is State.VOID else "",
        to_raise=0,
    )


def day_rows() -> tuple[RegisterRow, ...]:
    """Return 115 + 50 + 57 people, all confirmed, in no useful order."""
    rows = []
    n = 0
    for centre, count in CENTRE_ROWS:
        for _person in range(count):
            rows.append(register_row(n, centre=centre))
            n += 1
    return tuple(reversed(rows))


def correction(row: RegisterRow, field: str, before: str, after: str, **given: Any) -> CorrectionRow:
    """Return a correction of ``row`` made an hour after it was recorded."""
    made = CorrectionRow(
        client_ref=row.client_ref,
        receipt_no=row.receipt_no,
        name=row.vaccination.beneficiary.name,
        field=field,
        before=before,
        after=after,
        reason="misheard",
        corrected_by="Supervisor Kalpit",
        corrected_at=row.recorded_at + timedelta(hours=1),
        to_raise=False,
    )
    return replace(made, **given)


def with_person(row: RegisterRow, **changed: Any) -> RegisterRow:
    """Return ``row`` with another name, mobile or ID of its person."""
    vaccination = row.vaccination
    return replace(row, vaccination=replace(vaccination, beneficiary=replace(vaccination.beneficiary, **changed)))
