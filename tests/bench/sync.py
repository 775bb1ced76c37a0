"""The first sync of a mailbox from Dovecot, with everything searchable at the end, against mbsync copying files."""

import argparse
import os
import subprocess
from pathlib import Path

from desktop.domain.clock import SystemClock
from desktop.secrets import open_secrets
from desktop.store import accounts
from desktop.store.connection import open_reader
from desktop.store.migrate import migrate
from desktop.store.writer import Writer
from desktop.sync.engine import Engine
from desktop.sync.pool import Pool
from desktop.triage.rank import default_ranker
from tests.bench.figures import Figure, at_least, at_most, timed
from tests.bench.mailbox import count, maildir
from tests.servers.mail import MailServer, running_mail


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return the ratio of rates of the first sync, and of the time of a second one with nothing new."""
    folder = maildir(options)
    with running_mail() as server:
        user = server.new_user()
        files = sorted((folder / "cur").iterdir()) + sorted((folder / "new").iterdir())
        messages = server.fill(user, (file.read_bytes() for file in files)) or count(folder)
        peer = _Mbsync(options.folder / "mbsync", server, user)
        peer_wall, _ = timed(peer.pull)
        peer_again, _ = timed(peer.pull)
        ours = _Shopbell(options.folder / "sync", server, user)
        wall, _ = timed(ours.pull)
        again, _ = timed(ours.pull)
        got = ours.count()
        ours.close()
    note = f"{messages:,} mails over TLS, {got:,} stored; mbsync writes files and indexes nothing"
    return [
        at_least("first sync", messages / wall, messages / peer_wall, "mails/s", 0.7, note),
        at_most("second sync, nothing new", again, peer_again, "s", 0.5, "mbsync"),
    ]


class _Mbsync:
    def __init__(self, home: Path, server: MailServer, user: str) -> None:
        (home / "mail").mkdir(parents=True)
        self._config = home / "mbsyncrc"
        self._config.write_text(
            f"IMAPAccount a\nHost localhost\nPort {server.imaps_port}\nUser {user}\nPass {server.users[user]}\nSSLType IMAPS\n"
            f"CertificateFile {server.ca_file}\n\nIMAPStore far\nAccount a\n\nMaildirStore near\nPath {home}/mail/\nInbox {home}/mail/INBOX\n\n"
            f"Channel c\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSync Pull\nSyncState *\n",
            encoding="utf-8",
        )
        self._home = home

    def pull(self) -> None:
        words = ["mbsync", "-q", "-c", str(self._config), "-a"]
        subprocess.run(words, check=True, env={**os.environ, "HOME": str(self._home)}, stdout=subprocess.DEVNULL)


class _Shopbell:
    def __init__(self, home: Path, server: MailServer, user: str) -> None:
        home.mkdir()
        clock = SystemClock()
        self._path = home / "shopbell.db"
        migrate(self._path, home / "backups", clock)
        self._writer = Writer(self._path, clock, "bench")
        secrets = open_secrets(in_memory=True)
        secrets.set("bench", server.users[user])
        settings = server.settings(user)
        self._writer.submit(lambda db: accounts.add(db, "mail", "Mail", settings, "bench", clock.now())).result()
        self._pool = Pool(workers=2)
        self._engine = Engine(
            writer=self._writer, path=self._path, secrets=secrets, clock=clock, pool=self._pool, rank=default_ranker()
        )

    def pull(self) -> None:
        for report in self._engine.run_once():
            assert not report.errors, report

    def count(self) -> int:
        reader = open_reader(self._path)
        found = reader.execute("select count(*) from message").fetchone()[0]
        reader.close()
        return int(found)

    def close(self) -> None:
        self._engine.close()
        self._pool.close()
        self._writer.close()
