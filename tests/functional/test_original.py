"""The original of what a customer wrote in public, asked for by key in the whole window."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.domain.conversation import Lane
from desktop.domain.item import Direction
from tests.functional.test_beside import whole
from tests.functional.test_needs_owner import toast

__all__ = ["whole"]


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that would have reached the owner's browser."""
    went: list[str] = []

    def remember(url: QUrl) -> bool:
        went.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    return went


def stand_on(qtbot: QtBot, whole: _Whole, channel: str) -> None:
    """Go to the first conversation of a channel, with the focus in the list."""
    window = whole._window
    rows = [row for lane in (Lane.NEEDS_YOU, Lane.WORTH_A_LOOK) for row in whole._reads.page(lane, limit=200)]
    row = next(row for row in rows if row.channel == channel)
    window.select(row.id)
    qtbot.waitUntil(lambda: (shown := window.opened()) is not None and shown.row.id == row.id)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.focus_list()


def test_v_opens_a_post_where_it_stands(qtbot: QtBot, whole: _Whole, went: list[str]) -> None:
    stand_on(qtbot, whole, "mastodon")
    opened = whole._window.opened()
    assert opened is not None
    places = [
        entry.url
        for entry in opened.timeline
        if entry.conversation == opened.row.id and entry.direction is Direction.IN and entry.url
    ]
    qtbot.keyClick(whole._window.windowHandle(), "v")
    qtbot.waitUntil(lambda: went == places[-1:])
    assert went[0].startswith("https://")
    assert toast(whole) == f"Opened in the browser: {QUrl(went[0]).host()}"


def test_v_on_a_mail_says_that_it_stands_nowhere_else(qtbot: QtBot, whole: _Whole, went: list[str]) -> None:
    stand_on(qtbot, whole, "mail")
    qtbot.keyClick(whole._window.windowHandle(), "v")
    qtbot.waitUntil(lambda: toast(whole) == "A mail has no page on the web: what you see is the original.")
    assert went == []
