# SPDX-License-Identifier: MIT
"""The table of causes: every code of the portal has its cause, every cause its words, and both are found by the words
that portals really say."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from tests.support.day_rows import register_row
from vaxdesk import i18n
from vaxdesk.domain.attention import Cause, CauseGroup, Mend, Section, of_vaccination
from vaxdesk.domain.causes import KINDS, cause_of, grouped
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.portal.codes import CODES
from vaxdesk.portal.outcomes import field_of
from vaxdesk.portal.practice import rules
from vaxdesk.wording import causes as wording
from vaxdesk.wording.outcomes import SENTENCES

ENDS_IN_REFUSAL = {"portal_refused", "reference_unknown", "cannot_be_sent"}
ENDS_IN_CONFLICT = {"dose_differs", "person_differs", "several_people", "already_there"}
PROVES_A_STEP = {"reachable", "person_found", "dose_found", "registered", "dose_taken", "nothing_there"}


def _row(state: State, code: str, words: str = "", field: str = "") -> RegisterRow:
    return replace(register_row(1, state), last_code=code, last_words=words, last_field=field)


def _refused(words: str) -> Cause:
    return cause_of(_row(State.REJECTED, "portal_refused", words, field_of(words)))


@pytest.mark.parametrize("code", [*CODES, "not_shown", "held_back", "interrupted", "crashed_look", "exchange_failed"])
def test_every_code_belongs_to_a_cause_of_its_own_kind(code: str) -> None:
    refused = KINDS[cause_of(_row(State.REJECTED, code)).key]
    if code in ENDS_IN_REFUSAL | ENDS_IN_CONFLICT:
        assert code in refused.codes
        assert refused.section is (Section.REFUSED if code in ENDS_IN_REFUSAL else Section.CONFLICT)
    for state in (State.WAITING, State.DOUBTFUL, State.ACCEPTED):
        stuck = KINDS[cause_of(_row(state, code)).key]
        assert stuck.section is Section.STUCK
        assert (stuck.key == "half_way") == (code in PROVES_A_STEP)


def test_the_causes_know_no_code_that_there_is_not() -> None:
    assert {code for kind in KINDS.values() for code in kind.codes} <= set(SENTENCES)


@pytest.mark.parametrize(
    ("words", "key", "field"),
    [
        ("This photo ID number has been registered via Mobile Number XXX XXX 9999", "id_at_other_mobile", "mobile"),
        ("Maximum 4 beneficiaries can be registered with one mobile number", "mobile_full", "mobile"),
        ("The first dose was of a different vaccine", "other_vaccine", "vaccine"),
        ("The second dose is not due before 13-02-2021", "too_early", "given_on"),
        ("Minimum interval between doses is 84 days", "too_early", "given_on"),
        ("Vaccination of a past date is not allowed", "past_day", "given_on"),
        ("Age must be 45 years or above", "age", "birth_year"),
        ("vaccine_batch is not valid", "batch", "batch"),
        ("vaccinator_name is not valid", "vaccinator", "vaccinator"),
        ("center_id is not valid", "centre", "centre"),
        ("mobile_number is not valid", "field", "mobile"),
        ("name is required!", "field", "name"),
        ("Something went wrong", "refused", ""),
        ("", "refused", ""),
    ],
)
def test_the_portals_own_words_tell_the_cause_and_the_field(words: str, key: str, field: str) -> None:
    assert (_refused(words).key, _refused(words).field) == (key, field)


def test_what_the_practice_portal_refuses_by_its_own_rules_is_never_without_a_cause() -> None:
    person = {"name": "Asha", "birth_year": "1961", "gender_id": 2, "mobile_number": "9900000001"}
    body = {**person, "photo_id_type": 12, "photo_id_number": "VXD0000018", "consent_version": "1"}
    same = rules.Person("1", {**body, "mobile_number": "9900000009"})
    said = rules.registration_refusal(body, [same])
    assert said is not None and _refused(said.words).key == "id_at_other_mobile"
    full = rules.registration_refusal(body, [rules.Person(str(n), body) for n in range(4)])
    assert full is not None and _refused(full.words).key == "mobile_full"


def test_words_of_no_field_are_one_cause_whatever_numbers_they_name() -> None:
    assert _refused("Slot 17 is closed") == _refused("Slot 18 is closed") == Cause("refused", "", "Slot … is closed")


def test_every_cause_has_its_words_and_every_word_its_cause() -> None:
    assert set(wording.CAUSES) == set(KINDS)
    assert set(wording.SECTIONS) == set(Section) and set(wording.MENDS) == set(Mend)
    for key, words in wording.CAUSES.items():
        for sentence in (words.title, words.meaning, words.todo):
            named = {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}
            assert named <= {"field", "value"}, key
            assert "value" not in named or KINDS[key].by_value or key == "refused", key
        assert words.meaning.endswith(".") and words.todo.endswith("."), key


def test_words_are_filled_and_follow_the_language() -> None:
    batch = Cause("batch", "batch", "{4120Z}")
    assert wording.title(batch) == "Batch “{4120Z}” not taken"
    english = wording.preview(Mend.PUT_RIGHT, 3, 5, "batch")
    assert english == (
        "What is right in “Batch” for all 3? They go again then. 2 stay as they are: on their way or in doubt."
    )
    assert wording.done(Mend.SEND_AGAIN, 1) == "1 goes again."
    i18n.set_language("hi")
    assert wording.section(Section.REFUSED)


def test_no_mend_touches_a_persons_own_facts() -> None:
    put_right = [kind.field for kind in KINDS.values() if Mend.PUT_RIGHT in kind.mends]
    assert sorted(put_right) == ["batch", "centre", "vaccinator"]
    assert all(KINDS[kind].by_value for kind in ("batch", "centre", "vaccinator"))


def test_groups_stand_by_section_then_the_most_frequent_first() -> None:
    rows = [
        replace(_row(State.DOUBTFUL, "odd_answer"), client_ref="a"),
        replace(_row(State.HELD, "no_photo_id"), client_ref="b"),
        replace(_row(State.HELD, ""), client_ref="c"),
        *(replace(_row(State.REJECTED, "portal_refused", "name is not valid", "name"), client_ref=x) for x in "de"),
        replace(_row(State.REJECTED, "dose_differs"), client_ref="f"),
        *(replace(_row(State.REJECTED, "portal_refused", "mobile is odd", "mobile"), client_ref=x) for x in "ghi"),
    ]
    groups = grouped(rows, (), {"b": "no card", "c": "asked"})
    assert [(g.cause.key, g.n) for g in groups] == [
        ("field", 3),
        ("field", 2),
        ("dose_differs", 1),
        ("odd_answer", 1),
        ("held", 1),
        ("no_usable_id", 1),
    ]
    assert groups[-1].concerns[0].why == "no card" and groups[-1].mends == ()


def test_what_is_on_its_way_or_in_doubt_is_not_open_to_a_mend() -> None:
    states = (State.WAITING, State.SENDING, State.DOUBTFUL, State.ACCEPTED, State.REJECTED)
    concerns = tuple(of_vaccination(replace(_row(s, "busy"), client_ref=s.value)) for s in states)
    group = CauseGroup(Section.STUCK, Cause("portal_busy"), concerns)
    assert [c.state for c in group.open_to(Mend.SEND_AGAIN)] == [State.WAITING, State.REJECTED]
