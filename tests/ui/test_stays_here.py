"""Each of the guards between a message and the world holds by itself."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.paths import resource
from desktop.ui.conversation.links import Links, browse
from desktop.ui.theme import Theme
from desktop.ui.views.status import StatusLine
from desktop.ui.widgets import safe
from desktop.ui.widgets.safe_browser import SafeBrowser

NEITHER_WEB_NOR_MAIL = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "smb://host/x",
    "//evil.example/x",
    "/etc/passwd",
    "",
]


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp, resource(), "light")
    theme.start()
    return theme


@pytest.fixture
def opened(monkeypatch):
    went: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: went.append(url.toString()) or True)
    return went


@pytest.mark.parametrize("address", NEITHER_WEB_NOR_MAIL)
def test_nothing_else_reaches_the_owners_browser(opened, address):
    assert not browse(address)
    assert opened == []


def test_a_web_address_does(opened):
    assert browse("https://hazelrye.example/order")
    assert opened == ["https://hazelrye.example/order"]


@pytest.mark.parametrize("address", NEITHER_WEB_NOR_MAIL)
def test_nobody_is_asked_whether_to_open_what_cannot_be_opened(qtbot, theme, address):
    window = QWidget()
    qtbot.addWidget(window)
    went: list[str] = []
    Links(window, StatusLine(theme, window), went.append).choose(QUrl(address), "click me")
    assert window.findChildren(QMessageBox) == []
    assert went == []


def test_the_page_goes_nowhere_by_itself_nor_when_told(qtbot, theme, tmp_path):
    browser = SafeBrowser(theme)
    qtbot.addWidget(browser)
    browser.put("<p>words</p>", "", ())
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("<p>elsewhere</p>", encoding="utf-8")
    browser.setSource(QUrl.fromLocalFile(str(elsewhere)))
    assert browser.toPlainText() == "words"
    assert not browser.openLinks()
    assert not browser.openExternalLinks()


def test_what_goes_wrong_again_and_again_is_said_once(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for number in range(3):
        safe.warn(window, "Something went wrong", f"It was the {number}th time.")
    (box,) = window.findChildren(QMessageBox)
    assert "0th" in box.informativeText()
    box.close()
    safe.warn(window, "Something went wrong", "Again.")
    assert [one.informativeText() for one in window.findChildren(QMessageBox) if one.isVisible()] == ["Again."]
