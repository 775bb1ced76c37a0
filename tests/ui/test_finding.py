"""What a search finds stands in the list: the verbs work there, Esc leads back, and it can be kept under a name."""

from array import array
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import ConversationId, Lane, State
from desktop.domain.row import Found, Sorting
from desktop.ui.keys.turns import Turns
from desktop.ui.reads import Reads
from desktop.ui.search.finding import Finding
from desktop.ui.views.conversation.name_card import NameCard
from desktop.ui.views.overlay import Overlay
from desktop.ui.views.rail.saved import SavedLine
from desktop.ui.views.search.page import Search
from desktop.ui.widgets.verb_button import VerbButton
from desktop.ui.workplace import Workplace
from tests.ui.test_verbs import Whole, overlays, press, whole

__all__ = ["whole"]

ESC = Qt.Key.Key_Escape


def find(qtbot: QtBot, whole: Whole, query: str) -> None:
    press(qtbot, whole, "/")
    (search,) = overlays(whole)
    assert isinstance(search, Search)
    qtbot.keyClicks(search.first, query)
    qtbot.keyClick(search.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole.verbs.finding.found == Found(query))


def shown(whole: Whole) -> list[ConversationId]:
    return [ConversationId(id_) for id_ in whole.window.inbox.model.order()]


def test_what_is_found_is_gone_through_like_a_lane_and_esc_leads_back(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "j")
    stood_on, lane = whole.window.inbox.current, whole.window.lane
    find(qtbot, whole, "is:open")
    qtbot.waitUntil(
        lambda: len(shown(whole)) == len({*whole.ids(), *whole.ids(Lane.WORTH_A_LOOK), *whole.ids(Lane.THE_REST)})
    )
    first = whole.window.inbox.current
    press(qtbot, whole, "j")
    assert whole.window.inbox.current == shown(whole)[1] != first
    qtbot.waitUntil(lambda: whole.window.opened().row.id == shown(whole)[1])  # type: ignore[union-attr]
    qtbot.keyClick(whole.window.windowHandle(), ESC)
    qtbot.waitUntil(lambda: whole.window.lane is lane)
    qtbot.waitUntil(lambda: whole.window.inbox.current == stood_on)


def test_what_was_looked_for_stays_marked_in_a_page_that_is_laid_out_once_more(qtbot: QtBot, whole: Whole) -> None:
    pages = whole.window.reader.pages

    def marked() -> set[str]:
        return {one.cursor.selectedText().casefold() for one in pages.browser.extraSelections()}  # type: ignore[attr-defined]

    find(qtbot, whole, "cake")
    qtbot.waitUntil(lambda: marked() == {"cake"})
    qtbot.waitUntil(lambda: not whole.verbs.finding._marks._again.isActive())
    with qtbot.waitSignal(pages.laid_out):
        whole.theme.choose("dark")
    qtbot.waitUntil(lambda: marked() == {"cake"})


def test_where_more_is_found_than_is_listed_the_list_says_so(
    qtbot: QtBot,
    whole: Whole,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop.store.found.MOST_FOUND", 3)
    monkeypatch.setattr("desktop.ui.views.inbox.whole_order.MOST_FOUND", 3)
    find(qtbot, whole, "is:open")
    line = "The newest 3 found: is:open. Esc goes back"
    head = whole.window.inbox.head
    qtbot.waitUntil(lambda: line in {label.text() for label in head.findChildren(QLabel)})
    qtbot.keyClick(whole.window.windowHandle(), ESC)
    qtbot.waitUntil(lambda: line not in {label.text() for label in head.findChildren(QLabel)})


def test_all_that_is_found_is_done_at_once_and_undone(qtbot: QtBot, whole: Whole) -> None:
    find(qtbot, whole, "in:the-rest")
    rest = whole.ids(Lane.THE_REST)
    qtbot.waitUntil(lambda: len(shown(whole)) == len(rest))
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: not whole.ids(Lane.THE_REST))
    qtbot.waitUntil(lambda: not shown(whole))
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: sorted(whole.ids(Lane.THE_REST)) == sorted(rest))


