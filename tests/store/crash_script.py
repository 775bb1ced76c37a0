"""Run in a process of its own that is killed: does one piece of work and prints what was acknowledged."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.domain.act import Verb
from desktop.domain.draft import Delivered, Enclosure, ReplyState
from desktop.store import drafts, files, ingest, maintenance, outbox, triage
from desktop.store.accounts import accounts
from desktop.store.connection import open_reader
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from tests.store.makers import NOW, OWN, FixedClock, mail, plan, rank
from tests.store.makers import draft_for as draft

LEASE = timedelta(minutes=2)
FILM = bytes(range(256)) * 2_000


def say(word):
    print(word, flush=True)


def fetch(writer, reader):
    account = accounts(reader)[0]
    for batch in range(3):
        items = [mail(f"{batch}-{n}", minutes=10 * batch + n, text="Can I?") for n in range(5)]

        def work(db, items=items, batch=batch):
            return ingest.ingest(db, account, items, cursor=str(batch), now=NOW, rank=rank, own_keys=frozenset({OWN}))

        writer.submit(work, durable=False).result()
        say(f"batch {batch}")


def decide(writer, reader):
    ids = [row[0] for row in reader.execute("select id from conversation order by id").fetchall()]
    for number, conversation in enumerate(ids):

        def work(db, conversation=conversation):
            return triage.act(db, [conversation], Verb.DONE, now=NOW)

        writer.submit(work).result()
        say(f"done {conversation}")
        if number % 2:
            writer.submit(lambda db: triage.undo(db, now=NOW)).result()
            say(f"undone {conversation}")


def write(writer, reader):
    for number in range(3):
        text = f"Dear Marta, {number}"
        mine = draft(reader, text)
        writer.submit(lambda db, mine=mine: drafts.save(db, mine, NOW)).result()
        say(f"draft {text}")


def enclose(writer, reader):
    mine = draft(reader, "Dear Marta")
    film = Enclosure(name="film.mp4", media_type="video/mp4", data=FILM)
    writer.submit(lambda db: files.attach(db, mine, [film], NOW)).result()
    say("attached")
    writer.submit(lambda db: drafts.save(db, mine, NOW)).result()
    going = replace(mine, enclosures=(film,))
    later = NOW + timedelta(hours=8)

    def freeze(db):
        return outbox.queue(db, going, plan(), text="Dear Marta", now=NOW, not_before=later, leave_at=later, taken=(1,))

    writer.submit(freeze).result()
    say("scheduled")
    writer.submit(lambda db: outbox.schedule(db, "r1", plan(), leave_at=later + LEASE, now=NOW)).result()
    writer.submit(lambda db: outbox.ask_overdue(db, later + timedelta(days=1))).result()
    say("asked")
    writer.submit(lambda db: outbox.withdraw(db, "r1", NOW)).result()
    say("taken back")


def send(writer, reader):
    mine = draft(reader, "Dear Marta")
    writer.submit(lambda db: drafts.save(db, mine, NOW)).result()
    say("draft Dear Marta")
    writer.submit(lambda db: outbox.queue(db, mine, plan(), text="Dear Marta", now=NOW, not_before=NOW)).result()
    say("queued")
    writer.submit(lambda db: outbox.claim(db, worker="w", now=NOW, lease=LEASE)).result()
    for state in (ReplyState.SENDING, ReplyState.COMMITTING):
        writer.submit(lambda db, state=state: outbox.advance(db, "r1", state, worker="w", now=NOW)).result()
        say(str(state))
    writer.submit(lambda db: outbox.settle(db, "r1", Delivered(proof="250"), now=NOW)).result()
    say("sent")


def main(work, path):
    home = Path(path)
    if work == "migrate":
        migrate(home, home.parent / "backups", FixedClock())
        say("migrated")
        return
    if work == "backup":
        maintenance.backup(home, home.parent / "backups" / "copy.db", FixedClock())
        say("copied")
        return
    writer, reader = Writer(home, FixedClock()), open_reader(home)
    {"fetch": fetch, "decide": decide, "write": write, "enclose": enclose, "send": send}[work](writer, reader)
    writer.close()
    say("end")


if __name__ == "__main__":
    main(*sys.argv[1:])
