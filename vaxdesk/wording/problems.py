# SPDX-License-Identifier: MIT
"""One short sentence for each Problem: what is wrong and what is allowed. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.problem import Problem
from vaxdesk.i18n import N_, _, ngettext
from vaxdesk.wording import choices

SENTENCES: Final[Mapping[str, str]] = {
    "missing": N_("{field} is empty; it is needed."),
    "hidden_characters": N_("There are characters here that cannot be seen ({characters}). Type it again by hand."),
    "too_long": N_("This is {length} characters long; {limit} fit."),
    "name_digits": N_("A name has no digits. Letters, blanks and . ' - are allowed."),
    "name_characters": N_("A name cannot hold {characters}. Letters, blanks and . ' - are allowed."),
    "name_without_letters": N_("A name needs letters. Blanks and . ' - may stand between them."),
    "unknown_gender": N_("Choose female, male or other."),
    "gender_differs": N_("This person was recorded here with another gender. Check which one is right."),
    "year_unreadable": N_("Write the year of birth with four digits, such as 1986."),
    "year_from_age": N_("{age} years old: born about {year}."),
    "birth_year_in_future": N_("The year of birth lies in the future. Check the four digits."),
    "age_too_young": N_("{age} years old on that day; the vaccine is for {least} and above."),
    "age_too_old": N_("{age} years old on that day; at most {most} is possible. Check the year of birth."),
    "mobile_characters": N_("A mobile has ten digits and no letters or other signs; +91 may stand before it."),
    "mobile_start": N_("A mobile starts with 6, 7, 8 or 9, not with {digit}."),
    "mobile_is_aadhaar": N_("This is an Aadhaar number, not a mobile. A mobile has ten digits."),
    "unknown_id_type": N_(
        "Choose Aadhaar, driving licence, PAN, passport, pension passbook, NPR smart card, voter ID or ration card."
    ),
    "id_is_aadhaar": N_("This is an Aadhaar number. Choose Aadhaar as the type, or write the number of the other ID."),
    "id_number_form": N_("An ID number has 4 to {most} letters and digits; blanks, / and - may stand between."),
    "id_of_another": N_("This photo ID was recorded for {name} with the mobile {mobile}. Check the ID and the mobile."),
    "aadhaar_digits_of_another": N_(
        "Another {name} with the same year and the same last four digits has the mobile {mobile}. Is it one person?"
    ),
    "unknown_mobile_of": N_("Write relative, or leave it empty for the person's own mobile."),
    "unknown_no_id_why": N_("Choose not brought, never had one, lost, cannot be read, or another reason."),
    "id_is_known": N_("This person is known by a photo ID, which stands for all their doses. Leave it as it was."),
    "unknown_centre": N_("This desk does not know that centre. The centres are: {centres}."),
    "unknown_category": N_(
        "Choose health worker, frontline worker, 60 and above, 45 to 59 with illness, 45 and above, or 18 and above."
    ),
    "unknown_sub_category": N_("Choose one of the listed sub-categories of health workers, or leave it empty."),
    "unknown_comorbidity": N_("Write yes or no, or leave it empty."),
    "unknown_dose": N_("There is no such dose. Write a number from 1 to {most}."),
    "already_recorded": N_("Already recorded at {at} by {by}."),
    "dose_held_without_id": N_(
        "Dose {dose} of this person is held here without a photo ID. Correct that one first, so that it goes before."
    ),
    "unknown_vaccine": N_("There is no such vaccine. The vaccines are: {vaccines}."),
    "another_vaccine": N_("Dose 1 was {dose1_vaccine}; dose 2 has to be the same."),
    "date_unreadable": N_("Write the date as day, month and four-digit year: 16-01-2021."),
    "no_such_day": N_("There is no such day. Check the day and the month."),
    "date_in_future": N_("This day has not come yet. The latest that is allowed is today, {today}."),
    "before_first_day": N_("{vaccine} was first given on {first_day}. Write that day or a later one."),
    "dose_too_early": N_("Dose 1 was on {dose1_on}; dose 2 is allowed {days} days later, from {earliest}."),
    "dose_late": N_("Dose 1 was on {dose1_on}; dose 2 was advised until {latest}. It can still be given."),
    "time_unreadable": N_("Write the time with hours and minutes: 11:32."),
    "no_such_time": N_("There is no such time. Times go from 00:00 to 23:59."),
    "time_in_future": N_("This time has not come yet. The latest that is allowed is now, {now}."),
    "vial_opened_after_dose": N_("The vial was opened after the dose was given at {given_at}. Check both times."),
    "vial_open_too_long": N_("The vial had been open for more than {hours} hours. Check both times."),
    "batch_expired": N_("This batch expired on {expires_on}; it may not be given. Take a vial of another batch."),
    "vial_closed": N_("Vial {vial} was closed at {at}. Check which vial it was."),
    "vial_of_another_batch": N_("Vial {vial} was opened as {vaccine} {batch}. Check vaccine, batch and vial."),
    "expiry_unreadable": N_("Write the expiry as it stands on the label: 06-2021 or 30-06-2021."),
    "expiry_differs": N_("This batch was opened here with the expiry {expires_on}. Look at the label again."),
    "vial_expired": N_("This batch expired on {expires_on}. Nothing was opened. Set the vial aside and take another."),
    "vial_time_up": N_("Opened then, it was to be discarded at {discard_at}. Check the time, or open another vial."),
    "vial_exists": N_("There is a vial {vial} today already. The next free one is {next}."),
    "doses_unreadable": N_("Write how many doses the vial holds: a number from 1 to {most}."),
    "lost_unreadable": N_("Write how many doses were lost: a number from 0 to {most}."),
    "lost_why_missing": N_("Choose why these doses were lost."),
    "dose1_missing": N_("Dose 1 was not recorded here. {field} is needed for dose 2."),
    "severity_missing": N_("Choose how grave it is: 1 minor, 2 severe, 3 serious."),
    "symptoms_missing": N_("Choose at least one symptom, or write below what is seen."),
    "onset_before_needle": N_("The dose was given on {given_at}; what follows it begins then or later."),
    "portal_words": N_("The portal says: {words}"),
    "portal_differs": N_("The portal holds something else. Under Attention both stand side by side."),
    "portal_takes_not": N_("The portal does not take what stands here. Mend it and save; then it goes again."),
    "portal_wants_id": N_("The portal needs a photo ID. Type it and save; then it goes."),
    "only_a_name": N_("A name alone does not tell who this is. Add a mobile, an ID, a reference or the year of birth."),
    "birth_year_unlikely": N_("This cannot be a year of birth. It was left out."),
    "reference_unreadable": N_("This is no portal reference. It was left out."),
    "id_of_no_kind": N_("The list does not say which kind of ID this is. It was left out."),
    "twice_in_file": N_("The same person stands in row {row} already."),
    "extra_cells": N_("This row has more cells than there are headings. Check it for a comma that is not quoted."),
}


def for_problem(problem: Problem) -> str:
    """Return the sentence for ``problem`` in the language in use."""
    params = dict(problem.params)
    if problem.code in _COUNTED:
        return _COUNTED[problem.code](int(params["count"]))
    sentence = SENTENCES.get(problem.code)
    if sentence is None:
        return _("{field} cannot be accepted as it is ({code}).").format(
            field=choices.field_label(problem.field), code=problem.code
        )
    return _(sentence).format(**{**params, "field": choices.field_label(problem.field)})


def _mobile_length(count: int) -> str:
    return ngettext("{count} digit; a mobile has ten.", "{count} digits; a mobile has ten.", count).format(count=count)


def _aadhaar_digits(count: int) -> str:
    return ngettext(
        "{count} digit; write the last four digits of the Aadhaar number, or all twelve.",
        "{count} digits; write the last four digits of the Aadhaar number, or all twelve.",
        count,
    ).format(count=count)


# These sentences begin with a number, whose noun follows it.
_COUNTED: Final = {"mobile_length": _mobile_length, "aadhaar_digits": _aadhaar_digits}
CODES: Final = frozenset(SENTENCES) | frozenset(_COUNTED)
