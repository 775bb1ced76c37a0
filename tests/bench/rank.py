"""What ranking costs: the terms of a text, loading what ranks, and ranking a whole shop anew behind the window.

Texts are the messages that came with the product. Their rate is measured against the least that reads a text at all (its
words found and counted) and, where it is installed, against VADER. What is loaded is loaded in a fresh process, against
the same bytes read and unpacked. A shop of `RESCORED` conversations is ranked anew by nothing but the writer, and then by
the window's own engine while keys are pressed, against the same keys while there is nothing to rank.
"""

import argparse
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path

from desktop.domain.account import Account, AccountId
from desktop.domain.clock import SystemClock
from desktop.domain.item import Author, Incoming, Kind
from desktop.paths import Places, resource
from desktop.render import VERSION
from desktop.store import accounts
from desktop.store.ingest import ingest, rerank
from desktop.store.migrate import migrate
from desktop.store.outdated import are_left
from desktop.store.writer import Writer
from desktop.sync.chores import STEP as AT_ONCE
from desktop.triage.features import Where
from desktop.triage.rank import default_ranker
from tests.bench.figures import Figure, at_least, at_most, median
from tests.bench.keys import FRAME, Key, _missed, _part, _press
from tests.bench.shop import STEP, _items
from tests.corpus import START
from tests.servers.session import Screen

