# SPDX-License-Identifier: MIT
"""Whatever a clerk, a portal, a line and a power cut do in whatever order: nothing is lost and nothing doubled.

A hypothesis state machine over a real store, the real register and the real uploader, on a still clock.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support import fake_portal, people, stores
from tests.support.uploads import WAITS, Upload
from vaxdesk.domain.sync_status import Counts
from vaxdesk.domain.upload import State, Verify
from vaxdesk.errors import Locked, NotAccepted, StoreError, VaxDeskError
from vaxdesk.store import counts

ANSWERS = (
    fake_portal.OK,
    fake_portal.LOST_BEFORE,
    fake_portal.LOST_AFTER,
    fake_portal.LOOK_NOW,
    fake_portal.CAPTIVE,
    fake_portal.BUSY_BEFORE,
    fake_portal.BUSY_AFTER,
    fake_portal.BLOCKED,
    fake_portal.SIGNED_OUT,
    fake_portal.NOT_SENT,
    fake_portal.too_many(3.0),
    fake_portal.ALREADY,
    fake_portal.refused(),
    fake_portal.late(1.0),
)
DONE_IN_SILENCE = (fake_portal.LOST_AFTER, fake_portal.LOOK_NOW, fake_portal.BUSY_AFTER, fake_portal.late(1.0))
METHODS = ("find_by_mobile", "find_by_reference", "register", "vaccinate")
WRITES = METHODS[2:]
PEOPLE = st.integers(0, 9)
FAMILY = 4
"""People below this number share one mobile."""


class OutboxMachine(RuleBasedStateMachine):
    """One desk and its portal."""

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self.upload = Upload(self._open.enter_context(stores.thrown_away()))
        self.upload.clock.pass_by(60 * 86_400)
        self.refs: list[str] = []

    def teardown(self) -> None:
        self.upload.uploader.close()
        self._open.close()

    @initialize(
        method=st.sampled_from(WRITES),
        answer=st.sampled_from(DONE_IN_SILENCE),
        power=st.booleans(),
        verify=st.sampled_from(Verify),
    )
    def the_first_is_done_in_silence(
        self, method: str, answer: fake_portal.Answer, power: bool, verify: Verify
    ) -> None:
        self.upload.behave(replace(WAITS, verify=verify))
        if power:
            self.the_power_goes_while_something_is_out(0, method, 0.0, answer)
        else:
            self.somebody_new_meets_trouble(0, method, answer)
        self.time_goes_by_and_a_pass(0.6)

    @rule(n=PEOPLE, dose=st.sampled_from([1, 2]))
    def record(self, n: int, dose: int) -> None:
        self._record(n, dose)

    @precondition(lambda self: self.refs)
    @rule(data=st.data(), name=st.sampled_from(["Mohan Misaal", "Geeta Farzi"]), remarks=st.sampled_from(["", "calm"]))
    def correct(self, data: st.DataObject, name: str, remarks: str) -> None:
        opened = self.upload.register.open(data.draw(st.sampled_from(self.refs)))
        changed = {**asdict(opened.draft), "remarks": remarks}
        if remarks:
            changed["name"] = name
        try:
            draft = type(opened.draft)(**changed)
            self.upload.register.correct(opened.client_ref, draft, people.CLERK, "read from the card")
        except Locked:
            pass
        except NotAccepted:
            assert remarks

    @precondition(lambda self: self.refs)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        client_ref = data.draw(st.sampled_from(self.refs))
        state = self.upload.state(client_ref)
        try:
            self.upload.register.void(client_ref, people.CLERK, "typed twice")
        except VaxDeskError:
            assert state not in (State.WAITING, State.REJECTED)
        else:
            assert self.upload.state(client_ref) is State.VOID

    @rule(method=st.sampled_from(METHODS), answers=st.lists(st.sampled_from(ANSWERS), max_size=4))
    def the_portal_will_misbehave(self, method: str, answers: list[fake_portal.Answer]) -> None:
        self.upload.portal.script(method, *answers)

    @rule(n=PEOPLE, method=st.sampled_from(METHODS), answer=st.sampled_from(ANSWERS))
    def somebody_new_meets_trouble(self, n: int, method: str, answer: fake_portal.Answer) -> None:
        self.upload.portal.script(method, answer)
        self._record(n, 1)
        self.upload.run_pass()

    @rule()
    def a_pass(self) -> None:
        self.upload.run_pass()

    @rule(seconds=st.sampled_from([0.3, 2.0, 4.0, 30.0]))
    def time_goes_by_and_a_pass(self, seconds: float) -> None:
        self.upload.clock.pass_by(seconds)
        self.upload.run_pass()

    @rule(
        n=PEOPLE,
        method=st.sampled_from(METHODS),
        then_s=st.sampled_from([0.0, 2.0, 60.0]),
        answer=st.sampled_from(ANSWERS),
    )
    def the_power_goes_while_something_is_out(
        self, n: int, method: str, then_s: float, answer: fake_portal.Answer
    ) -> None:
        """Exchanges have run to their end at the portal, and nobody here ever hears of them."""
        upload = self.upload
        self._record(n, 1)
        upload.portal.during = lambda called, _item: setattr(upload.store, "failures", int(called == method))
        upload.portal.decide = lambda called, _item: answer if called == method else fake_portal.OK
        with suppress(StoreError):
            upload.run_pass()
        upload.store.failures = 0
        while upload.uploader._senders.in_flight:
            upload.uploader._senders.finished(5.0)
        upload.portal.during = lambda _method, _item: None
        upload.portal.decide = lambda _method, _item: fake_portal.OK
        upload.clock.pass_by(then_s)
        upload.restart()
        assert upload.counts().sending == 0

    @rule()
    def a_person_presses_upload_now(self) -> None:
        self.upload.uploader.hurry()

    @rule()
    def an_old_copy_is_started(self) -> None:
        upload, made = self.upload, len(self.upload.portal.calls)
        upload.restart(old_copy=True)
        upload.run_pass()
        if upload.status().comparing:
            assert not set(WRITES) & set(upload.portal.methods()[made:])

    @invariant()
    def the_sum_holds(self) -> None:
        kept = self._counts()
        vaccination = self.upload.store.models.Vaccination
        with self.upload.store.reading():
            live = vaccination.select().where(vaccination.live == True).count()  # noqa: E712 (SQL)
            every = vaccination.select().count()
        assert kept.recorded == live
        assert kept.recorded + kept.void == every == len(self.refs)
        parts = (kept.confirmed, kept.accepted, kept.waiting, kept.sending, kept.doubtful, kept.rejected, kept.held)
        assert kept.recorded == sum(parts)
        assert min(*parts, kept.void) >= 0

    @invariant()
    def the_counts_are_those_of_the_outbox(self) -> None:
        outbox = self.upload.store.models.Outbox
        with self.upload.store.reading():
            standing = Counter(state for (state,) in outbox.select(outbox.state).tuples())
        assert {state: n for state, n in asdict(self._counts()).items() if n} == dict(standing)

    @invariant()
    def nobody_and_no_dose_is_there_twice(self) -> None:
        portal = self.upload.portal
        assert max(Counter(portal.keys()).values(), default=1) == 1
        assert max(Counter(portal.doses).values(), default=1) == 1

    @invariant()
    def what_is_confirmed_here_is_there(self) -> None:
        there = set(self.upload.portal.doses)
        for ref in self.refs:
            row = self.upload.row(ref)
            if row.state is State.CONFIRMED:
                assert (row.portal_ref, row.vaccination.dose) in there

    def _record(self, n: int, dose: int) -> None:
        second = {"dose": "2", "given_on": "20-02-2021", "dose1_on": "16-01-2021", "dose1_vaccine": "COVISHIELD"}
        shared = {"mobile": "9900000777"} if n < FAMILY else {}
        try:
            self.refs.append(self.upload.record(n, **shared, **(second if dose == 2 else {})))
        except NotAccepted as refused:
            assert "already_recorded" in {problem.code for problem in refused.problems}

    def _counts(self) -> Counts:
        with self.upload.store.reading():
            return counts.read(self.upload.store)


@pytest.mark.usefixtures("expected_log")
class TestOutbox(OutboxMachine.TestCase):  # type: ignore[misc]
    """Runs the machine."""

    settings = settings(
        max_examples=15,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
