"""What is really said to a server: the best means it has are used, and its answers are believed no further than they go."""

import contextlib
import inspect
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail import compose, idle, smtp
from desktop.connectors.mail import connector as mail_connector
from desktop.connectors.mail.imap import LITERAL_LIMIT
from desktop.connectors.mail.settings import MailSettings, Security, Server
from desktop.connectors.mail.wire import LINE_LIMIT, tls_context
from desktop.domain.draft import Plan
from desktop.domain.errors import Cancelled, ChannelError, Malformed, Refused, Unsure
from tests.mail.kit import NOW, account, connector, draft, parent, pull
from tests.mail.scripted import Script, scripted

CAPABILITY = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR %b\r\n{tag} OK done\r\n"


def selected(modseq: int) -> bytes:
    more = b"* OK [HIGHESTMODSEQ %d] ok\r\n" % modseq if modseq else b""
    return b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n" + more + b"{tag} OK done\r\n"


def reading(port: int) -> dict[str, str]:
    return {
        "address": "owner@shop.test",
        "imap_host": "127.0.0.1",
        "imap_port": str(port),
        "imap_security": "none",
    }


# ----------------------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("offered", "modseqs", "said", "unsaid"),
    [
        (b"ENABLE CONDSTORE QRESYNC", (5, 6), b"(QRESYNC (7 5))", b"UNSEEN"),
        (b"CONDSTORE", (5, 6), b"(CHANGEDSINCE 5)", b"UNSEEN"),
        (b"", (0, 0), b"UNSEEN", b"CHANGEDSINCE"),
    ],
)
def test_changes_are_asked_for_by_the_best_means_there_are(
    offered: bytes, modseqs: tuple[int, int], said: bytes, unsaid: bytes
) -> None:
    answers = {
        b"CAPABILITY": CAPABILITY % offered,
        b"ENABLE": b"* ENABLED QRESYNC\r\n{tag} OK done\r\n",
        b"SELECT": selected(modseqs[0]),
    }
    with scripted(answers) as script:
        source = connector(reading(script.port))
        first = pull(source)
        before = len(script.heard)
        script.answers[b"SELECT"] = selected(modseqs[1])
        pull(source, first.cursor)
        source.close()
    asked = b"\n".join(script.heard[before:])
    assert said in asked
    assert unsaid not in asked


def test_a_message_is_never_fetched_beyond_what_is_taken() -> None:
    with scripted() as script:
        source = connector(reading(script.port))
        pull(source)
        source.close()
    (fetch,) = [line for line in script.heard if b"BODY.PEEK[]" in line]
    assert b"BODY.PEEK[]<0.%d>" % LITERAL_LIMIT in fetch
    assert LITERAL_LIMIT <= 50 * 1024 * 1024


def test_a_line_without_end_is_not_gathered_for_ever() -> None:
    with speaking(lambda line: b"x" * (3 * LINE_LIMIT), b"* OK hello\r\n") as server:
        source = connector(reading(server.port))
        with pytest.raises(Malformed, match="without end"):
            source.fetch("", budget=10, cancel=Cancel())


def test_waiting_is_renewed_before_anything_in_between_forgets_it() -> None:
    assert inspect.signature(idle.Idle.wait).parameters["renew"].default <= 9 * 60
    poll = mail_connector.POLL.total_seconds()
    assert 60 <= poll <= 120
    assert connector(reading(143))._idle._poll == poll


@pytest.mark.parametrize("ca_file", ["", "own"])
def test_every_encryption_is_checked_and_new_enough(ca_file: str, tmp_path, monkeypatch) -> None:
    if ca_file:
        monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_args, **_more: None)
        ca_file = str(tmp_path / "ca.pem")
    context = tls_context(Server(host="mail.shop.test", port=993, security=Security.TLS, ca_file=ca_file))
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


GMAIL = {
    b"CAPABILITY": CAPABILITY % b"X-GM-EXT-1 SPECIAL-USE LIST-EXTENDED",
    b"LIST": b'* LIST () "/" INBOX\r\n* LIST (\\Sent) "/" "[Gmail]/Gesendet"\r\n{tag} OK done\r\n',
    b"UID SEARCH": b"* SEARCH\r\n{tag} OK done\r\n",
}


def test_a_provider_that_files_what_it_sends_is_given_no_second_copy_and_its_no_is_believed() -> None:
    with scripted(GMAIL) as script:
        source = connector(reading(script.port))
        plan = a_plan()
        source.file_copy(plan, Cancel())
        assert source.find_delivered(plan, Cancel()) is None
        source.close()
    heard = b"\n".join(script.heard)
    assert b"APPEND" not in heard
    assert b'SELECT "[Gmail]/Gesendet"' in heard
    assert b"RETURN (SPECIAL-USE)" in heard