A_SECOND = 3_000
"""So many messages a second a core must manage."""
LOADED = 30.0
"""Milliseconds in which the model must be there."""
TEXTS = 4_000
RESCORED = 50_000
LOADS = 7
_WORD = re.compile(r"\w+")
_KINDS = {"mail": Kind.MAIL, "dm": Kind.DIRECT, "review": Kind.REVIEW, "blog": Kind.BLOG, "comment": Kind.COMMENT}
PACES = (
    ("next row", "next", "a key every 70 ms", 70),
    ("page up or down", "page", "a key every 150 ms", 150),
    ("done", "done", "a key every 150 ms", 150),
)


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return rates, times to load, and what a shop ranked anew costs whoever presses keys meanwhile."""
    return [*_rates(), *_loads(), *_anew(options)]


# Texts


def _messages() -> list[tuple[str, str, str]]:
    lines = [
        json.loads(line)
        for file in sorted(resource("ranking", "messages").glob("*/*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    step = max(1, len(lines) // TEXTS)
    return [(line["channel"], line.get("subject", ""), line["text"]) for line in lines[::step]]


def _rates() -> list[Figure]:
    ranker = default_ranker()
    said = [(Where(_KINDS.get(channel, Kind.POST)), subject, text) for channel, subject, text in _messages()]
    texts = [f"{subject}\n{text}" for _, subject, text in said]
    ours = _a_second(len(said), lambda: [ranker.opening_terms(*one) for one in said])
    plain = _a_second(len(texts), lambda: [Counter(_WORD.findall(text.lower())) for text in texts])
    length = sum(map(len, texts)) / len(texts)
    note = f"{len(texts):,} messages of {length:.0f} characters, CPU of one core"
    figures = [
        at_least("terms of a text / what is wanted", ours, A_SECOND, "1/s", 1.0, note),
        at_least("terms of a text / words counted", ours, plain, "1/s", 0.02, "the least that reads a text at all"),
    ]
    vader = _vader()
    if vader is not None:
        theirs = _a_second(len(texts), lambda: [vader(text) for text in texts])
        figures.append(
            at_least("terms of a text / VADER", ours, theirs, "1/s", 0.15, "one figure a text, English alone")
        )
    return figures


def _vader() -> Callable[[str], object] | None:
    try:
        analyzer = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    except ImportError:
        return None
    score: Callable[[str], object] = analyzer.polarity_scores
    return score


def _a_second(count: int, work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(3):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return count / median(taken)


# Loading


_MODEL = """
import time
from desktop.triage import model
begun = time.process_time()
model.shipped()
print(1000 * (time.process_time() - begun))
"""
_RANKER = """
import time
import desktop.triage.rank
begun = time.process_time()
desktop.triage.rank.default_ranker()
print(1000 * (time.process_time() - begun))
"""
_LANGUAGE = """
import time
from desktop.triage.language import detect
begun = time.process_time()
detect("Guten Tag, meine Bestellung ist noch nicht da")
print(1000 * (time.process_time() - begun))
"""
_FLOOR = """
import sys, time, zlib
begun = time.process_time()
head, _, packed = open(sys.argv[1], "rb").read().partition(b"\\n")
zlib.decompress(packed)
print(1000 * (time.process_time() - begun))
"""


def _loads() -> list[Figure]:
    model = str(resource("ranking", "model.bin"))
    floor = _load(_FLOOR, model)
    note = f"read and unpacked in {floor:.1f} ms; CPU of a fresh process"
    loaded = _load(_MODEL)
    return [
        at_most("model loaded / what is wanted", loaded, LOADED, "ms", 1.0, note),
        at_most("model loaded / its bytes unpacked", loaded, floor, "ms", 2.0, "the least that has its weights"),
        at_most(
            "ranker loaded / model loaded",
            _load(_RANKER),
            loaded,
            "ms",
            20.0,
            "with all word lists; off the GUI thread",
        ),
        at_most("language told first / what is wanted", _load(_LANGUAGE), LOADED, "ms", 2.0, "in the workers, once"),
    ]


def _load(script: str, *arguments: str) -> float:
    taken = [
        float(
            subprocess.run(
                [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(LOADS)
    ]
    return median(taken)


# A whole shop anew


def _anew(options: argparse.Namespace) -> list[Figure]:
    home = _shop(options)
    figures = [_rescore(home)]
    with Screen(options.folder / "screen-rank", (1400, 900)) as screen:
        environment = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        for title, kind, words, pace in PACES:
            quiet = _press("ours", environment, _copy(home, options.folder), pace, kind)
            behind = _copy(home, options.folder)
            before = _forget(behind)
            taken = _press("ours", environment, behind, pace, kind)
            done = before - _older(behind)
            note = f"{words}; missed a frame: {_missed(taken)}; quiet {_missed(quiet)}; {done:,} ranked anew meanwhile"
            figures += _against(title, words, note, taken, quiet)
    return figures


def _shop(options: argparse.Namespace) -> Path:
    """Return a home whose customers say what came with the product, ranked as the product ranks it."""
    home, clock = Places(options.folder / "to-rank"), SystemClock()
    home.make()
    migrate(home.database, home.backups, clock)
    now, ranker = clock.now(), default_ranker()
    bodies = [_body(number, *one) for number, one in enumerate(_messages())]
    items = _items(bodies, [], min(RESCORED, options.conversations), options.seed, now)
    with Writer(home.database, clock, "bench") as writer:
        number = writer.submit(lambda db: accounts.add(db, "archive", "Mail", {}, "", now)).result()
        account = Account(id=AccountId(number), kind="archive", name="Mail")
        while step := list(islice(items, STEP)):
            work = partial(ingest, account=account, items=step, cursor=None, now=now, rank=ranker)
            writer.submit(work, durable=False).result()
    return home.home


def _body(number: int, channel: str, subject: str, text: str) -> Incoming:
    raw = text.encode()
    return Incoming(
        remote_id=str(number),
        channel="mail",
        kind=Kind.MAIL,
        author=Author(key="x@example.test"),
        written_at=START,
        received_at=START,
        raw=raw,
        sha256=hashlib.sha256(raw).digest(),
        subject=subject or channel,
        text=text,
        render_version=VERSION,
    )


def _against(title: str, words: str, note: str, taken: Sequence[Key], quiet: Sequence[Key]) -> list[Figure]:
    taken, quiet = list(taken), list(quiet)
    worst, usual = (max(ms for ms, _ in keys) for keys in (taken, quiet))
    return [
        at_most(f"{title}, ranking anew, p99 / a frame", _part(taken, 0.99), FRAME, "ms", 1.0, note),
        at_most(f"{title}, ranking anew, p99 / quiet", _part(taken, 0.99), _part(quiet, 0.99), "ms", 1.5, words),
        at_most(f"{title}, ranking anew, worst / quiet", worst, usual, "ms", 3.0, words),
    ]


def _copy(home: Path, folder: Path) -> Path:
    copy = folder / "ranked"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    return copy


def _forget(home: Path) -> int:
    """Let all conversations be ranked by an older ranker; return how many there are."""
    with closing(sqlite3.connect(home / "shopbell.db")) as conn, conn:
        conn.execute("update conversation set rank_version = 0")
    return _older(home)


def _older(home: Path) -> int:
    with closing(sqlite3.connect(home / "shopbell.db")) as conn:
        return int(conn.execute("select count(*) from conversation where rank_version = 0").fetchone()[0])


def _rescore(home: Path) -> Figure:
    """Rank all of a shop anew as the background does, one step after the other, and leave it so."""
    clock, ranker = SystemClock(), default_ranker()
    count = _forget(home)
    steps = []
    with (
        Writer(home / "shopbell.db", clock, "bench") as writer,
        closing(sqlite3.connect(home / "shopbell.db")) as reader,
    ):
        while not steps or are_left(reader, ranker):
            begun = time.process_time()
            writer.submit(lambda db: rerank(db, clock.now(), ranker, AT_ONCE), durable=False).result()
            steps.append(time.process_time() - begun)
    note = f"{count:,} in {len(steps)} steps of at most {1000 * max(steps):.0f} ms; {sum(steps):.1f} s of CPU in all"
    return at_least("conversations ranked anew / what is wanted", count / sum(steps), 1_000, "1/s", 1.0, note)
