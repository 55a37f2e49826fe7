# SPDX-License-Identifier: MIT
"""The slip of one vaccination: its story beside its picture; print it, or write it as a PDF, as often as is wanted.

Reads, draws and prints in the background; prints and writes only what is shown. Whose slip is wanted is for the
workplace to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QImage
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.background import Background
from ui.printing import slip as drawn
from ui.printing.content import Content, content
from ui.printing.preview import Preview
from ui.printing.story_card import StoryCard
from ui.widgets.box import Box
from ui.widgets.strip import Strip
from ui.widgets.text import button, frame, plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.slip import Paper, Slip
from vaxdesk.domain.story import Story
from vaxdesk.domain.user import User
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.slips import Slips
    from vaxdesk.services.story import Stories

PICTURE_PX: Final = 620


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one reading brings: no slip of what was cancelled, and ``why`` says so."""

    story: Story
    slip: Slip | None
    why: VaxDeskError | None
    printers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The picture of ``slip`` on ``paper``."""

    slip: Slip
    paper: Paper
    image: QImage


class SlipPanel(QWidget):
    """One slip at a time.

    Signals:
        open_requested: (client_ref) a person wants the vaccination in the form.
        asked: a slip is looked for: this is where it will stand.
        shown: a story stands here now.
        refused: there is no such slip; ``told`` said why.
        told: (sentence) what became of a print, or of the looking.
    """

    open_requested = Signal(str)
    asked = Signal()
    shown = Signal()
    refused = Signal()
    told = Signal(str)

    def __init__(
        self,
        stories: Stories,
        slips: Slips,
        background: Background,
        user: User,
        clock: Clock,
        printers: Callable[[], tuple[str, ...]] = drawn.printers,
    ) -> None:
        """Show nothing yet; ``printers`` names those of this computer."""
        super().__init__()
        self._stories = stories
        self._slips = slips
        self._background = background
        self._user = user
        self._clock = clock
        self._read_printers = printers
        self._slip: Slip | None = None
        self._drawn: _Drawn | None = None
        self._client_ref = self._proposed = ""
        self._asked = 0
        self._printing = False
        self._build()
        self._name_buttons()

    # -- what the workplace calls --------------------------------------------------------------------------

    def show_of(self, client_ref: str) -> None:
        """Show the slip of a vaccination."""
        stories = self._stories
        self._read(lambda: stories.of(client_ref))

    def show_named(self, name: Callable[[], str]) -> None:
        """Show the slip of the vaccination whose client_ref ``name`` returns in the background; "" is of none."""
        stories = self._stories

        def find() -> Story | None:
            return stories.of(client_ref) if (client_ref := name()) else None

        self._read(find)

    def show_receipt(self, receipt_no: str) -> None:
        """Show the slip with this receipt number."""
        stories = self._stories
        self._read(lambda: stories.by_receipt(receipt_no))

    def show_slip(self, receipt_no: str, mark: str) -> None:
        """Show the slip that was scanned."""
        stories = self._stories
        self._read(lambda: stories.by_slip(receipt_no, mark))

    def show_reference(self, portal_ref: str) -> None:
        """Show the slip of the last dose of the person with this reference."""
        stories = self._stories
        self._read(lambda: stories.by_reference(portal_ref))

    def client_ref(self) -> str:
        """Return whose slip stands here, "" while none does."""
        return self._client_ref

    def is_half_typed(self) -> bool:
        """Return whether the name of a file was typed that a PDF was not written to yet."""
        return self._file.value() != self._proposed

    @Slot()
    def print(self) -> None:
        """Print the slip on the printer that is chosen; without one, say that a PDF can be written."""
        slip, name = self._slip, self._printer.currentText()
        if slip is None or not self._may_print():
            return
        if not name:
            self._strip.say(_("No printer is set up on this computer. Write the slip as a PDF instead."))
            self._file.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        slips, user, paper, said = self._slips, self._user, self._paper_chosen(), self._words(slip)

        def work() -> str:
            slips.note_print(slip, paper, user)
            drawn.print_on(name, said, paper)
            return _("The slip {receipt} went to the printer {printer}.").format(receipt=slip.receipt_no, printer=name)

        self._begin(work)

    @Slot()
    def write(self) -> None:
        """Write the slip as a PDF to the file that is named."""
        slip = self._slip
        if slip is None or not self._may_print():
            return
        slips, user, client_ref = self._slips, self._user, slip.client_ref
        paper, words = self._paper_chosen(), self._words
        self._proposed = self._file.value()
        out = Path(self._proposed.strip()).expanduser()

        def work() -> str:
            now = slips.slip(client_ref)
            path = slips.write(now, paper, user, out, drawn.pdf(words(now), paper))
            return _("The slip {receipt} was written to {file}.").format(receipt=now.receipt_no, file=path)

        self._begin(work)

    # -- building ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("class", "page")
        self._card = StoryCard(self._clock.local)
        self._preview, self._strip = Preview(), Strip()
        self._paper, self._printer, self._file = QComboBox(), QComboBox(), Box()
        self._paper.addItem(_("A6 paper"), Paper.A6)
        self._paper.addItem(_("80 mm roll"), Paper.ROLL_80)
        self._paper.currentIndexChanged.connect(self._draw)
        self._printer.setPlaceholderText(_("None on this computer"))
        self._print = button(_("Print   Ctrl+P"), "primary")
        self._print.clicked.connect(self.print)
        self._write = button(_("Write PDF"))
        self._write.clicked.connect(self.write)
        self._open = button(_("Open in the form"))
        self._open.clicked.connect(self._ask_to_open)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._card, 1)
        left.addWidget(self._controls())
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 3)
        row.addWidget(self._preview, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._strip)
        column.addLayout(row, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Slip"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._hand_on_focus()

    def _hand_on_focus(self) -> None:
        """Let Print have the focus as soon as there is something to print; never take it from elsewhere."""
        if self.hasFocus() and self._may_print():
            self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _controls(self) -> QWidget:
        card = frame("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 14, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        parts: tuple[tuple[str, QWidget], ...] = ((_("Paper"), self._paper), (_("Printer"), self._printer))
        for at, (words, part) in enumerate(parts):
            self._labelled(grid, words, part, 0, at)
        self._labelled(grid, _("PDF file"), self._file, 2, 0, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for made in (self._print, self._write, self._open):
            buttons.addWidget(made)
        buttons.addStretch(1)
        grid.addLayout(buttons, 4, 0, 1, 2)
        grid.setRowMinimumHeight(4, 52)
        for at, stretch in enumerate((2, 3)):
            grid.setColumnStretch(at, stretch)
        return card

    def _labelled(self, grid: QGridLayout, words: str, part: QWidget, row: int, column: int, span: int = 1) -> None:
        label = plain_label(words, "label")
        label.setBuddy(part)
        part.setAccessibleName(words)
        grid.addWidget(label, row, column, 1, span)
        grid.addWidget(part, row + 1, column, 1, span)

    # -- reading and drawing -------------------------------------------------------------------------------

    def _read(self, find: Callable[[], Story | None]) -> None:
        """Look for a slip; what stood here is gone at once, and of two answers only the last one asked for counts."""
        slips, printers = self._slips, self._read_printers
        self._asked += 1
        self._forget("…")
        self.asked.emit()

        def work() -> _Shown | None:
            story = find()
            if story is None:
                return None
            try:
                return _Shown(story, slips.slip(story.client_ref), None, printers())
            except VaxDeskError as error:
                return _Shown(story, None, error, ())

        done, fail = partial(self._show, self._asked), partial(self._refuse, self._asked)
        self._background.run(work, done, fail, receiver=self)

    def _forget(self, words: str) -> None:
        self._slip, self._client_ref = None, ""
        self._card.show_nobody(words)
        self._show_no_picture()
        self._strip.hide()

    def _show_no_picture(self) -> None:
        self._drawn = None
        self._preview.show_image(QImage(), "")
        self._name_buttons()

    def _show(self, asked: int, found: _Shown | None) -> None:
        if asked != self._asked:
            return
        if found is None:
            self._give_up(_("Nothing was saved at this desk yet, so there is no slip to print."))
            return
        self._slip, self._client_ref = found.slip, found.story.client_ref
        self._card.show_story(found.story)
        if found.why is not None:
            self._strip.say(for_error(found.why))
        if found.printers != tuple(self._printer.itemText(at) for at in range(self._printer.count())):
            self._printer.clear()
            self._printer.addItems(list(found.printers))
            self._printer.setCurrentIndex(0 if found.printers else -1)
        if found.slip is not None:
            folder = Path(self._file.value()).parent if self._file.value() else _documents()
            self._file.set_value(str(folder / f"VaxDesk_slip_{found.slip.receipt_no}.pdf"))
        self._proposed = self._file.value()
        self._draw()
        self.shown.emit()

    @Slot()
    def _draw(self) -> None:
        self._show_no_picture()
        if (slip := self._slip) is None:
            return
        said, paper = self._words(slip), self._paper_chosen()
        self._background.run(lambda: _Drawn(slip, paper, drawn.picture(said, paper, PICTURE_PX)), self._show_picture)

    @Slot(object)
    def _show_picture(self, picture: _Drawn) -> None:
        if picture.slip is self._slip and picture.paper is self._paper_chosen():  # else it is of what stood here before
            self._drawn = picture
            self._preview.show_image(picture.image, _("Slip {receipt}").format(receipt=picture.slip.receipt_no))
            self._name_buttons()
            self._hand_on_focus()

    def _words(self, slip: Slip) -> Content:
        return content(slip, self._clock.local)

    def _paper_chosen(self) -> Paper:
        return Paper(self._paper.currentData())

    # -- printing ------------------------------------------------------------------------------------------

    def _begin(self, work: Callable[[], str]) -> None:
        self._strip.hide()
        self._printing = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # else it goes on to a button that a second Enter would press
        self._name_buttons()
        self._background.run(work, self._end, self._fail)

    @Slot(str)
    def _end(self, sentence: str) -> None:
        self._printing = False
        self._name_buttons()
        self._hand_on_focus()
        self.told.emit(sentence)

    @Slot(object)
    def _fail(self, error: VaxDeskError) -> None:
        self._printing = False
        self._name_buttons()
        self._strip.say(for_error(error), danger=True)

    def _refuse(self, asked: int, error: VaxDeskError) -> None:
        if asked == self._asked:
            self._give_up(for_error(error))

    def _give_up(self, sentence: str) -> None:
        self._forget("")
        self._strip.say(sentence)
        self.told.emit(sentence)
        self.refused.emit()

    def _may_print(self) -> bool:
        """Return whether the slip stands here as it will be printed, and no print runs."""
        return self._drawn is not None and not self._printing

    def _name_buttons(self) -> None:
        for made in (self._print, self._write):
            made.setEnabled(self._may_print())
        self._open.setEnabled(bool(self._client_ref))

    @Slot()
    def _ask_to_open(self) -> None:
        self.open_requested.emit(self._client_ref)


def _documents() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()
