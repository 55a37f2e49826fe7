# SPDX-License-Identifier: MIT
"""The day at a centre: who is expected, vials, the half hour of watching, results other than vaccinated, pages."""

from __future__ import annotations

from peewee import Database

from vaxdesk.names import name_frame

STATEMENTS = (
    "ALTER TABLE beneficiary ADD COLUMN mobile_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE beneficiary ADD COLUMN name_frame TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX beneficiary_name_frame ON beneficiary (name_frame, birth_year)",
    "ALTER TABLE vaccination ADD COLUMN no_id_why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN asked_ref TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE correction ADD COLUMN told_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE correction ADD COLUMN told_at REAL",
    "ALTER TABLE correction ADD COLUMN told_why TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE mend (
        id INTEGER NOT NULL PRIMARY KEY, vaccination_id INTEGER NOT NULL REFERENCES vaccination (id),
        mend TEXT NOT NULL, cause TEXT NOT NULL, reason TEXT NOT NULL, mended_by TEXT NOT NULL,
        mended_at REAL NOT NULL)""",
    "CREATE INDEX mend_vaccination ON mend (vaccination_id)",
    "CREATE INDEX vaccination_vial ON vaccination (given_on, centre, vial)",
    """CREATE TABLE visit (
        id INTEGER NOT NULL PRIMARY KEY, client_ref TEXT NOT NULL UNIQUE, centre TEXT NOT NULL,
        visited_on TEXT NOT NULL, visited_at TEXT NOT NULL, result TEXT NOT NULL, reason TEXT NOT NULL,
        name TEXT NOT NULL, gender TEXT NOT NULL, birth_year TEXT NOT NULL, mobile TEXT NOT NULL,
        id_type TEXT NOT NULL, id_number TEXT NOT NULL, category TEXT NOT NULL, recorded_by TEXT NOT NULL,
        recorded_at REAL NOT NULL, live INTEGER NOT NULL, ended_why TEXT NOT NULL,
        vaccination_id INTEGER REFERENCES vaccination (id))""",
    "CREATE INDEX visit_day ON visit (visited_on, centre)",
    "CREATE INDEX visit_mobile ON visit (mobile)",
    "CREATE INDEX visit_vaccination ON visit (vaccination_id)",
    """CREATE TABLE expected (
        id INTEGER NOT NULL PRIMARY KEY, source_hash TEXT NOT NULL UNIQUE, listed_on TEXT NOT NULL,
        centre TEXT NOT NULL, name TEXT NOT NULL, gender TEXT NOT NULL, birth_year TEXT NOT NULL,
        mobile TEXT NOT NULL, id_type TEXT NOT NULL, id_number TEXT NOT NULL, category TEXT NOT NULL,
        sub_category TEXT NOT NULL, facility TEXT NOT NULL, dose TEXT NOT NULL, vaccine TEXT NOT NULL,
        portal_ref TEXT NOT NULL, remarks TEXT NOT NULL, imported_by TEXT NOT NULL, imported_at REAL NOT NULL,
        vaccination_id INTEGER REFERENCES vaccination (id), visit_id INTEGER REFERENCES visit (id))""",
    "CREATE INDEX expected_listed ON expected (listed_on, centre)",
    "CREATE INDEX expected_mobile ON expected (mobile)",
    "CREATE INDEX expected_id_number ON expected (id_number)",
    "CREATE INDEX expected_portal_ref ON expected (portal_ref)",
    "CREATE INDEX expected_vaccination ON expected (vaccination_id)",
    "CREATE INDEX expected_visit ON expected (visit_id)",
    """CREATE TABLE column_map (
        headings TEXT NOT NULL PRIMARY KEY, places TEXT NOT NULL, kept_by TEXT NOT NULL, kept_at REAL NOT NULL)""",
    """CREATE TABLE search_word (
        word TEXT NOT NULL, target INTEGER NOT NULL, PRIMARY KEY (word, target))""",
    "CREATE INDEX search_word_target ON search_word (target)",
    """CREATE TABLE vial (
        id INTEGER NOT NULL PRIMARY KEY, centre TEXT NOT NULL, opened_on TEXT NOT NULL, label TEXT NOT NULL,
        vaccine TEXT NOT NULL, batch TEXT NOT NULL, expires_on TEXT NOT NULL, doses INTEGER NOT NULL,
        opened_at TEXT NOT NULL, opened_by TEXT NOT NULL, recorded_at REAL NOT NULL,
        closed_at REAL, closed_by TEXT NOT NULL, lost INTEGER NOT NULL, lost_why TEXT NOT NULL,
        reopened_why TEXT NOT NULL, UNIQUE (centre, opened_on, label))""",
    "CREATE INDEX vial_batch ON vial (vaccine, batch)",
    """CREATE TABLE observation (
        vaccination_id INTEGER NOT NULL PRIMARY KEY REFERENCES vaccination (id), centre TEXT NOT NULL,
        given_on TEXT NOT NULL, token INTEGER NOT NULL, began_at REAL NOT NULL, until_at REAL NOT NULL,
        released_at REAL, released_by TEXT NOT NULL, note TEXT NOT NULL, UNIQUE (centre, given_on, token))""",
    "CREATE INDEX observation_released ON observation (released_at, until_at)",
    """CREATE TABLE aefi (
        id INTEGER NOT NULL PRIMARY KEY, vaccination_id INTEGER NOT NULL REFERENCES vaccination (id),
        severity TEXT NOT NULL, symptoms TEXT NOT NULL, words TEXT NOT NULL, onset_on TEXT NOT NULL,
        onset_at TEXT NOT NULL, done TEXT NOT NULL, referred_to TEXT NOT NULL, outcome TEXT NOT NULL,
        case_no TEXT NOT NULL, reported_by TEXT NOT NULL, reported_at REAL NOT NULL, live INTEGER NOT NULL)""",
    "CREATE INDEX aefi_vaccination ON aefi (vaccination_id)",
    """CREATE TABLE register_page (
        id INTEGER NOT NULL PRIMARY KEY, centre TEXT NOT NULL, page TEXT NOT NULL, given_on TEXT NOT NULL,
        total INTEGER, opened_by TEXT NOT NULL, opened_at REAL NOT NULL, closed_by TEXT NOT NULL, closed_at REAL,
        UNIQUE (centre, given_on, page))""",
    """CREATE TABLE second_keying (
        page_id INTEGER NOT NULL REFERENCES register_page (id), vaccination_id INTEGER NOT NULL
        REFERENCES vaccination (id), field TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL,
        keyed_by TEXT NOT NULL, keyed_at REAL NOT NULL, PRIMARY KEY (page_id, vaccination_id, field))""",
    "CREATE INDEX second_keying_page ON second_keying (page_id)",
    "CREATE INDEX second_keying_vaccination ON second_keying (vaccination_id)",
)


def apply(database: Database) -> None:
    """Add the tables, columns and indexes."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
    _frame_names(database)


def _frame_names(database: Database) -> None:
    """Give those who are recorded already what people with a near name are looked for by."""
    people = database.execute_sql("SELECT name, id FROM beneficiary").fetchall()
    frames = [(name_frame(name), number) for name, number in people]
    place = database.param
    statement = f"UPDATE beneficiary SET name_frame = {place} WHERE id = {place}"  # noqa: S608 (the driver's own sign)
    database.connection().cursor().executemany(statement, frames)
