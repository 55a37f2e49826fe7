# SPDX-License-Identifier: MIT
"""What waits for a person over a real store and a portal in memory: causes, group mends, stuck ones, dates at risk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import fake_portal, people, stores
from tests.support.uploads import Upload, once_each, upload_in
from vaxdesk.domain.attention import Asked, Cause, CauseGroup, Mend, Section
from vaxdesk.domain.upload import State
from vaxdesk.errors import NotAccepted, NotAllowed, StoreError, VaxDeskError
from vaxdesk.services.attention import Attention

BATCH_REFUSED = fake_portal.refused("Batch number is not known", on="batch")
MOBILE_FULL = fake_portal.refused("Maximum 4 beneficiaries can be registered with one mobile number", on="mobile")


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def attention(upload: Upload) -> Attention:
    return Attention(
        upload.store, upload.register, stores.reference_table(), upload.clock, upload.hooks, upload.portal.host
    )


def _refused(upload: Upload, n: int, answer: fake_portal.Answer, method: str = "vaccinate", **changed: str) -> str:
    client_ref = upload.record(n, **changed)
    upload.portal.script(method, answer)
    upload.settle()
    assert upload.state(client_ref) is State.REJECTED
    return client_ref


def _one(attention: Attention) -> CauseGroup:
    (group,) = attention.groups()
    return group


def _ask(group: CauseGroup, mend: Mend, value: str = "") -> Asked:
    return Asked(mend, group.cause, tuple(c.key for c in group.concerns), "asked the portal", value)


def test_those_of_one_cause_stand_together_the_most_frequent_first(upload: Upload, attention: Attention) -> None:
    full = _refused(upload, 1, MOBILE_FULL, "register")
    batch = {_refused(upload, n, BATCH_REFUSED) for n in (2, 3, 4)}
    other = _refused(upload, 5, BATCH_REFUSED, batch="4120Z999")
    groups = attention.groups()
    assert [(g.section, g.cause, g.n) for g in groups] == [
        (Section.REFUSED, Cause("batch", "batch", "4120Z005"), 3),
        (Section.REFUSED, Cause("batch", "batch", "4120Z999"), 1),
        (Section.REFUSED, Cause("mobile_full", "mobile"), 1),
    ]
    assert {c.client_ref for c in groups[0].concerns} == batch
    assert (groups[1].concerns[0].client_ref, groups[2].concerns[0].client_ref) == (other, full)


def test_one_wrong_value_is_put_right_for_all_who_have_it(upload: Upload, attention: Attention) -> None:
    refs = [_refused(upload, n, BATCH_REFUSED) for n in (1, 2, 3)]
    mended = attention.mend(_ask(_one(attention), Mend.PUT_RIGHT, "4120Z006"), people.CLERK)
    assert (set(mended.done), mended.left) == (set(refs), ())
    assert {upload.row(ref).vaccination.batch for ref in refs} == {"4120Z006"}
    assert attention.groups() == ()
    upload.settle()
    once_each(upload, 3)
    assert _audit(upload, "put_right") == refs and len(_audit(upload, "correct")) == 3


def test_a_value_that_cannot_stand_there_changes_nothing(upload: Upload, attention: Attention) -> None:
    refs = [_refused(upload, n, BATCH_REFUSED) for n in (1, 2)]
    with pytest.raises(NotAccepted):
        attention.mend(_ask(_one(attention), Mend.PUT_RIGHT, "B" * 200), people.CLERK)
    assert [upload.state(ref) for ref in refs] == [State.REJECTED] * 2 and not _audit(upload, "put_right")


def test_whoever_is_sent_again_is_looked_for_first_and_comes_but_once(upload: Upload, attention: Attention) -> None:
    refs = [_refused(upload, n, BATCH_REFUSED) for n in (1, 2)]
    (there,) = [p for p in upload.portal.people if p.portal_ref == upload.row(refs[0]).portal_ref]
    there.doses[1] = (people.GIVEN_ON, "COVISHIELD")  # the portal had refused it and taken it all the same
    upload.portal.calls.clear()
    mended = attention.mend(_ask(_one(attention), Mend.SEND_AGAIN), people.CLERK)
    assert len(mended.done) == 2
    upload.settle()
    assert [upload.state(ref) for ref in refs] == [State.CONFIRMED] * 2
    assert [m for m, ref in upload.portal.calls if ref == refs[0]] == ["find_by_reference"]
    assert [m for m, ref in upload.portal.calls if ref == refs[1]] == ["find_by_reference", "vaccinate"]


def _audit(upload: Upload, action: str) -> list[str]:
    audit = upload.store.models.Audit
    with upload.store.reading():
        return [
            ref for (ref,) in audit.select(audit.client_ref).where(audit.action == action).order_by(audit.seq).tuples()
        ]


def test_what_has_changed_since_it_was_shown_is_left_and_the_rest_is_done(upload: Upload, attention: Attention) -> None:
    refs = [_refused(upload, n, BATCH_REFUSED) for n in (1, 2, 3)]
    asked = _ask(_one(attention), Mend.SEND_AGAIN)
    upload.register.void(refs[0], people.CLERK, "typed twice")
    upload.register.correct(refs[1], people.draft(2, batch="4120Z007"), people.CLERK, "misread")
    mended = attention.mend(asked, people.CLERK)
    assert mended.done == (refs[2],)
    assert dict(mended.left) == {refs[0]: "changed_meanwhile", refs[1]: "changed_meanwhile"}
    assert upload.state(refs[0]) is State.VOID


def test_a_mend_that_is_not_right_for_the_cause_is_not_done(upload: Upload, attention: Attention) -> None:
    client_ref = _refused(upload, 1, MOBILE_FULL, "register")
    asked = _ask(_one(attention), Mend.PUT_RIGHT, "9900000099")
    assert attention.mend(asked, people.CLERK).left == ((client_ref, "changed_meanwhile"),)
    assert upload.row(client_ref).vaccination.beneficiary.mobile == "9900000001", "a person's own facts stay"


def test_only_a_supervisor_sets_aside_and_lets_go_and_the_reason_is_kept(upload: Upload, attention: Attention) -> None:
    client_ref = _refused(upload, 1, BATCH_REFUSED)
    aside = _ask(_one(attention), Mend.SET_ASIDE)
    with pytest.raises(NotAllowed):
        attention.mend(aside, people.CLERK)
    attention.mend(aside, people.SUPERVISOR)
    held = _one(attention)
    assert (held.section, held.cause, held.mends) == (Section.HELD, Cause("held"), (Mend.RELEASE,))
    assert held.concerns[0].why == "asked the portal" and upload.state(client_ref) is State.HELD
    upload.settle()
    assert upload.state(client_ref) is State.HELD
    attention.mend(_ask(held, Mend.RELEASE), people.SUPERVISOR)
    upload.settle()
    once_each(upload, 1)


def test_nothing_is_mended_without_a_reason_or_when_the_disk_fails(upload: Upload, attention: Attention) -> None:
    client_ref = _refused(upload, 1, BATCH_REFUSED)
    asked = _ask(_one(attention), Mend.SEND_AGAIN)
    with pytest.raises(VaxDeskError):
        attention.mend(replace(asked, reason="  "), people.CLERK)
    upload.store.failures = 1
    with pytest.raises(StoreError):
        attention.mend(asked, people.CLERK)
    assert upload.state(client_ref) is State.REJECTED and not _audit(upload, "send_again")


def test_the_portal_is_told_once_of_each_correction(upload: Upload, attention: Attention) -> None:
    client_ref = upload.record(1)
    upload.settle()
    upload.register.correct(client_ref, people.draft(1, batch="4120Z007", vial="V9"), people.CLERK, "misread")
    group = _one(attention)
    assert (group.section, group.cause, group.mends) == (
        Section.TO_RAISE,
        Cause("to_raise", "batch"),
        (Mend.TOLD_PORTAL,),
    )
    asked = _ask(group, Mend.TOLD_PORTAL)
    assert attention.mend(asked, people.CLERK).done == asked.keys
    assert attention.groups() == ()
    assert attention.mend(asked, people.CLERK).left == ((asked.keys[0], "changed_meanwhile"),)
    correction = upload.store.models.Correction
    with upload.store.reading():
        told = correction.get(correction.field == "batch")
        assert (told.told_by, told.told_why) == (people.CLERK.name, "asked the portal")
    assert upload.state(client_ref) is State.CONFIRMED


def _answers_for(upload: Upload, client_ref: str, hours: float, code: str = "dose_taken") -> None:
    """Let the portal answer for ``client_ref`` in each quarter of so many hours, so far as the journal knows."""
    journal, vaccination = upload.store.models.Attempt, upload.store.models.Vaccination
    values = {"step": "vaccinate", "look": False, "code": code, "http_status": 200, "seconds": 0.4}
    sizes = {"bytes_sent": 400, "bytes_received": 600}
    for _quarter in range(round(hours * 4)):
        upload.clock.pass_by(900)
        at = upload.clock.now().timestamp()
        upload.store.write(
            lambda at=at: journal.insert(
                vaccination=vaccination.get(vaccination.client_ref == client_ref), at=at, **values, **sizes
            ).execute()
        ).result()


def _begun(upload: Upload, answer: fake_portal.Answer) -> tuple[str, str]:
    """Record one who is on the portal and one whose look has ended in ``answer`` once; return both references."""
    other = upload.record(1)
    upload.settle()
    client_ref = upload.record(2)
    upload.portal.decide = lambda _method, _item: answer
    upload.run_pass()
    return client_ref, other


def test_one_answered_oddly_for_ever_is_listed_after_two_hours_of_contact(upload: Upload, attention: Attention) -> None:
    odd = replace(fake_portal.LOST, code="odd_answer")
    client_ref, other = _begun(upload, fake_portal.Answer(False, odd))
    _answers_for(upload, other, 1.5)
    assert attention.groups() == (), "that is no long doubt yet"
    _answers_for(upload, other, 0.75)
    group = _one(attention)
    assert (group.section, group.cause.key) == (Section.STUCK, "odd_answer")
    assert [c.client_ref for c in group.concerns] == [client_ref]


def test_hours_without_a_word_from_the_portal_make_nobody_stuck(upload: Upload, attention: Attention) -> None:
    _client_ref, other = _begun(upload, fake_portal.NOT_SENT)
    _answers_for(upload, other, 12, code="unreachable")
    assert attention.groups() == ()


def test_what_a_person_sent_again_is_not_stuck_for_another_two_hours(upload: Upload, attention: Attention) -> None:
    client_ref, other = _begun(upload, fake_portal.BLOCKED)
    _answers_for(upload, other, 3)
    group = _one(attention)
    assert group.cause.key == "portal_busy" and group.open_to(Mend.SEND_AGAIN)
    assert attention.mend(_ask(group, Mend.SEND_AGAIN), people.CLERK).done == (client_ref,)
    assert attention.groups() == ()
    _answers_for(upload, other, 2.25)
    assert [c.client_ref for c in _one(attention).concerns] == [client_ref]


def test_a_doubt_that_keeps_coming_back_is_listed_and_goes_on(upload: Upload, attention: Attention) -> None:
    client_ref = upload.record(1)
    upload.portal.script("register", *[fake_portal.LOST_BEFORE] * 6)
    for _turn in range(40):
        if attention.groups():
            break
        upload.run_pass()
        upload.clock.pass_by(5)
    assert [c.state for c in _one(attention).concerns] == [State.DOUBTFUL]
    assert upload.status().named_doubts == 1
    upload.settle()
    assert upload.state(client_ref) is State.CONFIRMED


def test_the_date_is_at_risk_until_five_and_wrong_from_then_on(upload: Upload, attention: Attention) -> None:
    upload.record(1)
    (group,) = attention.dates()
    risk = group.concerns[0].risk
    assert risk is not None and group.cause.key == "date_at_risk"
    assert f"{risk.cut_off_at:%d-%m-%Y %H:%M}" == "17-01-2021 17:00" and f"{risk.stamped_on:%d-%m}" == "17-01"
    assert (f"{risk.due_on:%d-%m}", f"{risk.due_by_portal_on:%d-%m}") == ("13-02", "14-02")
    upload.clock.pass_by(timedelta(days=3).total_seconds())
    (group,) = attention.dates()
    risk = group.concerns[0].risk
    assert risk is not None and group.cause.key == "date_missed" and risk.missed
    assert (f"{risk.stamped_on:%d-%m}", f"{risk.due_by_portal_on:%d-%m}") == ("19-01", "16-02")
    upload.settle()
    assert attention.dates() == (), "what is on the portal is stamped for good"


def test_a_long_list_of_dates_is_cut_and_counted_whole(upload: Upload, attention: Attention) -> None:
    for n in range(1, 6):
        upload.record(n)
    (group,) = attention.dates(limit=3)
    assert (len(group.concerns), group.n) == (3, 5)


@pytest.mark.parametrize(
    ("method", "answer", "found"),
    [
        ("register", MOBILE_FULL, ("mobile", "portal_words")),
        ("vaccinate", BATCH_REFUSED, ("batch", "portal_words")),
        ("find_by_mobile", fake_portal.CONFLICT, ("given_on", "portal_differs")),
    ],
)
def test_it_opens_at_the_field_that_its_cause_names(
    upload: Upload, method: str, answer: fake_portal.Answer, found: tuple[str, str]
) -> None:
    client_ref = _refused(upload, 1, answer, method)
    assert [(p.field, p.code) for p in upload.register.open(client_ref).problems] == [found]


def test_a_long_mend_is_done_in_portions_and_a_disk_that_fails_later_leaves_only_the_rest(
    upload: Upload, attention: Attention, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaxdesk.services.attention.PORTION", 2)
    for n in (1, 2, 3):
        _refused(upload, n, BATCH_REFUSED)
    asked = _ask(_one(attention), Mend.SEND_AGAIN)
    write, writes = upload.store.write, []

    def failing_second(work):  # type: ignore[no-untyped-def]
        writes.append(1)
        upload.store.failures = 1 if len(writes) == 2 else 0
        return write(work)

    monkeypatch.setattr(upload.store, "write", failing_second)
    mended = attention.mend(asked, people.CLERK)
    assert mended.done == asked.keys[:2] and mended.left == ((asked.keys[2], "disk_failed"),)
    assert [upload.state(key) for key in asked.keys] == [State.WAITING, State.WAITING, State.REJECTED]
