"""Every verb of triage in the whole window over a real store, by keys and by mouse, and its way back."""

import gc
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import ConversationId, InboxRow, Lane, State
from desktop.domain.exclude import Reach
from desktop.domain.item import Kind
from desktop.domain.row import Label
from desktop.store import accounts, ingest, notes, triage
from desktop.store.chosen import Common
from desktop.ui.commands import Context
from desktop.ui.keymap import choose
from desktop.ui.keys.menu import LIST_MENU
from desktop.ui.triage import conversations
from desktop.ui.views.conversation.note import NoteCard
from desktop.ui.views.pickers.labels import LabelPicker
from desktop.ui.views.pickers.not_ours import NotOurs
from desktop.ui.views.pickers.snooze import Snooze
from desktop.ui.views.pickers.wait import Wait
from desktop.ui.widgets.empty import Empty
from desktop.ui.wording import words
from tests.store.makers import mail, rank
from tests.ui.test_verbs import Whole, focus, overlays, press, whole
from tests.ui.workshop import RESOURCES

__all__ = ["whole"]

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def row(whole: Whole, id_: ConversationId) -> InboxRow:
    return whole.shop.opened(id_).row


def names(whole: Whole, id_: ConversationId) -> list[str]:
    return [label.name for label in row(whole, id_).labels]


def strike(qtbot: QtBot, whole: Whole, key: Qt.Key, modifiers: Qt.KeyboardModifier = SHIFT) -> None:
    qtbot.keyClick(whole.window.windowHandle(), key, modifiers)


def acts(whole: Whole) -> list[str]:
    found = triage.acts(whole.shop.reads.connection)
    return list(dict.fromkeys(act.gesture for act in found if not act.gesture.startswith("auto:")))


def calm(qtbot: QtBot, whole: Whole) -> None:
    qtbot.waitUntil(lambda: not whole.verbs._turns.is_busy)


def type_in(qtbot: QtBot, whole: Whole, text: str) -> None:
    qtbot.keyClicks(focus(), text)


def enter(qtbot: QtBot, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(focus(), Qt.Key.Key_Return, modifiers)


def label(qtbot: QtBot, whole: Whole, name: str) -> None:
    """Make a label on the conversation on show."""
    press(qtbot, whole, "l")
    type_in(qtbot, whole, name)
    enter(qtbot)
    qtbot.waitUntil(lambda: not overlays(whole))


# Labels


def test_a_label_is_made_by_typing_its_name_and_put_on_again_with_its_digit(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "l")
    (picker,) = overlays(whole)
    assert isinstance(picker, LabelPicker)
    assert picker._note.text() == "There is no label yet: type a name, and Enter makes it."
    type_in(qtbot, whole, "Wholesale")
    assert [choice.title for choice in picker.offered()] == ["New label “Wholesale”"]
    enter(qtbot)
    qtbot.waitUntil(lambda: names(whole, first) == ["Wholesale"])
    qtbot.waitUntil(lambda: whole.toast.words == f"Label “Wholesale”: {row(whole, first).who}")
    press(qtbot, whole, "j1")
    qtbot.waitUntil(lambda: names(whole, second) == ["Wholesale"])
    press(qtbot, whole, "1")
    qtbot.waitUntil(lambda: names(whole, second) == [])
    press(qtbot, whole, "k0")
    qtbot.waitUntil(lambda: names(whole, first) == [])
    assert whole.window.inbox.current == first


def test_the_picker_finds_by_letters_and_stays_open_for_the_next_with_ctrl(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    label(qtbot, whole, "Wholesale")
    qtbot.waitUntil(lambda: names(whole, first) == ["Wholesale"])
    press(qtbot, whole, "l")
    (picker,) = overlays(whole)
    assert isinstance(picker, LabelPicker)
    type_in(qtbot, whole, "Wedding")
    enter(qtbot, CTRL)
    qtbot.waitUntil(lambda: names(whole, first) == ["Wholesale", "Wedding"])
    qtbot.waitUntil(lambda: [c.detail for c in picker.offered()] == ["on", "on"])
    type_in(qtbot, whole, "wh")
    enter(qtbot, CTRL)
    qtbot.waitUntil(lambda: names(whole, first) == ["Wedding"])
    assert overlays(whole) == [picker]


def test_what_thousands_have_in_common_is_never_read_while_the_window_waits(
    qtbot: QtBot, whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "_MANY", 2)
    everyone = whole.ids()
    assert len(everyone) > 2
    asked: list[str] = []
    whole.window.reads.connection.set_trace_callback(asked.append)
    press(qtbot, whole, "*a")
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: all(row(whole, id_).starred for id_ in everyone))
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: not any(row(whole, id_).starred for id_ in everyone))
    label(qtbot, whole, "Wholesale")
    qtbot.waitUntil(lambda: all(names(whole, id_) == ["Wholesale"] for id_ in everyone))
    press(qtbot, whole, "l")
    (picker,) = overlays(whole)
    assert isinstance(picker, LabelPicker)
    qtbot.waitUntil(lambda: [choice.detail for choice in picker.offered()] == ["on"])
    enter(qtbot)
    qtbot.waitUntil(lambda: not any(names(whole, id_) for id_ in everyone))
    assert not [statement for statement in asked if "sum(starred)" in statement]


