# SPDX-License-Identifier: MIT
"""What becomes of an item after an exchange: one pure function of item, Outcome and manners.

Three rules keep every person and every dose single (ADR 0005):

- a registration is only ever sent right after a look that found nobody;
- an answer that was lost makes the item doubtful, and only two empty looks, each after its wait, allow a repeat;
- whatever a person or another portal may have changed meanwhile is looked up again before anything is sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Move, OutboxItem, State, Step
from vaxdesk.sync.policy import Manners

EARLY_LOOK_OWED: Final = -1
"""In ``empty_looks``: the portal did answer, so one look goes out at once; being so early it proves no absence."""

LOOKS_TO_REPEAT: Final = 2

TRIES: Final = 3
"""After so many exchanges in a row that brought it no further an item lets the others go first (Google, "Site
Reliability Engineering", chapter 21: a per-request limit of three); it is never given up."""

NOT_SHOWN: Final = "not_shown"
"""The code of a dose that the portal had accepted and that a read-back does not find."""

ALREADY_THERE: Final = "already_there"
"""The portal's code for "we have this": where no look finds it, a person decides; repeating leads nowhere."""


def verdict(
    item: OutboxItem, outcome: Outcome, manners: Manners, gate_wait_s: float, *, read_back: bool = False
) -> Move:
    """Return where ``item`` goes.

    Args:
        item: as it was claimed: *sending*, or *doubtful* or *accepted* when what was sent is asked for.
        gate_wait_s: seconds until the gate lets anyone call again, for a look that must not be the first to go then.
        read_back: the portal's yes to a dose does not count before a look has shown it.
    """
    move = _move(item, outcome, manners, gate_wait_s, read_back)
    if move.state is not State.WAITING or move.goes_on:
        return move
    of_others = (Weather.FINE, Weather.OFFLINE, Weather.CAPTIVE)
    if outcome.kind is OutcomeKind.NOT_SENT or outcome.weather in of_others:  # it says nothing of this item
        return replace(move, tries=item.tries)
    if item.tries + 1 < TRIES:
        return replace(move, tries=item.tries + 1)
    return replace(move, due_in_s=max(move.due_in_s, manners.settle_s[0]))


def _move(item: OutboxItem, outcome: Outcome, manners: Manners, gate_wait_s: float, read_back: bool) -> Move:
    if outcome.kind is OutcomeKind.FOUND:
        return _found(item, outcome, manners, read_back)
    if outcome.kind is OutcomeKind.REFUSED and item.state is State.DOUBTFUL and item.step is Step.REGISTER:
        # Only the look was refused. Let go now, the person could be registered anew under a mended name.
        return replace(_look_at_doubt(item, outcome, manners, gate_wait_s), doubt_rounds=item.doubt_rounds + 1)
    if outcome.kind is OutcomeKind.REFUSED and item.state is State.ACCEPTED:
        return _not_shown(item, manners)
    if outcome.kind is OutcomeKind.REFUSED and item.state is State.DOUBTFUL and _is_first_look(item):
        return _empty_look(item, manners)  # reads may lag: let go now, the dose could be sent twice
    if outcome.kind in (OutcomeKind.REFUSED, OutcomeKind.CONFLICT):
        return Move(State.REJECTED, Step.IDENTIFY, doubt_rounds=item.doubt_rounds)
    if item.state is State.DOUBTFUL:
        return _look_at_doubt(item, outcome, manners, gate_wait_s)
    if item.state is State.ACCEPTED:
        if outcome.kind is OutcomeKind.ABSENT:
            return _not_shown(item, manners)
        return Move(State.ACCEPTED, item.step, gate_wait_s + manners.settle_s[0], doubt_rounds=item.doubt_rounds)
    if item.step is Step.IDENTIFY:
        if outcome.kind is OutcomeKind.ABSENT:
            return _nobody(item, manners)
        # The gate holds everybody back after trouble; where it saw none, the item alone waits.
        due_in_s = manners.settle_s[0] if outcome.weather is Weather.FINE else 0.0
        return Move(State.WAITING, Step.IDENTIFY, due_in_s=due_in_s, doubt_rounds=item.doubt_rounds)
    return _write(item, outcome, manners)


def _found(item: OutboxItem, outcome: Outcome, manners: Manners, read_back: bool) -> Move:
    match = outcome.match
    if match is None:
        raise ValueError("an Outcome that found something must say what")
    if match.dose_proven:
        if read_back and not item.is_look:
            return Move(
                State.ACCEPTED,
                item.step,
                due_in_s=manners.settle_s[0],
                portal_ref=match.portal_ref,
                doubt_rounds=item.doubt_rounds,
            )
        return Move(State.CONFIRMED, item.step, portal_ref=match.portal_ref)
    if item.state is State.ACCEPTED:
        return _not_shown(item, manners)
    if item.step is Step.VACCINATE:  # the person is there, the dose is not, or is not proven
        return _empty_look(item, manners) if item.state is State.DOUBTFUL else _lost(item, outcome, manners)
    return Move(
        State.WAITING, Step.VACCINATE, portal_ref=match.portal_ref, doubt_rounds=item.doubt_rounds, goes_on=True
    )


def _write(item: OutboxItem, outcome: Outcome, manners: Manners) -> Move:
    """A registration or a dose went out, or tried to, and proved nothing."""
    if outcome.kind is OutcomeKind.ALREADY:
        return Move(State.DOUBTFUL, item.step, empty_looks=EARLY_LOOK_OWED, doubt_rounds=item.doubt_rounds)
    if outcome.kind in (OutcomeKind.LOST, OutcomeKind.ABSENT) or outcome.may_have_worked:
        return _lost(item, outcome, manners)
    # The portal did nothing: the step is due again. Whether a registration may still rely on its look, its next turn
    # decides.
    return Move(State.WAITING, item.step, doubt_rounds=item.doubt_rounds)


def _not_shown(item: OutboxItem, manners: Manners) -> Move:
    """The portal said yes and does not show it: a doubt that one look has found empty already."""
    return Move(State.DOUBTFUL, item.step, due_in_s=manners.settle_s[1], empty_looks=1, doubt_rounds=item.doubt_rounds)


def _lost(item: OutboxItem, outcome: Outcome, manners: Manners) -> Move:
    early = outcome.look_now
    return Move(
        State.DOUBTFUL,
        item.step,
        due_in_s=0.0 if early else manners.settle_s[0],
        empty_looks=EARLY_LOOK_OWED if early else 0,
        doubt_rounds=item.doubt_rounds,
    )


def _nobody(item: OutboxItem, manners: Manners) -> Move:
    """A look found nobody: register, unless the portal once gave a reference; then a person decides in the end."""
    if item.portal_ref:
        return _empty_look(item, manners)
    if item.listed_ref:  # what a list says proves nobody's absence: the look by mobile is still to come
        return Move(State.WAITING, Step.IDENTIFY, doubt_rounds=item.doubt_rounds, goes_on=True)
    return Move(State.WAITING, Step.REGISTER, doubt_rounds=item.doubt_rounds, goes_on=True)


def _look_at_doubt(item: OutboxItem, outcome: Outcome, manners: Manners, gate_wait_s: float) -> Move:
    if outcome.kind is not OutcomeKind.ABSENT:  # the look itself failed: it comes again, and not first of all
        return Move(
            State.DOUBTFUL,
            item.step,
            due_in_s=gate_wait_s + manners.settle_s[0],
            empty_looks=item.empty_looks,
            doubt_rounds=item.doubt_rounds,
        )
    if item.step is Step.IDENTIFY:  # cut off while looking: this is that look
        return _nobody(item, manners)
    return _empty_look(item, manners)


def _is_first_look(item: OutboxItem) -> bool:
    return item.step is Step.VACCINATE and item.empty_looks + 1 < LOOKS_TO_REPEAT


def _empty_look(item: OutboxItem, manners: Manners) -> Move:
    looks = item.empty_looks + 1
    if looks < LOOKS_TO_REPEAT:
        return Move(
            State.DOUBTFUL,
            item.step,
            due_in_s=manners.settle_s[max(looks, 0)],
            empty_looks=looks,
            doubt_rounds=item.doubt_rounds,
        )
    if item.last_code == ALREADY_THERE or item.step is Step.IDENTIFY:
        return Move(State.REJECTED, Step.IDENTIFY, doubt_rounds=item.doubt_rounds)
    return Move(State.WAITING, item.step, doubt_rounds=item.doubt_rounds + 1, goes_on=True)
