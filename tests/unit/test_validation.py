# SPDX-License-Identifier: MIT
"""Every rule of the form, each once: what is normalised, what is a problem, what the store adds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from tests.support import people
from tests.unit.test_identity import aadhaar_numbers
from vaxdesk import identity, validation
from vaxdesk.domain.beneficiary import Gender, IdType, MobileOf, NoIdWhy
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.domain.problem import Severity
from vaxdesk.domain.vaccination import Known, KnownDose, KnownHolder
from vaxdesk.dosing import ReferenceTable
from vaxdesk.validation import CheckContext, LookupKeys

TABLE = ReferenceTable.from_json(resources.path("reference/vaccines.json").read_text(encoding="utf-8"))
TODAY = date(2021, 3, 1)
CONTEXT = CheckContext(TODAY, time(12, 0), ("LNJP", "MATHANA", "PEHOWA"), TABLE)
TWELVE_DIGITS = re.compile(r"\d{12}")


def draft(**changed: str) -> Draft:
    return people.draft(1, id_type="voter_id", id_number="HR/3336", **changed)


def codes(of: Draft, context: CheckContext = CONTEXT) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in validation.check(of, context).problems]


def known_dose(dose: int = 1, **changed: object) -> KnownDose:
    made = KnownDose("ref", dose, "COVISHIELD", date(2021, 1, 16), datetime(2021, 3, 1, 5, 1, tzinfo=UTC), "Asha")
    return replace(made, **changed)


def test_good_draft_makes_a_vaccination_without_a_problem() -> None:
    checked = validation.check(draft(), CONTEXT)
    assert checked.problems == ()
    assert checked.vaccination is not None
    assert checked.vaccination.given_on == date(2021, 1, 16)
    assert checked.vaccination.beneficiary.id_number == "HR/3336"


def test_empty_draft_names_every_needed_field_once_in_the_order_of_the_form() -> None:
    found = codes(Draft())
    assert {code for _field, code in found} == {"missing"}
    assert [field for field, _code in found] == [
        *("centre", "name", "gender", "birth_year", "mobile", "id_type", "id_number", "category"),
        *("dose", "vaccine", "batch", "given_on", "given_at", "vaccinator"),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("centre", "THANESAR-9", "unknown_centre"),
        ("name", "Sun1ta Devi", "name_digits"),
        ("name", "सुनीता ९", "name_digits"),
        ("name", "=SUM(A)", "name_characters"),
        ("name", "+Asha", "name_characters"),
        ("name", "Asha @Rani", "name_characters"),
        ("name", "<b>Asha</b>", "name_characters"),
        ("name", "- . -", "name_without_letters"),
        ("name", "Asha\u202eRani", "hidden_characters"),
        ("name", "a" * 101, "too_long"),
        ("gender", "X", "unknown_gender"),
        ("birth_year", "86", "year_unreadable"),
        ("birth_year", "2031", "birth_year_in_future"),
        ("birth_year", "2004", "age_too_young"),
        ("birth_year", "1900", "age_too_old"),
        ("mobile", "991234567", "mobile_length"),
        ("mobile", "99233391745", "mobile_length"),
        ("mobile", "99123x5678", "mobile_characters"),
        ("mobile", "5912345678", "mobile_start"),
        ("mobile", "+91 59123 45678", "mobile_start"),
        ("id_type", "Library card", "unknown_id_type"),
        ("id_number", "A1", "id_number_form"),
        ("id_number", "HR=3336", "id_number_form"),
        ("category", "VIP", "unknown_category"),
        ("sub_category", "VIP", "unknown_sub_category"),
        ("comorbidity", "perhaps", "unknown_comorbidity"),
        ("dose", "7", "unknown_dose"),
        ("dose", "3", "unknown_dose"),
        ("dose", "0", "unknown_dose"),
        ("vaccine", "COVISHEELD-X", "unknown_vaccine"),
        ("batch", "b" * 51, "too_long"),
        ("vial_opened_at", "23:50", "vial_opened_after_dose"),
        ("given_on", "31-02-2021", "no_such_day"),
        ("given_on", "16-1-21", "date_unreadable"),
        ("given_on", "02-03-2021", "date_in_future"),
        ("given_on", "15-01-2021", "before_first_day"),
        ("given_at", "25:10", "no_such_time"),
        ("given_at", "11.5", "time_unreadable"),
        ("vaccinator", " ", "missing"),
        ("aefi", "fever\x00", "hidden_characters"),
        ("remarks", "r" * 501, "too_long"),
        ("remarks", "\ud800", "hidden_characters"),
    ],
)
def test_one_thing_wrong_is_one_problem_under_its_field(field: str, typed: str, code: str) -> None:
    checked = validation.check(replace(draft(), **{field: typed}), CONTEXT)
    assert [(p.field, p.code) for p in checked.problems] == [(field, code)]
    assert checked.vaccination is None


@pytest.mark.parametrize("typed", ["16-01-2021", "16/1/2021", "16.1.2021", "2021-01-16", "१६-०१-२०२१"])
def test_day_is_read_in_the_usual_spellings(typed: str) -> None:
    vaccination = validation.check(draft(given_on=typed), CONTEXT).vaccination
    assert vaccination and vaccination.given_on == date(2021, 1, 16)


@pytest.mark.parametrize("typed", ["11:32", "11.32", "1132", "११:३२", "11:32:00"])
def test_time_is_read_in_the_usual_spellings(typed: str) -> None:
    vaccination = validation.check(draft(given_at=typed, vial_opened_at=""), CONTEXT).vaccination
    assert vaccination and vaccination.given_at == time(11, 32)


@pytest.mark.parametrize("number", ["HR/7541", "ABCPX9446K", "PPO0470", "Z123649", "hr07  20129743"])
def test_id_numbers_of_the_register_are_kept_in_capitals(number: str) -> None:
    vaccination = validation.check(replace(draft(), id_number=number), CONTEXT).vaccination
    assert vaccination and vaccination.beneficiary.id_number == " ".join(number.upper().split())


def test_markup_and_formulas_in_other_text_stay_text() -> None:
    vaccination = validation.check(draft(remarks="<b>=1+1</b> @home"), CONTEXT).vaccination
    assert vaccination and vaccination.remarks == "<b>=1+1</b> @home"


def test_name_with_joiners_is_kept_as_it_was_typed() -> None:
    vaccination = validation.check(draft(name="रक्\u200dषा देवी"), CONTEXT).vaccination
    assert vaccination and vaccination.beneficiary.name == "रक्\u200dषा देवी"


def test_dose_later_today_lies_in_the_future() -> None:
    later = draft(given_on="01-03-2021", given_at="12:01", vial_opened_at="")
    assert codes(later) == [("given_at", "time_in_future")]
    assert codes(replace(later, given_at="12:00")) == []
    assert codes(later, replace(CONTEXT, now=None)) == []


def test_vial_open_too_long_is_only_worth_knowing() -> None:
    checked = validation.check(draft(vial_opened_at="09:00", given_at="13:01"), CONTEXT)
    assert [(p.code, p.severity) for p in checked.problems] == [("vial_open_too_long", Severity.NOTE)]
    assert checked.vaccination is not None


def test_several_problems_are_named_at_once() -> None:
    assert codes(draft(name="", mobile="1", given_at="25:10")) == [
        ("name", "missing"),
        ("mobile", "mobile_length"),
        ("given_at", "no_such_time"),
    ]


def second(**changed: str) -> Draft:
    return draft(**{"dose": "2", "given_on": "13-02-2021", **changed})


def test_dose_2_needs_dose_1_from_the_draft_or_from_the_store() -> None:
    assert codes(second()) == [("dose1_on", "dose1_missing"), ("dose1_vaccine", "dose1_missing")]
    assert codes(second(dose1_on="16-01-2021", dose1_vaccine="covishield")) == []
    known = replace(CONTEXT, known=Known(doses=(known_dose(),)))
    vaccination = validation.check(second(), known).vaccination
    assert vaccination and (vaccination.dose1_on, vaccination.dose1_vaccine) == (date(2021, 1, 16), "COVISHIELD")


def test_store_that_was_not_asked_leaves_its_rules_out() -> None:
    assert codes(second(), replace(CONTEXT, known=None)) == []


def test_dose_2_before_day_28_or_of_another_vaccine_is_a_problem() -> None:
    known = replace(CONTEXT, known=Known(doses=(known_dose(),)))
    assert codes(second(given_on="12-02-2021"), known) == [("given_on", "dose_too_early")]
    assert codes(second(vaccine="COVAXIN"), known) == [("vaccine", "another_vaccine")]
    assert codes(second(given_on="12-02-2021", dose1_on="16-01-2021", dose1_vaccine="COVISHIELD")) == [
        ("given_on", "dose_too_early")
    ]


def test_late_dose_2_is_a_note_and_is_recorded() -> None:
    known = replace(CONTEXT, known=Known(doses=(known_dose(),)))
    found = validation.check(second(given_on="28-02-2021"), known)
    assert [(p.field, p.code, p.severity) for p in found.problems] == [("given_on", "dose_late", Severity.NOTE)]
    assert found.vaccination is not None


def test_dose_recorded_before_says_when_and_by_whom_in_the_centres_time() -> None:
    found = validation.check(draft(), replace(CONTEXT, known=Known(doses=(known_dose(),)))).problems
    assert [(p.field, p.code, dict(p.params)) for p in found] == [
        ("dose", "already_recorded", {"at": "10:31", "by": "Asha"})
    ]


def test_known_person_with_another_gender_is_a_problem() -> None:
    gender = Gender.MALE if draft().gender == "female" else Gender.FEMALE
    known = replace(CONTEXT, known=Known(doses=(known_dose(gender=gender),)))
    assert codes(second(), known) == [("gender", "gender_differs")]


def test_whole_id_number_of_another_under_another_mobile_is_an_error() -> None:
    holder = KnownHolder("Kamla Devi", 1970, "9900112233")
    checked = validation.check(draft(), replace(CONTEXT, known=Known(holders=(holder,))))
    assert [(p.field, p.code) for p in checked.problems] == [("id_number", "id_of_another")]
    assert checked.vaccination is None
    same_mobile = replace(holder, mobile=draft().mobile)
    assert codes(draft(), replace(CONTEXT, known=Known(holders=(same_mobile,)))) == []


def test_four_digits_of_an_aadhaar_are_a_note_only_with_name_and_year() -> None:
    typed = replace(draft(), id_type="aadhaar", id_number="6722")
    twin = KnownHolder(typed.name.upper(), int(typed.birth_year), "9900112233")
    checked = validation.check(typed, replace(CONTEXT, known=Known(holders=(twin,))))
    assert [(p.code, p.severity) for p in checked.problems] == [("aadhaar_digits_of_another", Severity.NOTE)]
    assert checked.vaccination is not None
    for other in (replace(twin, name="Kamla Devi"), replace(twin, birth_year=1950)):
        assert codes(typed, replace(CONTEXT, known=Known(holders=(other,)))) == []


@pytest.mark.parametrize(
    "known",
    [Known(), Known(doses=(known_dose(),)), Known(holders=(KnownHolder("Kamla Devi", 1970, "9900112233"),))],
)
@pytest.mark.parametrize("typed", [draft(), second()])
def test_second_half_of_the_check_finds_what_the_whole_check_finds(typed: Draft, known: Known) -> None:
    asked = replace(CONTEXT, known=known)
    first = validation.check(typed, replace(CONTEXT, known=None)).vaccination
    assert first is not None
    assert validation.check_known(first, asked) == validation.check(typed, asked)


def test_thousand_aadhaar_numbers_pass_no_field_whole() -> None:
    typed_fields = [name for name in DRAFT_FIELDS if name != "mobile"]
    for n, number in enumerate(aadhaar_numbers(1000)):
        field = typed_fields[n % len(typed_fields)]
        for typed in (number, f"{number[:4]} {number[4:8]}-{number[8:]}"):
            full = replace(draft(), **{"id_type": "aadhaar" if n % 2 else "voter_id", field: typed})
            checked = validation.check(full, CONTEXT)
            bare = re.sub(r"[ \-]", "", f"{checked} {validation.scrub(full)}")
            assert number not in bare


def test_aadhaar_number_in_the_mobile_field_is_named_and_not_kept() -> None:
    number = next(n for n in aadhaar_numbers(50) if not n.startswith("91"))
    assert codes(draft(mobile=number)) == [("mobile", "mobile_is_aadhaar")]
    assert not TWELVE_DIGITS.search(validation.scrub(draft(mobile=number)).mobile)


def test_whole_aadhaar_keeps_four_digits_and_under_another_type_is_refused() -> None:
    number = aadhaar_numbers(1)[0]
    typed = replace(draft(), id_type="Aadhaar Card", id_number=number)
    vaccination = validation.check(typed, CONTEXT).vaccination
    assert vaccination and vaccination.beneficiary.id_number == number[-4:]
    assert codes(replace(typed, id_type="voter_id")) == [("id_number", "id_is_aadhaar")]


@pytest.mark.parametrize(("typed", "kept"), [("67", "67"), ("23412341", ""), ("234123416722", "6722"), ("2" * 13, "")])
def test_half_an_aadhaar_number_is_not_kept_with_a_draft(typed: str, kept: str) -> None:
    assert validation.scrub(Draft(id_type="aadhaar", id_number=typed)).id_number == kept


def test_scrub_leaves_everything_else_as_typed_and_a_mobile_with_its_91_readable() -> None:
    typed = draft(remarks="  two  blanks ", name="Sun1ta")
    assert validation.scrub(typed) == typed
    assert validation.scrub(draft(mobile="+91 99233 39174")).mobile == "9923339174"


def test_lookup_keys_wait_for_all_of_a_person() -> None:
    person = validation.check(draft(), CONTEXT).vaccination
    assert person is not None
    without_id = replace(person.beneficiary, id_type=None, id_number="")
    keys = identity.person_key(person.beneficiary), identity.id_key(IdType.VOTER_ID, "HR/3336")
    whole = LookupKeys(*keys, without_id=identity.person_key(without_id))
    assert validation.lookup_keys(draft()) == whole
    assert validation.lookup_keys(replace(draft(), gender="")) == whole
    assert validation.lookup_keys(replace(draft(), mobile="99")) == LookupKeys("", whole.id_key)
    assert validation.lookup_keys(replace(draft(), id_number="")) == LookupKeys("", "")


@given(st.fixed_dictionaries({}, optional={name: st.text(st.characters(), max_size=30) for name in DRAFT_FIELDS}))
def test_no_draft_makes_the_check_raise(fields: dict[str, str]) -> None:
    typed = replace(draft(), **fields)
    checked = validation.check(typed, CONTEXT)
    assert (checked.vaccination is None) == any(p.severity is Severity.ERROR for p in checked.problems)
    validation.lookup_keys(typed)
    validation.scrub(typed)


def test_without_a_usable_id_the_reason_stands_for_it_and_with_one_it_is_no_more() -> None:
    bare = replace(draft(), id_type="", id_number="")
    assert {"id_type", "id_number"} <= {p.field for p in validation.check(bare, CONTEXT).problems}
    without = validation.check(replace(bare, no_id_why="not_brought"), CONTEXT)
    assert without.vaccination is not None and without.vaccination.beneficiary.id_type is None
    assert without.vaccination.no_id_why is NoIdWhy.NOT_BROUGHT
    brought = validation.check(replace(draft(), no_id_why="not_brought"), CONTEXT)
    assert brought.vaccination is not None and brought.vaccination.no_id_why is None
    half = validation.check(replace(draft(), id_number="", no_id_why="lost"), CONTEXT)
    assert [p.field for p in half.problems] == ["id_number"]


def test_people_without_an_id_are_told_apart_and_never_by_an_empty_id() -> None:
    first = replace(draft(), id_type="", id_number="", no_id_why="lost")
    keys = validation.lookup_keys(first)
    assert keys.person_key and keys.id_key == ""
    assert validation.lookup_keys(replace(first, name="Kavita Namoona")).person_key != keys.person_key


def test_a_mobile_may_be_a_relatives() -> None:
    given = validation.check(replace(draft(), mobile_of="relative"), CONTEXT).vaccination
    assert given is not None and given.beneficiary.mobile_of is MobileOf.RELATIVE
    assert validation.check(replace(draft(), mobile_of="cousin?"), CONTEXT).problems[0].code == "unknown_mobile_of"
