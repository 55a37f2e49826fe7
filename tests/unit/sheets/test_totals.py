# SPDX-License-Identifier: MIT
"""The totals: they add up, they come from the rows, and what is not known is a dash and not a nought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.support.day_rows import MIDNIGHT, WORDS, correction, day_rows, register_row, with_person
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.sheets.cells import UNKNOWN, Cell
from vaxdesk.sheets.totals import Line, table, totals

NOON = MIDNIGHT + timedelta(hours=12)
GROUPS = [
    "People",
    "Vaccinated by",
    "Observation",
    "AEFI",
    "Vials",
    "Doses",
    "Upload",
    "Delay",
    "Corrections",
    "Cumulative",
    "Reconciliation",
]


def of(*rows: RegisterRow, changed: tuple[CorrectionRow, ...] = ()) -> tuple[Line, ...]:
    return totals(rows, changed, WORDS, NOON)


def figure(lines: tuple[Line, ...], group: str, label: str) -> Cell:
    (found,) = [line.total for line in lines if (line.group, line.label) == (group, label)]
    return found


def test_groups_stand_in_the_order_of_the_paper_sheet() -> None:
    assert list(dict.fromkeys(line.group for line in of(*day_rows()))) == GROUPS


def test_each_way_of_splitting_the_vaccinated_adds_up_to_all_of_them() -> None:
    lines = [line for line in of(*day_rows()) if line.group == "Vaccinated by"]
    split: dict[str, int] = {}
    for line in lines[1:]:
        kind = line.label.split(":")[0]
        assert isinstance(line.total, int)
        assert line.total == sum(n for n in line.by_dose if isinstance(n, int))
        split[kind] = split.get(kind, 0) + line.total

    kinds = ["Centre", "Gender", "Category", "Sub-category", "Age", "Vaccine", "Batch", "Vaccinator", "Hour"]
    assert split == dict.fromkeys(kinds, 222)
    assert figure(tuple(lines), "Vaccinated by", "all") == 222


def test_the_three_centres_show_115_50_and_57() -> None:
    lines = of(*day_rows())

    shown = [figure(lines, "Vaccinated by", f"Centre: {code}") for code in ("LNJP", "MATHANA", "PEHOWA")]
    assert shown == [115, 50, 57]


def test_doses_stand_apart() -> None:
    lines = of(register_row(1), register_row(2, dose=2), register_row(3, dose=2))

    assert next(line.by_dose for line in lines if line.label == "all") == (1, 2, UNKNOWN)


def test_what_this_version_cannot_know_is_a_dash_and_what_it_counts_is_a_number() -> None:
    lines = of(register_row(1))

    for group, label in (
        ("People", "on list"),
        ("Observation", "still sitting"),
        ("AEFI", "severe"),
        ("Vials", "opened"),
        ("Doses", "wastage %"),
        ("Upload", "will it fit?"),
        ("Delay", "minutes the portal was down"),
        ("Corrections", "duplicates found"),
        ("Cumulative", "dose 1 to date"),
    ):
        assert figure(lines, group, label) == "–", (group, label)
    assert figure(lines, "People", "refused") == 0
    assert figure(lines, "Upload", "state held") == 0
    assert figure(lines, "Corrections", "corrected fields") == 0
    assert figure(lines, "AEFI", "noted in words") == 0
    assert figure(lines, "Doses", "given") == 1


def test_upload_lines_add_up_to_entered_and_voids_stand_beside() -> None:
    rows = [register_row(n, state) for n, state in enumerate([*State, State.WAITING, State.VOID])]

    lines = of(*rows)

    recorded = [figure(lines, "Upload", f"state {state}") for state in State if state is not State.VOID]
    assert figure(lines, "Upload", "entered") == 8 == sum(n for n in recorded if isinstance(n, int))
    assert figure(lines, "Upload", "state waiting") == 2
    assert figure(lines, "Upload", "state void") == 2
    assert figure(lines, "People", "vaccinated") == 8


def test_oldest_waiting_counts_from_entry_and_only_of_what_is_not_settled() -> None:
    settled, waits = register_row(0), register_row(60, State.DOUBTFUL)

    assert figure(of(settled, waits), "Upload", "oldest waiting (h:min)") == "1:55"
    assert figure(of(settled), "Upload", "oldest waiting (h:min)") == "nothing waits"


def test_delay_is_the_median_in_minutes_and_a_dash_of_nobody() -> None:
    late = register_row(2)
    late = replace(late, recorded_at=late.recorded_at + timedelta(days=1), confirmed_at=None)
    lines = of(register_row(0), register_row(1), late)

    assert figure(lines, "Delay", "median minutes from needle to entry") == 5
    assert figure(lines, "Delay", "median minutes from entry to portal") == 7
    assert figure(lines, "Delay", "entered after the day") == 1
    assert figure(of(), "Delay", "median minutes from needle to entry") == "–"


def test_corrections_are_counted_by_field() -> None:
    row = register_row(1)
    changed = (
        correction(row, "name", "a", "b"),
        correction(row, "mobile", "c", "d"),
        correction(row, "name", "b", "e"),
    )

    lines = of(row, changed=changed)

    counted = [figure(lines, "Corrections", f"field {field}") for field in ("name", "mobile")]
    assert (figure(lines, "Corrections", "corrected fields"), counted) == (3, [2, 1])


def test_reconciliation_ticks_what_agrees() -> None:
    lines = of(*day_rows())

    assert figure(lines, "Reconciliation", "doses given = people vaccinated?") == "✓ 222"
    assert figure(lines, "Reconciliation", "confirmed = people vaccinated?") == "✓ 222"
    assert figure(lines, "Reconciliation", "register pages = rows from the register?") == "✓ 222"


def test_reconciliation_names_the_difference() -> None:
    twice = register_row(1)
    again = with_person(
        register_row(2, page=""),
        **{
            name: getattr(twice.vaccination.beneficiary, name)
            for name in ("name", "mobile", "birth_year", "id_type", "id_number")
        },
    )
    lines = of(twice, again, register_row(3, State.WAITING))

    assert figure(lines, "Reconciliation", "doses given = people vaccinated?") == "3 and 2: 1 differ"
    assert figure(lines, "Reconciliation", "confirmed = people vaccinated?") == "1 and 2: 1 differ"
    assert figure(lines, "Reconciliation", "register pages = rows from the register?") == "2 and 3: 1 differ"


def test_register_pages_are_counted_by_centre_in_the_order_of_their_numbers() -> None:
    rows = [register_row(n, page=page) for n, page in enumerate(["10", "2", "2", "1"])]
    rows.append(register_row(9, page="1", centre="PEHOWA"))

    pages = [(line.label, line.total) for line in of(*rows) if line.label.startswith("rows on")]

    assert pages == [
        ("rows on register page 1, LNJP", 1),
        ("rows on register page 2, LNJP", 2),
        ("rows on register page 10, LNJP", 1),
        ("rows on register page 1, PEHOWA", 1),
    ]


def test_day_without_rows_has_noughts_where_it_counts() -> None:
    lines = of()

    assert figure(lines, "People", "vaccinated") == 0
    assert figure(lines, "Vaccinated by", "all") == 0
    assert figure(lines, "Reconciliation", "confirmed = people vaccinated?") == "✓ 0"


def test_table_names_each_group_once() -> None:
    rows = table(of(register_row(1))).rows

    assert [row[0] for row in rows if row[0]] == GROUPS
    assert all(len(row) == 6 for row in rows)
