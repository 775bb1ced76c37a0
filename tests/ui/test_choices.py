"""The lines of cards: what they say beside their title never takes the title's place."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Theme
from desktop.ui.views.pickers.choices import Choice, Choices
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
