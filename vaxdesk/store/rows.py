# SPDX-License-Identifier: MIT
"""Between table rows and domain objects, both ways. No queries of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from vaxdesk import identity, names
from vaxdesk.domain.beneficiary import Beneficiary, Category, Gender, IdType, MobileOf, NoIdWhy, SubCategory
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State, Step
from vaxdesk.domain.vaccination import Source, Vaccination
from vaxdesk.store.models import Models

_PERSON = ("name", "gender", "birth_year", "mobile", "mobile_of", "id_type", "id_number")
_TEXTS = ("centre", "facility", "vaccine", "batch", "vial", "vaccinator", "aefi", "remarks", "page", "line")
_DOSE = (
    *_TEXTS,
    "category",
    "sub_category",
    "comorbidity",
    "dose",
    "vial_opened_at",
    "given_on",
    "given_at",
    "dose1_on",
    "dose1_vaccine",
    "no_id_why",
)


def instant(seconds: float | None) -> datetime | None:
    """Return the aware UTC moment of an epoch value."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def vaccination_columns(models: Models) -> list[Any]:
    """Return the columns that ``vaccination`` needs, for a query that joins Vaccination and Beneficiary."""
    return [getattr(models.Vaccination, name) for name in _DOSE] + [
        getattr(models.Beneficiary, name) for name in _PERSON
    ]


def vaccination(row: Mapping[str, Any]) -> Vaccination:
    """Return the domain object of one joined row."""
    return Vaccination(
        beneficiary=Beneficiary(
            name=row["name"],
            gender=Gender(row["gender"]),
            birth_year=row["birth_year"],
            mobile=row["mobile"],
            id_type=IdType(row["id_type"]) if row["id_type"] else None,
            id_number=row["id_number"],
            mobile_of=MobileOf(row["mobile_of"]) if row["mobile_of"] else None,
        ),
        category=Category(row["category"]),
        sub_category=SubCategory(row["sub_category"]) if row["sub_category"] else None,
        comorbidity=bool(row["comorbidity"]),
        dose=row["dose"],
        vial_opened_at=time.fromisoformat(row["vial_opened_at"]) if row["vial_opened_at"] else None,
        given_on=date.fromisoformat(row["given_on"]),
        given_at=time.fromisoformat(row["given_at"]),
        dose1_on=date.fromisoformat(row["dose1_on"]) if row["dose1_on"] else None,
        dose1_vaccine=row["dose1_vaccine"],
        no_id_why=NoIdWhy(row["no_id_why"]) if row["no_id_why"] else None,
        **{name: row[name] for name in _TEXTS},
    )


def with_first_dose(given: Vaccination, first: tuple[str, str] | None) -> Vaccination:
    """Return ``given`` with day and vaccine of the first dose, as this desk recorded it (``first``) if it did."""
    if first is None:
        return given
    return replace(given, dose1_on=date.fromisoformat(first[0]), dose1_vaccine=first[1])


def person_values(person: Beneficiary) -> dict[str, Any]:
    """Return the columns of ``beneficiary`` that come from the person."""
    return {
        "person_key": identity.person_key(person),
        "id_key": identity.id_key(person.id_type, person.id_number),
        "name_frame": names.name_frame(person.name),
        **{name: getattr(person, name) or "" for name in _PERSON},
    }


def dose_values(given: Vaccination) -> dict[str, Any]:
    """Return the columns of ``vaccination`` that come from the dose."""
    return {
        **{name: getattr(given, name) for name in _TEXTS},
        "category": given.category.value,
        "sub_category": given.sub_category.value if given.sub_category else "",
        "comorbidity": given.comorbidity,
        "dose": given.dose,
        "vial_opened_at": given.vial_opened_at.strftime("%H:%M") if given.vial_opened_at else "",
        "given_on": given.given_on.isoformat(),
        "given_at": given.given_at.strftime("%H:%M"),
        "dose1_on": given.dose1_on.isoformat() if given.dose1_on else "",
        "dose1_vaccine": given.dose1_vaccine,
        "no_id_why": given.no_id_why.value if given.no_id_why else "",
    }


def register_columns(models: Models) -> list[Any]:
    """Return the columns that ``register_row`` needs, for a query that joins all three tables."""
    vaccination, outbox = models.Vaccination, models.Outbox
    own = ("client_ref", "receipt_no", "source", "recorded_by", "recorded_at", "revision", "void_reason")
    upload = ("state", "step", "confirmed_at", "attempts", "last_code", "last_words", "last_field")
    return [
        *vaccination_columns(models),
        *(getattr(vaccination, name) for name in own),
        *(getattr(outbox, name) for name in upload),
        outbox.next_attempt_at,
        outbox.portal_host,
        models.Beneficiary.portal_ref,
    ]


def register_row(row: Mapping[str, Any], to_raise: int) -> RegisterRow:
    """Return the flat picture of one joined row."""
    state = State(row["state"])
    due = instant(row["next_attempt_at"]) if state in (State.WAITING, State.DOUBTFUL) else None
    recorded_at = instant(row["recorded_at"])
    if recorded_at is None:
        raise ValueError("a vaccination without the moment of its recording")
    return RegisterRow(
        client_ref=row["client_ref"],
        receipt_no=row["receipt_no"],
        vaccination=vaccination(row),
        source=Source(row["source"]),
        recorded_by=row["recorded_by"],
        recorded_at=recorded_at,
        state=state,
        step=Step(row["step"]),
        portal_ref=row["portal_ref"],
        confirmed_at=instant(row["confirmed_at"]),
        portal_host=row["portal_host"],
        attempts=row["attempts"],
        last_code=row["last_code"],
        last_words=row["last_words"],
        last_field=row["last_field"],
        next_attempt_at=due,
        revision=row["revision"],
        void_reason=row["void_reason"],
        to_raise=to_raise,
    )
