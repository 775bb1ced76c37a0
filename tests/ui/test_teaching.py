"""What is done in the window teaches what matters to the owner, as long as the window is in front."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.sense import Cause, Lesson
from desktop.store import triage
from desktop.store.sense import sense
from tests.ui.test_verbs import Whole, press, whole

__all__ = ["whole"]


def lessons(whole: Whole) -> tuple[Lesson, ...]:
    return sense(whole.shop.reads.connection).lessons


def star(qtbot: QtBot, whole: Whole) -> None:
    before = len(triage.acts(whole.shop.reads.connection))
    press(qtbot, whole, "s")
    qtbot.waitUntil(lambda: len(triage.acts(whole.shop.reads.connection)) > before)


def test_a_star_is_a_lesson_and_taken_back_is_none(qtbot: QtBot, whole: Whole) -> None:
    star(qtbot, whole)
    assert [(one.cause, one.way) for one in lessons(whole)] == [(Cause.STARRED, 1)]
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: lessons(whole) == ())


def test_while_another_program_is_in_front_nothing_is_learned(
    qtbot: QtBot, whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = staticmethod(lambda: Qt.ApplicationState.ApplicationInactive)
    monkeypatch.setattr(QGuiApplication, "applicationState", behind)
    star(qtbot, whole)
    assert lessons(whole) == ()
