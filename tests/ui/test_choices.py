"""The lines of cards: how they are cut, worded and kept."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.views.pickers.choices import MARK_OFF, MARK_ON, Choice, Choices
from tests.ui.workshop import RESOURCES


def beginning(qtbot: QtBot, theme: Theme, choice: Choice) -> QImage:
    """Return the first third of a line as it is painted."""
    lines = Choices(theme, "Lines", most=1)
    qtbot.addWidget(lines)
    lines.resize(440, 40)
    lines.offer([choice])
    lines.show()
    picture = lines.viewport().grab().toImage()
    return picture.copy(0, 0, picture.width() // 3, picture.height())


@pytest.mark.parametrize("keys", [(), ("Ctrl+K",)])
def test_a_long_word_beside_a_title_is_cut_not_the_title(
    qtbot: QtBot, qapp: QApplication, keys: tuple[str, ...]
) -> None:
    theme = Theme(qapp, RESOURCES, "light")
    short = beginning(qtbot, theme, Choice(title="ann@shop.example", detail="Ann", keys=keys))
    long = beginning(qtbot, theme, Choice(title="ann@shop.example", detail="Annabelle " * 20, keys=keys))
    assert long == short
    ground = QColor(short.pixel(short.width() - 1, 1))
    assert any(QColor(short.pixel(x, short.height() // 2)) != ground for x in range(20, short.width()))


def test_lines_are_worded_when_they_come_into_sight(qtbot: QtBot, qapp: QApplication) -> None:
    worded: list[int] = []

    def word(number: int) -> Choice:
        worded.append(number)
        return Choice(title=f"Line {number}", value=number)

    lines = Choices(Theme(qapp, RESOURCES, "light"), "Lines", most=8)
    qtbot.addWidget(lines)
    lines.offer(range(50), word)
    lines.resize(440, lines.maximumHeight())
    lines.viewport().grab()
    assert 8 <= len(worded) < 12
    assert [choice.value for choice in lines.choices()] == list(range(50))
    assert sorted(worded) == list(range(50))


def test_a_line_that_is_kept_follows_the_look(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, RESOURCES, "light")
    lines = Choices(theme, "Lines", most=1, ground="raised")
    qtbot.addWidget(lines)
    lines.resize(440, 40)
    lines.offer([Choice(title=f"wool {MARK_ON}wool{MARK_OFF}")])
    light = lines.viewport().grab().toImage()
    theme.choose("dark")
    dark = lines.viewport().grab().toImage()
    theme.choose("light")
    assert dark != light
    assert lines.viewport().grab().toImage() == light
