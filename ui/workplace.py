# SPDX-License-Identifier: MIT
"""What one signed-in person sees: bars, places, panels, and the wires between them.

Composes; the panels do. Made anew for another person or another language, which is why it keeps nothing of its own.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import style
from ui.attention.panel import AttentionPanel
from ui.background import Background
from ui.bridge import Bridge
from ui.carried import Carried
from ui.day_words import day_in_words
from ui.exchanges.panel import ExchangesPanel
from ui.export.panel import ExportPanel
from ui.finding.panel import FindPanel
from ui.form.likeness_strip import LikenessStrip
from ui.form.panel import FormPanel
from ui.help.page import HelpPage
from ui.imports.expected_panel import ExpectedPanel
from ui.imports.panel import ImportPanel
from ui.imports.place import ImportPlace
from ui.observation.leave_card import LeaveCard
from ui.observation.panel import ObservationPanel
from ui.pages.panel import PagesPanel
from ui.places import places
from ui.printing.panel import SlipPanel
from ui.record_page import RecordPage
from ui.register.panel import RegisterPanel
from ui.save_watch import SaveWatch
from ui.scan_commands import ScanCommands
from ui.slip_commands import SlipCommands
from ui.status.status_bar import StatusBar
from ui.status.upload_notice import UploadNotice
from ui.unfinished import Unfinished
from ui.upload_commands import UploadCommands
from ui.vial_in_use import VialInUse
from ui.vials.panel import VialsPanel
from ui.visit_commands import VisitCommands
from ui.widgets.box import Box
from ui.widgets.last_card import ROWS, LastCard
from ui.widgets.message_line import MessageLine
from ui.widgets.navigation import Navigation
from ui.widgets.pages import below, padded
from ui.widgets.person_card import PersonCard
from ui.widgets.scrolled import Scrolled
from ui.widgets.stripe import Stripe
from ui.widgets.top_bar import TopBar
from vaxdesk import i18n
from vaxdesk.desk import Desk
from vaxdesk.domain.user import User
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.services.imports import ImportReport
from vaxdesk.wording.errors import for_code, for_error

# Below this width the right column stands above the form instead of beside it.
NARROW: Final = 1060
DAY_CHECK_MS: Final = 30_000


class Workplace(QWidget):
    """The content of the main window.

    Signals:
        language_chosen: ("en" or "hi").
        lock_asked: the person leaves the desk for a while.
    """

    language_chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, desk: Desk, background: Background, bridge: Bridge, user: User, *, can_lock: bool) -> None:
        super().__init__()
        self.user = user
        self.look = (i18n.language(), style.text_percent())
        self._desk = desk
        self._background = background
        self._bridge = bridge
        self._make_panels()
        self._make_bars(can_lock=can_lock)
        self._lay_out()
        self._wire()
        self._show_day()
        self._tell_fault()
        self.go("record")
        self._reload_last()
        bridge.refresh()

    # -- building ------------------------------------------------------------------------------------------

    def _make_panels(self) -> None:
        desk, background, bridge, user = self._desk, self._background, self._bridge, self.user
        self.form = FormPanel(
            desk.register, desk.drafts, desk.day, background, user, desk.settings, desk.reference, desk.clock
        )
        self.visits = VisitCommands(desk, background, user, self.form)
        self.finding = FindPanel(desk.finding, background, desk.clock)
        self.register = RegisterPanel(desk.browsing, desk.register, background, bridge, user, desk.settings, desk.clock)
        self.pages = PagesPanel(desk.pages, background, bridge, user, desk.settings, desk.clock)
        self.attention = AttentionPanel(
            desk.attention, desk.browsing, desk.register, background, bridge, user, desk.clock
        )
        centre = desk.settings.desk.centre
        self.vials = VialsPanel(desk.vials, background, bridge, user, centre, desk.reference, desk.clock)
        self.observation = ObservationPanel(desk.observation, desk.case_reports, background, bridge, user, desk.clock)
        self.exchanges = ExchangesPanel(desk.sending, background, bridge, desk.clock)
        self.imports = ImportPanel(desk.imports, background, user)
        self.expected = ExpectedPanel(desk.expected, background, user)
        self.import_place = ImportPlace(self.imports, self.expected)
        self.slip = SlipPanel(desk.stories, desk.slips, background, user, desk.clock)
        self.export = ExportPanel(desk.export, background, desk.settings, desk.clock)
        self.person, self.last, self.leave = PersonCard(), LastCard(desk.clock.local), LeaveCard(desk.clock)
        self.likeness = LikenessStrip(desk.likeness, background)
        right = (self.person, self.likeness, self.last, self.leave)
        form = below(self.finding, below(self.form, self.visits.strip))
        self._record = RecordPage(form, right, only_wide=(self.last, self.leave))
        self._pages: dict[str, QWidget] = {
            "record": Scrolled(self._record),
            "register": Scrolled(padded(self.register)),
            "pages": Scrolled(padded(self.pages)),
            "attention": Scrolled(padded(self.attention)),
            "observation": Scrolled(padded(self.observation)),
            "vials": Scrolled(padded(self.vials)),
            "sheet": Scrolled(padded(self.export)),
            "slip": Scrolled(padded(self.slip)),
            "import": Scrolled(padded(self.import_place)),
            "exchanges": Scrolled(padded(self.exchanges)),
            "help": Scrolled(HelpPage()),
        }

    def _make_bars(self, *, can_lock: bool) -> None:
        desk = self._desk
        self.top = TopBar(self._centre(), self.user, practice=desk.is_practice, can_lock=can_lock)
        self.standing, self.notices = MessageLine(), MessageLine()
        self.upload_notice = UploadNotice(self.user.role)
        self.navigation = Navigation(places())
        self.status = StatusBar(desk.clock)
        self.upload = UploadCommands(desk, self._background, self._bridge, self.user, self.status)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self._desk.is_practice:
            column.addWidget(Stripe())
        column.addWidget(self.top)
        column.addWidget(self.standing)
        column.addWidget(self.notices)
        column.addWidget(self.upload_notice)
        column.addLayout(middle, 1)
        column.addWidget(self.status)

    def _wire(self) -> None:
        self.top.language_chosen.connect(self.language_chosen)
        self.top.lock_asked.connect(self.lock_asked)
        self.navigation.chosen.connect(self.go)
        self.finding.filled.connect(self.form.fill)
        self.finding.walked_in.connect(self.form.start_walk_in)
        self.finding.left.connect(self._go_on_typing)
        self.form.begun.connect(self._find_next)
        self.visits.told.connect(self.status.answer)
        self.visits.asked.connect(partial(self.go, "record"))
        self.form.person_changed.connect(self.person.show_person)
        self.form.recognising.seen.connect(self.likeness.look)
        self.likeness.taken.connect(self.form.recognising.take)
        self.likeness.asks_changed.connect(self._record.give_room)
        self.form.pinned_changed.connect(self.top.show_pinned)
        self._vial_in_use = VialInUse(self.vials, self.form, self.top, self._back_from_vials)
        self.vials.count_changed.connect(partial(self.navigation.set_count, "vials"))
        self.vials.told.connect(self.status.answer)
        self.observation.board_changed.connect(self.leave.show_people)
        self.observation.count_changed.connect(partial(self.navigation.set_count, "observation"))
        self.observation.told.connect(self.status.answer)
        self.register.open_requested.connect(self.open)
        self.pages.open_requested.connect(self.open)
        self.pages.typing_requested.connect(self._type_page)
        self.attention.open_requested.connect(self.open)
        self.attention.count_changed.connect(partial(self.navigation.set_count, "attention"))
        self.imports.imported.connect(self._show_imported_day)
        self.register.exchanges_requested.connect(self._show_exchanges_of)
        self.attention.exchanges_requested.connect(self._show_exchanges_of)
        self.upload_notice.trust_asked.connect(self.upload.trust_again)
        self.status.exchanges_asked.connect(self._show_exchanges)
        self._bridge.status_changed.connect(self.status.show_status)
        self._bridge.status_changed.connect(self.upload_notice.show_status)
        self._bridge.vaccination_saved.connect(self._reload_last)
        self._bridge.outbox_changed.connect(self._reload_last)
        self._background.failed.connect(self.tell)
        self.slip.open_requested.connect(self.open)
        self.slips = SlipCommands(
            self.slip, self.register, self.form, self._desk.register, self.status, self.place, self.go
        )
        self.scans = ScanCommands(
            self, self._desk.finding, self._background, self.form, self.slip, self.status, self.go
        )
        self.saves = SaveWatch(self.form, self.status, self.navigation, self._desk.clock, self._form_is_in_sight)
        self.unfinished = Unfinished(
            self.form,
            {
                "record": (self.finding, self.visits),
                "register": (self.register,),
                "pages": (self.pages,),
                "attention": (self.attention,),
                "observation": (self.observation,),
                "vials": (self.vials,),
                "slip": (self.slip,),
            },
        )
        self._midnight = QTimer(self)
        self._midnight.timeout.connect(self._show_day)
        self._midnight.start(DAY_CHECK_MS)

    # -- places --------------------------------------------------------------------------------------------

    @Slot(str)
    def go(self, place: str) -> None:
        """Show ``place``, one of ``_pages``, with the cursor where typing begins or goes on."""
        self._stack.setCurrentWidget(self._pages[place])
        self.navigation.show_place(place)
        if place == "record":
            self.saves.seen()
            if self.form.is_busy():
                self._go_on_typing()
                return
        panels: dict[str, QWidget] = {
            "record": self.finding,
            "register": self.register,
            "pages": self.pages,
            "attention": self.attention,
            "observation": self.observation,
            "vials": self.vials,
            "sheet": self.export,
            "slip": self.slip,
            "import": self.import_place,
            "exchanges": self.exchanges,
        }
        panels.get(place, self._pages[place]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _go_on_typing(self) -> None:
        """Put the cursor behind what was typed last in the form, so that nothing is overwritten."""
        last = self.form.focusWidget()
        if last is None or not self.form.has_typing() or not last.isVisibleTo(self.form):
            self.form.take_cursor()
            return
        last.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(last, Box):
            last.end(False)

    @Slot()
    def _back_from_vials(self) -> None:
        """Go on at the form; whoever went elsewhere while a vial was opened stays there."""
        if self.place() == "vials":
            self.go("record")

    @Slot()
    def find_person(self) -> None:
        """Put the cursor into the search box."""
        self.go("record")
        self.finding.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _find_next(self) -> None:
        """A new person begins with being found."""
        if self.place() == "record":
            self.finding.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_is_in_sight(self) -> bool:
        return self.form.isVisible()

    def place(self) -> str:
        """Return where we are."""
        return next(name for name, page in self._pages.items() if page is self._stack.currentWidget())

    @Slot(str)
    def open(self, client_ref: str) -> None:
        """Open a recorded vaccination in the form."""
        self.go("record")
        self.form.open_for_correction(client_ref)

    @Slot(object)
    def _type_page(self, place: dict[str, str]) -> None:
        """Let the form stand at a line of a page of the paper register."""
        self.go("record")
        self.form.take_line(place)

    @Slot()
    def _show_exchanges(self) -> None:
        self.go("exchanges")

    @Slot(str, str)
    def _show_exchanges_of(self, client_ref: str, who: str) -> None:
        self.go("exchanges")
        self.exchanges.show_one(client_ref, who)

    def carried(self) -> Carried:
        """Return what the next workplace begins with."""
        draft = None if self.form.is_correcting() else self.form.draft()
        last = self.form.focusWidget()
        return Carried(
            place=self.place(),
            draft=draft,
            field=last.objectName() if draft is not None and isinstance(last, Box) else "",
            event=self.observation.half_typed(),
            lost=self.unfinished.lost_words(self.user.name),
            by=self.user,
        )

    def take_over(self, carried: Carried) -> None:
        """Begin where the workplace before left off."""
        if carried.draft is not None:
            self.form.set_draft(carried.draft, "" if carried.by == self.user else carried.by.name)
        if carried.field and (box := self.form.findChild(Box, carried.field)):
            box.setFocus()
        self.observation.take_up(carried.event)
        self.go(carried.place)
        if carried.lost:
            self.notices.hold(carried.lost)

    # -- the form's keys -----------------------------------------------------------------------------------

    @Slot()
    def save(self) -> None:
        """Save what is typed; elsewhere than at Record, say where that is."""
        if self.place() == "record":
            self.visits.save()
        elif self.place() == "observation":
            self.observation.save()
        else:
            self.status.answer(_("There is nothing to save here. Press F2 to record."))

    @Slot()
    def clear(self) -> None:
        """Clear the form; elsewhere, go back to it."""
        if self.place() == "record":
            self.form.clear()
        else:
            self.go("record")

    @Slot()
    def mend_last(self) -> None:
        """Open the one saved last."""
        self.go("record")
        self.form.mend_last()

    @Slot(object)
    def tell(self, error: VaxDeskError) -> None:
        """Say what went wrong with something that has no place of its own for it."""
        self.status.answer(for_error(error))

    # -- what changes by itself ----------------------------------------------------------------------------

    @Slot()
    def _reload_last(self) -> None:
        browsing = self._desk.browsing
        self._background.run(lambda: browsing.last(ROWS), self.last.show_rows)

    @Slot(object)
    def _show_imported_day(self, report: ImportReport) -> None:
        if report.days:
            self.register.show_day(max(report.days))

    @Slot()
    def _show_day(self) -> None:
        self.top.show_day(day_in_words(self._desk.clock.today()))

    def _tell_fault(self) -> None:
        if self._desk.uploading_fault:
            why = for_code(self._desk.uploading_fault)
            self.standing.hold(_("Recording works. Nothing goes up: {why}").format(why=why))

    def _centre(self) -> str:
        code = self._desk.settings.desk.centre
        return next((centre.name for centre in self._desk.settings.centres if centre.code == code), code)

    # -- narrow windows ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < style.px(NARROW)
        self._record.set_narrow(narrow)
        self.person.set_narrow(narrow)
        self.top.set_narrow(narrow)
        self.status.set_narrow(narrow)
