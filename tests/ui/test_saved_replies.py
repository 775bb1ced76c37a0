"""Saved replies in the whole window: three presses from the row to a held reply, and the owner's own ones."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.compose.own_templates import general, put_back, remove, save, written_here
from desktop.compose.templates import load
from desktop.domain.conversation import Opened
from desktop.domain.errors import Refused
from desktop.sync.ways import Way
from desktop.ui.reads import Reads
from desktop.ui.reply.saved_replies import SavedReplies
from desktop.ui.reply.ways import read_ways
from desktop.ui.views.reply.overdue import OverdueCard
from desktop.ui.views.reply.saved_picker import SavedPicker
from desktop.ui.views.reply.send_later import SendLater
from tests.ui.test_verbs import Whole, overlays, whole  # noqa: F401 - a fixture


def press(whole: Whole, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:  # noqa: F811
    handle = whole.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, held)


def test_three_presses_lead_from_the_row_to_a_held_reply(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    press(whole, Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: bool(whole.window.findChildren(SavedPicker)))
    (picker,) = whole.window.findChildren(SavedPicker)
    wanted = picker.filled(picker.offered()[0].value).text  # type: ignore[arg-type]
    assert picker.preview.toPlainText() == "\n\n".join(
        part.strip("\n") for part in wanted.split("\n\n") if part.strip()
    )
    assert not any(choice.detail for choice in picker.offered()), "of one language nothing need be said"
    press(whole, Qt.Key.Key_1)
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.text.toPlainText() == wanted)
    assert "{" not in wanted
    press(whole, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(whole.shop.replies()) == 1)
    assert whole.shop.replies()[0].text == wanted


def test_the_button_shows_the_key_that_is_heard_where_the_caret_is(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: whole.window.opened() is not None)
    button = whole.verbs.composer.form.tools["reply.saved"]
    assert button.accessibleDescription() == "q"
    press(whole, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: button.accessibleDescription() == "Ctrl T")
    press(whole, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: button.accessibleDescription() == "q")


def test_typing_finds_a_saved_reply_and_enter_takes_it(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    whole.verbs.replies.pick_saved()
    qtbot.waitUntil(lambda: bool(whole.window.findChildren(SavedPicker)))
    (picker,) = whole.window.findChildren(SavedPicker)
    qtbot.keyClicks(picker.first, "thank")
    assert picker.offered()[0].value.name.startswith("thank")  # type: ignore[attr-defined]
    press(whole, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: whole.verbs.composer.text.toPlainText() != "")


def test_a_text_is_sent_later_and_can_be_moved_and_taken_back(qtbot: QtBot, whole: Whole) -> None:  # noqa: F811
    whole.verbs.replies.write()
    composer = whole.verbs.composer
    qtbot.waitUntil(lambda: composer.is_ready)
    qtbot.keyClicks(composer.text, "Good morning")
    whole.verbs.replies.send_later()
    (picker,) = whole.window.findChildren(SendLater)
    assert "computer is on" in picker.note()
    qtbot.keyClicks(picker.first, "tomorrow 8")
    press(whole, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(whole.shop.replies()) == 1)
    reply = whole.shop.replies()[0]
    assert reply.leave_at is not None
    card = OverdueCard(whole.theme, reply, whole.shop.clock.now())
    card.acted.connect(whole.verbs.replies.act)
    card.open_over(whole.window)
    qtbot.mouseClick(card.buttons["withdraw"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: composer.text.toPlainText() == "Good morning")


def test_saved_replies_for_one_customer_are_not_offered_for_the_next(
    qtbot: QtBot,
    whole: Whole,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = whole.ids()[:2]
    goes_on, begun = Event(), Event()

    def slowly(reads: Reads, opened: Opened, *more: object) -> tuple[Way, ...]:
        if opened.row.id == first:
            begun.set()
            goes_on.wait(60)
        return read_ways(reads, opened, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("desktop.ui.reply.replying.read_ways", slowly)
    monkeypatch.setattr("desktop.ui.reply.following._SETTLE_MS", 1)
    whole.window.select(second)
    qtbot.waitUntil(lambda: whole.verbs.composer.conversation == second and whole.verbs.composer.is_ready)
    whole.window.select(first)
    # The window may have begun to read of the first one before, as it opens with it.
    qtbot.waitUntil(lambda: begun.is_set() and whole.verbs.composer.conversation == first)
    whole.verbs.replies.pick_saved()
    qtbot.waitUntil(lambda: whole.verbs.replies._when_ready is not None)
    whole.window.select(second)
    qtbot.waitUntil(lambda: whole.verbs.composer.conversation == second and whole.verbs.composer.is_ready)
    assert overlays(whole) == []
    assert not whole.verbs.turns.is_busy
    goes_on.set()


def test_a_text_becomes_a_saved_reply_is_changed_and_removed(tmp_path: Path) -> None:
    text = general("Dear Marta, Marta's cake costs {5}.", "Marta")
    assert text == "Dear {first_name}, {first_name}'s cake costs (5)."
    name = save(tmp_path, title="Price", text=text, language="en")
    found, problems = load(tmp_path, own=True)
    assert ([one.title() for one in found], problems) == (["Price"], [])
    save(tmp_path, title="Prices", text="Dear {first_name|there}", language="en", name=name)
    assert [one.title() for one in load(tmp_path, own=True)[0]] == ["Prices"]
    assert written_here(tmp_path) == {"Price"}
    remove(tmp_path, name)
    assert load(tmp_path, own=True)[0] == []


@pytest.mark.parametrize(("title", "text"), [("", "words"), ("Name", "  "), ("Name", "Dear {frist_name}")])
def test_what_makes_no_sense_is_refused_with_a_sentence(tmp_path: Path, title: str, text: str) -> None:
    with pytest.raises(Refused):
        save(tmp_path, title=title, text=text, language="en")
    assert list(tmp_path.iterdir()) == []


def test_removing_a_saved_reply_is_undone_whole_in_every_language(qtbot: QtBot, whole: Whole, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "mine"
    whole.verbs.replies._saved = SavedReplies(whole.shop.tasks, folder)
    save(folder, title="Price", text="It costs five.", language="en")
    (file,) = folder.glob("*.toml")
    file.write_text(file.read_text() + 'short = "Five."\ntone = "warm"\n')
    save(folder, title="Preis", text="Es kostet fünf.", language="de", name="Price")
    before = load(folder, own=True)
    assert set(before[0][0].bodies) == {"en", "de"}
    whole.verbs.replies._remove_saved(before[0][0])
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Removed"))
    assert load(folder, own=True)[0] == []
    whole.toast._action.click()
    qtbot.waitUntil(lambda: load(folder, own=True) == before)


def test_changing_a_saved_reply_leaves_its_other_words_alone(tmp_path: Path) -> None:
    save(tmp_path, title="Price", text="It costs five.", language="en")
    (file,) = tmp_path.glob("*.toml")
    more = '[[template]]\nname = "Mine"\ntitle = "Mine"\nlong = "By hand"\n'
    file.write_text(f'{file.read_text()}short = "Five."\ntone = "warm"\n\n{more}')
    save(tmp_path, title="Price", text="Es kostet fünf.", language="de", name="Price")
    save(tmp_path, title="Prices", text="It costs six.", language="en", name="Price")
    found = {one.name: one for one in load(tmp_path, own=True)[0]}
    price = found["Price"]
    assert (price.bodies["en"].title, price.bodies["en"].long, price.bodies["en"].short) == (
        "Prices", "It costs six.", "Five."
    )  # fmt: skip
    assert (price.bodies["de"].long, price.tone, found["Mine"].bodies["en"].long) == (
        "Es kostet fünf.", "warm", "By hand"
    )  # fmt: skip


def test_removing_a_saved_reply_leaves_what_was_written_beside_it_by_hand(tmp_path: Path) -> None:
    save(tmp_path, title="Price", text="It costs five.", language="en")
    (file,) = tmp_path.glob("*.toml")
    before = f'{file.read_text()}\n[[template]]\nname = "Mine"\ntitle = "Mine"\nlong = "By hand"\n'
    file.write_text(before)
    assert written_here(tmp_path) == {"Price"}
    gone = remove(tmp_path, "Price")
    assert [one.name for one in load(tmp_path, own=True)[0]] == ["Mine"]
    put_back(tmp_path, gone)
    assert file.read_text() == before


def test_a_saved_reply_that_cannot_be_removed_whole_stays_whole(tmp_path: Path) -> None:
    save(tmp_path, title="Price", text="It costs five.", language="en")
    (file,) = tmp_path.glob("*.toml")
    file.with_name(f"{file.stem}_de.toml").mkdir()
    with pytest.raises(Refused, match="could not be removed"):
        remove(tmp_path, "Price")
    assert "It costs five." in file.read_text()


def test_a_new_saved_reply_never_takes_the_place_of_another(tmp_path: Path) -> None:
    save(tmp_path, title="Price", text="It costs five.", language="en")
    with pytest.raises(Refused, match="“Price” already"):
        save(tmp_path, title="Price", text="It costs six.", language="en")
    save(tmp_path, title="Old price", text="It cost five.", language="en", name="Price")
    assert save(tmp_path, title="Price", text="It costs six.", language="en") == "Price 2"
    assert {one.title(): one.bodies["en"].long for one in load(tmp_path, own=True)[0]} == {
        "Old price": "It cost five.", "Price": "It costs six."
    }  # fmt: skip
