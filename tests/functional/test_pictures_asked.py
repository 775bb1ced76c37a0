"""The pictures of a newsletter in the whole window: asked for by key and by mouse, and what is said without a connection."""

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.domain.conversation import Lane
from tests.functional.test_beside import whole
from tests.functional.test_needs_owner import toast

SHIFT = Qt.KeyboardModifier.ShiftModifier

__all__ = ["whole"]

RED = QColor("#d02020").rgb()


def red(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return bytes(buffer.data().data())


class Web:
    """Stands for the world outside."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.data = red(600, 120)

    def __call__(self, url: str, **_about: object) -> bytes:
        self.asked.append(url)
        return self.data


@pytest.fixture
def web(qtbot: QtBot, whole: _Whole) -> Web:
    web = Web()
    qtbot.waitUntil(lambda: whole._running._pictures is not None)
    whole._running._pictures._fetch = web
    return web


def newsletter(qtbot: QtBot, whole: _Whole) -> None:
    """Go to the newsletter with two pictures that can be seen."""
    window = whole._window
    window.show_lane(Lane.THE_REST)
    rows = whole._reads.page(Lane.THE_REST, limit=200)
    row = next(row for row in rows if "Weekly Crumb" in f"{row.who} {row.subject}")
    window.select(row.id)
    qtbot.waitUntil(lambda: "Load pictures from cdn.weeklycrumb.example" in page(whole))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.focus_list()


def page(whole: _Whole) -> str:
    return whole._window.reader.pages.browser.toPlainText()


def reds(whole: _Whole) -> int:
    image = whole._window.reader.pages.browser.viewport().grab().toImage()
    return sum(image.pixel(x, y) == RED for x in range(0, image.width(), 5) for y in range(0, image.height(), 5))


def line(whole: _Whole) -> QTextCursor:
    """The last line that offers pictures: that of the newest message."""
    browser = whole._window.reader.pages.browser
    cursor = end = QTextCursor(browser.document())
    while not (cursor := browser.document().find("Load pictures from", cursor)).isNull():
        end = cursor
    return end


def test_shift_p_shows_them_and_takes_the_line_away(qtbot: QtBot, whole: _Whole, web: Web) -> None:
    newsletter(qtbot, whole)
    offers = page(whole).count("Load pictures from")
    assert "Hidden tracking pictures, never loaded: 1" in page(whole)
    assert web.asked == []
    assert reds(whole) == 0
    qtbot.keyClick(whole._window.windowHandle(), "P", SHIFT)
    qtbot.waitUntil(lambda: reds(whole) > 50)
    qtbot.waitUntil(lambda: page(whole).count("Load pictures from") == offers - 1)
    qtbot.waitUntil(lambda: bool(web.asked))
    assert not any("track" in url for url in web.asked)


def test_a_click_on_the_line_shows_them(qtbot: QtBot, whole: _Whole, web: Web) -> None:
    newsletter(qtbot, whole)
    browser = whole._window.reader.pages.browser
    offers = page(whole).count("Load pictures from")
    cursor = line(whole)
    browser.bring_into_sight(cursor)
    place = browser.cursorRect(cursor).center() - QPoint(10, 0)
    qtbot.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page(whole).count("Load pictures from") == offers - 1)
    qtbot.waitUntil(lambda: bool(web.asked))


def test_what_cannot_be_fetched_is_said_and_can_be_asked_for_again(qtbot: QtBot, whole: _Whole, web: Web) -> None:
    newsletter(qtbot, whole)
    web.data = b"<svg/>"
    offers = page(whole).count("Load pictures from")
    qtbot.keyClick(whole._window.windowHandle(), "P", SHIFT)
    qtbot.waitUntil(lambda: toast(whole).startswith("Pictures that could not be loaded: "))
    assert toast(whole).endswith("What cdn.weeklycrumb.example sent is too large, or no picture.")
    assert page(whole).count("Load pictures from") == offers


def test_without_a_connection_it_says_so(
    qtbot: QtBot, whole: _Whole, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsletter(qtbot, whole)
    monkeypatch.setattr(whole._running._pictures, "_offline", lambda: True)
    qtbot.keyClick(whole._window.windowHandle(), "P", SHIFT)
    qtbot.waitUntil(lambda: toast(whole).startswith("You are offline."))
    assert web.asked == []


def test_nothing_of_them_is_written_to_the_disk(qtbot: QtBot, whole: _Whole, web: Web) -> None:
    newsletter(qtbot, whole)
    qtbot.keyClick(whole._window.windowHandle(), "P", SHIFT)
    qtbot.waitUntil(lambda: reds(whole) > 50)
    here = Path(whole._places.home)
    assert not any(file.read_bytes().startswith(b"\x89PNG") for file in here.rglob("*") if file.is_file())
    names = {file.suffix for file in here.rglob("*") if file.is_file()}
    assert not names & {".png", ".jpg", ".webp"}
