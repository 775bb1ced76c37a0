"""Bring in, take out, save and check: `import export backup restore doctor`."""

import argparse
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.output import Failed, counted, put, put_json, say
from desktop.cli.shop import Shop, find_places, opened, tidy_name
from desktop.domain.account import Account
from desktop.domain.address import own_addresses
from desktop.domain.clock import SystemClock
from desktop.domain.item import Incoming, MessageId, Raw

if TYPE_CHECKING:
    from concurrent.futures import Future

    from desktop.domain.change import ChangeSet
    from desktop.sync.pool import Parsing, Pool

_STEP = 1000
_STEP_BYTES = 32 << 20
"""About how much of an archive is in memory at a time, times the few steps that are under way."""
_WORKERS = 2
_MAIL_KINDS = ("mail", "archive")
_SEPARATOR = re.compile(rb"^(>*From )", re.MULTILINE)


def bring_in(call: argparse.Namespace) -> int:
    """Bring in a Maildir, an mbox file or a list of feeds; doing it twice brings nothing in twice."""
    path = Path(call.path)
    if not path.exists():
        raise Failed(f"There is nothing at {path}.")
    if call.what != "maildir" and path.is_dir():
        raise Failed(f"{path} is a folder. Name the file.")
    if call.what == "opml":
        with opened(call) as shop:
            return _bring_feeds(call, shop, path)
    from desktop.sync.pool import Pool

    with closing(Pool(workers=_WORKERS)) as pool:
        # They take a while to start, which the data file does too.
        pool.start()
        with opened(call) as shop:
            return _bring_mail(call, shop, path, pool)


def _bring_feeds(call: argparse.Namespace, shop: Shop, path: Path) -> int:
    from desktop.connectors.feeds.opml import read_opml
    from desktop.store import accounts

    known = {account.settings.get("url") for account in accounts.accounts(shop.reader)}
    names = {account.name for account in accounts.accounts(shop.reader)}
    added = []
    for outline in read_opml(path.read_bytes()):
        if outline.url in known:
            continue
        name = _free_name(outline.title or outline.url, names)
        names.add(name)
        known.add(outline.url)
        shop.writer.submit(
            partial(
                accounts.add, kind="feed", name=name, settings={"url": outline.url}, secret_key="", now=shop.clock.now()
            )
        ).result()
        added.append({"name": name, "url": outline.url})
    if call.json:
        put_json(added)
    else:
        put(_brought(len(added)))
    return 0


def _brought(feeds: int) -> str:
    if not feeds:
        return "No feed added: all in the list are here already."
    return f"{counted(feeds, 'feed')} added. What is new there comes with the next: shopbell sync --once."


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def _bring_mail(call: argparse.Namespace, shop: Shop, path: Path, pool: "Pool") -> int:
    from desktop.connectors.mail.archive import read_maildir, read_mbox
    from desktop.store.index import gather, settle

    steps = _steps(read_maildir(path) if call.what == "maildir" else read_mbox(path))
    # What is no archive is refused here, before there is an account for it.
    first = next(steps, [])
    account = _archive(call, shop, path)
    store = _Storing(shop, account, call.address)
    if len(first) >= _STEP:
        shop.writer.submit(gather, durable=False)
    waiting: deque[Parsing] = deque()
    read = 0
    for step in chain([first] if first else [], steps):
        read += len(step)
        waiting.append(pool.begin(account, step))
        if len(waiting) > _WORKERS:
            store.put(waiting.popleft().result())
    while waiting:
        store.put(waiting.popleft().result())
    new = store.finish()
    if new >= _STEP:
        shop.writer.submit(settle, durable=False).result()
    if call.json:
        put_json({"account": account.name, "read": read, "new": new})
    else:
        put(f"{counted(read, 'message')} read, {new} new, kept under “{account.name}”.")
    return 0


class _Storing:
    """Stores the parsed messages of an account: one step, while the caller sees to the next."""

    def __init__(self, shop: Shop, account: Account, address: str | None) -> None:
        from desktop.triage.own import ranker

        self._shop = shop
        self._account = account
        self._rank = ranker(shop.places.home, shop.settings.targets)
        self._own = own_addresses(account.settings) | (frozenset({address.lower()}) if address else frozenset())
        self._under_way: Future[ChangeSet] | None = None
        self._new = 0

    def put(self, items: Sequence[Incoming]) -> None:
        """Begin to store a step once the one before it is stored. Raises what went wrong with that."""
        from desktop.store.ingest import ingest

        self.finish()
        now = self._shop.clock.now()
        self._under_way = self._shop.writer.submit(
            lambda db: ingest(db, self._account, items, cursor=None, now=now, rank=self._rank, own_keys=self._own),
            durable=False,
        )

    def finish(self) -> int:
        """Wait for what is under way and return how many messages were new so far."""
        if self._under_way is not None:
            self._new += len(self._under_way.result().new_messages)
            self._under_way = None
        return self._new


