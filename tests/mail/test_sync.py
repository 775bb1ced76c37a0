"""Reading a mailbox of a real server: what is new, what changed, what is gone, on every rung of the ladder."""

from collections.abc import Callable, Iterator

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail import sync
from desktop.connectors.mail.connector import MailConnector
from desktop.connectors.mail.cursor import Box, Place
from desktop.connectors.mail.uids import UidSet
from desktop.domain.errors import Cancelled, Unreachable
from desktop.domain.item import Flag
from tests.mail.kit import mail, pull
from tests.servers.faultproxy import Fault, FaultProxy, fault_proxy
from tests.servers.mail import MailServer

pytestmark = pytest.mark.mail

Open = Callable[..., MailConnector]

RUNGS = {
    "qresync": (),
    "condstore": (b"QRESYNC",),
    "plain": (b"QRESYNC", b"CONDSTORE"),
    "plain-without-esearch": (b"QRESYNC", b"CONDSTORE", b"ESEARCH", b"SPECIAL-USE", b"LITERAL+", b"SASL-IR"),
}


@pytest.fixture(params=list(RUNGS))
def rung(request: pytest.FixtureRequest, mail_server: MailServer) -> Iterator[FaultProxy]:
    """A server that offers only one rung of the ladder."""
    with fault_proxy(mail_server.imap_port, Fault(strip=RUNGS[request.param])) as proxy:
        yield proxy


@pytest.fixture
def stepped(rung: FaultProxy, opened: Open, user: str) -> MailConnector:
    return opened(user, imap_port=str(rung.port), imap_security="none")


def change(server: MailServer, user: str, uid: int, flags: str, mailbox: str = "INBOX", how: str = "+FLAGS") -> None:
    """Mark a message as another program would."""
    with server.imap(user) as session:
        session.select(mailbox)
        assert session.uid("STORE", str(uid), how, f"({flags})")[0] == "OK"


def delete(server: MailServer, user: str, *uids: int) -> None:
    with server.imap(user) as session:
        session.select("INBOX")
        for uid in uids:
            session.uid("STORE", str(uid), "+FLAGS", "(\\Deleted)")
        session.expunge()


def test_the_first_sync_brings_everything_newest_first(
    stepped: MailConnector, mail_server: MailServer, user: str
) -> None:
    mail_server.append_many(user, [mail(n, body=f"Mail number {n}") for n in range(1, 26)])
    mail_server.append(user, mail("ours", sender=user, to="customer@example.test"), "Sent", "\\Seen")
    got = pull(stepped, budget=10)
    inbox = [item for item in got.items if item.hints["role"] == "inbox"]
    assert [int(item.remote_id.split(";")[2]) for item in got.batches[0].items] == list(range(25, 15, -1))
    assert sorted(int(item.remote_id.split(";")[2]) for item in inbox) == list(range(1, 26))
    assert [item.hints["mailbox"] for item in got.items if item.hints["role"] == "sent"] == ["Sent"]
    assert [batch.done for batch in got.batches][-1] == got.batches[-1].total == 26
    assert b"Mail number 25" in got.batches[0].items[0].data


def test_what_other_programs_do_comes_in(stepped: MailConnector, mail_server: MailServer, user: str) -> None:
    mail_server.append_many(user, [mail(n) for n in range(1, 8)])
    first = pull(stepped)
    ids = {int(item.remote_id.split(";")[2]): item.remote_id for item in first.items}
    change(mail_server, user, 2, "\\Seen \\Answered")
    change(mail_server, user, 5, "\\Flagged")
    delete(mail_server, user, 3, 6)
    mail_server.append(user, mail(8))
    second = pull(stepped, first.cursor)
    assert second.gone == {ids[3], ids[6]}
    assert second.changed == {ids[2]: {Flag.SEEN, Flag.ANSWERED}, ids[5]: {Flag.FLAGGED}}
    assert [item.remote_id.split(";")[2] for item in second.items] == ["8"]
    change(mail_server, user, 2, "\\Seen", how="-FLAGS")
    change(mail_server, user, 8, "\\Seen")
    third = pull(stepped, second.cursor)
    assert third.changed == {ids[2]: {Flag.ANSWERED}, second.items[0].remote_id: {Flag.SEEN}}
    assert not third.items
    assert not third.gone


