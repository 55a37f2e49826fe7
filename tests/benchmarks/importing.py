# SPDX-License-Identifier: MIT
"""How long a paper register of 20,000 rows takes to come in, from the file to the last commit."""

from __future__ import annotations

import csv
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, tell
from tests.benchmarks.stocked import stocked_desk
from tests.support import people

ROWS = 20_000
AIM_S = 10.0
COLUMNS = {
    "Name (as on ID)": "name",
    "Gender": "gender",
    "Year of birth": "birth_year",
    "Mobile No.": "mobile",
    "Photo ID type": "id_type",
    "Photo ID no.": "id_number",
    "Category": "category",
    "Sub-category": "sub_category",
    "Centre": "centre",
    "Dose": "dose",
    "Vaccine": "vaccine",
    "Batch": "batch",
    "Vial": "vial",
    "Vial opened": "vial_opened_at",
    "Date of vaccination": "given_on",
    "Time": "given_at",
    "Vaccinator": "vaccinator",
}


def measure(folder: Path, scale: float) -> list[Figure]:
    """Import once into an empty desk."""
    rows = max(100, int(ROWS * scale))
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for n in range(rows):
            draft = people.draft(n)
            writer.writerow([getattr(draft, name) for name in COLUMNS.values()])
    with stocked_desk(folder, 0, confirmed=False) as desk:
        began = time.perf_counter()
        report = desk.imports.import_register(file, people.CLERK)
        took_s = time.perf_counter() - began
    if report.added != rows:
        raise RuntimeError(f"only {report.added} of {rows} rows came in")
    return [Figure(f"Import of {rows:,} rows", took_s, "s", AIM_S)]


if __name__ == "__main__":
    tell(measure)
