"""What servers have been seen to answer: none of it may crash, hang, or be believed beyond reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.connectors.base import Cancel
from desktop.connectors.mail import tokens
from desktop.connectors.mail.folders import Folder, boxes, located, remote_id, sent_folder
from desktop.connectors.mail.uids import UidSet
from desktop.domain.errors import ChannelError, Malformed, Misconfigured, SignInNeeded, Unreachable
from desktop.domain.item import Flag
from tests.mail.kit import connector, pull
from tests.mail.scripted import Script, scripted


def account(script: Script) -> dict[str, str]:
    return {
        "address": "owner@shop.test",
        "imap_host": "127.0.0.1",
        "imap_port": str(script.port),
        "imap_security": "none",
    }


class InGermany(datetime):
    """A moment in a process whose locale is German, as Qt sets it for the window."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec.replace("%b", "Mär"))


def test_a_date_is_written_in_english_whatever_language_the_window_speaks() -> None:
    when = InGermany(2026, 3, 1, 8, 5, 9, tzinfo=UTC)
    assert tokens.date_time(when) == b'"01-Mar-2026 08:05:09 +0000"'
    assert tokens.moment(tokens.date_time(when).strip(b'"')) == when


def test_the_plainest_server_there_is_can_be_read() -> None:
    with scripted() as script:
        source = connector(account(script))
        got = pull(source)
        source.close()
    assert [item.data for item in got.items] == [b"Subject: hi\r\n\r\nyo"]
    assert got.items[0].remote_id == "INBOX;7;1"
    assert got.items[0].received_at.hour == 10


FETCH = b"{tag} OK done\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        b'* 1 FETCH (BODY[]<0> {4}\r\na\r\nb INTERNALDATE " 1-Jan-2026 00:00:00 +0100" FLAGS (\\SEEN) UID 1)\r\n'
        + FETCH,
        b'* 1 fetch (uid 1 flags (\\Seen $Weird \\*) body[]<0> "a\\"b")\r\n' + FETCH,
        b"* OK still here\r\n* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[] ~{3}\r\na\0b)\r\n* 2 EXISTS\r\n" + FETCH,
        b"* 1 FETCH (FLAGS ())\r\n* 1 FETCH (UID 1 FLAGS (\\Seen) BODY[] {2}\r\nab X (1 (2 NIL)))\r\n" + FETCH,
        b"* 1 FETCH (MODSEQ (12) UID 1 BODY[] NIL FLAGS (\\Seen))\r\n" + FETCH,
    ],
)
def test_odd_but_lawful_answers_are_read(answer: bytes) -> None:
    with scripted({b"UID FETCH": answer}) as script:
        source = connector(account(script))
        got = pull(source)
        source.close()
    assert [item.flags for item in got.items] == [{Flag.SEEN}]


