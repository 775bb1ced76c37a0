"""Notifications of the desktop, by its own bus (org.freedesktop.Notifications); where there is none, nothing is shown.

On a thread of its own: whoever shows them may have to be started first, and may take its time.
"""

import logging
import select
import socket
import threading
from collections import deque
from contextlib import suppress
from html import escape
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

_log = logging.getLogger(__name__)
_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_PATIENCE = 10.0
"""Seconds whoever shows them may take to answer."""
_MOST = 16
"""Signals that are kept while an answer is waited for."""
_MEMBER = 3
"""The field of a message that names its signal."""
_DEFAULT = "default"
"""The action that a click on the notification itself is."""


class _Bubble(NamedTuple):
    title: str
    body: str
    action: str


class Bubbles(QObject):
    """One notification at a time: a new one takes the place of the one before. Made, called and closed on the GUI thread."""

    clicked = Signal(str)
    """The one that is shown was clicked; with the leave to take the focus, "" for none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: SimpleQueue[_Bubble | None] = SimpleQueue()
        self._bell, self._ringer = socket.socketpair()
        self._thread: threading.Thread | None = None

    def show(self, title: str, body: str, action: str) -> None:
        """Show a notification, without a sound; `action` are the words for what a click does."""
        self._wanted.put(_Bubble(title, body, action))
        self._ringer.send(b"1")
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._quietly, name="bubbles", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Show no more; what is shown stays until its reader puts it away."""
        self._wanted.put(None)
        self._ringer.send(b"1")
        if self._thread is not None:
            self._thread.join(1.0)
        for end in (self._bell, self._ringer):
            end.close()

    def _quietly(self) -> None:
        try:
            self._run()
        except Exception:  # noqa: BLE001 - whatever goes wrong over there, the window is well without notifications
            _log.info("notifications cannot be shown", exc_info=True)
            # What could not be shown now is no news later.
            while select.select([self._bell], [], [], 0)[0]:
                self._bell.recv(1)
                self._wanted.get()

    def _run(self) -> None:
        from jeepney import MatchRule, message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
        with open_dbus_connection("SESSION") as bus, bus.filter(rule, queue=deque(maxlen=_MOST)) as heard:
            Proxy(message_bus, bus, timeout=_PATIENCE).AddMatch(rule)
            shown, token = 0, ""
            while True:
                ready, _, _ = select.select([bus.sock, self._bell], [], [])
                if self._bell in ready:
                    self._bell.recv(1)
                    bubble = self._wanted.get()
                    if bubble is None:
                        return
                    shown = _show(bus, bubble, shown)
                _hear(bus)
                while heard:
                    message = heard.popleft()
                    member, (number, *said) = message.header.fields[_MEMBER], message.body
                    if member == "ActivationToken" and number == shown:
                        token = str(said[0])
                    elif member == "ActionInvoked" and number == shown:
                        self.clicked.emit(token)
                        token = ""


def _hear(bus: "DBusConnection") -> None:
    """Take in what has come."""
    with suppress(TimeoutError):
        while True:
            bus.recv_messages(timeout=0)


def _show(bus: "DBusConnection", bubble: _Bubble, before: int) -> int:
    """Return the number of the notification, in the place of the one `before`."""
    (able,) = _call(bus, "GetCapabilities").body
    body = escape(bubble.body, quote=False) if "body-markup" in able else bubble.body
    actions = [_DEFAULT, bubble.action] if "actions" in able else []
    hints = {
        "suppress-sound": ("b", True),
        "desktop-entry": ("s", "shopbell"),
        "category": ("s", "im.received"),
        "urgency": ("y", 1),
    }
    values = ("Shopbell", before, "shopbell", bubble.title, body, actions, hints, -1)
    (number,) = _call(bus, "Notify", "susssasa{sv}i", values).body
    return int(number)


def _call(
    bus: "DBusConnection", member: str, signature: str | None = None, values: tuple[object, ...] = ()
) -> "Message":
    from jeepney import DBusAddress, MessageType, new_method_call

    where = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    reply = bus.send_and_get_reply(new_method_call(where, member, signature, values), timeout=_PATIENCE)
    if reply.header.message_type is MessageType.error:
        raise OSError(f"{member}: {reply.body[0] if reply.body else 'refused'}")
    return reply
