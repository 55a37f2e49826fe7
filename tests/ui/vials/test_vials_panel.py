# SPDX-License-Identifier: MIT
"""The board of vials by keys alone, over the real service and an encrypted store, on a clock that stands still."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.support import people
from tests.ui.vials.conftest import Key, Place, words
from ui.vials.opening_card import ORDER
from vaxdesk.domain.vial import LostWhy


def test_the_first_vial_is_opened_by_keys_and_goes_into_use(place: Place) -> None:
    place.begin()
    place.come()
    assert place.focus() == "vaccine"
    place.press(Key.Key_1, Key.Key_Enter)
    place.type("4120Z005")
    place.press(Key.Key_Enter)
    place.type("06-2021")
    with place.qtbot.waitSignal(place.panel.use_asked):
        place.qtbot.keyClick(QApplication.focusWidget(), Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    (row,) = place.board().open
    assert (row.vial.label, row.vial.batch, row.vial.doses, row.left) == ("L1", "4120Z005", 10, 10)
    assert place.told == ["Vial L1 is open and in use."]
    place.qtbot.waitUntil(lambda: place.counts[-1] == 1)
    card = words(place.card("L1"))
    for said in ("COVISHIELD · 4120Z005 · expires 30-06-2021", "Opened 12:00 · discard 16:00", "10 of 10 left"):
        assert said in card
    assert "✓ 4 h 00 min to go" in card


def test_nothing_is_red_before_something_was_typed(place: Place) -> None:
    panel = place.begin()
    place.come()
    place.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Backtab)
    assert place.background.finish(10_000)
    QApplication.processEvents()
    assert all(not place.box(name).accessibleDescription() for name in ORDER)

    place.type("4120Z005")
    assert panel.is_half_typed()
    place.press(Key.Key_Enter, Key.Key_Enter)
    place.qtbot.waitUntil(lambda: "empty" in place.box("expires_on").accessibleDescription())


def test_the_cursor_stands_in_the_batch_where_the_rest_is_proposed(place: Place) -> None:
    place.vials.close(place.open().id, "0", "", people.CLERK)
    panel = place.begin()
    place.come()
    assert place.focus() == "batch"
    assert not panel.is_half_typed()


def test_no_part_of_it_is_ever_a_window_of_its_own(place: Place, qapp: QApplication) -> None:
    windows: list[str] = []

    class Watch(QObject):
        def eventFilter(self, part: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(part, QWidget) and part.isWindow():
                windows.append(type(part).__name__)
            return False

    place.open()
    watch = Watch()
    qapp.installEventFilter(watch)
    place.begin()
    qapp.removeEventFilter(watch)

    assert windows == ["Scrolled"]


def test_the_next_vial_of_the_same_batch_costs_two_keys(place: Place) -> None:
    place.open()
    place.give(*range(10))
    place.begin()
    place.come()

    with place.qtbot.waitSignal(place.panel.use_asked):  # F8 was the first
        place.qtbot.keyClick(QApplication.focusWidget(), Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert [row.vial.label for row in place.board().open] == ["L1", "L2"]
    assert place.used == ["L2"]


def test_keys_pressed_twice_open_one_vial(place: Place) -> None:
    place.open()
    place.begin()
    place.come()
    place.press(Key.Key_Plus)
    place.box("vial").set_value("")  # the desk's own label would be another one each time
    with place.qtbot.waitSignal(place.panel.use_asked):
        for _again in range(3):
            place.qtbot.keyClick(place.box("batch"), Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert place.background.finish(10_000)
    assert len(place.board().open) == 2


def test_an_expired_batch_is_not_opened_and_the_field_says_why(place: Place) -> None:
    place.begin()
    place.come()
    place.press(Key.Key_1, Key.Key_Enter)
    place.type("4120Z001")
    place.press(Key.Key_Enter)
    place.type("12-2020")
    place.qtbot.keyClick(QApplication.focusWidget(), Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    expired = "This batch expired on 31-12-2020. Nothing was opened. Set the vial aside and take another."
    place.qtbot.waitUntil(lambda: place.box("expires_on").accessibleDescription() == expired)
    assert place.focus() == "expires_on"
    assert place.board().open == ()
    assert place.used == []


def test_a_known_batch_is_taken_with_its_expiry_by_the_down_key(place: Place) -> None:
    place.open(vaccine="COVAXIN", batch="37F20010A", expires_on="05-2021")
    place.open()
    place.begin()
    place.come()
    place.press(Key.Key_Plus)
    assert place.box("batch").value() == "4120Z005"
    place.type("37")
    assert "37F20010A" in words(place.panel)
    assert place.box("expires_on").value() == ""  # the expiry of the last batch is not this one's

    place.press(Key.Key_Down)

    shown = [place.box(name).value() for name in ("vaccine", "batch", "expires_on", "doses")]
    assert shown == ["COVAXIN", "37F20010A", "31-05-2021", "20"]


def test_enter_takes_the_vial_up_and_the_arrows_choose_which(place: Place) -> None:
    place.open()
    place.open()
    place.begin()
    place.come()
    assert place.focus() == "L1"
    place.press(Key.Key_Down)
    assert place.focus() == "L2"
    place.press(Key.Key_Enter)

    assert place.used == ["L2"]
    place.panel.show_pinned("l2")
    assert "✓ In use" in words(place.card("L2"))
    assert "✓ In use" not in words(place.card("L1"))
    assert place.panel.pinned_line() == ("COVISHIELD · 4120Z005 · L2 · 10 of 10 left · discard 16:00", "good")


def test_closing_asks_in_the_card_what_was_lost_and_why(place: Place) -> None:
    vial = place.open()
    place.give(0, 1, 2)
    place.begin()
    place.come()
    assert not place.panel.is_half_typed()
    place.press(Key.Key_Delete)
    assert place.panel.is_half_typed()
    assert (place.focus(), place.box("lost").value()) == ("lost", "7")
    place.press(Key.Key_Enter, Key.Key_Enter)
    place.qtbot.waitUntil(lambda: place.box("lost_why").accessibleDescription() == "Choose why these doses were lost.")
    assert [row.vial.id for row in place.board().open] == [vial.id]

    place.press(Key.Key_2, Key.Key_Enter)

    place.qtbot.waitUntil(lambda: place.counts[-1] == 0)
    (closed,) = place.board().closed
    assert (closed.vial.lost, closed.vial.lost_why) == (7, LostWhy.NOBODY_CAME)
    assert "3 of 10 given · 7 lost: Nobody else came" in words(place.card("L1"))
    place.qtbot.waitUntil(lambda: place.focus() == "batch")
    assert "wastage 70.0 %" in words(place.panel)
    assert place.told == ["Vial L1 is closed."]


def test_esc_keeps_the_vial_open(place: Place) -> None:
    place.open()
    place.begin()
    place.come()
    place.press(Key.Key_Delete, Key.Key_Escape)

    assert place.focus() == "L1"
    assert not place.card("L1").is_asking()
    assert len(place.board().open) == 1


def test_an_empty_vial_is_closed_with_three_keys(place: Place) -> None:
    place.open()
    place.give(*range(11))
    place.begin()
    place.come()
    place.press(Key.Key_Up)
    assert "11 given from 10: 1 extra" in words(place.card("L1"))
    assert "○ Close it when nothing more comes out" in words(place.card("L1"))

    place.press(Key.Key_Delete, Key.Key_Enter)

    place.qtbot.waitUntil(lambda: place.counts[-1] == 0)
    assert place.board().closed[0].vial.lost == 0


def test_a_vial_closed_by_mistake_is_opened_again_with_a_reason(place: Place) -> None:
    vial = place.open()
    place.vials.close(vial.id, "0", "", people.CLERK)
    place.begin()
    place.come()
    place.press(Key.Key_Escape)
    place.card("L1").setFocus()
    place.press(Key.Key_Enter, Key.Key_Enter)
    assert place.board().open == ()
    place.type("it was another")
    place.press(Key.Key_Enter)

    place.qtbot.waitUntil(lambda: place.counts[-1] == 1)
    assert place.board().open[0].vial.id == vial.id
    assert place.told == ["Vial L1 is open again."]


def test_each_save_is_seen_and_the_last_dose_is_told(place: Place) -> None:
    place.open()
    place.give(*range(9))
    panel = place.begin()
    panel.show_pinned("L1")
    assert panel.pinned_line()[0].endswith("L1 · 1 of 10 left · discard 16:00")

    place.give(9)
    place.qtbot.waitUntil(lambda: place.told == ["Vial L1 is empty. Press F8 to open the next one."])
    assert "L1 · Empty: 10 of 10 given" in panel.pinned_line()[0]

    place.give(10)
    place.qtbot.waitUntil(lambda: len(place.told) == 2)
    assert place.told[-1] == "Dose 11 from vial L1, which promised 10: it counts as extra."


def test_the_hours_run_from_green_over_amber_to_red_in_words_and_shape(place: Place) -> None:
    place.open()
    panel = place.begin()
    panel.show_pinned("L1")
    place.come()

    place.clock.pass_by(3.5 * 3600)
    panel.tick()
    assert "✓ 0 h 30 min to go" in words(place.card("L1"))
    assert panel.pinned_line()[1] == "good"

    place.clock.pass_by(60)
    panel.tick()
    assert "▲ Discard in 29 minutes" in words(place.card("L1"))
    assert panel.pinned_line()[1] == "soon"

    place.clock.pass_by(29 * 60)
    panel.tick()
    assert "⨯ Discard it now and close it" in words(place.card("L1"))
    assert panel.pinned_line()[1] == "over"
    place.card("L1").setFocus()
    place.press(Key.Key_Enter)
    assert place.used == []
    assert "The hours of vial L1 are over. Discard it and close it." in words(panel)


def test_yesterdays_open_vial_is_listed_to_be_closed_and_nothing_else(place: Place) -> None:
    place.open()
    panel = place.begin()
    place.come()

    place.clock.pass_by(86_400)
    panel.tick()

    place.qtbot.waitUntil(lambda: place.counts[-1] == 0)
    card = place.card("L1")
    assert "Left open on earlier days: close them" in words(panel)
    assert "Opened on 16-01-2021 at 12:00 and never closed" in words(card)
    card.setFocus()
    place.press(Key.Key_Enter)
    assert place.focus() == "lost"
    assert place.used == []


def test_the_only_vial_in_use_is_found_again_after_a_start(place: Place) -> None:
    place.open()
    place.begin()
    assert place.found == ["L1"]


def test_of_two_open_vials_none_is_taken_up_unasked(place: Place) -> None:
    place.open()
    place.open()
    place.begin()
    assert place.found == []


def test_a_disk_that_fails_is_told_and_what_was_typed_stays(place: Place) -> None:
    place.open()
    panel = place.begin()
    place.come()
    place.store.failures = 1
    place.press(Key.Key_Plus)
    place.qtbot.keyClick(place.box("batch"), Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    place.qtbot.waitUntil(lambda: "disk" in words(panel))
    assert place.box("vial").value() == "L2"
    assert len(place.board().open) == 1


def test_a_vial_that_is_not_used_up_is_named_before_another_is_opened(place: Place) -> None:
    place.open()
    place.give(0, 1, 2, 3)
    panel = place.begin()
    place.come()
    told = "Vial L1 still holds 6 doses. Use them up before you open another."
    assert told in words(panel)

    place.press(Key.Key_Plus)
    place.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Backtab)
    place.press(Key.Key_2)

    assert place.box("vaccine").value() == "COVAXIN"
    assert told not in words(panel)
