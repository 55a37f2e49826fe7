# SPDX-License-Identifier: MIT
"""Why vaccinations wait for a person, and what the person does about it: a table, one entry a cause. Decides nothing.

``{field}`` and ``{value}`` stand for what is to be mended and for what stands there. A new cause of
``vaxdesk.domain.causes`` needs an entry here and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vaxdesk.domain.attention import Cause, Mend, Section
from vaxdesk.i18n import N_, _, ngettext
from vaxdesk.wording import choices


@dataclass(frozen=True, slots=True)
class Words:
    """Of one cause.

    Attributes:
        title: short, as it stands in the list of causes.
        meaning: what happened, in whole sentences; what is safe.
        todo: what a person does now.
    """

    title: str
    meaning: str
    todo: str


CAUSES: Final[Mapping[str, Words]] = {
    "mobile_full": Words(
        N_("Mobile already used by too many people"),
        N_("The portal takes only a few people on one mobile, and this one is full. Nothing was uploaded."),
        N_("Ask for another mobile of the family. Open it, type that mobile and save: it goes again."),
    ),
    "id_at_other_mobile": Words(
        N_("Photo ID already registered with another mobile"),
        N_("The portal knows this photo ID under another mobile. Its words show how that mobile ends."),
        N_(
            "Ask the person which mobile they registered with. Open it, mend the mobile or the ID number, "
            "and save: it goes again."
        ),
    ),
    "other_vaccine": Words(
        N_("First dose of another vaccine"),
        N_("The portal shows the first dose with another vaccine than the one typed here."),
        N_(
            "Look at the card of the first dose. Typed wrongly here: open it, mend the vaccine and save. "
            "Truly given: tell the medical officer."
        ),
    ),
    "too_early": Words(
        N_("Second dose too early for the portal"),
        N_("By the portal's date of the first dose, the second is not due yet."),
        N_(
            "Check both dates against the card. Typed wrongly: open it, mend the date and save. "
            "Right: send it again from the day that the portal names."
        ),
    ),
    "past_day": Words(
        N_("The portal takes no past day"),
        N_("The portal refuses vaccinations of a day that is over. They are safe here, with their true day."),
        N_("Do not change the date. Ask the district to open the day, then send them again."),
    ),
    "age": Words(
        N_("Not the right age for the portal"),
        N_("By the year of birth, the portal does not vaccinate this person yet, or no more."),
        N_(
            "Check the year on the ID. Typed wrongly: open it, mend the year and save. "
            "Right: send it again when the age limit has changed."
        ),
    ),
    "batch": Words(
        N_("Batch “{value}” not taken"),
        N_("The portal does not take the batch “{value}”. All of these have it."),
        N_("Read the batch on the vial or the vaccine register and put it right for all at once."),
    ),
    "vaccinator": Words(
        N_("Vaccinator “{value}” not taken"),
        N_("The portal does not know a vaccinator “{value}”. All of these have that name."),
        N_("Write the name as the portal lists it, for all at once; or have it added there and send them again."),
    ),
    "centre": Words(
        N_("Centre “{value}” not taken"),
        N_("The portal does not take vaccinations for the centre “{value}”."),
        N_("Put the centre right for all at once; or have the centre or its day opened, and send them again."),
    ),
    "cannot_be_sent": Words(
        N_("{field}: cannot be sent as it is"),
        N_("The portal has no place for what stands in this field, so nothing was sent."),
        N_("Open it, mend “{field}” and save: it goes again."),
    ),
    "field": Words(
        N_("{field} refused"),
        N_("The portal refused what stands in “{field}”. Its own words stand beside each name."),
        N_("Open it, mend “{field}” and save: it goes again."),
    ),
    "refused": Words(
        N_("Refused: “{value}”"),
        N_("The portal refused it in these words, and named no field. Nothing was uploaded."),
        N_("Open it, compare it with the ID and save: it goes again. Where the portal was at fault, send it again."),
    ),
    "reference_unknown": Words(
        N_("Portal reference unknown"),
        N_("The portal no longer knows the reference that it gave for this person."),
        N_("See on the portal whether the person stands there. Once the portal is mended, send it again."),
    ),
    "dose_differs": Words(
        N_("The portal holds another date or vaccine"),
        N_("This dose already stands on the portal, with another date or vaccine. Nothing was written over."),
        N_("Ours is wrong: correct it. It was typed twice: cancel ours. The portal is wrong: raise it there."),
    ),
    "person_differs": Words(
        N_("The reference belongs to somebody else"),
        N_("The portal shows another person under this reference. Nothing was sent."),
        N_("Ours is wrong: correct it. It was typed twice: cancel ours. The portal is wrong: raise it there."),
    ),
    "several_people": Words(
        N_("The person stands on the portal more than once"),
        N_("The portal shows this person several times, so nobody can say which is right. Nothing was sent."),
        N_("Raise it with the portal. Once one of them is left, send it again."),
    ),
    "already_there": Words(
        N_("“Already there”, but not to be found"),
        N_("The portal says that it has this already, yet no look finds it under these facts."),
        N_(
            "Look on the portal for the name with another mobile or ID. Ours is wrong: correct it. "
            "The portal is mended: send it again."
        ),
    ),
    "not_found_again": Words(
        N_("The person is gone from the portal"),
        N_("The portal gave a reference for this person once, and now shows nobody under it."),
        N_("See on the portal whether the person stands there. Then send it again, or raise it there."),
    ),
    "answer_lost": Words(
        N_("The portal's answer was lost again and again"),
        N_("Nobody knows yet whether these arrived. They are safe here, and the desk goes on looking."),
        N_("Nothing to type. See on the portal whether the person stands there, and tell the supervisor."),
    ),
    "odd_answer": Words(
        N_("The portal answers oddly"),
        N_("The portal answers, but not with anything that fits. They are safe here, and the desk goes on asking."),
        N_("Look for the person on the portal's own page. Raise with the portal what is odd there."),
    ),
    "not_shown": Words(
        N_("Taken by the portal, but not shown"),
        N_("The portal said yes to these and does not show them. They do not count as uploaded."),
        N_("See on the portal whether the dose stands there. Tell the supervisor if it stays so."),
    ),
    "look_refused": Words(
        N_("The portal refuses to be asked"),
        N_("It is in doubt whether these arrived, and the portal refuses the question."),
        N_("See on the portal whether the person stands there. The desk goes on asking."),
    ),
    "look_differs": Words(
        N_("The portal shows something else"),
        N_("A look found something that does not fit. The desk goes on looking before anything is sent."),
        N_("Compare with the portal's own page and tell the supervisor."),
    ),
    "portal_busy": Words(
        N_("The portal was too busy for these"),
        N_("The portal puts these off again and again, though it takes others."),
        N_("They go on by themselves. Send them again to try at once; tell the supervisor if they stay."),
    ),
    "key": Words(
        N_("The portal does not take the key"),
        N_("The portal did not take this desk's key, or does not allow it to upload. Everything is safe here."),
        N_("Tell the supervisor: the key has to be renewed. Nothing needs to be typed again."),
    ),
    "settings": Words(
        N_("The portal does not know this desk or centre"),
        N_("Something in this desk's settings does not fit the portal. Everything is safe here."),
        N_("Tell the supervisor: the portal's address or the number of the centre has to be corrected."),
    ),
    "network": Words(
        N_("The network let these down"),
        N_("They were tried and did not get through, though others did. They are safe here."),
        N_("Check whether the network asks you to sign in. They go on by themselves; send them again to try at once."),
    ),
    "half_way": Words(
        N_("Begun long ago and not yet through"),
        N_("These were begun more than two hours of contact ago and have not ended. They are safe here."),
        N_("They go on by themselves. Send them again to look at once; tell the supervisor if they stay."),
    ),
    "held": Words(
        N_("Set aside by the supervisor"),
        N_("These do not go until the supervisor lets them."),
        N_("The supervisor decides: let them go, or cancel each with a reason."),
    ),
    "no_usable_id": Words(
        N_("No photo ID that the portal takes"),
        N_("The person had no usable photo ID, so the vaccination is kept here and not sent."),
        N_("When the ID is brought, open it, type the ID and save: it goes then."),
    ),
    "to_raise": Words(
        N_("{field}: corrected here"),
        N_("It was corrected here after the portal had taken it. The portal still holds what was there before."),
        N_("Tell the portal's help desk what is right. Then mark it as told."),
    ),
    "date_at_risk": Words(
        N_("Not yet up: the date is at risk"),
        N_("What is not on the portal by 17:00 on the next day gets the day of entry as its date there."),
        N_("Mend what is to fix, see that the line is up, and upload now with F5. The most urgent stands first."),
    ),
    "date_missed": Words(
        N_("Will get a wrong date on the portal"),
        N_("It is past 17:00 on the next day: the portal writes the day of entry. The true day stays here."),
        N_(
            "Upload now with F5, so that the date is no further off. Tell each person from when the second dose is due."
        ),
    ),
}
SECTIONS: Final[Mapping[Section, str]] = {
    Section.REFUSED: N_("To fix"),
    Section.CONFLICT: N_("The portal holds something else"),
    Section.STUCK: N_("In doubt for long"),
    Section.HELD: N_("Set aside"),
    Section.TO_RAISE: N_("To raise with the portal"),
    Section.DATE: N_("Dates"),
}
MENDS: Final[Mapping[Mend, str]] = {
    Mend.SEND_AGAIN: N_("Send again"),
    Mend.PUT_RIGHT: N_("Put right for all"),
    Mend.SET_ASIDE: N_("Set aside"),
    Mend.RELEASE: N_("Let them go"),
    Mend.TOLD_PORTAL: N_("The portal was told"),
}


def title(cause: Cause) -> str:
    """Return the short name of ``cause``."""
    return _said(CAUSES[cause.key].title, cause)


def meaning(cause: Cause) -> str:
    """Return what happened to those who have ``cause``."""
    return _said(CAUSES[cause.key].meaning, cause)


def todo(cause: Cause) -> str:
    """Return what a person does about ``cause``."""
    return _said(CAUSES[cause.key].todo, cause)


def section(of: Section) -> str:
    """Return the heading over the causes of a section."""
    return _(SECTIONS[of])


def mend(of: Mend) -> str:
    """Return the words on the button of a mend for a whole group."""
    return _(MENDS[of])


def preview(of: Mend, can: int, n: int, field: str = "") -> str:
    """Return what a mend is about to do to ``can`` of ``n``, as a question."""
    asked = _PREVIEWS[of](can).format(n=can, field=choices.field_label(field))
    if can == n:
        return asked
    left = n - can
    stays = ngettext(
        "{n} stays as it is: on its way or in doubt.", "{n} stay as they are: on their way or in doubt.", left
    )
    return f"{asked} {stays.format(n=left)}"


def done(of: Mend, n: int) -> str:
    """Return what a mend did."""
    return _DONE[of](n).format(n=n)


def _said(sentence: str, cause: Cause) -> str:
    return _(sentence).format(field=choices.field_label(cause.field), value=cause.value)


_PREVIEWS: Final = {
    Mend.SEND_AGAIN: lambda n: ngettext(
        "Send {n} again? It is looked for on the portal first.",
        "Send {n} again? Each is looked for on the portal first.",
        n,
    ),
    Mend.PUT_RIGHT: lambda n: ngettext(
        "What is right in “{field}” for {n}? It goes again then.",
        "What is right in “{field}” for all {n}? They go again then.",
        n,
    ),
    Mend.SET_ASIDE: lambda n: ngettext(
        "Set {n} aside? It does not go until you let it.", "Set {n} aside? They do not go until you let them.", n
    ),
    Mend.RELEASE: lambda n: ngettext(
        "Let {n} go? It is looked for on the portal first.", "Let {n} go? Each is looked for on the portal first.", n
    ),
    Mend.TOLD_PORTAL: lambda n: ngettext(
        "Has the portal been told of {n} correction?", "Has the portal been told of {n} corrections?", n
    ),
}
_DONE: Final = {
    Mend.SEND_AGAIN: lambda n: ngettext("{n} goes again.", "{n} go again.", n),
    Mend.PUT_RIGHT: lambda n: ngettext("{n} put right; it goes again.", "{n} put right; they go again.", n),
    Mend.SET_ASIDE: lambda n: ngettext("{n} set aside.", "{n} set aside.", n),
    Mend.RELEASE: lambda n: ngettext("{n} goes.", "{n} go.", n),
    Mend.TOLD_PORTAL: lambda n: ngettext("{n} marked as told.", "{n} marked as told.", n),
}
