"""What the window no longer needs is destroyed by the thread that paints, whoever else is at work."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.ui.session.garbage import Garbage
from desktop.ui.tasks import Tasks
from tests.ui.values import ValueReads


class Card(QWidget):
    """A card that holds itself, as one does whose button calls it."""

    def __init__(self):
        super().__init__()
        self.itself = self


@pytest.fixture
def collector():
    """Python's own collector, as it is when the window starts."""
    gc.enable()
    yield
    gc.disable()


@pytest.mark.usefixtures("collector")
def test_a_closed_card_is_not_destroyed_by_the_thread_that_stores_mail(qtbot):
    died = []

    def allocate():
        kept = [[n] for n in range(200_000)]
        assert len(kept) == 200_000

    garbage = Garbage()
    card = Card()
    card.destroyed.connect(lambda: died.append(threading.current_thread().name), Qt.ConnectionType.DirectConnection)
    del card
    other = threading.Thread(target=allocate, name="store")
    other.start()
    other.join()
    assert died == []
    kept = []
    while not died and len(kept) < 300:
        kept.append([[n] for n in range(1000)])
        garbage.look()
    assert died == [threading.main_thread().name]


@pytest.mark.usefixtures("collector")
def test_while_keys_are_pressed_only_what_is_new_is_looked_at(qtbot, monkeypatch):
    looked = []
    monkeypatch.setattr(gc, "collect", looked.append)
    monkeypatch.setattr(gc, "get_count", lambda: (5000, 11, 11))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    garbage = Garbage(window, window.windowHandle())
    garbage.look()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    garbage.look()
    assert looked == [2, 0]
    monkeypatch.setattr(gc, "get_count", lambda: (5000, 101, 0))
    garbage.look()
    assert looked == [2, 0, 1]


def test_a_task_that_was_delivered_keeps_nobody_alive(qtbot):
    tasks = Tasks(ValueReads, threads=1)
    told = []

    class Hearer:
        def hear(self, number):
            told.append(number)

    hearer = Hearer()
    gone = weakref.ref(hearer)
    tasks.run(lambda _reads: 7, hearer.hear)
    qtbot.waitUntil(lambda: told == [7])
    del hearer
    assert gone() is None
    tasks.close()


@pytest.mark.parametrize("closes", [False, True])
def test_who_has_given_work_is_not_destroyed_by_the_thread_that_does_it(qtbot, closes):
    tasks = Tasks(ValueReads, threads=1)
    begun, goes_on = threading.Event(), threading.Event()
    died = []
    told = []

    class Reader(QObject):
        def read(self, _reads):
            begun.set()
            goes_on.wait(60)
            return 7

    reader = Reader()
    reader.destroyed.connect(lambda: died.append(threading.current_thread().name), Qt.ConnectionType.DirectConnection)
    tasks.run(reader.read, told.append)
    assert begun.wait(60)
    del reader
    goes_on.set()
    if not closes:
        qtbot.waitUntil(lambda: told == [7])
    tasks.close()
    assert died == [threading.main_thread().name]
