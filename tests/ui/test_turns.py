"""A key pressed before the list has moved on waits for its turn."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import ConversationId
from desktop.ui.turns import Turns

NEWS = ChangeSet(conversations=frozenset({ConversationId(1)}), initiator="triage")


def turns(qapp: object) -> tuple[Turns, list[str], QObject]:
    parent = QObject()
    return Turns(parent), [], parent


def test_without_a_decision_a_command_runs_at_once(qapp: object) -> None:
    made, ran, _parent = turns(qapp)
    made.run(lambda: ran.append("j"))
    assert ran == ["j"]


def test_commands_wait_for_the_list_and_then_run_in_order(qapp: object) -> None:
    made, ran, _parent = turns(qapp)
    made.begin()
    made.run(lambda: ran.append("j"))
    made.run(lambda: ran.append("s"))
    made.decided(NEWS)
    assert ran == []
    made.followed(NEWS)
    assert ran == ["j", "s"]


def test_each_decision_is_waited_for(qapp: object) -> None:
    made, ran, _parent = turns(qapp)

    def finish() -> None:
        ran.append("e")
        made.begin()

    for _ in range(3):
        made.run(finish)
    assert ran == ["e"]
    made.followed(NEWS)
    assert ran == ["e", "e"]
    made.followed(NEWS)
    assert ran == ["e", "e", "e"]


def test_a_decision_that_changes_nothing_is_not_waited_for(qapp: object) -> None:
    made, ran, _parent = turns(qapp)
    made.begin()
    made.run(lambda: ran.append("j"))
    made.decided(ChangeSet())
    assert ran == ["j"]


def test_news_of_a_sync_do_not_end_the_wait(qapp: object) -> None:
    made, ran, _parent = turns(qapp)
    made.begin()
    made.run(lambda: ran.append("j"))
    made.followed(ChangeSet(conversations=frozenset({ConversationId(9)}), initiator="sync"))
    assert ran == []


def test_what_follows_a_command_that_takes_the_focus_is_text_and_never_a_verb(qapp: object) -> None:
    made, ran, _parent = turns(qapp)
    made.begin()
    made.run(lambda: ran.append("r"), takes_focus=True)
    for letter in "hello":
        made.run(lambda letter=letter: ran.append(letter))  # type: ignore[misc]
    made.followed(NEWS)
    assert ran == ["r"]


def test_nobody_waits_for_ever(qtbot: QtBot) -> None:
    made, ran, _parent = turns(None)
    made.begin()
    made.run(lambda: ran.append("j"))
    qtbot.waitUntil(lambda: ran == ["j"], timeout=5000)