def test_a_number_of_days_without_end_is_not_understood_and_breaks_nothing(qtbot: QtBot, whole: Whole) -> None:
    card = Wait(whole.theme, "Wait", whole.shop.clock.now)
    qtbot.addWidget(card)
    card._ask.setText("9" * 5000)
    assert card.offered() == []
    assert card._note.text().startswith("I do not understand")
    card._ask.setText("12")
    assert [choice.title for choice in card.offered()] == ["12 days"]


def test_of_many_labels_those_with_a_digit_come_first_and_then_those_used_most(qtbot: QtBot, whole: Whole) -> None:
    some = ("Trade", "Late", "Bread", "Eggs", "Milk", "Salt", "Rye", "Oats", "Figs")
    names_ = (*some, "Cake orders", "Rare", "Cake", "Gift cakes")
    labels = [Label(id=n, name=name, colour="teal", place=n) for n, name in enumerate(names_)]
    common = Common(many=1, states=frozenset(), starred=0, labels={})
    picker = LabelPicker(whole.theme, "Label", lambda: labels, lambda then: then(common), {9: 40, 11: 2, 12: 7})
    qtbot.addWidget(picker)
    offered = [choice.title for choice in picker.offered()]
    assert offered == [*some, "Cake orders", "Gift cakes", "Cake", "Rare"]
    picker._ask.setText("cake")
    assert [choice.title for choice in picker.offered()] == ["Cake", "Cake orders", "Gift cakes"]
    picker._ask.setText("c")
    assert picker.offered()[0].title == "Cake orders"


def test_a_label_is_renamed_coloured_and_removed_in_the_picker(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    label(qtbot, whole, "Wholesale")
    qtbot.waitUntil(lambda: names(whole, first) == ["Wholesale"])
    press(qtbot, whole, "l")
    (picker,) = overlays(whole)
    assert isinstance(picker, LabelPicker)
    qtbot.keyClick(focus(), Qt.Key.Key_F2)
    type_in(qtbot, whole, "Trade")
    enter(qtbot)
    qtbot.waitUntil(lambda: names(whole, first) == ["Trade"])
    qtbot.waitUntil(lambda: [c.title for c in picker.offered()] == ["Trade"])
    qtbot.keyClick(focus(), Qt.Key.Key_F3)
    assert picker._ask.placeholderText() == "Find a colour"
    type_in(qtbot, whole, "viol")
    enter(qtbot)
    qtbot.waitUntil(lambda: row(whole, first).labels[0].colour == "violet")
    qtbot.waitUntil(lambda: [c.dot for c in picker.offered()] == ["label_violet"])
    shown = whole.window.inbox.model.row_at(0)
    assert shown is not None
    assert [(one.name, one.colour) for one in shown.labels] == [("Trade", "violet")]
    picker._remove()
    qtbot.waitUntil(lambda: names(whole, first) == [])
    qtbot.waitUntil(lambda: whole.toast.words == "Label “Trade” removed")
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: names(whole, first) == ["Trade"])


