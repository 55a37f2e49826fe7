# SPDX-License-Identifier: MIT
"""Marked people and full Aadhaar numbers through every entrance: afterwards no byte of them lies where it may not.

``FAULTS_N=30 make faults`` takes a thousand numbers; a run of all the tests takes fewer.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import peewee
import pytest
from stdnum import verhoeff

from tests.support import people
from tests.support.desks import PASSWORD, make_folder
from tests.support.portal import practice_portal
from vaxdesk import logs
from vaxdesk.desk import Desk
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.errors import FileError, NotAccepted
from vaxdesk.identity import normalise_digits

NUMBERS = 1000 if int(os.environ.get("FAULTS_N", "0")) >= 30 else 80
FIELDS = ("id_number", "remarks", "aefi", "facility", "vaccinator", "batch", "vial", "page", "name", "mobile")
SHORT_WAITS = {"first_delay_s": 0.01, "max_delay_s": 0.05, "settle_s": [1.7, 0.1], "read_timeout_s": 2}
HINDI = str.maketrans("0123456789", "०१२३४५६७८९")
UPLOAD_S = 6.0


def numbers(count: int) -> list[str]:
    """Return so many different twelve digits that pass Aadhaar's own check."""
    dice, made = Random(76), set[str]()
    while len(made) < count:
        eleven = str(dice.randrange(2 * 10**10, 10**11))
        made.add(eleven + verhoeff.calc_check_digit(eleven))
    return sorted(made)


def spelled(number: str, n: int) -> str:
    """Return ``number`` in one of the ways that people write it."""
    groups = (number[:4], number[4:8], number[8:])
    return (number, " ".join(groups), "-".join(groups), number.translate(HINDI))[n % 4]


def person(n: int, number: str) -> Draft:
    """Return somebody marked by name, mobile and ID, with ``number`` typed where it does not belong."""
    field = FIELDS[n % len(FIELDS)]
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{n:06}")
    marked = people.draft(
        n, name=f"Qzmark {letters}", mobile=str(7_111_000_000 + n), id_type="voter_id", id_number=f"QZM{n:07}"
    )
    if field == "id_number":
        marked = replace(marked, id_type="aadhaar")
    return replace(marked, **{field: spelled(number, n)})


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the program's own, to look into."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """All that any library says at DEBUG."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("expected_log")
def test_nothing_of_anybody_lies_where_it_may_not(
    tmp_path: Path, temporary: Path, everything_logged: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = numbers(2 * NUMBERS)
    with practice_portal("hostile", 5) as (_portal, base_url):
        folder = make_folder(tmp_path / "desk", base_url=base_url, **SHORT_WAITS)
        handler = logs.start(folder)
        for name in logs.OURS:
            logging.getLogger(name).setLevel(logging.DEBUG)
        desk = Desk(folder)
        desk.hold()
        desk.open(people.CLERK.name, PASSWORD)
        typed(desk, secret[:NUMBERS])
        imported(desk, secret[NUMBERS:], tmp_path)
        failed(desk)
        desk.export.export(people.GIVEN_ON, "all", "xlsx", tmp_path / "masked.xlsx", masked=True)
        desk.export.export(people.GIVEN_ON, "all", "csv", tmp_path / "masked.csv", masked=True)
        desk.foreground_upload().run(until_settled=True, timeout_s=UPLOAD_S)
        shutil.copytree(folder, tmp_path / "as it ran")
        held = "\n".join(cells(desk))
        desk.close()
        logs.stop(handler)
    places = {
        str(file): file.read_bytes()
        for part in (folder, tmp_path / "as it ran", temporary)
        for file in part.rglob("*")
        if file.is_file()
    }
    out, err = capfd.readouterr()
    places["what was said"] = (out + err + everything_logged.getvalue()).encode()
    assert len(places) > 8
    assert len(marks_in(held.encode(), secret)) >= 2  # the marks are there to be found
    for where, content in places.items():
        assert marks_in(content, secret) == [], where
    for name, text in (("the store", held), *((f, (tmp_path / f).read_text("utf-8-sig")) for f in READABLE)):
        digits = re.sub(r"[\s-]", "", normalise_digits(text))
        assert [number for number in secret if number[:8] in digits] == [], name
    assert "71110" not in (tmp_path / "masked.csv").read_text("utf-8-sig")


READABLE = ("masked.csv", "rejects.csv")


def typed(desk: Desk, secret: list[str]) -> None:
    """Type everybody letter by letter, as the form keeps them, and save."""
    saved = 0
    for n, number in enumerate(secret):
        draft = person(n, number)
        field = FIELDS[n % len(FIELDS)]
        for length in (8, 11, 12) if n % 10 == 0 else ():
            desk.drafts.keep(replace(draft, **{field: getattr(draft, field)[:length]}), desk.user)
        desk.drafts.keep(draft, desk.user)
        try:
            desk.register.record(draft, desk.user)
            saved += 1
        except NotAccepted as refused:
            assert number[:8] not in repr(refused) + repr(refused.problems)
    assert saved > len(secret) / 2


def imported(desk: Desk, secret: list[str], folder: Path) -> None:
    """Import as many more from a file, with a number in any column, and have the rejects written."""
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(DRAFT_FIELDS)
        for n, number in enumerate(secret):
            draft = person(n + 500_000, number)
            writer.writerow([getattr(draft, name) for name in DRAFT_FIELDS])
    report = desk.imports.import_register(file, desk.user, folder / "rejects.csv")
    assert report.added and report.rows_with_errors
    said = normalise_digits(repr(report.problems))
    assert [number for number in secret if number[:8] in said] == []
    with pytest.raises(FileError):
        desk.imports.import_register(folder / "none.csv", desk.user)


def failed(desk: Desk) -> None:
    """Let things go wrong that hold people, and log it as a careless caller would."""
    vaccination = desk.store.models.Vaccination
    careless = logging.getLogger("vaxdesk.careless")
    try:
        desk.store.write(
            lambda: vaccination.insert(client_ref="Qzmark broken", remarks="7111000001").execute()
        ).result()
    except peewee.PeeweeException as error:
        careless.exception("failed: %s", error)
    try:
        int(desk.browsing.last(1)[0].vaccination.beneficiary.name)
    except ValueError as error:
        careless.error("failed: %s", error, exc_info=True)


def cells(desk: Desk) -> Iterator[str]:
    """Yield every value of every table, as it stands decrypted."""
    database = desk.store.models.Note._meta.database
    with desk.store.reading():
        for table in database.get_tables():
            for row in database.execute_sql(f'SELECT * FROM "{table}"').fetchall():
                yield "\t".join(map(str, row))


def marks_in(content: bytes, secret: list[str]) -> list[str]:
    """Return what of anybody stands in ``content``, in any of the usual encodings."""
    found = []
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        marks = [
            "Qzmark",
            "QZMARK",
            "QZM0",
            "71110000",
            *(part for n in secret for part in (n[:8], f"{n[:4]} {n[4:8]}")),
        ]
        found += [f"{encoding}: {mark[:4]}…" for mark in marks if mark.encode(encoding) in content]
    return found
