"""Notifications over a real bus: what is asked of whoever shows them, and what a click does."""

import os
import queue
import subprocess
import threading
from contextlib import closing, suppress

import pytest
from PySide6.QtWidgets import QWidget

from desktop.domain.change import ChangeSet
from desktop.ui.session.bubbles import Bubbles
from desktop.ui.session.calling import Calling
from desktop.ui.session.start import Choices
from tests.servers.session import missing
from tests.ui import test_alerts
from tests.ui.test_alerts import _english

__all__ = ["_english"]
jeepney = pytest.importorskip("jeepney")
NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
pytestmark = pytest.mark.skipif(bool(missing("dbus-daemon")), reason="dbus-daemon is not installed")


@pytest.fixture
def bus(tmp_path, monkeypatch):
    """A session bus of one's own."""
    reading, writing = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}", f"--address=unix:dir={tmp_path}"]
    daemon = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(writing)
    with open(reading, encoding="ascii") as said:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", said.readline().strip())
    servers: list[Server] = []

    def serve(*capabilities: str) -> Server:
        servers.append(Server(capabilities or ("actions", "body", "body-markup")))
        return servers[-1]

    yield serve
    daemon.terminate()
    daemon.wait(60)
    for server in servers:
        server.thread.join(60)


class Server:
    """Shows notifications, that is, keeps them; `click` is the owner's."""

    def __init__(self, capabilities) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        self.capabilities = list(capabilities)
        self.asked: queue.Queue[tuple[str, tuple]] = queue.Queue()
        self.bus = open_dbus_connection("SESSION")
        assert Proxy(message_bus, self.bus).RequestName(NAME)[0] == 1
        self.numbers = 0
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with closing(self.bus), suppress(OSError):
            while True:
                self._answer(self.bus.receive())

    def _answer(self, message) -> None:
        from jeepney import HeaderFields, MessageType, new_method_return

        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call:
            return
        if fields[HeaderFields.member] == "GetCapabilities":
            self.bus.send(new_method_return(message, "as", (self.capabilities,)))
            return
        self.numbers = message.body[1] or self.numbers + 1
        self.bus.send(new_method_return(message, "u", (self.numbers,)))
        self.asked.put((fields[HeaderFields.signature], message.body))

    def signal(self, member: str, signature: str, *values: object) -> None:
        from jeepney import DBusAddress, new_signal

        self.bus.send(new_signal(DBusAddress(PATH, interface=NAME), member, signature, values))


@pytest.fixture
def bubbles(qapp):
    made = Bubbles()
    yield made
    made.close()


def test_a_notification_is_shown_without_a_sound_and_a_click_comes_back(bus, bubbles, qtbot):
    server = bus()
    bubbles.show("Ada waits", "due <soon> & more", "Open")
    signature, (name, before, icon, title, body, actions, hints, _) = server.asked.get(timeout=60)
    assert (signature, name, before, icon) == ("susssasa{sv}i", "Shopbell", 0, "shopbell")
    assert (title, body, actions) == ("Ada waits", "due &lt;soon&gt; &amp; more", ["default", "Open"])
    assert hints["suppress-sound"] == ("b", True)
    with qtbot.waitSignal(bubbles.clicked) as clicked:
        server.signal("ActionInvoked", "us", 77, "default")
        server.signal("ActivationToken", "us", 1, "leave-to-come")
        server.signal("ActionInvoked", "us", 1, "default")
    assert clicked.args == ["leave-to-come"]


def test_a_new_one_takes_the_place_of_the_one_before(bus, bubbles):
    server = bus("body")
    bubbles.show("One", "a & b", "Open")
    bubbles.show("Two", "c", "Open")
    first, second = (server.asked.get(timeout=60)[1] for _ in range(2))
    assert (first[1], second[1]) == (0, 1)
    assert (first[4], first[5]) == ("a & b", [])


def test_where_nobody_shows_notifications_nothing_happens_and_the_next_try_is_made(bus, bubbles, caplog):
    caplog.set_level("INFO", "desktop.ui.session.bubbles")
    bubbles.show("One", "a", "Open")
    bubbles._thread.join(60)
    assert "cannot be shown" in caplog.text
    server = bus()
    bubbles.show("Two", "b", "Open")
    assert server.asked.get(timeout=60)[1][3] == "Two"


def test_without_a_bus_nothing_happens(bubbles, monkeypatch, tmp_path):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nowhere")
    bubbles.show("One", "a", "Open")
    bubbles._thread.join(60)
    assert not bubbles._thread.is_alive()


class Window(QWidget):
    """Behind others, until it is called to the front."""

    def __init__(self) -> None:
        super().__init__()
        self.selected: list[int] = []

    def isActiveWindow(self) -> bool:
        return False

    def select(self, conversation: int) -> None:
        self.selected.append(conversation)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_click_on_who_waits_too_long_brings_the_window_and_opens_the_conversation(bus, tmp_path, qtbot, monkeypatch):
    server = bus()
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    desk = test_alerts.Desk(tmp_path)
    desk.ask("Ada", ago=40 * test_alerts.MINUTE)
    window = Window()
    qtbot.addWidget(window)
    calling = Calling(window, desk.alerts._tasks, desk.clock, Choices(), tmp_path)  # type: ignore[arg-type]
    calling.follow(ChangeSet(conversations=frozenset({desk.shop.home("Ada")}), initiator="sync"))
    qtbot.waitUntil(lambda: not server.asked.empty())
    _, (_, _, _, title, body, *_) = server.asked.get(timeout=60)
    assert (title, body) == ("Ada waits for an answer", "due in 20 min  ·  Mail")
    server.signal("ActivationToken", "us", 1, "leave")
    server.signal("ActionInvoked", "us", 1, "default")
    qtbot.waitUntil(lambda: window.selected == [desk.shop.home("Ada")])
    assert window.isVisible()
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "leave"
    calling.close()