def test_a_digit_without_a_label_says_how_to_make_one(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "7")
    qtbot.waitUntil(lambda: whole.toast.words == "There is no label 7 yet. Press l to make one.")


def test_a_sentence_that_names_a_key_names_the_one_in_force(qtbot: QtBot, whole: Whole) -> None:
    def said() -> set[str]:
        return {
            label.text() for empty in whole.window.inbox.findChildren(Empty) for label in empty.findChildren(QLabel)
        }

    whole.window.show_lane(Lane.DONE)
    assert "Press e on a conversation when it needs you no more." in said()
    whole.verbs.rekey(choose(RESOURCES / "keymaps", "ctrl-only"))
    assert "Press Ctrl+E on a conversation when it needs you no more." in said()
    whole.window.show_lane(Lane.NEEDS_YOU)
    whole.verbs.triage.toggle_label(7)
    qtbot.waitUntil(lambda: whole.toast.words == "There is no label 7 yet. Press Ctrl+L to make one.")
    nothing: dict[str, dict[Context, list[str]]] = {}
    whole.verbs.rekey(replace(choose(RESOURCES / "keymaps", "ctrl-only"), keys=nothing))
    whole.window.show_lane(Lane.DONE)
    assert said() == {"Nothing is done yet.", ""}


# Putting aside


def test_mute_goes_on_to_the_next_and_is_taken_back_in_its_own_lane(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "m")
    qtbot.waitUntil(lambda: whole.state(first) is State.MUTED)
    qtbot.waitUntil(lambda: whole.toast.words == f"Muted: {row(whole, first).who}")
    qtbot.waitUntil(lambda: list(whole.window.current_conversations()) == [second])
    whole.verbs.commands.run("go.muted")
    assert whole.window.lane is Lane.MUTED
    qtbot.waitUntil(lambda: whole.window.inbox.current == first)
    press(qtbot, whole, "m")
    qtbot.waitUntil(lambda: whole.state(first) is State.OPEN)


def test_trash_by_either_key_is_undone_and_reopened(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "#")
    qtbot.waitUntil(lambda: whole.state(first) is State.TRASH)
    calm(qtbot, whole)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: whole.state(second) is State.TRASH)
    qtbot.waitUntil(lambda: whole.toast.words == f"Moved to the trash: {row(whole, second).who}")
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.state(second) is State.OPEN)
    calm(qtbot, whole)
    whole.verbs.commands.run("go.trash")
    qtbot.waitUntil(lambda: whole.window.inbox.current == first)
    strike(qtbot, whole, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: whole.state(first) is State.OPEN)
    assert len(whole.window.overview.statuses) == 3


def test_what_is_pressed_right_behind_redo_is_for_the_row_that_follows(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "e")
    calm(qtbot, whole)
    press(qtbot, whole, "z")
    calm(qtbot, whole)
    assert whole.window.inbox.current == first
    strike(qtbot, whole, Qt.Key.Key_Z, SHIFT | Qt.KeyboardModifier.ControlModifier)
    press(qtbot, whole, "#")
    qtbot.waitUntil(lambda: State.TRASH in (whole.state(first), whole.state(second)))
    assert (whole.state(first), whole.state(second)) == (State.DONE, State.TRASH)


def test_not_about_us_asks_and_enter_is_just_this_one(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    press(qtbot, whole, "!")
    (card,) = overlays(whole)
    assert isinstance(card, NotOurs)
    assert [choice.title for choice in card.offered()] == ["Just this one"]
    assert not card._ask.isVisible()
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(first) is State.NOT_OURS)
    qtbot.waitUntil(lambda: whole.toast.words == f"Not about us: {row(whole, first).who}")


