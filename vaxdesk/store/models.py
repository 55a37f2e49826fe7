# SPDX-License-Identifier: MIT
"""The tables as peewee models, built for one database. Queries stand in the modules beside this one.

Instants are seconds since the epoch in UTC (REAL), so that they sort and subtract; a vaccination's own day and time
are the centre's, kept as ``YYYY-MM-DD`` and ``HH:MM`` and never passed through UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    Database,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from vaxdesk.store import day_models


@dataclass(frozen=True)
class Models:
    """The model classes of one database. Typed ``Any``: peewee's fields change type between class and row."""

    Beneficiary: Any
    Vaccination: Any
    Outbox: Any
    Attempt: Any
    Correction: Any
    Audit: Any
    Count: Any
    Draft: Any
    Note: Any
    KnownRow: Any
    Visit: Any
    Expected: Any
    ColumnMap: Any
    SearchWord: Any
    Vial: Any
    Observation: Any
    Aefi: Any
    RegisterPage: Any
    SecondKeying: Any
    Mend: Any

    def tables(self) -> tuple[Any, ...]:
        """Return all of them, parents first."""
        return tuple(vars(self).values())


def build(database: Database) -> Models:
    """Return models bound to ``database`` alone: two stores may be open in one process."""

    handle = database

    class Base(Model):
        class Meta:
            database = handle

    people = _people(Base)
    vaccinations = people[1]
    visits = day_models.visit(Base, vaccinations)
    return Models(
        *people,
        *_upload(Base, vaccinations),
        _correction(Base, vaccinations),
        *_desk(Base),
        visits,
        *day_models.lists(Base, vaccinations, visits),
        *day_models.session(Base, vaccinations),
        *day_models.pages(Base, vaccinations),
        day_models.mend(Base, vaccinations),
    )


def _people(base: type[Model]) -> tuple[Any, Any]:
    class Beneficiary(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        person_key = TextField(unique=True)
        id_key = TextField(index=True)
        name = TextField()
        gender = TextField()
        birth_year = IntegerField()
        mobile = TextField(index=True)
        id_type = TextField()
        id_number = TextField()
        portal_ref = TextField(default="", index=True)
        portal_host = TextField(default="")
        mobile_of = TextField(default="")
        name_frame = TextField(default="")

        class Meta:
            table_name = "beneficiary"
            indexes = ((("name_frame", "birth_year"), False),)

    class Vaccination(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        client_ref = TextField(unique=True)
        beneficiary = ForeignKeyField(Beneficiary, backref="vaccinations")
        receipt_no = TextField(unique=True)
        centre = TextField()
        category = TextField()
        sub_category = TextField()
        facility = TextField()
        comorbidity = BooleanField()
        dose = IntegerField()
        vaccine = TextField()
        batch = TextField()
        vial = TextField()
        vial_opened_at = TextField()
        given_on = TextField()
        given_at = TextField()
        vaccinator = TextField()
        aefi = TextField()
        remarks = TextField()
        page = TextField()
        line = TextField()
        dose1_on = TextField()
        dose1_vaccine = TextField()
        source = TextField()
        source_hash = TextField(null=True, unique=True)
        recorded_by = TextField()
        recorded_at = FloatField()
        revision = IntegerField(default=1)
        live = BooleanField(default=True)
        void_reason = TextField(default="")
        no_id_why = TextField(default="")

        class Meta:
            table_name = "vaccination"
            indexes = ((("given_on", "centre"), False), (("recorded_at",), False))

    return Beneficiary, Vaccination


def _upload(base: type[Model], vaccinations: Any) -> tuple[Any, Any]:
    class Outbox(base):  # type: ignore[misc,valid-type]
        vaccination = ForeignKeyField(vaccinations, primary_key=True, backref="outbox")
        state = TextField()
        step = TextField()
        given_on = TextField()
        next_attempt_at = FloatField()
        attempts = IntegerField(default=0)
        empty_looks = IntegerField(default=0)
        doubt_rounds = IntegerField(default=0)
        looked_at = FloatField(default=0.0)
        last_code = TextField(default="")
        last_words = TextField(default="")
        last_field = TextField(default="")
        confirmed_at = FloatField(null=True)
        portal_host = TextField(default="")
        tries = IntegerField(default=0)
        theirs = TextField(default="")
        asked_ref = TextField(default="")

        class Meta:
            table_name = "outbox"
            indexes = (
                (("state", "next_attempt_at"), False),
                (("state", "given_on", "step", "vaccination"), False),
                (("confirmed_at",), False),
            )

    class Attempt(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        vaccination = ForeignKeyField(vaccinations, backref="attempts")
        at = FloatField()
        step = TextField()
        look = BooleanField()
        code = TextField()
        http_status = IntegerField(null=True)
        seconds = FloatField()
        bytes_sent = IntegerField()
        bytes_received = IntegerField()
        calls = IntegerField(default=1)

        class Meta:
            table_name = "attempt"
            indexes = ((("at",), False),)

    return Outbox, Attempt


def _correction(base: type[Model], vaccinations: Any) -> Any:
    class Correction(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        vaccination = ForeignKeyField(vaccinations, backref="corrections")
        field = TextField()
        before = TextField()
        after = TextField()
        reason = TextField()
        corrected_by = TextField()
        corrected_at = FloatField()
        to_raise = BooleanField()
        told_by = TextField(default="")
        told_at = FloatField(null=True)
        told_why = TextField(default="")

        class Meta:
            table_name = "correction"

    return Correction


def _desk(base: type[Model]) -> tuple[Any, Any, Any, Any, Any]:
    class Audit(base):  # type: ignore[misc,valid-type]
        seq = AutoField()
        at = FloatField()
        actor = TextField()
        action = TextField()
        client_ref = TextField()
        detail = TextField()

        class Meta:
            table_name = "audit"

    class Count(base):  # type: ignore[misc,valid-type]
        state = TextField()
        portal_host = TextField()
        n = IntegerField()

        class Meta:
            table_name = "count"
            primary_key = CompositeKey("state", "portal_host")

    class Draft(base):  # type: ignore[misc,valid-type]
        id = IntegerField(primary_key=True)
        payload = TextField()
        kept_by = TextField()
        kept_at = FloatField()

        class Meta:
            table_name = "draft"

    class Note(base):  # type: ignore[misc,valid-type]
        name = TextField(primary_key=True)
        value = TextField()

        class Meta:
            table_name = "note"

    class KnownRow(base):  # type: ignore[misc,valid-type]
        source_hash = TextField(primary_key=True)

        class Meta:
            table_name = "known_row"

    return Audit, Count, Draft, Note, KnownRow
