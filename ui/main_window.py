# SPDX-License-Identifier: MIT
"""The window of a desk that is set up: the sign-in page or the workplace, the keys, the title, the closing.

Owns who sits here and in which language; what they see is the workplace's matter, what is true is the core's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui import style, window_state
from ui.actions import Actions
from ui.background import Background
from ui.bridge import Bridge
from ui.carried import Carried
from ui.icons import app_icon
from ui.login.sign_in_page import SignInPage, Welcome
from ui.status import sentences
from ui.widgets.question import Question
from ui.widgets.scrolled import Scrolled
from ui.widgets.stripe import Stripe
from ui.widgets.waiting import Waiting
from ui.workplace import Workplace
from vaxdesk import i18n
from vaxdesk.desk import Desk
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.user import User
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_setting

SIZE = (1366, 768)
KEYS_FOR_ALL = ("language", "larger", "smaller")
PLACES_WITH_A_KEY = (
    *("help", "record", "register", "pages", "attention", "observation", "vials", "sheet", "import", "exchanges"),
)


class MainWindow(QMainWindow):
    """One window for one desk.

    Signals:
        closed: the person is gone; the desk may close.
    """

    closed = Signal()

    def __init__(self, desk: Desk, background: Background, user: User | None = None) -> None:
        """Show the sign-in page, or the workplace of ``user`` who is signed in already (practice)."""
        super().__init__()
        self._desk = desk
        self._background = background
        self._bridge: Bridge | None = None
        self._workplace: Workplace | None = None
        self._sign_in_page: QWidget | None = None
        self._unsettled = 0
        self._after_save: Callable[[], object] | None = None
        self._told_settings = False
        self._leaving = False
        self._can_lock = user is None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setWindowIcon(app_icon())
        self.actions_by_name = Actions(self)
        self._connect_keys()
        self.resize(*SIZE)
        self._dress(window_state.text_percent(desk.folder))
        window_state.restore(self, desk.folder)
        if user is None:
            self.lock()
        else:
            self._let_in(user)

    def _connect_keys(self) -> None:
        keys = self.actions_by_name
        for place in PLACES_WITH_A_KEY:
            keys[place].triggered.connect(partial(self._go, place))
        keys["find"].triggered.connect(self._find)
        keys["upload"].triggered.connect(self._upload_now)
        keys["mend_last"].triggered.connect(self._mend_last)
        keys["slip"].triggered.connect(self._slip)
        keys["save"].triggered.connect(self._save)
        keys["clear"].triggered.connect(self._clear)
        keys["not_vaccinated"].triggered.connect(self._not_vaccinated)
        keys["lock"].triggered.connect(self.lock)
        keys["language"].triggered.connect(self._other_language)
        keys["larger"].triggered.connect(partial(self._size_text, 1))
        keys["smaller"].triggered.connect(partial(self._size_text, -1))

    # -- who sits here -------------------------------------------------------------------------------------

    def workplace(self) -> Workplace | None:
        """Return what the signed-in person sees; None before the first sign-in."""
        return self._workplace

    def is_locked(self) -> bool:
        """Return whether the sign-in page covers everything."""
        return self._stack.currentWidget() is not self._workplace

    @Slot()
    def lock(self) -> None:
        """Cover everything with the sign-in page; the upload goes on."""
        if not self._can_lock or (self._sign_in_page is not None and self.is_locked()):
            return
        if self._workplace is not None:
            self._workplace.unfinished.keep_now()
        self.actions_by_name.enable(False, but=KEYS_FOR_ALL)
        self._show_sign_in()
        self.setWindowTitle(self._title(""))

    def _show_sign_in(self) -> None:
        page = SignInPage(Welcome(self._centre()), self._desk.sign_in, self._background)
        page.signed_in.connect(self._let_in)
        page.language_chosen.connect(self._switch_language)
        self._cover_with(page)

    def _cover_with(self, page: QWidget) -> None:
        """Let nothing be seen but ``page``."""
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self._desk.is_practice:
            column.addWidget(Stripe())
        column.addWidget(Scrolled(page))
        self._drop(self._sign_in_page)
        self._sign_in_page = outer
        self._stack.addWidget(outer)
        self._stack.setCurrentWidget(outer)

    @Slot(object)
    def _let_in(self, user: User) -> None:
        if self._bridge is None:
            self._bridge = Bridge(self._desk.hooks, self._desk.sending.status, self._background, self)
            self._bridge.status_changed.connect(self._remember)
        before = self._workplace
        if before is not None and before.unfinished.is_saving():
            self._after_save = partial(self._let_in, user)
            self._cover_with(Waiting(before.unfinished.in_the_way()))
            return
        if before is not None and before.user == user:
            self._look_as_before(before)
        if before is None or (before.user, before.look) != (user, _look()):
            self._make_workplace(self._bridge, user, before.carried() if before else None)
        if self._workplace is not None:
            self._stack.setCurrentWidget(self._workplace)
            self._workplace.go(self._workplace.place())
            self._tell_settings(self._workplace)
        self._drop(self._sign_in_page)
        self._sign_in_page = None
        self.actions_by_name.enable(True)
        self.actions_by_name["lock"].setEnabled(self._can_lock)
        self.setWindowTitle(self._title(self._centre()))

    def _look_as_before(self, workplace: Workplace) -> None:
        """Take back a language or a size chosen at the sign-in page, where something half typed would be lost by it."""
        if workplace.look != _look() and workplace.unfinished.in_the_way():
            language, percent = workplace.look
            i18n.set_language(language)
            self._take_size(percent)
            workplace.top.show_language()
            workplace.status.answer(workplace.unfinished.in_the_way())  # in the language of what stands there

    def _tell_settings(self, workplace: Workplace) -> None:
        """Name once what does not hold in settings.toml."""
        if not self._told_settings:
            self._told_settings = True
            workplace.notices.hold("\n".join(for_setting(warning) for warning in self._desk.settings.warnings))

    def _make_workplace(self, bridge: Bridge, user: User, carried: Carried | None) -> None:
        made = Workplace(self._desk, self._background, bridge, user, can_lock=self._can_lock)
        made.language_chosen.connect(self._switch_language)
        made.lock_asked.connect(self.lock)
        made.saves.ended.connect(self._on_save_ended)
        self._stack.addWidget(made)
        self._drop(self._workplace)
        self._workplace = made
        if carried is not None:
            made.take_over(carried)

    def _drop(self, widget: QWidget | None) -> None:
        if widget is not None:
            self._stack.removeWidget(widget)
            widget.deleteLater()

    # -- what may not be made anew now ---------------------------------------------------------------------

    def _must_stay(self, wanted: Callable[[], object]) -> bool:
        """Say why the workplace cannot be made anew now; while a save runs, ``wanted`` comes after it."""
        place = self._workplace
        if place is None or self.is_locked():
            return False
        why_not = place.unfinished.in_the_way()
        if why_not:
            place.status.answer(why_not)
            place.top.show_language()
        if place.unfinished.is_saving():
            self._after_save = wanted
        return bool(why_not)

    @Slot(bool)
    def _on_save_ended(self, saved: bool) -> None:
        """Do what waited for the save; what was not saved is looked at first by whoever sits there."""
        wanted, self._after_save = self._after_save, None
        if wanted is None or self._workplace is None or not (saved or self.is_locked()):
            return
        sentence = self._workplace.saves.sentence()
        wanted()
        self._workplace.saves.tell(sentence, saved=saved)

    # -- language ------------------------------------------------------------------------------------------

    @Slot()
    def _other_language(self) -> None:
        self._switch_language("en" if i18n.language() == "hi" else "hi")

    @Slot(str)
    def _switch_language(self, language: str) -> None:
        """Make everything anew in ``language``; a half-typed person goes over."""
        if self._must_stay(partial(self._switch_language, language)):
            return
        i18n.set_language(language)
        self._make_anew()

    def _make_anew(self) -> None:
        """Show the same place in other words or another size."""
        if self.is_locked():
            self._show_sign_in()
            self.setWindowTitle(self._title(""))
        elif self._workplace is not None:
            self._let_in(self._workplace.user)

    # -- size of the text ----------------------------------------------------------------------------------

    def _size_text(self, steps: int, checked: bool = False) -> None:
        """Take the next larger or smaller text; everything is made anew in it."""
        del checked
        if self._must_stay(partial(self._size_text, steps)):
            return
        at = style.TEXT_SIZES.index(style.text_percent()) + steps
        percent = style.TEXT_SIZES[min(max(at, 0), len(style.TEXT_SIZES) - 1)]
        if percent != style.text_percent():
            self._take_size(percent)
            self._make_anew()
        if self._workplace is not None and not self.is_locked():
            self._workplace.status.answer(_("Text at {percent} %.").format(percent=percent))

    def _take_size(self, percent: int) -> None:
        self._dress(percent)
        window_state.keep_text_percent(percent, self._desk.folder)

    def _dress(self, percent: int) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and percent != style.text_percent():
            style.set_text_percent(percent)
            style.dress(app)

    # -- keys ----------------------------------------------------------------------------------------------

    def _go(self, place: str, checked: bool = False) -> None:
        del checked  # a QAction always says it
        if self._workplace is not None:
            self._workplace.go(place)

    @Slot()
    def _upload_now(self) -> None:
        if self._workplace is not None:
            self._workplace.upload.upload_now()

    @Slot()
    def _find(self) -> None:
        if self._workplace is not None:
            self._workplace.find_person()

    @Slot()
    def _mend_last(self) -> None:
        if self._workplace is not None:
            self._workplace.mend_last()

    @Slot()
    def _slip(self) -> None:
        if self._workplace is not None:
            self._workplace.slips.ask()

    @Slot()
    def _save(self) -> None:
        if self._workplace is not None:
            self._workplace.save()

    @Slot()
    def _clear(self) -> None:
        if self._workplace is not None:
            self._workplace.clear()

    @Slot()
    def _not_vaccinated(self) -> None:
        if self._workplace is not None:
            self._workplace.visits.ask()

    # -- title, front, closing -----------------------------------------------------------------------------

    @Slot()
    def come_to_front(self) -> None:
        """Show this window above others, as a second start asks."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(object)
    def _remember(self, status: SyncStatus) -> None:
        self._unsettled = status.counts.unsettled

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._unsettled and not self._leaving:
            event.ignore()
            sentence = sentences.on_closing(self._unsettled)
            Question(self, sentence, _("Close"), _("Stay"), self._leave).open()
            return
        if self._workplace is not None:
            self._workplace.unfinished.keep_now()
        if self._bridge is not None:
            self._bridge.close()
            self._bridge = None
        if self._desk.folder.is_dir():
            window_state.keep(self, self._desk.folder)
        event.accept()
        self.closed.emit()

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    def _title(self, centre: str) -> str:
        name = f"VaxDesk · {centre}" if centre else "VaxDesk"
        if self._desk.is_practice:
            return _("PRACTICE – nothing here is real") + f" · {name}"
        return name

    def _centre(self) -> str:
        code = self._desk.settings.desk.centre
        return next((centre.name for centre in self._desk.settings.centres if centre.code == code), code)


def _look() -> tuple[str, int]:
    """Return the language and the size of the text in which everything is made now."""
    return i18n.language(), style.text_percent()