def test_phrases_that_are_found_later_do_not_move_the_first_choice(qtbot: QtBot, whole: Whole) -> None:
    card = NotOurs(whole.theme, 1, "hazel & rye")
    qtbot.addWidget(card)
    card.open_over(whole.window)
    picked: list[str] = []
    card.picked.connect(picked.append)
    card.offer(("rye whiskey",))
    assert [c.title for c in card.offered()] == ["Just this one", "And nothing more with “rye whiskey”"]
    assert "hazel & rye" in card._note.text()
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    enter(qtbot)
    assert picked == ["rye whiskey"]


def test_a_phrase_that_stands_in_nearly_all_that_is_found_is_warned_of(qtbot: QtBot, whole: Whole) -> None:
    asked: list[list[str]] = []

    def weigh(phrases: Sequence[str], done: Callable[[Reach], None]) -> None:
        asked.append(list(phrases))
        done(Reach(40, {phrase: 39 if phrase == "and" else 2 for phrase in phrases}))

    card = NotOurs(whole.theme, 1, "hazel & rye", weigh)
    qtbot.addWidget(card)
    card.open_over(whole.window)
    card.offer(("rye whiskey",))
    assert [c.detail for c in card.offered()] == ["", "in 2 of 40 found"]
    qtbot.keyClicks(focus(), "and")
    assert [c.detail for c in card.offered()] == ["in 39 of 40 found", "", "in 2 of 40 found"]
    assert card._note.text().startswith("“and” stands in most of what is found")
    qtbot.keyClick(focus(), Qt.Key.Key_Backspace)
    assert card._note.text().startswith("It is here because it says “hazel & rye”.")
    assert asked == [["rye whiskey"], ["a"], ["an"], ["and"]]


# Putting off


def test_a_snooze_is_changed_woken_and_taken_again(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    press(qtbot, whole, "h")
    type_in(qtbot, whole, "fri 9")
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(first) is State.SNOOZED)
    until = row(whole, first).until
    calm(qtbot, whole)
    press(qtbot, whole, "gz")
    qtbot.waitUntil(lambda: whole.window.lane is Lane.SNOOZED and whole.window.inbox.current == first)
    press(qtbot, whole, "h")
    (picker,) = overlays(whole)
    assert isinstance(picker, Snooze)
    assert picker.note().startswith("It is snoozed until ")
    assert picker.offered()[-1].title == "Wake it now"
    qtbot.keyClick(focus(), Qt.Key.Key_Up)
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(first) is State.OPEN)
    calm(qtbot, whole)
    press(qtbot, whole, "gi")
    whole.window.select(first)
    press(qtbot, whole, "h")
    (picker,) = overlays(whole)
    assert isinstance(picker, Snooze)
    assert picker.offered()[0].title == "Again to the same time"
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(first) is State.SNOOZED)
    assert row(whole, first).until == until


def test_wake_when_they_write_is_kept_for_the_next_snooze(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    kept: list[bool] = []
    whole.verbs.triage.remembered.connect(kept.append)
    press(qtbot, whole, "h")
    (picker,) = overlays(whole)
    assert isinstance(picker, Snooze)
    assert picker.wakes_on_reply
    words = QPoint(picker._wakes.width() - 12, picker._wakes.height() // 2)
    qtbot.mouseClick(picker._wakes, Qt.MouseButton.LeftButton, pos=words)
    picker.first.setFocus()  # type: ignore[union-attr]
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(first) is State.SNOOZED)
    assert not row(whole, first).wakes_on_reply
    calm(qtbot, whole)
    press(qtbot, whole, "h")
    (picker,) = overlays(whole)
    assert isinstance(picker, Snooze)
    assert not picker.wakes_on_reply
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(second) is State.SNOOZED)
    assert not row(whole, second).wakes_on_reply
    assert kept == [False]


