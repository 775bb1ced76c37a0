"""Searching: the 50 newest hits with who, subject and date, against notmuch's own bindings in a process that stays open."""

import argparse
import email
import json
import random
import re
import subprocess
import time
from collections import Counter
from email.message import Message
from pathlib import Path

from desktop.store.connection import Reader, open_reader
from desktop.store.search import search
from tests.bench.figures import Figure, at_most, percentile
from tests.bench.ingest import bring_in
from tests.bench.mailbox import maildir, notmuch_environment, notmuch_new

QUERIES = 200
TIMES = 3
"""Each query is asked so often, and the least time counts, on both sides: other work on the machine is no concern."""

PEER = """
import json, sys, time, notmuch2
wanted = json.load(open(sys.argv[1]))
took = {}
with notmuch2.Database(sys.argv[2]) as db:
    for kind, queries in wanted.items():
        took[kind] = []
        for query in queries:
            least = 9.0
            for _ in range(int(sys.argv[3])):
                start = time.perf_counter()
                rows = []
                for message in db.messages(query, sort=db.SORT.NEWEST_FIRST):
                    rows.append((message.messageid, message.date, message.header("subject"), message.header("from")))
                    if len(rows) == 50: break
                least = min(least, time.perf_counter() - start)
            took[kind].append(least)
print(json.dumps(took))
"""


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return the ratios of the 95th percentile for word, two words, phrase and sender."""
    folder = maildir(options)
    home = options.folder / "search"
    bring_in(home, folder)
    environment = notmuch_environment(options, folder, "notmuch-search")
    notmuch_new(environment)
    queries = _queries(folder, options.seed)
    file = options.folder / "queries.json"
    file.write_text(
        json.dumps({kind: [theirs for _ours, theirs in pairs] for kind, pairs in queries.items()}), encoding="utf-8"
    )
    database = options.folder / "notmuch-search" / "database"
    words = ["/usr/bin/python3", "-c", PEER, str(file), str(database), str(TIMES)]
    said = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    peer = json.loads(said.stdout)
    reader = open_reader(home / "shopbell.db")
    figures = [_figure(reader, kind, [ours for ours, _ in pairs], peer[kind]) for kind, pairs in queries.items()]
    reader.close()
    return figures


def _figure(reader: Reader, kind: str, queries: list[str], peer: list[float]) -> Figure:
    """Return the ratio for the same rows as the peer's; what ours adds, the words around a hit, is told beside it."""
    ours95 = percentile([_took(reader, query, snippets=False) for query in queries], 95) * 1000
    shown95 = percentile([_took(reader, query, snippets=True) for query in queries], 95) * 1000
    note = f"{len(queries)} queries; with the words around each hit {shown95:.2g} ms"
    return at_most(f"search p95, {kind}", ours95, percentile(peer, 95) * 1000, "ms", 0.1, note)


def _took(reader: Reader, query: str, *, snippets: bool) -> float:
    least = 9.0
    for _ in range(TIMES):
        start = time.perf_counter()
        search(reader, query, limit=50, snippets=snippets)
        least = min(least, time.perf_counter() - start)
    return least


def _queries(folder: Path, seed: int) -> dict[str, list[tuple[str, str]]]:
    """Return (ours, notmuch's) queries drawn from the mails themselves."""
    random_ = random.Random(seed)
    files = sorted((folder / "cur").iterdir()) or sorted((folder / "new").iterdir())
    texts = []
    senders: Counter[str] = Counter()
    for file in random_.sample(files, min(len(files), 2000)):
        mail = email.message_from_bytes(file.read_bytes())
        found = re.search(r"[\w.+-]+@[\w.-]+", str(mail["From"]))
        if found:
            senders[found.group().lower()] += 1
        words = re.findall(r"\b[a-z]{4,12}\b", _text(mail)[:4000])
        if len(words) > 8:
            texts.append(words)
    made: dict[str, list[tuple[str, str]]] = {"word": [], "two words": [], "phrase": [], "sender": []}
    people = sorted(senders)
    for _ in range(QUERIES):
        words = random_.choice(texts)
        one, two = random_.choice(words), random_.choice(words)
        at = random_.randrange(len(words) - 1)
        phrase = f'"{words[at]} {words[at + 1]}"'
        sender = random_.choice(people)
        made["word"].append((one, one))
        made["two words"].append((f"{one} {two}", f"{one} and {two}"))
        made["phrase"].append((phrase, phrase))
        made["sender"].append((f"from:{sender}", f"from:{sender}"))
    return made


def _text(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return ""
