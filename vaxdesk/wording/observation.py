# SPDX-License-Identifier: MIT
"""The words of the half hour after the needle and of adverse events, with shapes. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.observation import AdverseEvent, Course, Severity, Standing, Symptom, Watched
from vaxdesk.i18n import N_, _

SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.MINOR: N_("Minor"),
    Severity.SEVERE: N_("Severe"),
    Severity.SERIOUS: N_("Serious"),
}
MEANINGS: Final[Mapping[Severity, str]] = {
    Severity.MINOR: N_("Common and passes alone: pain, swelling, fever, irritability, feeling unwell."),
    Severity.SEVERE: N_(
        "Strong, may disable for a while, no lasting harm and no admission: "
        "anaphylaxis that recovered, fever over 102 °F."
    ),
    Severity.SERIOUS: N_("Death, admission to a hospital, disability, several cases together, or public concern."),
}
SYMPTOMS: Final[Mapping[Symptom, str]] = {
    Symptom.PAIN: N_("Pain where the needle went"),
    Symptom.SWELLING: N_("Swelling or redness"),
    Symptom.FEVER: N_("Fever"),
    Symptom.IRRITABLE: N_("Irritable or restless"),
    Symptom.UNWELL: N_("Feeling unwell"),
    Symptom.FAINT: N_("Faint or dizzy"),
    Symptom.RASH: N_("Rash or itching"),
    Symptom.VOMITING: N_("Vomiting"),
    Symptom.BREATH: N_("Hard to breathe"),
}
COURSES: Final[Mapping[Course, str]] = {
    Course.RECOVERED: N_("Recovered"),
    Course.RECOVERING: N_("Still unwell"),
    Course.ADMITTED: N_("Admitted to a hospital"),
    Course.DISABLED: N_("Disabled"),
    Course.DIED: N_("Died"),
}
STANDINGS: Final[Mapping[Standing, str]] = {
    Standing.WATCHED: N_("is watched"),
    Standing.MAY_GO: N_("may go"),
    Standing.UNWELL: N_("unwell"),
    Standing.LEFT: N_("has left"),
}
SYMBOLS: Final[Mapping[Standing, str]] = {
    Standing.WATCHED: "●",
    Standing.MAY_GO: "✓",
    Standing.UNWELL: "!",
    Standing.LEFT: "→",
}
FIELDS: Final[Mapping[str, str]] = {
    "severity": N_("How grave"),
    "symptoms": N_("Symptoms"),
    "words": N_("What else is seen"),
    "onset_on": N_("Began on"),
    "onset_at": N_("Began at"),
    "done": N_("What was done"),
    "referred_to": N_("Referred to"),
    "outcome": N_("Outcome so far"),
    "case_no": N_("Case number of the district"),
}


def severity(value: Severity) -> str:
    """Return the word for a class of adverse events."""
    return _(SEVERITIES[value])


def meaning(value: Severity) -> str:
    """Return what belongs into a class of adverse events."""
    return _(MEANINGS[value])


def symptom(value: Symptom) -> str:
    """Return the words for a symptom."""
    return _(SYMPTOMS[value])


def course(value: Course) -> str:
    """Return the words for how it went."""
    return _(COURSES[value])


def field(name: str) -> str:
    """Return what a field of ``EventDraft`` is called."""
    return _(FIELDS[name])


def standing(of: Standing, person: Watched) -> str:
    """Return what the board says of ``person``: of the unwell also how grave it is, of the left also that it was
    early."""
    if of is Standing.UNWELL and person.severity is not None:
        return _("unwell: {severity}").format(severity=severity(person.severity).lower())
    if of is Standing.LEFT and person.left_early:
        return _("left early")
    return _(STANDINGS[of])


def symbol(of: Standing) -> str:
    """Return the shape that says the same as the word."""
    return SYMBOLS[of]


def symptoms(event: AdverseEvent) -> str:
    """Return all symptoms of ``event`` in one line: the chosen ones, then the words."""
    return "; ".join((*(symptom(each) for each in event.symptoms), *((event.words,) if event.words else ())))


def due(person: Watched) -> str:
    """Return what is said when the half hour of ``person`` is over."""
    if person.severity is not None:
        sentence = _("Token {token}, {name}: the half hour is over, but they are unwell. A person decides.")
    else:
        sentence = _("Token {token}, {name}, may go.")
    return sentence.format(token=person.token, name=person.name)
