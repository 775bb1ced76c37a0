"""Every way a reply can take, in one composer: each keeps its own text, two are sent as one gesture, what is private stays so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import Opened
from desktop.domain.draft import ReplyState
from desktop.domain.item import Audience
from desktop.store import drafts
from desktop.store import outbox as store_outbox
from desktop.sync.ways import both
from desktop.ui.desk import Held
from desktop.ui.theme import Theme
from desktop.ui.views.reply.composer import Composer
from tests.ui.workshop import RESOURCES, Workshop

LEAK = "Please write to marta.o@posteo.example about it."


@pytest.fixture
def shop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Workshop]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), ("mail", "mastodon", "review", "comment"))
    window = QWidget()
    QVBoxLayout(window).addWidget(shop.composer)
    window.resize(1000, 520)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield shop
    shop.close()


@pytest.fixture
def post(qtbot: QtBot, shop: Workshop) -> Opened:
    """A public post in the composer, which can be answered in private too."""
    row = next(row for row in shop.rows("mastodon") if row.audience == "public")
    opened = shop.opened(row.id)
    shop.composer.open(opened)
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    assert both(shop.composer.targets) is not None
    return opened


@pytest.fixture
def composer(shop: Workshop, post: Opened) -> Composer:
    return shop.composer


def mail(qtbot: QtBot, shop: Workshop, place: int = 0) -> Opened:
    opened = shop.open("mail", place)
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    return opened


def tab(composer: Composer, place: int) -> None:
    composer.tabs.buttons[place].click()


def kept(shop: Workshop, opened: Opened, audience: Audience) -> str:
    shop.composer.save()
    shop.settled()
    found = drafts.of_conversation(shop.reads.connection, opened.row.id)
    return next((draft.text for draft in found if draft.audience is audience), "")


def sent(qtbot: QtBot, shop: Workshop, **how: bool) -> Held:
    with qtbot.waitSignal(shop.desk.queued) as held:
        assert shop.composer.send(**how)
    result = held.args[0]
    assert isinstance(result, Held)
    return result


def test_the_channel_of_their_last_message_comes_first(composer: Composer) -> None:
    assert [button.accessibleName() for button in composer.tabs.buttons] == [
        "Mastodon, public",
        "Mastodon, private",
        "Both: apologise in public, help in private",
    ]
    assert [button.isChecked() for button in composer.tabs.buttons] == [True, False, False]


def test_each_way_keeps_its_own_text_and_none_is_lost(
    qtbot: QtBot, shop: Workshop, post: Opened, composer: Composer
) -> None:
    qtbot.keyClicks(composer.text, "We are sorry")
    tab(composer, 1)
    assert composer.text.toPlainText() == ""
    assert "Private" in composer.form.audience.words
    qtbot.keyClicks(composer.text, "Tell me more")
    tab(composer, 0)
    assert composer.text.toPlainText() == "We are sorry"
    assert composer.form.audience.words == "Public: everyone can read this"
    assert composer.tabs.buttons[1].accessibleName() == "Mastodon, private · draft"
    assert kept(shop, post, Audience.PUBLIC) == "We are sorry"
    assert kept(shop, post, Audience.PRIVATE) == "Tell me more"


def test_the_caret_stays_where_it_was_in_each_way(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.text, "We are sorry")
    cursor = composer.text.textCursor()
    cursor.setPosition(2)
    composer.text.setTextCursor(cursor)
    tab(composer, 1)
    tab(composer, 0)
    assert composer.text.textCursor().position() == 2
    assert composer.text.hasFocus()


def test_a_conversation_opens_with_the_way_something_was_written_for(
    qtbot: QtBot, shop: Workshop, post: Opened, composer: Composer
) -> None:
    tab(composer, 1)
    qtbot.keyClicks(composer.text, "In private")
    mail(qtbot, shop)
    composer.open(post)
    qtbot.waitUntil(lambda: composer.is_ready)
    assert composer.text.toPlainText() == "In private"
    assert composer.tabs.buttons[1].isChecked()


def test_news_in_the_conversation_leave_tab_text_and_caret(
    qtbot: QtBot, shop: Workshop, post: Opened, composer: Composer
) -> None:
    tab(composer, 1)
    qtbot.keyClicks(composer.text, "In private")
    composer.text.textCursor().setPosition(3)
    with qtbot.waitSignal(composer.ready):
        composer.open(shop.opened(post.row.id))
    assert composer.tabs.buttons[1].isChecked()
    assert composer.text.toPlainText() == "In private"
    assert composer.text.hasFocus()


# Both at once


def test_both_shows_two_texts_with_their_own_counters_and_audiences(qtbot: QtBot, composer: Composer) -> None:
    tab(composer, 2)
    assert composer.beside.isVisible()
    assert composer.caption.audience.words == "Public: everyone can read this"
    assert composer.beside.caption.audience.words == "Private"
    qtbot.keyClicks(composer.text, "We are sorry")
    qtbot.keyClicks(composer.beside.text, "Here is help")
    assert composer.caption.counter.text().startswith("488 left")
    assert not composer.form.counter.isVisible()


def test_both_need_words_in_each_text(qtbot: QtBot, composer: Composer) -> None:
    tab(composer, 2)
    qtbot.keyClicks(composer.text, "We are sorry")
    assert composer.obstacle().startswith("In private:")
    assert not composer.send()
    assert composer.text.toPlainText() == "We are sorry"


def test_both_leave_as_one_gesture_the_public_one_first_and_come_back_as_one(
    qtbot: QtBot, shop: Workshop, post: Opened, composer: Composer
) -> None:
    tab(composer, 2)
    qtbot.keyClicks(composer.text, "We are sorry")
    qtbot.keyClicks(composer.beside.text, "Here is help")
    held = sent(qtbot, shop)
    assert [reply.audience for reply in (held.reply, *held.more)] == [Audience.PUBLIC, Audience.PRIVATE]
    assert held.reply.gesture == held.more[0].gesture != ""
    assert composer.text.toPlainText() == ""
    assert not composer.beside.isVisible()
    shop.desk.withdraw(held.reply, done=composer.reload)
    qtbot.waitUntil(lambda: composer.is_ready and composer.is_both)
    assert (composer.text.toPlainText(), composer.beside.text.toPlainText()) == ("We are sorry", "Here is help")
    assert {reply.state for reply in shop.replies()} <= {ReplyState.WITHDRAWN}


def test_both_that_cannot_be_queued_put_both_texts_back(
    qtbot: QtBot, composer: Composer, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.domain.errors import Misconfigured

    def refuse(_context: object) -> object:
        raise Misconfigured("There is no way out.")

    tab(composer, 2)
    qtbot.keyClicks(composer.text, "We are sorry")
    qtbot.keyClicks(composer.beside.text, "Here is help")
    monkeypatch.setattr(shop.desk, "_open_connector", refuse)
    composer.send()
    qtbot.waitUntil(lambda: composer.form.trouble.text() == "There is no way out.")
    assert (composer.text.toPlainText(), composer.beside.text.toPlainText()) == ("We are sorry", "Here is help")
    assert shop.replies() == []


# Private details in public


def test_a_private_detail_in_public_stops_the_reply_until_it_is_confirmed(
    qtbot: QtBot, shop: Workshop, composer: Composer
) -> None:
    qtbot.keyClicks(composer.text, LEAK)
    assert not composer.send()
    assert composer.guard.stops
    assert "marta.o@posteo.example" in composer.guard.sentence.text()
    assert not composer.send(), "a second Send does not confirm"
    assert shop.replies() == []
    with qtbot.waitSignal(shop.desk.queued):
        qtbot.mouseClick(composer.guard.send, Qt.MouseButton.LeftButton)
    assert [reply.text for reply in shop.replies()] == [LEAK]


def test_what_is_changed_after_the_stop_has_to_be_confirmed_anew(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.text, LEAK)
    composer.send()
    qtbot.keyClicks(composer.text, " And call 0171 5550123.")
    assert not composer.guard.stops
    assert not composer.send()


def test_a_text_with_a_private_detail_moves_to_the_private_way(
    qtbot: QtBot, shop: Workshop, post: Opened, composer: Composer
) -> None:
    qtbot.keyClicks(composer.text, LEAK)
    composer.send()
    qtbot.mouseClick(composer.guard.mover, Qt.MouseButton.LeftButton)
    assert composer.text.toPlainText() == LEAK
    assert composer.form.audience.words == "Private"
    assert not composer.guard.isVisible()
    assert kept(shop, post, Audience.PUBLIC) == ""
    assert kept(shop, post, Audience.PRIVATE) == LEAK


def test_of_two_texts_only_the_lines_that_hold_it_move(qtbot: QtBot, composer: Composer) -> None:
    tab(composer, 2)
    composer.text.setPlainText(f"We are sorry.\n{LEAK}\nIt should not have happened.")
    qtbot.keyClicks(composer.beside.text, "Dear Marta,")
    composer.send()
    qtbot.mouseClick(composer.guard.mover, Qt.MouseButton.LeftButton)
    assert composer.text.toPlainText() == "We are sorry.\nIt should not have happened."
    assert composer.beside.text.toPlainText() == f"Dear Marta,\n\n{LEAK}"


def test_the_shops_own_address_may_be_said_in_public(qtbot: QtBot, composer: Composer) -> None:
    composer.sheets.own = ("hello@hazelrye.example",)
    qtbot.keyClicks(composer.text, "Write to hello@hazelrye.example and we help.")
    assert not composer.guard.isVisible()


# Files


def names(composer: Composer) -> list[str]:
    return [file.name for file in composer.files.files]


def test_files_are_kept_with_the_draft_and_go_with_the_reply(qtbot: QtBot, shop: Workshop, tmp_path: Path) -> None:
    opened = mail(qtbot, shop)
    path = tmp_path / "cake.txt"
    path.write_text("hazelnut")
    qtbot.keyClicks(shop.composer.text, "See the file")
    shop.composer.attach([path])
    qtbot.waitUntil(lambda: names(shop.composer) == ["cake.txt"])
    path.unlink()
    mail(qtbot, shop, 1)
    assert names(shop.composer) == []
    shop.composer.open(opened)
    qtbot.waitUntil(lambda: names(shop.composer) == ["cake.txt"])
    held = sent(qtbot, shop)
    assert [file.name for file in held.reply.files] == ["cake.txt"]
    assert names(shop.composer) == []
    shop.desk.withdraw(held.reply, done=shop.composer.reload)
    qtbot.waitUntil(lambda: names(shop.composer) == ["cake.txt"])
    assert shop.composer.text.toPlainText() == "See the file"


def test_a_file_is_removed_with_its_button(qtbot: QtBot, shop: Workshop, tmp_path: Path) -> None:
    mail(qtbot, shop)
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(name)
    shop.composer.attach([tmp_path / "one.txt", tmp_path / "two.txt"])
    qtbot.waitUntil(lambda: names(shop.composer) == ["one.txt", "two.txt"])
    button = next(b for b in shop.composer.files.findChildren(QToolButton) if b.accessibleName() == "Remove one.txt")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(shop.composer) == ["two.txt"])


def test_a_file_that_is_too_large_says_so_before_it_is_sent(qtbot: QtBot, shop: Workshop, tmp_path: Path) -> None:
    mail(qtbot, shop)
    path = tmp_path / "film.mp4"
    with path.open("wb") as film:
        film.truncate(60_000_000)
    shop.composer.attach([path])
    qtbot.waitUntil(lambda: "too large" in shop.composer.form.trouble.text())
    assert names(shop.composer) == []
    (tmp_path / "cake.txt").write_text("hazelnut")
    shop.composer.attach([tmp_path / "cake.txt"])
    qtbot.waitUntil(lambda: names(shop.composer) == ["cake.txt"])
    assert not shop.composer.form.trouble.isVisible(), "what was wrong with the other is no longer said"


def test_a_file_dropped_on_the_text_and_a_picture_pasted_are_attached(
    qtbot: QtBot, shop: Workshop, tmp_path: Path
) -> None:
    mail(qtbot, shop)
    path = tmp_path / "cake.txt"
    path.write_text("hazelnut")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    shop.composer.text.insertFromMimeData(dropped)
    qtbot.waitUntil(lambda: names(shop.composer) == ["cake.txt"])
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    pasted = QMimeData()
    pasted.setImageData(picture)
    assert shop.composer.text.canInsertFromMimeData(pasted)
    shop.composer.text.insertFromMimeData(pasted)
    qtbot.waitUntil(lambda: names(shop.composer) == ["cake.txt", "picture.png"])
    assert shop.composer.text.toPlainText() == ""


def test_a_channel_without_files_hides_the_button_and_says_why_when_one_is_dropped(
    qtbot: QtBot, shop: Workshop, tmp_path: Path
) -> None:
    shop.open("comment")
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    assert not shop.composer.takes_files
    assert not shop.composer.tools["reply.attach"].isVisible()
    shop.composer.attach([tmp_path / "cake.txt"])
    assert "cannot go with" in shop.composer.form.trouble.text()


# Later, quotation, long texts


def test_a_reply_for_later_waits_for_its_time(qtbot: QtBot, shop: Workshop) -> None:
    mail(qtbot, shop)
    at = shop.clock.now() + timedelta(hours=20)
    qtbot.keyClicks(shop.composer.text, "Good morning")
    with qtbot.waitSignal(shop.desk.queued) as held:
        assert shop.composer.send(leave_at=at)
    assert held.args[0].reply.leave_at == at
    assert store_outbox.next_due(shop.reads.connection, shop.clock.now()) == at
    later = at + timedelta(hours=1)
    shop.desk.leave_at(held.args[0].reply, later)
    qtbot.waitUntil(lambda: shop.replies()[0].leave_at == later)


def test_what_they_wrote_is_quoted_once_and_only_when_asked(qtbot: QtBot, shop: Workshop) -> None:
    mail(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    assert ">" not in shop.composer.text.toPlainText()
    shop.composer.quote()
    qtbot.waitUntil(lambda: "> " in shop.composer.text.toPlainText())
    text = shop.composer.text.toPlainText()
    assert text.startswith("Dear Marta\n\n")
    assert "\n> " in text
    assert shop.composer.text.textCursor().position() == len("Dear Marta")
    with qtbot.waitSignal(shop.desk.quoted):
        shop.composer.quote()
    assert shop.composer.text.toPlainText() == text


def test_a_long_text_is_looked_at_once_and_beside_the_keys(
    qtbot: QtBot, shop: Workshop, composer: Composer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import desktop.ui.reply.findings as module

    looked: list[int] = []
    whole = module.assess

    def count(text: str, *rest: object, **more: object) -> object:
        looked.append(len(text))
        return whole(text, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "assess", count)
    composer.text.setPlainText("word " * 10_000)
    qtbot.keyClicks(composer.text, "more words")
    assert looked == []
    qtbot.waitUntil(lambda: bool(looked))
    assert looked == [50_010]
    assert "too long" in composer.form.counter.text()


def test_a_slash_in_an_empty_text_and_two_colons_ask_for_a_saved_reply(qtbot: QtBot, composer: Composer) -> None:
    wished: list[str] = []
    composer.tool_chosen.connect(wished.append)
    qtbot.keyClicks(composer.text, "/")
    assert wished == ["reply.saved"]
    composer.insert("Dear Marta, ")
    assert composer.text.toPlainText() == "Dear Marta, "
    qtbot.keyClicks(composer.text, "::")
    assert wished == ["reply.saved"] * 2
    composer.insert("thank you ")
    qtbot.keyClicks(composer.text, "and/or a::b")
    assert (composer.text.toPlainText(), wished) == ("Dear Marta, thank you and/or a::b", ["reply.saved"] * 2)


def test_what_asked_for_a_saved_reply_stays_where_none_is_taken(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.text, "/etc is full :: ")
    composer.insert("Sorry")
    assert composer.text.toPlainText() == "/etc is full :: Sorry"
