# SPDX-License-Identifier: MIT
"""The lists that the choice fields offer, in the order of their number keys. Words come from ``vaxdesk.wording``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.choice import Option
from vaxdesk.domain.beneficiary import Category, Gender, IdType, MobileOf, NoIdWhy, SubCategory
from vaxdesk.i18n import _, language
from vaxdesk.wording import choices

if TYPE_CHECKING:
    from vaxdesk.dosing import ReferenceTable
    from vaxdesk.settings import Settings

Options = dict[str, tuple[Option, ...]]


def options(settings: Settings, table: ReferenceTable) -> Options:
    """Return for each choice field its options, in the language in use."""
    hindi = language() == "hi"
    vaccines = tuple(Option(v.name, v.hindi if hindi else v.name) for v in table.vaccines)
    doses = (_("First"), _("Second"), _("Precaution"))[: table.max_dose]
    return {
        "gender": tuple(Option(g.value, choices.gender(g)) for g in Gender),
        "id_type": tuple(Option(t.value, choices.id_type(t)) for t in IdType),
        "category": tuple(Option(c.value, choices.category(c)) for c in Category),
        "sub_category": tuple(Option(s.value, choices.sub_category(s)) for s in SubCategory),
        "mobile_of": tuple(Option(m.value, choices.mobile_of(m)) for m in MobileOf),
        "no_id_why": tuple(Option(w.value, choices.no_id_why(w)) for w in NoIdWhy),
        "comorbidity": (Option("no", _("No")), Option("yes", _("Yes"))),
        "dose": tuple(Option(str(number), word) for number, word in enumerate(doses, start=1)),
        "vaccine": vaccines,
        "dose1_vaccine": vaccines,
        "centre": tuple(Option(centre.code, centre.name) for centre in settings.centres),
    }
