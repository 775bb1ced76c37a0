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

from desktop.store.connection import open_reader
from desktop.store.search import search
from tests.bench.figures import Figure, at_most, percentile
from tests.bench.ingest import bring_in
from tests.bench.mailbox import maildir, notmuch_environment, notmuch_new

QUERIES = 200
PEER = """
import json, sys, time, notmuch2
wanted = json.load(open(sys.argv[1]))
took = {}
with notmuch2.Database(sys.argv[2]) as db:
    for kind, queries in wanted.items():
        took[kind] = []
        for query in queries:
            start = time.perf_counter()
            rows = []
            for message in db.messages(query, sort=db.SORT.NEWEST_FIRST):
                rows.append((message.messageid, message.date, message.header("subject"), message.header("from")))
                if len(rows) == 50: break
            took[kind].append(time.perf_counter() - start)
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
    words = ["/usr/bin/python3", "-c", PEER, str(file), str(database)]
    said = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    peer = json.loads(said.stdout)
    figures = []
    reader = open_reader(home / "shopbell.db")
    for kind, pairs in queries.items():
        took = []
        for ours, _theirs in pairs:
            start = time.perf_counter()
            search(reader, ours, limit=50)
            took.append(time.perf_counter() - start)
        ours95, peer95 = percentile(took, 95) * 1000, percentile(peer[kind], 95) * 1000
        figures.append(
            at_most(f"search p95, {kind}", ours95, peer95, "ms", 0.1, f"{len(pairs)} queries, ours with snippets")
        )
    reader.close()
    return figures


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
