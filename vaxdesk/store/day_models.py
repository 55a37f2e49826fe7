# SPDX-License-Identifier: MIT
"""The tables of a day at a centre as peewee models, beside those of people and upload in ``models.py``.

Days and times of the day are the centre's own, as text; instants are seconds since the epoch in UTC.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def visit(base: type[Model], vaccinations: Any) -> Any:
    """Return the table of visits without a needle, each with the vaccination that ended it."""

    class Visit(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        client_ref = TextField(unique=True)
        centre = TextField()
        visited_on = TextField()
        visited_at = TextField()
        result = TextField()
        reason = TextField()
        name = TextField()
        gender = TextField()
        birth_year = TextField()
        mobile = TextField()
        id_type = TextField()
        id_number = TextField()
        category = TextField()
        recorded_by = TextField()
        recorded_at = FloatField()
        live = BooleanField(default=True)
        ended_why = TextField(default="")
        vaccination = ForeignKeyField(vaccinations, null=True, backref="ended_visits")

        class Meta:
            table_name = "visit"
            indexes = ((("visited_on", "centre"), False), (("mobile",), False))

    return Visit


def lists(base: type[Model], vaccinations: Any, visits: Any) -> tuple[Any, Any, Any]:
    """Return the tables of the expected list, of the columns of files like it, and of the words that find people."""

    class Expected(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        source_hash = TextField(unique=True)
        listed_on = TextField()
        centre = TextField()
        name = TextField()
        gender = TextField()
        birth_year = TextField()
        mobile = TextField()
        id_type = TextField()
        id_number = TextField(index=True)
        category = TextField()
        sub_category = TextField()
        facility = TextField()
        dose = TextField()
        vaccine = TextField()
        portal_ref = TextField(index=True)
        remarks = TextField()
        imported_by = TextField()
        imported_at = FloatField()
        vaccination = ForeignKeyField(vaccinations, null=True, backref="expected")
        visit = ForeignKeyField(visits, null=True, backref="expected")

        class Meta:
            table_name = "expected"
            indexes = ((("listed_on", "centre"), False), (("mobile",), False))

    class ColumnMap(base):  # type: ignore[misc,valid-type]
        headings = TextField(primary_key=True)
        places = TextField()
        kept_by = TextField()
        kept_at = FloatField()

        class Meta:
            table_name = "column_map"

    class SearchWord(base):  # type: ignore[misc,valid-type]
        word = TextField()
        target = IntegerField(index=True)

        class Meta:
            table_name = "search_word"
            primary_key = CompositeKey("word", "target")

    return Expected, ColumnMap, SearchWord


def session(base: type[Model], vaccinations: Any) -> tuple[Any, Any, Any]:
    """Return the tables of vials, of the half hour after the needle, and of what followed it."""

    class Vial(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        centre = TextField()
        opened_on = TextField()
        label = TextField()
        vaccine = TextField()
        batch = TextField()
        expires_on = TextField()
        doses = IntegerField()
        opened_at = TextField()
        opened_by = TextField()
        recorded_at = FloatField()
        closed_at = FloatField(null=True)
        closed_by = TextField(default="")
        lost = IntegerField(default=0)
        lost_why = TextField(default="")
        reopened_why = TextField(default="")

        class Meta:
            table_name = "vial"
            indexes = ((("centre", "opened_on", "label"), True), (("vaccine", "batch"), False))

    class Observation(base):  # type: ignore[misc,valid-type]
        vaccination = ForeignKeyField(vaccinations, primary_key=True, backref="observation")
        centre = TextField()
        given_on = TextField()
        token = IntegerField()
        began_at = FloatField()
        until_at = FloatField()
        released_at = FloatField(null=True)
        released_by = TextField(default="")
        note = TextField(default="")

        class Meta:
            table_name = "observation"
            indexes = ((("centre", "given_on", "token"), True), (("released_at", "until_at"), False))

    class Aefi(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        vaccination = ForeignKeyField(vaccinations, backref="adverse_events")
        severity = TextField()
        symptoms = TextField()
        words = TextField()
        onset_on = TextField()
        onset_at = TextField()
        done = TextField()
        referred_to = TextField()
        outcome = TextField()
        case_no = TextField()
        reported_by = TextField()
        reported_at = FloatField()
        live = BooleanField(default=True)

        class Meta:
            table_name = "aefi"

    return Vial, Observation, Aefi


def pages(base: type[Model], vaccinations: Any) -> tuple[Any, Any]:
    """Return the tables of the pages of the paper register, and their second keying."""

    class RegisterPage(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        centre = TextField()
        page = TextField()
        given_on = TextField()
        total = IntegerField(null=True)
        opened_by = TextField()
        opened_at = FloatField()
        closed_by = TextField(default="")
        closed_at = FloatField(null=True)

        class Meta:
            table_name = "register_page"
            indexes = ((("centre", "given_on", "page"), True),)

    class SecondKeying(base):  # type: ignore[misc,valid-type]
        page = ForeignKeyField(RegisterPage, backref="second_keyings")
        vaccination = ForeignKeyField(vaccinations, backref="second_keyings")
        field = TextField()
        first = TextField()
        second = TextField()
        keyed_by = TextField()
        keyed_at = FloatField()

        class Meta:
            table_name = "second_keying"
            primary_key = CompositeKey("page", "vaccination", "field")

    return RegisterPage, SecondKeying


def mend(base: type[Model], vaccinations: Any) -> Any:
    """Return the table of what a person did with an upload by hand: why, who, when. Rows are only ever added."""

    class Mend(base):  # type: ignore[misc,valid-type]
        id = AutoField()
        vaccination = ForeignKeyField(vaccinations, backref="mends")
        mend = TextField()
        cause = TextField()
        reason = TextField()
        mended_by = TextField()
        mended_at = FloatField()

        class Meta:
            table_name = "mend"

    return Mend
