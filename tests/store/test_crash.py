"""Killed at any point: what was acknowledged is there, what was not is there whole or not at all."""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.store import drafts, files, outbox, triage
from desktop.store.connection import NEWEST, open_reader, open_writer, schema_version
from desktop.store.migrate import migrate
from desktop.store.search import search
from tests.store.crash_script import FILM
from tests.store.makers import FixedClock, Shop, integrity, mail
from tests.store.picture import badges_are_true, index_is_true

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
OLD = ROOT / "tests" / "migrations" / "v0.1.0.db"
MOST = 400


def run(work, path, kill_at=None):
    """Do the work in a process that dies at the n-th fault point; return whether it survived, and what it said."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    if kill_at is not None:
        environ["SHOPBELL_KILL_AT"] = str(kill_at)
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.crash_script", work, str(path)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, -9), done.stderr
    return done.returncode == 0, done.stdout.splitlines()


def deaths(work, tmp_path, before):
    """Yield (file, what was said) for a death at every fault point, and the survivor last."""
    for point in range(1, MOST):
        home = tmp_path / f"{point}" / "shopbell.db"
        home.parent.mkdir()
        if before is not None:
            shutil.copy(before, home)
        survived, said = run(work, home, point)
        yield home, said
        if survived:
            assert point > 1
            return
    pytest.fail("it never came to an end")


_TELLS_OTHERWISE = (
    "select id from conversation where (draft_at is null) is"
    " exists (select 1 from draft where conversation = conversation.id and reply = '')"
    " or (outgoing_at is null) is exists"
    " (select 1 from outbox where conversation = conversation.id and state not in ('sent', 'withdrawn'))"
)
"""The conversations whose own row says otherwise than the drafts and the outbox do."""


def whole(home):
    assert integrity(home) == "ok"
    with closing(open_reader(home)) as reader:
        assert badges_are_true(reader)
        assert reader.execute("pragma foreign_key_check").fetchall() == []
        assert reader.execute(_TELLS_OTHERWISE).fetchall() == []
    db = open_writer(home)
    assert index_is_true(db)
    db.close()


@pytest.fixture
def stocked(tmp_path):
    shop = Shop(tmp_path)
    shop.ingest(*(mail(str(n), minutes=n, text="Can I?") for n in range(4)))
    shop.close()
    return shop.path


def test_fetching(tmp_path):
    shop = Shop(tmp_path)
    shop.close()
    for home, said in deaths("fetch", tmp_path, shop.path):
        whole(home)
        with closing(open_reader(home)) as reader:
            count = reader.execute("select count(*) from message").fetchone()[0]
            cursor = reader.execute("select cursor from lane").fetchone()[0]
            acknowledged = sum(word.startswith("batch") for word in said)
            assert count % 5 == 0
            assert count >= 5 * acknowledged
            assert cursor == (str(count // 5 - 1) if count else "")


def test_triage(tmp_path, stocked):
    for home, said in deaths("decide", tmp_path, stocked):
        whole(home)
        with closing(open_reader(home)) as reader:
            states = dict(reader.execute("select id, state from conversation").fetchall())
            logged = {act.conversation: act.after.state.value for act in triage.acts(reader)}
            assert {conversation: states[conversation] for conversation in logged} == logged
            lines = reader.execute("select count(*) from act").fetchone()[0]
            settled = [word.split() for word in said if word != "end"]
            assert lines in (len(settled), len(settled) + 1)
            for word, conversation in settled[:-1] if lines > len(settled) else settled:
                later = [one for one, number in settled if number == conversation]
                if word == later[-1]:
                    assert states[int(conversation)] == ("done" if word == "done" else "open")


def test_a_draft(tmp_path, stocked):
    for home, said in deaths("write", tmp_path, stocked):
        whole(home)
        with closing(open_reader(home)) as reader:
            kept = [draft.text for draft in drafts.drafts(reader)]
            acknowledged = [word.removeprefix("draft ") for word in said if word.startswith("draft")]
            if acknowledged:
                assert kept[0] in (acknowledged[-1], f"Dear Marta, {len(acknowledged)}")


def test_a_file_that_was_attached(tmp_path, stocked):
    for home, said in deaths("enclose", tmp_path, stocked):
        whole(home)
        with closing(open_reader(home)) as reader:
            kept = [file for draft in drafts.drafts(reader) for file in draft.files]
            gone_with = [file for reply in outbox.outbox(reader) for file in reply.files]
            assert not said or len(kept) + len(gone_with) == 1
            for file in files.enclosures(reader, kept + gone_with):
                assert (file.name, file.data) == ("film.mp4", FILM)
            if "taken back" in said:
                assert [file.name for file in kept] == ["film.mp4"]


def test_a_reply(tmp_path, stocked):
    for home, said in deaths("send", tmp_path, stocked):
        whole(home)
        with closing(open_reader(home)) as reader:
            replies = outbox.outbox(reader)
            texts = [draft.text for draft in drafts.drafts(reader)] + [reply.text for reply in replies]
            assert not said or "Dear Marta" in texts
            assert len(texts) == len(set(texts)), "what is on its way is no draft that could be sent again"
            for word in ("queued", "sending", "committing", "sent"):
                if word in said:
                    order = ("queued", "claimed", "sending", "committing", "sent")
                    assert order.index(replies[0].state) >= order.index(word)
            ours = reader.execute("select count(*) from message where direction = 'out'").fetchone()[0]
            assert ours == sum(reply.state == "sent" for reply in replies)


def test_migrating(tmp_path):
    for home, said in deaths("migrate", tmp_path, None):
        found = schema_version(home)
        assert found in (0, NEWEST)
        assert not said or found == NEWEST
        migrate(home, home.parent / "backups", FixedClock())
        whole(home)


def test_migrating_what_an_earlier_release_left(tmp_path):
    old = schema_version(OLD)
    for home, said in deaths("migrate", tmp_path, OLD):
        found = schema_version(home)
        assert found in (old, NEWEST)
        assert not said or found == NEWEST
        assert [schema_version(copy) for copy in (home.parent / "backups").glob("*.db")] in ([], [old])
        migrate(home, home.parent / "backups", FixedClock())
        whole(home)
        with closing(open_reader(home)) as reader:
            assert len(search(reader, '"order a cake"')) == 6


def test_a_backup(tmp_path, stocked):
    for home, said in deaths("backup", tmp_path, stocked):
        copy = home.parent / "backups" / "copy.db"
        assert not said or copy.exists()
        if copy.exists():
            assert integrity(copy) == "ok"
        whole(home)