SENT = {
    b"LIST": b'* LIST () "/" INBOX\r\n* LIST (\\Sent) "/" Sent\r\n{tag} OK done\r\n',
    b"UID SEARCH": b"* SEARCH\r\n{tag} OK done\r\n",
    b"APPEND": b"+ go on\r\n",
}


def sent_and_filed(script: Script, at_noop: bytes) -> bytes:
    """Send a reply and see to its copy; return what was said to the mailbox."""
    script.answers[b"NOOP"] = b"{tag} OK done\r\n"
    with speaking(postbox()) as server:
        settings = reading(script.port) | {"smtp_host": "127.0.0.1", "smtp_port": str(server.port)}
        source = connector(settings | {"smtp_security": "none"})
        plan = a_plan()
        source.deliver(plan, lambda _: None, Cancel())
        script.at_noop = at_noop
        with contextlib.suppress(ChannelError):
            source.file_copy(plan, Cancel())
        source.close()
    return b"\n".join(script.heard)


def test_a_provider_that_files_it_a_moment_later_gets_no_second_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_connector, "FILED_AFTER", 0.3)
    with scripted(SENT) as script:
        assert b"APPEND" not in sent_and_filed(script, b"* SEARCH 1\r\n{tag} OK done\r\n")
    with scripted(SENT) as script:
        assert b'APPEND "Sent"' in sent_and_filed(script, b"* SEARCH\r\n{tag} OK done\r\n")


def test_the_moment_for_that_ends_at_once_when_told() -> None:
    with scripted(SENT) as script, speaking(postbox()) as server:
        settings = reading(script.port) | {"smtp_host": "127.0.0.1", "smtp_port": str(server.port)}
        source, cancel = connector(settings | {"smtp_security": "none"}), Cancel()
        source.deliver(a_plan(), lambda _: None, Cancel())
        threading.Timer(0.1, cancel.set).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            source.file_copy(a_plan(), cancel)
        assert time.monotonic() - begun < 0.8 * mail_connector.FILED_AFTER
    assert b"APPEND" not in b"\n".join(script.heard)
    assert mail_connector.FILED_AFTER >= 5


# ------------------------------------------------------------------------------------------------------ sending