def test_all_of_a_search_that_was_left_meanwhile_is_not_all_of_what_is_shown_now(
    qtbot: QtBot,
    whole: Whole,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on, ids = Event(), Reads.ids

    def slowly(reads: Reads, lane: Lane | Found, sorting: Sorting = Sorting.NEED) -> "array[int]":
        if isinstance(lane, Found):
            goes_on.wait(60)
        return ids(reads, lane, sorting)

    monkeypatch.setattr(Reads, "ids", slowly)
    find(qtbot, whole, "is:open")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(whole.window.inbox.order_known):
        qtbot.mouseClick(whole.window.rail._lanes[Lane.THE_REST], Qt.MouseButton.LeftButton)
    assert whole.window.lane is Lane.THE_REST
    assert len(whole.window.current_conversations()) == 1
    goes_on.set()


def test_a_done_one_stays_where_the_search_still_finds_it(qtbot: QtBot, whole: Whole) -> None:
    find(qtbot, whole, "in:anywhere")
    here = whole.window.inbox.current
    assert here is not None
    before = shown(whole)
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: whole.state(here) is State.DONE)
    assert shown(whole)[: len(before)] == before


def test_a_search_is_saved_shown_in_the_rail_renamed_and_removed(qtbot: QtBot, whole: Whole) -> None:
    find(qtbot, whole, "is:open")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (card,) = overlays(whole)
    assert isinstance(card, NameCard)
    qtbot.keyClicks(card.first, "All of it")
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    rail = whole.window.rail
    qtbot.waitUntil(lambda: rail.saved() == [Found("is:open", "All of it")])
    qtbot.keyClick(whole.window.windowHandle(), ESC)
    qtbot.waitUntil(lambda: whole.verbs.finding.found is None)
    rail.saved_chosen.emit("All of it")
    qtbot.waitUntil(lambda: whole.verbs.finding.found == Found("is:open", "All of it"))
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_F2)
    (card,) = overlays(whole)
    assert isinstance(card, NameCard)
    card.first.selectAll()
    qtbot.keyClicks(card.first, "Everybody")
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rail.saved() == [Found("is:open", "Everybody")])
    whole.verbs.finding.remove("Everybody")
    qtbot.waitUntil(lambda: rail.saved() == [])


def test_a_saved_search_is_counted_in_the_rail_and_again_after_every_verb(qtbot: QtBot, whole: Whole) -> None:
    def figures() -> list[str]:
        return [line.right for line in whole.window.rail.findChildren(SavedLine) if line.isVisible()]

    waiting = len(whole.ids())
    whole.verbs._desk.save_search("Them", "in:needs-you")
    qtbot.waitUntil(lambda: figures() == [str(waiting)])
    press(qtbot, whole, "e")
    qtbot.waitUntil(lambda: figures() == [str(waiting - 1)])
    (line,) = whole.window.rail.findChildren(SavedLine)
    assert line.accessibleName() == f"Saved search Them: {waiting - 1}"


def test_a_name_that_is_being_typed_gives_way_to_no_other_card(qtbot: QtBot, whole: Whole) -> None:
    find(qtbot, whole, "is:open")
    whole.verbs.finding.save()
    (card,) = overlays(whole)
    qtbot.keyClicks(card.first, "All")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert overlays(whole) == [card]
    qtbot.keyClicks(card.first, " of it")
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole.window.rail.saved() == [Found("is:open", "All of it")])


def test_what_was_searched_lately_outlasts_the_window(whole: Whole, tmp_path: Path) -> None:
    def open_again() -> Finding:
        return Finding(
            Workplace(
                window=whole.window,
                desk=whole.verbs._desk,
                theme=whole.theme,
                clock=whole.shop.clock,
                turns=Turns(whole.window),
                show=Overlay.deleteLater,
                undo=whole.verbs.undo,
                key=whole.verbs.commands.key,
            )
        )

    whole.window.folder = tmp_path
    before = open_again()
    for query in ("cake, is:unread", 'from:"Ann" or -late', "cake, is:unread"):
        before.show(query)
    search = open_again().equip(Search(whole.theme, whole.verbs._desk.search, whole.shop.clock.now))
    assert [choice.title for choice in search.completions()] == ["cake, is:unread", 'from:"Ann" or -late']
    search.deleteLater()


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_word_that_nobody_has_said_yet_is_saved_from_where_it_was_typed(qtbot: QtBot, whole: Whole) -> None:
    stood_on = whole.window.inbox.current
    press(qtbot, whole, "/")
    (search,) = overlays(whole)
    assert isinstance(search, Search)
    qtbot.keyClicks(search.first, "wombat")
    qtbot.waitUntil(lambda: "Nothing was found" in search.note())
    assert "counts what comes in later" in search.note()
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_S, CTRL)
    (card,) = overlays(whole)
    assert isinstance(card, NameCard)
    qtbot.keyClicks(card.first, "Wombats")
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole.window.rail.saved() == [Found("wombat", "Wombats")])
    qtbot.waitUntil(lambda: whole.toast.words == "Saved: Wombats. What comes in later is counted there.")
    assert whole.window.inbox.current == stood_on
    assert whole.verbs.finding.found is None


