"""What shows where the keys go stands clear of the words."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.ui.views.conversation.strip import Strip
from tests.ui.places import Place, place

__all__ = ["place"]


def first_ink(image: QImage) -> int:
    ground = image.pixel(0, image.height() // 2)
    return next(x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height())))


def test_the_mark_beside_a_conversation_is_clear_of_its_letters(place: Place) -> None:
    browser = place.window.reader.pages.browser
    mark = browser.findChild(QWidget, "focus-mark")
    assert not mark.isVisible()
    place.run("conversation.open")
    assert browser.hasFocus()
    assert mark.isVisible()
    assert mark.height() == browser.height()
    assert browser.viewport().x() - mark.geometry().right() >= 4
    place.run("back")
    assert not mark.isVisible()


def test_the_mark_around_what_they_asked_is_clear_of_its_letters(place: Place) -> None:
    strip = place.window.findChild(Strip)
    while not strip.isVisible():
        place.run("list.next")
    fact = strip.findChild(QAbstractButton)
    fact.clearFocus()
    assert first_ink(fact.grab().toImage()) >= 3