def test_wait_takes_three_days_or_as_many_as_are_typed(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "w")
    qtbot.waitUntil(lambda: whole.state(first) is State.WAITING)
    assert row(whole, first).until == whole.shop.clock.now() + timedelta(days=3)
    calm(qtbot, whole)
    strike(qtbot, whole, Qt.Key.Key_W)
    (card,) = overlays(whole)
    assert isinstance(card, Wait)
    type_in(qtbot, whole, "5")
    enter(qtbot)
    qtbot.waitUntil(lambda: whole.state(second) is State.WAITING)
    assert row(whole, second).until == whole.shop.clock.now() + timedelta(days=5)


# Notes


def test_a_note_is_kept_changed_and_deleted_and_each_step_undone(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]

    def texts() -> list[str]:
        return [note.text for note in notes.notes(whole.shop.reads.connection, first)]

    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    type_in(qtbot, whole, "Allergic to nuts")
    enter(qtbot, CTRL)
    qtbot.waitUntil(lambda: texts() == ["Allergic to nuts"])
    qtbot.waitUntil(lambda: "Allergic to nuts" in whole.window.reader.pages.browser.toPlainText())
    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    card._list.take()
    card.text.setPlainText("Allergic to walnuts")
    enter(qtbot, CTRL)
    qtbot.waitUntil(lambda: texts() == ["Allergic to walnuts"])
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: texts() == ["Allergic to nuts"])
    calm(qtbot, whole)
    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    card._list.take()
    qtbot.mouseClick(card._delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts() == [])
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: texts() == ["Allergic to nuts"])


def test_a_note_begun_is_there_again_after_esc(qtbot: QtBot, whole: Whole) -> None:
    strike(qtbot, whole, Qt.Key.Key_N)
    type_in(qtbot, whole, "Ask about")
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    assert card.text.toPlainText() == "Ask about"
    # It is gone on with, not written over.
    type_in(qtbot, whole, " nuts")
    assert card.text.toPlainText() == "Ask about nuts"


