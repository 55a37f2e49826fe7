# SPDX-License-Identifier: MIT
"""What becomes of a scanned code: into the form, to a story, into the batch; each with a sentence in the status bar.

Knows no key and no code's text: ``ui.scanner`` tells a scanner from fingers, ``vaxdesk.scanning`` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from ui.background import Background
from ui.form.panel import FormPanel
from ui.printing.panel import SlipPanel
from ui.scanner import Scanner
from ui.status.status_bar import StatusBar
from ui.widgets.box import Box
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.scanned import AadhaarScan, BatchScan, ReferenceScan, Scanned, SlipScan, UnreadableScan
from vaxdesk.wording import scans

if TYPE_CHECKING:
    from vaxdesk.services.finding import Finding

BATCH_FIELD = "batch"


class ScanCommands(QObject):
    """The scanner of one signed-in person."""

    def __init__(
        self,
        area: QWidget,
        finding: Finding,
        background: Background,
        form: FormPanel,
        slip: SlipPanel,
        status: StatusBar,
        go: Callable[[str], None],
    ) -> None:
        """Listen while ``area`` is in sight; ``go`` shows a place by its name."""
        super().__init__(area)
        self._finding = finding
        self._background = background
        self._form = form
        self._slip = slip
        self._status = status
        self._go = go
        self.scanner = Scanner(area)
        self.scanner.scanned.connect(self.take)
        self.scanner.reading.connect(self._say_reading)
        self.scanner.unknown.connect(self._say_unknown)

    @Slot(object)
    def take(self, scanned: Scanned) -> None:
        """Do with ``scanned`` what is to be done with its kind."""
        if isinstance(scanned, AadhaarScan):
            self._take_aadhaar(scanned)
        elif isinstance(scanned, SlipScan):
            self._slip.show_slip(scanned.receipt_no, scanned.mark)
        elif isinstance(scanned, ReferenceScan):
            self._look_for(scanned.portal_ref)
        elif isinstance(scanned, BatchScan):
            self._take_batch(scanned)
        elif isinstance(scanned, UnreadableScan):
            self._status.answer(scans.for_unreadable(scanned))

    def _take_aadhaar(self, scanned: AadhaarScan) -> None:
        self._go("record")
        values = {
            "name": scanned.name,
            "gender": scanned.gender.value if scanned.gender else "",
            "birth_year": scanned.birth_year,
            "id_type": IdType.AADHAAR.value,
            "id_number": scanned.last_four,
        }
        taken = self._form.take_scan(values)
        self._status.answer(scans.for_aadhaar(scanned) if taken else scans.aadhaar_not_taken(scanned))

    def _look_for(self, portal_ref: str) -> None:
        """Fill the form where the list awaits the person with this reference; else show the story of their dose."""
        finding = self._finding

        def look() -> Draft | str:
            for found in finding.find(portal_ref):
                if found.portal_ref == portal_ref and found.expected_id is not None and not found.state:
                    return finding.fill(found)
            return portal_ref

        self._background.run(look, self._show_found)

    @Slot(object)
    def _show_found(self, found: Draft | str) -> None:
        if isinstance(found, str):
            self._slip.show_reference(found)
        else:
            self._go("record")
            taken = self._form.fill(found)
            self._status.answer(scans.for_expected(found.name) if taken else scans.expected_not_taken(found.name))

    def _take_batch(self, scanned: BatchScan) -> None:
        """Fill the field Batch of the form or of a vial where the cursor stands in it; elsewhere only say so."""
        field = QApplication.focusWidget()
        fits = isinstance(field, Box) and field.objectName() == BATCH_FIELD and not field.isReadOnly()
        if fits and isinstance(field, Box):
            field.set_value(scanned.batch)
            field.edited.emit()
        self._status.answer(scans.for_batch(scanned, filled=fits))

    @Slot()
    def _say_reading(self) -> None:
        self._status.answer(scans.reading())

    @Slot()
    def _say_unknown(self) -> None:
        self._status.answer(scans.unknown())
