"""A desktop session of one's own: a private D-Bus with a real Secret Service, and a screen with a window manager.

Nothing here touches the session of whoever runs the tests. Everything started is stopped by its own process id.
"""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pytest

_UNLOCK = """
set -e
if [ -n "$SESSION_PASSWORD" ]; then
  eval "$(printf %s "$SESSION_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets 2>>"$XDG_RUNTIME_DIR/keyring.log")"
  export GNOME_KEYRING_CONTROL
fi
unset SESSION_PASSWORD
rc=0; "$@" || rc=$?
exit $rc
"""

_INHERITED = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT", "SHOPBELL_WORDS")


def missing(*programs: str) -> str:
    """Return the first of the programs that is not installed, or ""."""
    return next((program for program in programs if shutil.which(program) is None), "")


def private_environment(home: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return an environment in which nothing of the real user's session can be reached; makes the folders under `home`."""
    run = home / "run"
    for folder in (home, run, home / "data", home / "config", home / "cache"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {name: environ[name] for name in _INHERITED if name in environ}
    return kept | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_RUNTIME_DIR": str(run),
        "SHOPBELL_HOME": str(home / "shop"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def keyring_session(
    home: Path,
    argv: Sequence[str],
    password: str = "test-password",
    *,
    env: Mapping[str, str] | None = None,
    timeout: float = 60.0,
) -> "subprocess.CompletedProcess[str]":
    """Run `argv` in a private D-Bus session with gnome-keyring unlocked by `password` and its data under `home`.

    The same `home` finds the same secrets again; another password finds them locked; "" starts no keyring, so that
    the bus starts one by itself, locked. The standard error comes without the bus's own remarks.
    """
    environment = private_environment(home) | {"SESSION_PASSWORD": password} | dict(env or {})
    return subprocess.run(
        in_keyring_session(argv),
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        cwd=_checkout(),
    )


def in_keyring_session(argv: Sequence[str]) -> list[str]:
    """Return the command that runs `argv` in such a session; its password is taken from SESSION_PASSWORD."""
    return ["dbus-run-session", "--", "bash", "-c", _UNLOCK, "session", *argv]


def python_in_keyring_session(
    home: Path, code: str, password: str = "test-password", **more: object
) -> "subprocess.CompletedProcess[str]":
    """Run Python code in such a session."""
    return keyring_session(home, [sys.executable, "-c", code], password, **more)  # type: ignore[arg-type]


def _checkout() -> Path:
    return Path(__file__).resolve().parents[2]


_SCREENS = itertools.count()


def _unused_display() -> int:
    """Return a display number that only this process uses.

    Left to choose, Xvfb takes the lowest free one, and an older server that is just closing may then remove the new
    one's socket.
    """
    while True:
        number = 100 + os.getpid() % 4000 * 10 + next(_SCREENS) % 10
        if not Path(f"/tmp/.X11-unix/X{number}").exists() and not Path(f"/tmp/.X{number}-lock").exists():
            return number


class Screen:
    """A screen of one's own (Xvfb) with a window manager (openbox), for as long as the `with` lasts.

    `env` is what a child process needs to appear on it; `size` is width and height in pixels.
    """

    def __init__(self, folder: Path, size: tuple[int, int] = (1280, 800), dpi: int = 96) -> None:
        self._folder = folder
        self._size = size
        self._dpi = dpi
        self._running: list[subprocess.Popen[bytes]] = []
        self._stack = contextlib.ExitStack()
        self.env: dict[str, str] = {}

    @property
    def display(self) -> str:
        """The display's name, such as ":7"."""
        return self.env["DISPLAY"]

    def __enter__(self) -> "Screen":
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        reading, writing = os.pipe()
        width, height = self._size
        command = [
            "Xvfb",
            f":{_unused_display()}",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-dpi",
            str(self._dpi),
            "-nolisten",
            "tcp",
            "-ac",
            "-noreset",  # else it starts over when its last client leaves, and refuses whoever comes meanwhile
        ]
        self._run(command, "xvfb.log", dict(os.environ), (writing,))
        os.close(writing)
        with open(reading, encoding="ascii") as said:
            number = said.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb did not start: {(self._folder / 'xvfb.log').read_text()}")
        self.env = private_environment(self._folder / "home") | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
        }
        self._run(["openbox", "--sm-disable"], "openbox.log", self.env, ())
        self._wait_for_manager()

    def _run(self, command: list[str], log: str, env: Mapping[str, str], keep: tuple[int, ...]) -> None:
        file = self._stack.enter_context((self._folder / log).open("wb"))
        self._running.append(
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=dict(env),
                pass_fds=keep,
                start_new_session=True,
            )
        )

    def _wait_for_manager(self) -> None:
        """Wait until the window manager has said on the root window that it is there."""
        never = threading.Event()
        for _ in range(500):
            done = subprocess.run(
                ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
                env=self.env,
                capture_output=True,
                text=True,
                check=False,
                timeout=30,
            )
            if "0x" in done.stdout:
                return
            if self._running[-1].poll() is not None:
                self._running.pop()
                self._run(["openbox", "--sm-disable"], "openbox.log", self.env, ())
            never.wait(0.02)
        raise RuntimeError(f"openbox did not start: {(self._folder / 'openbox.log').read_text()}")

    def _stop(self) -> None:
        for process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()
        self._stack.close()

    def xdotool(self, *words: str) -> str:
        """Press keys, click or ask on this screen; return what was answered."""
        done = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout

    def windows(self, by: str, sought: str) -> list[str]:
        """Return the windows that can be seen, found `by` "name" or "pid".

        xdotool walks through all windows and ends with an X error where one is closed meanwhile: it is asked again.
        """
        command = ["xdotool", "search", "--onlyvisible", f"--{by}", sought, *([""] if by == "pid" else [])]
        for _ in range(1000):
            done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False, timeout=60)
            if "X Error" not in done.stderr:
                return done.stdout.split()
        raise RuntimeError(f"xdotool could not walk through the windows: {done.stderr}")

    def picture(self, to: Path) -> Path:
        """Save what is on the screen as a PNG file (needs ImageMagick)."""
        subprocess.run(["import", "-window", "root", str(to)], env=self.env, check=True, timeout=60)
        return to


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A screen for the whole run; tests that use it carry the mark `screen`."""
    absent = missing("Xvfb", "openbox", "xprop", "xdotool")
    if absent:
        pytest.skip(f"{absent} is not installed")
    with Screen(tmp_path_factory.mktemp("screen")) as shown:
        yield shown