def test_what_is_begun_is_not_lost_by_a_look_at_another_note(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    whole.shop.desk.note(first, "Allergic to nuts")
    qtbot.waitUntil(lambda: bool(notes.notes(whole.shop.reads.connection, first)))
    strike(qtbot, whole, Qt.Key.Key_N)
    type_in(qtbot, whole, "Ask about")
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    card._list.take()
    assert card.text.toPlainText() == "Allergic to nuts"
    card.text.setPlainText("Allergic to walnuts")
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    assert card.text.toPlainText() == "Ask about"
    card._list.take()
    assert card.text.toPlainText() == "Allergic to walnuts"
    enter(qtbot, CTRL)
    qtbot.waitUntil(
        lambda: [note.text for note in notes.notes(whole.shop.reads.connection, first)] == ["Allergic to walnuts"]
    )
    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    assert card.text.toPlainText() == "Ask about"
    card._list.take()
    assert card.text.toPlainText() == "Allergic to walnuts"


def test_what_was_begun_when_the_window_closes_is_kept_as_a_note(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    strike(qtbot, whole, Qt.Key.Key_N)
    type_in(qtbot, whole, "Ask about")
    qtbot.keyClick(focus(), Qt.Key.Key_Escape)
    press(qtbot, whole, "j")
    strike(qtbot, whole, Qt.Key.Key_N)
    type_in(qtbot, whole, "Call")
    whole.verbs.stop()
    whole.shop.settled()
    kept = [[note.text for note in notes.notes(whole.shop.reads.connection, one)] for one in (first, second)]
    assert kept == [["Ask about"], ["Call"]]


def test_a_note_that_could_not_be_kept_is_there_again_next_time(qtbot: QtBot, whole: Whole) -> None:
    whole.shop.writer.submit(
        lambda db: db.execute(
            "create trigger full before insert on act begin select raise(abort, 'database or disk is full'); end"
        )
    ).result()
    calm(qtbot, whole)
    with qtbot.waitSignal(whole.shop.desk.failed):
        strike(qtbot, whole, Qt.Key.Key_N)
        (card,) = overlays(whole)
        assert isinstance(card, NoteCard)
        type_in(qtbot, whole, "Allergic to nuts")
        enter(qtbot, CTRL)
    strike(qtbot, whole, Qt.Key.Key_N)
    (card,) = overlays(whole)
    assert isinstance(card, NoteCard)
    assert card.text.toPlainText() == "Allergic to nuts"
    whole.shop.writer.submit(lambda db: db.execute("drop trigger full")).result()
    enter(qtbot, CTRL)
    first = whole.ids()[0]
    qtbot.waitUntil(
        lambda: [note.text for note in notes.notes(whole.shop.reads.connection, first)] == ["Allergic to nuts"]
    )


# Several at once


def test_a_stretch_grows_and_shrinks_with_shift_and_the_bar_says_how_many(qtbot: QtBot, whole: Whole) -> None:
    ids = whole.ids()
    strike(qtbot, whole, Qt.Key.Key_J)
    strike(qtbot, whole, Qt.Key.Key_J)
    assert list(whole.window.current_conversations()) == ids[:3]
    assert whole.verbs.bulk_bar.words == "3 chosen"
    strike(qtbot, whole, Qt.Key.Key_K)
    assert list(whole.window.current_conversations()) == ids[:2]
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Escape)
    assert whole.verbs.bulk_bar.words == ""
    press(qtbot, whole, "*a")
    assert list(whole.window.current_conversations()) == ids
    press(qtbot, whole, "*n")
    assert len(whole.window.current_conversations()) == 1


def click(qtbot: QtBot, whole: Whole, at: int, modifiers: Qt.KeyboardModifier) -> None:
    table = whole.window.inbox.table
    spot = table.visualRect(whole.window.inbox.model.index(at, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, spot)


def test_shift_and_ctrl_clicks_choose_and_the_bar_acts_on_all_of_them(qtbot: QtBot, whole: Whole) -> None:
    ids = whole.ids()
    click(qtbot, whole, 0, Qt.KeyboardModifier.NoModifier)
    click(qtbot, whole, 2, SHIFT)
    click(qtbot, whole, 1, CTRL)
    assert list(whole.window.current_conversations()) == [ids[0], ids[2]]
    assert whole.verbs.bulk_bar.words == "2 chosen"
    done = next(b for b in whole.verbs.bulk_bar._buttons if b.text() == "Done")
    qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: whole.state(ids[2]) is State.DONE)
    assert (whole.state(ids[0]), whole.state(ids[1])) == (State.DONE, State.OPEN)
    qtbot.waitUntil(lambda: whole.toast.words == "Done: 2 conversations")
    qtbot.waitUntil(lambda: whole.verbs.bulk_bar.words == "")
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.state(ids[0]) is State.OPEN)
    assert whole.state(ids[2]) is State.OPEN


def test_a_selection_stays_for_the_next_verb_after_a_star_and_a_label(qtbot: QtBot, whole: Whole) -> None:
    ids = whole.ids()[:2]
    press(qtbot, whole, "xxs")
    qtbot.waitUntil(lambda: all(row(whole, id_).starred for id_ in ids))
    assert list(whole.window.current_conversations()) == ids
    label(qtbot, whole, "Regulars")
    qtbot.waitUntil(lambda: all(names(whole, id_) == ["Regulars"] for id_ in ids))
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: not any(row(whole, id_).starred for id_ in ids))
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: all(whole.state(id_) is State.DONE for id_ in ids))


# Taking back


