# SPDX-License-Identifier: MIT
"""Spellings of one name are near; names of two sisters, brothers or twins are not."""

from __future__ import annotations

import pytest

from vaxdesk.names import Kinship, is_one_slip, kinship, name_frame, name_frames

OTHER, GIVEN, NEAR, SAME = Kinship


@pytest.mark.parametrize(
    ("name", "other", "near"),
    [
        ("Sunita Devi", "SUNITA  DEVI", SAME),
        ("Sunita Devi", "Suneeta Devi", SAME),
        ("Sunita Devi", "सुनीता देवी", SAME),
        ("Sunita Devi", "Devi Sunita", SAME),
        ("Sunita Devi", "Smt. Sunita Devi", SAME),
        ("Vimla Devi", "Bimla Devi", SAME),
        ("Ram Kumar", "Ramkumar", SAME),
        ("Kamla", "Kamala", SAME),
        ("Rajender Singh", "Rajendra Singh", SAME),
        ("Laxmi", "Lakshmi", SAME),
        ("Sunita Devi", "Sunita", NEAR),
        ("Sunita Devi", "Sunta Devi", NEAR),
        ("Seema Rani", "Sema Rani", NEAR),
        ("Sunita Devi", "Sunita Devi Namoona", NEAR),
        ("Sunita Devi", "Sunita Rani", GIVEN),
        ("Sunita Devi", "Anita Devi", OTHER),
        ("Sunita Devi", "Devi", OTHER),
        ("Anita Namoona", "Namoona", OTHER),
        ("Geeta Devi", "Seeta Devi", OTHER),
        ("Rajesh Kumar", "Rakesh Kumar", OTHER),
        ("Anil Kumar", "Sunil Kumar", OTHER),
        ("Mohan Lal", "Sohan Lal", OTHER),
        ("Rani Devi", "Rina Devi", OTHER),
        ("Kiran Devi", "Karan Devi", OTHER),
        ("Meena", "Meenu", OTHER),
        ("Anuradha", "Nuradha", OTHER),
        ("", "Sunita", OTHER),
        ("", "", OTHER),
    ],
)
def test_kinship_of_two_names_whichever_comes_first(name: str, other: str, near: Kinship) -> None:
    assert kinship(name, other) == kinship(other, name) == near


@pytest.mark.parametrize(
    ("text", "other", "one"),
    [
        ("1234", "1234", True),
        ("1234", "1244", True),
        ("1234", "1324", True),
        ("1234", "123", True),
        ("1234", "12234", True),
        ("1234", "1245", False),
        ("1234", "4321", False),
        ("12", "1234", False),
    ],
)
def test_one_slip_is_one_key_more_less_other_or_swapped(text: str, other: str, one: bool) -> None:
    assert is_one_slip(text, other) == is_one_slip(other, text) == one


@pytest.mark.parametrize("name", ["Suneeta", "सुनीता देवी", "Devi Sunita", "smt sunita devi", "Sunta", "SUNITA NAMOONA"])
def test_a_recorded_sunita_devi_is_looked_for_under_every_spelling(name: str) -> None:
    assert name_frame("Sunita Devi") in name_frames(name)


def test_a_name_of_shared_words_or_of_none_has_its_frame_or_none() -> None:
    assert name_frame("Devi") in name_frames("Devi")
    assert (name_frame(""), name_frames("")) == ("", ())
    assert (name_frame("."), name_frames(". '")) == ("", ())
