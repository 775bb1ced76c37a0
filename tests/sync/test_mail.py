"""The engine with a real mail account, from a customer's mail to the answer in the customer's mailbox."""

import email
import email.policy
import email.utils
import zlib
from contextlib import closing
from datetime import timedelta

import pytest

from desktop.connectors import registry
from desktop.connectors.mail.parts import attachment_bytes
from desktop.domain.account import Account
from desktop.domain.draft import Draft, Enclosure, ReplyState
from desktop.domain.item import Audience
from desktop.domain.progress import Progress
from desktop.domain.sense import Cause
from desktop.secrets import MemorySecrets
from desktop.store import accounts, files
from desktop.store.connection import open_reader
from desktop.store.sense import sense
from desktop.sync.engine import Engine
from desktop.sync.pool import FIND_PARSER, Pool
from desktop.sync.reply import queue_replies
from tests.servers.mail import MailServer, mail_server
from tests.sync.shop import Shop, plain_rank, until

__all__ = ["mail_server"]
pytestmark = pytest.mark.mail


@pytest.fixture
def owner(mail_server: MailServer) -> str:
    return mail_server.new_user()


@pytest.fixture
def mail_account(shop: Shop, mail_server: MailServer, owner: str) -> Account:
    settings = mail_server.settings(owner)
    shop.writer.submit(lambda db: accounts.add(db, "mail", "mail", settings, "key", shop.clock.now())).result()
    with closing(open_reader(shop.path)) as reader:
        found = accounts.account(reader, "mail")
    assert found is not None
    return found


@pytest.fixture
def mail_engine(shop: Shop, mail_account: Account) -> Engine:
    secrets = MemorySecrets()
    secrets.set("key", "secret")
    return shop.engine(
        secrets=secrets,
        pool=Pool(2, find_parser=FIND_PARSER),
        open_connector=registry.open_connector,
        rank=plain_rank,
    )


def said(number: int, customer: str, owner: str) -> bytes:
    return (
        f"From: Marta <{customer}>\r\nTo: {owner}\r\nSubject: Question {number}\r\nMessage-ID: <n{number}@example.test>\r\n"
        f"Date: Thu, 19 Nov 2026 10:00:00 +0000\r\n\r\nDo you have rye today? ({number})\r\n"
    ).encode()


def test_from_a_customers_mail_to_the_answer_in_their_mailbox(shop, mail_server, owner, mail_account, mail_engine):
    customer = mail_server.new_user("example.test")
    mail_engine.start()
    assert until(lambda: shop.lane_state(mail_account).heard_at is not None)
    mail_server.deliver(owner, said(1, customer, owner), customer)
    assert until(lambda: len(shop.texts()) == 1), "the server's call was not heard"
    ((message, conversation),) = shop.read("select id, conversation from message")
    draft = Draft(
        conversation=conversation,
        account=mail_account.id,
        text="Until six.",
        audience=Audience.PRIVATE,
        in_reply_to=message,
    )
    (reply_id,) = queue_replies(shop.writer, shop.path, [draft], shop.clock, timedelta(0)).result()
    assert until(lambda: shop.state() is ReplyState.SENT)
    (reply,) = shop.replies()
    assert reply.id == reply_id
    assert mail_server.wait_for(lambda: len(mail_server.messages(customer)) == 1)
    (arrived,) = [email.message_from_bytes(raw) for raw in mail_server.messages(customer)]
    assert arrived["Message-ID"] == reply.plan.remote_key
    assert arrived["In-Reply-To"] == "<n1@example.test>"
    assert mail_server.wait_for(lambda: len(mail_server.messages(owner, "Sent")) == 1), "no copy among the sent"

    def flags() -> bytes:
        with mail_server.imap(owner) as session:
            session.select("INBOX", readonly=True)
            return session.uid("FETCH", "1:*", "(FLAGS)")[1][0]

    assert mail_server.wait_for(lambda: b"\\Answered" in flags())
    assert until(lambda: shop.read("select count(*) from message") == [(2,)])
    mail_engine.sync_now()
    assert until(lambda: not any(lane.busy for lane in mail_engine._lanes.all()))
    assert shop.read("select direction, count(*) from message group by 1 order by 1") == [("in", 1), ("out", 1)]


def test_a_reply_with_a_file_leaves_at_its_time_and_is_whole_on_both_sides(
    shop, mail_server, owner, mail_account, mail_engine
):
    customer = mail_server.new_user("example.test")
    mail_server.deliver(owner, said(1, customer, owner), customer)
    mail_engine.run_once()
    ((message, conversation),) = shop.read("select id, conversation from message")
    way = Draft(
        conversation=conversation,
        account=mail_account.id,
        text="Here is the list.",
        audience=Audience.PRIVATE,
        in_reply_to=message,
    )
    film = Enclosure(name="Führung.mp4", media_type="video/mp4", data=bytes(range(256)) * 8_000)
    shop.writer.submit(lambda db: files.attach(db, way, [film], shop.clock.now())).result()
    at = shop.clock.now() + timedelta(hours=12)
    queue_replies(shop.writer, shop.path, [way], shop.clock, leave_at=at).result()
    mail_engine.run_once()
    assert mail_server.messages(customer) == []
    shop.clock.offset = timedelta(hours=12, minutes=1)
    mail_engine.run_once(force=True)
    assert shop.state() is ReplyState.SENT, shop.replies()[0].sentence
    assert mail_server.wait_for(lambda: len(mail_server.messages(customer)) == 1)
    arrived = email.message_from_bytes(mail_server.messages(customer)[0], policy=email.policy.default)
    assert abs(arrived["Date"].datetime - at) < timedelta(seconds=2)
    (file,) = arrived.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Führung.mp4", film.data)
    ((ours, raw),) = shop.read("select id, data from message join raw on raw.message = id where direction = 'out'")
    ((name, size, part),) = shop.read("select name, size, part from attachment where message = ?", ours)
    assert (name, size) == ("Führung.mp4", len(film.data))
    assert attachment_bytes(zlib.decompress(raw), part) == film.data
    mail_engine.run_once(force=True)
    assert shop.read("select direction, count(*) from message group by 1 order by 1") == [("in", 1), ("out", 1)]
    assert shop.read("select count(*) from file") == [(0,)]


