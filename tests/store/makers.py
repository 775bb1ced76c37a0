"""Makers of plain values for the store's tests, and a small shop around a real file."""

import hashlib
import sqlite3
import tempfile
import weakref
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from desktop.domain.account import Account
from desktop.domain.act import Verb
from desktop.domain.conversation import Band, Facts, Lane, Reason, Score, Tone
from desktop.domain.draft import Draft, Plan
from desktop.domain.item import Audience, Author, Incoming, Kind
from desktop.store import accounts, inbox, ingest, triage
from desktop.store.connection import open_reader, open_writer, transaction
from desktop.store.migrate import migrate

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
OWN = "hello@hazelrye.example"
_TWO_DAYS = timedelta(days=2)


class FixedClock:
    """Tells the time it was given."""

    def __init__(self, now=NOW):
        self.time = now

    def now(self):
        return self.time

    def monotonic(self):
        return self.time.timestamp()


def at(minutes):
    return NOW - timedelta(days=1) + timedelta(minutes=minutes)


def person(name):
    return Author(key=f"{name.lower()}@example.org", handle=f"{name.lower()}@example.org", name=name)


OURS = Author(key=OWN, handle=OWN, name="Hazel & Rye")


def mail(remote_id, *, who="Marta", minutes=0, text="", **more):
    """A mail from a customer to the shop; `own_id` is <remote_id>@example.org unless given."""
    raw = more.pop("raw", None) or f"raw of {remote_id} {text}".encode()
    author = who if isinstance(who, Author) else person(who)
    values = {
        "remote_id": remote_id,
        "channel": "mail",
        "kind": Kind.MAIL,
        "author": author,
        "written_at": at(minutes),
        "received_at": at(minutes),
        "raw": raw,
        "sha256": hashlib.sha256(raw).digest(),
        "people": (OURS,) if author != OURS else (person("Marta"),),
        "subject": "Cake",
        "text": text or f"text of {remote_id}",
        "own_id": f"{remote_id}@example.org",
    }
    return Incoming(**(values | more))


def rank(facts: Facts) -> Score:
    """A ranker that is easy to reckon with."""
    value, reasons = 0.1, []
    if "?" in facts.text:
        value += 0.5
        reasons.append(Reason(name="question", words="asks", points=0.5, tone=Tone.NOTICE))
    value += 0.01 * facts.earlier_conversations + 0.1 * facts.answered_before + 0.05 * facts.unanswered
    if facts.waiting_since is not None and facts.now - facts.waiting_since > _TWO_DAYS:
        value += 0.2
    band = Band.NEEDS_YOU if value >= 0.6 else Band.WORTH_A_LOOK if value >= 0.3 else Band.THE_REST
    return Score(value=min(1.0, value), band=band, reasons=tuple(reasons), version=1)


def plan(reply_id="r1", payload=b"the bytes", remote_key="<r1@hazelrye.example>"):
    return Plan(
        reply_id=reply_id,
        payload=payload,
        remote_key=remote_key,
        sender=OWN,
        recipients=("marta@example.org",),
        summary="to Marta",
    )


def draft_for(reader, text, conversation=None):
    """A draft that answers the newest message of a conversation, of the first one unless named."""
    number, account, parent = reader.execute(
        "select id, account, last_in_id from conversation where ?1 is null or id = ?1 order by id", (conversation,)
    ).fetchone()
    return Draft(
        conversation=number,
        account=account,
        text=text,
        audience=Audience.PRIVATE,
        in_reply_to=parent,
        subject="Re: Cake",
        to=("marta@example.org",),
    )


@lru_cache(maxsize=1)
def _empty_shop():
    """The bytes of a file with one mail account, made once by the real migrations."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        migrate(path, Path(folder) / "backups", FixedClock())
        db = open_writer(path)
        with transaction(db, durable=False):
            accounts.add(db, "mail", "Shop mail", {"address": OWN}, "k", NOW)
        db.close()
        return path.read_bytes()


def _close(*connections):
    """Close what a shop opened, unless it is another thread that collects it: a connection belongs to its own."""
    for connection in connections:
        with suppress(sqlite3.ProgrammingError):
            connection.close()


class Shop:
    """A real file with a mail account, written to directly."""

    def __init__(self, folder: Path, name="shopbell.db", seat=""):
        self.path = folder / name
        self.backups = folder / "backups"
        self.clock = FixedClock()
        self.path.write_bytes(_empty_shop())
        self.db = open_writer(self.path)
        if seat:
            self.db.conn.execute("update seat set id = ?", (seat,))
        self.reader = open_reader(self.path)
        self.account = accounts.account(self.reader, "Shop mail")
        # From Python 3.13 on a connection that nobody closed is complained about.
        weakref.finalize(self, _close, self.reader, self.db.conn)

    def write(self, function, *args, durable=False, **more):
        with transaction(self.db, durable=durable):
            return function(self.db, *args, **more)

    def add_account(self, name, kind="mail"):
        self.write(accounts.add, kind, name, {}, "", NOW)
        return accounts.account(self.reader, name)

    def ingest(self, *items, account: Account | None = None, now=NOW, **more):
        values = {"cursor": "c", "rank": rank, "own_keys": frozenset({OWN})} | more
        return self.write(ingest.ingest, account or self.account, items, now=now, **values)

    def only(self):
        """The id of the only conversation there is."""
        (found,) = self.ids()
        return found

    def ids(self):
        return [row[0] for row in self.reader.execute("select id from conversation order by id").fetchall()]

    def row(self, conversation=None):
        return inbox.row(self.reader, self.only() if conversation is None else conversation)

    def home(self, remote_id):
        """The conversation of a message."""
        return self.reader.execute("select conversation from message where remote_id = ?", (remote_id,)).fetchone()[0]

    def message(self, remote_id):
        return self.reader.execute("select id from message where remote_id = ?", (remote_id,)).fetchone()[0]

    def lane(self, lane: Lane, **more):
        return [row.id for row in inbox.page(self.reader, lane, **more)]

    def draft(self, text="Dear Marta", conversation=None):
        return draft_for(self.reader, text, self.only() if conversation is None else conversation)

    def close(self):
        self.reader.close()
        self.db.close()


OWNERS = (
    Verb.DONE, Verb.REOPEN, Verb.SNOOZE, Verb.WAIT, Verb.STAR, Verb.UNSTAR, Verb.READ, Verb.UNREAD, Verb.LABEL,
    Verb.UNLABEL, Verb.MUTE, Verb.UNMUTE, Verb.NOT_OURS, Verb.TRASH, Verb.RESTORE, Verb.NOTE, Verb.LANGUAGE,
)  # fmt: skip
"""What the owner does with conversations by a key."""

_ABOUT = {
    Verb.LABEL: "Wholesale",
    Verb.UNLABEL: "wholesale",
    Verb.NOTE: "Call her back",
    Verb.NOT_OURS: "ohio",
    Verb.LANGUAGE: "pl",
}


def gesture(shop, verb, which, now=NOW, **more):
    """Do a verb with all that it needs: a day for what is put off, a label, a text."""
    until = now + timedelta(days=1) if verb in (Verb.SNOOZE, Verb.WAIT) else None
    values = {"until": until, "about": _ABOUT.get(verb, "")} | more
    return shop.write(triage.act, which, verb, now=now, **values)


def integrity(path):
    with closing(open_reader(path)) as reader:
        return reader.execute("pragma integrity_check").fetchone()[0]
