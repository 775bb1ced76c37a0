"""The screen that the tests bring along shows real windows that real keys reach."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.session import Screen

WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
line = QLineEdit()
line.setWindowTitle("screen-probe")
line.textChanged.connect(print)
line.returnPressed.connect(app.quit)
line.show()
sys.stdout.reconfigure(line_buffering=True)
app.exec()
"""


@pytest.mark.screen
def test_keys_reach_a_real_window(screen: Screen) -> None:
    shown = subprocess.Popen([sys.executable, "-c", WINDOW], env=screen.env, stdout=subprocess.PIPE, text=True)
    try:
        screen.xdotool("search", "--sync", "--onlyvisible", "--name", "screen-probe", "windowactivate", "--sync")
        screen.xdotool("type", "hazel")
        screen.xdotool("key", "Return")
        said, _ = shown.communicate(timeout=90)
    finally:
        shown.kill()
        shown.wait()
    assert said.split()[-1] == "hazel"


@pytest.mark.screen
def test_two_screens_stand_side_by_side_and_leave_nothing_behind(screen: Screen, tmp_path: Path) -> None:
    with Screen(tmp_path / "second", size=(640, 480)) as second:
        assert second.display != screen.display
        assert second.picture(tmp_path / "s.png").stat().st_size > 0
        started = [process.pid for process in second._running]
        assert len(started) == 2
    for pid in started:
        assert not Path(f"/proc/{pid}").exists()


BLINKING = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
steady = QWidget()
steady.setWindowTitle("steady-probe")
steady.show()
shown = []
def blink():
    if shown:
        shown.pop().close()
    else:
        shown.append(QWidget())
        shown[0].show()
timer = QTimer()
timer.timeout.connect(blink)
timer.start(20)
app.exec()
"""


@pytest.mark.screen
def test_a_window_is_found_while_others_open_and_close(screen: Screen) -> None:
    shown = subprocess.Popen([sys.executable, "-c", BLINKING], env=screen.env)
    try:
        while not screen.windows("name", "steady-probe"):
            assert shown.poll() is None
        for _ in range(30):
            (steady,) = screen.windows("name", "steady-probe")
            assert steady in screen.windows("pid", str(shown.pid))
    finally:
        shown.kill()
        shown.wait()
