"""A large shop for the window's benchmarks: many conversations with the bodies of real or made mails."""

import argparse
import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from desktop.connectors.mail.archive import read_maildir
from desktop.connectors.mail.mime import parse_mail
from desktop.domain.account import Account, AccountId
from desktop.domain.clock import SystemClock
from desktop.domain.conversation import Band, Facts, Reason, Score, Tone
from desktop.domain.item import Author, Incoming, Raw
from desktop.paths import Places
from desktop.store import accounts
from desktop.store.ingest import ingest
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from tests.bench.mailbox import maildir
from tests.bench.newsletters import Newsletters
from tests.corpus import START

BODIES = 2000
LETTERS = 300
LETTER_EVERY = 3
STEP = 5000
WORDS = ("“never arrived”", "asks a question", "sent to you directly", "2 earlier conversations", "12,400 followers")


def large_shop(options: argparse.Namespace, *, letters: bool = False) -> Places:
    """Return a home with `--conversations` open conversations, made once per run.

    With `letters`, one conversation in three is a newsletter of 60 to 150 kB; a real mailbox brings its own.
    """
    home = Places(options.folder / ("letters" if letters else "large"))
    if home.database.exists():
        return home
    home.make()
    clock = SystemClock()
    migrate(home.database, home.backups, clock)
    writer = Writer(home.database, clock, "bench")
    now = clock.now()
    number = writer.submit(lambda db: accounts.add(db, "archive", "Mail", {}, "", now)).result()
    account = Account(id=AccountId(number), kind="archive", name="Mail")
    mails = _parsed(islice(read_maildir(maildir(options)), BODIES))
    newsletters = _parsed(_raw_letters(options.seed)) if letters and not options.maildir else []
    items = _items(mails, newsletters, options.conversations, options.seed, now)
    step: list[Incoming] = []
    for item in items:
        step.append(item)
        if len(step) == STEP:
            _store(writer, account, step, now)
            step = []
    if step:
        _store(writer, account, step, now)
    writer.close()
    return home


def _store(writer: Writer, account: Account, step: list[Incoming], now) -> None:
    writer.submit(lambda db: ingest(db, account, step, cursor=None, now=now, rank=_rank), durable=False).result()


def _rank(facts: Facts) -> Score:
    """A score from the conversation's number alone: the window does not care how it came about."""
    share = (facts.conversation * 2654435761 % 1000) / 1000
    band = Band.NEEDS_YOU if share < 0.6 else Band.WORTH_A_LOOK if share < 0.8 else Band.THE_REST
    first = facts.conversation % len(WORDS)
    tones = (Tone.HURRY, Tone.FACT, Tone.NOTICE)
    reasons = tuple(
        Reason(name=f"r{i}", words=WORDS[(first + i) % len(WORDS)], points=1.0 - i / 4, tone=tones[i]) for i in range(3)
    )
    return Score(value=1 - share, band=band, reasons=reasons, version=1)


def _parsed(raws: Iterable[Raw]) -> list[Incoming]:
    account = Account(id=AccountId(0), kind="archive", name="bodies")
    return [parse_mail(raw, account) for raw in raws]


def _raw_letters(seed: int) -> Iterator[Raw]:
    for number, data in enumerate(Newsletters(seed).mails(LETTERS)):
        yield Raw(remote_id=f"letter-{number}", data=data, received_at=START)


def _items(bodies: list[Incoming], letters: list[Incoming], count: int, seed: int, now) -> Iterator[Incoming]:
    random_ = random.Random(seed)
    for number in range(count):
        body = random_.choice(letters if letters and number % LETTER_EVERY == 0 else bodies)
        when = now - timedelta(seconds=30 * (count - number))
        yield replace(
            body,
            remote_id=f"bench-{number}",
            own_id=f"bench-{number}@example.test",
            parent_ids=(),
            topic="",
            author=Author(
                key=f"person{number}@example.test", name=f"{random_.choice('ABCDEFGHIJ')}. Customer {number}"
            ),
            written_at=when,
            received_at=when,
            raw=b"bench",
            sha256=hashlib.sha256(b"%d" % number).digest(),
            automatic="",
            attachments=(),
        )
