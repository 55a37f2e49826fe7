# SPDX-License-Identifier: MIT
"""Every problem that can be found has a sentence, filled with what it names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import vaxdesk
from vaxdesk.domain.beneficiary import Category, Gender, IdType, SubCategory
from vaxdesk.domain.draft import DRAFT_FIELDS
from vaxdesk.domain.problem import Problem
from vaxdesk.wording import choices
from vaxdesk.wording.problems import CODES, SENTENCES, for_problem

ROOM = Path(vaxdesk.__file__).parent
SOURCES = [
    ROOM / "dosing.py",
    *sorted((ROOM / "validation").glob("*.py")),
    ROOM / "services" / "imports.py",
    ROOM / "services" / "expected.py",
]
# The code is the second word that each maker of a Problem is given.
_MADE = re.compile(r'(?:_problem|Problem)\(\s*(?:"\w*"|field|name),\s*"(\w+)"')
# The portal's own words stand beside a field as they are, whole sentence or not.
_PORTALS = {"portal_words"}
_BESIDE = {"portal_takes_not", "portal_differs", "portal_wants_id"}
_BY_CASE = {"no_such_day", "date_unreadable", "no_such_time", "time_unreadable"}
_BY_FIELD = {
    f"unknown_{field}"
    for field in ("gender", "id_type", "category", "sub_category", "comorbidity", "mobile_of", "no_id_why")
}


def made_codes() -> set[str]:
    return {code for path in SOURCES for code in _MADE.findall(path.read_text(encoding="utf-8"))}


def test_every_code_that_can_be_found_has_a_sentence_and_no_sentence_is_stale() -> None:
    made = made_codes() | _BY_CASE | _BY_FIELD | _BESIDE
    assert len(made) > 35
    assert made == CODES - _PORTALS


@pytest.mark.parametrize("code", sorted(SENTENCES.keys() - _PORTALS))
def test_sentence_is_whole_and_takes_its_parameters(code: str) -> None:
    names = set(re.findall(r"{(\w+)}", SENTENCES[code])) - {"field"}
    sentence = for_problem(Problem("dose1_on", code, params=tuple((name, f"<{name}>") for name in names)))
    assert sentence[0].isupper() or sentence[0] == "<"
    assert sentence[-1] in ".?"
    assert all(f"<{name}>" in sentence for name in names)
    assert "{" not in sentence


def test_counted_sentences_follow_their_number() -> None:
    problem = Problem("mobile", "mobile_length", params=(("count", "9"),))
    assert for_problem(problem) == "9 digits; a mobile has ten."
    assert for_problem(replace(problem, params=(("count", "1"),))) == "1 digit; a mobile has ten."


def test_code_without_a_sentence_is_named_with_its_field() -> None:
    assert "Batch" in for_problem(Problem("batch", "new_rule"))


def test_every_field_and_choice_has_a_word() -> None:
    assert tuple(choices.FIELDS) == DRAFT_FIELDS
    assert [choices.gender(g) for g in Gender] == ["Female", "Male", "Other"]
    for kind, word in (
        (IdType, choices.id_type),
        (Category, choices.category),
        (SubCategory, choices.sub_category),
    ):
        words = [word(value) for value in kind]
        assert len(set(words)) == len(words)
    assert choices.vaccine("COVISHIELD") == "Covishield"
    assert choices.vaccine("NEWVAX") == "NEWVAX"