@dataclass
class Speaker:
    """A server that answers each line by a function; `heard` is all it got."""

    answer: Callable[[bytes], bytes]
    greeting: bytes
    port: int = 0
    heard: bytearray = field(default_factory=bytearray)

    def talk(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock, sock.makefile("rb") as lines:
            sock.sendall(self.greeting)
            for line in lines:
                self.heard += line
                sock.sendall(self.answer(line))


@contextlib.contextmanager
def speaking(answer: Callable[[bytes], bytes], greeting: bytes = b"220 hello\r\n") -> Iterator[Speaker]:
    speaker = Speaker(answer, greeting)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        speaker.port = listener.getsockname()[1]

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    sock, _ = listener.accept()
                    threading.Thread(target=speaker.talk, args=(sock,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield speaker
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)


def postbox(last: bytes = b"250 taken\r\n", *, offers: bytes = b"") -> Callable[[bytes], bytes]:
    """A mail server that takes everything; `last` is what it says to the end of a mail."""
    left = [0]

    def answer(line: bytes) -> bytes:
        if left[0] > 0:
            left[0] -= len(line)
            return b"250 chunk\r\n" if left[0] <= 0 else b""
        word = line.split(b" ")[0].strip().upper()
        if word == b"EHLO":
            return b"250-here\r\n" + offers + b"250 8BITMIME\r\n"
        if word == b"DATA":
            left[0] = 0
            answer.body = True  # type: ignore[attr-defined]
            return b"354 go on\r\n"
        if line == b".\r\n" or line == b"BDAT 0 LAST\r\n":
            answer.body = False  # type: ignore[attr-defined]
            return last
        if word == b"BDAT":
            left[0] = int(line.split()[1])
            return b""
        return b"" if getattr(answer, "body", False) else b"250 ok\r\n"

    return answer


def a_plan(**changes: object) -> Plan:
    settings = MailSettings.of(account({"address": "owner@shop.test", "imap_host": "localhost"}))
    plan = compose.prepare(settings, "r1", draft(), parent(), NOW)
    return replace(plan, **changes)  # type: ignore[arg-type]


def deliver(server: Speaker, plan: Plan) -> str:
    settings = {"address": "owner@shop.test", "imap_host": "localhost", "smtp_host": "127.0.0.1"}
    source = connector(settings | {"smtp_port": str(server.port), "smtp_security": "none"})
    return source.deliver(plan, lambda _: None, Cancel()).proof


@pytest.mark.parametrize(
    "last", [b"25\r\n", b"2\r\n", b"\r\n", b"650 what?\r\n", b"199 no\r\n", b"354 go on\r\n", b"OK\r\n"]
)
@pytest.mark.parametrize("offers", [b"", b"250-CHUNKING\r\n"])
def test_a_verdict_that_is_no_whole_answer_leaves_it_open(last: bytes, offers: bytes) -> None:
    with speaking(postbox(last, offers=offers)) as server, pytest.raises(Unsure):
        deliver(server, a_plan())


def test_the_text_is_acknowledged_before_the_last_word_where_the_server_can() -> None:
    with speaking(postbox(offers=b"250-CHUNKING\r\n")) as server:
        assert deliver(server, a_plan()) == "250 taken"
    heard = bytes(server.heard)
    assert b"\r\nDATA\r\n" not in heard
    assert heard.index(b"BDAT ") < heard.index(b"It left the shop this morning.") < heard.index(b"BDAT 0 LAST\r\n")
    with speaking(postbox()) as server:
        assert deliver(server, a_plan()) == "250 taken"
    assert b"\r\nDATA\r\n" in bytes(server.heard)
    assert b"BDAT" not in bytes(server.heard)


def test_no_lone_line_end_can_make_a_false_end() -> None:
    payload = b"Subject: a\r\n\r\none\r.\rtwo\n.\nthree\r\n.\r\nRCPT TO:<e@evil.test>"
    with speaking(postbox()) as server:
        deliver(server, a_plan(payload=payload))
    body = bytes(server.heard).split(b"DATA\r\n")[1].split(b"QUIT")[0]
    assert body == b"Subject: a\r\n\r\none\r\n..\r\ntwo\r\n..\r\nthree\r\n..\r\nRCPT TO:<e@evil.test>\r\n.\r\n"


@pytest.mark.parametrize(
    "address", ["a@b.test>\r\nRCPT TO:<e@evil.test", "a@b.test> SIZE=1", "a b@c.test", "é@b.test", ""]
)
@pytest.mark.parametrize("which", ["sender", "recipients"])
def test_an_address_that_says_more_than_an_address_is_not_said(address: str, which: str) -> None:
    given: object = address if which == "sender" else ("customer@example.test", address)
    with speaking(postbox()) as server, pytest.raises(Refused):
        deliver(server, a_plan(**{which: given}))
    assert b"evil" not in bytes(server.heard)
    assert b"DATA" not in bytes(server.heard)


def test_a_server_has_ten_minutes_for_its_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    assert smtp.COMMIT_SECONDS >= 600
    monkeypatch.setattr(smtp, "COMMIT_SECONDS", 0.2)
    with speaking(postbox(b"")) as server, pytest.raises(Unsure):
        deliver(server, a_plan())


def test_a_header_that_slipped_in_all_the_same_is_found_before_it_is_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "_line", lambda text, _limit: text)
    settings = MailSettings.of(account({"address": "owner@shop.test", "imap_host": "localhost"}))
    for subject in (
        "Cake\r\nBcc: e@evil.test",
        "Cake\r\n\r\nBcc: e@evil.test",
        "Cake\nX-More: 1",
        "Cake\rBcc: e@evil.test",
    ):
        with pytest.raises(Refused, match="safe mail"):
            compose.prepare(settings, "r1", draft(subject=subject), parent(), NOW)


def test_somebody_who_slipped_in_all_the_same_is_found_before_it_is_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "_checked", lambda address: address)
    monkeypatch.setattr(compose, "_mailbox", lambda name, address: f"{name} <{address}>" if name else address)
    one = "a@b.example"
    for name, whom in (
        ("", {"to": (f"{one}, e@evil.test",)}),
        ("", {"to": (f"{one}> <e@evil.test",)}),
        ("", {"to": (one,), "cc": (f"c@b.example,{one},e@evil.test",)}),
        ("Shop, e@evil.test", {"to": (one,)}),
    ):
        given = {"address": "owner@shop.test", "imap_host": "localhost", "sender_name": name}
        with pytest.raises(Refused, match="safe mail"):
            compose.prepare(MailSettings.of(account(given)), "r1", draft(**whom), parent(), NOW)
