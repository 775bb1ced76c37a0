"""What the command line says and does when the data file was damaged, and what it keeps when an account goes."""

import mailbox
import sqlite3
from contextlib import closing

import pytest

from desktop.app import _make_ready
from desktop.cli import keep
from desktop.domain.clock import SystemClock
from desktop.domain.item import Raw
from desktop.paths import Places
from desktop.store.connection import NEWEST, schema_version

MAIL = b"From: Marta <m@x.test>\nTo: hi@shop.test\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nMessage-ID: <1@x>\nSubject: Cake\n\nmarzipan?\n"


@pytest.fixture
def filled(shopbell, tmp_path):
    box = mailbox.mbox(tmp_path / "old.mbox")
    box.add(mailbox.mboxMessage(MAIL))
    box.close()
    assert shopbell("import", "mbox", str(tmp_path / "old.mbox"), "--name", "Old").code == 0
    return shopbell


def harm(home):
    with (home / "shopbell.db").open("r+b") as file:
        file.write(b"\0" * 100)


def test_a_damaged_file_is_replaced_and_the_owner_is_told_once(filled):
    assert filled("sync", "--once").code == 0
    assert len(list((filled.home / "backups").glob("daily-*.db"))) == 1
    harm(filled.home)
    said = filled("search", "marzipan", "--json")
    assert said.code == 0
    assert "Your data file was damaged" in said.err
    assert "Cake" in said.out
    assert filled("search", "marzipan").err == ""
    assert list(filled.home.glob("shopbell.db.damaged-*"))


def test_the_window_makes_ready_in_the_same_way(filled):
    assert filled("sync", "--once").code == 0
    places, clock = Places(filled.home), SystemClock()
    assert _make_ready(places, clock)[0] == ""
    harm(filled.home)
    assert "Your data file was damaged" in _make_ready(places, clock)[0]
    assert schema_version(places.database) == NEWEST
    assert _make_ready(places, clock)[0] == ""


def test_what_was_written_in_an_account_that_is_removed_is_still_found(filled):
    said = filled("accounts", "remove", "Old")
    assert said.code == 0
    assert "What was written there stays in your history." in said.out
    assert "Cake" in filled("search", "marzipan").out
    assert filled("accounts", "list", "--json").json == []


def test_the_mails_of_an_account_that_was_removed_are_taken_out_too(filled, tmp_path):
    assert filled("accounts", "remove", "Old").code == 0
    assert filled("export", str(tmp_path / "all")).code == 0
    with closing(mailbox.mbox(tmp_path / "all" / "mail.mbox")) as box:
        assert [mail["Subject"] for mail in box] == ["Cake"]


def test_a_damaged_original_does_not_keep_the_other_mails_from_being_taken_out(filled, tmp_path):
    box = mailbox.mbox(tmp_path / "more.mbox")
    box.add(mailbox.mboxMessage(MAIL.replace(b"Cake", b"Bread").replace(b"<1@x>", b"<2@x>")))
    box.close()
    assert filled("import", "mbox", str(tmp_path / "more.mbox"), "--name", "More").code == 0
    with closing(sqlite3.connect(filled.home / "shopbell.db")) as conn, conn:
        conn.execute(
            "update raw set data = zeroblob(9) where message in (select message from body where subject = 'Cake')"
        )
    said = filled("export", str(tmp_path / "all"))
    assert said.code == 1
    assert "1 mail is not in mail.mbox, as its original was damaged on the disk: Marta, 2026-03-03." in said.err
    with closing(mailbox.mbox(tmp_path / "all" / "mail.mbox")) as left:
        assert [mail["Subject"] for mail in left] == ["Bread"]
    assert "Cake" in (tmp_path / "all" / "messages.jsonl").read_text()


@pytest.mark.parametrize(("many", "size", "steps"), [(7, 1, [3, 3, 1]), (3, 40, [1, 1, 1]), (0, 1, [])])
def test_an_archive_is_brought_in_by_steps_that_fit_into_memory(monkeypatch, many, size, steps):
    monkeypatch.setattr(keep, "_STEP", 3)
    monkeypatch.setattr(keep, "_STEP_BYTES", 40)
    raws = [Raw(remote_id=str(n), data=b"x" * size, received_at=SystemClock().now()) for n in range(many)]
    assert [len(step) for step in keep._steps(raws)] == steps
