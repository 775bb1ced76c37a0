"""What happens beside the window: other processes on the same data, sudden ends, another window."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import _Whole
from desktop.cli.shop import make_demo
from desktop.domain.conversation import Lane, State
from desktop.domain.draft import ReplyState
from desktop.paths import Places
from desktop.store import inbox, outbox
from tests.functional.test_keys import CHECKOUT, Shop, screen, until
from tests.servers.session import Screen
from tests.wholes import is_ready, whole_window

__all__ = ["screen"]


@pytest.fixture
def whole(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[_Whole]:
    """The sample shop's window, every command ready."""
    where = Places(tmp_path / "home")
    make_demo(where)
    with whole_window(qapp, where) as whole:
        whole.show()
        qtbot.waitUntil(lambda: is_ready(whole))
        yield whole


def cli(whole: _Whole, *words: str) -> str:
    """Run the program once more on the same data."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--home", str(whole._places.home), *words],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        input="Thank you, we look into it at once.",
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    return done.stdout


def test_the_list_follows_what_another_process_decides(qtbot: QtBot, whole: _Whole) -> None:
    window = whole._window
    ids = [row.id for row in whole._reads.page(Lane.NEEDS_YOU, limit=50)]
    counts = whole._reads.counts().total[Lane.NEEDS_YOU]
    window.select_next()
    assert window.inbox.current == ids[1]
    cli(whole, "triage", str(ids[3]), "done")
    qtbot.waitUntil(lambda: window.rail._lanes[Lane.NEEDS_YOU].right == str(counts - 1))
    model = window.inbox.model
    qtbot.waitUntil(lambda: ids[3] not in [model.id_at(n) for n in range(model.rowCount())])
    assert window.inbox.current == ids[1]
    cli(whole, "undo")
    qtbot.waitUntil(lambda: window.rail._lanes[Lane.NEEDS_YOU].right == str(counts))
    assert window.inbox.current == ids[1]


def test_a_reply_queued_by_another_process_shows_in_the_outbox_and_is_sent_once(qtbot: QtBot, whole: _Whole) -> None:
    row = next(row for row in whole._reads.page(Lane.NEEDS_YOU, limit=50) if row.channel == "mail")
    cli(whole, "reply", str(row.id), "--text-file", "-")
    model = whole._running.verbs.outbox
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    qtbot.waitUntil(lambda: [r.state for r in outbox.outbox(whole._reads.connection)] == [ReplyState.SENT])
    qtbot.waitUntil(lambda: [r.state for r in model.replies()] == [ReplyState.SENT])


def test_what_is_on_hold_when_the_window_closes_leaves_at_the_next_start_and_once(
    qtbot: QtBot, qapp: QApplication, whole: _Whole
) -> None:
    row = next(row for row in whole._reads.page(Lane.NEEDS_YOU, limit=50) if row.channel == "mail")
    window, verbs = whole._window, whole._running.verbs
    window.select(row.id)
    verbs.replies.write()
    qtbot.waitUntil(lambda: verbs.composer.is_ready)
    verbs.composer.text.setPlainText("We are so sorry.")
    verbs.replies.send()
    qtbot.waitUntil(lambda: [r.state for r in outbox.outbox(whole._reads.connection)] == [ReplyState.QUEUED])
    places = whole._places
    whole.close()
    with whole_window(qapp, places) as again:
        again.show()
        qtbot.waitUntil(lambda: [r.state for r in outbox.outbox(again._reads.connection)] == [ReplyState.SENT])
        sent = [e for e in inbox.opened(again._reads.connection, row.id).timeline if e.text == "We are so sorry."]
        assert len(sent) == 1


@pytest.mark.screen
@pytest.mark.slow
def test_a_sudden_end_while_typing_costs_at_most_one_second(screen: Screen, tmp_path: Path) -> None:
    shop = Shop(screen, tmp_path / "home")
    try:
        shop.start()
        row = next(row for row in shop.page() if row.channel == "mail")
        for _ in range([r.id for r in shop.page()].index(row.id)):
            shop.press("j")
        shop.press("r")
        typed, when = "", []
        end = time.monotonic() + 6
        while time.monotonic() < end:
            piece = f"word{len(when):03d} "
            screen.xdotool("type", "--clearmodifiers", "--delay", "12", piece)
            typed += piece
            when.append((time.monotonic(), len(typed)))
        shop.process.kill()
        killed = time.monotonic()
        shop.process.wait()
        safe = max((length for at, length in when if at <= killed - 1.0), default=0)
        kept = shop.draft(row.id)
        assert safe > 20
        assert typed.startswith(kept.rstrip())
        assert len(kept) >= safe, (len(typed), safe, kept)
    finally:
        shop.close()


@pytest.mark.screen
@pytest.mark.slow
def test_a_second_window_on_the_same_shop_harms_neither(screen: Screen, tmp_path: Path) -> None:
    first = Shop(screen, tmp_path / "home")
    try:
        first.start()
        # As on a disk that keeps no locks: the second start does not know of the first.
        (first.database.parent / "window.lock").unlink()
        second = Shop(screen, tmp_path / "home")
        try:
            until(lambda: len(screen.windows("name", "^Shopbell")) == 2, "the second window was shown")
            chosen = first.page()[0].id
            screen.xdotool("windowactivate", "--sync", first.window)
            first.press("e")
            first.until_state(chosen, State.DONE)
            assert first.process.poll() is None
            assert second.process.poll() is None
        finally:
            second.close()
        following = first.page()[0].id
        screen.xdotool("windowactivate", "--sync", first.window)
        first.press("e")
        first.until_state(following, State.DONE)
    finally:
        first.close()
    assert "Traceback" not in first.log.read_text(errors="replace")