def test_a_deletion_alone_is_noticed(stepped: MailConnector, mail_server: MailServer, user: str) -> None:
    mail_server.append_many(user, [mail(n) for n in range(1, 4)])
    first = pull(stepped)
    delete(mail_server, user, 2)
    assert {gone.split(";")[2] for gone in pull(stepped, first.cursor).gone} == {"2"}


def test_of_a_large_mailbox_it_is_asked_in_pieces_what_is_left(
    stepped: MailConnector, mail_server: MailServer, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "ASKED", 2)
    mail_server.append_many(user, [mail(n) for n in range(1, 8)])
    first = pull(stepped)
    delete(mail_server, user, 1, 4, 7)
    assert {gone.split(";")[2] for gone in pull(stepped, first.cursor).gone} == {"1", "4", "7"}


def test_a_quiet_mailbox_brings_nothing_and_keeps_its_cursor(
    stepped: MailConnector, mail_server: MailServer, user: str
) -> None:
    mail_server.append_many(user, [mail(n) for n in range(1, 4)])
    first = pull(stepped)
    second = pull(stepped, first.cursor)
    third = pull(stepped, second.cursor)
    assert not second.items
    assert not second.changes
    assert third.cursor == second.cursor
    assert (third.batches[0].done, third.batches[0].total) == (0, 0)


def test_an_interrupted_first_sync_goes_on_where_it_was(
    opened: Open, stepped: MailConnector, mail_server: MailServer, user: str
) -> None:
    mail_server.append_many(user, [mail(n) for n in range(1, 31)])
    first = stepped.fetch("", budget=10, cancel=Cancel())
    stepped.close()
    mail_server.append(user, mail("late"))
    delete(mail_server, user, 4, 25)
    rest = pull(opened(user), first.cursor, budget=10)
    got = [int(item.remote_id.split(";")[2]) for item in (*first.items, *rest.items)]
    assert sorted(got) == sorted(set(range(1, 32)) - {4})
    assert len(got) == len(set(got))
    assert {gone.split(";")[2] for gone in rest.gone} == {"25"}
    assert rest.items[0].remote_id.endswith(";31")


def test_new_numbers_keep_what_we_know(stepped: MailConnector, mail_server: MailServer, user: str) -> None:
    """A mailbox made anew has other numbers: each mail is recognised, and nothing is fetched twice."""
    raws = [mail(n, body=f"Text {n}") for n in range(1, 7)]
    twin = mail("twin", body="the same twice")
    mail_server.append_many(user, [*raws, twin, twin], "Sent")
    first = pull(stepped)
    with mail_server.imap(user) as session:
        assert session.delete("Sent")[0] == "OK"
        assert session.create("Sent")[0] == "OK"
    mail_server.append_many(user, [raws[3], mail("new"), twin, raws[0], raws[5], twin], "Sent", "\\Seen")
    second = pull(stepped, first.cursor)
    assert [b"<new@example.test>" in item.data for item in second.items] == [True]
    assert {(old.split(";")[2], new.split(";")[2]) for old, new in second.renamed.items()} == {
        ("4", "1"),
        ("7", "3"),
        ("1", "4"),
        ("6", "5"),
        ("8", "6"),
    }
    old_validity, new_validity = (items[0].remote_id.split(";")[1] for items in (first.items, second.items))
    assert old_validity != new_validity
    assert {gone.split(";")[2] for gone in second.gone} == {"2", "3", "5"}
    assert set(second.changed) == set(second.renamed.values())
    assert not pull(stepped, second.cursor).changes


def test_an_odd_mailbox_name_survives(opened: Open, mail_server: MailServer, user: str) -> None:
    with mail_server.imap(user) as session:
        assert session.create('"Envoy&AOk-s &- \\"Co\\" &ZeVnLIqe-"')[0] == "OK"
    source, cancel = opened(user), Cancel()
    found = source._with_session(cancel, lambda session: [folder.name for folder in session.folders()])
    odd = 'Envoyés & "Co" 日本語'
    assert odd in found
    assert source._with_session(cancel, lambda session: session.select(odd)).exists == 0


