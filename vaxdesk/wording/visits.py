# SPDX-License-Identifier: MIT
"""The words of visits without a needle: results, reasons, and the sentence for one. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.visit import Visit, VisitResult
from vaxdesk.i18n import N_, _

RESULTS: Final[Mapping[VisitResult, str]] = {
    VisitResult.REFUSED: N_("refused"),
    VisitResult.DEFERRED: N_("deferred"),
    VisitResult.CONTRAINDICATED: N_("contraindicated"),
    VisitResult.ABSENT: N_("absent"),
    VisitResult.ALREADY_VACCINATED: N_("already vaccinated"),
}
REASONS: Final[Mapping[str, str]] = {
    "afraid": N_("afraid of side effects"),
    "wants_to_wait": N_("wants to wait"),
    "wants_another_vaccine": N_("wants another vaccine"),
    "family": N_("the family is against it"),
    "covid": N_("has or had COVID"),
    "plasma": N_("had plasma"),
    "unwell": N_("unwell"),
    "another_vaccination": N_("other vaccine in 14 days"),
    "too_early": N_("too early"),
    "no_vaccine": N_("no vaccine left"),
    "allergy_to_dose": N_("severe allergy to an earlier dose"),
    "allergy": N_("severe allergy to vaccine, medicine or food"),
    "pregnant": N_("pregnant"),
    "breast_feeding": N_("breast-feeding"),
    "other": N_("other reason"),
}


def result(of: VisitResult) -> str:
    """Return the word for a result."""
    return _(RESULTS[of])


def reason(of: str) -> str:
    """Return the words for a reason; "" for none."""
    return _(REASONS[of]) if of in REASONS else of


def noted(visit: Visit) -> str:
    """Return what is said once a visit is on disk."""
    if not visit.reason:
        return _("{name}: {result}. Noted for the sheet, not uploaded.").format(
            name=visit.name, result=result(visit.result)
        )
    return _("{name}: {result}, {reason}. Noted for the sheet, not uploaded.").format(
        name=visit.name, result=result(visit.result), reason=reason(visit.reason)
    )
