"""What is done in the window teaches what matters to the owner, as long as the window is in front."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.act import Verb
from desktop.domain.change import ChangeSet
from desktop.domain.row import ConversationId
from desktop.domain.sense import Cause, Lesson
from desktop.store import learned, triage
from desktop.store.sense import sense
from desktop.ui.triage.said import sentence
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


def test_what_was_said_of_ones_sense_is_taken_back_in_the_owners_language() -> None:
    taken_back = ChangeSet(verb=Verb.UNDO, said="Taken back", learned=True, initiator="triage")
    now = datetime(2026, 3, 10, tzinfo=UTC)
    assert sentence(taken_back, now) == "Undone"
    assert sentence(taken_back, now, again=True) == "Redone"


def test_a_pin_that_is_taken_back_is_named(qtbot: QtBot, whole: Whole) -> None:
    now = whole.shop.clock.now()
    whole.shop.writer.submit(lambda db: learned.pin(db, "about:nut-free", now=now)).result()
    press(qtbot, whole, "z")
    qtbot.waitUntil(lambda: whole.toast.words == "Undone: always show “nut-free”")
    whole.verbs.commands["redo"].run()
    qtbot.waitUntil(lambda: whole.toast.words.startswith("Redone"))
    assert whole.toast.words == "Redone: always show “nut-free”"


def test_what_is_taken_back_is_named_with_whom_it_was() -> None:
    now = datetime(2026, 3, 10, tzinfo=UTC)
    taken = ChangeSet(conversations=frozenset((ConversationId(1),)), verb=Verb.UNDO, said="Taken back", who="Ada")
    labelled = replace(taken, undid=Verb.LABEL, about="Refund")
    assert sentence(labelled, now) == "Undone: Label “Refund”, Ada"
    assert sentence(labelled, now, again=True) == "Redone: Label “Refund”, Ada"
    assert sentence(replace(taken, undid=Verb.CORRECT), now) == "Undone: Ada"
    assert sentence(replace(taken, verb=Verb.LANGUAGE, about="fr"), now) == "Language Français: Ada"