def test_a_mailbox_that_is_there_no_more_holds_nothing_up(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.append_many(user, [mail(n) for n in range(1, 4)])
    first = pull(opened(user))
    place = Place.load(first.cursor)
    place.boxes["Former"] = Box(uidvalidity=5, next=4, pending=UidSet.between(2, 3))
    place.boxes["Former"].known.add({1: 77})
    mail_server.append(user, mail(4))
    second = pull(opened(user), place.dump())
    assert [item.remote_id.split(";")[2] for item in second.items] == ["4"]
    assert second.gone == {"Former;5;1"}
    assert pull(opened(user), second.cursor).gone == set()


def test_marks_made_here_reach_the_server(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.append_many(user, [mail(n) for n in range(1, 6)])
    source = opened(user)
    got = pull(source)
    ids = {int(item.remote_id.split(";")[2]): item.remote_id for item in got.items}
    seen, answered = frozenset({Flag.SEEN}), frozenset({Flag.SEEN, Flag.ANSWERED})
    stale = ids[4].replace(";", ";9", 1)
    wanted = [(ids[1], seen), (ids[2], answered), (ids[3], seen), (stale, answered), ("archive;x", seen)]
    source.push_flags(wanted, Cancel())
    source.push_flags(wanted, Cancel())
    with mail_server.imap(user) as session:
        session.select("INBOX", readonly=True)
        _, answer = session.uid("FETCH", "1:*", "(FLAGS)")
    flags = [line.decode() for line in answer]
    assert ["\\Seen" in line for line in flags] == [True, True, True, False, False]
    assert ["\\Answered" in line for line in flags] == [False, True, False, False, False]


def test_a_dead_connection_is_replaced(opened: Open, mail_server: MailServer, user: str) -> None:
    with fault_proxy(mail_server.imap_port) as proxy:
        source = opened(user, imap_port=str(proxy.port), imap_security="none")
        first = pull(source)
        proxy.drop_all()
        mail_server.append(user, mail(1))
        assert len(pull(source, first.cursor).items) == 1


@pytest.mark.parametrize("fin", [False, True])
def test_a_cut_in_the_middle_loses_nothing(opened: Open, mail_server: MailServer, user: str, fin: bool) -> None:
    mail_server.append_many(user, [mail(n, body="x" * 3000) for n in range(1, 11)])
    with fault_proxy(mail_server.imap_port) as proxy:
        source = opened(user, imap_port=str(proxy.port), imap_security="none")
        got: dict[str, bytes] = {}
        cursor, cuts = "", 0
        while True:
            proxy.fault, proxy.once = Fault(cut_down=1500 + 2500 * cuts, fin=fin), True
            try:
                batch = source.fetch(cursor, budget=4, cancel=Cancel())
            except Unreachable:
                cuts += 1
                continue
            assert not got.keys() & {item.remote_id for item in batch.items}
            got |= {item.remote_id: item.data for item in batch.items}
            cursor = batch.cursor
            source.close()
            if not batch.more:
                break
        assert cuts >= 5
    assert len(got) == 10
    assert all(data.endswith(b"x\r\n") for data in got.values())


def test_a_silent_server_can_be_left_at_once(opened: Open, mail_server: MailServer, user: str) -> None:
    import threading
    import time

    mail_server.append_many(user, [mail(n, body="x" * 3000) for n in range(1, 4)])
    with fault_proxy(mail_server.imap_port, Fault(stall_down=3000)) as proxy:
        source = opened(user, imap_port=str(proxy.port), imap_security="none")
        cancel, ended = Cancel(), []

        def work() -> None:
            try:
                source.fetch("", budget=10, cancel=cancel)
            except Cancelled:
                ended.append(time.monotonic())

        thread = threading.Thread(target=work)
        thread.start()
        assert mail_server.wait_for(lambda: proxy.down >= 3000)
        started = time.monotonic()
        cancel.set()
        thread.join(60)
    assert len(ended) == 1
    assert ended[0] - started < 10


def test_a_trickle_is_read_all_the_same(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.append(user, mail(1))
    with fault_proxy(mail_server.imap_port, Fault(trickle=0.0001)) as proxy:
        assert len(pull(opened(user, imap_port=str(proxy.port), imap_security="none")).items) == 1


def test_the_cursor_survives_being_saved_and_nonsense_means_from_the_start() -> None:
    place = Place.load("")
    assert place.first
    for nonsense in (
        "{}",
        "[]",
        "null",
        '{"v":1}',
        '{"v":2,"boxes":{},"first":false}',
        '{"v":1,"boxes":{"a":{}},"first":1}',
    ):
        assert Place.load(nonsense) == Place()
    assert Place.load('{"v":1,"boxes":{},"first":false}').first is False
