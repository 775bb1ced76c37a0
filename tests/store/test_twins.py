"""An archive and a server that hold the same mails give each mail once, whichever is read first."""

import mailbox

import pytest

from desktop.connectors.mail.archive import read_mbox
from desktop.connectors.mail.mime import parse_mail
from desktop.domain.account import Account
from desktop.domain.item import Direction, Flag, Raw
from desktop.store import flags
from tests.corpus import Mailbox
from tests.store.makers import OWN, Shop, mail
from tests.store.picture import badges_are_true, index_is_true


def archived(item_id="archive;1", **more):
    return mail(item_id, own_id="<one@example.org>", text="as it was", raw=b"with lf\n", **more)


def served(**more):
    return mail("INBOX;7;1", own_id="<one@example.org>", text="as it was", raw=b"with crlf\r\n", **more)


def test_the_server_finds_what_the_archive_brought(shop):
    shop.ingest(archived())
    before = shop.message("archive;1")
    changes = shop.ingest(served(flags=frozenset({Flag.SEEN})))
    assert not changes.new_messages
    assert changes.changed_messages == {before}
    assert shop.message("INBOX;7;1") == before
    assert shop.reader.execute("select count(*) from message").fetchone()[0] == 1
    assert not shop.row().unread
    assert not shop.ingest(
        served(
            flags=frozenset({Flag.SEEN}),
        )
    ).new_messages


def test_what_is_read_here_later_is_told_to_the_server_by_its_own_id(shop):
    shop.ingest(archived())
    shop.ingest(served())
    shop.db.conn.execute("update message set seen = 1, wanted_flags = ?", (flags.SEEN,))
    assert flags.flag_work(shop.reader, shop.account.id) == [("INBOX;7;1", frozenset({Flag.SEEN}))]


def test_the_archive_brings_nothing_that_the_server_gave(shop):
    shop.ingest(served())
    assert not shop.ingest(archived())
    assert shop.message("INBOX;7;1")


@pytest.mark.parametrize(
    "other",
    [
        {"own_id": "<two@example.org>"},
        {"subject": "Another"},
        {"minutes": 5},
        {"who": "Ole"},
        {"direction": Direction.OUT},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_differs_in_anything_that_makes_a_mail_is_another_mail(shop, other):
    shop.ingest(archived())
    shop.ingest(mail("INBOX;7;1", **({"own_id": "<one@example.org>"} | other)))
    assert shop.reader.execute("select count(*) from message").fetchone()[0] == 2


def test_other_accounts_keep_their_own(shop):
    other = shop.add_account("Second")
    shop.ingest(archived())
    shop.ingest(served(), account=other)
    assert shop.reader.execute("select count(*) from message").fetchone()[0] == 2


def test_a_whole_mailbox_brought_in_first_is_not_doubled_by_its_server(tmp_path):
    mails = list(Mailbox(11).mails(120))
    box = mailbox.mbox(tmp_path / "old.mbox")
    for raw in mails:
        box.add(mailbox.mboxMessage(raw.replace(b"\r\n", b"\n")))
    box.close()
    shop = Shop(tmp_path)
    account = Account(id=shop.account.id, kind="mail", name="Shop mail", settings={"address": OWN})
    old = [parse_mail(raw, account) for raw in read_mbox(tmp_path / "old.mbox")]
    arrived = max(item.written_at for item in old)
    new = [
        parse_mail(Raw(remote_id=f"INBOX;7;{n}", data=raw, received_at=arrived), account) for n, raw in enumerate(mails)
    ]
    shop.ingest(*old)
    first = shop.reader.execute("select count(*), count(distinct conversation) from message").fetchone()
    assert first[0] == len({item.remote_id for item in old})
    shop.ingest(*new)
    named = sum(bool(item.own_id) for item in new)
    assert shop.reader.execute("select count(*) from message").fetchone()[0] == first[0] + len(new) - named
    assert shop.reader.execute("select count(*) from message where remote_id like 'INBOX;%'").fetchone()[0] == len(new)
    assert badges_are_true(shop.reader)
    assert index_is_true(shop.db)
    shop.close()


def test_an_archive_without_times_of_its_own_is_placed_by_the_dates_of_its_mails(tmp_path):
    path = tmp_path / "old.mbox"
    path.write_bytes(
        b"From a@b 2026\nFrom: a@b.test\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nMessage-ID: <1@x>\nSubject: x\n\nhi\n"
    )
    (raw,) = read_mbox(path)
    item = parse_mail(raw, Account(id=1, kind="archive", name="x"))
    assert item.written_at.isoformat() == "2026-03-03T10:00:00+00:00"
