"""One window on one folder: the first holds a lock and answers a bell, a second start rings it and ends.

Without Qt. The lock is flock(2), so it is gone with its process however that ends; the bell is a socket of the folder,
which only its owner may enter.
"""

import os
import re
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from socket import socket

PATIENCE = 10.0
"""Seconds a second start waits for the window to answer."""
_PAUSE = 0.1
"""Seconds between two tries: a window that is just opening does not hear yet."""
_TOKEN = re.compile(r"[!-~]{1,300}")
_BLINK = 0.1
_LONGEST = 100
"""Bytes of a socket's path; the kernel takes 104 (macOS) or 108 (Linux)."""
_MOST = 400


class Doorbell:
    """Held by the window as long as it lives. `listen` may be called on any thread, `answer` on the GUI thread."""

    def __init__(self, home: Path, lock: IO[bytes] | None) -> None:
        self._home = home
        self._lock = lock
        self._socket: socket | None = None

    def listen(self) -> int:
        """Begin to hear; return what becomes readable when somebody rings, -1 where this system offers no bell."""
        import socket

        if self._socket is not None:
            return self._socket.fileno()
        path = _path(self._home)
        if self._lock is None or not hasattr(socket, "AF_UNIX") or len(os.fsencode(path)) > _LONGEST:
            return -1
        heard = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # Whoever left it is gone: the lock is ours.
            path.unlink(missing_ok=True)
            heard.bind(os.fspath(path))
            heard.settimeout(0)
            heard.listen(4)
        except OSError:
            # Not every disk knows sockets; the window opens all the same.
            heard.close()
            return -1
        self._socket = heard
        return heard.fileno()

    def answer(self) -> str:
        """Tell who rang that the window comes; return the token by which it may take the focus, "" for none.

        Whoever rings writes at once; one who does not is waited for a blink of an eye.
        """
        if self._socket is None:
            return ""
        try:
            caller, _ = self._socket.accept()
        except OSError:
            return ""
        with caller:
            caller.settimeout(_BLINK)
            try:
                token = caller.recv(_MOST).decode("ascii", "replace").strip()
                caller.send(b"here\n")
            except OSError:
                token = ""
        return token if _TOKEN.fullmatch(token) else ""

    def close(self) -> None:
        """Take the bell down and let the next window have the lock."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
            _path(self._home).unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def hang(home: Path) -> Doorbell | None:
    """Become the one window on this folder; None when there is one already.

    Where the folder cannot be locked, a bell that rings nowhere: the window opens all the same.
    """
    try:
        import fcntl
    except ImportError:
        return Doorbell(home, None)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (home / "window.lock").open("ab")
    except OSError:
        return Doorbell(home, None)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    except OSError:
        lock.close()
        return Doorbell(home, None)
    return Doorbell(home, lock)


def enter(home: Path) -> Doorbell | None:
    """Become the one window on this folder; None when there is one, and it comes to the front.

    One that is just closing is waited for. Raises TimeoutError when after `PATIENCE` seconds it neither came nor went.
    """
    token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID", "")
    until = time.monotonic() + PATIENCE
    while (bell := hang(home)) is None:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the window that is open does not answer")
        if _call(_path(home), token, left):
            return None
        threading.Event().wait(_PAUSE)
    return bell


def _call(path: Path, token: str, patience: float) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(patience)
        try:
            line.connect(os.fspath(path))
            line.sendall(token.encode("ascii", "ignore")[: _MOST - 1] + b"\n")
            return line.recv(16).startswith(b"here")
        except OSError:
            return False


def _path(home: Path) -> Path:
    return home / "window.socket"
