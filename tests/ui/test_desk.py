"""The desk over a real store: verbs, undo, replies and search, none of them on the GUI thread."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.conversation import ConversationId, Hit, State
from desktop.domain.draft import Draft, Reply, ReplyState
from desktop.domain.item import Audience
from desktop.store import outbox, triage
from desktop.store.connection import StoreFailure
from desktop.ui.desk import Outgoing
from desktop.ui.reads import Reads
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from desktop.ui.triage.deciding import WAIT
from tests.ui.workshop import RESOURCES, Workshop


@pytest.fixture
def shop(qapp: QApplication, tmp_path: Path) -> Iterator[Workshop]:
    shop = Workshop(tmp_path, Theme(qapp, RESOURCES, "light"), ("mail",))
    yield shop
    shop.composer.deleteLater()
    shop.close()


def outgoing(draft: Draft, *, finish: bool = False) -> Outgoing:
    return Outgoing(conversation=draft.conversation, drafts=(draft,), finish=finish)


def state(shop: Workshop, id_: ConversationId) -> State:
    return shop.opened(id_).row.state


def test_each_verb_says_what_it_did_and_can_be_undone(qtbot: QtBot, shop: Workshop) -> None:
    row = shop.rows("mail")[0]
    desk = shop.desk
    until = shop.clock.now() + timedelta(days=1)
    for verb, wanted in (
        (lambda: desk.finish([row.id]), State.DONE),
        (lambda: desk.reopen([row.id]), State.OPEN),
        (lambda: desk.snooze([row.id], until), State.SNOOZED),
        (lambda: desk.wait([row.id]), State.WAITING),
    ):
        with qtbot.waitSignal(desk.said) as said:
            verb()
        assert row.who in said.args[0] or row.handle in said.args[0]
        assert state(shop, row.id) is wanted
    assert shop.opened(row.id).row.until == shop.clock.now() + WAIT
    for wanted in (State.SNOOZED, State.OPEN, State.DONE):
        with qtbot.waitSignal(desk.told):
            desk.undo()
        assert state(shop, row.id) is wanted
    with qtbot.waitSignal(desk.told):
        desk.redo()
    assert state(shop, row.id) is State.OPEN


def test_a_verb_that_makes_no_difference_says_so(qtbot: QtBot, shop: Workshop) -> None:
    desk, row = shop.desk, shop.rows("mail")[0]
    for verb, said in (
        (lambda: desk.reopen([row.id]), "There is nothing to reopen: it is open."),
        (lambda: desk.take_labels_off([row.id]), "There is no label to take off."),
        (lambda: desk.unread([row.id]), "That is so already."),
        (lambda: desk.snooze_again([row.id]), "It was not snoozed before, or only to a time that is over."),
    ):
        with qtbot.waitSignal(desk.told) as told:
            verb()
        assert told.args == [said]


def test_snoozing_says_until_when(qtbot: QtBot, shop: Workshop) -> None:
    with qtbot.waitSignal(shop.desk.said) as said:
        shop.desk.snooze([shop.rows("mail")[0].id], shop.clock.now() + timedelta(days=1))
    assert "tomorrow" in said.args[0]


def test_a_gesture_on_many_is_undone_as_one(qtbot: QtBot, shop: Workshop) -> None:
    ids = [row.id for row in shop.rows("mail")[:3]]
    with qtbot.waitSignal(shop.desk.said) as said:
        shop.desk.finish(ids)
    assert "3" in said.args[0]
    with qtbot.waitSignal(shop.desk.told):
        shop.desk.undo()
    assert [state(shop, id_) for id_ in ids] == [State.OPEN] * 3


def test_looking_at_a_conversation_is_nothing_to_undo(qtbot: QtBot, shop: Workshop) -> None:
    row = next(row for row in shop.rows("mail") if row.unread)
    with qtbot.assertNotEmitted(shop.desk.said):
        shop.desk.seen(row.id)
        qtbot.waitUntil(lambda: not shop.opened(row.id).row.unread)
    with qtbot.waitSignal(shop.desk.told) as told:
        shop.desk.undo()
    assert told.args == ["There is nothing to undo."]


def test_nothing_chosen_does_nothing(qtbot: QtBot, shop: Workshop) -> None:
    with qtbot.assertNotEmitted(shop.desk.said), qtbot.assertNotEmitted(shop.desk.failed):
        shop.desk.finish([])
        shop.settled()


def test_search_finds_words_or_what_begins_so_and_says_why_a_query_is_not_one(qtbot: QtBot, shop: Workshop) -> None:
    answers: list[tuple[Sequence[Hit], str]] = []
    sentences: list[str] = []

    def found(hits: Sequence[Hit], meant: str) -> None:
        answers.append((hits, meant))

    shop.desk.search("cake", found, sentences.append)
    qtbot.waitUntil(lambda: bool(answers))
    hits, meant = answers.pop()
    assert "\u0002" in hits[0].snippet
    assert meant == ""
    shop.desk.search("cak", found, sentences.append)
    qtbot.waitUntil(lambda: bool(answers))
    begun, meant = answers.pop()
    assert {hit.message for hit in hits} <= {hit.message for hit in begun}
    assert meant == "cak*"
    shop.desk.search("before:someday", found, sentences.append)
    qtbot.waitUntil(lambda: bool(sentences))
    assert sentences[0].endswith(".")
    assert "Traceback" not in sentences[0]


def written(shop: Workshop, text: str) -> Draft:
    opened = shop.opened(shop.rows("mail")[0].id)
    return Draft(
        conversation=opened.row.id,
        account=opened.account,
        text=text,
        audience=Audience.PRIVATE,
        in_reply_to=opened.reply_to,
    )


def queued(qtbot: QtBot, shop: Workshop) -> Reply:
    draft = written(shop, "It is on its way.")
    with qtbot.waitSignal(shop.desk.queued) as held:
        shop.desk.queue(outgoing(draft), pytest.fail)
    reply = held.args[0].reply
    assert isinstance(reply, Reply)
    return reply


def test_send_now_ends_the_hold_and_wakes_the_engine(qtbot: QtBot, shop: Workshop) -> None:
    reply = queued(qtbot, shop)
    woken = shop.engine.woken
    shop.desk.send_now(reply)
    qtbot.waitUntil(lambda: shop.engine.woken == woken + 1)
    assert shop.replies()[0].not_before <= shop.clock.now()


def test_a_reply_that_has_left_cannot_be_taken_back_and_says_so(qtbot: QtBot, shop: Workshop) -> None:
    reply = queued(qtbot, shop)
    shop.clock.advance(11)

    def claim(db):  # type: ignore[no-untyped-def]
        return outbox.claim(db, worker="w", now=shop.clock.now(), lease=timedelta(minutes=1))

    shop.writer.submit(claim).result()
    ended: list[bool] = []
    with qtbot.waitSignal(shop.desk.failed) as failed:
        shop.desk.withdraw(reply, done=lambda: ended.append(True))
    assert "has left already" in failed.args[0]
    assert ended == [True]


def unsure(shop: Workshop, reply: Reply) -> None:
    def break_off(db):  # type: ignore[no-untyped-def]
        now = shop.clock.now() + timedelta(minutes=1)
        outbox.claim(db, worker="w", now=now, lease=timedelta(minutes=1))
        for state_ in (ReplyState.SENDING, ReplyState.COMMITTING, ReplyState.UNKNOWN):
            outbox.advance(db, reply.id, state_, worker="w", now=now)

    shop.writer.submit(break_off).result()


@pytest.mark.parametrize(("choice", "wanted"), [("arrived", ReplyState.SENT), ("again", ReplyState.QUEUED)])
def test_the_owner_decides_about_an_unsure_reply(qtbot: QtBot, shop: Workshop, choice: str, wanted: ReplyState) -> None:
    reply = queued(qtbot, shop)
    unsure(shop, reply)
    shop.desk.answer_unknown(reply, choice)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: shop.replies()[0].state is wanted)


def test_check_again_asks_the_engine_and_changes_nothing_itself(qtbot: QtBot, shop: Workshop) -> None:
    reply = queued(qtbot, shop)
    unsure(shop, reply)
    with qtbot.waitSignal(shop.desk.told):
        shop.desk.check_unknown(reply)
    assert shop.engine.asked == [reply.account]
    assert shop.replies()[0].state is ReplyState.UNKNOWN


def test_a_reply_that_is_held_is_not_called_lost_because_done_failed(
    qtbot: QtBot, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = written(shop, "It is on its way.")

    def full(*_: object, **_more: object) -> None:
        raise StoreFailure("The disk is full.")

    monkeypatch.setattr(triage, "act", full)
    with qtbot.waitSignal(shop.desk.queued) as held:
        shop.desk.queue(outgoing(draft, finish=True), pytest.fail)
    assert held.args[0].reply.text == draft.text
    assert not held.args[0].finished


@pytest.mark.parametrize("trouble", [StoreFailure("The data file cannot be opened."), RuntimeError("never foreseen")])
@pytest.mark.parametrize("what", ["read", "wake"])
def test_a_reply_that_is_held_is_not_called_lost_whatever_fails_after_it(
    qtbot: QtBot, shop: Workshop, monkeypatch: pytest.MonkeyPatch, trouble: Exception, what: str
) -> None:
    draft = written(shop, "It is on its way.")

    def fail(*_: object, **_more: object) -> None:
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(*((outbox, "outbox", fail) if what == "read" else (shop.engine, "wake", fail)))
        with qtbot.waitSignal(shop.desk.queued) as held:
            shop.desk.queue(outgoing(draft), pytest.fail)
    told, (kept,) = held.args[0].reply, shop.replies()
    assert (told.id, told.text, told.conversation, told.not_before) == (
        kept.id, draft.text, draft.conversation, kept.not_before
    )  # fmt: skip
    with qtbot.waitSignal(shop.desk.told):
        shop.desk.withdraw(told, done=lambda: None)
    assert shop.draft_text(draft.conversation) == draft.text


def test_words_typed_while_a_reply_is_being_queued_are_not_forgotten_with_it(shop: Workshop) -> None:
    draft = written(shop, "And one more thing")
    shop.desk.drafts.typed(draft)
    shop.desk.drafts.forget(draft.conversation, "It is on its way.")
    assert shop.desk.drafts.unsaved((draft.conversation, draft.account, draft.audience)) == draft
    shop.desk.drafts.forget(draft.conversation, draft.text)
    assert shop.desk.drafts.is_clean


def test_a_store_that_cannot_be_opened_for_once_does_not_end_the_reading(qtbot: QtBot, shop: Workshop) -> None:
    answers = iter([StoreFailure("The data file cannot be opened."), None])

    def open_reads() -> Reads:
        if (trouble := next(answers)) is not None:
            raise trouble
        return Reads(shop.path)

    tasks = Tasks(open_reads, threads=1)
    failures: list[Exception] = []
    counts: list[object] = []
    tasks.run(Reads.counts, counts.append, failures.append)
    tasks.run(Reads.counts, counts.append, failures.append)
    qtbot.waitUntil(lambda: len(counts) == 1)
    assert [str(one) for one in failures] == ["The data file cannot be opened."]
    tasks.close()


def test_an_error_nobody_foresaw_is_told_without_its_insides(
    qtbot: QtBot, shop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken: Future[object] = Future()
    broken.set_exception(RuntimeError("secret insides"))
    monkeypatch.setattr(shop.writer, "submit", lambda *_a, **_m: broken)
    with qtbot.waitSignal(shop.desk.failed) as failed:
        shop.desk.finish([shop.rows("mail")[0].id])
    assert "secret insides" not in failed.args[0]
    assert "secret insides" in caplog.text


def test_an_older_look_at_the_outbox_that_comes_late_is_not_shown(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads read: the first may be the last to have read."""
    came: list[Callable[[list[Reply]], None]] = []
    monkeypatch.setattr(shop.tasks, "run", lambda _work, done, _failed: came.append(done))
    shown: list[str] = []
    for look in ("first", "second", "third"):
        shop.desk.outbox(lambda _replies, look=look: shown.append(look))  # type: ignore[misc]
    for number in (1, 0, 2):
        came[number]([])
    assert shown == ["second", "third"]
