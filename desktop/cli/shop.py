"""The composition root of the command line: opens the store, the secrets and the engine that a call needs."""

import argparse
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.domain.account import Account
from desktop.domain.clock import Clock, SystemClock
from desktop.domain.text import plain
from desktop.paths import Places, places
from desktop.settings import Settings, load, save

from .output import WrongUsage, say, unknown

if TYPE_CHECKING:
    from desktop.secrets import Secrets
    from desktop.store.connection import Reader
    from desktop.store.migrate import Stage
    from desktop.store.writer import Writer
    from desktop.sync.engine import Engine

_DEMO_LASTS = timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What a call works with. `reader` is read-only; `writer` is the one thread that writes."""

    places: Places
    settings: Settings
    clock: Clock
    reader: "Reader"
    writer: "Writer"
    secrets: "Secrets"

    def account(self, name: str) -> Account:
        """Return the account of that name; raises Failed naming the ones there are."""
        from desktop.store import accounts

        found = accounts.account(self.reader, name) or accounts.account(self.reader, tidy_name(name))
        if found is None:
            raise unknown("account", name, accounts.accounts(self.reader))
        return found


def find_places(call: argparse.Namespace) -> Places:
    """Return where this call's data lies; the sample shop has a folder of its own and never touches the real one."""
    real = places(call.home)
    return Places(real.home / "demo") if call.demo else real


@contextmanager
def opened(call: argparse.Namespace) -> Iterator[Shop]:
    """Open the store (made or brought up to date first) for one call, and close it in good order."""
    clock = SystemClock()
    where = find_places(call)
    settings, sentences = load(where.config)
    for sentence in sentences:
        say(sentence)
    with ExitStack() as stack:
        if call.demo:
            make_demo(where)
        from desktop.logs import setup

        redactor = setup(where, settings.log_level, settings.keep_logs_days)
        from desktop.store.connection import plainly

        stack.enter_context(plainly(where.database))
        yield _open(where, settings, clock, _secrets(call, redactor.remember), stack)


def _open(where: Places, settings: Settings, clock: Clock, secrets: "Secrets", stack: ExitStack) -> Shop:
    from desktop.store.connection import looks_whole, open_reader
    from desktop.store.migrate import migrate
    from desktop.store.writer import Writer

    where.make()
    if where.database.exists() and not looks_whole(where.database):
        from desktop.store.rescue import make_sound

        told = make_sound(where.database, where.backups, clock)
        if told:
            say(told)
    migrate(where.database, where.backups, clock, UpgradeWords(clock))
    writer = Writer(where.database, clock, settings.seat)
    stack.callback(writer.close)
    reader = open_reader(where.database)
    stack.callback(reader.close)
    return Shop(places=where, settings=settings, clock=clock, reader=reader, writer=writer, secrets=secrets)


_PATIENCE = 2.0
"""Seconds an upgrade of the data may take before anything is said about it."""


