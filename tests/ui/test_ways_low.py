"""Two texts at once in a window too low for both: none is squeezed, each is one key away, a question comes first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.views.reply.composer import Composer
from tests.ui.test_ways import LEAK, composer, post, shop, tab  # noqa: F401 - fixtures


def whole(widget: QWidget) -> bool:
    """Whether a widget is seen with all the height it needs."""
    return widget.isVisible() and widget.height() >= widget.minimumSizeHint().height()


def lower(composer: Composer, height: int) -> None:  # noqa: F811
    """Make the window low, as a window with other things in it is."""
    composer.window().setFixedHeight(composer.form._theme.look.px(height))


def test_in_a_low_window_two_texts_do_without_the_tools(qtbot: QtBot, composer: Composer) -> None:  # noqa: F811
    tab(composer, 2)
    lower(composer, 600)
    qtbot.waitUntil(composer.tools["reply.saved"].isVisible)
    lower(composer, 430)
    qtbot.waitUntil(lambda: not composer.tools["reply.saved"].isVisible())
    qtbot.waitUntil(lambda: whole(composer.text) and whole(composer.beside.text))
    tab(composer, 0)
    assert composer.tools["reply.saved"].isVisible()


def test_a_question_about_the_public_text_stands_alone_in_a_low_window(
    qtbot: QtBot,
    composer: Composer,  # noqa: F811
) -> None:
    tab(composer, 2)
    lower(composer, 430)
    qtbot.keyClicks(composer.text, LEAK)
    qtbot.keyClicks(composer.beside.text, "Here is help")
    composer.beside.text.setFocus()
    composer.send()
    assert composer.guard.stops
    assert not composer.beside.isVisible()
    assert composer.text.hasFocus()
    qtbot.keyClick(composer.text, Qt.Key.Key_Backspace)
    assert composer.beside.isVisible()


def test_in_the_lowest_window_one_text_is_seen_and_the_other_is_one_key_away(
    qtbot: QtBot,
    composer: Composer,  # noqa: F811
) -> None:
    tab(composer, 2)
    lower(composer, 300)
    qtbot.waitUntil(lambda: not composer.beside.isVisible())
    qtbot.keyClicks(composer.text, "We are sorry")
    qtbot.waitUntil(lambda: whole(composer.text))
    assert composer.caption.other.text() == "Private text"
    qtbot.keyClick(composer.caption.other, Qt.Key.Key_Space)
    assert composer.beside.text.hasFocus()
    assert not composer.text.isVisible()
    assert composer.beside.caption.audience.isVisible()
    qtbot.keyClicks(composer.beside.text, "Here is help")
    qtbot.mouseClick(composer.beside.caption.other, Qt.MouseButton.LeftButton)
    assert composer.text.hasFocus()
    assert composer.text.toPlainText() == "We are sorry"
    assert composer.obstacle() == ""


def test_in_the_lowest_window_a_question_has_all_the_room(qtbot: QtBot, composer: Composer) -> None:  # noqa: F811
    lower(composer, 300)
    qtbot.keyClicks(composer.text, LEAK)
    composer.send()
    assert not composer.form.send.isVisible()
    qtbot.waitUntil(lambda: whole(composer.guard.send) and whole(composer.text))
    qtbot.keyClick(composer.text, Qt.Key.Key_Backspace)
    assert composer.form.send.isVisible()


def test_in_a_narrow_window_public_is_a_whole_word_and_who_is_written_to_can_be_read(
    qtbot: QtBot,
    composer: Composer,  # noqa: F811
) -> None:
    tab(composer, 2)
    caption = composer.caption
    qtbot.waitUntil(lambda: caption.audience.text() == "Public: everyone can read this")
    composer.window().setFixedWidth(composer.form._theme.look.px(400))
    qtbot.waitUntil(lambda: caption.audience.text() == "Public")
    assert "Public: everyone can read this" in caption.audience.toolTip()
    qtbot.waitUntil(lambda: caption.audience.width() == caption.audience.sizeHint().width())
    assert caption.audience.accessibleName() == "Public: everyone can read this"