def _steps(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    """Yield the messages in steps of at most `_STEP`, and of little more than `_STEP_BYTES`."""
    step: list[Raw] = []
    size = 0
    for raw in raws:
        step.append(raw)
        size += len(raw.data)
        if len(step) >= _STEP or size >= _STEP_BYTES:
            yield step
            step, size = [], 0
    if step:
        yield step


def _usual(shop: Shop) -> dict[str, str]:
    """Return whose mail it is where nobody says: what was sent to an address of the owner's mail accounts is to him."""
    from desktop.store import accounts

    own = sorted({one for each in accounts.accounts(shop.reader) for one in own_addresses(each.settings)})
    return {"address": own[0] if own else "", "aliases": ", ".join(own[1:])}


def _archive(call: argparse.Namespace, shop: Shop, path: Path) -> Account:
    from desktop.store import accounts

    name = tidy_name(call.name or path.resolve().name)
    found = accounts.account(shop.reader, name)
    if found is None:
        settings = {"address": call.address} if call.address else _usual(shop)
        shop.writer.submit(lambda db: accounts.add(db, "archive", name, settings, "", shop.clock.now())).result()
        found = accounts.account(shop.reader, name)
    if found is None or found.kind not in ("archive", "mail"):
        raise Failed(f"“{name}” is not a place for mail. Choose another name with --name.")
    return found


def take_out(call: argparse.Namespace) -> int:
    """Write everything out in open formats: messages, notes, drafts and the outbox as JSON, conversations as a table, mails as mbox."""
    from desktop.store.export import MESSAGES, export

    target = Path(call.path)
    if target.exists():
        raise Failed(f"{target} exists already. Name a folder that does not, so that nothing is overwritten.")
    messages = target / MESSAGES
    with opened(call) as shop:
        target.mkdir(parents=True)
        done = export(shop.reader, target)
        mails, damaged = _mails(shop, messages, target / "mail.mbox")
    put(f"In {messages}: {counted(done.messages, 'message')}.")
    put(f"In {target / 'mail.mbox'}: {counted(mails, 'mail')} of these, as received.")
    others = (
        f"{counted(done.conversations, 'conversation')}, {counted(done.notes, 'note')}, {counted(done.drafts, 'draft')}"
    )
    put(f"Beside them: {others}.")
    if done.unsent:
        put(f"What has not left yet is in {target / 'outbox.jsonl'}: {done.unsent}.")
    for who in damaged:
        say(
            f"1 mail is not in mail.mbox, as its original was damaged on the disk: {who}. Its words are in {MESSAGES};"
            " a backup from before may still have it whole."
        )
    return 1 if damaged else 0


def _mails(shop: Shop, messages: Path, target: Path) -> tuple[int, list[str]]:
    """Write the originals of all mails as an mbox (RFC 4155, lines that look like its separator quoted).

    Return how many, and whose could not be written because they were damaged.
    """
    from desktop.store.connection import Damaged
    from desktop.store.inbox import raw

    count, damaged = 0, []
    with messages.open(encoding="utf-8") as lines, target.open("wb") as mbox:
        for line in lines:
            message = json.loads(line)
            if message["account_kind"] not in _MAIL_KINDS:
                continue
            try:
                original = raw(shop.reader, MessageId(message["id"])).replace(b"\r\n", b"\n")
            except Damaged:
                damaged.append(f"{message['author_name'] or message['author']}, {message['written_at'][:10]}")
                continue
            received = datetime.fromisoformat(message["received_at"]).strftime("%a %b %d %H:%M:%S %Y")
            mbox.write(f"From shopbell {received}\n".encode() + _SEPARATOR.sub(rb">\1", original) + b"\n\n")
            count += 1
    return count, damaged


def backup(call: argparse.Namespace) -> int:
    """Save the store in one file."""
    from desktop.store.maintenance import backup as save

    target = Path(call.file)
    if target.is_dir():
        raise Failed(f"{target} is a folder. Name the file to save in.")
    with opened(call) as shop:
        if _is_same(target, shop.places.database):
            raise Failed(f"{target} is the data itself. Name another file to save it in.")
        saved = save(shop.places.database, target, shop.clock)
    put(f"Saved in {saved}. Passwords are not in it; they stay in the keyring.")
    return 0


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def restore(call: argparse.Namespace) -> int:
    """Put a backup back in the place of the store."""
    from desktop.store.maintenance import restore as put_back

    where = find_places(call)
    where.make()
    source = Path(call.file)
    if not source.is_file():
        raise Failed(f"{source} is a folder." if source.is_dir() else f"There is no file {source}.")
    if _is_same(source, where.database):
        raise Failed(f"{source} is the data itself, not a backup of it. The backups lie in {where.backups}.")
    put_back(source, where.database)
    put("Restored.")
    return 0


def doctor(call: argparse.Namespace) -> int:
    """Check the store, the keyring, the disk and the accounts; exit 1 when something needs doing."""
    from desktop.cli.checks import findings

    found = list(findings(find_places(call), SystemClock(), demo=call.demo))
    if call.json:
        put_json([{"name": f.name, "ok": f.ok, "sentence": f.sentence} for f in found])
    else:
        for finding in found:
            put(f"{'ok  ' if finding.ok else 'LOOK'}  {finding.name}: {finding.sentence}")
    wrong = [finding for finding in found if not finding.ok]
    for finding in wrong:
        say(f"{finding.name}: {finding.sentence}")
    return 1 if wrong else 0
