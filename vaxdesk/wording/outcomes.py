# SPDX-License-Identifier: MIT
"""One plain sentence for what became of the last exchange with the portal.

Keyed by the stored code; it knows nothing of HTTP. The portal's own words are quoted, never translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.upload import NO_PHOTO_ID, Attempt, Step
from vaxdesk.i18n import N_, _

HELD_BACK: Final = "held_back"

SENTENCES: Final[Mapping[str, str]] = {
    # found, absent
    "reachable": N_("The portal answers."),
    "person_found": N_("The portal knows this person."),
    "dose_found": N_("The portal shows this dose."),
    "registered": N_("The portal has registered this person."),
    "dose_taken": N_("The portal has taken this dose."),
    "nothing_there": N_("The portal does not know this person yet."),
    # not sent
    "no_address": N_("The portal's address was not found; there may be no internet. It is sent again by itself."),
    "unreachable": N_("The portal could not be reached; there may be no internet. It is sent again by itself."),
    "connect_timeout": N_("The portal did not pick up in time. It is sent again by itself."),
    "tls_failed": N_(
        "The connection to the portal is not safe, so nothing was sent. Check this computer's date and network."
    ),
    # lost
    "read_timeout": N_("The portal did not answer in time. VaxDesk asks whether it arrived before sending again."),
    "connection_lost": N_("The line broke before the answer. VaxDesk asks whether it arrived before sending again."),
    "answer_cut": N_("Only part of the answer came. VaxDesk asks whether it arrived before sending again."),
    "answer_too_large": N_("The answer was far too long to be the portal's. VaxDesk asks before sending again."),
    "empty_answer": N_("The portal answered without a word. VaxDesk asks whether it arrived."),
    "odd_answer": N_("The portal's answer does not fit this vaccination. VaxDesk asks before sending again."),
    "captive": N_(
        "A page came instead of the portal's answer: the network may want you to sign in. "
        "Open a web page, then wait; VaxDesk goes on by itself."
    ),
    "server_error": N_("The portal had a fault. VaxDesk asks whether it arrived before sending again."),
    "exchange_failed": N_("Sending failed inside VaxDesk. It asks the portal before sending again."),
    "interrupted": N_("VaxDesk was closed in the middle of sending. It asks whether it arrived before sending again."),
    HELD_BACK: N_("The portal had just asked every caller to wait. Nothing was sent; VaxDesk tries again by itself."),
    "crashed_look": N_("VaxDesk was closed while it asked the portal. It asks again."),
    # later
    "busy": N_("The portal is busy. VaxDesk tries again by itself."),
    "too_many_calls": N_("The portal asks for fewer calls. VaxDesk waits as long as it asks."),
    "blocked": N_("The portal turned the call away for now. VaxDesk waits some minutes and tries again."),
    "throttled": N_("The portal's database is overloaded. VaxDesk tries again by itself."),
    # sign in, stop
    "key_not_taken": N_("The portal did not take the key. VaxDesk tries again; if it stays so, tell the supervisor."),
    "not_entitled": N_("The portal does not allow this key to upload. Tell the supervisor; everything is safe here."),
    "not_opened": N_(
        "The portal has not opened uploading for this desk. Tell the supervisor; everything is safe here."
    ),
    "path_unknown": N_(
        "The portal's address in the settings is not right. Tell the supervisor; everything is safe here."
    ),
    "centre_not_known": N_(
        "The portal does not know the number of this centre. Correct it in the settings; everything is safe here."
    ),
    "redirected": N_("Something other than the portal answered. Check the network and the portal's address."),
    # held here, never sent
    NO_PHOTO_ID: N_(
        "No photo ID that the portal takes. It is held here and goes by itself once the ID is typed into it."
    ),
    # refused, already, conflict
    "portal_refused": N_("The portal refused this vaccination. Correct it and save, and it goes again."),
    "reference_unknown": N_("The portal does not know this person's reference. Tell the supervisor."),
    "cannot_be_sent": N_(
        "The portal has no place for what stands in this field. Correct it and save, and it goes again."
    ),
    "already_there": N_("The portal says that it has this already. VaxDesk looks whether it is the same."),
    "dose_differs": N_(
        "The portal holds this dose with another date or vaccine. Compare with the paper and tell the supervisor."
    ),
    "person_differs": N_("The portal shows another person under this reference. Tell the supervisor."),
    "not_shown": N_(
        "The portal had accepted this dose and does not show it. VaxDesk looks again before sending it once more."
    ),
    "several_people": N_("The portal holds this person more than once. Tell the supervisor; nothing was sent."),
}


def for_outcome(code: str, words: str = "") -> str:
    """Return the sentence for ``code`` in the language in use, with the portal's own ``words`` where it gave any."""
    if code in SENTENCES:
        sentence = _(SENTENCES[code])
    else:
        sentence = _("The upload ended in a way that has no words yet ({code}).").format(code=code)
    if not words:
        return sentence
    return _("{sentence} The portal says: “{words}”").format(sentence=sentence, words=words)


def for_asked(attempt: Attempt) -> str:
    """Return what the portal was asked: for a look, or to write; with others where one look was for a family."""
    if attempt.look:
        shared = not attempt.calls and attempt.code != HELD_BACK
        return _("look-up, shared") if shared else _("look-up")
    return _("registration") if attempt.step is Step.REGISTER else _("dose")