def test_what_is_typed_in_the_search_is_saved_not_what_the_list_shows_and_by_mouse_too(
    qtbot: QtBot,
    whole: Whole,
) -> None:
    find(qtbot, whole, "is:open")
    press(qtbot, whole, "/")
    (search,) = overlays(whole)
    assert isinstance(search, Search)
    qtbot.keyClicks(search.first, "is:starred")
    (save,) = [button for button in search.findChildren(VerbButton) if button.isVisible()]
    assert save.text() == "Save this search"
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    (card,) = overlays(whole)
    qtbot.keyClick(card.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole.window.rail.saved() == [Found("is:starred", "is:starred")])
    assert whole.verbs.finding.found == Found("is:open")


def test_saving_nothing_or_what_cannot_be_understood_is_answered_in_the_card(qtbot: QtBot, whole: Whole) -> None:
    press(qtbot, whole, "/")
    (search,) = overlays(whole)
    assert isinstance(search, Search)
    assert not [button for button in search.findChildren(VerbButton) if button.isVisible()]
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_S, CTRL)
    assert search.note() == "Type what to look for, then save it."
    qtbot.keyClicks(search.first, "before:whenever cake")
    qtbot.waitUntil(lambda: not search._is_asking)
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_S, CTRL)
    assert overlays(whole) == [search]
    assert "whenever" in search.note()
    assert whole.window.rail.saved() == []


def test_a_search_that_was_given_up_lets_no_key_through_that_waits_for_the_next(qtbot: QtBot, whole: Whole) -> None:
    finding, turns = whole.verbs.finding, whole.verbs._turns
    finding.show("cake")
    finding.show("bread")
    with qtbot.waitSignal(whole.verbs._desk.failed):
        finding._failed(finding._asked - 1, "The first one could not be read.")
    assert turns.is_busy
    qtbot.waitUntil(lambda: not turns.is_busy)
    assert finding.found is not None
    assert finding.found.query == "bread"


def test_who_is_being_read_stays_in_a_search_for_the_unread_until_the_owner_goes_on(qtbot: QtBot, whole: Whole) -> None:
    inbox = whole.window.inbox
    whole.window.show_lane(Found("is:unread"))
    qtbot.waitUntil(lambda: inbox.current is not None)
    first = inbox.current
    assert first is not None
    qtbot.waitUntil(lambda: not whole.shop.opened(first).row.unread)
    # The whole order may be read only when the first one was marked already: with many, or after a slow start.
    with qtbot.waitSignal(inbox.order_known):
        inbox.read_order()
    assert inbox.current == first
    assert shown(whole)[0] == first
    press(qtbot, whole, "j")
    assert inbox.current == shown(whole)[1]


def test_what_was_noted_is_found_among_the_messages_and_leads_to_its_conversation(qtbot: QtBot, whole: Whole) -> None:
    noted = whole.ids()[1]
    press(qtbot, whole, "j")
    qtbot.waitUntil(lambda: whole.window.inbox.current == noted)
    whole.verbs.commands.run("conversation.note")
    (card,) = overlays(whole)
    qtbot.keyClicks(card.first, "Wombat on the label")
    qtbot.keyClick(card.first, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not overlays(whole))
    press(qtbot, whole, "/")
    (search,) = overlays(whole)
    assert isinstance(search, Search)
    qtbot.keyClicks(search.first, "wombat")
    qtbot.waitUntil(lambda: len(search.offered()) == 1)
    (hit,) = search.offered()
    assert hit.detail.startswith("Your note, ")
    assert hit.below == "\x02Wombat\x03 on the label"
    qtbot.keyClick(search.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole.window.lane == Found("note:(wombat)") and whole.window.inbox.current == noted)
