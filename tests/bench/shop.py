"""A large shop for the window's benchmarks: many conversations with the bodies of real or made mails."""

import argparse
import hashlib
import random
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from desktop.connectors.mail.archive import read_maildir
from desktop.connectors.mail.mime import parse_mail
from desktop.domain.account import Account, AccountId
from desktop.domain.clock import SystemClock
from desktop.domain.conversation import Band, Facts, Reason, Score, Tone
from desktop.domain.item import Author, Incoming, Raw
from desktop.paths import Places
from desktop.store import accounts, sense
from desktop.store.connection import NEWEST, open_reader, schema_version
from desktop.store.ingest import ingest
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.triage.rank import Ranker, default_ranker
from tests.bench.mailbox import maildir
from tests.bench.multiply import multiply
from tests.bench.newsletters import Newsletters
from tests.corpus import START

BODIES = 2000
LETTERS = 300
LETTER_EVERY = 3
STEP = 5000
WHOLE = 100_000
"""Up to so many conversations all have whole bodies; of more, only the first `BASE` of them, which stand on top."""
BASE = 20_000
APART = timedelta(seconds=30)
KEPT = 12 * 3600
"""Seconds a shop in the folder given with `--keep` is used again: later, too many of them would be due for ranking."""
WORDS = ("“never arrived”", "asks a question", "sent to you directly", "2 earlier conversations", "12,400 followers")


def large_shop(options: argparse.Namespace, *, letters: bool = False) -> Places:
    """Return a home with `--conversations` open conversations, made once per run; once in hours with `--keep`.

    With `letters`, one conversation in three is a newsletter of 60 to 150 kB; a real mailbox brings its own.
    """
    name = "letters" if letters else "large"
    home = Places(options.folder / name)
    if home.database.exists():
        return home
    kept = options.keep / f"{name}-{options.conversations}-{options.messages}-{options.seed}" if options.keep else None
    if kept is not None and not options.maildir and _is_fit(kept):
        shutil.copytree(kept, home.home)
        return home
    _make(options, home, letters=letters)
    if kept is not None:
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(home.home, kept)
        kept.touch()
    return home


def _is_fit(kept: Path) -> bool:
    """Return whether a shop made before is young enough, and as this release keeps it: no older one is brought up to date."""
    is_young = kept.exists() and time.time() - kept.stat().st_mtime < KEPT
    return is_young and schema_version(Places(kept).database) == NEWEST and _is_ranked(kept)


def _is_ranked(kept: Path) -> bool:
    """Return whether its scores are of this ranker: else all of them would be made anew while something is measured."""
    with closing(open_reader(Places(kept).database)) as conn:
        return conn.execute("select min(rank_version) from conversation").fetchone() == (max(_ranker().versions),)


def _make(options: argparse.Namespace, home: Places, *, letters: bool) -> None:
    home.make()
    clock = SystemClock()
    migrate(home.database, home.backups, clock)
    now = clock.now()
    times = 1 if options.conversations <= WHOLE else -(-options.conversations // BASE)
    count = options.conversations // times
    with Writer(home.database, clock, "bench") as writer:
        number = writer.submit(lambda db: accounts.add(db, "archive", "Mail", {}, "", now)).result()
        account = Account(id=AccountId(number), kind="archive", name="Mail")
        # What is ranked from now on stands: else all of it would be ranked anew while it is measured.
        writer.submit(lambda db: sense.tell(db.conn, _ranker())).result()
        mails = _parsed(islice(read_maildir(maildir(options)), BODIES))
        newsletters = _parsed(_raw_letters(options.seed)) if letters and not options.maildir else []
        items = _items(mails, newsletters, count, options.seed, now - APART * count * (times - 1))
        while step := list(islice(items, STEP)):
            _store(writer, account, step, now)
    if times > 1:
        multiply(home.database, times, int(APART.total_seconds() * 1000) * count)


def _store(writer: Writer, account: Account, step: list[Incoming], now) -> None:
    writer.submit(lambda db: ingest(db, account, step, cursor=None, now=now, rank=_rank), durable=False).result()


def _rank(facts: Facts) -> Score:
    """A score from the conversation's number alone, of a version that stands: the window does not care how it came about."""
    share = (facts.conversation * 2654435761 % 1000) / 1000
    band = Band.NEEDS_YOU if share < 0.6 else Band.WORTH_A_LOOK if share < 0.8 else Band.THE_REST
    first = facts.conversation % len(WORDS)
    tones = (Tone.HURRY, Tone.FACT, Tone.NOTICE)
    reasons = tuple(
        Reason(name=f"r{i}", words=WORDS[(first + i) % len(WORDS)], points=1.0 - i / 4, tone=tones[i]) for i in range(3)
    )
    return Score(value=1 - share, band=band, reasons=reasons, version=max(_ranker().versions))


@cache
def _ranker() -> Ranker:
    return default_ranker()


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
        when = now - APART * (count - number)
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
