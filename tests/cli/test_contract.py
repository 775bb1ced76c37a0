"""Every call, flag and JSON key that was ever promised. Lines are added here and never taken away."""

import argparse
import json
import mailbox
from typing import Any

import pytest

from desktop.cli.calls import parse
from tests.cli.conftest import Shopbell

PROMISED = """
open
open --demo
open --demo --screenshot FILE --theme dark --size 1360x850
--home DIR inbox
--demo inbox
accounts add mail --name N --set address=a@b.example --set imap_host=h --secret-stdin
accounts add mail --name N --secret-later
accounts list
accounts list --json
accounts test N
accounts test N --secret-stdin
accounts remove N
sync
sync --once
sync --account N
sync --once --account N --json
sync --once --account N --secret-stdin
sync --once --force
inbox
inbox --lane needs-you --limit 5 --json
show 1
show 1 --json
search cake
search from:marta cake --limit 5 --json
reply 1 --text-file F
reply 1 --text-file - --now --json
outbox
outbox --json
settle R arrived
settle R again
settle R withdraw
triage 1 done
triage 1 snooze --until T
triage 1 wait
triage 1 star
triage 1 snooze --until T --keep-asleep
triage 1 label --label N
triage 1 unlabel
triage 1 unlabel --label N
triage 1 mute
triage 1 unmute
triage 1 not-ours
triage 1 not-ours --exclude P
triage 1 trash
triage 1 restore
triage 1 note --text-file F
undo
labels
labels --json
labels list
labels list --json
labels add N
labels add N --colour teal
labels rename N M
labels remove N
storms
storms --json
searches list
searches list --json
searches add N cake
searches remove N
inbox --search N
inbox --lane muted
inbox --lane not-ours
inbox --lane trash
rank --jsonl
clean --html
clean --jsonl
import maildir PATH
import mbox PATH --name N --address A --json
import opml PATH
export PATH
backup FILE
restore FILE
doctor
doctor --json
""".strip().splitlines()


@pytest.mark.parametrize("line", PROMISED)
def test_every_call_and_flag_that_was_promised_is_understood(line: str) -> None:
    call = parse(line.split())
    assert callable(call.run)
    assert isinstance(call, argparse.Namespace)


def keys(found: Any) -> set[str]:
    """Return the keys of one object, or of the first of a list that must not be empty."""
    first = found[0] if isinstance(found, list) else found
    return set(first)


@pytest.fixture(scope="module")
def replied(demo: Shopbell) -> int:
    """A conversation of the sample shop with a reply in the outbox."""
    number = int(demo("--demo", "search", "order", "--json", "--limit", "1").json[0]["id"])
    assert demo("--demo", "reply", str(number), "--text-file", "-", stdin="We will see to it.\n").code == 0
    return number


MESSAGE = {"id", "conversation", "direction", "channel", "kind", "audience", "who", "handle", "written_at", "subject",
           "text", "html", "url", "rating", "automatic", "unreadable", "delivery", "attachments", "note"}  # fmt: skip
ROW = {"id", "channel", "customer", "handle", "subject", "snippet", "received_at", "waiting_since", "due_at", "score", "reasons",
       "state", "lane", "kind", "audience", "unread", "starred", "messages", "until", "labels",
       "wakes_on_reply"}  # fmt: skip


def test_the_json_of_every_call_has_the_keys_that_were_promised(demo: Shopbell, replied: int) -> None:
    def asked(*words: str) -> Any:
        said = demo("--demo", *words, "--json")
        assert said.code == 0, said.err
        return said.json

    assert keys(asked("inbox")) >= ROW
    assert keys(asked("inbox")[0]["reasons"]) >= {"name", "words", "points"}
    shown = asked("show", str(replied))
    assert keys(shown) >= ROW | {"personas", "earlier"}
    assert keys(shown["messages"]) >= MESSAGE
    assert keys(shown["personas"]) >= {"channel", "handle", "name", "followers"}
    assert keys(asked("search", "order")) >= {
        "id",
        "message",
        "customer",
        "subject",
        "snippet",
        "channel",
        "received_at",
    }
    assert keys(asked("outbox")) >= {"id", "conversation", "state", "phase", "to", "text", "queued_at", "not_before",
                                     "sent_at", "attempts", "sentence", "message_id"}  # fmt: skip
    assert keys(asked("accounts", "list")) >= {"name", "kind", "settings", "health", "heard_at", "retry_at", "sentence"}
    assert keys(asked("sync", "--once", "--account", "Reviews")) >= {
        "account",
        "new",
        "changed",
        "sent",
        "errors",
        "sentence",
    }
    assert demo("--demo", "labels", "add", "Promised").code == 0
    assert keys(asked("labels", "list")) >= {"name", "colour", "conversations"}
    assert keys(asked("doctor")) >= {"name", "ok", "sentence"}


def test_the_json_of_what_brings_in_and_of_what_reads_lines(shopbell: Shopbell, tmp_path) -> None:
    box = mailbox.mbox(tmp_path / "old.mbox")
    box.add(mailbox.mboxMessage(b"From: M <m@x.example>\nSubject: Cake\nMessage-ID: <1@x>\n\nmarzipan?\n"))
    box.close()
    assert shopbell("import", "mbox", str(tmp_path / "old.mbox"), "--json").json == {
        "account": "old.mbox",
        "read": 1,
        "new": 1,
    }
    (tmp_path / "feeds.opml").write_text('<opml><body><outline text="B" xmlUrl="http://127.0.0.1:9/"/></body></opml>')
    assert keys(shopbell("import", "opml", str(tmp_path / "feeds.opml"), "--json").json) >= {"name", "url"}
    number = str(shopbell("inbox", "--json").json[0]["id"])
    queued = shopbell("reply", number, "--text-file", "-", "--json", stdin="Yes.\n")
    assert queued.code in (0, 1), queued.err
    line = {"id": "a", "text": "x", "channel": "mail", "author": "B", "followers": 3, "received_at": "2026-01-01T00:00:00Z", "addressed": True}  # fmt: skip
    assert keys(shopbell("rank", "--jsonl", stdin=json.dumps(line)).objects) >= {"id", "score", "reasons"}
    assert keys(shopbell("clean", "--jsonl", stdin=json.dumps({"id": 1, "payload": "<p>x"})).objects) >= {"id", "html"}
