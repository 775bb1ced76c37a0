"""What works behind the window stands aside while a key is followed, and only then."""

import threading
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.ui.session import precedence
from desktop.ui.session.precedence import Precedence


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def first(window, monkeypatch):
    """Goes first for so long that a test can tell."""
    monkeypatch.setattr(precedence, "_FOLLOWED", 1.0)
    made = Precedence(window)
    made.watch(window.windowHandle())
    return made


def gave_way(first, hurried=None):
    """Seconds another thread stood aside."""
    taken = []

    def work():
        began = monotonic()
        first.give_way(hurried or threading.Event())
        taken.append(monotonic() - began)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return taken[0]


def test_nobody_waits_while_nothing_is_pressed(first, window):
    assert gave_way(first) < 0.5
    QTest.mouseMove(window.windowHandle(), QPoint(5, 5))
    assert gave_way(first) < 0.5


def test_others_wait_while_a_key_is_followed_and_not_longer(first, window):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    assert 0.5 < gave_way(first) < 30.0
    assert gave_way(first) < 0.5


def test_a_held_key_leaves_time_to_the_others(first, window, monkeypatch):
    monkeypatch.setattr(precedence, "_AGAIN", 60.0)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    assert gave_way(first) > 0.5
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    assert gave_way(first) < 0.5


def test_nobody_waits_whom_the_decision_of_that_key_waits_for(first, window):
    hurried = threading.Event()
    hurried.set()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_E)
    assert gave_way(first, hurried) < 0.5
    assert gave_way(first) > 0.5
