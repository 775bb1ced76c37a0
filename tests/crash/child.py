"""What the crash tests do in a process of its own, which may be killed at any moment.

Imported once by a server that forks each child, so that a death and a restart cost a few milliseconds.
"""

import multiprocessing
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import desktop.connectors.mail.connector
import desktop.connectors.mail.mime
from desktop.connectors import registry
from desktop.domain import faults
from desktop.domain.begun import new_place
from desktop.domain.draft import Draft, Reply
from desktop.domain.item import Audience, Kind
from desktop.secrets import MemorySecrets
from desktop.store import accounts, drafts, outbox
from desktop.store.connection import open_reader
from desktop.store.writer import Writer
from desktop.sync.engine import Engine, Pace
from desktop.sync.pool import InlinePool
from desktop.sync.reply import queue_replies
from tests.sync.loopback import open_loop
from tests.sync.shop import SettableClock, plain_rank

NAME = "shop"
KILLED = -9
PATIENT = (0, 0.2, 0.5, 1, 2, 3)
FILED_AFTER = 0.05
"""The servers here file nothing by themselves, so there is little to wait for."""
QUICK = (0, 0.05, 0.1)


@dataclass(frozen=True)
class Task:
    """What a child does: queue a reply, then sync, then note how many fault points it passed."""

    home: Path
    queue: str = ""
    to: str = ""
    """Whom a new message is for; without it the newest message is answered."""
    hold: float = 0.0
    sync: bool = True
    kill_at: str = ""
    parser: str = "desktop.connectors.registry:parser"
    loop: bool = False
    offset: timedelta = timedelta(0)
    lease: float = 60.0
    probes: tuple[float, ...] = PATIENT
    start_at: float = 0.0
    note: Path | None = None


def database(home: Path) -> Path:
    return home / "shopbell.db"


def work(task: Task) -> None:
    """The child's main function."""
    desktop.connectors.mail.connector.FILED_AFTER = FILED_AFTER
    # And there is no relay on the way of a copy to ourselves.
    desktop.connectors.mail.connector.RELAYED_WITHIN = timedelta(0)
    clock = SettableClock(task.offset)
    path = database(task.home)
    writer = Writer(path, clock, "")
    secrets = MemorySecrets()
    with closing(open_reader(path)) as reader:
        for account in accounts.accounts(reader):
            if account.secret_key:
                secrets.set(account.secret_key, "secret")
    opener = open_loop if task.loop else registry.open_connector
    engine = Engine(
        writer=writer,
        path=path,
        secrets=secrets,
        clock=clock,
        pool=InlinePool(find_parser=task.parser),
        rank=plain_rank,
        open_connector=opener,
        pace=Pace(
            lease=timedelta(seconds=task.lease), probe_waits=[timedelta(seconds=s) for s in task.probes], rng=Random(1)
        ),
    )
    if task.start_at:
        import threading

        threading.Event().wait(max(0.0, task.start_at - datetime.now(UTC).timestamp()))
    faults._COUNT[0] = 0
    if task.kill_at:
        os.environ["SHOPBELL_KILL_AT"] = task.kill_at
    if task.queue:
        queue(writer, path, clock, task, opener)
    if task.sync:
        engine.run_once(patience=timedelta(seconds=20))
    engine.close()
    writer.close()
    if task.note is not None:
        task.note.write_text(str(faults._COUNT[0]))


def queue(writer: Writer, path: Path, clock: SettableClock, task: Task, opener: Callable) -> str:
    """Save the draft as the composer would, then queue it as the reply to the newest message."""
    with closing(open_reader(path)) as reader:
        message, conversation, account = reader.execute(
            "select id, conversation, account from message where direction = 'in' order by id desc limit 1"
        ).fetchone()
    draft = Draft(
        conversation=conversation,
        account=account,
        text=task.queue,
        audience=Audience.PRIVATE,
        in_reply_to=message,
    )
    if task.to:
        draft = Draft(
            conversation=new_place(clock.now()),
            account=account,
            text=task.queue,
            audience=Audience.PRIVATE,
            in_reply_to=None,
            subject="Rye",
            to=(task.to,),
            channel="mail",
            kind=Kind.MAIL,
        )
    writer.submit(lambda db: drafts.save(db, draft, clock.now())).result()
    return queue_replies(writer, path, [draft], clock, timedelta(seconds=task.hold), opener).result()[0]


def server() -> multiprocessing.context.ForkServerContext:
    """Return what starts children quickly."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.crash.child"])
    return context


def run(task: Task) -> int:
    """Do a task in a child and return its exit code, `KILLED` when it was killed."""
    child = server().Process(target=work, args=(task,))
    child.start()
    child.join(60)
    code = child.exitcode
    assert code is not None, "the child hangs"
    child.close()
    return code


def replies(home: Path) -> list[Reply]:
    with closing(open_reader(database(home))) as reader:
        return outbox.outbox(reader)


def draft_texts(home: Path) -> list[str]:
    with closing(open_reader(database(home))) as reader:
        return [row[0] for row in reader.execute("select text from draft").fetchall()]


__all__ = ["KILLED", "Task", "database", "desktop", "draft_texts", "replies", "run"]