@pytest.mark.parametrize(
    ("command", "answer", "kind"),
    [
        (b"UID FETCH", b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n", Malformed),
        (b"UID FETCH", b"* 1 FETCH (UID 1 " + b"x" * (1 << 20) + b"yz\r\n", Malformed),
        (b"UID FETCH", b"* 1 FETCH " + b"(" * 500 + b"\r\n", Malformed),
        (b"UID FETCH", b"* 1 FETCH (UID one BODY[] {1}\r\nx)\r\n", Malformed),
        (b"UID FETCH", b"complete nonsense\r\n", Malformed),
        (b"UID FETCH", b"{tag} BAD no\r\n", Malformed),
        (b"UID FETCH", b"* BYE going down\r\n", Unreachable),
        (b"UID FETCH", b"{tag} NO [UNAVAILABLE] later\r\n", Unreachable),
        (b"SELECT", b"{tag} NO no such mailbox\r\n", Unreachable),
        (b"SELECT", b"* 3 EXISTS\r\n{tag} OK without numbers\r\n", Malformed),
        (b"AUTHENTICATE", b"{tag} NO [AUTHENTICATIONFAILED] no\r\n", SignInNeeded),
        (b"AUTHENTICATE", b"{tag} NO [UNAVAILABLE] the directory is down\r\n", Unreachable),
        (b"AUTHENTICATE", b"{tag} NO [ALERT] Too many simultaneous connections\r\n", Unreachable),
        (b"AUTHENTICATE", b"{tag} NO [ALERT] Application-specific password required\r\n", SignInNeeded),
        (b"AUTHENTICATE", b"{tag} NO [ALERT] Please log in via your web browser\r\n", SignInNeeded),
        (b"AUTHENTICATE", b"* BYE too many\r\n", Unreachable),
        (b"CAPABILITY", b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n{tag} OK done\r\n", Misconfigured),
    ],
)
def test_a_bad_answer_is_the_right_kind_of_error(command: bytes, answer: bytes, kind: type[ChannelError]) -> None:
    with scripted({command: answer}) as script:
        source = connector(account(script))
        with pytest.raises(kind) as failed:
            source.fetch("", budget=10, cancel=Cancel())
        source.close()
    assert isinstance(failed.value, ChannelError)
    assert len(str(failed.value)) < 400


@pytest.mark.parametrize(
    ("greeting", "kind"),
    [
        (b"* BYE closed on Sundays\r\n", Unreachable),
        (b"220 mail.shop.test ESMTP\r\n", Misconfigured),
        (b"HTTP/1.1 400 Bad Request\r\n", Misconfigured),
        (b"\r\n", Misconfigured),
    ],
)
def test_what_is_not_a_mail_server_is_named(greeting: bytes, kind: type[ChannelError]) -> None:
    with scripted(greeting=greeting) as script, pytest.raises(kind):
        connector(account(script)).fetch("", budget=10, cancel=Cancel())


def test_a_preauthenticated_greeting_does_not_skip_the_encryption() -> None:
    with scripted(greeting=b"* PREAUTH welcome\r\n") as script:
        with pytest.raises(Misconfigured, match="skipped the encryption"):
            connector(account(script) | {"imap_security": "starttls"}).fetch("", budget=10, cancel=Cancel())
        assert not script.heard


def test_plain_text_slipped_behind_starttls_is_not_believed() -> None:
    answers = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n",
        b"STARTTLS": b"{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n",
    }
    with scripted(answers) as script, pytest.raises(Misconfigured, match="mixed plain text"):
        connector(account(script) | {"imap_security": "starttls"}).fetch("", budget=10, cancel=Cancel())
    assert not [line for line in script.heard if b"AUTH" in line]


def test_one_message_the_server_cannot_hand_over_costs_only_itself() -> None:
    class Broken(Script):
        pass

    with scripted(
        {
            b"SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\n{tag} OK done\r\n",
            b"UID SEARCH": b"* SEARCH 1 2 3\r\n{tag} OK done\r\n",
        }
    ) as script:

        class Answers(dict[bytes, bytes]):
            def get(self, name: bytes, default: bytes = b"") -> bytes:  # type: ignore[override]
                if name != b"UID FETCH":
                    return super().get(name, default)
                asked = UidSet.parse(script.heard[-1].split()[3].decode())
                if 2 in asked:
                    return b"{tag} NO [SERVERBUG] cannot read it\r\n"
                lines = (b"* %d FETCH (UID %d FLAGS () BODY[] {2}\r\nab)\r\n" % (uid, uid) for uid in asked)
                return b"".join(lines) + b"{tag} OK done\r\n"

        script.answers = Answers(script.answers)
        source = connector(account(script))
        got = pull(source)
        again = pull(source, got.cursor)
        source.close()
    assert sorted(item.remote_id for item in got.items) == ["INBOX;7;1", "INBOX;7;3"]
    assert "could not hand over" in got.batches[-1].notice
    assert not again.items


def test_a_server_without_uidnext_is_read_all_the_same() -> None:
    with scripted({b"SELECT": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n{tag} OK done\r\n"}) as script:
        source = connector(account(script))
        assert len(pull(source).items) == 1
        source.close()


def test_the_whole_number_range_said_to_have_vanished_is_no_harm() -> None:
    first = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n* OK [HIGHESTMODSEQ 5] ok\r\n{tag} OK done\r\n"
    answers = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR ENABLE QRESYNC CONDSTORE\r\n{tag} OK done\r\n",
        b"ENABLE": b"* ENABLED QRESYNC\r\n{tag} OK done\r\n",
        b"SELECT": first,
    }
    with scripted(answers) as script:
        source = connector(account(script))
        got = pull(source)
        script.answers[b"SELECT"] = b"* VANISHED (EARLIER) 1:4294967295\r\n" + first.replace(b"1 EXISTS", b"0 EXISTS")
        then = pull(source, got.cursor)
        source.close()
    assert then.gone == {"INBOX;7;1"}


# ------------------------------------------------------------------------------------------------ pure parts

numbers = st.sets(st.integers(1, 60))


@given(numbers, numbers)
def test_sets_of_numbers_behave_as_sets(a: set[int], b: set[int]) -> None:
    one, other = UidSet.of(a), UidSet.of(b)
    assert set(one | other) == a | b
    assert set(one & other) == a & b
    assert set(one - other) == a - b
    assert len(one) == len(a)
    assert UidSet.parse(str(one)) == one
    assert set(one.top(5)) == set(sorted(a)[-5:])
    assert all((n in one) == (n in a) for n in range(62))


@given(st.text(max_size=40))
def test_mailbox_names_survive_the_journey(name: str) -> None:
    word = tokens.mailbox_word(name.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    assert word.isascii()
    assert b"\n" not in word
    inside = tokens.tree([word])[0] if word != b'""' else b""
    assert tokens.mailbox_name(inside or b"") == name


@settings(max_examples=400)
@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        tokens.fetched([b"1 FETCH (UID 1 " + data + b")"])
        tokens.numbers(b"SEARCH " + data)
    except Malformed:
        return


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["INBOX", "Sent"], "Sent"),
        (["INBOX", "INBOX.Sent Items"], "INBOX.Sent Items"),
        (["INBOX", "Gesendete Objekte", "Archiv.Gesendet"], "Gesendete Objekte"),
        (["INBOX", "送信済みアイテム"], "送信済みアイテム"),
        (["INBOX", "Unsent", "Presented"], ""),
    ],
)
def test_the_sent_folder_is_known_by_name(names: list[str], expected: str) -> None:
    folders = [Folder(name=name, separator=".", attributes=frozenset()) for name in names]
    assert sent_folder(folders) == expected


def test_the_special_use_wins_over_the_name() -> None:
    folders = [
        Folder(name="Sent", separator="/", attributes=frozenset()),
        Folder(name="[Gmail]/Sent Mail", separator="/", attributes=frozenset({"\\sent"})),
        Folder(name="Old", separator="/", attributes=frozenset({"\\sent", "\\noselect"})),
    ]
    assert boxes(folders) == [("INBOX", "inbox"), ("[Gmail]/Sent Mail", "sent")]


def test_remote_ids_keep_any_mailbox_name() -> None:
    assert located(remote_id("a;b;1", 7, 9)) == ("a;b;1", 7, 9)
    assert located("archive;abc") is None
    assert located("x;y;z") is None
