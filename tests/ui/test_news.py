"""News on their way to the list: what was read before the owner's last word never takes the place of what they did."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from desktop.domain.change import ChangeSet
from desktop.domain.conversation import Lane, State
from desktop.ui.models.inbox_list import InboxListModel
from desktop.ui.views.inbox.news import News
from tests.ui.values import StoppedClock, ValueReads, a_row


class Held:
    """Reads at once, as another thread would, and hands over what was read when it is told to."""

    def __init__(self, reads):
        self._reads = reads
        self.read = []

    def run(self, work, done, _failed=None):
        found = work(self._reads)
        self.read.append(lambda: done(found))

    def hand_over(self):
        read, self.read = self.read, []
        for one in read:
            one()


@pytest.fixture
def reads():
    return ValueReads([a_row(n) for n in range(30)])


@pytest.fixture
def stand(reads, qapp):
    assert qapp
    parent, tasks, taken = QObject(), Held(reads), []
    model = InboxListModel(reads.rows, reads.places, reads.following, StoppedClock(), parent)
    model.begin(Lane.NEEDS_YOU, reads.page(Lane.NEEDS_YOU))

    def take(ids, rows, *, own, back=False):
        assert not back
        taken.append((list(ids), {id_: row.state for id_, row in rows.items()}, own))

    news = News(reads, lambda: tasks, model, take, lambda _ids: None, parent)
    yield news, tasks, taken, parent
    news.forget()


def come_in(news, tasks, qtbot, *rows):
    news.follow(
        ChangeSet(conversations=frozenset(row.id for row in rows), new_messages=frozenset({1}), initiator="sync")
    )
    qtbot.waitUntil(lambda: bool(tasks.read))


def test_what_was_read_before_the_owner_finished_it_does_not_bring_it_back(stand, reads, qtbot):
    news, tasks, taken, parent = stand
    assert parent
    first, second = a_row(3), a_row(4)
    come_in(news, tasks, qtbot, first, second)
    reads.put(replace(first, state=State.DONE))
    news.follow(ChangeSet(conversations=frozenset({first.id}), initiator="triage", verb="done"))
    assert taken == [([first.id], {first.id: State.DONE}, True)]
    tasks.hand_over()
    assert taken[1:] == [([second.id], {second.id: State.OPEN}, False)]


def test_of_two_reads_the_one_that_was_asked_for_last_counts(stand, reads, qtbot):
    news, tasks, taken, _ = stand
    row = a_row(3)
    come_in(news, tasks, qtbot, row)
    (older,) = tasks.read
    tasks.read = []
    reads.put(replace(row, state=State.DONE))
    come_in(news, tasks, qtbot, row)
    tasks.hand_over()
    older()
    assert [states for _, states, _ in taken if states] == [{row.id: State.DONE}]
