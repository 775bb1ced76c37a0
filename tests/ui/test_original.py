"""The page on the web where a message stands: which one is opened, and what never is."""

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import ConversationId, Entry
from desktop.domain.item import Direction, Kind
from desktop.ui.conversation.links import Links
from desktop.ui.conversation.original import Original
from desktop.ui.theme import Theme
from desktop.ui.views.status import StatusLine
from tests.ui.values import a_row, an_entry, opened
from tests.ui.workshop import RESOURCES


class Asked:
    """What was opened and what was said when the original of a conversation was asked for."""

    def __init__(self, window: QWidget, status: StatusLine) -> None:
        self.window = window
        self.went: list[str] = []
        self.said: list[str] = []
        self._entries: tuple[Entry, ...] = ()
        links = Links(window, status, self.went.append)
        self._original = Original(links, lambda: opened(a_row(0), *self._entries) if self._entries else None)
        self._original.said.connect(self.said.append)

    def __call__(self, *entries: Entry) -> None:
        self._entries = entries
        self._original.show()


@pytest.fixture
def ask(qtbot: QtBot, qapp: QApplication) -> Asked:
    theme = Theme(qapp, RESOURCES, "light")
    theme.start()
    window = QWidget()
    qtbot.addWidget(window)
    return Asked(window, StatusLine(theme, window))


def a_post(n: int, url: str, **changes: object) -> Entry:
    return an_entry(n, "Where is my cake?", **{"kind": Kind.POST, "channel": "mastodon", "url": url} | changes)


def test_the_newest_of_the_customers_messages_that_has_a_page_is_opened(ask: Asked) -> None:
    ask(
        a_post(1, "https://crumb.example/@marta/1"),
        a_post(2, "https://crumb.example/@marta/2"),
        a_post(3, "", kind=Kind.DIRECT),
        a_post(4, "https://crumb.example/@shop/4", direction=Direction.OUT),
        a_post(5, "https://crumb.example/@marta/5", conversation=ConversationId(7)),
        a_post(6, "https://crumb.example/note", note=True),
    )
    assert ask.went == ["https://crumb.example/@marta/2"]
    assert ask.said == ["Opened in the browser: crumb.example"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "smb://host/x",
        "//evil.example/x",
        "mailto:marta@posteo.example",
        "ftp://crumb.example/x",
        "https://",
    ],
)
def test_what_is_no_page_on_the_web_is_never_opened(ask: Asked, address: str) -> None:
    ask(a_post(1, address))
    assert ask.went == []
    assert ask.said == ["The address of this message is not one that can be opened."]
    assert ask.window.findChildren(QMessageBox) == []


def test_an_address_that_pretends_is_asked_about_first(ask: Asked, qtbot: QtBot) -> None:
    address = "https://crumb.example@evil.example/1"
    ask(a_post(1, address))
    box = ask.window.findChild(QMessageBox)
    assert (ask.went, ask.said) == ([], [])
    assert "evil.example" in box.informativeText()
    box.accept()
    qtbot.waitUntil(lambda: ask.went == [address])


def test_the_host_is_named_as_it_really_is(ask: Asked) -> None:
    ask(a_post(1, "https://xn--pple-43d.com/1"))
    assert ask.went == []
    assert "xn--pple-43d.com" in ask.window.findChild(QMessageBox).informativeText()


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (an_entry(1), "A mail has no page on the web: what you see is the original."),
        (a_post(1, "", kind=Kind.REVIEW), "None of these messages says where on the web it stands."),
    ],
)
def test_where_there_is_none_it_says_why(ask: Asked, entry: Entry, why: str) -> None:
    ask(entry)
    assert ask.went == []
    assert ask.said == [why]


def test_without_a_conversation_nothing_is_done(ask: Asked) -> None:
    ask()
    assert (ask.went, ask.said) == ([], [])
