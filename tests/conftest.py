"""What every test gets: Qt without a display unless a screen was given, a home of its own, and no other test's log."""

import gc
import logging
import logging.handlers
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SHOPBELL_KILL_AT", None)
os.environ.pop("SHOPBELL_HOME", None)

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.servers.session import screen  # noqa: F401 - a fixture for everybody

gc.disable()

# What is made of chance is judged by what comes out, not by the clock of a busy machine.
hypothesis.settings.register_profile("patient", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("patient")

_PATIENCE_MS = 60_000
"""How long a test waits for what has to happen: what a busy machine takes. What happens at once costs no longer."""


class PatientBot(QtBot):
    """Waits longer than the five seconds of pytest-qt, which a slow machine needs for a whole window."""

    def waitUntil(self, callback, *, timeout=_PATIENCE_MS):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=_PATIENCE_MS, **more):
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _garbage_on_this_thread():
    """Collect between the tests, here: the collector of another thread would destroy widgets while this one paints."""
    yield
    # What was closed goes first: the collector would take half of a window that is still there.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    young, middle, _ = gc.get_count()
    if young > 20_000:
        gc.collect(2 if middle > 20 else 1)


@pytest.fixture(autouse=True)
def _log_of_its_own():
    """Take away the log file that a test opened: it would go on cleaning the records that later tests look at."""
    root = logging.getLogger()
    level = root.level
    yield
    for handler in [one for one in root.handlers if isinstance(one, logging.handlers.RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(False)
