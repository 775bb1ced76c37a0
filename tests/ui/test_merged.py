"""A late message shows that two conversations are one while the owner stands in one of them, and writes there."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.domain.item import Author, Incoming
from desktop.store import accounts, drafts, ingest
from desktop.triage.rank import rank
from tests.store.makers import mail
from tests.ui.test_verbs import Whole, focus, press, whole  # noqa: F401 - a fixture

KIM = Author(key="kim@example.org", handle="kim@example.org", name="Kim Sander")


def arrive(whole: Whole, *items: Incoming) -> None:  # noqa: F811
    shop = whole.shop
    account = accounts.account(shop.reads.connection, "Mail")
    assert account is not None

    def write(db) -> ChangeSet:  # type: ignore[no-untyped-def]
        return ingest.ingest(db, account, items, cursor=None, now=shop.clock.now(), rank=rank)

    shop.writer.submit(write).result()


def said(whole: Whole, name: str, parent: str = "", minutes: int = 0) -> Incoming:  # noqa: F811
    return mail(
        name,
        who=KIM,
        written_at=whole.shop.clock.now() - timedelta(hours=1) + timedelta(minutes=minutes),
        subject=f"About {name}",
        text=f"Where is my order {name}, please?",
        parent_ids=(f"{parent}@example.org",) if parent else (),
    )


def conversations_of_kim(whole: Whole) -> list[ConversationId]:  # noqa: F811
    return sorted(row.id for row in whole.shop.rows("mail") if row.who == KIM.name)


def two(qtbot: QtBot, whole: Whole) -> tuple[ConversationId, ConversationId]:  # noqa: F811
    """Two conversations that will turn out to be one, with the owner in the second, which will be part of the first."""
    arrive(whole, said(whole, "first"), said(whole, "second", "between", minutes=5))
    first, second = conversations_of_kim(whole)
    whole.window.inbox.read_order()
    qtbot.waitUntil(lambda: whole.window.inbox.model.row_of(second) >= 0)
    whole.window.select(second)
    opened = whole.window.opened()
    assert opened is not None
    assert opened.row.id == second
    return first, second


def the_link(whole: Whole) -> Incoming:  # noqa: F811
    return said(whole, "between", "first", minutes=3)


def page(whole: Whole) -> str:  # noqa: F811
    return whole.window.reader.pages.browser.toPlainText()


def test_the_reader_goes_on_with_the_conversation_it_became_part_of(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    first, second = two(qtbot, whole)
    arrive(whole, the_link(whole))
    qtbot.waitUntil(lambda: conversations_of_kim(whole) == [first])
    qtbot.waitUntil(lambda: whole.window.opened() is not None and whole.window.opened().row.id == first)  # type: ignore[union-attr]
    assert "order second" in page(whole)
    assert "order between" in page(whole)
    assert not whole.window.reader._empty.isVisible()
    qtbot.waitUntil(lambda: whole.window.inbox.current == first)
    assert whole.window.inbox.model.row_of(second) == -1
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: whole.shop.opened(first).row.starred)


def test_text_and_caret_stay_with_the_owner_who_types_on(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    first, _ = two(qtbot, whole)
    press(qtbot, whole, "r")
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.is_ready)
    qtbot.keyClicks(focus(), "Dear Kim")
    cursor = composer.text.textCursor()
    cursor.setPosition(4)
    composer.text.setTextCursor(cursor)
    arrive(whole, the_link(whole))
    qtbot.waitUntil(lambda: composer.conversation == first)
    qtbot.keyClicks(focus(), "est")
    assert focus() is composer.text
    assert composer.text.toPlainText() == "Dearest Kim"
    qtbot.waitUntil(lambda: composer.is_ready)
    qtbot.keyClicks(focus(), "!")
    assert composer.text.toPlainText() == "Dearest! Kim"
    qtbot.waitUntil(lambda: whole.shop.draft_text(first) == "Dearest! Kim")
    assert [d.text for d in drafts.drafts(whole.shop.reads.connection)] == ["Dearest! Kim"]


def test_what_was_begun_in_the_other_one_stands_beside_it_and_none_of_it_is_lost(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
) -> None:
    first, second = two(qtbot, whole)
    composer = whole.verbs.composer
    whole.window.select(first)
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: composer.conversation == first and composer.is_ready)
    qtbot.keyClicks(focus(), "It left today.")
    qtbot.waitUntil(lambda: whole.shop.draft_text(first) == "It left today.")
    whole.window.select(second)
    qtbot.waitUntil(lambda: composer.conversation == second and composer.is_ready)
    qtbot.keyClicks(composer.text, "Srry!")
    cursor = composer.text.textCursor()
    cursor.setPosition(1)
    composer.text.setTextCursor(cursor)
    arrive(whole, the_link(whole))
    qtbot.waitUntil(lambda: composer.conversation == first and composer.is_ready)
    qtbot.keyClicks(composer.text, "o")
    assert composer.text.toPlainText() == "It left today.\n\nSorry!"
    qtbot.waitUntil(lambda: whole.shop.draft_text(first) == "It left today.\n\nSorry!")


def test_another_process_may_bring_the_message(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    first, _ = two(qtbot, whole)
    whole.bridge.changed.disconnect(whole.window.take_change)
    arrive(whole, the_link(whole))
    whole.window.take_unknown_change()
    qtbot.waitUntil(lambda: whole.window.opened() is not None and whole.window.opened().row.id == first)  # type: ignore[union-attr]
    assert "order between" in page(whole)
    qtbot.waitUntil(lambda: whole.window.inbox.current == first)


def hold_a_reply(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    composer = whole.verbs.composer
    press(qtbot, whole, "r")
    qtbot.waitUntil(lambda: composer.is_ready)
    qtbot.keyClicks(focus(), "It is on its way.")
    qtbot.keyClick(whole.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Held"))


def test_a_held_reply_stands_in_the_conversation_it_has_come_to(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    first, _ = two(qtbot, whole)
    hold_a_reply(qtbot, whole)
    arrive(whole, the_link(whole))
    qtbot.waitUntil(lambda: conversations_of_kim(whole) == [first])
    qtbot.waitUntil(lambda: whole.verbs.outbox.pending(first) is not None)


def test_undo_of_a_held_reply_goes_to_the_conversation_it_has_come_to(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    first, second = two(qtbot, whole)
    hold_a_reply(qtbot, whole)
    whole.window.select(second)
    arrive(whole, the_link(whole))
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.conversation == first and composer.is_ready)
    qtbot.waitUntil(lambda: whole.verbs.outbox.pending(first) is not None)
    qtbot.keyClicks(composer.text, "One more thing")
    whole.window.focus_list()
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: "It is on its way." in composer.text.toPlainText())
    assert composer.text.toPlainText().count("One more thing") == 1
    opened = whole.window.opened()
    assert opened is not None
    assert opened.row.id == first
    assert not whole.window.reader._empty.isVisible()
