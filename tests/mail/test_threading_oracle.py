"""Our conversations against Dovecot's own THREAD=REFS (RFC 5256 without the subject rule) on the same mailbox."""

import random
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from desktop.connectors.mail.mime import parse_mail
from desktop.domain.account import Account
from desktop.domain.clock import SystemClock
from desktop.domain.item import Raw
from desktop.store import accounts
from desktop.store.connection import open_reader, open_writer, transaction
from desktop.store.ingest import ingest
from desktop.store.migrate import migrate
from desktop.triage.rank import default_ranker
from tests.corpus import Mailbox
from tests.mail.kit import NOW, connector, mail, pull
from tests.servers.mail import MailServer

pytestmark = pytest.mark.mail

Groups = set[frozenset[int]]


def by_dovecot(server: MailServer, user: str) -> Groups:
    """Return the threads of the inbox as sets of UIDs."""
    with server.imap(user) as session:
        session.select("INBOX", readonly=True)
        typ, answer = session.uid("THREAD", "REFS", "UTF-8", "ALL")
    assert typ == "OK"
    groups, depth, number, here = set(), 0, "", []
    for char in answer[0].decode():
        if char.isdigit():
            number += char
            continue
        if number:
            here.append(int(number))
            number = ""
        depth += (char == "(") - (char == ")")
        if depth == 0 and here:
            groups.add(frozenset(here))
            here = []
    return groups


def by_us(path: Path, raws: list[Raw], batch: int) -> Groups:
    """Store the mails batch by batch as they came from the server; return the conversations as sets of UIDs."""
    clock = SystemClock()
    migrate(path, path.parent / "backups", clock)
    db = open_writer(path)
    try:
        with transaction(db, durable=False):
            number = accounts.add(db, "mail", "mail", {"address": "owner@shop.test"}, "k", NOW)
        shop = Account(id=number, kind="mail", name="mail", settings={"address": "owner@shop.test"})
        rank = default_ranker()
        for start in range(0, len(raws), batch):
            items = [parse_mail(raw, shop) for raw in raws[start : start + batch]]
            with transaction(db, durable=False):
                ingest(db, shop, items, cursor=None, now=NOW, rank=rank, own_keys=frozenset({"owner@shop.test"}))
    finally:
        db.close()
    with closing(open_reader(path)) as reader:
        rows = reader.execute("select conversation, remote_id from message").fetchall()
    groups: dict[int, set[int]] = defaultdict(set)
    for conversation, remote_id in rows:
        groups[conversation].add(int(remote_id.rpartition(";")[2]))
    return set(map(frozenset, groups.values()))


@pytest.mark.parametrize(("seed", "batch"), [(1, 500), (2, 37)])
def test_conversations_are_the_threads_dovecot_finds(
    mail_server: MailServer, user: str, tmp_path: Path, seed: int, batch: int
) -> None:
    mails = list(Mailbox(seed).mails(600))
    lost = random.Random(seed)
    kept = [each for each in mails if lost.random() > 0.15]
    lost.shuffle(kept)
    mail_server.fill(user, kept)
    source = connector(mail_server.settings(user))
    raws = pull(source).items
    source.close()
    theirs = by_dovecot(mail_server, user)
    ours = by_us(tmp_path / "shop.db", raws, batch)
    assert sum(map(len, ours)) == sum(map(len, theirs)) == len(kept)
    assert max(map(len, theirs)) > 3
    assert ours == theirs


def test_odd_threads_are_joined_as_dovecot_joins_them(mail_server: MailServer, user: str, tmp_path: Path) -> None:
    mails = [
        mail("a1", "one"),
        mail("a2", "two", In_Reply_To="<a1@example.test>"),
        mail("a3", "three", References="<a1@example.test> <a2@example.test>"),
        mail("b2", "four", References="<never-seen@example.test>"),
        mail("b3", "five", In_Reply_To="<never-seen@example.test>"),
        mail("c1", "six", References="garbage <c0@example.test> more"),
        mail("c2", "seven", In_Reply_To='Your message of "Monday" <c0@example.test>'),
        mail("d1", "eight", References="<d1@example.test>"),
        mail("e2", "nine", References="no ids at all", In_Reply_To="<a3@example.test>"),
        mail("f9", "ten", References=" ".join(f"<f{n}@example.test>" for n in range(9))),
        mail("f3", "eleven"),
    ]
    mail_server.append_many(user, mails)
    source = connector(mail_server.settings(user))
    raws = pull(source).items
    source.close()
    ours = by_us(tmp_path / "shop.db", raws, 3)
    assert ours == by_dovecot(mail_server, user)
    assert frozenset({1, 2, 3, 9}) in ours
