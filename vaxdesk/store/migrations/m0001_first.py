# SPDX-License-Identifier: MIT
"""The first schema: people, vaccinations, outbox, attempts, corrections, audit, counts, draft, notes."""

from __future__ import annotations

from peewee import Database

STATEMENTS = (
    """CREATE TABLE beneficiary (
        id INTEGER NOT NULL PRIMARY KEY,
        person_key TEXT NOT NULL UNIQUE,
        id_key TEXT NOT NULL,
        name TEXT NOT NULL,
        gender TEXT NOT NULL,
        birth_year INTEGER NOT NULL,
        mobile TEXT NOT NULL,
        id_type TEXT NOT NULL,
        id_number TEXT NOT NULL,
        portal_ref TEXT NOT NULL,
        portal_host TEXT NOT NULL)""",
    "CREATE INDEX beneficiary_id_key ON beneficiary (id_key)",
    "CREATE INDEX beneficiary_mobile ON beneficiary (mobile)",
    "CREATE INDEX beneficiary_portal_ref ON beneficiary (portal_ref)",
    """CREATE TABLE vaccination (
        id INTEGER NOT NULL PRIMARY KEY,
        client_ref TEXT NOT NULL UNIQUE,
        beneficiary_id INTEGER NOT NULL REFERENCES beneficiary (id),
        receipt_no TEXT NOT NULL UNIQUE,
        centre TEXT NOT NULL,
        category TEXT NOT NULL,
        sub_category TEXT NOT NULL,
        facility TEXT NOT NULL,
        comorbidity INTEGER NOT NULL,
        dose INTEGER NOT NULL,
        vaccine TEXT NOT NULL,
        batch TEXT NOT NULL,
        vial TEXT NOT NULL,
        vial_opened_at TEXT NOT NULL,
        given_on TEXT NOT NULL,
        given_at TEXT NOT NULL,
        vaccinator TEXT NOT NULL,
        aefi TEXT NOT NULL,
        remarks TEXT NOT NULL,
        page TEXT NOT NULL,
        line TEXT NOT NULL,
        dose1_on TEXT NOT NULL,
        dose1_vaccine TEXT NOT NULL,
        source TEXT NOT NULL,
        source_hash TEXT UNIQUE,
        recorded_by TEXT NOT NULL,
        recorded_at REAL NOT NULL,
        revision INTEGER NOT NULL,
        live INTEGER NOT NULL,
        void_reason TEXT NOT NULL)""",
    # One live dose of each number for one person, whatever the services above may think.
    "CREATE UNIQUE INDEX vaccination_live_dose ON vaccination (beneficiary_id, dose) WHERE live = 1",
    "CREATE INDEX vaccination_beneficiary ON vaccination (beneficiary_id)",
    "CREATE INDEX vaccination_day ON vaccination (given_on, centre)",
    "CREATE INDEX vaccination_recorded_at ON vaccination (recorded_at)",
    """CREATE TABLE outbox (
        vaccination_id INTEGER NOT NULL PRIMARY KEY REFERENCES vaccination (id),
        state TEXT NOT NULL,
        step TEXT NOT NULL,
        given_on TEXT NOT NULL,
        next_attempt_at REAL NOT NULL,
        attempts INTEGER NOT NULL,
        empty_looks INTEGER NOT NULL,
        doubt_rounds INTEGER NOT NULL,
        looked_at REAL NOT NULL,
        last_code TEXT NOT NULL,
        last_words TEXT NOT NULL,
        last_field TEXT NOT NULL,
        confirmed_at REAL,
        portal_host TEXT NOT NULL)""",
    "CREATE INDEX outbox_turn ON outbox (state, next_attempt_at, given_on, vaccination_id)",
    """CREATE TABLE attempt (
        id INTEGER NOT NULL PRIMARY KEY,
        vaccination_id INTEGER NOT NULL REFERENCES vaccination (id),
        at REAL NOT NULL,
        step TEXT NOT NULL,
        look INTEGER NOT NULL,
        code TEXT NOT NULL,
        http_status INTEGER,
        seconds REAL NOT NULL,
        bytes_sent INTEGER NOT NULL,
        bytes_received INTEGER NOT NULL)""",
    "CREATE INDEX attempt_vaccination ON attempt (vaccination_id)",
    """CREATE TABLE correction (
        id INTEGER NOT NULL PRIMARY KEY,
        vaccination_id INTEGER NOT NULL REFERENCES vaccination (id),
        field TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        reason TEXT NOT NULL,
        corrected_by TEXT NOT NULL,
        corrected_at REAL NOT NULL,
        to_raise INTEGER NOT NULL)""",
    "CREATE INDEX correction_vaccination ON correction (vaccination_id)",
    """CREATE TABLE audit (
        seq INTEGER NOT NULL PRIMARY KEY,
        at REAL NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        client_ref TEXT NOT NULL,
        detail TEXT NOT NULL)""",
    """CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END""",
    """CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END""",
    """CREATE TABLE count (
        state TEXT NOT NULL,
        portal_host TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (state, portal_host))""",
    """CREATE TABLE draft (
        id INTEGER NOT NULL PRIMARY KEY,
        payload TEXT NOT NULL,
        kept_by TEXT NOT NULL,
        kept_at REAL NOT NULL)""",
    "CREATE TABLE note (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    # Rows of imported files whose dose was there already: the dose may be corrected, the row must still be known.
    "CREATE TABLE known_row (source_hash TEXT NOT NULL PRIMARY KEY)",
)


def apply(database: Database) -> None:
    """Make every table, index and trigger."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
