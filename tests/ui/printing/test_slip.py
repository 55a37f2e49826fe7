# SPDX-License-Identifier: MIT
"""The slip on paper: its words, its size, its QR code, square for square, and that nothing runs off the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ui.printing import slip as drawn
from ui.printing.content import Content, content
from ui.printing.pen import PER_MM
from ui.printing.qr import squares
from vaxdesk.clock import Clock
from vaxdesk.domain.slip import Paper, Slip
from vaxdesk.domain.upload import State
from vaxdesk.errors import FileError

SLIP = Slip(
    client_ref="1a2b3c4d-0000-4000-8000-000000000001",
    receipt_no="037-0",
    code="VD1:037-0:1A2B3C4D",
    name="Sunita Namoona",
    vaccine="COVISHIELD",
    batch="4120Z005",
    dose=1,
    given_on=date(2021, 1, 16),
    given_at=time(11, 32),
    centre="LNJP Hospital, Kurukshetra",
    next_due=date(2021, 2, 13),
    state=State.WAITING,
    portal_ref="",
    made_at=datetime(2021, 1, 16, 6, 4, tzinfo=UTC),
)
WIDTH_PX = 1600
DOTS = WIDTH_PX / 80
LEFT = 4 * DOTS
CODE_MM = 26


def words(**changed: object) -> Content:
    return content(replace(SLIP, **changed), Clock().local)  # type: ignore[arg-type]


def is_dark(image: QImage, x: float, y: float) -> bool:
    return image.pixelColor(round(x), round(y)).lightnessF() < 0.5


def ink_ends_at(image: QImage) -> int:
    """Return the lowest row of ``image`` that has any ink."""
    return max(y for y in range(image.height()) if any(is_dark(image, x, y) for x in range(0, image.width(), 2)))


def test_a_slip_says_all_that_was_asked_for() -> None:
    said = words()
    assert (said.centre, said.name, said.due) == (SLIP.centre, SLIP.name, "Next dose: from 13-02-2021 on")
    assert [fact.value for fact in said.facts] == ["Covishield", "4120Z005", "1", "16-01-2021  11:32"]
    assert said.state == "Recorded here; on its way to the portal."
    assert said.receipt.value == "037-0"
    assert said.foot[0].startswith("This slip is not a certificate.")
    assert said.foot[1] == "Printed 16-01-2021 11:34"


def test_after_the_last_dose_nothing_is_due() -> None:
    assert not words(dose=2, next_due=None).due


@pytest.mark.usefixtures("qapp")
def test_the_qr_code_on_the_picture_is_the_code_square_for_square() -> None:
    image = drawn.picture(words(), Paper.ROLL_80, WIDTH_PX)
    rows = squares(SLIP.code)
    one = int(CODE_MM * PER_MM / len(rows)) / PER_MM * DOTS
    first = next(y for y in range(image.height()) if _is_finder(image, y, one))
    found = tuple(
        tuple(is_dark(image, LEFT + (across + 0.5) * one, first + (down + 0.5) * one) for across in range(len(rows)))
        for down in range(len(rows))
    )
    assert found == rows


def _is_finder(image: QImage, y: int, one: float) -> bool:
    """Return whether row ``y`` begins with seven dark squares and a light one, the top of a QR code."""
    dark = all(is_dark(image, LEFT + at * one / 4, y) for at in range(1, 28))
    return dark and not is_dark(image, LEFT + 7.5 * one, y)


@pytest.mark.usefixtures("qapp")
def test_a_code_of_a_slip_is_the_smallest_there_is() -> None:
    assert len(squares(SLIP.code)) == 21


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("paper", Paper)
def test_a_pdf_has_one_page_and_names_nobody_in_its_properties(paper: Paper) -> None:
    made = drawn.pdf(words(), paper)
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 1
    for text in ("Sunita", "Sunita".encode("utf-16-be").decode("latin-1")):
        assert text.encode("latin-1") not in made
    assert "037-0".encode("utf-16-be") in made


@pytest.mark.usefixtures("qapp")
def test_a_roll_is_cut_where_the_slip_ends() -> None:
    width, height = drawn.size_mm(words(), Paper.ROLL_80)
    longer = drawn.size_mm(words(name="Sunita " * 14), Paper.ROLL_80)[1]
    assert (width, drawn.size_mm(words(), Paper.A6)) == (80.0, (105.0, 148.0))
    assert 80 < height < longer
    image = drawn.picture(words(name="Sunita " * 14), Paper.ROLL_80, 800)
    assert image.height() - ink_ends_at(image) < 60


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["Sunita Namoona", "Lakshminarayana " * 6 + "Rao", "लक्ष्मी श्रीवास्तव " * 5])
def test_the_longest_name_keeps_an_a6_page_within_its_edges(name: str) -> None:
    said = words(name=name.strip()[:100], centre="Community Health Centre of a very long name, Kurukshetra district")
    image = drawn.picture(said, Paper.A6, 420)
    assert ink_ends_at(image) < image.height() - 4 * 8
    assert not any(is_dark(image, x, y) for x in (1, 418) for y in range(image.height()))


@pytest.mark.usefixtures("qapp")
def test_devanagari_is_shaped_on_paper() -> None:
    """A conjunct is one glyph where the letters beside each other are two: the line is shorter."""
    families = QApplication.font().families()
    joined, apart = (
        drawn.picture(words(name=name), Paper.A6, 420) for name in ("\u0915\u094d\u0937", "\u0915\u094d\u200c\u0937")
    )
    assert families
    assert joined != apart


@pytest.mark.usefixtures("qapp")
def test_a_printer_that_is_not_there_is_named() -> None:
    with pytest.raises(FileError) as refused:
        drawn.print_on("Nakli Printer", words(), Paper.A6)
    assert (refused.value.code, refused.value.params) == ("slip_not_printed", {"printer": "Nakli Printer"})
