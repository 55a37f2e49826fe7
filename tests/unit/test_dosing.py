# SPDX-License-Identifier: MIT
"""The dated table and the rules over it."""

from __future__ import annotations

from datetime import date, time

import pytest

import resources
from vaxdesk import dosing
from vaxdesk.domain.problem import Severity
from vaxdesk.dosing import ReferenceTable, Vaccine

FIRST_DAY = date(2021, 1, 16)
TABLE = ReferenceTable.from_json(resources.path("reference/vaccines.json").read_text(encoding="utf-8"))


def vaccine(name: str) -> Vaccine:
    found = TABLE.vaccine(name)
    assert found is not None
    return found


COVISHIELD = vaccine("COVISHIELD")


@pytest.mark.parametrize("word", ["COVISHIELD", "Covishield", "covi shield", "कोविशील्ड", "Covishield (SII)"])
def test_vaccine_is_known_under_what_people_write(word: str) -> None:
    assert TABLE.vaccine(word) is COVISHIELD


@pytest.mark.parametrize("word", ["", "COVISHEELD-X", "shield"])
def test_vaccine_that_the_table_does_not_name_is_unknown(word: str) -> None:
    assert TABLE.vaccine(word) is None


def test_both_first_vaccines_begin_with_the_drive() -> None:
    assert vaccine("कोवैक्सीन").first_day == COVISHIELD.first_day == FIRST_DAY
    assert vaccine("Sputnik V").first_day == date(2021, 5, 14)


def test_every_list_of_the_table_is_in_the_order_of_its_days() -> None:
    for one in TABLE.vaccines:
        for rows in (one.min_interval_days, one.hours_after_opening, one.advised_interval_days):
            days = [row[0] for row in rows]
            assert days == sorted(days)


@pytest.mark.parametrize(("year", "code"), [(2003, None), (2004, "age_too_young"), (1901, None), (1900, "age_too_old")])
def test_age_runs_from_18_to_120_by_years(year: int, code: str | None) -> None:
    found = dosing.check_age(TABLE, year, FIRST_DAY)
    assert (found and found.code) == code


@pytest.mark.parametrize(("day", "early"), [(12, True), (13, False)])
@pytest.mark.parametrize("year", [2021, 2022])
def test_dose_2_is_allowed_from_day_28_whatever_the_year(year: int, day: int, early: bool) -> None:
    found = dosing.check_interval(COVISHIELD, date(year, 1, 16), date(year, 2, day))
    assert (found is not None) == early
    if found:
        assert dict(found.params)["earliest"] == f"13-02-{year}"


def test_interval_at_the_end_of_the_calendar_does_not_raise() -> None:
    assert dosing.check_interval(COVISHIELD, date.max, FIRST_DAY) is not None


def test_dose_before_the_first_day_of_the_vaccine_is_named() -> None:
    found = dosing.check_first_day(COVISHIELD, date(2021, 1, 15), "given_on")
    assert found and (found.field, found.code) == ("given_on", "before_first_day")
    assert dosing.check_first_day(COVISHIELD, FIRST_DAY, "given_on") is None


def test_doses_are_of_one_vaccine() -> None:
    found = dosing.check_same_vaccine(vaccine("COVAXIN"), COVISHIELD)
    assert found and dict(found.params) == {"dose1_vaccine": "COVISHIELD"}
    assert dosing.check_same_vaccine(COVISHIELD, COVISHIELD) is None


def test_vial_opened_after_the_dose_is_an_error() -> None:
    found = dosing.check_vial(COVISHIELD, time(12, 4), FIRST_DAY, time(12, 3))
    assert found and (found.code, found.severity) == ("vial_opened_after_dose", Severity.ERROR)
    assert dosing.check_vial(COVISHIELD, time(12, 3), FIRST_DAY, time(12, 3)) is None


def test_vial_open_for_more_than_its_hours_is_a_note() -> None:
    found = dosing.check_vial(COVISHIELD, time(10, 0), FIRST_DAY, time(14, 1))
    assert found and (found.code, found.severity) == ("vial_open_too_long", Severity.NOTE)
    assert dosing.check_vial(COVISHIELD, time(10, 0), FIRST_DAY, time(14, 0)) is None


def test_table_that_is_no_table_is_refused() -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        ReferenceTable.from_json("{}")


@pytest.mark.parametrize(
    ("first", "second", "latest"),
    [
        (date(2021, 1, 16), date(2021, 2, 27), None),
        (date(2021, 1, 16), date(2021, 2, 28), "27-02-2021"),
        (date(2021, 3, 1), date(2021, 5, 1), "26-04-2021"),
        (date(2021, 3, 1), date(2021, 5, 14), None),
        (date(2021, 5, 13), date(2021, 9, 3), "02-09-2021"),
    ],
)
def test_dose_2_past_the_advised_days_of_its_own_day_is_a_note(first: date, second: date, latest: str | None) -> None:
    found = dosing.check_late(COVISHIELD, first, second)
    assert (found and dict(found.params)["latest"]) == latest
    assert found is None or (found.field, found.code, found.severity) == ("given_on", "dose_late", Severity.NOTE)


def test_without_advice_no_second_dose_is_late() -> None:
    assert dosing.check_late(vaccine("SPUTNIK V"), date(2021, 5, 14), date(2022, 5, 14)) is None


@pytest.mark.parametrize(
    ("day", "people"),
    [(date(2021, 1, 1), 4), (FIRST_DAY, 4), (date(2022, 1, 20), 4), (date(2022, 1, 21), 6), (date(2023, 1, 1), 6)],
)
def test_people_under_one_mobile_are_four_and_from_21_january_2022_six(day: date, people: int) -> None:
    assert TABLE.people_per_mobile_on(day) == people
