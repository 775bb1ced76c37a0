"""Old mail from files: all of it, with its marks, and the same again when it is brought in again."""

import mailbox
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.connectors.mail.archive import read_maildir, read_mbox
from desktop.domain.errors import Misconfigured
from desktop.domain.item import Flag
from tests.corpus import Mailbox, write_maildir
from tests.mail.kit import mail


def test_a_maildir_is_read_with_its_marks(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Mail", create=True)
    for number, (flags, part) in enumerate((("", "new"), ("S", "cur"), ("FRS", "cur"), ("T", "cur"))):
        message = mailbox.MaildirMessage(mail(number))
        message.set_flags(flags)
        message.set_subdir(part)
        box.add(message)
    box.add_folder("Sent").add(mail("sent"))
    got = {item.data.partition(b"<")[2].partition(b">")[0] + b"": item for item in read_maildir(tmp_path / "Mail")}
    by_id = {
        item.data.split(b"Message-ID: <")[1].split(b"@")[0].decode(): item for item in read_maildir(tmp_path / "Mail")
    }
    assert got
    assert by_id["2"].flags == {Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED}
    assert by_id["1"].flags == {Flag.SEEN}
    assert by_id["0"].flags == by_id["3"].flags == frozenset()
    assert (by_id["sent"].hints["role"], by_id["0"].hints["role"]) == ("sent", "inbox")


def test_bringing_the_same_in_again_changes_nothing(tmp_path: Path) -> None:
    write_maildir(tmp_path / "Mail", count=20, seed=3)
    first = [item.remote_id for item in read_maildir(tmp_path / "Mail")]
    for file in (tmp_path / "Mail" / "cur").iterdir():
        file.rename(file.with_name(file.name.replace(":2,S", ":2,RS")))
    assert sorted(first) == sorted(item.remote_id for item in read_maildir(tmp_path / "Mail"))
    assert len(set(first)) == 20


def test_an_mbox_is_read_as_the_standard_library_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    raws = [raw.replace(b"\r\n", b"\n") for raw in Mailbox(4).mails(30)]
    raws.append(
        mail("from", body="First\nFrom the start 2026\n\nFrom here on 2026\n>From quoted").replace(b"\r\n", b"\n")
    )
    box = mailbox.mbox(path)
    for raw in raws:
        message = mailbox.mboxMessage(raw)
        message.set_from("someone@x.test Thu Nov 19 10:00:00 2026")
        box.add(message)
    box.close()
    got = list(read_mbox(path))
    assert len(got) == 31
    assert [item.data.strip() for item in got[:30]] == [raw.strip() for raw in raws[:30]]
    assert b"\nFrom the start 2026\n\nFrom here on 2026\n" in got[30].data
    assert got[0].received_at == datetime(2026, 11, 19, 10, tzinfo=UTC)


def test_the_marks_of_an_mbox_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(b"From a Thu Nov 19 10:00:00 2026\nSubject: x\nStatus: RO\nX-Status: AF\n\nStatus: none\n")
    assert next(read_mbox(path)).flags == {Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED}


def test_a_line_without_end_that_looks_like_a_beginning_takes_no_time(tmp_path: Path) -> None:
    head = b"From marta@example.org Tue Mar  3 10:00:00 2026\nSubject: Cake\n\n"
    (tmp_path / "old.mbox").write_bytes(head + b"From " + b"x" * 40_000 + b"\n")
    began = time.process_time()
    assert len(list(read_mbox(tmp_path / "old.mbox"))) == 1
    assert time.process_time() - began < 1.0


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(Misconfigured, match="not an mbox"):
        list(read_mbox(tmp_path / "letter.txt"))
    with pytest.raises(Misconfigured, match="no file"):
        list(read_mbox(tmp_path / "none"))
    with pytest.raises(Misconfigured, match="not a Maildir"):
        list(read_maildir(tmp_path))
    (tmp_path / "empty").touch()
    assert not list(read_mbox(tmp_path / "empty"))


def test_the_made_up_mailbox_is_the_same_for_the_same_seed() -> None:
    assert list(Mailbox(7).mails(40)) == list(Mailbox(7).mails(40))
    assert list(Mailbox(7).mails(5)) != list(Mailbox(8).mails(5))