def test_fifty_five_acts_of_every_kind_are_undone_one_by_one_and_done_again(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    label(qtbot, whole, "Regulars")
    qtbot.waitUntil(lambda: names(whole, first) == ["Regulars"])
    for n in range(54):
        press(qtbot, whole, "s" if n % 2 else "1")
        qtbot.waitUntil(lambda n=n: len(acts(whole)) == n + 2)  # type: ignore[misc]
    for _ in range(60):
        press(qtbot, whole, "z")
        qtbot.waitUntil(lambda: not whole.verbs._turns.is_busy)
    qtbot.waitUntil(lambda: whole.toast.words == "There is nothing to undo.")
    assert (row(whole, first).starred, names(whole, first)) == (False, [])
    strike(qtbot, whole, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: names(whole, first) == ["Regulars"])


def test_undo_goes_back_to_the_item_in_its_lane(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "je")
    qtbot.waitUntil(lambda: whole.state(second) is State.DONE)
    calm(qtbot, whole)
    whole.window.show_lane(Lane.THE_REST)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.window.lane is Lane.NEEDS_YOU and whole.window.inbox.current == second)
    qtbot.waitUntil(lambda: whole.toast.words == f"Undone: Done, {row(whole, second).who}")
    opened = whole.window.opened()
    assert opened is not None
    assert opened.row.id == second
    assert whole.window.inbox.table.selectionModel().isRowSelected(1)
    assert whole.window.inbox.model.held == 0
    assert whole.ids()[:2] == [first, second]


def test_a_key_right_behind_undo_means_what_came_back(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    press(qtbot, whole, "ezs")
    qtbot.waitUntil(lambda: row(whole, first).starred)
    assert whole.state(first) is State.OPEN


# Going on


def test_after_a_verb_in_starred_the_next_is_shown_although_the_row_stays(qtbot: QtBot, whole: Whole) -> None:
    first, second = whole.ids()[:2]
    press(qtbot, whole, "sjs")
    qtbot.waitUntil(lambda: row(whole, second).starred)
    press(qtbot, whole, "gs")
    qtbot.waitUntil(lambda: whole.window.lane is Lane.STARRED and whole.window.inbox.model.rowCount() == 2)
    here = whole.window.inbox.current
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(here) is State.DONE)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: whole.window.inbox.current not in (here, None))
    assert whole.window.inbox.current in (first, second)


def test_star_label_and_read_do_not_move_on(qtbot: QtBot, whole: Whole) -> None:
    first = whole.ids()[0]
    press(qtbot, whole, "s")
    strike(qtbot, whole, Qt.Key.Key_U)
    strike(qtbot, whole, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: row(whole, first).starred)
    whole.shop.settled()
    assert whole.window.inbox.current == first


def test_rows_stay_under_the_cursor_while_others_arrive_during_a_bulk_verb(qtbot: QtBot, whole: Whole) -> None:
    ids = whole.ids()
    later = ids[2]

    def reopen_another(db):  # type: ignore[no-untyped-def]
        return triage.act(db, [ids[0]], triage.Verb.REOPEN, now=whole.shop.clock.now(), initiator="sync")

    press(qtbot, whole, "eej")
    calm(qtbot, whole)
    current = whole.window.inbox.current
    spot = whole.window.inbox.table.visualRect(whole.window.inbox.table.currentIndex())
    whole.shop.writer.submit(reopen_another).result()
    qtbot.waitUntil(lambda: whole.window.inbox.model.known(ids[0]))
    assert whole.window.inbox.current == current
    assert whole.window.inbox.table.visualRect(whole.window.inbox.table.currentIndex()) == spot
    assert later in whole.ids()


def test_what_takes_long_is_said_to_be_under_way_until_it_is_done(qtbot: QtBot, whole: Whole) -> None:
    for key, done in (("e", "Done:"), ("z", "Undone:")):
        goes_on = threading.Event()
        whole.shop.writer.submit(lambda _, goes_on=goes_on: goes_on.wait(60), durable=False)
        try:
            press(qtbot, whole, key)
            qtbot.waitUntil(lambda: whole.toast.words == "Working on it …", timeout=60_000)
        finally:
            goes_on.set()
        qtbot.waitUntil(lambda done=done: whole.toast.words.startswith(done), timeout=60_000)
        calm(qtbot, whole)