class UpgradeWords:
    """Says how far an upgrade of the data is: each quarter of each stage once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._quiet_until = clock.monotonic() + _PATIENCE
        self._said = (0, 0)

    def __call__(self, stage: "Stage") -> None:
        """Say it when it is new."""
        now = (stage.number, int(stage.share * 4))
        if now == self._said or self._clock.monotonic() < self._quiet_until:
            return
        self._said = now
        done = f" {25 * now[1]} % of it are done." if now[1] else ""
        say(f"Bringing your data up to date, {stage.number} of {stage.of} …{done}")


def _secrets(call: argparse.Namespace, remember: Callable[[str], None]) -> "Secrets":
    from desktop.secrets import open_secrets

    in_memory = call.demo or (getattr(call, "secret_stdin", False) and not hasattr(call, "kind"))
    return open_secrets(in_memory=in_memory, remember=remember)


def tidy_name(name: str) -> str:
    """Return a name for an account as it is kept: on one line, composed letters, without space around it."""
    return unicodedata.normalize("NFC", plain(name, 100))


def read_secret() -> str:
    """Return the secret on standard input, without its line end; raises WrongUsage when there is none.

    At a terminal it is asked for, and not shown while it is typed.
    """
    from getpass import getpass

    try:
        typed = sys.stdin.isatty()
        secret = getpass("Password: ") if typed else sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise WrongUsage("The password on standard input is not in UTF-8.") from None
    if not secret:
        raise WrongUsage("--secret-stdin needs the password on standard input, and there was none.")
    return secret


@contextmanager
def engine(shop: Shop, listener: Callable[[object], None] | None = None, *, workers: int = 0) -> Iterator["Engine"]:
    """Open the engine on a shop; `workers` parsing processes, 0 parses in this one (enough for a few messages)."""
    from desktop.sync.engine import Engine
    from desktop.sync.following import Following, together
    from desktop.sync.pool import InlinePool, Pool
    from desktop.triage.own import OwnFiles
    from desktop.triage.own import ranker as own_ranker

    pool = Pool(workers=workers) if workers else InlinePool()
    targets = shop.settings.targets
    ranker = own_ranker(shop.places.home, targets)
    for sentence in ranker.told:
        say(sentence)
    running = Engine(
        writer=shop.writer,
        path=shop.places.database,
        secrets=shop.secrets,
        clock=shop.clock,
        pool=pool,
        rank=ranker,
        follow=together(
            Following(shop.places.config, targets, ranker.aim, tell=_say_all),
            OwnFiles(shop.places.home, ranker, _say_all),
        ),
        listener=listener or _unheard,
    )
    try:
        yield running
    finally:
        running.close()


def _say_all(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        say(sentence)


def _unheard(_event: object) -> None:
    return


def _clear(where: Places) -> None:
    """Delete what an earlier sample shop was made of, and nothing else."""
    made = [*where.home.glob(f"{where.database.name}*"), *where.home.glob("accepted-*.jsonl")]
    for file in (*made, *where.backups.glob("daily-*.db"), *where.backups.glob("before-format-*.db")):
        file.unlink(missing_ok=True)


def make_demo(where: Places) -> None:
    """Make the sample shop afresh when there is none, it is damaged or it has aged, so that its times are true to now.

    One that somebody has open, such as a window that was left open over night, stays as it is, and so does whatever
    else lies in its folder: settings, keys, saved files.
    """
    born = where.home / "opened"
    if not _is_fresh(where, born):
        where.make()
        with _alone(where.home / "making.lock"):
            # Whoever was waited for has made it.
            if not _is_fresh(where, born):
                _make_demo(where, born)


def _is_fresh(where: Places, born: Path) -> bool:
    if not (born.exists() and where.database.exists()):
        return False
    from desktop.store.connection import looks_whole

    age = SystemClock().now().timestamp() - born.stat().st_mtime
    return age < _DEMO_LASTS.total_seconds() and looks_whole(where.database)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process is within; where the system knows no such lock nobody waits."""
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:
        yield
        return
    with lock.open("ab") as file:
        with suppress(OSError):
            flock(file, LOCK_EX)
        yield


def _make_demo(where: Places, born: Path) -> None:
    clock = SystemClock()
    if where.database.exists():
        from desktop.store.maintenance import in_use

        if in_use(where.database):
            return
        _clear(where)
    from desktop.connectors.demo import DEMO_ACCOUNTS
    from desktop.secrets import open_secrets
    from desktop.store import accounts

    with ExitStack() as stack:
        if not where.config.exists():
            save(where.config, replace(Settings(), shop_name="Hazel & Rye Bakery"))
        settings, _ = load(where.config)
        shop = _open(where, settings, clock, open_secrets(in_memory=True), stack)
        for name, network in DEMO_ACCOUNTS:
            chosen = {**network, "folder": str(where.home)}
            shop.writer.submit(
                partial(accounts.add, kind="demo", name=name, settings=chosen, secret_key="", now=clock.now())
            ).result()
        with engine(shop) as running:
            running.run_once()
    born.touch()
