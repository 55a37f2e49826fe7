# SPDX-License-Identifier: MIT
"""Ours beside the portal's: the reader's words, a sign where they differ, and no difference where none is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.fake_desk import row
from ui.attention.sides import NOTHING, SideLine, There, in_words, letter, side_by_side
from vaxdesk import i18n
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.upload import State

OURS = row(1, State.REJECTED, last_code="dose_differs")
PERSON = OURS.vaccination.beneficiary
SAME = PortalPerson(
    portal_ref="90000000000001",
    name=PERSON.name.upper(),
    birth_year=str(PERSON.birth_year),
    gender="Male",
    mobile="XXXXXX" + PERSON.mobile[-4:],
    id_type="Voter ID",
    id_number="XXXXXX" + PERSON.id_number[-4:],
    vaccine="COVISHIELD",
    dose1_on="16-01-2021",
)


def _lines(*people: PortalPerson) -> dict[str, SideLine]:
    return {line.label: line for line in side_by_side(OURS, people)}


def test_nothing_differs_where_only_case_and_masks_do() -> None:
    lines = _lines(SAME)
    assert not any(line.differs for line in lines.values())
    assert in_words(tuple(lines.values())) == "No difference in what the portal shows."


@pytest.mark.parametrize(
    ("field", "text", "label", "there"),
    [
        ("name", "Ravi Kalpit", "Name (as on ID)", "Ravi Kalpit"),
        ("birth_year", "1970", "Year of birth", "1970"),
        ("gender", "female", "Gender", "Female"),
        ("mobile", "XXXXXX1234", "Mobile", "XXXXXX1234"),
        ("id_type", "Driving License", "Photo-ID type", "Driving licence"),
        ("id_number", "XXXXXX1234", "Photo-ID number", "XXXXXX1234"),
        ("vaccine", "COVAXIN", "Vaccine", "Covaxin"),
        ("dose1_on", "2021-01-14", "Date of dose 1", "14-01-2021"),
        ("dose2_on", "13-02-2021", "Date of dose 2", "13-02-2021"),
        ("gender", "?", "Gender", "?"),
    ],
)
def test_each_fact_that_differs_is_marked_alone_and_said_in_our_words(
    field: str, text: str, label: str, there: str
) -> None:
    lines = _lines(replace(SAME, **{field: text}))
    assert [name for name, line in lines.items() if line.differs] == [label]
    assert lines[label].there == (There(there, True),)


def test_what_the_portal_does_not_show_is_no_difference() -> None:
    lines = _lines(replace(SAME, vaccine="", dose1_on="", birth_year=""))
    assert not any(line.differs for line in lines.values())
    assert lines["Vaccine"].there == lines["Date of dose 1"].there == (There(NOTHING, False),)


def test_a_fact_that_neither_side_has_is_left_out() -> None:
    assert "Date of dose 2" not in _lines(SAME)


def test_a_reference_that_is_new_to_us_is_no_difference_but_another_one_is() -> None:
    assert not _lines(SAME)["Portal reference"].differs
    known = replace(OURS, portal_ref="90000000000002")
    assert side_by_side(known, (SAME,))[-1].differs


def test_both_doses_of_a_second_dose_are_compared() -> None:
    second = replace(
        OURS, vaccination=replace(OURS.vaccination, dose=2, dose1_on=date(2021, 1, 16), given_on=date(2021, 2, 13))
    )
    lines = {line.label: line for line in side_by_side(second, (replace(SAME, dose2_on="14-02-2021"),))}
    assert not lines["Date of dose 1"].differs
    assert lines["Date of dose 2"].here == "13-02-2021" and lines["Date of dose 2"].differs


def test_three_of_several_people_stand_side_by_side() -> None:
    others = tuple(replace(SAME, birth_year=str(1950 + n)) for n in range(4))
    line = _lines(SAME, *others)["Year of birth"]
    assert [each.words for each in line.there] == [str(PERSON.birth_year), "1950", "1951"]
    assert [each.differs for each in line.there] == [False, True, True]


def test_differences_are_told_in_words_and_in_a_letter() -> None:
    lines = side_by_side(OURS, (replace(SAME, vaccine="COVAXIN"),))
    assert in_words(lines) == "Vaccine: here Covishield, on the portal Covaxin."
    text = letter(OURS, lines, "The portal holds this dose with another vaccine.")
    assert text.startswith("The portal holds this dose with another vaccine.\nReceipt 002-2\n")
    assert "≠ Vaccine: here Covishield, on the portal Covaxin\n" in text
    assert "= Year of birth:" in text and "90000000000001" in text


def test_words_of_the_portal_are_read_in_hindi_too() -> None:
    i18n.set_language("hi")
    line = next(each for each in side_by_side(OURS, (replace(SAME, gender="Female"),)) if each.differs)
    assert line.there[0].words == "महिला"
