"""One window on one folder: who comes second rings, and the bell survives every way in which the first can end."""

import select
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop.doorbell import Doorbell, enter, hang

HOLD = """
import sys
from pathlib import Path
from desktop.doorbell import hang
bell = hang(Path(sys.argv[1]))
assert bell is not None and bell.listen() >= 0
print("here", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "h"


def test_who_comes_second_is_heard_with_the_leave_to_take_the_focus(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token-7")
    first = hang(home)
    assert first is not None
    heard = first.listen()
    assert hang(home) is None
    answered: list[Doorbell | None] = []
    second = threading.Thread(target=lambda: answered.append(enter(home)))
    second.start()
    assert select.select([heard], [], [], 60)[0]
    assert first.answer() == "token-7"
    second.join(60)
    assert answered == [None]
    first.close()


def test_a_window_that_was_closed_leaves_the_place_to_the_next(home: Path) -> None:
    for _ in range(2):
        bell = hang(home)
        assert bell is not None
        assert bell.listen() >= 0
        bell.close()
        assert not (home / "window.socket").exists()


def test_a_window_that_was_killed_leaves_the_place_to_the_next(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "here\n"
        assert hang(home) is None
        first.kill()
        first.wait()
    assert (home / "window.socket").exists()
    bell = hang(home)
    assert bell is not None
    assert bell.listen() >= 0
    bell.close()


def test_nobody_is_waited_for_who_hung_up(home: Path) -> None:
    bell = hang(home)
    assert bell is not None
    bell.listen()
    assert bell.answer() == ""
    bell.close()


def call(home: Path, words: bytes) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.connect(str(home / "window.socket"))
    line.sendall(words)
    return line


@pytest.mark.parametrize("words", [b"a\0b\n", b"\xff\xfe\n", b"\x1b[31m\n", b"two words\n", b"x" * 5000])
def test_what_is_no_token_opens_the_window_without_one(home: Path, words: bytes) -> None:
    bell = hang(home)
    assert bell is not None
    heard = bell.listen()
    with call(home, words):
        assert select.select([heard], [], [], 60)[0]
        token = bell.answer()
    assert token == ""
    bell.close()


def test_a_disk_that_knows_no_sockets_opens_without_a_bell(home: Path) -> None:
    bell = hang(home)
    assert bell is not None
    (home / "window.socket").mkdir()
    assert bell.listen() == -1
    bell.close()


def test_a_window_that_hangs_is_waited_for_no_longer_than_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bell = hang(home)
    assert bell is not None
    bell.listen()
    monkeypatch.setattr("desktop.doorbell.PATIENCE", 0.6)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        enter(home)
    assert time.monotonic() - begun < 20
    bell.close()


def test_who_comes_while_the_window_closes_is_the_next(home: Path) -> None:
    first = hang(home)
    assert first is not None
    heard = first.listen()
    entered: list[Doorbell | None] = []
    second = threading.Thread(target=lambda: entered.append(enter(home)))
    second.start()
    assert select.select([heard], [], [], 60)[0]
    first.close()
    second.join(60)
    (bell,) = entered
    assert bell is not None
    assert bell.listen() >= 0
    assert hang(home) is None
    bell.close()


def test_a_folder_with_a_very_long_name_opens_without_a_bell(tmp_path: Path) -> None:
    bell = hang(tmp_path / ("long" * 40))
    assert bell is not None
    assert bell.listen() == -1
    bell.close()


def test_a_folder_that_cannot_be_made_is_left_to_those_who_say_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    bell = hang(tmp_path / "file" / "home")
    assert bell is not None
    assert bell.listen() == -1
