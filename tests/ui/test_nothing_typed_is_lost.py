"""Whatever comes between two keys - a failure, another process, a file on its way -, what the owner typed is still there."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.domain.draft import Draft
from desktop.domain.errors import Misconfigured
from desktop.store import drafts
from desktop.store.connection import StoreFailure
from desktop.ui.reply.ways import read_ways
from tests.ui.test_composer import ready, shop, texts  # noqa: F401 - a fixture
from tests.ui.workshop import Workshop


@pytest.fixture
def close_the_way(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:  # noqa: F811
    def refuse(_context: object) -> object:
        raise Misconfigured("There is no way out.")

    return partial(monkeypatch.setattr, shop.desk, "_open_connector", refuse)


def elsewhere(shop: Workshop, text: str) -> None:  # noqa: F811
    """Change the draft of the way on show as another process would."""
    front = shop.composer.sheets.front
    assert front is not None
    draft = Draft(
        conversation=front.conversation, account=front.account, text=text, audience=front.audience, in_reply_to=None
    )
    shop.writer.submit(lambda db: drafts.save(db, draft, shop.clock.now())).result()


def test_what_cannot_be_queued_stands_above_what_was_typed_since(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    close_the_way: Callable[[], None],
) -> None:
    id_ = ready(qtbot, shop)
    close_the_way()
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    shop.composer.send()
    qtbot.keyClicks(shop.composer.text, "And one more thng")
    shop.composer.text.moveCursor(shop.composer.text.textCursor().MoveOperation.Left)
    shop.composer.text.moveCursor(shop.composer.text.textCursor().MoveOperation.Left)
    qtbot.waitUntil(lambda: shop.composer.form.trouble.text() == "There is no way out.")
    qtbot.keyClicks(shop.composer.text, "i")
    assert shop.composer.text.toPlainText() == "Dear Marta\n\nAnd one more thing"
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Dear Marta\n\nAnd one more thing")


def test_what_cannot_be_queued_is_a_draft_again_when_the_owner_has_gone_and_come_back(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    close_the_way: Callable[[], None],
) -> None:
    id_ = ready(qtbot, shop)
    close_the_way()
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    with qtbot.waitSignal(shop.desk.failed):
        shop.composer.send()
        shop.composer.open(shop.opened(shop.rows("mail")[1].id))
        shop.composer.open(shop.opened(id_))
        qtbot.keyClicks(shop.composer.text, "And more")
    qtbot.waitUntil(lambda: shop.composer.text.toPlainText() == "Dear Marta\nAnd more")


def test_a_draft_that_could_not_be_read_for_once_is_read_at_the_next_key(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = [StoreFailure("The disk is away.")]

    def once_not(*given: object) -> object:
        if wrong:
            raise wrong.pop()
        return read_ways(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("desktop.ui.reply.replying.read_ways", once_not)
    id_ = shop.rows("mail")[0].id
    with qtbot.waitSignal(shop.desk.failed):
        shop.composer.open(shop.opened(id_))
    qtbot.keyClicks(shop.composer.text, "Dear Marta")
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    assert shop.composer.text.toPlainText() == "Dear Marta"
    assert shop.composer.form.send.isEnabled()
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Dear Marta")


def test_what_another_process_put_into_the_draft_stands_beside_what_is_typed(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
) -> None:
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "It left today.")
    qtbot.waitUntil(lambda: shop.desk.drafts.is_clean)
    elsewhere(shop, "Taken back.\n\nIt left today.")
    shop.composer.open(shop.opened(id_))
    qtbot.keyClicks(shop.composer.text, " Promised")
    qtbot.waitUntil(lambda: shop.composer.text.toPlainText() == "Taken back.\n\nIt left today. Promised")
    qtbot.keyClicks(shop.composer.text, "!")
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Taken back.\n\nIt left today. Promised!")


def test_another_text_in_the_draft_stands_above_what_is_typed(qtbot: QtBot, shop: Workshop) -> None:  # noqa: F811
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Mine")
    qtbot.waitUntil(lambda: shop.desk.drafts.is_clean)
    elsewhere(shop, "Theirs")
    with qtbot.waitSignal(shop.composer.ready):
        shop.composer.open(shop.opened(id_))
    assert shop.composer.text.toPlainText() == "Theirs\nMine"
    qtbot.waitUntil(lambda: shop.draft_text(id_) == "Theirs\nMine")


def test_typing_on_while_the_draft_is_read_again_changes_nothing(qtbot: QtBot, shop: Workshop) -> None:  # noqa: F811
    id_ = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Dear")
    for word in (" Marta", ", it", " left", " today"):
        with qtbot.waitSignal(shop.composer.ready):
            shop.composer.open(shop.opened(id_))
            qtbot.keyClicks(shop.composer.text, word)
    assert shop.composer.text.toPlainText() == "Dear Marta, it left today"


def test_a_file_given_at_once_waits_until_it_is_known_how_to_answer(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = tmp_path / "cake.txt"
    path.write_text("hazelnut")
    mail = shop.open("mail").row.id
    shop.composer.attach([path])
    assert not shop.composer.is_ready
    shop.open("mastodon")
    qtbot.waitUntil(lambda: shop.composer.is_ready)
    assert "cake.txt" not in texts(shop.composer)
    shop.composer.open(shop.opened(mail))
    qtbot.waitUntil(lambda: "cake.txt" in texts(shop.composer))
    assert shop.composer.form.trouble.text() == ""


def test_a_reply_waits_for_a_file_that_is_still_being_read(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from desktop.compose import files

    ready(qtbot, shop)
    path = tmp_path / "cake.txt"
    path.write_text("hazelnut")
    read, whole = threading.Event(), files.read_file

    def slowly(file: Path) -> object:
        read.wait(60)
        return whole(file)

    monkeypatch.setattr(files, "read_file", slowly)
    qtbot.keyClicks(shop.composer.text, "See the file")
    shop.composer.attach([path])
    assert not shop.composer.form.send.isEnabled()
    assert not shop.composer.send()
    assert "still being read" in shop.composer.form.trouble.text()
    read.set()
    qtbot.waitUntil(shop.composer.form.send.isEnabled)
    with qtbot.waitSignal(shop.desk.queued) as held:
        qtbot.mouseClick(shop.composer.form.send, Qt.MouseButton.LeftButton)
    assert [file.name for file in held.args[0].reply.files] == ["cake.txt"]


def test_closing_saves_the_rest_when_one_draft_cannot_be_read(
    qtbot: QtBot,
    shop: Workshop,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = ready(qtbot, shop)
    qtbot.keyClicks(shop.composer.text, "Kept")
    for channel, place in (("mail", 1), ("mail", 2)):
        shop.open(channel, place)
        qtbot.keyClicks(shop.composer.text, "too quick")

    def damaged(_opened: object) -> object:
        raise StoreFailure("The file is damaged.")

    monkeypatch.setattr(shop.desk, "begin_at_once", damaged)
    shop.composer.close_down()
    shop.settled()
    assert shop.draft_text(first) == "Kept"