def test_a_first_sync_of_many_mails_is_parsed_elsewhere_and_tells_its_progress(
    shop, mail_server, owner, mail_account, mail_engine
):
    mail_server.fill(owner, (said(n, "customer@example.test", owner) for n in range(1500)))
    (report,) = mail_engine.run_once()
    assert (report.new, report.errors) == (1500, 0)
    steps = [event for event in shop.events if isinstance(event, Progress)]
    assert steps
    assert steps[-1].done == steps[-1].total == 1500
    (report,) = mail_engine.run_once()
    assert (report.new, report.changed) == (0, 0)


def test_a_wrong_password_is_said_in_one_sentence_and_stops_the_account(shop, mail_account, mail_engine):
    mail_engine._secrets.set("key", "wrong")
    (report,) = mail_engine.run_once()
    assert report.needs_owner
    assert report.sentence.endswith(".")
    assert "wrong" not in report.sentence
    assert shop.lane_state(mail_account).stopped


def lines(*words: str) -> bytes:
    return "\r\n".join((*words, "", "Until six.", "")).encode()


def test_what_the_owner_does_on_a_phone_comes_in_and_closes_the_conversation(
    shop, mail_server, owner, mail_account, mail_engine
):
    """Read, answered and put away elsewhere: the copy among the sent mails is our answer here."""
    customer = "customer@example.test"
    for number in (1, 2, 3):
        mail_server.append(owner, said(number, customer, owner))
    mail_engine.run_once()
    by_id = "select own_id, unread, unanswered, waiting_since is null from message join conversation on conversation = conversation.id"
    assert sorted(shop.read(f"{by_id} where direction = 'in'")) == [
        (f"<n{number}@example.test>", 1, 1, 0) for number in (1, 2, 3)
    ]
    with mail_server.imap(owner) as phone:
        phone.select("INBOX")
        assert phone.uid("STORE", "1", "+FLAGS", "(\\Seen)")[0] == "OK"
        assert phone.uid("STORE", "2", "+FLAGS", "(\\Seen \\Answered)")[0] == "OK"
        assert phone.uid("MOVE", "2:3", "Archive")[0] == "OK"
    for number in (2, 3):
        answer = lines(
            f"From: {owner}",
            f"To: {customer}",
            f"Subject: Re: Question {number}",
            f"Message-ID: <phone{number}@phone.test>",
            f"In-Reply-To: <n{number}@example.test>",
            "Date: Fri, 20 Nov 2026 10:00:00 +0000",
        )
        mail_server.append(owner, answer, "Sent", "\\Seen")
    mail_engine.run_once()
    assert sorted(shop.read(f"{by_id} where direction = 'in'")) == [
        ("<n1@example.test>", 0, 1, 0),
        ("<n2@example.test>", 0, 0, 1),
        ("<n3@example.test>", 0, 0, 1),
    ]
    assert shop.read("select count(*) from message where direction = 'out'") == [(2,)]


@pytest.mark.parametrize("marked", [False, True], ids=["sent alone", "and marked as answered"])
def test_whom_the_owner_answers_first_on_a_phone_teaches_what_matters_to_them(
    shop, mail_server, owner, mail_account, mail_engine, marked
):
    now = shop.clock.now()
    for number, hours in ((1, 5), (2, 3)):
        question = lines(
            f"From: customer{number}@example.test",
            f"To: {owner}",
            f"Subject: Question {number}",
            f"Message-ID: <n{number}@example.test>",
            f"Date: {email.utils.format_datetime(now - timedelta(hours=hours))}",
        )
        mail_server.append(owner, question)
    mail_engine.run_once()
    if marked:
        with mail_server.imap(owner) as phone:
            phone.select("INBOX")
            assert phone.uid("STORE", "2", "+FLAGS", "(\\Seen \\Answered)")[0] == "OK"
    answer = lines(
        f"From: {owner}",
        "To: customer2@example.test",
        "Subject: Re: Question 2",
        "Message-ID: <phone2@phone.test>",
        "In-Reply-To: <n2@example.test>",
        f"Date: {email.utils.format_datetime(now - timedelta(minutes=5))}",
    )
    mail_server.append(owner, answer, "Sent", "\\Seen")
    mail_engine.run_once()
    with closing(open_reader(shop.path)) as reader:
        (lesson,) = sense(reader).lessons
    assert (lesson.cause, lesson.sender) == (Cause.ANSWERED, "mail/customer2@example.test")