def test_every_verb_is_offered_by_the_right_click_the_palette_and_a_key(whole: Whole) -> None:
    commands = whole.verbs.commands
    offered = {id_ for section in LIST_MENU for id_ in section}
    verbs = {c.id for c in commands if c.id.startswith("conversation.") and c.group == "Triage"} | {"label.pick"}
    assert verbs <= offered
    assert all(commands[id_].keys for id_ in verbs)


class Heartbeat(QObject):
    """The longest time in which the GUI thread did not come to its timer, in seconds, and how much it worked meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.hardest = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.hardest, self._worked = max(self.hardest, worked - self._worked), worked


def test_five_thousand_are_done_and_undone_as_one_without_a_stall(qtbot: QtBot, whole: Whole) -> None:
    account = accounts.accounts(whole.shop.reads.connection)[0]
    mails = [mail(f"many-{n}", who=f"P{n}", minutes=-(n % 600), raw=b"%d" % n) for n in range(5000)]

    def put(db):  # type: ignore[no-untyped-def]
        return ingest.ingest(db, account, mails, cursor=None, now=whole.shop.clock.now(), rank=rank)

    whole.shop.writer.submit(put, durable=False).result()
    lane = max((Lane.NEEDS_YOU, Lane.WORTH_A_LOOK, Lane.THE_REST), key=lambda lane: count(whole, lane))
    many, done = count(whole, lane), count(whole, Lane.DONE)
    assert many >= 5000
    whole.window.show_lane(lane)
    qtbot.waitUntil(lambda: whole.window.inbox.model.rowCount() == many)
    press(qtbot, whole, "*a")
    assert whole.verbs.bulk_bar.words == f"{words.number(many)} chosen"
    gc.collect()
    heart = Heartbeat()
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.window.inbox.model.rowCount() == 0)
    calm(qtbot, whole)
    assert count(whole, Lane.DONE) == done + many
    assert whole.toast.words == f"Done: {words.number(many)} conversations"
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.window.inbox.model.rowCount() == many)
    calm(qtbot, whole)
    assert whole.window.lane is lane
    assert count(whole, Lane.DONE) == done
    # On a busy machine the thread also stands where it does nothing.
    assert heart.hardest < 0.3
    assert heart.longest < 3


def count(whole: Whole, lane: Lane) -> int:
    return whole.shop.reads.counts().total[lane]


def test_a_mention_that_a_watch_found_goes_with_a_phrase_and_undo_takes_both_back(qtbot: QtBot, whole: Whole) -> None:
    now = whole.shop.clock.now()
    said = mail("w", who="Ohio", channel="feed", kind=Kind.BLOG, matched="rye", text="New rye whiskey", subject="")

    def put(db):  # type: ignore[no-untyped-def]
        accounts.add(db, "watch", "Mentions", {"phrases": "rye"}, "", now)
        accounts.add(db, "feed", "City blog", {}, "", now)
        feed = accounts.account(db.conn, "City blog")
        return ingest.ingest(db, feed, [said], cursor=None, now=now, rank=rank)

    change = whole.shop.writer.submit(put).result()
    (mention,) = change.conversations

    def excluded() -> str:
        account = accounts.account(whole.shop.reads.connection, "Mentions")
        assert account is not None
        return account.settings.get("exclude", "")

    whole.window.select(mention)
    press(qtbot, whole, "!")
    (card,) = overlays(whole)
    assert isinstance(card, NotOurs)
    assert "“rye”" in card._note.text()
    qtbot.waitUntil(lambda: [c.value for c in card.offered()][:2] == ["", "rye whiskey"])
    qtbot.waitUntil(lambda: "rye whiskey" in card._holding and card._total > 0)
    qtbot.keyClick(focus(), Qt.Key.Key_Down)
    enter(qtbot)
    qtbot.waitUntil(lambda: excluded() == "rye whiskey")
    assert whole.state(mention) is State.NOT_OURS
    calm(qtbot, whole)
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: excluded() == "")
    assert whole.state(mention) is State.OPEN
